// buffered.c: reading and writing through a buffer.
//
// These leaves hold the frame of one ac_read or ac_write at a time and go on when it ends, as an
// async function would: the functions `…_on` take what its start or resume returned. What was read
// is entered in the reader as soon as it has come, and what was written is taken out of the writer,
// so that a stop in between loses nothing.
#include "stream.h"

// The leaf has its result.
static ac_poll done(int *result, int value, uint8_t *over, ac_context *cx)
{
    *result = value;
    *over = 1;
    return ac__ready(cx);
}

// ---- ac_reader_until, ac_reader_line ----

// The room behind what the buffer holds, which moves to the front if more is free there: it is a
// part of what the operation looks for, and so moves once for each.
static size_t make_room(ac_reader *r)
{
    if (r->begin == r->end || r->size - r->end < r->begin) {
        if (r->begin < r->end)
            memmove(r->buf, r->buf + r->begin, r->end - r->begin);
        r->end -= r->begin;
        r->begin = 0;
    }
    return r->size - r->end;
}

static ac_poll until_on(struct ac_reader_until__frame *f, ac_context *cx, ac_poll poll)
{
    ac_reader *r = f->reader;
    while (poll == AC_READY) {
        if (f->reading && f->result <= 0)
            return done(&f->result, f->result ? f->result : AC_EOF, &f->over, cx);
        if (f->reading)
            r->end += (size_t)f->result;
        size_t n = r->end - r->begin - f->looked;
        const char *from = r->buf + r->begin + f->looked;
        const char *found = n ? memchr(from, f->delimiter, n) : NULL;
        if (found && found - r->buf >= (ptrdiff_t)r->begin + INT_MAX)
            return done(&f->result, AC_ENOBUFS, &f->over, cx);
        if (found) {
            *f->out = r->buf + r->begin;
            r->begin = (size_t)(found - r->buf) + 1;
            return done(&f->result, (int)(found + 1 - *f->out), &f->over, cx);
        }
        f->looked += n;
        size_t room = make_room(r);
        if (!room)
            return done(&f->result, AC_ENOBUFS, &f->over, cx);
        f->reading = 1;
        poll = ac_read__start(&f->read, cx, r->io, r->buf + r->end, room);
    }
    return poll;
}

ac_poll ac_reader_until__start(struct ac_reader_until__frame *f, ac_context *cx, ac_reader *reader,
                               char **out, int delimiter)
{
    f->reader = reader;
    f->out = out;
    f->delimiter = delimiter;
    f->looked = 0;
    f->over = f->reading = 0;
    return until_on(f, cx, AC_READY);
}

ac_poll ac_reader_until__resume(void *frame, ac_context *cx)
{
    struct ac_reader_until__frame *f = frame;
    return f->over ? AC_READY : until_on(f, cx, ac_read__resume(&f->read, cx));
}

AC__LEAF_INT(ac_reader_until, (ac_reader * reader, char **out, int delimiter), reader, out,
             delimiter)

// Makes a string of what ac_reader_until has found, or of the rest of the stream.
static ac_poll line_on(struct ac_reader_line__frame *f, ac_poll poll)
{
    ac_reader *r = f->until.reader;
    int n = f->result;
    if (poll != AC_READY)
        return poll;
    if (n > 0) {
        n--;
        if (n > 0 && (*f->until.out)[n - 1] == '\r')
            n--;
    } else if (n == AC_EOF && r->end - r->begin > INT_MAX) {
        f->result = AC_ENOBUFS;
        return AC_READY;
    } else if (n == AC_EOF && r->begin < r->end) {
        // There was room for more, so there is for the string's end.
        n = (int)(r->end - r->begin);
        *f->until.out = r->buf + r->begin;
        r->begin = r->end;
    } else {
        return AC_READY;
    }
    (*f->until.out)[n] = 0;
    f->result = n;
    return AC_READY;
}

ac_poll ac_reader_line__start(struct ac_reader_line__frame *f, ac_context *cx, ac_reader *reader,
                              char **out)
{
    return line_on(f, ac_reader_until__start(&f->until, cx, reader, out, '\n'));
}

ac_poll ac_reader_line__resume(void *frame, ac_context *cx)
{
    struct ac_reader_line__frame *f = frame;
    return line_on(f, ac_reader_until__resume(&f->until, cx));
}

AC__LEAF_INT(ac_reader_line, (ac_reader * reader, char **out), reader, out)

// ---- ac_reader_exact, ac_reader_some ----

// What the buffer holds, at most `n` bytes of it.
static size_t take(ac_reader *r, char *buf, size_t n)
{
    size_t there = r->end - r->begin;
    if (n > there)
        n = there;
    if (n)
        memcpy(buf, r->buf + r->begin, n);
    r->begin += n;
    return n;
}

static ac_poll exact_on(struct ac_reader_exact__frame *f, ac_context *cx, ac_poll poll)
{
    ac_reader *r = f->reader;
    while (poll == AC_READY) {
        if (f->reading && f->result <= 0)
            return done(&f->result, f->result ? f->result : AC_EOF, &f->over, cx);
        if (f->reading == 1)
            r->end += (size_t)f->result;
        if (f->reading == 2)
            *f->done += (size_t)f->result;
        *f->done += take(r, f->buf + *f->done, f->n - *f->done);
        size_t missing = f->n - *f->done;
        if (!missing)
            return done(&f->result, 0, &f->over, cx);
        // Much goes straight to its place, little through the buffer.
        f->reading = missing >= r->size ? 2 : 1;
        char *to = f->reading == 2 ? f->buf + *f->done : r->buf;
        if (f->reading == 1)
            r->begin = r->end = 0;
        poll = ac_read__start(&f->read, cx, r->io, to, f->reading == 2 ? missing : r->size);
    }
    return poll;
}

