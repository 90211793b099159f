// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// What the loops count: on one, on several, in sum, and read by a thread without a loop meanwhile.
#include "check.h"
#include <pthread.h>
#include <asyncc/udp.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/uio.h>

static async void yields(int n)
{
    while (n--)
        await ac_yield();
}

static ac_metrics now(int worker)
{
    ac_metrics m;
    CHECK_EQ(ac_metrics_get(NULL, worker, &m), 0);
    return m;
}

static async void tasks_and_wakes(void)
{
    ac_metrics a = now(0), b;
    CHECK_EQ(a.tasks_alive, 1);
    CHECK_EQ(a.tasks_spawned, 1);
    ac_task *t = ac_spawn(yields(5)), *u = ac_spawn(yields(0));
    b = now(AC_ALL_WORKERS);
    CHECK_EQ(b.tasks_alive, 2);
    CHECK_EQ(b.tasks_spawned, 3);
    CHECK_EQ(b.wakes - a.wakes, 1);
    CHECK_EQ(b.ready, a.ready + 1);
    await ac_join(t, NULL);
    await ac_join(u, NULL);
    // Resumes are counted when a batch has ended; five yields, and this task was woken.
    await ac_sleep(1);
    b = now(0);
    CHECK_EQ(b.tasks_alive, 1);
    CHECK_EQ(b.wakes - a.wakes, 7);
    CHECK(b.resumes - a.resumes >= 6);
}

static async void bytes(void)
{
    ac_io *a, *b, *u, *v;
    ac_address at;
    char buf[200] = {0};
    ac_metrics before = now(0);
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    CHECK_EQ(await ac_write(a, buf, 150), 0);
    CHECK_EQ(await ac_read(b, buf, 100), 100);
    CHECK_EQ(await ac_read(b, buf, 100), 50);
    CHECK_EQ(await ac_writev(b, (struct iovec[]){{buf, 3}, {buf, 4}}, 2), 0);
    CHECK_EQ(await ac_read(a, buf, 100), 7);
    await ac_io_close(a);
    CHECK_EQ(await ac_read(b, buf, 100), 0);
    await ac_io_close(b);
    CHECK_EQ(ac_udp_bind(&u, "127.0.0.1", 0), 0);
    CHECK_EQ(ac_udp_bind(&v, "127.0.0.1", 0), 0);
    ac_udp_local(v, &at);
    CHECK_EQ(await ac_udp_send(u, buf, 11, &at), 0);
    CHECK_EQ(await ac_udp_recv(v, buf, sizeof buf, NULL), 11);
    await ac_io_close(u);
    await ac_io_close(v);
    ac_metrics after = now(0);
    CHECK_EQ(after.bytes_written - before.bytes_written, 150 + 7 + 11);
    CHECK_EQ(after.bytes_read - before.bytes_read, 150 + 7 + 11);
}

static uint64_t times(const ac_metrics *m, int from)
{
    uint64_t n = 0;
    for (int i = from; i < AC_LAG_BUCKETS; i++)
        n += m->lag[i];
    return n;
}

static async void lag(void)
{
    await ac_sleep(1);
    ac_metrics before = now(0);
    uint64_t until = ac_now() + 40;
    while (ac_now() < until)
        continue;
    await ac_sleep(1);
    ac_metrics after = now(0);
    // 40 ms are in the bucket from 32.8 ms on, or further up on a machine that is slow.
    CHECK(times(&after, 16) > times(&before, 16));
    CHECK(after.busy_ns - before.busy_ns >= 39000000);
    CHECK(times(&after, 0) > times(&before, 0));
    // Asleep it is not busy, unless the machine lets it sleep only later.
    int tries = 0;
    do {
        CHECK(tries++ < 50);
        before = now(0);
        await ac_sleep(150);
        after = now(0);
    } while (after.busy_ns - before.busy_ns >= 150000000);

    ac_metrics m = {0};
    CHECK_EQ(ac_metrics_lag(&m, 0.5), 0);
    m.lag[0] = 50;
    m.lag[3] = 49;
    m.lag[10] = 1;
    CHECK_EQ(ac_metrics_lag(&m, 0.5), 1);
    CHECK_EQ(ac_metrics_lag(&m, 0.51), 8);
    CHECK_EQ(ac_metrics_lag(&m, 0.99), 8);
    CHECK_EQ(ac_metrics_lag(&m, 1), 1024);
    m.lag[AC_LAG_BUCKETS - 1] = 10;
    CHECK(ac_metrics_lag(&m, 1) == UINT64_MAX);
}

static _Atomic bool over;

static void *watch(void *loop)
{
    ac_metrics m, last = {0};
    CHECK_EQ(ac_metrics_get(NULL, 0, &m), AC_EINVAL); // it has no loop
    CHECK(ac_loop_self() == NULL);
    while (!over) {
        CHECK_EQ(ac_metrics_get(loop, AC_ALL_WORKERS, &m), 0);
        CHECK(m.tasks_spawned >= last.tasks_spawned && m.wakes >= last.wakes);
        CHECK(m.tasks_alive <= 10);
        last = m;
    }
    return NULL;
}

static async void on_workers(void)
{
    pthread_t id;
    ac_remote *t[6];
    uint64_t sum = 0;
    ac_metrics m;
    CHECK_EQ(ac_workers_start(3), 3);
    CHECK_EQ(ac_metrics_get(NULL, 3, &m), AC_EINVAL);
    CHECK_EQ(ac_metrics_get(NULL, -2, &m), AC_EINVAL);
    CHECK_EQ(pthread_create(&id, NULL, watch, ac_loop_self()), 0);
    for (int i = 0; i < 6; i++)
        t[i] = ac_spawn_on(i % 3, yields(2000));
    for (int i = 0; i < 6; i++)
        CHECK_EQ(await ac_remote_join(t[i], NULL), 0);
    over = true;
    pthread_join(id, NULL);
    for (int w = 0; w < 3; w++) {
        m = now(w);
        CHECK(m.wakes >= 4000);
        CHECK(w ? m.tasks_spawned == 2 && !m.tasks_alive : m.tasks_spawned > 2);
        sum += m.wakes;
    }
    CHECK(now(AC_ALL_WORKERS).wakes >= sum);
    CHECK_EQ(now(AC_ALL_WORKERS).tasks_alive, 1);
}

static async void all(void)
{
    await tasks_and_wakes();
    await bytes();
    await lag();
    await on_workers();
}

int main(void)
{
    ac_metrics m;
    CHECK_EQ(ac_metrics_get(NULL, 0, &m), AC_EINVAL);
    ac_run(all());
}
