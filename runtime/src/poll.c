// poll.c: waiting for descriptors that belong to others.
//
// The watch is left as soon as nobody waits, since the descriptor's owner may then close it.
#include "readiness.h"
#include <errno.h>
#include <poll.h>

_Static_assert((int)AC_READABLE == (int)UV_READABLE && (int)AC_WRITABLE == (int)UV_WRITABLE,
               "libuv's events");

// ---- the line of those who wait ----
//
// The first one's `pprev` points to the last one's `next`, so that a watch has one pointer.

static void line_up(ac__watch *w, struct ac_poll_fd__frame *f)
{
    struct ac_poll_fd__frame *first = w->first;
    f->watch = w;
    f->next = NULL;
    if (first) {
        f->pprev = first->pprev;
        *f->pprev = f;
        first->pprev = &f->next;
    } else {
        f->pprev = &f->next;
        w->first = f;
    }
}

static void leave(struct ac_poll_fd__frame *f, int result)
{
    ac__watch *w = f->watch;
    if (f == w->first)
        w->first = f->next;
    else
        *f->pprev = f->next;
    if (f->next)
        f->next->pprev = f->pprev;
    else if (w->first)
        w->first->pprev = f->pprev;
    f->watch = NULL;
    f->result = result;
}

// ---- watching ----

// Watches for what those in line wait for. 0 or an error.
static int update(ac__watch *w)
{
    int events = 0;
    for (struct ac_poll_fd__frame *f = w->first; f; f = f->next)
        events |= f->events;
    if (events)
        return ac__watch_events(w, events);
    ac__watch_leave(w);
    return 0;
}

static void end_all(ac__watch *w, int result)
{
    while (w->first) {
        ac_wake(w->loop, w->first->strand);
        leave(w->first, result);
    }
}

// What is watched for and nobody waits for any more is told once.
static void told(ac__watch *w, int events)
{
    struct ac_poll_fd__frame *next;
    for (struct ac_poll_fd__frame *f = w->first; f; f = next) {
        next = f->next;
        if (f->events & events) {
            leave(f, f->events & events);
            ac_wake(w->loop, f->strand);
        }
    }
    int rc = update(w);
    if (rc && !w->armed) { // the descriptor was closed: nobody would be woken
        end_all(w, rc);
        update(w);
    }
    ac__event_told(w->loop);
}

// Whether the descriptor is ready now: the events, 0, or an error.
static int ready(int fd, int events)
{
    struct pollfd p = {.fd = fd};
    p.events = (short)((events & AC_READABLE ? POLLIN : 0) | (events & AC_WRITABLE ? POLLOUT : 0));
    int n;
    do
        n = poll(&p, 1, 0);
    while (n < 0 && errno == EINTR);
    if (n <= 0)
        return n < 0 ? -errno : 0;
    if (p.revents & POLLNVAL)
        return AC_EBADF;
    if (p.revents & (POLLERR | POLLHUP))
        return events;
    return (p.revents & POLLIN ? AC_READABLE : 0) | (p.revents & POLLOUT ? AC_WRITABLE : 0);
}

// 0: it waits; or the result.
static int wait_for(struct ac_poll_fd__frame *f, ac_context *cx, int fd)
{
    ac__watch *w;
    int rc = ac__watch_take(&w, cx->loop, fd, told);
    if (rc)
        return rc;
    f->strand = cx->strand;
    line_up(w, f);
    rc = ac__watch_events(w, w->armed | f->events);
    if (rc) {
        leave(f, rc);
        update(w);
    }
    return rc;
}

ac_poll ac_poll_fd__start(struct ac_poll_fd__frame *f, ac_context *cx, int fd, int events)
{
    int rc = ac_interrupted(cx);
    f->watch = NULL;
    f->events = events & (AC_READABLE | AC_WRITABLE);
    if (rc == AC_ABORTED)
        return AC_UNWIND;
    if (!rc && fd < 0)
        rc = AC_EBADF;
    if (!rc)
        rc = f->events ? ready(fd, f->events) : AC_EINVAL;
    if (!rc && !(rc = wait_for(f, cx, fd)))
        return AC_PENDING;
    f->result = rc;
    return ac__ready(cx);
}

ac_poll ac_poll_fd__resume(void *frame, ac_context *cx)
{
    struct ac_poll_fd__frame *f = frame;
    ac__watch *w = f->watch;
    if (!w)
        return AC_READY;
    int stopped = ac_interrupted(cx);
    if (!stopped)
        return AC_PENDING;
    leave(f, stopped);
    if (!w->first)
        ac__watch_leave(w);
    return stopped == AC_ABORTED ? AC_UNWIND : AC_READY;
}

AC__LEAF_INT(ac_poll_fd, (int fd, int events), fd, events)

void ac_poll_fd_end(int fd)
{
    ac_loop *loop = ac__current;
    ac__watch *w = loop ? ac__watch_find(loop, fd) : NULL;
    if (!w || w->told != told)
        return;
    end_all(w, AC_ECANCELED);
    update(w);
}
