// stream.h: what the files of streams, sockets and other watched descriptors share.
#ifndef AC_STREAM_INTERNAL_H
#define AC_STREAM_INTERNAL_H

#include "readiness.h"
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
    bool named;  ///< a FIFO, which tells of no end to who opened it without a writer
    bool lent;   ///< a UDP socket that its peer's address has bound to a device
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

/// Nothing keeps a leaf from trying: ac__io_barred, as far as that can be seen at a glance.
static inline bool ac__io_clear(const ac__io *io, const ac_strand *waiter, const ac_context *cx)
{
    return (!waiter || waiter == cx->strand) && !io->closing &&
           !(cx->strand->flags & AC__STRAND_STOPS);
}

/// Defines what a leaf that waits on a descriptor has beside its start. try_once(f) makes its
/// system calls, as far as ac__io.seen says that they are worth it: true if f->result is the
/// leaf's, false if it has to wait as f->object->io.waiter, which is the reader or the writer, or,
/// when more calls are worth it still, to be tried again as the budget allows. The start sets the
/// frame up and ends with NAME__begin.
#define AC__IO_LEAF(name, object, waiter, try_once, params, ...)                                   \
    ac_poll name##__resume(void *frame, ac_context *cx)                                            \
    {                                                                                              \
        struct name##__frame *f = frame;                                                           \
        ac_poll poll;                                                                              \
        if (!f->object)                                                                            \
            return AC_READY;                                                                       \
        ac__io *io = &f->object->io;                                                               \
        if (unlikely(!ac__io_clear(io, io->waiter, cx)) &&                                         \
            ac__io_barred(io, &io->waiter, cx, &f->result, &poll))                                 \
            return poll;                                                                           \
        while (!try_once(f)) {                                                                     \
            if (likely(!(io->seen & ac__io_event(io, &io->waiter))))                               \
                return ac__io_wait(io, &io->waiter, cx, &f->result);                               \
            if (ac__spent(cx)) {                                                                   \
                io->waiter = cx->strand;                                                           \
                return ac_requeue(cx);                                                             \
            }                                                                                      \
        }                                                                                          \
        io->waiter = NULL;                                                                         \
        return AC_READY;                                                                           \
    }                                                                                              \
    static ac_poll name##__begin(struct name##__frame *f, ac_context *cx)                          \
    {                                                                                              \
        if (unlikely(!f->object)) {                                                                \
            f->result = AC_EBADF;                                                                  \
            return ac__ready(cx);                                                                  \
        }                                                                                          \
        if (ac__spent(cx))                                                                         \
            return ac__io_postpone(&f->object->io.waiter, cx, &f->result, &f->object);             \
        return name##__resume(f, cx);                                                              \
    }                                                                                              \
    AC__LEAF_INT(name, params, __VA_ARGS__)

/// The part of a leaf that reads: `got` is what a system call that wanted `n` bytes returned. True:
/// it is over, with *result; false: it has to wait or, interrupted by a signal, to try again, as
/// ac__io.seen says.
bool ac__got(ac_io *io, ssize_t got, size_t n, int *result);
/// The same for one that writes: the number of bytes written; 0 if it has to wait or to try again;
/// or an error.
ssize_t ac__put(ac_io *io, ssize_t put, size_t n);

/// It accepts nothing any more, and does not listen.
void ac__listener_stop(ac_listener *listener);
/// The first step of all that make one: 0 and the loop; AC_ENOMEM; or AC_ECANCELED in a shutdown.
int ac__may_listen(ac_listener **out, ac_loop **loop);
/// Makes a listener of the socket `fd`, which on failure is still the caller's, or of the error
/// that it is instead.
int ac__listener_new(ac_listener **out, ac_loop *loop, int fd);

#endif
