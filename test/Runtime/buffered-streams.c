// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t %t.dir
// Readers, writers, copies and sendfile: every byte comes once and in order whatever the sizes of
// buffers and pieces are, and wherever an operation is cancelled and made again.
#include "check.h"
#include <dlfcn.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

static async int feed(ac_io *io, const char *text, size_t piece)
{
    size_t n = strlen(text);
    for (size_t at = 0; at < n; at += piece) {
        int rc = await ac_write(io, text + at, n - at < piece ? n - at : piece);
        if (rc < 0)
            return rc;
        await ac_yield();
    }
    return await ac_io_close(io);
}

static async int expect_line(ac_reader *r, const char *expected)
{
    char *line;
    CHECK_EQ(await ac_reader_line(r, &line), strlen(expected));
    CHECK(!strcmp(line, expected));
    return 0;
}

static async int lines(size_t piece)
{
    static const char text[] = "one\ntwo\r\n\n\r\nlonger than the others\nx\r\r\nlast";
    ac_io *from, *to;
    ac_reader r;
    char buf[24], *line;
    CHECK_EQ(ac_pipe(&from, &to), 0);
    ac_reader_init(&r, from, buf, sizeof buf);
    ac_task *t = ac_spawn(feed(to, text, piece));
    await expect_line(&r, "one");
    await expect_line(&r, "two");
    await expect_line(&r, "");
    await expect_line(&r, "");
    await expect_line(&r, "longer than the others");
    await expect_line(&r, "x\r");
    await expect_line(&r, "last");
    CHECK_EQ(await ac_reader_line(&r, &line), AC_EOF);
    CHECK_EQ(await ac_reader_line(&r, &line), AC_EOF);
    CHECK_EQ(await ac_join(t, NULL), 0);
    await ac_io_close(from);
    return 0;
}

static async int parts(size_t piece)
{
    ac_io *from, *to;
    ac_reader r;
    char buf[8], in[30], *out;
    size_t count = 0;
    CHECK_EQ(ac_pipe(&from, &to), 0);
    ac_reader_init(&r, from, buf, sizeof buf);
    ac_task *t = ac_spawn(feed(to, "a;bc;12345678901234567890xyz123456789;rest", piece));
    CHECK_EQ(await ac_reader_until(&r, &out, ';'), 2);
    CHECK(!memcmp(out, "a;", 2));
    CHECK_EQ(await ac_reader_until(&r, &out, ';'), 3);
    CHECK(!memcmp(out, "bc;", 3));
    CHECK_EQ(await ac_reader_exact(&r, in, 20, &count), 0);
    CHECK_EQ(count, 20);
    CHECK(!memcmp(in, "12345678901234567890", 20));
    count = 0;
    CHECK_EQ(await ac_reader_exact(&r, in, 3, &count), 0);
    CHECK(!memcmp(in, "xyz", 3));
    count = 0;
    CHECK_EQ(await ac_reader_exact(&r, in, 0, &count), 0);
    // Too long for the buffer: it stays, and can be read otherwise.
    CHECK_EQ(await ac_reader_until(&r, &out, ';'), AC_ENOBUFS);
    CHECK_EQ(await ac_reader_exact(&r, in, 10, &count), 0);
    CHECK(!memcmp(in, "123456789;", 10));
    int n = await ac_reader_some(&r, in, 1);
    CHECK_EQ(n, 1);
    CHECK_EQ(in[0], 'r');
    // The stream ends: what is left without a delimiter stays.
    CHECK_EQ(await ac_reader_until(&r, &out, ';'), AC_EOF);
    count = 0;
    CHECK_EQ(await ac_reader_exact(&r, in, 9, &count), AC_EOF);
    CHECK_EQ(count, 3);
    CHECK(!memcmp(in, "est", 3));
    CHECK_EQ(await ac_reader_some(&r, in, 9), 0);
    CHECK_EQ(await ac_join(t, NULL), 0);
    await ac_io_close(from);
    return 0;
}

static int received;

// The library's calls come here.
ssize_t recv(int fd, void *buf, size_t n, int flags)
{
    ssize_t (*real)(int, void *, size_t, int) =
        (ssize_t(*)(int, void *, size_t, int))dlsym(RTLD_NEXT, "recv");
    received++;
    return real(fd, buf, n, flags);
}

