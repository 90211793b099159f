// poll.c: waiting for descriptors that belong to others.
//
// One uv_poll_t for each number of a descriptor that was ever waited for, in a table that grows
// with the numbers; libuv allows no second one. It is stopped, and the number out of libuv's epoll
// set, as soon as nobody waits, since its owner may then close the descriptor.
#include "internal.h"
#include <errno.h>
#include <poll.h>

_Static_assert((int)AC_READABLE == (int)UV_READABLE && (int)AC_WRITABLE == (int)UV_WRITABLE,
               "libuv's events");

struct ac__polled {
    uv_poll_t poll;
    struct ac_poll_fd__frame *first;
    ac_loop *loop;
    int armed; ///< what libuv watches
};

typedef struct ac__polled polled;

// The descriptor's place in the table; NULL: no memory.
static polled **place(ac_loop *loop, int fd)
{
    if (fd >= loop->polled_size) {
        int size = loop->polled_size ? loop->polled_size : 32;
        while (size <= fd)
            size *= 2;
        polled **table = ac__malloc((size_t)size * sizeof *table);
        if (!table)
            return NULL;
        memset(table, 0, (size_t)size * sizeof *table);
        if (loop->polled_size)
            memcpy(table, loop->polled, (size_t)loop->polled_size * sizeof *table);
        ac__free(loop->polled);
        loop->polled = table;
        loop->polled_size = size;
    }
    return &loop->polled[fd];
}

// 0 or an error.
static int find(polled **out, ac_loop *loop, int fd)
{
    polled **at = place(loop, fd);
    if (at && !*at) {
        polled *p = ac__malloc(sizeof *p);
        if (!p)
            return AC_ENOMEM;
        memset(p, 0, sizeof *p);
        int rc = uv_poll_init(&loop->uv, &p->poll, fd);
        if (rc) {
            ac__free(p);
            return rc;
        }
        p->poll.data = p;
        p->loop = loop;
        *at = p;
    }
    *out = at ? *at : NULL;
    return at ? 0 : AC_ENOMEM;
}

static void on_event(uv_poll_t *poll, int status, int events);

// Watches for what those in line wait for. 0 or an error.
static int update(polled *p)
{
    int events = 0;
    for (struct ac_poll_fd__frame *f = p->first; f; f = f->next)
        events |= f->events;
    if (events == p->armed)
        return 0;
    int rc = events ? uv_poll_start(&p->poll, events, on_event) : uv_poll_stop(&p->poll);
    p->armed = rc ? 0 : events;
    return rc;
}

static void leave(struct ac_poll_fd__frame *f, int result)
{
    *f->pprev = f->next;
    if (f->next)
        f->next->pprev = f->pprev;
    f->polled = NULL;
    f->result = result;
}

static void on_event(uv_poll_t *poll, int status, int events)
{
    polled *p = poll->data;
    struct ac_poll_fd__frame *next;
    if (status < 0) { // an error stands on it, and libuv has stopped to watch
        events = UV_READABLE | UV_WRITABLE;
        p->armed = 0;
    }
    for (struct ac_poll_fd__frame *f = p->first; f; f = next) {
        next = f->next;
        if (f->events & events) {
            leave(f, f->events & events);
            ac_wake(p->loop, f->strand);
        }
    }
    update(p);
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
    polled *p;
    int rc = find(&p, cx->loop, fd);
    if (rc)
        return rc;
    f->polled = p;
    f->strand = cx->strand;
    f->next = p->first;
    f->pprev = &p->first;
    if (f->next)
        f->next->pprev = &f->next;
    p->first = f;
    rc = update(p);
    if (rc)
        leave(f, rc);
    return rc;
}

ac_poll ac_poll_fd__start(struct ac_poll_fd__frame *f, ac_context *cx, int fd, int events)
{
    int rc = ac_interrupted(cx);
    f->polled = NULL;
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
    return ac__spent(cx) ? ac_requeue(cx) : AC_READY;
}

ac_poll ac_poll_fd__resume(void *frame, ac_context *cx)
{
    struct ac_poll_fd__frame *f = frame;
    polled *p = f->polled;
    if (!p)
        return AC_READY;
    int stopped = ac_interrupted(cx);
    if (!stopped)
        return AC_PENDING;
    leave(f, stopped);
    update(p);
    return stopped == AC_ABORTED ? AC_UNWIND : AC_READY;
}

AC__LEAF_INT(ac_poll_fd, (int fd, int events), fd, events)

void ac_poll_fd_end(int fd)
{
    ac_loop *loop = ac__current;
    polled *p = loop && fd >= 0 && fd < loop->polled_size ? loop->polled[fd] : NULL;
    while (p && p->first) {
        ac_wake(loop, p->first->strand);
        leave(p->first, AC_ECANCELED);
    }
    if (p)
        update(p);
}

static void on_closed(uv_handle_t *handle)
{
    ac__free(handle->data);
}

void ac__polled_close(ac_loop *loop)
{
    for (int fd = 0; fd < loop->polled_size; fd++)
        if (loop->polled[fd])
            uv_close((uv_handle_t *)&loop->polled[fd]->poll, on_closed);
    ac__free(loop->polled);
    loop->polled = NULL;
    loop->polled_size = 0;
}
