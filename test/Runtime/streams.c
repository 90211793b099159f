// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// Pipes and pairs of sockets: every byte arrives once and in order, however the writes are cut;
// both ends tell of the other's end; one stream serves one reader and one writer.
#include "check.h"
#include <sys/uio.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

enum { TOTAL = 3000000 };

static char byte_at(size_t i)
{
    return (char)(i * 31 + i / 253);
}

static char sent[TOTAL];

static async int read_all(ac_io *io, size_t expected)
{
    static char buf[70000];
    size_t got = 0;
    int n;
    while ((n = await ac_read(io, buf, 1 + got % sizeof buf)) > 0)
        for (int i = 0; i < n; i++)
            CHECK_EQ(buf[i], byte_at(got++));
    CHECK_EQ(n, 0);
    CHECK_EQ(got, expected);
    return 0;
}

// In pieces of growing length, empty ones among them, more than one system call takes.
static async int write_pieces(ac_io *io)
{
    enum { PIECES = 1500 };
    static struct iovec v[PIECES];
    size_t at = 0;
    for (int i = 0; i < PIECES; i++) {
        size_t n = i % 5 == 0 ? 0 : (size_t)i * 3;
        if (i == PIECES - 2 || n > TOTAL - at)
            n = TOTAL - at;
        v[i] = (struct iovec){sent + at, n};
        at += n;
    }
    CHECK_EQ(at, TOTAL);
    CHECK_EQ(await ac_writev(io, v, 0), 0);
    CHECK_EQ(await ac_writev(io, v, 1), 0);
    CHECK_EQ(await ac_writev(io, v, PIECES), 0);
    CHECK_EQ(ac_io_sent(io), TOTAL);
    return 0;
}

static async int through(ac_io *from, ac_io *to, bool half_close)
{
    ac_task *reader = ac_spawn(read_all(from, TOTAL));
    await write_pieces(to);
    if (half_close) {
        CHECK_EQ(await ac_io_shutdown(to), 0);
        CHECK_EQ(await ac_write(to, "x", 1), AC_EPIPE);
        // The other direction is still there.
        CHECK_EQ(await ac_join(reader, NULL), 0);
        CHECK_EQ(await ac_write(from, sent, 9), 0);
        CHECK_EQ(await ac_io_close(from), 0);
        CHECK_EQ(await read_all(to, 9), 0);
        CHECK_EQ(await ac_io_close(to), 0);
    } else {
        CHECK_EQ(await ac_io_shutdown(to), AC_ENOTSOCK);
        CHECK_EQ(await ac_io_close(to), 0);
        CHECK_EQ(await ac_join(reader, NULL), 0);
        CHECK_EQ(await ac_io_close(from), 0);
    }
    return 0;
}

static async int write_all(ac_io *io, size_t n)
{
    return await ac_write(io, sent, n);
}

static async int writev_all(ac_io *io)
{
    struct iovec v[2] = {{sent, TOTAL / 2}, {sent + TOTAL / 2, TOTAL / 2}};
    return await ac_writev(io, v, 2);
}

static async int read_some(ac_io *io, char *buf, size_t n)
{
    return await ac_read(io, buf, n);
}

static async int stopped(ac_io *a, ac_io *b, bool vectored)
{
    char in[10];
    int r = 0;
    ac_task *t = ac_spawn(read_some(a, in, sizeof in));
    CHECK_EQ(await ac_read(a, in, sizeof in), AC_EBUSY);
    ac_cancel(t);
    CHECK_EQ(await ac_join(t, &r), AC_ETASKCANCELED);
    CHECK_EQ(r, AC_ECANCELED);
    CHECK_EQ(await ac_read(a, in, 0), AC_EINVAL);
    // What was written until then is told, and arrives.
    t = vectored ? ac_spawn(writev_all(b)) : ac_spawn(write_all(b, TOTAL));
    CHECK_EQ(await ac_write(b, "x", 1), AC_EBUSY);
    CHECK_EQ(await ac_writev(b, &(struct iovec){sent, 1}, 1), AC_EBUSY);
    ac_cancel(t);
    CHECK_EQ(await ac_join(t, &r), AC_ETASKCANCELED);
    CHECK_EQ(r, AC_ECANCELED);
    size_t n = ac_io_sent(b);
    CHECK(n > 0 && n < TOTAL);
    t = ac_spawn(read_all(a, n));
    await ac_io_close(b);
    CHECK_EQ(await ac_join(t, NULL), 0);
    await ac_io_close(a);
    return 0;
}

