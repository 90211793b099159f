// fs_watch.c: watching files, by inotify.
//
// The kernel keeps the events until they are read, so a wait that is cancelled loses none. A read
// brings as many as fit; they are given away one by one.
#include "stream.h"
#include <stdalign.h>
#include <sys/inotify.h>
#include <unistd.h>

struct ac_fs_watch {
    ac__io io;
    bool gone;      ///< the kernel will send no more
    int begin, end; ///< what of `events` was not yet given away
    alignas(struct inotify_event) char events[4096];
};

int ac_fs_watch_open(ac_fs_watch **out, const char *path)
{
    const uint32_t mask = IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM |
                          IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF;
    ac_loop *loop = ac__loop();
    *out = NULL;
    ac_fs_watch *w = loop ? ac__io_new(loop, sizeof *w) : NULL;
    if (!w)
        return AC_ENOMEM;
    w->io.fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (w->io.fd < 0 || inotify_add_watch(w->io.fd, path, mask) < 0) {
        int rc = -errno;
        ac__io_close(&w->io);
        return rc;
    }
    *out = w;
    return 0;
}

void ac_fs_watch_close(ac_fs_watch *watch)
{
    if (watch)
        ac__io_close(&watch->io);
}

static unsigned meaning(uint32_t mask)
{
    unsigned what = 0;
    if (mask & (IN_MODIFY | IN_ATTRIB))
        what |= AC_FS_CHANGED;
    if (mask & (IN_CREATE | IN_MOVED_TO))
        what |= AC_FS_CREATED;
    if (mask & (IN_DELETE | IN_MOVED_FROM))
        what |= AC_FS_REMOVED;
    if (mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT))
        what |= AC_FS_GONE;
    if (mask & IN_Q_OVERFLOW)
        what |= AC_FS_LOST;
    return what;
}

// The next event that was read already, if there is one.
static bool take(ac_fs_watch *w, ac_fs_event *out)
{
    while (w->begin < w->end) {
        const struct inotify_event *e = (struct inotify_event *)(w->events + w->begin);
        w->begin += (int)(sizeof *e + e->len);
        w->gone |= (e->mask & IN_IGNORED) != 0;
        out->what = meaning(e->mask);
        if (!out->what)
            continue;
        // Padded with zeros, at least one.
        memset(out->name, 0, sizeof out->name);
        memcpy(out->name, e->name, e->len < sizeof out->name ? e->len : sizeof out->name - 1);
        return true;
    }
    return false;
}

static bool next(struct ac_fs_watch_next__frame *f)
{
    ac_fs_watch *w = f->watch;
    f->result = 0;
    while (!take(w, f->event)) {
        ssize_t got = -1;
        errno = EAGAIN;
        if (w->gone)
            errno = ENOENT;
        else if (w->io.seen & UV_READABLE)
            got = read(w->io.fd, w->events, sizeof w->events);
        if (got < 0 && errno == EAGAIN) {
            w->io.seen &= (uint8_t)~UV_READABLE;
            return false;
        }
        if (got < 0 && errno != EINTR) {
            f->result = -errno;
            return true;
        }
        w->begin = 0;
        w->end = got < 0 ? 0 : (int)got;
    }
    return true;
}

AC__IO_LEAF(ac_fs_watch_next, watch, reader, next, (ac_fs_watch * watch, ac_fs_event *event), watch,
            event)

ac_poll ac_fs_watch_next__start(struct ac_fs_watch_next__frame *f, ac_context *cx,
                                ac_fs_watch *watch, ac_fs_event *event)
{
    f->watch = watch;
    f->event = event;
    return ac_fs_watch_next__begin(f, cx);
}
