// stream.c: reading, writing and closing a stream.
//
// Descriptors are non-blocking and the system calls are ours, so that bytes go straight from and
// to the caller's buffer, and a cancelled wait leaves nothing behind in the kernel. A call is tried
// first unless the last one has shown that it would find nothing (ac__io.seen).
#include "stream.h"
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <sys/uio.h>
#include <sys/vfs.h>

bool ac__got(ac_io *s, ssize_t got, size_t n, int *result)
{
    if (got < 0 && errno == EINTR)
        return false;
    if (got < 0 && errno == EAGAIN) {
        ac__io_found_none(&s->io);
        return false;
    }
    *result = got < 0 ? -errno : (int)got;
    if (got > 0)
        ac__count(&s->io.loop->counters.bytes_read, (uint64_t)got);
    // The end of the stream stays readable for ever, as a file does.
    if (got <= 0 || s->file || s->named)
        return true;
    if ((size_t)got < n)
        ac__io_found_some(&s->io);
    else
        ac__io_found_all(&s->io);
    return true;
}

ssize_t ac__put(ac_io *s, ssize_t put, size_t n)
{
    if (put < 0 && errno == EINTR)
        return 0;
    if (put < 0 && errno != EAGAIN)
        return -errno;
    if (put < 0 || ((size_t)put < n && !s->file)) // the kernel's buffer is full
        s->io.seen &= (uint8_t)~UV_WRITABLE;
    if (put < 0)
        return 0;
    s->sent += (size_t)put;
    ac__count(&s->io.loop->counters.bytes_written, (uint64_t)put);
    return put;
}

// ---- ac_read, ac_readable, ac_writable ----

// A socket's own calls do not go through the files' layer: 10 % of a call that finds nothing. They
// do not block, whatever another process that shares the open file has made of it: a child, say,
// whose standard streams libuv makes blocking.
static ssize_t get_some(const ac_io *s, void *buf, size_t n)
{
    return s->socket ? recv(s->io.fd, buf, n, MSG_DONTWAIT) : read(s->io.fd, buf, n);
}

static ssize_t put_some(const ac_io *s, const void *buf, size_t n)
{
    return s->socket ? send(s->io.fd, buf, n, MSG_NOSIGNAL | MSG_DONTWAIT)
                     : write(s->io.fd, buf, n);
}

static bool read_once(struct ac_read__frame *f)
{
    if (!f->n) {
        f->result = AC_EINVAL;
        return true;
    }
    if (!(f->io->io.seen & UV_READABLE))
        return false;
    return ac__got(f->io, get_some(f->io, f->buf, f->n), f->n, &f->result);
}

AC__IO_LEAF(ac_read, io, reader, read_once, (ac_io * io, void *buf, size_t n), io, buf, n)

ac_poll ac_read__start(struct ac_read__frame *f, ac_context *cx, ac_io *io, void *buf, size_t n)
{
    f->io = io;
    f->buf = buf;
    f->n = n > INT_MAX ? INT_MAX : n;
    return ac_read__begin(f, cx);
}

static bool is_readable(struct ac_readable__frame *f)
{
    f->result = 0;
    return f->io->io.seen & UV_READABLE;
}

AC__IO_LEAF(ac_readable, io, reader, is_readable, (ac_io * io), io)

ac_poll ac_readable__start(struct ac_readable__frame *f, ac_context *cx, ac_io *io)
{
    f->io = io;
    return ac_readable__begin(f, cx);
}

static bool is_writable(struct ac_writable__frame *f)
{
    f->result = 0;
    return f->io->io.seen & UV_WRITABLE;
}

AC__IO_LEAF(ac_writable, io, writer, is_writable, (ac_io * io), io)

ac_poll ac_writable__start(struct ac_writable__frame *f, ac_context *cx, ac_io *io)
{
    f->io = io;
    return ac_writable__begin(f, cx);
}

// ---- ac_try_read, ac_try_write ----

// These two make their call whatever was seen: nobody may have waited for an event since.
int ac_try_read(ac_io *s, void *buf, size_t n)
{
    int result;
    if (!s)
        return AC_EBADF;
    if (s->io.reader)
        return AC_EBUSY;
    if (!n)
        return AC_EINVAL;
    n = n > INT_MAX ? INT_MAX : n;
    return ac__got(s, get_some(s, buf, n), n, &result) ? result : AC_EAGAIN;
}

int ac_try_write(ac_io *s, const void *buf, size_t n)
{
    if (!s)
        return AC_EBADF;
    if (s->io.writer)
        return AC_EBUSY;
    n = n > INT_MAX ? INT_MAX : n;
    ssize_t put = ac__put(s, put_some(s, buf, n), n);
    return put || !n ? (int)put : AC_EAGAIN;
}

// ---- ac_write, ac_writev ----

static bool write_all(struct ac_write__frame *f)
{
    ac_io *s = f->io;
    f->result = 0;
    while (f->n && s->io.seen & UV_WRITABLE) {
        ssize_t put = ac__put(s, put_some(s, f->buf, f->n), f->n);
        if (put < 0) {
            f->result = (int)put;
            return true;
        }
        f->buf += put;
        f->n -= (size_t)put;
    }
    return !f->n;
}

AC__IO_LEAF(ac_write, io, writer, write_all, (ac_io * io, const void *buf, size_t n), io, buf, n)