ac_poll ac_reader_exact__start(struct ac_reader_exact__frame *f, ac_context *cx, ac_reader *reader,
                               void *buf, size_t n, size_t *count)
{
    f->reader = reader;
    f->buf = buf;
    f->n = n;
    f->done = count;
    f->over = f->reading = 0;
    return exact_on(f, cx, AC_READY);
}

ac_poll ac_reader_exact__resume(void *frame, ac_context *cx)
{
    struct ac_reader_exact__frame *f = frame;
    return f->over ? AC_READY : exact_on(f, cx, ac_read__resume(&f->read, cx));
}

AC__LEAF_INT(ac_reader_exact, (ac_reader * reader, void *buf, size_t n, size_t *count), reader, buf,
             n, count)

ac_poll ac_reader_some__start(struct ac_reader_some__frame *f, ac_context *cx, ac_reader *reader,
                              void *buf, size_t n)
{
    f->over = 0;
    if (reader->begin < reader->end) {
        n = take(reader, buf, n < INT32_MAX ? n : INT32_MAX);
        return done(&f->result, n ? (int)n : AC_EINVAL, &f->over, cx);
    }
    return ac_read__start(&f->read, cx, reader->io, buf, n);
}

ac_poll ac_reader_some__resume(void *frame, ac_context *cx)
{
    struct ac_reader_some__frame *f = frame;
    return f->over ? AC_READY : ac_read__resume(&f->read, cx);
}

AC__LEAF_INT(ac_reader_some, (ac_reader * reader, void *buf, size_t n), reader, buf, n)

// ---- ac_writer_flush, ac_writer_put ----

static ac_poll flush_on(struct ac_writer_flush__frame *f, ac_poll poll)
{
    ac_writer *w = f->writer;
    // However the write has ended, its frame knows what has gone.
    if (poll != AC_PENDING) {
        w->begin = (size_t)(f->write.buf - w->buf);
        if (w->begin == w->end)
            w->begin = w->end = 0;
    }
    return poll;
}

ac_poll ac_writer_flush__start(struct ac_writer_flush__frame *f, ac_context *cx, ac_writer *writer)
{
    f->writer = writer;
    f->over = 0;
    if (writer->begin == writer->end)
        return done(&f->result, 0, &f->over, cx);
    return flush_on(f, ac_write__start(&f->write, cx, writer->io, writer->buf + writer->begin,
                                       writer->end - writer->begin));
}

ac_poll ac_writer_flush__resume(void *frame, ac_context *cx)
{
    struct ac_writer_flush__frame *f = frame;
    return f->over ? AC_READY : flush_on(f, ac_write__resume(&f->write, cx));
}

AC__LEAF_INT(ac_writer_flush, (ac_writer * writer), writer)

enum put_state { FLUSHING, WRITING, PUT };

// The buffer was flushed, or there was nothing in it.
static ac_poll put_on(struct ac_writer_put__frame *f, ac_context *cx, ac_poll poll)
{
    ac_writer *w = f->writer;
    if (poll != AC_READY || f->result < 0)
        return poll;
    if (f->n >= w->size) {
        f->state = WRITING;
        return ac_write__start(&f->write, cx, w->io, f->data, f->n);
    }
    memcpy(w->buf, f->data, f->n);
    w->end = f->n;
    f->state = PUT;
    f->result = 0;
    return AC_READY;
}

// Whether the data go into the buffer. What it holds moves to the front if that makes the room.
static bool fits(ac_writer *w, size_t n)
{
    if (n >= w->size)
        return false;
    if (n > w->size - w->end && n <= w->size - (w->end - w->begin)) {
        memmove(w->buf, w->buf + w->begin, w->end - w->begin);
        w->end -= w->begin;
        w->begin = 0;
    }
    return n <= w->size - w->end;
}

ac_poll ac_writer_put__start(struct ac_writer_put__frame *f, ac_context *cx, ac_writer *writer,
                             const void *data, size_t n)
{
    f->writer = writer;
    f->data = data;
    f->n = n;
    f->state = FLUSHING;
    if (fits(writer, n)) {
        if (n)
            memcpy(writer->buf + writer->end, data, n);
        writer->end += n;
        f->result = 0;
        f->state = PUT;
        return ac__ready(cx);
    }
    return put_on(f, cx, ac_writer_flush__start(&f->flush, cx, writer));
}

ac_poll ac_writer_put__resume(void *frame, ac_context *cx)
{
    struct ac_writer_put__frame *f = frame;
    switch ((enum put_state)f->state) {
    case FLUSHING:
        return put_on(f, cx, ac_writer_flush__resume(&f->flush, cx));
    case WRITING:
        return ac_write__resume(&f->write, cx);
    case PUT:
        break;
    }
    return AC_READY;
}

AC__LEAF_INT(ac_writer_put, (ac_writer * writer, const void *data, size_t n), writer, data, n)