// A line whose beginning stands near the end of the buffer takes no call for the little that is
// free behind it: there is more in front.
static async int room_in_front(void)
{
    ac_io *a, *b;
    ac_reader r;
    static char buf[4096], text[4096];
    char *line;
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    ac_reader_init(&r, a, buf, sizeof buf);
    memset(text, 'x', sizeof text);
    text[3999] = '\n';
    CHECK_EQ(await ac_write(b, text, 4095), 0);
    CHECK_EQ(await ac_reader_line(&r, &line), 3999);
    text[3000] = '\n';
    CHECK_EQ(await ac_write(b, text, 3001), 0);
    received = 0;
    CHECK_EQ(await ac_reader_line(&r, &line), 95 + 3000);
    CHECK_EQ(received, 1);
    CHECK_EQ(strspn(line, "x"), 95 + 3000);
    await ac_io_close(a);
    await ac_io_close(b);
    return 0;
}

// From a buffer, without a word to the stream.
static async int nothing_asked_for(void)
{
    ac_io *a, *b;
    ac_reader r;
    char buf[8], c;
    size_t count = 0;
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    ac_reader_init(&r, a, buf, sizeof buf);
    CHECK_EQ(await ac_write(b, "xy", 2), 0);
    CHECK_EQ(await ac_reader_exact(&r, &c, 1, &count), 0);
    await ac_io_close(a);
    await ac_sleep(1);
    CHECK_EQ(await ac_reader_some(&r, &c, 0), AC_EINVAL);
    CHECK_EQ(await ac_reader_some(&r, &c, 1), 1);
    CHECK_EQ(c, 'y');
    await ac_io_close(b);
    return 0;
}

static async int without_a_buffer(void)
{
    ac_io *from, *to;
    ac_reader r;
    char *out;
    CHECK_EQ(ac_pipe(&from, &to), 0);
    ac_reader_init(&r, from, NULL, 0);
    CHECK_EQ(await ac_reader_until(&r, &out, ';'), AC_ENOBUFS);
    CHECK_EQ(await ac_reader_line(&r, &out), AC_ENOBUFS);
    await ac_io_close(from);
    await ac_io_close(to);
    return 0;
}

enum { TOTAL = 700000 };
static char byte_at(size_t i)
{
    return (char)(i * 31 + i / 253);
}
static char sent[TOTAL];

static async int put_all(ac_io *io, size_t size)
{
    ac_writer w;
    char buf[5000];
    size_t at = 0;
    ac_writer_init(&w, io, buf, size);
    for (size_t i = 0; at < TOTAL; i++) {
        size_t n = i * 37 % 7000;
        if (n > TOTAL - at)
            n = TOTAL - at;
        int rc;
        // A cancelled one of up to the buffer's size has taken nothing: it is made again.
        while ((rc = await ac_writer_put(&w, sent + at, n)) == AC_ECANCELED && n < size)
            ;
        CHECK_EQ(rc, 0);
        at += n;
    }
    CHECK_EQ(await ac_writer_flush(&w), 0);
    CHECK_EQ(await ac_writer_flush(&w), 0);
    CHECK_EQ(ac_io_sent(io), TOTAL);
    return await ac_io_close(io);
}

static async int check_all(ac_io *io, size_t expected)
{
    char buf[9000];
    size_t got = 0;
    int n;
    while ((n = await ac_read(io, buf, sizeof buf)) > 0)
        for (int i = 0; i < n; i++)
            CHECK_EQ(buf[i], byte_at(got++));
    CHECK_EQ(got, expected);
    return 0;
}

static async int copy_all(ac_reader *from, ac_io *to, uint64_t *count)
{
    return await ac_copy(from, to, count);
}

