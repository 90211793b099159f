// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// While tasks are ready all the time, on every worker, whatever comes from outside is seen soon: a
// byte in a pipe, a timer, work of the pool's threads, a signal, a task from another worker. And who
// sends a file to somebody who takes it as fast as it comes does so in many turns.
#include "check.h"
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>

// Far beyond the 20 microseconds after which a loop asks the kernel, also on a slow machine.
enum { TASKS = 64, SOON = 20000 };

static _Atomic bool over;
static _Atomic uint64_t turns[2]; // of each worker's tasks

static async void always_ready(int worker)
{
    while (!over) {
        turns[worker]++;
        await ac_yield();
    }
}

static async int read_byte(ac_io *io)
{
    char c;
    return await ac_read(io, &c, 1);
}

static int work(void *none)
{
    (void)none;
    return 5;
}

static async int where(void)
{
    return ac_worker_self();
}

static async int signalled(void)
{
    sigset_t usr1;
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    return await ac_signal_wait(&usr1);
}

// Files are in memory, and nobody who reads is ever behind.
ssize_t preadv2(int fd, const struct iovec *v, int n, off_t offset, int flags)
{
    (void)fd, (void)v, (void)n, (void)offset, (void)flags;
    return 1;
}
ssize_t sendfile(int to, int from, off_t *offset, size_t n)
{
    (void)to, (void)from;
    *offset += (off_t)n;
    return (ssize_t)n;
}

static async int send_much(ac_io *io)
{
    return await ac_sendfile(io, STDIN_FILENO, 0, (uint64_t)1 << 35);
}

static async void sends_in_many_turns(void)
{
    ac_io *a, *b;
    int n = 0, rc = 1;
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    ac_task *t = ac_spawn(send_much(a));
    for (; !ac_has_ended(t); n++)
        await ac_yield();
    CHECK_EQ(await ac_join(t, &rc), 0);
    CHECK_EQ(rc, 0);
    CHECK(n > 1000);
    await ac_io_close(a);
    await ac_io_close(b);
}

static uint64_t since;
#define BEGIN_WAIT (since = turns[0])
#define END_WAIT CHECK(turns[0] - since < (uint64_t)SOON * TASKS)

static async void root(void)
{
    ac_io *reader, *writer;
    ac_task *tasks[TASKS];
    ac_remote *others[TASKS];
    int n;
    CHECK_EQ(ac_workers_start(2), 2);
    CHECK_EQ(ac_pipe(&reader, &writer), 0);
    for (int i = 0; i < TASKS; i++) {
        tasks[i] = ac_spawn(always_ready(0));
        others[i] = ac_spawn_on(1, always_ready(1));
    }
    for (int i = 0; i < 50; i++) {
        ac_task *t = ac_spawn(read_byte(reader));
        await ac_yield(); // it waits for the kernel
        BEGIN_WAIT;
        CHECK_EQ(write(ac_io_fd(writer), "x", 1), 1);
        CHECK_EQ(await ac_join(t, &n), 0);
        CHECK_EQ(n, 1);
        END_WAIT;
        await ac_sleep(0);
    }
    for (int i = 0; i < 20; i++) {
        BEGIN_WAIT;
        CHECK_EQ(await ac_sleep(1), 0);
        END_WAIT;
        CHECK_EQ(await ac_blocking(work, NULL), 5);
        CHECK_EQ(await ac_remote_join(ac_spawn_on(1, where()), &n), 0);
        CHECK_EQ(n, 1);
    }
    ac_task *t = ac_spawn(signalled());
    BEGIN_WAIT;
    kill(getpid(), SIGUSR1);
    CHECK_EQ(await ac_join(t, &n), 0);
    CHECK_EQ(n, SIGUSR1);
    END_WAIT;
    over = true;
    for (int i = 0; i < TASKS; i++) {
        CHECK_EQ(await ac_join(tasks[i], NULL), 0);
        CHECK_EQ(await ac_remote_join(others[i], NULL), 0);
    }
    CHECK(turns[0] > 0 && turns[1] > 0);
    await ac_io_close(reader);
    await ac_io_close(writer);
}

int main(void)
{
    ac_run(root());
    ac_run(sends_in_many_turns());
}
