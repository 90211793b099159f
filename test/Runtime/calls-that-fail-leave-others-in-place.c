// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// An operation that fails, since the kernel has no memory or no thread for it, takes nothing with it: the stream's
// other waiter is still woken, and the stream can be used and closed.
#include "check.h"
#include <errno.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static bool change_fails;
static char big[1 << 20];

int epoll_ctl(int set, int op, int fd, struct epoll_event *e)
{
    if (change_fails && op == EPOLL_CTL_MOD) {
        errno = ENOMEM;
        return -1;
    }
    return (int)syscall(SYS_epoll_ctl, set, op, fd, e);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*f)(void *), void *arg)
{
    (void)thread, (void)attributes, (void)f, (void)arg;
    return EAGAIN;
}

// No file is in memory.
ssize_t preadv2(int fd, const struct iovec *v, int n, off_t offset, int flags)
{
    (void)fd, (void)v, (void)n, (void)offset, (void)flags;
    errno = EAGAIN;
    return -1;
}

static async int reader(ac_io *a)
{
    char c[8];
    return await ac_read(a, c, sizeof c);
}

static async void a_writer_that_cannot_wait(void)
{
    ac_io *a, *b;
    int got = 0;
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    ac_task *task = ac_spawn(reader(a));
    await ac_sleep(1);
    change_fails = true;
    CHECK_EQ(await ac_write(a, big, sizeof big), AC_ENOMEM);
    change_fails = false;
    CHECK_EQ(await ac_write(b, "hello", 5), 0);
    CHECK_EQ(await ac_join(task, &got), 0);
    CHECK_EQ(got, 5);
    await ac_io_close(a);
    await ac_io_close(b);
}

static async int send_file(ac_io *to, int fd)
{
    return await ac_sendfile(to, fd, 0, 100000);
}

static async int drain(ac_io *from, size_t n)
{
    char buf[65536];
    for (int got; n && (got = await ac_read(from, buf, sizeof buf)) > 0;)
        n -= (size_t)got;
    return (int)n;
}

static async void a_file_without_a_thread(void)
{
    ac_io *a, *b;
    FILE *file = tmpfile();
    int got = 0, written = -1, left = -1;
    CHECK(file && fwrite(big, sizeof big, 1, file) == 1 && !fflush(file));
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    CHECK_EQ(await ac_join(ac_spawn(send_file(a, fileno(file))), &got), 0);
    CHECK_EQ(got, AC_EAGAIN);
    // More than fits at once, from another strand.
    await ac_all(written = ac_write(a, big, sizeof big), left = drain(b, sizeof big));
    CHECK_EQ(written, 0);
    CHECK_EQ(left, 0);
    CHECK_EQ(await ac_join(ac_spawn(send_file(a, fileno(file))), &got), 0);
    await ac_io_close(a); // whose last user has gone
    await ac_sleep(1);
    await ac_io_close(b);
    fclose(file);
}

async int main(void)
{
    await a_writer_that_cannot_wait();
    await a_file_without_a_thread();
    return 0;
}
