// readiness.h: what the kernel tells of descriptors, and who waits for it.
#ifndef AC_READINESS_H
#define AC_READINESS_H

#include "internal.h"

// ---- watch.c: what the loop asks the kernel about ----

struct ac_poll_fd__frame;
/// The holder's: `events` have come (UV_READABLE, UV_WRITABLE); both, and nothing is watched for
/// any more, if an error stands on the descriptor.
typedef void ac__watch_told(ac__watch *, int events);
struct ac__watch {
    ac_loop *loop;
    ac__watch_told *told; ///< NULL: nobody holds it
    union {
        ac__io *io;                      ///< io.c's
        struct ac_poll_fd__frame *first; ///< poll.c's
    };
    int fd;
    uint32_t left : 30; ///< how often it was; it may wrap, as one answer of the kernel has few
    uint32_t armed : 2; ///< what is watched for
};

/// Makes the loop's set, of which libuv's is a part; 0 or an error. Libuv's loop must be open, and
/// is ended behind it.
int ac__watches_open(ac_loop *loop);
void ac__watches_close(ac_loop *loop);
/// Asks the kernel what has come, and tells it the holders; lets libuv run if something has come
/// for it. Sleeps until then, or until libuv's timer is due, if `sleep`.
void ac__watches_ask(ac_loop *loop, bool sleep);

/// The watch over `fd`, for those who are told by `told`, which may hold it already. Lives until
/// the loop ends. 0; AC_EEXIST: others hold it; AC_ENOMEM.
int ac__watch_take(ac__watch **out, ac_loop *loop, int fd, ac__watch_told *told);
/// The descriptor's, held or not; NULL: nobody has ever taken it.
ac__watch *ac__watch_find(const ac_loop *loop, int fd);
/// Watches for these events; 0: none. 0 or an error, behind which what it was watched for before
/// still is: AC_EPERM for a file, which has no events.
int ac__watch_events(ac__watch *, int events);
/// Takes one of the two descriptors that are the loop's own, and watches it for reading until the
/// loop ends.
int ac__watch_own(ac_loop *loop, int fd, ac__watch_told *told);
/// Must stand before the descriptor is closed.
void ac__watch_leave(ac__watch *);
/// Whether a descriptor that is not watched can be: 0; AC_EPERM for a file, which is always ready;
/// or another error.
int ac__can_watch(ac_loop *loop, int fd);

// ---- io.c: readiness of a descriptor ----

struct ac__io {
    ac__io *next, **pprev; ///< all of the loop's
    ac_loop *loop;
    ac_strand *reader, *writer; ///< who waits
    ac__watch *watch;           ///< NULL: nobody has waited yet
    int fd;
    uint8_t seen;     ///< UV_READABLE, UV_WRITABLE: a system call is worth trying
    uint8_t held;     ///< UV_READABLE, UV_WRITABLE: the reader, the writer waits for something else
    bool closing : 1; ///< closed by the user
    bool listens : 1; ///< an ac_listener's
    uint8_t fills : 2; ///< calls since the last event that took all they asked for: 0, 1, 2 or more
    uint8_t pauses : 3; ///< so many times more an event is waited for behind such a call
};

/// An ac__io that is the first member of `size` bytes, zeroed behind it; NULL if memory is short.
void *ac__io_new(ac_loop *loop, size_t size);
/// A call that reads took less than it asked for: the next would find nothing.
static inline void ac__io_found_some(ac__io *io)
{
    io->fills = 0;
    io->seen &= (uint8_t)~UV_READABLE;
}
/// A call that reads found nothing.
static inline void ac__io_found_none(ac__io *io)
{
    if (io->fills == 1)
        io->pauses = 7;
    ac__io_found_some(io);
}
/// A call that reads took all that it asked for. Another one is worth it where streams flow, and in
/// vain where what comes is as long as the buffer, or are datagrams: so if the last one behind a
/// single such call was in vain, the next events are waited for, and then it is tried again.
static inline void ac__io_found_all(ac__io *io)
{
    if (io->pauses) {
        io->pauses--;
        ac__io_found_some(io);
    } else if (io->fills < 2) {
        io->fills++;
    }
}
/// Watches for `event`. 0 or an error.
int ac__io_watch(ac__io *io, int event);
/// What the leaves that wait on `io` have in common. The strand registered as *waiter (io->reader
/// or writer) is the leaf's own if it has waited before. Whether the leaf is over before it tries;
/// then *poll and *result say how.
bool ac__io_barred(ac__io *io, ac_strand **waiter, ac_context *cx, int *result, ac_poll *poll);
/// The turn's budget is spent: the work is left to the resume. The leaf counts as a waiter
/// meanwhile, so that a close in another task does not free the object under it. If another one
/// waits the result is AC_EBUSY, and the leaf's pointer to its object, at `object`, becomes NULL.
ac_poll ac__io_postpone(ac_strand **waiter, ac_context *cx, int *result, void *object);
/// What io->reader or io->writer waits for.
static inline int ac__io_event(const ac__io *io, ac_strand *const *waiter)
{
    return waiter == &io->reader ? UV_READABLE : UV_WRITABLE;
}
/// Waits until what the waiter waits for is seen.
static inline ac_poll ac__io_wait(ac__io *io, ac_strand **waiter, ac_context *cx, int *result)
{
    int event = ac__io_event(io, waiter);
    int rc = likely(io->watch && io->watch->armed & event) ? 0 : ac__io_watch(io, event);
    *waiter = rc ? NULL : cx->strand;
    if (likely(!rc))
        return AC_PENDING;
    *result = rc;
    return AC_READY;
}
/// Closes the descriptor only: nothing happens any more.
void ac__io_close_fd(ac__io *io);
/// Closes descriptor and object; it is freed when nobody waits any more.
void ac__io_close(ac__io *io);
/// A waiter of a closing object has left.
void ac__io_release(ac__io *io);
/// Takes the reader's or the writer's place for an operation that will come back to the object and
/// waits for something else meanwhile: others get AC_EBUSY, and a close wakes it and leaves the
/// memory. False if there is another one.
static inline bool ac__io_hold(ac__io *io, ac_strand **waiter, const ac_context *cx)
{
    if (*waiter)
        return false;
    *waiter = cx->strand;
    io->held |= (uint8_t)ac__io_event(io, waiter);
    return true;
}
static inline void ac__io_let_go(ac__io *io, ac_strand **waiter)
{
    *waiter = NULL;
    io->held &= (uint8_t)~ac__io_event(io, waiter);
    ac__io_release(io);
}
/// Frees those that have ended since the last time.
void ac__io_free_ended(ac_loop *loop);
void ac__io_close_all(ac_loop *loop);
/// Of a listener, the file that stands for it, if there is one.
void ac__listener_remove_file(ac__io *io);

#endif