static async int opens_and_closes(int n)
{
    ac_io *a, *b;
    while (n--) {
        CHECK_EQ(ac_socketpair(&a, &b), 0);
        await ac_io_close(a);
        await ac_io_close(b);
    }
    return 0;
}

static async int write_and_ask(ac_io *io, size_t *count)
{
    int rc = await ac_write(io, sent, TOTAL);
    *count = ac_io_sent(io);
    return rc;
}

// Also whose stream another task closes can tell, whatever is opened and closed beside it.
static async int told_when_closed(ac_io *a, ac_io *b)
{
    size_t n = 0;
    int r = 0;
    ac_task *t = ac_spawn(write_and_ask(b, &n));
    await ac_io_close(b);
    await opens_and_closes(80);
    CHECK_EQ(await ac_join(t, &r), 0);
    CHECK_EQ(r, AC_ECANCELED);
    CHECK(n > 0 && n < TOTAL);
    await read_all(a, n);
    await ac_io_close(a);
    return 0;
}

// The other end goes while one waits to read, and while one waits to write.
static async int peers_vanish(ac_io *a, ac_io *b, bool pipe)
{
    char in[10];
    int r = -1;
    if (!pipe) {
        ac_task *t = ac_spawn(read_some(b, in, sizeof in)), *w = ac_spawn(write_all(b, TOTAL));
        await ac_io_close(a);
        CHECK_EQ(await ac_join(t, &r), 0);
        CHECK(r == 0 || r == AC_ECONNRESET); // it had not read everything
        CHECK_EQ(await ac_join(w, &r), 0);
        CHECK(r == AC_EPIPE || r == AC_ECONNRESET);
    } else {
        ac_task *w = ac_spawn(write_all(b, TOTAL));
        await ac_io_close(a);
        CHECK_EQ(await ac_join(w, &r), 0);
        CHECK_EQ(r, AC_EPIPE);
    }
    CHECK_EQ(await ac_write(b, "x", 1), AC_EPIPE);
    CHECK_EQ(await ac_writev(b, &(struct iovec){sent, 1}, 1), AC_EPIPE);
    await ac_io_close(b);
    return 0;
}

static async int closed_under(ac_io *a, ac_io *b)
{
    char in[10];
    int r = -1;
    ac_task *t = ac_spawn(read_some(a, in, sizeof in));
    ac_task *w = ac_spawn(write_all(b, TOTAL));
    await ac_io_close(a);
    CHECK_EQ(await ac_join(t, &r), 0);
    // It may have been given bytes before the close.
    CHECK(r == AC_ECANCELED || r == sizeof in);
    await ac_io_close(b);
    CHECK_EQ(await ac_join(w, &r), 0);
    CHECK(r == AC_ECANCELED || r == AC_EPIPE);
    CHECK_EQ(await ac_io_close(NULL), 0);
    return 0;
}

static async int turns(bool *done)
{
    int n = 0;
    while (!*done && n < 1000000) {
        await ac_yield();
        n++;
    }
    return n;
}

static async int wait_readable(ac_io *io)
{
    return await ac_readable(io);
}

static async int wait_writable(ac_io *io)
{
    return await ac_writable(io);
}

