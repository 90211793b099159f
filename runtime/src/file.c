// file.c: files, as requests in the thread pool (work.c).
//
// libuv's uv_fs_t would allocate for paths and copy results; the system calls are ours instead,
// made with the caller's own buffers.
#include "internal.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int of(long rc)
{
    return rc < 0 ? -errno : (int)rc;
}

// The common parts of a leaf whose start only keeps its arguments: RUN is an expression on the
// frame `f`, evaluated in the pool.
#define RESUME(name)                                                                               \
    ac_poll name##__resume(void *frame, ac_context *cx)                                            \
    {                                                                                              \
        return ac__work_resume(frame, cx);                                                         \
    }

#define FILE_LEAF_1(name, T, a, RUN)                                                               \
    static int name##_run(ac_work *w)                                                              \
    {                                                                                              \
        struct name##__frame *f = (struct name##__frame *)w;                                       \
        return of(RUN);                                                                            \
    }                                                                                              \
    ac_poll name##__start(struct name##__frame *f, ac_context *cx, T a)                            \
    {                                                                                              \
        f->a = a;                                                                                  \
        return ac__work_start(&f->work, cx, name##_run);                                           \
    }                                                                                              \
    RESUME(name)                                                                                   \
    AC__LEAF_INT(name, (T a), a)

#define FILE_LEAF_2(name, T, a, U, b, RUN)                                                         \
    static int name##_run(ac_work *w)                                                              \
    {                                                                                              \
        struct name##__frame *f = (struct name##__frame *)w;                                       \
        return of(RUN);                                                                            \
    }                                                                                              \
    ac_poll name##__start(struct name##__frame *f, ac_context *cx, T a, U b)                       \
    {                                                                                              \
        f->a = a;                                                                                  \
        f->b = b;                                                                                  \
        return ac__work_start(&f->work, cx, name##_run);                                           \
    }                                                                                              \
    RESUME(name)                                                                                   \
    AC__LEAF_INT(name, (T a, U b), a, b)

FILE_LEAF_1(ac_fsync, int, fd, fsync(f->fd))
FILE_LEAF_1(ac_fdatasync, int, fd, fdatasync(f->fd))
FILE_LEAF_1(ac_unlink, const char *, path, unlink(f->path))
FILE_LEAF_1(ac_rmdir, const char *, path, rmdir(f->path))
FILE_LEAF_2(ac_ftruncate, int, fd, int64_t, size, ftruncate(f->fd, f->size))
FILE_LEAF_2(ac_stat, const char *, path, struct stat *, st, stat(f->path, f->st))
FILE_LEAF_2(ac_lstat, const char *, path, struct stat *, st, lstat(f->path, f->st))
FILE_LEAF_2(ac_fstat, int, fd, struct stat *, st, fstat(f->fd, f->st))
FILE_LEAF_2(ac_rename, const char *, from, const char *, to, rename(f->from, f->to))
FILE_LEAF_2(ac_mkdir, const char *, path, mode_t, mode, mkdir(f->path, f->mode))

// ---- ac_open, ac_close ----

static int open_run(ac_work *w)
{
    struct ac_open__frame *f = (struct ac_open__frame *)w;
    int fd;
    do
        fd = open(f->path, f->flags | O_CLOEXEC, f->mode);
    while (fd < 0 && errno == EINTR);
    return of(fd);
}

ac_poll ac_open__start(struct ac_open__frame *f, ac_context *cx, const char *path, int flags,
                       mode_t mode)
{
    f->path = path;
    f->flags = flags;
    f->mode = mode;
    return ac__work_start(&f->work, cx, open_run);
}

RESUME(ac_open)
AC__LEAF_INT(ac_open, (const char *path, int flags, mode_t mode), path, flags, mode)

static int close_run(ac_work *w)
{
    struct ac_close__frame *f = (struct ac_close__frame *)w;
    int rc = of(close(f->fd));
    return rc == AC_EINTR ? 0 : rc; // Linux has closed it
}

ac_poll ac_close__start(struct ac_close__frame *f, ac_context *cx, int fd)
{
    f->fd = fd;
    return ac__work_start_always(&f->work, cx, close_run);
}

RESUME(ac_close)
AC__LEAF_INT(ac_close, (int fd), fd)

// ---- ac_pread, ac_pwrite ----

// Reads until all is there, the file ends, or there is an error, which with RWF_NOWAIT in `flags`
// also is that the rest is not in memory. 0 or the error.
static int read_on(struct ac_pread__frame *f, int flags)
{
    while ((size_t)f->done < f->n) {
        struct iovec v = {f->buf + f->done, f->n - (size_t)f->done};
        ssize_t got = preadv2(f->fd, &v, 1, f->offset == -1 ? -1 : f->offset + f->done, flags);
        if (got == 0)
            break;
        if (got > 0)
            f->done += (int)got;
        else if (errno != EINTR)
            return -errno;
    }
    return 0;
}

static int read_run(ac_work *w)
{
    struct ac_pread__frame *f = (struct ac_pread__frame *)w;
    int rc = read_on(f, 0);
    return rc && !f->done ? rc : f->done;
}

ac_poll ac_pread__start(struct ac_pread__frame *f, ac_context *cx, int fd, void *buf, size_t n,
                        int64_t offset)
{
    f->fd = fd;
    f->buf = buf;
    f->n = n > INT_MAX ? INT_MAX : n;
    f->offset = offset;
    f->done = 0;
    // Not where a position would have moved if the rest is cancelled; and to copy much here would
    // hold up the others longer than the way to the pool takes.
    if (offset >= 0 && n <= 64 * 1024 && !ac_interrupted(cx) && !read_on(f, RWF_NOWAIT))
        return ac__work_end(&f->work, cx, f->done);
    return ac__work_start(&f->work, cx, read_run);
}

RESUME(ac_pread)
AC__LEAF_INT(ac_pread, (int fd, void *buf, size_t n, int64_t offset), fd, buf, n, offset)

static int write_run(ac_work *w)
{
    struct ac_pwrite__frame *f = (struct ac_pwrite__frame *)w;
    while (f->n) {
        ssize_t put =
            f->offset == -1 ? write(f->fd, f->buf, f->n) : pwrite(f->fd, f->buf, f->n, f->offset);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return -errno;
        f->buf += put;
        f->n -= (size_t)put;
        f->offset += f->offset == -1 ? 0 : put;
    }
    return 0;
}

ac_poll ac_pwrite__start(struct ac_pwrite__frame *f, ac_context *cx, int fd, const void *buf,
                         size_t n, int64_t offset)
{
    f->fd = fd;
    f->buf = buf;
    f->n = n;
    f->offset = offset;
    return ac__work_start(&f->work, cx, write_run);
}

RESUME(ac_pwrite)
AC__LEAF_INT(ac_pwrite, (int fd, const void *buf, size_t n, int64_t offset), fd, buf, n, offset)
