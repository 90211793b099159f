// watch.c: what the loop asks the kernel about.
//
// Each loop has an epoll set, level-triggered. In it stand the descriptors of io.c and poll.c, the
// bell of waker.c, and libuv's own set as one more descriptor, so that sockets do not take the way
// through libuv's loop: that runs when its set is readable, or when uv_backend_timeout says so.
//
// A watch belongs to a descriptor's number and lasts as long as the loop; it never moves. Watches
// stand in chunks, 32 bytes each, and the chunks in a table that grows with the numbers.
// What one answer of the kernel tells of may be closed while the strands run that it told of
// before, and its number taken again: so an event also says how often the number had been left.
#include "readiness.h"
#include <errno.h>
#include <unistd.h>
#include <sys/epoll.h>

enum {
    EVENTS = 1024, // asked for at once
    CHUNK = 32,    // watches whose memory is taken at once
};

static void on_libuv(ac__watch *w, int events)
{
    (void)events;
    w->loop->uv_ready = true;
}

int ac__watches_open(ac_loop *loop)
{
    loop->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (loop->epoll < 0)
        return -errno;
    int rc = ac__watch_own(loop, uv_backend_fd(&loop->uv), on_libuv);
    if (rc)
        ac__watches_close(loop);
    return rc;
}

// The descriptor's watch, whose memory may be taken for it; NULL: there is none.
static ac__watch *watch_of(ac_loop *loop, int fd)
{
    int chunk = fd / CHUNK;
    if (chunk >= loop->watches_size) {
        int size = loop->watches_size ? loop->watches_size : 8;
        while (size <= chunk)
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
    ac__watch **at = &loop->watches[chunk];
    if (!*at) {
        ac__watch *all = ac__malloc(CHUNK * sizeof *all);
        if (!all)
            return NULL;
        for (int i = 0; i < CHUNK; i++)
            all[i] = (ac__watch){.loop = loop, .fd = chunk * CHUNK + i};
        *at = all;
    }
    return &(*at)[fd % CHUNK];
}

ac__watch *ac__watch_find(const ac_loop *loop, int fd)
{
    ac__watch *all = fd >= 0 && fd / CHUNK < loop->watches_size ? loop->watches[fd / CHUNK] : NULL;
    return all ? &all[fd % CHUNK] : NULL;
}

int ac__watch_take(ac__watch **out, ac_loop *loop, int fd, ac__watch_told *told)
{
    ac__watch *w = watch_of(loop, fd);
    *out = NULL;
    if (!w)
        return AC_ENOMEM;
    if (w->told && w->told != told)
        return AC_EEXIST;
    w->told = told;
    *out = w;
    return 0;
}

int ac__watch_events(ac__watch *w, int events)
{
    if (events == w->armed)
        return 0;
    struct epoll_event e = {
        .events = (events & UV_READABLE ? EPOLLIN : 0) | (events & UV_WRITABLE ? EPOLLOUT : 0),
        .data.u64 = (uint64_t)w->left << 32 | (uint32_t)w->fd,
    };
    int op = !w->armed ? EPOLL_CTL_ADD : events ? EPOLL_CTL_MOD : EPOLL_CTL_DEL;
    w->loop->watching += !w->armed;
    int rc = epoll_ctl(w->loop->epoll, op, w->fd, &e) ? -errno : 0;
    bool kept = op == EPOLL_CTL_MOD && rc != -ENOENT && rc != -EBADF; // if it fails
    if (!rc || !kept)
        w->armed = rc ? 0 : events;
    w->loop->watching -= !w->armed;
    return op == EPOLL_CTL_DEL ? 0 : rc;
}

void ac__watch_leave(ac__watch *w)
{
    ac__watch_events(w, 0);
    w->told = NULL;
    w->left++;
}

int ac__watch_own(ac_loop *loop, int fd, ac__watch_told *told)
{
    ac__watch *w;
    int rc = ac__watch_take(&w, loop, fd, told);
    return rc ? rc : ac__watch_events(w, UV_READABLE);
}

int ac__can_watch(ac_loop *loop, int fd)
{
    struct epoll_event none = {0};
    if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &none))
        return -errno;
    epoll_ctl(loop->epoll, EPOLL_CTL_DEL, fd, &none);
    return 0;
}

static void tell(ac_loop *loop, const struct epoll_event *e)
{
    ac__watch *w = &loop->watches[(uint32_t)e->data.u64 / CHUNK][e->data.u64 % CHUNK];
    if (w->left != e->data.u64 >> 32 || !w->armed)
        return;
    int events = (e->events & EPOLLIN ? UV_READABLE : 0) | (e->events & EPOLLOUT ? UV_WRITABLE : 0);
    if (unlikely(e->events & (EPOLLERR | EPOLLHUP)))
        events = UV_READABLE | UV_WRITABLE; // the waiters' own system calls will tell what it is
    // The kernel would not cease to tell of an error, asked for or not.
    if (unlikely(e->events & EPOLLERR))
        ac__watch_events(w, 0);
    w->told(w, events);
}

void ac__watches_ask(ac_loop *loop, bool sleep)
{
    struct epoll_event events[EVENTS];
    if (sleep && loop->uv_timer_at)
        uv_update_time(&loop->uv); // from which libuv counts
    int ms = uv_backend_timeout(&loop->uv);
    int n = epoll_wait(loop->epoll, events, EVENTS, sleep ? ms : 0);
    if (n < 0 && errno != EINTR)
        ac__fatal("epoll_wait: %s", ac_strerror(-errno));
    // It has something to do before it sleeps, or its timer is due.
    loop->uv_ready = ms == 0 || (sleep && n == 0);
    for (int i = 0; i < n; i++)
        tell(loop, &events[i]);
    if (loop->uv_ready)
        uv_run(&loop->uv, UV_RUN_NOWAIT);
}

void ac__watches_close(ac_loop *loop)
{
    for (int i = 0; i < loop->watches_size; i++)
        ac__free(loop->watches[i]);
    ac__free(loop->watches);
    loop->watches = NULL;
    loop->watches_size = 0;
    close(loop->epoll);
}