// Bytes are taken and put without waiting; only their coming is waited for.
static async int tried(ac_io *a, ac_io *b)
{
    char in[10];
    int r = -1, n;
    CHECK_EQ(ac_try_read(a, in, sizeof in), AC_EAGAIN);
    CHECK_EQ(ac_try_read(a, in, 0), AC_EINVAL);
    ac_task *t = ac_spawn(wait_readable(a));
    CHECK_EQ(await ac_readable(a), AC_EBUSY);
    CHECK_EQ(ac_try_read(a, in, sizeof in), AC_EBUSY);
    CHECK_EQ(ac_try_write(b, "abc", 3), 3);
    CHECK_EQ(await ac_join(t, &r), 0);
    CHECK_EQ(r, 0);
    CHECK_EQ(await ac_readable(a), 0); // nothing was taken
    CHECK_EQ(ac_try_read(a, in, 2), 2);
    CHECK_EQ(await ac_readable(a), 0);
    CHECK_EQ(ac_try_read(a, in + 2, 8), 1);
    CHECK(!memcmp(in, "abc", 3));
    CHECK_EQ(ac_io_sent(b), 3);
    t = ac_spawn(wait_readable(a));
    ac_cancel(t);
    CHECK_EQ(await ac_join(t, &r), AC_ETASKCANCELED);
    CHECK_EQ(r, AC_ECANCELED);
    // What the kernel does not take is the caller's, who may wait with it.
    size_t put = 0;
    while ((n = ac_try_write(b, sent + put, TOTAL - put)) > 0)
        put += (size_t)n;
    CHECK_EQ(n, AC_EAGAIN);
    CHECK(put > 0 && put < TOTAL);
    CHECK_EQ(ac_io_sent(b), 3 + put);
    t = ac_spawn(wait_writable(b));
    CHECK_EQ(await ac_writable(b), AC_EBUSY);
    CHECK_EQ(ac_try_write(b, "x", 1), AC_EBUSY);
    ac_cancel(t);
    CHECK_EQ(await ac_join(t, &r), AC_ETASKCANCELED);
    CHECK_EQ(r, AC_ECANCELED);
    t = ac_spawn(write_all(b, 1));
    CHECK_EQ(ac_try_write(b, "x", 1), AC_EBUSY);
    ac_cancel(t);
    CHECK_EQ(await ac_join(t, &r), AC_ETASKCANCELED);
    t = ac_spawn(read_all(a, TOTAL));
    await ac_yield();
    while (put < TOTAL) {
        CHECK_EQ(await ac_writable(b), 0);
        n = ac_try_write(b, sent + put, TOTAL - put);
        if (n == AC_EAGAIN)
            continue;
        CHECK(n > 0);
        put += (size_t)n;
    }
    CHECK_EQ(ac_try_write(b, "", 0), 0);
    CHECK_EQ(await ac_writev(b, NULL, 0), 0);
    CHECK_EQ(await ac_writev(b, NULL, -1), AC_EINVAL);
    await ac_io_close(b);
    CHECK_EQ(await ac_join(t, NULL), 0);
    CHECK_EQ(await ac_readable(a), 0); // the end
    CHECK_EQ(ac_try_read(a, in, 1), 0);
    t = ac_spawn(wait_readable(a));
    CHECK_EQ(await ac_join(t, &r), 0);
    CHECK_EQ(r, 0);
    await ac_io_close(a);
    CHECK_EQ(ac_pipe(&a, &b), 0);
    await ac_io_close(a);
    CHECK_EQ(ac_try_write(b, "x", 1), AC_EPIPE);
    await ac_io_close(b);
    CHECK_EQ(ac_pipe(&a, &b), 0);
    CHECK_EQ(ac_try_read(a, in, 1), AC_EAGAIN);
    t = ac_spawn(wait_readable(a));
    await ac_io_close(a);
    CHECK_EQ(await ac_join(t, &r), 0);
    CHECK_EQ(r, AC_ECANCELED);
    await ac_io_close(b);
    // One that is always readable lets others run.
    bool done = false;
    CHECK_EQ(ac_pipe(&a, &b), 0);
    CHECK_EQ(ac_try_write(b, "x", 1), 1);
    t = ac_spawn(turns(&done));
    for (int i = 0; i < 10000; i++)
        CHECK_EQ(await ac_readable(a), 0);
    done = true;
    CHECK_EQ(await ac_join(t, &n), 0);
    CHECK(n > 20);
    await ac_io_close(a);
    await ac_io_close(b);
    return 0;
}

static async int opened(void)
{
    int fds[2];
    ac_io *a, *b;
    char in[10];
    CHECK_EQ(ac_io_open(&a, -1), AC_EBADF);
    int fd = open("/dev/null", O_RDONLY);
    CHECK_EQ(ac_io_open(&a, fd), AC_EINVAL);
    CHECK(!a);
    close(fd);
    CHECK_EQ(pipe(fds), 0);
    CHECK_EQ(ac_io_open(&a, fds[0]), 0);
    CHECK_EQ(ac_io_open(&b, fds[1]), 0);
    CHECK_EQ(ac_io_fd(a), fds[0]);
    ac_task *t = ac_spawn(read_some(a, in, sizeof in));
    CHECK_EQ(await ac_write(b, "abc", 3), 0);
    int r = 0;
    CHECK_EQ(await ac_join(t, &r), 0);
    CHECK_EQ(r, 3);
    await ac_io_close(a);
    await ac_io_close(b);
    CHECK_EQ(fcntl(fds[0], F_GETFD), -1);
    // Left open: closed with the loop.
    CHECK_EQ(ac_pipe(&a, &b), 0);
    return 0;
}

static async int writev_many(ac_io *io, const struct iovec *v, int count)
{
    return await ac_writev(io, v, count);
}

