// dir.c: reading directories, a buffer of entries at a time.
#include "internal.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <sys/syscall.h>
#include <unistd.h>

struct ac_dir {
    ac_loop *loop;
    int fd;
    int begin, end; ///< what of `entries` was not yet given away
    bool busy;      ///< a request fills `entries`
    alignas(8) char entries[32 * 1024];
};

// What getdents64(2) writes.
struct entry {
    uint64_t inode;
    int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

// ---- ac_dir_open, ac_dir_close ----

static int open_run(ac_work *w)
{
    struct ac_dir_open__frame *f = (struct ac_dir_open__frame *)w;
    do
        f->dir->fd = open(f->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (f->dir->fd < 0 && errno == EINTR);
    return f->dir->fd < 0 ? -errno : 0;
}

ac_poll ac_dir_open__start(struct ac_dir_open__frame *f, ac_context *cx, ac_dir **out,
                           const char *path)
{
    f->out = out;
    f->path = path;
    f->dir = ac__malloc(sizeof *f->dir);
    *out = NULL;
    if (!f->dir)
        return ac__work_end(&f->work, cx, AC_ENOMEM);
    f->dir->loop = cx->loop;
    f->dir->fd = -1;
    f->dir->begin = f->dir->end = 0;
    f->dir->busy = false;
    ac_poll poll = ac__work_start(&f->work, cx, open_run);
    if (poll == AC_UNWIND)
        ac_dir_close(f->dir);
    return poll == AC_READY ? ac_dir_open__resume(f, cx) : poll;
}

ac_poll ac_dir_open__resume(void *frame, ac_context *cx)
{
    struct ac_dir_open__frame *f = frame;
    ac_poll poll = ac__work_resume(&f->work, cx);
    if (poll == AC_PENDING || !f->dir)
        return poll;
    if (poll == AC_READY && f->work.result == 0)
        *f->out = f->dir;
    else
        ac_dir_close(f->dir);
    return poll;
}

AC__LEAF_INT(ac_dir_open, (ac_dir * *out, const char *path), out, path)

void ac_dir_close(ac_dir *dir)
{
    if (!dir)
        return;
    if (dir->fd >= 0)
        close(dir->fd); // nothing was written to it, so this does not wait
    ac__free(dir);
}

ac_loop *ac__dir_loop(const ac_dir *dir)
{
    return dir->loop;
}

// ---- ac_dir_next ----

static int next_run(ac_work *w)
{
    ac_dir *d = ((struct ac_dir_next__frame *)w)->dir;
    long got = syscall(SYS_getdents64, d->fd, d->entries, sizeof d->entries);
    // One that was removed has nothing left in it.
    if (got < 0)
        return errno == ENOENT ? 0 : -errno;
    d->begin = 0;
    d->end = (int)got;
    return got > 0;
}

static bool is_dots(const char *name)
{
    return !strcmp(name, ".") || !strcmp(name, "..");
}

// The next entry of the buffer, if there is one.
static bool take(ac_dir *d, ac_dir_entry *out)
{
    while (d->begin < d->end) {
        const struct entry *e = (struct entry *)(d->entries + d->begin);
        d->begin += e->length;
        if (is_dots(e->name))
            continue;
        *out = (ac_dir_entry){e->name, e->inode, e->type};
        return true;
    }
    return false;
}

static ac_poll ask(struct ac_dir_next__frame *f, ac_context *cx)
{
    ac_poll poll = ac__work_start(&f->work, cx, next_run);
    f->dir->busy = poll == AC_PENDING;
    return poll;
}

ac_poll ac_dir_next__start(struct ac_dir_next__frame *f, ac_context *cx, ac_dir *dir,
                           ac_dir_entry *entry)
{
    f->dir = dir;
    f->entry = entry;
    if (dir->busy) {
        f->dir = NULL;
        return ac__work_end(&f->work, cx, AC_EBUSY);
    }
    if (take(dir, entry)) {
        f->dir = NULL;
        return ac__work_end(&f->work, cx, 1);
    }
    return ask(f, cx);
}

ac_poll ac_dir_next__resume(void *frame, ac_context *cx)
{
    struct ac_dir_next__frame *f = frame;
    ac_poll poll = ac__work_resume(&f->work, cx);
    if (poll == AC_PENDING || !f->dir)
        return poll;
    f->dir->busy = false;
    // A buffer of nothing but "." and "..": there may be more.
    if (poll == AC_READY && f->work.result == 1 && !take(f->dir, f->entry))
        return ask(f, cx);
    return poll;
}

AC__LEAF_INT(ac_dir_next, (ac_dir * dir, ac_dir_entry *entry), dir, entry)
