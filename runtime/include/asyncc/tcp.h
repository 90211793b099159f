/// TCP connections and listeners.
///
/// A connection serves one read and one write at a time, which may belong to different tasks; a
/// second one of the same kind gets AC_EBUSY. Buffers must live until the operation has ended.
/// Cancelling loses nothing: bytes that were not read stay in the kernel, and so does a connection
/// that was not accepted. Whatever is still open when the loop ends is closed. On the loop's thread
/// only.
#ifndef ASYNCC_TCP_H
#define ASYNCC_TCP_H

#include <stddef.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>

typedef struct ac_tcp ac_tcp;
typedef struct ac_listener ac_listener;

/// Listens on `host` (a numeric IPv4 or IPv6 address; NULL: all addresses of both kinds) and `port`
/// (0: a free one, see ac_listener_port). `backlog` 0: the system's maximum.
///
/// Returns 0 and gives the listener at `*out`, which ac_listener_close ends; or an error, and
/// `*out` is NULL.
int ac_tcp_listen(ac_listener **out, const char *host, int port, int backlog);

/// The port that the listener is bound to.
int ac_listener_port(const ac_listener *listener);

/// Closes the listener and frees it. Accepts that wait on it return AC_ECANCELED. NULL is allowed.
void ac_listener_close(ac_listener *listener);

/// Waits for a connection and gives it at `*out`; ac_tcp_close ends it. Nagle's delay is off.
/// Several tasks may accept on the same listener; the one that waits longest is served first.
///
/// Returns 0; AC_ECANCELED; or an error such as AC_EMFILE, after which a later call may succeed:
/// wait a little before it. On failure `*out` is NULL.
_Async int ac_tcp_accept(ac_tcp **out, ac_listener *listener) AC_LEAF(ac_tcp_accept);

/// Connects to `host`, a numeric address or a name, whose addresses are tried in turn, and gives
/// the connection at `*out`; ac_tcp_close ends it. Nagle's delay is off.
///
/// Returns 0; AC_ECANCELED; AC_EAI_NONAME and the like if the name is unknown; or the last
/// address's error. On failure `*out` is NULL. `host` need not outlive the call of start.
_Async int ac_tcp_connect(ac_tcp **out, const char *host, int port) AC_LEAF(ac_tcp_connect);

/// Reads at most `n` bytes (n > 0), straight into `buf`, as soon as there are any.
///
/// Returns the number of bytes, at most INT_MAX; 0 at the end of the stream; AC_ECANCELED if the
/// task is cancelled or the connection closed meanwhile; AC_EBUSY; AC_EINVAL for n == 0; or the
/// connection's error.
_Async int ac_read(ac_tcp *tcp, void *buf, size_t n) AC_LEAF(ac_read);

/// Writes all of `buf`.
///
/// Returns 0 when all `n` bytes were handed to the kernel; AC_ECANCELED if the task is cancelled
/// or the connection closed before that (see ac_tcp_sent for how far it came); AC_EBUSY; or the
/// connection's error.
_Async int ac_write(ac_tcp *tcp, const void *buf, size_t n) AC_LEAF(ac_write);

/// The number of bytes handed to the kernel since the connection was made.
size_t ac_tcp_sent(const ac_tcp *tcp);

/// Ends the sending side: the peer reads the end of the stream. Does not wait.
///
/// Returns 0, AC_EBUSY while another task writes, or an error.
_Async int ac_tcp_shutdown(ac_tcp *tcp) AC_LEAF(ac_tcp_shutdown);

/// Closes the connection and frees it; the descriptor is closed when it returns. Does its work also
/// in a task that was cancelled or aborted. A read or write that waits in another task returns
/// AC_ECANCELED. NULL is allowed. Returns 0.
_Async int ac_tcp_close(ac_tcp *tcp) AC_LEAF(ac_tcp_close);

/// Turns Nagle's delay off (on = 1) or on. Returns 0 or an error.
int ac_tcp_nodelay(ac_tcp *tcp, int on);

/// With 0 set, a close resets the connection instead of ending it in order. -1: the usual way.
/// Returns 0 or an error.
int ac_tcp_linger(ac_tcp *tcp, int seconds);

/// Writes the peer's address and port to `buf` as "127.0.0.1:80" or "[::1]:80"; 64 bytes are
/// enough. Returns 0, AC_ENOBUFS if `size` is too small, or an error.
int ac_tcp_peer(const ac_tcp *tcp, char *buf, size_t size);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

struct ac_tcp_accept__frame {
    int result;
    ac_tcp **out;
    ac_listener *listener;
    ac_strand *strand;
    struct ac_tcp_accept__frame *next, **pprev;
};
ac_poll ac_tcp_accept__start(struct ac_tcp_accept__frame *, ac_context *, ac_tcp **out,
                             ac_listener *listener);
ac_poll ac_tcp_accept__resume(void *, ac_context *);
extern const ac_async_type ac_tcp_accept__type;

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

struct ac_read__frame {
    int result;
    ac_tcp *tcp;
    char *buf;
    size_t n;
};
ac_poll ac_read__start(struct ac_read__frame *, ac_context *, ac_tcp *tcp, void *buf, size_t n);
ac_poll ac_read__resume(void *, ac_context *);
extern const ac_async_type ac_read__type;

struct ac_write__frame {
    int result;
    ac_tcp *tcp;
    const char *buf;
    size_t n;
};
ac_poll ac_write__start(struct ac_write__frame *, ac_context *, ac_tcp *tcp, const void *buf,
                        size_t n);
ac_poll ac_write__resume(void *, ac_context *);
extern const ac_async_type ac_write__type;

struct ac_tcp_shutdown__frame {
    int result;
    ac_tcp *tcp;
};
ac_poll ac_tcp_shutdown__start(struct ac_tcp_shutdown__frame *, ac_context *, ac_tcp *tcp);
ac_poll ac_tcp_shutdown__resume(void *, ac_context *);
extern const ac_async_type ac_tcp_shutdown__type;

struct ac_tcp_close__frame {
    int result;
    ac_tcp *tcp;
};
ac_poll ac_tcp_close__start(struct ac_tcp_close__frame *, ac_context *, ac_tcp *tcp);
ac_poll ac_tcp_close__resume(void *, ac_context *);
extern const ac_async_type ac_tcp_close__type;

#endif
