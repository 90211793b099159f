// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// Descriptors of others: ready at once or later, for one task or several; hang-ups; numbers that
// are used again; waits that are stopped, or whose descriptor is closed.
#include "check.h"
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static async int wait_for(int fd, int events)
{
    return await ac_poll_fd(fd, events);
}

static async int at_once(void)
{
    int p[2];
    CHECK_EQ(await ac_poll_fd(-1, AC_READABLE), AC_EBADF);
    CHECK_EQ(await ac_poll_fd(1000, AC_READABLE), AC_EBADF);
    int fd = open("/proc/self/exe", O_RDONLY);
    CHECK_EQ(await ac_poll_fd(fd, AC_READABLE), AC_READABLE);
    CHECK_EQ(await ac_poll_fd(fd, 0), AC_EINVAL);
    close(fd);
    CHECK_EQ(pipe(p), 0);
    CHECK_EQ(await ac_poll_fd(p[1], AC_WRITABLE | AC_READABLE), AC_WRITABLE);
    CHECK_EQ(write(p[1], "x", 1), 1);
    CHECK_EQ(await ac_poll_fd(p[0], AC_READABLE), AC_READABLE);
    close(p[1]);
    char c;
    CHECK_EQ(read(p[0], &c, 1), 1);
    CHECK_EQ(await ac_poll_fd(p[0], AC_READABLE), AC_READABLE);
    close(p[0]);
    return 0;
}

static async int later(void)
{
    int s[2], r = 0;
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, s), 0);
    // A reader, two of them, and a writer at the same time.
    static char block[1000000];
    while (write(s[0], block, sizeof block) > 0)
        ;
    ac_task *t = ac_spawn(wait_for(s[0], AC_READABLE)), *u = ac_spawn(wait_for(s[0], AC_READABLE));
    ac_task *w = ac_spawn(wait_for(s[0], AC_WRITABLE));
    ac_task *both = ac_spawn(wait_for(s[0], AC_WRITABLE | AC_READABLE));
    CHECK_EQ(write(s[1], "x", 1), 1);
    CHECK_EQ(await ac_join(t, &r), 0);
    CHECK_EQ(r, AC_READABLE);
    CHECK_EQ(await ac_join(u, &r), 0);
    CHECK_EQ(r, AC_READABLE);
    CHECK_EQ(await ac_join(both, &r), 0);
    CHECK_EQ(r, AC_READABLE);
    while (read(s[1], block, sizeof block) > 0)
        ;
    CHECK_EQ(await ac_join(w, &r), 0);
    CHECK_EQ(r, AC_WRITABLE);
    CHECK_EQ(read(s[0], block, 2), 1);
    // The peer goes away.
    t = ac_spawn(wait_for(s[0], AC_READABLE));
    close(s[1]);
    CHECK_EQ(await ac_join(t, &r), 0);
    CHECK_EQ(r, AC_READABLE);
    close(s[0]);
    // A pipe without readers: an error stands on it.
    int p[2];
    CHECK_EQ(pipe2(p, O_NONBLOCK), 0);
    while (write(p[1], block, sizeof block) > 0)
        ;
    t = ac_spawn(wait_for(p[1], AC_WRITABLE));
    close(p[0]);
    CHECK_EQ(await ac_join(t, &r), 0);
    CHECK_EQ(r, AC_WRITABLE);
    close(p[1]);
    return 0;
}

static char order[20];

static async void waits_as(char name, int fd, int events)
{
    if (await ac_poll_fd(fd, events) > 0)
        order[strlen(order)] = name;
}

// Those that wait for one descriptor are served in the order in which they came, whoever has left.
static async int in_order(void)
{
    static const char *const leave[] = {"", "a", "e", "c", "ab", "de", "ae", "bcd", "edcb", "abcd", "abcde"};
    for (size_t i = 0; i < sizeof leave / sizeof *leave; i++) {
        ac_task *tasks[5];
        int p[2];
        char left[] = "abcdef", *end = left;
        memset(order, 0, sizeof order);
        CHECK_EQ(pipe(p), 0);
        for (int j = 0; j < 5; j++)
            tasks[j] = ac_spawn(waits_as((char)('a' + j), p[0], AC_READABLE));
        for (const char *c = leave[i]; *c; c++) {
            ac_abort(tasks[*c - 'a']);
            CHECK_EQ(await ac_join(tasks[*c - 'a'], NULL), AC_ETASKABORTED);
        }
        ac_task *last = ac_spawn(waits_as('f', p[0], AC_READABLE));
        CHECK_EQ(write(p[1], "x", 1), 1);
        CHECK_EQ(await ac_join(last, NULL), 0);
        for (char c = 'a'; c <= 'f'; c++)
            if (!strchr(leave[i], c))
                *end++ = c;
        *end = 0;
        CHECK(!strcmp(order, left));
        for (int j = 0; j < 5; j++)
            if (!strchr(leave[i], 'a' + j))
                CHECK_EQ(await ac_join(tasks[j], NULL), 0);
        close(p[0]);
        close(p[1]);
    }
    return 0;
}

