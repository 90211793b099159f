/// Addresses of the internet, and the names that stand for them.
///
/// Names are asked for in the thread pool (see blocking.h), by the system's resolver. A task that
/// is cancelled leaves at once; the question is then answered for nobody, and the loop does not end
/// before that. On the loop's thread only.
#ifndef ASYNCC_DNS_H
#define ASYNCC_DNS_H

#include <netdb.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>

/// The address and the port of an IPv4 or IPv6 socket.
typedef struct ac_address {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    };
    socklen_t length; ///< as system calls want it
} ac_address;

/// Makes an address of a numeric host, as "127.0.0.1", "::1", "fe80::1%eth0" or "fe80::1%2", and a
/// port. Returns 0, or AC_EINVAL, also if there is no interface of that name. From any thread.
int ac_address_parse(ac_address *out, const char *host, int port);

/// Makes an address of what the system calls one, which may be a part of `*out`. Returns 0, or
/// AC_EAFNOSUPPORT for another kind. From any thread.
int ac_address_copy(ac_address *out, const struct sockaddr *address);

/// The port of an address.
int ac_address_port(const ac_address *address);

/// Writes an address to `buf` as "127.0.0.1:80", "[::1]:80" or "[fe80::1%eth0]:80" (with the
/// interface's number if it has gone); 64 bytes are enough. Returns 0 or AC_ENOBUFS. From any thread.
int ac_address_format(const ac_address *address, char *buf, size_t size);

/// Asks for the addresses of a host and a service, as getaddrinfo(3) does; one of the two may be
/// NULL, and `hints` may. Gives a list at `*out`, which ac_freeaddrinfo frees.
///
/// Returns 0; AC_ECANCELED; AC_EAI_NONAME and the like; AC_EINVAL for what can be no name, as an
/// empty one; or AC_ENOMEM. On failure `*out` is NULL. The arguments but `out` need not outlive the
/// call of start.
_Async int ac_getaddrinfo(struct addrinfo **out, const char *host, const char *service,
                          const struct addrinfo *hints) AC_LEAF(ac_getaddrinfo);

/// NULL is allowed. From any thread.
void ac_freeaddrinfo(struct addrinfo *list);

/// Asks for the names of an address and its port, as getnameinfo(3) does with these flags. `host`
/// or `service` may be NULL.
///
/// Returns 0; AC_ECANCELED; AC_ENOBUFS if a name is longer than its buffer; AC_EAI_NONAME and the
/// like; or AC_ENOMEM. On failure the buffers are untouched.
_Async int ac_getnameinfo(const ac_address *address, char *host, size_t host_size, char *service,
                          size_t service_size, int flags) AC_LEAF(ac_getnameinfo);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

struct ac__resolve;
struct ac_getaddrinfo__frame {
    int result;
    struct addrinfo **out;
    struct ac__resolve *resolve; ///< NULL: it is over
};
ac_poll ac_getaddrinfo__start(struct ac_getaddrinfo__frame *, ac_context *, struct addrinfo **out,
                              const char *host, const char *service, const struct addrinfo *hints);
ac_poll ac_getaddrinfo__resume(void *, ac_context *);
extern const ac_async_type ac_getaddrinfo__type;

struct ac__naming;
struct ac_getnameinfo__frame {
    int result;
    struct ac__naming *naming; ///< NULL: it is over
    char *host;
    size_t host_size;
    char *service;
    size_t service_size;
};
ac_poll ac_getnameinfo__start(struct ac_getnameinfo__frame *, ac_context *,
                              const ac_address *address, char *host, size_t host_size,
                              char *service, size_t service_size, int flags);
ac_poll ac_getnameinfo__resume(void *, ac_context *);
extern const ac_async_type ac_getnameinfo__type;

#endif
