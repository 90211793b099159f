// copy.c: copying from stream to stream, and from a file to a stream.
#include "stream.h"
#include <sys/sendfile.h>
#include <sys/uio.h>

// ---- ac_copy ----
//
// While it waits for one of the streams it holds its place at the other, which a close would free.

enum copy_state { BEGUN, READING, WRITING, OVER };

// Whether the stream that it does not wait for was closed meanwhile.
static bool let_go_of_other(struct ac_copy__frame *f)
{
    ac__io *other = f->state == READING ? &f->to->io : &f->from->io->io;
    bool closed = other->closing;
    ac__io_let_go(other, f->state == READING ? &other->writer : &other->reader);
    return closed;
}

static ac_poll copy_over(struct ac_copy__frame *f, ac_context *cx, int result)
{
    f->state = OVER;
    f->result = result;
    return ac__ready(cx);
}

static ac_poll copy_on(struct ac_copy__frame *f, ac_context *cx, ac_poll poll)
{
    ac_reader *r = f->from;
    ac__io *from = &r->io->io, *to = &f->to->io;
    while (poll != AC_PENDING) {
        bool closed = f->state != BEGUN && let_go_of_other(f);
        // What was written is entered however the write has ended.
        if (f->state == WRITING) {
            size_t gone = (size_t)(f->write.buf - (r->buf + r->begin));
            r->begin += gone;
            if (f->count)
                *f->count += gone;
        }
        if (poll == AC_UNWIND || (f->state == READING && f->result == 0) || f->result < 0)
            return poll;
        if (f->state == READING)
            r->end = (size_t)f->result;
        if (closed)
            return copy_over(f, cx, AC_ECANCELED);
        f->state = r->begin < r->end ? WRITING : READING;
        if (f->state == WRITING && ac__io_hold(from, &from->reader, cx)) {
            poll = ac_write__start(&f->write, cx, f->to, r->buf + r->begin, r->end - r->begin);
        } else if (f->state == READING && ac__io_hold(to, &to->writer, cx)) {
            r->begin = r->end = 0;
            poll = ac_read__start(&f->read, cx, r->io, r->buf, r->size);
        } else {
            return copy_over(f, cx, AC_EBUSY);
        }
    }
    return poll;
}

ac_poll ac_copy__start(struct ac_copy__frame *f, ac_context *cx, ac_reader *from, ac_io *to,
                       uint64_t *count)
{
    f->from = from;
    f->to = to;
    f->count = count;
    f->state = BEGUN;
    f->result = 0;
    if (!from->io || !to)
        return copy_over(f, cx, AC_EBADF);
    return copy_on(f, cx, AC_READY);
}

// Leaves the stream that it waits for, since the other one was closed.
static ac_poll leave(struct ac_copy__frame *f)
{
    if (f->state == READING)
        f->from->io->io.reader = NULL;
    else
        f->to->io.writer = NULL;
    f->result = AC_ECANCELED;
    return AC_READY;
}

ac_poll ac_copy__resume(void *frame, ac_context *cx)
{
    struct ac_copy__frame *f = frame;
    if (f->state == OVER)
        return AC_READY;
    bool reading = f->state == READING;
    ac_poll poll = reading ? ac_read__resume(&f->read, cx) : ac_write__resume(&f->write, cx);
    if (poll == AC_PENDING && (reading ? f->to->io.closing : f->from->io->io.closing))
        poll = leave(f);
    return copy_on(f, cx, poll);
}

AC__LEAF_INT(ac_copy, (ac_reader * from, ac_io *to, uint64_t *count), from, to, count)

// ---- ac_sendfile ----
//
// sendfile(2) waits for the disk, also when the socket is non-blocking. So a piece that is not in
// memory is first read, for nothing, on a thread of the pool.

enum { PIECE = 128 * 1024 };
enum sendfile_state { UNKNOWN, WARMING, WARM }; // of the next piece

static size_t piece(const struct ac_sendfile__frame *f)
{
    uint64_t n = f->n < PIECE ? f->n : PIECE, room = (uint64_t)INT64_MAX - (uint64_t)f->offset;
    return (size_t)(n < room ? n : room);
}