// A copy that is cancelled again and again, and goes on where it was.
static async int through_copies(void)
{
    ac_io *a, *b, *c, *d;
    ac_reader r;
    char buf[3000];
    uint64_t count = 0;
    int rc = AC_ECANCELED, cancelled = 0;
    CHECK_EQ(ac_pipe(&b, &a), 0);
    CHECK_EQ(ac_socketpair(&c, &d), 0);
    ac_task *writer = ac_spawn(put_all(a, 4000)), *reader = ac_spawn(check_all(d, TOTAL));
    ac_reader_init(&r, b, buf, sizeof buf);
    while (rc == AC_ECANCELED) {
        ac_task *t = ac_spawn(copy_all(&r, c, &count));
        for (int i = 0; i < cancelled % 7; i++)
            await ac_yield();
        ac_cancel(t);
        CHECK(await ac_join(t, &rc) == 0 || rc == AC_ECANCELED || rc == 0);
        cancelled += rc == AC_ECANCELED;
    }
    CHECK_EQ(rc, 0);
    CHECK(cancelled > 5);
    CHECK_EQ(count, TOTAL);
    CHECK_EQ(await ac_join(writer, NULL), 0);
    await ac_io_close(b);
    await ac_io_close(c);
    CHECK_EQ(await ac_join(reader, NULL), 0);
    await ac_io_close(d);
    return 0;
}

// Closed while the copy waits for the other one: it ends, and what it has read is in the buffer.
static async int copies_end_with_their_streams(void)
{
    static char buf[TOTAL], in[TOTAL];
    for (int how = 0; how < 6; how++) {
        ac_io *a, *b, *c, *d;
        ac_reader r;
        uint64_t count = 0;
        int rc = 0;
        bool writing = how % 2;
        CHECK_EQ(ac_socketpair(&a, &b), 0);
        CHECK_EQ(ac_socketpair(&c, &d), 0);
        ac_reader_init(&r, b, buf, sizeof buf);
        if (writing) { // more than the other side takes
            memcpy(buf, sent, TOTAL);
            r.end = TOTAL;
        }
        ac_task *t = ac_spawn(copy_all(&r, c, &count));
        await ac_sleep(1);
        CHECK_EQ(ac_has_ended(t), 0);
        // Nobody comes in between.
        CHECK_EQ(ac_try_write(c, "x", 1), AC_EBUSY);
        CHECK_EQ(ac_try_read(b, &(char){0}, 1), AC_EBUSY);
        if (how < 2) {
            await ac_io_close(writing ? b : c);
        } else if (how < 4) {
            await ac_io_close(b);
            await ac_io_close(c);
        } else if (writing) { // with room for more of it
            CHECK(ac_try_read(d, in, sizeof in) > 0);
            await ac_io_close(b);
        } else {
            CHECK_EQ(ac_try_write(a, "late", 4), 4);
            await ac_io_close(c);
        }
        CHECK_EQ(await ac_join(t, &rc), 0);
        CHECK_EQ(rc, AC_ECANCELED);
        if (writing)
            CHECK(count > 0 && count < TOTAL && r.begin == count && r.end == TOTAL);
        if (how == 4)
            CHECK(r.end - r.begin == 0 || !memcmp(r.buf + r.begin, "late", 4));
        await ac_io_close(a);
        await ac_io_close(d);
        if (how == 0 || how == 4) {
            await ac_io_close(b);
        } else if (how == 1 || how == 5) {
            // The other one is as good as ever.
            CHECK_EQ(ac_try_write(c, "x", 1), AC_EPIPE);
            await ac_io_close(c);
        }
    }
    return 0;
}

static async int through_writer(size_t size)
{
    ac_io *a, *b;
    CHECK_EQ(ac_pipe(&b, &a), 0);
    ac_task *writer = ac_spawn(put_all(a, size));
    await check_all(b, TOTAL);
    CHECK_EQ(await ac_join(writer, NULL), 0);
    await ac_io_close(b);
    return 0;
}

// What fits waits for nobody, up to the last byte, and also when a part of what was there has gone.
static async int what_fits(void)
{
    ac_io *a, *b;
    ac_writer w;
    char buf[10], in[20];
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    while (ac_try_write(b, sent, TOTAL) > 0)
        ;
    ac_writer_init(&w, b, buf, sizeof buf);
    CHECK_EQ(await ac_writer_put(&w, "12345", 5), 0);
    CHECK_EQ(await ac_timeout(1, ac_writer_put(&w, "67890", 5)), 0);
    CHECK_EQ(w.end - w.begin, 10);
    CHECK_EQ(await ac_timeout(1, ac_writer_put(&w, "", 0)), 0);
    w.begin = 4; // as a flush would that is cancelled
    CHECK_EQ(await ac_timeout(1, ac_writer_put(&w, "abcd", 4)), 0);
    CHECK_EQ(w.end - w.begin, 10);
    CHECK_EQ(await ac_timeout(1, ac_writer_put(&w, "e", 1)), AC_ETIMEDOUT);
    while (ac_try_read(a, sent, TOTAL) > 0)
        ;
    CHECK_EQ(await ac_writer_put(&w, "e", 1), 0);
    CHECK_EQ(await ac_writer_flush(&w), 0);
    CHECK_EQ(await ac_read(a, in, sizeof in), 11);
    CHECK(!memcmp(in, "567890abcde", 11));
    await ac_io_close(a);
    await ac_io_close(b);
    for (size_t i = 0; i < TOTAL; i++)
        sent[i] = byte_at(i);
    return 0;
}

