// stream.h: what the files of streams and sockets share.
#ifndef AC_STREAM_INTERNAL_H
#define AC_STREAM_INTERNAL_H

#include "internal.h"
#include <asyncc/dns.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct ac_io {
    ac__io io;
    size_t sent;
    bool socket; ///< not a pipe
    bool file;   ///< never has to wait for an event
};

struct ac_listener {
    ac__io io; ///< its reader is the strand that waits longest
    struct ac_accept__frame *first, **last;
    ac_io *spare; ///< made before the accept that found nothing
    bool tcp;
    char path[sizeof((struct sockaddr_un *)NULL)->sun_path]; ///< to be removed; "": nothing
};

/// A socket without a descriptor; NULL if memory is short.
static inline ac_io *ac__socket_new(ac_loop *loop)
{
    ac_io *io = ac__io_new(loop, sizeof *io);
    if (io)
        io->socket = true;
    return io;
}

/// Two descriptors become two sockets or the ends of a pipe; closes them if that fails. 0 or
/// AC_ENOMEM.
int ac__io_pair(ac_io **a, ac_io **b, const int *fds, bool socket);

/// The part of a leaf that reads: `got` is what a system call that wanted `n` bytes returned. True:
/// it is over, with *result; false: it has to wait.
bool ac__got(ac_io *io, ssize_t got, size_t n, int *result);
/// The same for one that writes: the number of bytes written, 0 if it has to wait, or an error.
ssize_t ac__put(ac_io *io, ssize_t put, size_t n);

/// It accepts nothing any more, and does not listen.
void ac__listener_stop(ac_listener *listener);
/// Makes a listener of the socket `fd`, or of the error that it is instead.
int ac__listener_new(ac_listener **out, ac_loop *loop, int fd);

#endif
