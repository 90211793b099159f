// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// What the kernel has told is worked off before it is asked again: it would tell the same once
// more, and look at every descriptor for that. So also when there is more to tell than is asked for
// at once. However long it takes, timers are not held up by it. And what was closed it tells nothing
// about, also if there are copies of it.
#include "check.h"
#include <asyncc/buffered.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { FEW = 300, WORK_US = 30 }; // five batches, each much longer than what makes a loop ask
enum { MANY = 4000, AT_ONCE = 1024 };

static int asked, told;
static int done, done_at_timer = -1;

// The loop's calls and libuv's come here.
int epoll_wait(int epoll, struct epoll_event *events, int most, int ms)
{
    int (*real)(int, struct epoll_event *, int, int) =
        (int (*)(int, struct epoll_event *, int, int))dlsym(RTLD_NEXT, "epoll_wait");
    int n = real(epoll, events, most, ms);
    asked++;
    told += n > 0 ? n : 0;
    return n;
}

static uint64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static async int take(ac_io *io)
{
    char c;
    int rc = await ac_read(io, &c, 1);
    for (uint64_t until = now_us() + WORK_US; now_us() < until;)
        continue;
    await ac_yield(); // its second turn comes after those of timers that are due by now
    done++;
    return rc;
}

static async void timer(void)
{
    await ac_sleep(1);
    done_at_timer = done;
}

static async void read_pipes(int n)
{
    static ac_io *readers[MANY], *writers[MANY];
    static ac_task *tasks[MANY];
    done = 0;
    done_at_timer = -1;
    for (int i = 0; i < n; i++) {
        CHECK_EQ(ac_pipe(&readers[i], &writers[i]), 0);
        tasks[i] = ac_spawn(take(readers[i]));
    }
    await ac_sleep(1); // they are watched now
    for (int i = 0; i < n; i++)
        CHECK_EQ(await ac_write(writers[i], "x", 1), 0);
    ac_task *timed = ac_spawn(timer());
    asked = told = 0;
    for (int i = 0; i < n; i++) {
        int rc;
        CHECK_EQ(await ac_join(tasks[i], &rc), 0);
        CHECK_EQ(rc, 1);
    }
    CHECK_EQ(await ac_join(timed, NULL), 0);
    // Each of them once, what libuv's own timer and wakes may bring, and of each of its questions
    // those that were not a whole batch.
    CHECK(told >= n && told < n + 5 + n / AT_ONCE * 61);
    CHECK(asked < 5 + 2 * n / AT_ONCE);
    CHECK(done_at_timer >= 0 && done_at_timer < n / 2);
    for (int i = 0; i < n; i++) {
        await ac_io_close(readers[i]);
        await ac_io_close(writers[i]);
    }
}

static async int fill(ac_io *io)
{
    static char much[1 << 20];
    return await ac_write(io, much, sizeof much);
}

static async int wait_for(int fd)
{
    return await ac_poll_fd(fd, AC_WRITABLE);
}

// A pipe that nobody reads any more is in error; a copy of its end stays open.
static async void close_one_of_two(bool own)
{
    ac_io *reader, *writer;
    int rc;
    CHECK_EQ(ac_pipe(&reader, &writer), 0);
    int copy = dup(ac_io_fd(writer));
    ac_task *filling = ac_spawn(fill(writer)), *waiting = NULL;
    if (!own) {
        await ac_yield();
        ac_cancel(filling);
        CHECK_EQ(await ac_join(filling, NULL), AC_ETASKCANCELED);
        waiting = ac_spawn(wait_for(copy));
    }
    await ac_sleep(1); // it is watched now
    await ac_io_close(reader);
    CHECK_EQ(await ac_join(own ? filling : waiting, &rc), 0);
    CHECK_EQ(rc, own ? AC_EPIPE : AC_WRITABLE);
    if (own) {
        await ac_io_close(writer);
    } else {
        ac_poll_fd_end(copy);
        close(copy);
    }
    asked = 0;
    await ac_sleep(20);
    CHECK(asked < 10);
    if (own)
        close(copy);
    else
        await ac_io_close(writer);
}

// No piece of a file is in memory, and the disk takes its time.
ssize_t preadv2(int fd, const struct iovec *v, int n, off_t offset, int flags)
{
    (void)fd, (void)v, (void)n, (void)offset, (void)flags;
    errno = EAGAIN;
    return -1;
}
static _Atomic int fetched;
ssize_t pread(int fd, void *buf, size_t n, off_t offset)
{
    (void)fd, (void)buf, (void)n, (void)offset;
    usleep(20000);
    fetched++;
    return 0;
}

static async int send_file(ac_io *to, int fd, uint64_t n)
{
    return await ac_sendfile(to, fd, 0, n);
}

// Who waits for the disk is not told again and again that there is room.
static async void wait_for_disk(void)
{
    enum { N = 400000 };
    static char in[N];
    ac_io *a, *b;
    FILE *file = tmpfile();
    int rc = 0, fd = fileno(file);
    CHECK_EQ(ftruncate(fd, N), 0);
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    ac_task *t = ac_spawn(send_file(a, fd, N));
    for (size_t sent = 0; sent == 0 || sent < ac_io_sent(a);) { // until it waits for room
        sent = ac_io_sent(a);
        await ac_sleep(50);
    }
    CHECK(ac_io_sent(a) < N);
    int rounds = 0;
    asked = fetched = 0;
    for (; !ac_has_ended(t); rounds++) {
        int n = 0;
        await ac_timeout(5, n = ac_read(b, in, sizeof in));
        CHECK(n > 0 || n == AC_ECANCELED);
    }
    CHECK_EQ(await ac_join(t, &rc), 0);
    CHECK_EQ(rc, 0);
    CHECK(fetched > 0);
    CHECK(asked < 10 * rounds + 50);
    await ac_io_close(a);
    await ac_io_close(b);
    fclose(file);
}

async int main(void)
{
    struct rlimit files;
    await read_pipes(FEW);
    CHECK_EQ(getrlimit(RLIMIT_NOFILE, &files), 0);
    files.rlim_cur = files.rlim_max;
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &files), 0);
    if (files.rlim_cur > 2 * MANY + 100)
        await read_pipes(MANY);
    await close_one_of_two(true);
    await close_one_of_two(false);
    await wait_for_disk();
    return 0;
}
