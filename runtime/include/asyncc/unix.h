/// Unix sockets: streams (see io.h) between processes of one machine, which also carry descriptors.
///
/// A path that begins with '@' is a name of the abstract space, which no file stands for.
#ifndef ASYNCC_UNIX_H
#define ASYNCC_UNIX_H

#include <stddef.h>
#include <stdint.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>
#include <asyncc/io.h>

/// Listens at `path` (at most 107 bytes), which must not exist; ac_listener_close removes it, and
/// so does the end of the loop: what has that name then, from the directory that is current then.
/// `backlog` 0: the system's maximum.
///
/// Returns 0 and gives the listener at `*out`, which ac_listener_close ends; AC_ECANCELED once
/// ac_shutdown has begun; AC_EADDRINUSE if there
/// is such a file, left over perhaps by a process that was killed; or another error. On failure
/// `*out` is NULL.
int ac_unix_listen(ac_listener **out, const char *path, int backlog);

/// Connects to the listener at `path` and gives the connection at `*out`; ac_io_close ends it.
/// Waits while the listener's backlog is full.
///
/// Returns 0; AC_ECANCELED; AC_ECONNREFUSED if nobody listens there; or another error. On failure
/// `*out` is NULL. `path` need not outlive the call of start.
_Async int ac_unix_connect(ac_io **out, const char *path) AC_LEAF(ac_unix_connect);

/// Makes two streams that are connected with each other; ac_io_close ends each. Returns 0 or an
/// error, and then both are NULL.
int ac_socketpair(ac_io **a, ac_io **b);

/// Writes all `n` bytes of `buf` (n > 0) like ac_write, and hands over copies of `count`
/// descriptors (at most 253) with the first byte. They remain the caller's.
///
/// Returns what ac_write returns; AC_EINVAL for n == 0 or count out of range. The descriptors have
/// gone if ac_io_sent has grown.
_Async int ac_send_fds(ac_io *io, const void *buf, size_t n, const int *fds, int count)
    AC_LEAF(ac_send_fds);

/// Reads like ac_read, and takes at most `max` descriptors that came with these bytes. They are
/// close-on-exec and belong to the caller. `*count` says how many came: more than `max`, and the
/// others were closed; AC_EMFILE, and some or all were lost since no more could be opened (those
/// that came are closed).
///
/// Returns what ac_read returns; descriptors that come while one waits in ac_read are lost.
_Async int ac_recv_fds(ac_io *io, void *buf, size_t n, int *fds, int max, int *count)
    AC_LEAF(ac_recv_fds);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

struct ac_unix_connect__frame {
    int result;
    int delay; ///< of the next wait for a place in the backlog; -1: it is over
    ac_io **out;
    ac_io *io;
    ac_timer timer;
    char path[112];
};
ac_poll ac_unix_connect__start(struct ac_unix_connect__frame *, ac_context *, ac_io **out,
                               const char *path);
ac_poll ac_unix_connect__resume(void *, ac_context *);
extern const ac_async_type ac_unix_connect__type;

struct ac_send_fds__frame {
    int result;
    int count; ///< 0: they have gone
    ac_io *io;
    const char *buf;
    size_t n;
    const int *fds;
};
ac_poll ac_send_fds__start(struct ac_send_fds__frame *, ac_context *, ac_io *io, const void *buf,
                           size_t n, const int *fds, int count);
ac_poll ac_send_fds__resume(void *, ac_context *);
extern const ac_async_type ac_send_fds__type;

struct ac_recv_fds__frame {
    int result;
    int max;
    ac_io *io;
    char *buf;
    size_t n;
    int *fds;
    int *count;
};
ac_poll ac_recv_fds__start(struct ac_recv_fds__frame *, ac_context *, ac_io *io, void *buf,
                           size_t n, int *fds, int max, int *count);
ac_poll ac_recv_fds__resume(void *, ac_context *);
extern const ac_async_type ac_recv_fds__type;

#endif