// 1: the byte is in memory; 0: the file ends in front of it; -1: it is not, or nobody can tell.
static ssize_t look_at(int fd, int64_t offset)
{
    char c;
    struct iovec v = {&c, 1};
    return preadv2(fd, &v, 1, offset, RWF_NOWAIT);
}

static int warm_run(ac_work *w)
{
    struct ac_sendfile__frame *f = (struct ac_sendfile__frame *)w;
    char scratch[16 * 1024];
    for (size_t at = 0; at < piece(f);) {
        ssize_t got = pread(f->fd, scratch, sizeof scratch, f->offset + (int64_t)at);
        if (got <= 0 && (got == 0 || errno != EINTR))
            return got < 0 ? -errno : 0;
        at += got > 0 ? (size_t)got : 0;
    }
    return 0;
}

static ac_poll over(struct ac_sendfile__frame *f, int result)
{
    f->to->io.writer = NULL;
    f->work.result = result;
    return AC_READY;
}

ac_poll ac_sendfile__start(struct ac_sendfile__frame *f, ac_context *cx, ac_io *to, int fd,
                           int64_t offset, uint64_t n)
{
    f->to = to;
    f->fd = fd;
    f->offset = offset;
    f->n = n;
    f->state = UNKNOWN;
    if (!to || offset < 0) {
        f->to = NULL;
        f->work.result = to ? AC_EINVAL : AC_EBADF;
        return ac__ready(cx);
    }
    if (ac__spent(cx))
        return ac__io_postpone(&to->io.writer, cx, &f->work.result, &f->to);
    return ac_sendfile__resume(f, cx);
}

// Gives the next piece to the kernel, or waits for it. True: it is over, or has to wait for the
// pool.
static bool send_piece(struct ac_sendfile__frame *f, ac_context *cx, ac_poll *poll)
{
    size_t n = piece(f);
    ssize_t first = f->state == UNKNOWN ? look_at(f->fd, f->offset) : 1;
    if (first == 0) { // no room is needed to tell
        *poll = over(f, AC_EOF);
        return true;
    }
    if (f->state == UNKNOWN && (first < 0 || look_at(f->fd, f->offset + (int64_t)n - 1) < 0)) {
        ac__io *io = &f->to->io;
        f->state = WARMING;
        io->writer = NULL;
        ac__io_hold(io, &io->writer, cx);
        *poll = ac__work_start(&f->work, cx, warm_run);
        if (*poll != AC_PENDING)
            ac__io_let_go(io, &io->writer);
        return true;
    }
    off_t offset = f->offset;
    ssize_t put = sendfile(f->to->io.fd, f->fd, &offset, n);
    int error = put == 0 ? AC_EOF : 0;
    // Less than was asked for may be all that the file has: that the stream is full is told by the
    // next call.
    if (!error && (put = ac__put(f->to, put, put > 0 ? (size_t)put : n)) < 0)
        error = (int)put;
    if (error) {
        *poll = over(f, error);
        return true;
    }
    if (put > 0)
        f->state = UNKNOWN;
    f->offset += put;
    f->n -= (uint64_t)put;
    return false;
}

ac_poll ac_sendfile__resume(void *frame, ac_context *cx)
{
    struct ac_sendfile__frame *f = frame;
    ac_poll poll;
    if (!f->to)
        return AC_READY;
    ac__io *io = &f->to->io;
    if (f->state == WARMING) {
        poll = ac__work_resume(&f->work, cx);
        if (poll == AC_PENDING)
            return poll;
        f->state = WARM;
        ac__io_let_go(io, &io->writer);
        if (f->work.result < 0 && !io->closing && !ac_interrupted(cx))
            return over(f, f->work.result);
    }
    if (ac__io_barred(io, &io->writer, cx, &f->work.result, &poll))
        return poll;
    while (f->n && io->seen & UV_WRITABLE) {
        if (send_piece(f, cx, &poll))
            return poll;
        if (f->n && ac__spent(cx)) {
            io->writer = cx->strand;
            return ac_requeue(cx);
        }
    }
    if (!f->n)
        return over(f, 0);
    return ac__io_wait(io, &io->writer, cx, &f->work.result);
}

AC__LEAF_INT(ac_sendfile, (ac_io * to, int fd, int64_t offset, uint64_t n), to, fd, offset, n)
