// watch.c: libuv's watch over descriptors, by their numbers.
//
// One uv_poll_t for each number that was ever watched, in a table that grows with the numbers;
// libuv allows no second one. It is stopped, and the number out of libuv's epoll set, when its
// holder leaves it, since the descriptor may then be closed. The next descriptor of that number
// finds it made: a new handle costs three more system calls, with which libuv checks the
// descriptor, and its end another turn of the loop.
#include "internal.h"
#include <errno.h>
#include <sys/epoll.h>

// The descriptor's place in the table; NULL: no memory.
static ac__watch **place(ac_loop *loop, int fd)
{
    if (fd >= loop->watches_size) {
        int size = loop->watches_size ? loop->watches_size : 32;
        while (size <= fd)
            size *= 2;
        ac__watch **table = ac__malloc((size_t)size * sizeof *table);
        if (!table)
            return NULL;
        memset(table, 0, (size_t)size * sizeof *table);
        if (loop->watches_size)
            memcpy(table, loop->watches, (size_t)loop->watches_size * sizeof *table);
        ac__free(loop->watches);
        loop->watches = table;
        loop->watches_size = size;
    }
    return &loop->watches[fd];
}

int ac__watch_take(ac__watch **out, ac_loop *loop, int fd, ac__watch_told *told)
{
    ac__watch **at = place(loop, fd), *w = at ? *at : NULL;
    *out = NULL;
    if (!at)
        return AC_ENOMEM;
    if (!w) {
        w = ac__malloc(sizeof *w);
        if (!w)
            return AC_ENOMEM;
        memset(w, 0, sizeof *w);
        int rc = uv_poll_init(&loop->uv, &w->poll, fd);
        if (rc) {
            ac__free(w);
            return rc;
        }
        *at = w;
    }
    if (w->told && w->told != told)
        return AC_EEXIST;
    w->told = told;
    *out = w;
    return 0;
}

static void on_event(uv_poll_t *poll, int status, int events)
{
    ac__watch *w = (ac__watch *)poll; // poll->data would be in another line of the cache
    if (status < 0) {
        // An error stands on the descriptor, and libuv has stopped to watch: the waiters' own
        // system calls will tell which. The kernel has not: it would go on about a descriptor of
        // which there are copies when this one is closed.
        uv_poll_stop(poll);
        events = UV_READABLE | UV_WRITABLE;
        w->armed = 0;
    }
    w->told(w, events);
}

int ac__watch_events(ac__watch *w, int events)
{
    if (events == w->armed)
        return 0;
    int rc = events ? uv_poll_start(&w->poll, events, on_event) : uv_poll_stop(&w->poll);
    w->armed = rc ? 0 : events;
    return rc;
}

void ac__watch_leave(ac__watch *w)
{
    ac__watch_events(w, 0);
    w->told = NULL;
}

int ac__can_watch(ac_loop *loop, int fd)
{
    struct epoll_event none = {0};
    int epoll = uv_backend_fd(&loop->uv);
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &none))
        return -errno;
    epoll_ctl(epoll, EPOLL_CTL_DEL, fd, &none);
    return 0;
}

static void on_closed(uv_handle_t *handle)
{
    ac__free(handle);
}

void ac__watches_close(ac_loop *loop)
{
    for (int fd = 0; fd < loop->watches_size; fd++)
        if (loop->watches[fd])
            uv_close((uv_handle_t *)&loop->watches[fd]->poll, on_closed);
    ac__free(loop->watches);
    loop->watches = NULL;
    loop->watches_size = 0;
}
