// io.c: readiness of descriptors, through libuv's uv_poll_t.
//
// `seen` says which system calls are worth trying: it is cleared by whoever finds that the kernel
// has nothing more (EAGAIN, or fewer bytes than asked for), and set by the callback. What is not
// seen is watched as soon as somebody waits for it.
//
// Changing what libuv watches costs two epoll_ctl, so interest is dropped lazily: only when an
// event comes that nobody waits for. A steady exchange of messages changes nothing.
//
// Lifetime: an object is freed when it was closed, its waiters have left, and libuv has let go of
// the handle, in any order.
#include "internal.h"
#include <unistd.h>

void *ac__io_new(ac_loop *loop, size_t size)
{
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

static void on_event(uv_poll_t *poll, int status, int events);

static int watch(ac__io *io, int events)
{
    int rc = events ? uv_poll_start(&io->poll, events, on_event) : uv_poll_stop(&io->poll);
    io->armed = rc ? 0 : (uint8_t)events;
    return rc;
}

static void on_event(uv_poll_t *poll, int status, int events)
{
    ac__io *io = poll->data;
    if (status < 0) {
        // An error stands on the socket and libuv has stopped to watch: the waiters' own system
        // calls will tell which.
        events = UV_READABLE | UV_WRITABLE;
        io->armed = 0;
    }
    io->seen |= (uint8_t)events;
    int wanted = (io->reader ? UV_READABLE : 0) | (io->writer ? UV_WRITABLE : 0);
    if (io->reader && events & UV_READABLE)
        ac_wake(io->loop, io->reader);
    if (io->writer && events & UV_WRITABLE)
        ac_wake(io->loop, io->writer);
    if (status == 0 && events & ~wanted)
        watch(io, io->armed & ~(events & ~wanted));
    ac__event_told(io->loop); // the object may be gone behind it
}

int ac__io_init(ac__io *io)
{
    int rc = uv_poll_init(&io->loop->uv, &io->poll, io->fd);
    if (rc)
        return rc;
    io->poll.data = io;
    io->inited = true;
    return 0;
}

int ac__io_watch(ac__io *io, int event)
{
    if (io->armed & event)
        return 0;
    if (!io->inited) {
        // Not before somebody waits: libuv's check of the descriptor costs three system calls.
        int rc = ac__io_init(io);
        if (rc)
            return rc;
    }
    return watch(io, io->armed | event);
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
    if (!io->closing || io->lingering || io->reader || io->writer)
        return;
    *io->pprev = io->next;
    if (io->next)
        io->next->pprev = io->pprev;
    ac__free(io);
}

static void on_closed(uv_handle_t *handle)
{
    ac__io *io = handle->data;
    io->lingering = false;
    ac__io_release(io);
}

void ac__io_close(ac__io *io)
{
    if (io->closing)
        return;
    io->closing = true;
    if (io->inited) {
        io->lingering = true;
        uv_close((uv_handle_t *)&io->poll, on_closed);
    }
    // libuv has taken the descriptor out of its epoll set: it may be closed, and its number reused.
    if (io->fd >= 0)
        close(io->fd);
    io->fd = -1;
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
        ac__io_close(io);
    }
}
