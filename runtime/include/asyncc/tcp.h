/// TCP connections and listeners. A connection is a stream: see io.h for reading and writing.
#ifndef ASYNCC_TCP_H
#define ASYNCC_TCP_H

#include <stddef.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>
#include <asyncc/io.h>

typedef ac_io ac_tcp;

// What is the same for every stream has this family's names, too.
#define ac_tcp_accept ac_accept
#define ac_tcp_sent ac_io_sent
#define ac_tcp_shutdown ac_io_shutdown
#define ac_tcp_close ac_io_close

/// Listens on `host` (a numeric IPv4 or IPv6 address; NULL: all addresses of both kinds) and `port`
/// (0: a free one, see ac_listener_port). `backlog` 0: the system's maximum. Connections that are
/// accepted have Nagle's delay off.
///
/// Returns 0 and gives the listener at `*out`, which ac_listener_close ends; AC_ECANCELED once
/// ac_shutdown has begun; or another error, and `*out` is NULL.
int ac_tcp_listen(ac_listener **out, const char *host, int port, int backlog);

/// The same, on a port that other listeners share, of this process or of another, each made so: the
/// kernel spreads the connections among them, one listener per loop for instance.
int ac_tcp_listen_shared(ac_listener **out, const char *host, int port, int backlog);

/// The port that a listener of TCP is bound to; AC_EINVAL for one of another kind.
int ac_listener_port(const ac_listener *listener);

/// Connects to `host`, a numeric address or a name, whose addresses are tried in turn, and gives
/// the connection at `*out`; ac_tcp_close ends it. Nagle's delay is off. How long an address that
/// does not answer is waited for is the kernel's to say, about two minutes; ac_timeout ends all.
///
/// Returns 0; AC_ECANCELED; AC_EAI_NONAME and the like if the name is unknown; or the last
/// address's error. On failure `*out` is NULL. `host` need not outlive the call of start.
_Async int ac_tcp_connect(ac_tcp **out, const char *host, int port) AC_LEAF(ac_tcp_connect);

/// Turns Nagle's delay off (on = 1) or on. Returns 0 or an error.
int ac_tcp_nodelay(ac_tcp *tcp, int on);

/// Asks the peer for a sign of life after `seconds` of silence, and as often again; one that gives
/// none ends the connection with AC_ETIMEDOUT. 0: never, the usual way. Returns 0 or an error.
int ac_tcp_keepalive(ac_tcp *tcp, int seconds);

/// With 0 set, a close resets the connection instead of ending it in order. -1: the usual way.
/// Nothing waits for what is on its way: more than 0 is AC_EINVAL. Returns 0 or an error.
int ac_tcp_linger(ac_tcp *tcp, int seconds);

/// Writes the peer's address and port to `buf` as "127.0.0.1:80" or "[::1]:80"; 64 bytes are
/// enough. Returns 0, AC_ENOBUFS if `size` is too small, or an error.
int ac_tcp_peer(const ac_tcp *tcp, char *buf, size_t size);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

struct ac__resolve;
struct ac_tcp_connect__frame {
    int result;
    ac_tcp **out;
    ac_tcp *tcp;
    struct ac__resolve *resolve;
};
ac_poll ac_tcp_connect__start(struct ac_tcp_connect__frame *, ac_context *, ac_tcp **out,
                              const char *host, int port);
ac_poll ac_tcp_connect__resume(void *, ac_context *);
extern const ac_async_type ac_tcp_connect__type;

#endif