ac_poll ac_write__start(struct ac_write__frame *f, ac_context *cx, ac_io *io, const void *buf,
                        size_t n)
{
    f->io = io;
    f->buf = buf;
    f->n = n;
    return ac_write__begin(f, cx);
}

// Passes over `n` bytes that were written, and over empty buffers.
static void pass(struct ac_writev__frame *f, size_t n)
{
    f->skip += n;
    while (f->count > 0 && f->skip >= f->v->iov_len) {
        f->skip -= f->v->iov_len;
        f->v++;
        f->count--;
    }
}

// One system call for what remains. As ac__put.
static ssize_t put_vector(struct ac_writev__frame *f)
{
    enum { AT_ONCE = 64 };
    struct iovec v[AT_ONCE];
    int count = f->count < AT_ONCE ? f->count : AT_ONCE;
    size_t n = 0;
    memcpy(v, f->v, (size_t)count * sizeof *v);
    v[0].iov_base = (char *)v[0].iov_base + f->skip;
    v[0].iov_len -= f->skip;
    for (int i = 0; i < count; i++)
        n += v[i].iov_len;
    struct msghdr message = {.msg_iov = v, .msg_iovlen = (size_t)count};
    int fd = f->io->io.fd;
    return ac__put(f->io,
                   f->io->socket ? sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT)
                                 : writev(fd, v, count),
                   n);
}

// Hands over what one call takes. True: all was, or f->result says why not.
static bool writev_some(struct ac_writev__frame *f)
{
    f->result = f->count < 0 ? AC_EINVAL : 0;
    pass(f, 0);
    if (f->count > 0 && f->io->io.seen & UV_WRITABLE) {
        ssize_t put = put_vector(f);
        if (put < 0)
            f->result = (int)put;
        else
            pass(f, (size_t)put);
    }
    return f->result || f->count <= 0;
}

AC__IO_LEAF(ac_writev, io, writer, writev_some, (ac_io * io, const struct iovec *v, int count), io,
            v, count)

ac_poll ac_writev__start(struct ac_writev__frame *f, ac_context *cx, ac_io *io,
                         const struct iovec *v, int count)
{
    f->io = io;
    f->v = v;
    f->count = count;
    f->skip = 0;
    return ac_writev__begin(f, cx);
}

size_t ac_io_sent(const ac_io *io)
{
    return io->sent;
}

// ---- ac_io_shutdown, ac_io_close: neither waits ----

ac_poll ac_io_shutdown__start(struct ac_io_shutdown__frame *f, ac_context *cx, ac_io *io)
{
    (void)cx;
    f->io = io;
    if (!io)
        f->result = AC_EBADF;
    else if (io->io.writer)
        f->result = AC_EBUSY;
    else
        f->result = shutdown(io->io.fd, SHUT_WR) ? -errno : 0;
    return AC_READY;
}

ac_poll ac_io_shutdown__resume(void *frame, ac_context *cx)
{
    (void)frame, (void)cx;
    ac_bad_resume("ac_io_shutdown", 0);
}

AC__LEAF_INT(ac_io_shutdown, (ac_io * io), io)

ac_poll ac_io_close__start(struct ac_io_close__frame *f, ac_context *cx, ac_io *io)
{
    (void)cx;
    f->result = 0;
    if (io)
        ac__io_close(&io->io);
    return AC_READY;
}

ac_poll ac_io_close__resume(void *frame, ac_context *cx)
{
    (void)frame, (void)cx;
    ac_bad_resume("ac_io_close", 0);
}

AC__LEAF_INT(ac_io_close, (ac_io * io), io)

// ---- making streams ----

int ac_io_open(ac_io **out, int fd)
{
    ac_loop *loop = ac__loop();
    struct stat st;
    struct statfs fs;
    *out = NULL;
    if (fstat(fd, &st))
        return -errno;
    if (!S_ISSOCK(st.st_mode) && !S_ISFIFO(st.st_mode))
        return AC_EINVAL;
    ac_io *io = loop ? ac__socket_new(loop) : NULL;
    if (!io)
        return AC_ENOMEM;
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK)) {
        int rc = -errno;
        ac__io_close(&io->io);
        return rc;
    }
    io->io.fd = fd;
    io->socket = S_ISSOCK(st.st_mode);
    io->named = S_ISFIFO(st.st_mode) && !fstatfs(fd, &fs) && fs.f_type != PIPEFS_MAGIC;
    *out = io;
    return 0;
}

int ac_io_fd(const ac_io *io)
{
    return io->io.fd;
}

int ac__io_pair(ac_io **a, ac_io **b, const int *fds, bool socket)
{
    ac_loop *loop = ac__loop();
    ac_io **ends[] = {a, b};
    int rc = loop ? 0 : AC_ENOMEM;
    for (int i = 0; i < 2; i++) {
        ac_io *io = *ends[i] = rc ? NULL : ac__socket_new(loop);
        if (io) {
            io->io.fd = fds[i];
            io->socket = socket;
        } else {
            rc = AC_ENOMEM;
            close(fds[i]);
        }
    }
    if (rc && *a) {
        ac__io_close(&(*a)->io);
        *a = NULL;
    }
    return rc;
}

int ac_pipe(ac_io **reader, ac_io **writer)
{
    int fds[2];
    *reader = *writer = NULL;
    return pipe2(fds, O_NONBLOCK | O_CLOEXEC) ? -errno : ac__io_pair(reader, writer, fds, false);
}