// A stream that never has to wait does not keep the others from running.
static async int fair(void)
{
    ac_io *a, *b;
    bool done = false;
    char in[1];
    int n = 0;
    CHECK_EQ(ac_pipe(&a, &b), 0);
    ac_task *t = ac_spawn(turns(&done));
    for (int i = 0; i < 10000; i++) {
        struct iovec v = {sent, 1};
        CHECK_EQ(await ac_writev(b, &v, 1), 0);
        CHECK_EQ(await ac_read(a, in, 1), 1);
    }
    done = true;
    CHECK_EQ(await ac_join(t, &n), 0);
    CHECK(n > 20);
    await ac_io_close(a);
    await ac_io_close(b);
    // Nor does one write of very many buffers.
    enum { BUFFERS = 1000000 };
    static struct iovec many[BUFFERS];
    for (int i = 0; i < BUFFERS; i++)
        many[i] = (struct iovec){sent, 1};
    int null = open("/dev/null", O_WRONLY);
    CHECK_EQ(ac_stdio_open(&a, null), 0);
    done = false;
    t = ac_spawn(turns(&done));
    CHECK_EQ(await ac_writev(a, many, BUFFERS), 0);
    CHECK_EQ(ac_io_sent(a), BUFFERS);
    done = true;
    CHECK_EQ(await ac_join(t, &n), 0);
    CHECK(n > 20);
    // Closed while it lets others run.
    t = ac_spawn(writev_many(a, many, BUFFERS));
    await ac_io_close(a);
    CHECK_EQ(await ac_join(t, &n), 0);
    CHECK_EQ(n, AC_ECANCELED);
    close(null);
    return 0;
}

// What was never opened is no stream, and nothing is read of it or written.
static async void nothing(void)
{
    char c = 'x';
    int fds[1] = {0}, count;
    struct iovec v = {&c, 1};
    CHECK_EQ(await ac_read(NULL, &c, 1), AC_EBADF);
    CHECK_EQ(await ac_write(NULL, &c, 1), AC_EBADF);
    CHECK_EQ(await ac_writev(NULL, &v, 1), AC_EBADF);
    CHECK_EQ(await ac_readable(NULL), AC_EBADF);
    CHECK_EQ(await ac_writable(NULL), AC_EBADF);
    CHECK_EQ(await ac_sendfile(NULL, 0, 0, 1), AC_EBADF);
    CHECK_EQ(await ac_send_fds(NULL, &c, 1, fds, 1), AC_EBADF);
    CHECK_EQ(await ac_recv_fds(NULL, &c, 1, fds, 1, &count), AC_EBADF);
    ac_reader reader;
    ac_reader_init(&reader, NULL, &c, 1);
    CHECK_EQ(await ac_copy(&reader, NULL, NULL), AC_EBADF);
    CHECK_EQ(ac_try_read(NULL, &c, 1), AC_EBADF);
    CHECK_EQ(ac_try_write(NULL, &c, 1), AC_EBADF);
    CHECK_EQ(await ac_io_shutdown(NULL), AC_EBADF);
    CHECK_EQ(await ac_io_close(NULL), 0);
}

static async int test(void)
{
    ac_io *a, *b;
    struct sigaction action;
    await nothing();
    CHECK_EQ(ac_pipe(&a, &b), 0);
    CHECK_EQ(sigaction(SIGPIPE, NULL, &action), 0);
    CHECK(action.sa_handler == SIG_IGN);
    await through(a, b, false);
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    await through(a, b, true);
    for (int vectored = 0; vectored < 2; vectored++) {
        CHECK_EQ(ac_pipe(&a, &b), 0);
        await stopped(a, b, vectored);
        CHECK_EQ(ac_socketpair(&a, &b), 0);
        await stopped(a, b, vectored);
    }
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    await told_when_closed(a, b);
    CHECK_EQ(ac_pipe(&a, &b), 0);
    await peers_vanish(a, b, true);
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    await peers_vanish(a, b, false);
    CHECK_EQ(ac_pipe(&a, &b), 0);
    await closed_under(a, b);
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    await closed_under(a, b);
    CHECK_EQ(ac_pipe(&a, &b), 0);
    await tried(a, b);
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    await tried(a, b);
    await opened();
    await fair();
    return 0;
}

int main(void)
{
    for (size_t i = 0; i < TOTAL; i++)
        sent[i] = byte_at(i);
    CHECK_EQ(ac_run(test()), 0);
}
