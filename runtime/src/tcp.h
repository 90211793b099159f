// tcp.h: what listener.c, connect.c and tcp.c share.
#ifndef AC_TCP_INTERNAL_H
#define AC_TCP_INTERNAL_H

#include "internal.h"
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

struct ac_tcp {
    ac__io io;
    size_t sent;
};

/// A connection without a descriptor; NULL if memory is short.
static inline ac_tcp *ac__tcp_new(ac_loop *loop)
{
    return ac__io_new(loop, sizeof(ac_tcp));
}

/// The address of a numeric host (IPv4, IPv6) and port. Its length, or an error.
int ac__tcp_address(struct sockaddr_storage *address, const char *host, int port);

#endif