// Cancelled at each moment, an operation made again gives what one would have given.
static async int exact(ac_reader *r, char *buf, size_t n, size_t *count)
{
    return await ac_reader_exact(r, buf, n, count);
}

static async int line_of(ac_reader *r, char **out)
{
    return await ac_reader_line(r, out);
}

static async int put_and_flush(ac_writer *w, size_t n)
{
    int rc = await ac_writer_put(w, sent, n);
    return rc < 0 ? rc : await ac_writer_flush(w);
}

static async int made_again(void)
{
    for (int turns = 0; turns < 12; turns++) {
        ac_io *a, *b;
        ac_reader r;
        char buf[16], in[40], *line = NULL;
        size_t count = 0;
        int rc = 0;
        CHECK_EQ(ac_pipe(&a, &b), 0);
        ac_reader_init(&r, a, buf, sizeof buf);
        ac_task *t = ac_spawn(feed(b, "a line\n0123456789012345678901234567", 5));
        ac_task *u = ac_spawn(line_of(&r, &line));
        for (int i = 0; i < turns; i++)
            await ac_yield();
        ac_cancel(u);
        CHECK(await ac_join(u, &rc) == 0 || rc == AC_ECANCELED || rc == 6);
        if (rc == AC_ECANCELED)
            CHECK_EQ(await ac_reader_line(&r, &line), 6);
        CHECK(!strcmp(line, "a line"));
        u = ac_spawn(exact(&r, in, 28, &count));
        for (int i = 0; i < turns; i++)
            await ac_yield();
        ac_cancel(u);
        CHECK(await ac_join(u, &rc) == 0 || rc == AC_ECANCELED || rc == 0);
        if (rc == AC_ECANCELED)
            CHECK_EQ(await ac_reader_exact(&r, in, 28, &count), 0);
        CHECK_EQ(count, 28);
        CHECK(!memcmp(in, "0123456789012345678901234567", 28));
        CHECK_EQ(await ac_join(t, NULL), 0);
        await ac_io_close(a);
    }
    // A flush that was cancelled goes on; a stream that was closed under it is not asked.
    for (int close = 0; close < 2; close++) {
        ac_io *a, *b;
        ac_writer w;
        static char buf[TOTAL + 1];
        int rc = 0;
        CHECK_EQ(ac_pipe(&a, &b), 0);
        ac_writer_init(&w, b, buf, sizeof buf);
        ac_task *t = ac_spawn(put_and_flush(&w, TOTAL));
        if (close)
            await ac_io_close(b);
        else
            ac_cancel(t);
        CHECK_EQ(await ac_join(t, &rc), close ? 0 : AC_ETASKCANCELED);
        CHECK_EQ(rc, AC_ECANCELED);
        CHECK(w.begin > 0 && w.begin < w.end);
        if (!close) {
            t = ac_spawn(check_all(a, TOTAL));
            CHECK_EQ(await ac_writer_flush(&w), 0);
            await ac_io_close(b);
            CHECK_EQ(await ac_join(t, NULL), 0);
        }
        await ac_io_close(a);
    }
    return 0;
}

static async int send_file(ac_io *to, int fd, int64_t offset, uint64_t n)
{
    return await ac_sendfile(to, fd, offset, n);
}

