/// Streams of bytes: connections of every kind, and pipes.
///
/// A stream serves one read and one write at a time, which may belong to different tasks; a second
/// one of the same kind gets AC_EBUSY. Buffers must live until the operation has ended. What can be
/// done at once is done without suspending, straight from and to the caller's buffer. Cancelling
/// loses nothing: bytes that were not read stay in the kernel. Of NULL nothing is read or written:
/// AC_EBADF. Whatever is still open when the loop ends is closed. On the loop's thread only.
///
/// From the first loop on the process ignores SIGPIPE, unless the program has a handler for it:
/// writing to a peer that has gone gives AC_EPIPE. Standard streams that are closed become /dev/null
/// when a loop is made or a child is started, so that nothing else gets their numbers.
#ifndef ASYNCC_IO_H
#define ASYNCC_IO_H

#include <stddef.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>

struct iovec; // of <sys/uio.h>

typedef struct ac_io ac_io;
typedef struct ac_listener ac_listener;

/// Reads at most `n` bytes (n > 0), straight into `buf`, as soon as there are any.
///
/// Returns the number of bytes, at most INT_MAX; 0 at the end of the stream; AC_ECANCELED if the
/// task is cancelled or the stream closed meanwhile; AC_EBUSY; AC_EINVAL for n == 0; or the
/// connection's error.
_Async int ac_read(ac_io *io, ac_noescape void *buf, size_t n) AC_LEAF(ac_read);

/// Writes all of `buf`.
///
/// Returns 0 when all `n` bytes were handed to the kernel; AC_ECANCELED if the task is cancelled
/// or the stream closed before that (see ac_io_sent for how far it came); AC_EBUSY; or the
/// connection's error.
_Async int ac_write(ac_io *io, ac_noescape const void *buf, size_t n) AC_LEAF(ac_write);

/// Waits until ac_try_read is worth a try: bytes are there, the stream has ended, or failed. So a
/// buffer is needed only when something comes, and many streams can do with one.
///
/// Returns 0; AC_ECANCELED if the task is cancelled or the stream closed meanwhile; or AC_EBUSY.
_Async int ac_readable(ac_io *io) AC_LEAF(ac_readable);

/// Waits until ac_try_write is worth a try: the kernel has room, or the connection has failed. Returns
/// what ac_readable returns.
_Async int ac_writable(ac_io *io) AC_LEAF(ac_writable);

/// Reads like ac_read, but never waits. Returns what ac_read returns; AC_EAGAIN if nothing is there,
/// which may be so after ac_readable, too.
int ac_try_read(ac_io *io, ac_noescape void *buf, size_t n);

/// Writes what the kernel takes at once of `buf`. Returns the number of bytes, less than `n` if it
/// has no room for more; AC_EAGAIN if it has none; AC_EBUSY while another task writes; or the
/// connection's error.
int ac_try_write(ac_io *io, ac_noescape const void *buf, size_t n);

/// Writes all of the `count` buffers in turn, with as few system calls as may be. `v` must live
/// until the operation has ended, and is not changed. Returns what ac_write returns; AC_EINVAL for
/// count < 0.
_Async int ac_writev(ac_io *io, const struct iovec *v, int count) AC_LEAF(ac_writev);

/// The number of bytes handed to the kernel since the stream was made.
///
/// A stream that was closed is gone as soon as those who waited have got their AC_ECANCELED. So one
/// whose write ended by another task's close may still ask straight behind the await of that write,
/// but not behind a group or a timeout around it, nor behind another await.
size_t ac_io_sent(const ac_io *io);

/// Ends the sending side of a connection: the peer reads the end of the stream. Does not wait.
///
/// Returns 0, AC_EBUSY while another task writes, AC_ENOTSOCK for a pipe, or an error.
_Async int ac_io_shutdown(ac_io *io) AC_LEAF(ac_io_shutdown);

/// Closes the stream and frees it; the descriptor is closed when it returns. Does its work also in
/// a task that was cancelled or aborted. A read or write that waits in another task returns
/// AC_ECANCELED. NULL is allowed. Returns 0.
_Async int ac_io_close(ac_io *io) AC_LEAF(ac_io_close);

/// Makes a stream of a descriptor of a socket or a pipe, which then belongs to it, and which
/// becomes non-blocking.
///
/// Returns 0 and gives the stream at `*out`; or AC_ENOMEM, AC_EBADF, or AC_EINVAL for a descriptor
/// of another kind: then it is still the caller's, and `*out` is NULL.
int ac_io_open(ac_io **out, int fd);

/// The stream's descriptor, for options of sockets. It must not be closed, shut down or made
/// blocking; an option by which errors or times are queued (IP_RECVERR, SO_TIMESTAMPING) obliges the
/// program to read that queue, or the loop is told of it without end. To hand it to another worker
/// or to a library, dup it and close the stream.
int ac_io_fd(const ac_io *io);