static int asked;

// The loop's calls and libuv's come here.
int epoll_wait(int epoll, struct epoll_event *events, int most, int ms)
{
    int (*real)(int, struct epoll_event *, int, int) =
        (int (*)(int, struct epoll_event *, int, int))dlsym(RTLD_NEXT, "epoll_wait");
    asked++;
    return real(epoll, events, most, ms);
}

// What only those have waited for who have left does not keep the loop awake, and comes to those
// who wait for it later.
static async int left_by_some(void)
{
    static char block[1000000];
    int s[2], r;
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, s), 0);
    for (int i = 0; i < 3; i++) {
        while (write(s[0], block, sizeof block) > 0)
            ;
        ac_task *reader = ac_spawn(wait_for(s[0], AC_READABLE));
        ac_task *writer = ac_spawn(wait_for(s[0], AC_WRITABLE));
        await ac_sleep(1);
        ac_cancel(writer);
        CHECK_EQ(await ac_join(writer, &r), AC_ETASKCANCELED);
        while (read(s[1], block, sizeof block) > 0)
            ;
        asked = 0;
        await ac_sleep(30);
        CHECK(asked < 10);
        CHECK_EQ(ac_has_ended(reader), 0);
        while (write(s[0], block, sizeof block) > 0)
            ;
        writer = ac_spawn(wait_for(s[0], AC_WRITABLE));
        while (read(s[1], block, sizeof block) > 0)
            ;
        CHECK_EQ(await ac_join(writer, &r), 0);
        CHECK_EQ(r, AC_WRITABLE);
        CHECK_EQ(ac_has_ended(reader), 0);
        CHECK_EQ(write(s[1], "x", 1), 1);
        CHECK_EQ(await ac_join(reader, &r), 0);
        CHECK_EQ(r, AC_READABLE);
        CHECK_EQ(read(s[0], block, 2), 1);
    }
    close(s[0]);
    close(s[1]);
    return 0;
}

// The same numbers with other descriptors behind them, stopped in each way.
static async int stopped(void)
{
    for (int how = 0; how < 5; how++) {
        int p[2], r = -1;
        CHECK_EQ(pipe(p), 0);
        ac_task *t = ac_spawn(wait_for(p[0], AC_READABLE)), *u = NULL;
        if (how % 2)
            await ac_sleep(1); // libuv knows of it
        if (how < 2)
            ac_cancel(t);
        else if (how < 4)
            ac_poll_fd_end(p[0]);
        else
            ac_abort(t);
        if (how == 2)
            u = ac_spawn(wait_for(p[0], AC_READABLE));
        int rc = await ac_join(t, &r);
        CHECK_EQ(rc, how < 2 ? AC_ETASKCANCELED : how < 4 ? 0 : AC_ETASKABORTED);
        CHECK_EQ(r, how < 4 ? AC_ECANCELED : -1);
        CHECK_EQ(write(p[1], "x", 1), 1);
        if (u) {
            CHECK_EQ(await ac_join(u, &r), 0);
            CHECK_EQ(r, AC_READABLE);
        }
        CHECK_EQ(await ac_poll_fd(p[0], AC_READABLE), AC_READABLE);
        close(p[0]);
        close(p[1]);
    }
    ac_poll_fd_end(-1);
    ac_poll_fd_end(100000);
    // One of the library's own, watched by it already.
    ac_io *a, *b;
    char c;
    int r;
    CHECK_EQ(ac_pipe(&a, &b), 0);
    CHECK_EQ(await ac_timeout(1, r = ac_read(a, &c, 1)), AC_ETIMEDOUT);
    ac_task *t = ac_spawn(wait_for(ac_io_fd(a), AC_READABLE));
    ac_cancel(t);
    await ac_join(t, &r);
    CHECK(r == AC_ECANCELED || r == AC_EEXIST);
    await ac_io_close(a);
    await ac_io_close(b);
    // Far beyond the numbers so far.
    int p[2];
    CHECK_EQ(pipe(p), 0);
    int far = fcntl(p[0], F_DUPFD, 700);
    CHECK(far >= 700);
    t = ac_spawn(wait_for(far, AC_READABLE));
    CHECK_EQ(write(p[1], "x", 1), 1);
    CHECK_EQ(await ac_join(t, &r), 0);
    CHECK_EQ(r, AC_READABLE);
    CHECK_EQ(fcntl(far, F_GETFL) & O_NONBLOCK, 0); // that is its owner's affair
    close(far);
    close(p[0]);
    close(p[1]);
    return 0;
}