static async int files(const char *dir)
{
    char path[300];
    ac_io *a, *b;
    int rc = 0;
    snprintf(path, sizeof path, "%s/file", dir);
    int fd = await ac_open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    CHECK_EQ(await ac_pwrite(fd, sent, TOTAL, 0), 0);
    CHECK_EQ(await ac_fsync(fd), 0);
    for (int how = 0; how < 6; how++) {
        if (how % 2)
            CHECK_EQ(posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED), 0);
        CHECK_EQ(ac_socketpair(&a, &b), 0);
        bool whole = how < 2;
        ac_task *t = ac_spawn(send_file(b, fd, 0, how < 4 ? TOTAL : TOTAL + 1));
        ac_task *r = NULL;
        if (!whole && how < 4) {
            CHECK_EQ(await ac_write(b, "x", 1), AC_EBUSY);
            ac_cancel(t);
        } else {
            r = ac_spawn(check_all(a, TOTAL));
        }
        int joined = await ac_join(t, &rc);
        CHECK_EQ(joined, r ? 0 : AC_ETASKCANCELED);
        CHECK_EQ(rc, whole ? 0 : r ? AC_EOF : AC_ECANCELED);
        if (!r)
            r = ac_spawn(check_all(a, ac_io_sent(b)));
        await ac_io_close(b);
        CHECK_EQ(await ac_join(r, NULL), 0);
        await ac_io_close(a);
    }
    // The end of the file is told without room behind it, and so without a peer that reads.
    for (int how = 0; how < 4; how++) {
        CHECK_EQ(how % 2 ? ac_pipe(&a, &b) : ac_socketpair(&a, &b), 0);
        // All pages of a pipe.
        int64_t page = sysconf(_SC_PAGESIZE), pages = fcntl(ac_io_fd(b), F_GETPIPE_SZ) / page;
        int64_t n = how % 2 ? TOTAL % page + (pages - 1) * page : 100000;
        uint64_t more = how < 2 ? UINT64_MAX : (uint64_t)n + 1;
        CHECK_EQ(await ac_timeout(10000, rc = ac_sendfile(b, fd, TOTAL - n, more)), 0);
        CHECK_EQ(rc, AC_EOF);
        CHECK_EQ(ac_io_sent(b), n);
        await ac_io_close(a);
        await ac_io_close(b);
    }
    // Closed under it, while it waits for the disk or for room.
    for (int turns = 0; turns < 6; turns++) {
        CHECK_EQ(posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED), 0);
        CHECK_EQ(ac_socketpair(&a, &b), 0);
        ac_task *t = ac_spawn(send_file(b, fd, 0, TOTAL));
        for (int i = 0; i < turns; i++)
            await ac_yield();
        await ac_io_close(b);
        CHECK_EQ(await ac_join(t, &rc), 0);
        CHECK_EQ(rc, AC_ECANCELED);
        await ac_io_close(a);
    }
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    CHECK_EQ(await ac_sendfile(b, fd, TOTAL - 3, 3), 0);
    char in[10];
    CHECK_EQ(await ac_read(a, in, sizeof in), 3);
    CHECK(!memcmp(in, sent + TOTAL - 3, 3));
    CHECK_EQ(await ac_sendfile(b, fd, TOTAL, 1), AC_EOF);
    CHECK_EQ(await ac_sendfile(b, fd, 0, 0), 0);
    CHECK_EQ(await ac_sendfile(b, -1, 0, 1), AC_EBADF);
    CHECK_EQ(await ac_sendfile(b, fd, -1, 1), AC_EINVAL);
    CHECK(await ac_sendfile(b, fd, INT64_MAX - 5, UINT64_MAX) < 0);
    CHECK(await ac_sendfile(b, fd, INT64_MAX, 1) < 0);
    await ac_io_close(a);
    CHECK_EQ(await ac_sendfile(b, fd, 0, TOTAL), AC_EPIPE);
    await ac_io_close(b);
    CHECK_EQ(await ac_close(fd), 0);
    return 0;
}

static async int test(const char *dir)
{
    static const size_t pieces[] = {1, 3, 7, 100};
    for (int i = 0; i < 4; i++) {
        await lines(pieces[i]);
        await parts(pieces[i]);
    }
    await room_in_front();
    await nothing_asked_for();
    await without_a_buffer();
    await through_writer(1);
    await through_writer(5000);
    await through_copies();
    await copies_end_with_their_streams();
    await what_fits();
    await made_again();
    await files(dir);
    return 0;
}

int main(int argc, char **argv)
{
    CHECK_EQ(argc, 2);
    for (size_t i = 0; i < TOTAL; i++)
        sent[i] = byte_at(i);
    CHECK_EQ(ac_run(test(argv[1])), 0);
}
