// io.c: readiness of the library's own descriptors.
//
// `seen` says which system calls are worth trying: it is cleared by whoever finds that the kernel
// has nothing more (EAGAIN, or fewer bytes than asked for), and set by the callback. What is not
// seen is watched as soon as somebody waits for it.
//
// Changing what is watched costs a system call, so interest is dropped lazily: only when an event
// comes that nobody waits for. A steady exchange of messages changes nothing.
//
// Lifetime: an object ends when it was closed and its waiters have left, in any order. Its memory
// stays until the next turn, so that debug builds see what uses it meanwhile, or until many have
// ended in one turn.
#include "readiness.h"
#include <unistd.h>

enum { ENDED_MAX = 64 }; // of one turn, whose memory stays

void *ac__io_new(ac_loop *loop, size_t size)
{
    if (loop->ended_count >= ENDED_MAX)
        ac__io_free_ended(loop);
    ac__io *io = ac__malloc(size);
    if (!io)
        return NULL;
    memset(io, 0, size);
    io->loop = loop;
    io->fd = -1;
    io->seen = UV_READABLE | UV_WRITABLE;
    io->next = loop->ios;
    io->pprev = &loop->ios;
    if (io->next)
        io->next->pprev = &io->next;
    loop->ios = io;
    return io;
}

static void told(ac__watch *w, int events)
{
    ac__io *io = w->io;
    io->seen |= (uint8_t)events;
    int wanted = ((io->reader ? UV_READABLE : 0) | (io->writer ? UV_WRITABLE : 0)) & ~io->held;
    if (wanted & events & UV_READABLE)
        ac_wake(io->loop, io->reader);
    if (wanted & events & UV_WRITABLE)
        ac_wake(io->loop, io->writer);
    if (events & ~wanted)
        ac__watch_events(w, w->armed & ~(events & ~wanted));
    ac__event_told(io->loop); // the object may be gone behind it
}

int ac__io_watch(ac__io *io, int event)
{
    if (!io->watch) {
        // Not before somebody waits.
        ac__watch *w;
        int rc = ac__watch_take(&w, io->loop, io->fd, told);
        if (rc || w->io)
            return rc ? rc : AC_EEXIST;
        w->io = io;
        io->watch = w;
    }
    return ac__watch_events(io->watch, io->watch->armed | event);
}

bool ac__io_barred(ac__io *io, ac_strand **waiter, ac_context *cx, int *result, ac_poll *poll)
{
    bool waited = *waiter == cx->strand;
    int stopped = ac_interrupted(cx);
    *poll = AC_READY;
    if (*waiter && !waited)
        *result = AC_EBUSY;
    else if (io->closing)
        *result = AC_ECANCELED;
    else if (!stopped)
        return false;
    else
        *result = stopped;
    if (stopped == AC_ABORTED)
        *poll = AC_UNWIND;
    if (waited) {
        *waiter = NULL;
        ac__io_release(io);
    }
    return true;
}

ac_poll ac__io_postpone(ac_strand **waiter, ac_context *cx, int *result, void *object)
{
    if (*waiter) {
        memset(object, 0, sizeof(void *)); // nothing is left to do
        *result = AC_EBUSY;
    } else {
        *waiter = cx->strand;
    }
    return ac_requeue(cx);
}

void ac__io_release(ac__io *io)
{
    if (!io->closing || io->reader || io->writer)
        return;
    *io->pprev = io->next;
    if (io->next)
        io->next->pprev = io->pprev;
    io->next = io->loop->ended_ios;
    io->loop->ended_ios = io;
    io->loop->ended_count++;
}

void ac__io_free_ended(ac_loop *loop)
{
    for (ac__io *io = loop->ended_ios, *next; io; io = next) {
        next = io->next;
        ac__free(io);
    }
    loop->ended_ios = NULL;
    loop->ended_count = 0;
}

void ac__io_close_fd(ac__io *io)
{
    if (io->watch) {
        io->watch->io = NULL;
        ac__watch_leave(io->watch);
        io->watch = NULL;
    }
    if (io->fd >= 0)
        close(io->fd);
    io->fd = -1;
}

void ac__io_close(ac__io *io)
{
    if (io->closing)
        return;
    io->closing = true;
    ac__io_close_fd(io);
    if (io->reader)
        ac_wake(io->loop, io->reader);
    if (io->writer)
        ac_wake(io->loop, io->writer);
    ac__io_release(io);
}

void ac__io_close_all(ac_loop *loop)
{
    for (ac__io *io = loop->ios, *next; io; io = next) {
        next = io->next;
        if (io->listens)
            ac__listener_remove_file(io);
        ac__io_close(io);
    }
    ac__io_free_ended(loop);
}