// Waits until a byte comes through the pipe, and closes both ends. The number of the reading one.
static async int through_own_pipe(void)
{
    ac_io *reader, *writer;
    char c = 0;
    CHECK_EQ(ac_pipe(&reader, &writer), 0);
    CHECK_EQ(await ac_timeout(1, ac_read(reader, &c, 1)), AC_ETIMEDOUT);
    int fd = ac_io_fd(reader);
    CHECK_EQ(await ac_write(writer, "x", 1), 0);
    CHECK_EQ(await ac_read(reader, &c, 1), 1);
    CHECK_EQ(c, 'x');
    await ac_io_close(reader);
    await ac_io_close(writer);
    return fd;
}

// A descriptor's number goes from owner to owner: streams, those of others, files.
static async int handed_on(void)
{
    int fd = await through_own_pipe(), p[2], r;
    CHECK_EQ(pipe(p), 0);
    CHECK_EQ(p[0], fd);
    ac_task *t = ac_spawn(wait_for(fd, AC_READABLE));
    await ac_sleep(1);
    CHECK_EQ(write(p[1], "x", 1), 1);
    CHECK_EQ(await ac_join(t, &r), 0);
    CHECK_EQ(r, AC_READABLE);
    close(p[0]);
    close(p[1]);
    CHECK_EQ(await through_own_pipe(), fd);
    int file = open("/dev/null", O_RDONLY);
    CHECK_EQ(file, fd);
    CHECK_EQ(await ac_poll_fd(file, AC_READABLE), AC_READABLE);
    close(file);
    int source = open("/dev/null", O_RDONLY), other = fcntl(source, F_DUPFD, 100);
    close(source);
    ac_io *io;
    char c;
    CHECK_EQ(ac_stdio_open(&io, other), 0); // under the number that is free again
    CHECK_EQ(ac_io_fd(io), fd);
    CHECK_EQ(await ac_read(io, &c, 1), 0);
    await ac_io_close(io);
    close(other);
    CHECK_EQ(await through_own_pipe(), fd);
    return 0;
}

// Closed under two waiters without a word, while another descriptor keeps the socket open: both are told, and the
// number can be a stream's.
static async int closed_without_a_word(void)
{
    static char block[1000000];
    int s[2], first, second;
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, s), 0);
    int other = fcntl(s[0], F_DUPFD, 100), fd = s[0];
    while (write(fd, block, sizeof block) > 0)
        ;
    ac_task *t = ac_spawn(wait_for(fd, AC_READABLE)), *u = ac_spawn(wait_for(fd, AC_WRITABLE));
    await ac_sleep(1);
    close(fd);
    CHECK_EQ(write(s[1], "x", 1), 1);
    CHECK_EQ(await ac_join(t, &first), 0);
    CHECK_EQ(await ac_join(u, &second), 0);
    CHECK_EQ(first, AC_READABLE);
    CHECK_EQ(second, AC_EBADF);
    CHECK_EQ(await through_own_pipe(), fd);
    close(other);
    close(s[1]);
    return 0;
}

enum { MANY = 200 };
static int many[MANY], told, ended;

// The first to be resumed ends the waits for all the others.
static async void waits_with_many(int fd)
{
    int rc = await ac_poll_fd(fd, AC_READABLE);
    told += rc == AC_READABLE;
    ended += rc == AC_ECANCELED;
    for (int i = 0; told == 1 && i < MANY; i++)
        ac_poll_fd_end(many[i]);
}

// When the kernel tells of many at once, others run in between.
static async int many_at_once(void)
{
    int p[2];
    CHECK_EQ(pipe(p), 0);
    told = ended = 0;
    ac_scope (s) {
        for (int i = 0; i < MANY; i++) {
            many[i] = dup(p[0]);
            CHECK(many[i] >= 0);
            ac_spawn_in(s, waits_with_many(many[i]));
        }
        await ac_yield();
        CHECK_EQ(write(p[1], "x", 1), 1);
    }
    CHECK_EQ(told + ended, MANY);
    CHECK(told > 1 && ended > MANY / 2);
    for (int i = 0; i < MANY; i++)
        close(many[i]);
    close(p[0]);
    close(p[1]);
    return 0;
}

static async int test(void)
{
    await at_once();
    await later();
    await in_order();
    await left_by_some();
    await stopped();
    await handed_on();
    await closed_without_a_word();
    await many_at_once();
    return 0;
}

int main(void)
{
    CHECK_EQ(ac_run(test()), 0);
    CHECK_EQ(ac_run(test()), 0);
}