/// Makes a pipe: what is written to `*writer` is read from `*reader`. Both are closed by
/// ac_io_close; the reader sees the end of the stream when the writer was. Returns 0 or an error,
/// and then both are NULL.
int ac_pipe(ac_io **reader, ac_io **writer);

// ---- listeners ----

/// Makes a listener of a descriptor of a stream socket that listens already: one that another
/// program has opened for this one, or with options that ac_tcp_listen and ac_unix_listen do not
/// set. Nagle's delay is what the socket says, and what is accepted inherits it. The descriptor
/// belongs to the listener then, and becomes non-blocking, for other programs that have it, too. The
/// path of a unix socket is left alone.
///
/// Returns 0 and gives the listener at `*out`, which ac_listener_close ends; or AC_EBADF; AC_EINVAL
/// for a descriptor of another kind; AC_ECANCELED once ac_shutdown has begun; or AC_ENOMEM: then it
/// is still the caller's, and `*out` is NULL.
int ac_listener_open(ac_listener **out, int fd);

/// The listener's descriptor, for options of sockets, or to hand a copy to a successor, who goes on
/// to listen when this program has closed its own or ac_shutdown has; but a unix listener's file
/// goes with it, so a successor needs a path of its own. It must be neither closed nor made
/// blocking. Negative once ac_shutdown has begun.
int ac_listener_fd(const ac_listener *listener);

/// Waits for a connection and gives it at `*out`; ac_io_close ends it. Several tasks may accept on
/// the same listener; the one that waits longest is served first. A connection that was not
/// accepted because the task was cancelled stays in the kernel.
///
/// Returns 0; AC_ECANCELED if the task is cancelled or the listener closed meanwhile, or
/// ac_shutdown has begun; or an error such as AC_EMFILE, after which a later call may succeed: wait
/// a little before it. On failure `*out` is NULL.
_Async int ac_accept(ac_io **out, ac_listener *listener) AC_LEAF(ac_accept);

/// Closes the listener and frees it. Accepts that wait on it return AC_ECANCELED. NULL is allowed.
void ac_listener_close(ac_listener *listener);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

struct ac_read__frame {
    int result;
    ac_io *io;
    char *buf;
    size_t n;
};
ac_poll ac_read__start(struct ac_read__frame *, ac_context *, ac_io *io, void *buf, size_t n);
ac_poll ac_read__resume(void *, ac_context *);
extern const ac_async_type ac_read__type;

struct ac_readable__frame {
    int result;
    ac_io *io;
};
ac_poll ac_readable__start(struct ac_readable__frame *, ac_context *, ac_io *io);
ac_poll ac_readable__resume(void *, ac_context *);
extern const ac_async_type ac_readable__type;

struct ac_writable__frame {
    int result;
    ac_io *io;
};
ac_poll ac_writable__start(struct ac_writable__frame *, ac_context *, ac_io *io);
ac_poll ac_writable__resume(void *, ac_context *);
extern const ac_async_type ac_writable__type;

struct ac_write__frame {
    int result;
    ac_io *io;
    const char *buf;
    size_t n;
};
ac_poll ac_write__start(struct ac_write__frame *, ac_context *, ac_io *io, const void *buf,
                        size_t n);
ac_poll ac_write__resume(void *, ac_context *);
extern const ac_async_type ac_write__type;

struct ac_writev__frame {
    int result;
    int count;
    ac_io *io;
    const struct iovec *v;
    size_t skip; ///< bytes of v[0] that were written
};
ac_poll ac_writev__start(struct ac_writev__frame *, ac_context *, ac_io *io, const struct iovec *v,
                         int count);
ac_poll ac_writev__resume(void *, ac_context *);
extern const ac_async_type ac_writev__type;

struct ac_io_shutdown__frame {
    int result;
    ac_io *io;
};
ac_poll ac_io_shutdown__start(struct ac_io_shutdown__frame *, ac_context *, ac_io *io);
ac_poll ac_io_shutdown__resume(void *, ac_context *);
extern const ac_async_type ac_io_shutdown__type;

struct ac_io_close__frame {
    int result;
    ac_io *io;
};
ac_poll ac_io_close__start(struct ac_io_close__frame *, ac_context *, ac_io *io);
ac_poll ac_io_close__resume(void *, ac_context *);
extern const ac_async_type ac_io_close__type;

struct ac_accept__frame {
    int result;
    ac_io **out;
    ac_listener *listener;
    ac_strand *strand;
    struct ac_accept__frame *next, **pprev;
};
ac_poll ac_accept__start(struct ac_accept__frame *, ac_context *, ac_io **out,
                         ac_listener *listener);
ac_poll ac_accept__resume(void *, ac_context *);
extern const ac_async_type ac_accept__type;

#endif
