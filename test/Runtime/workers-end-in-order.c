// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %t 2>&1 | FileCheck %s
// ac_shutdown: nothing is accepted, a time of grace, a cancel, an abort, a report; on one loop and
// on several. And the end of the root, which does the same without the grace.
#include "check.h"
#include <stdatomic.h>

static _Atomic int polite, stubborn, unwound, accepted, begun;

static async void busy_for(uint64_t ms)
{
    begun++;
    await ac_sleep(ms);
}

static async void is_polite(void)
{
    begun++;
    defer { unwound++; }
    if (await ac_sleep(UINT64_MAX) == AC_ECANCELED)
        polite++;
}

// Takes no notice of a cancel, and starts others here and there.
static async void is_stubborn(int more)
{
    begun++;
    defer { unwound++; }
    while (await ac_sleep(1) == 0)
        continue;
    stubborn++;
    if (more) {
        ac_detach(ac_spawn(is_stubborn(more - 1)));
        ac_remote_detach(
            ac_spawn_on((ac_worker_self() + 1) % ac_worker_count(), is_stubborn(more - 1)));
    }
    for (;;)
        await ac_sleep(1);
}

static async void ends_slowly(uint64_t ms)
{
    begun++;
    defer { await ac_sleep(ms); }
    await ac_sleep(UINT64_MAX);
}

static async void accept_all(_Atomic int *port)
{
    ac_listener *listener;
    ac_tcp *tcp;
    CHECK_EQ(ac_tcp_listen(&listener, "127.0.0.1", 0, 0), 0);
    int own = ac_listener_port(listener);
    *port = own;
    begun++;
    for (;;) {
        int rc = await ac_tcp_accept(&tcp, listener);
        if (rc < 0) {
            CHECK_EQ(rc, AC_ECANCELED);
            break;
        }
        accepted++;
        await ac_tcp_close(tcp);
    }
    CHECK_EQ(await ac_tcp_connect(&tcp, "127.0.0.1", own), AC_ECONNREFUSED);
    CHECK_EQ(await ac_tcp_accept(&tcp, listener), AC_ECANCELED);
    ac_listener_close(listener);
}

static async void until(_Atomic int *n, int least)
{
    while (*n < least)
        await ac_sleep(1);
}

static int start(int workers)
{
    begun = polite = stubborn = unwound = 0;
    return workers > 1 ? ac_workers_start(workers) : 1;
}

static async void all_end_in_time(int workers)
{
    static _Atomic int port[3];
    int n = start(workers);
    ac_shutdown_report r = {9, 9, 9};
    ac_tcp *tcp;
    for (int w = 0; w < n; w++) {
        ac_remote_detach(ac_spawn_on(w, accept_all(&port[w])));
        ac_remote_detach(ac_spawn_on(w, busy_for(20)));
    }
    await until(&begun, 2 * n);
    for (int w = 0; w < n; w++) {
        CHECK_EQ(await ac_tcp_connect(&tcp, "127.0.0.1", port[w]), 0);
        await ac_tcp_close(tcp);
    }
    await until(&accepted, n);
    CHECK_EQ(await ac_shutdown(60000, &r), 0);
    CHECK(r.running >= (size_t)n && r.running <= 2 * (size_t)n);
    CHECK_EQ(r.cancelled, 0);
    CHECK_EQ(r.aborted, 0);
    CHECK_EQ(ac_tasks_alive(), 1);
    // Nothing is there any more; and what is started now is not cancelled.
    CHECK_EQ(await ac_shutdown(0, NULL), 0);
    CHECK_EQ(await ac_remote_join(ac_spawn_on(n - 1, busy_for(0)), NULL), 0);
    accepted = 0;
}

// Also those that are on their way.
static async void are_cancelled(int workers)
{
    int n = start(workers);
    ac_shutdown_report r;
    for (int w = 0; w < n; w++)
        ac_remote_detach(ac_spawn_on(w, is_polite()));
    CHECK_EQ(await ac_shutdown(1, &r), AC_ETIMEDOUT);
    CHECK_EQ(r.running, n);
    CHECK_EQ(r.cancelled, n);
    CHECK_EQ(r.aborted, 0);
    CHECK_EQ(polite, n);
    // Too late to begin anything that lasts.
    CHECK_EQ(await ac_remote_join(ac_spawn_on(n - 1, is_polite()), NULL), AC_ETASKCANCELED);
    CHECK_EQ(polite, n + 1);
}

static async void are_aborted(int workers)
{
    int n = start(workers);
    ac_shutdown_report r;
    ac_set_shutdown_timeout(500); // by far enough for all to see the cancel before the abort
    for (int w = 0; w < n; w++)
        ac_remote_detach(ac_spawn_on(w, is_stubborn(2)));
    await until(&begun, n);
    CHECK_EQ(await ac_shutdown(0, &r), AC_ETIMEDOUT);
    CHECK_EQ(r.running, n);
    CHECK_EQ(r.cancelled, n);
    CHECK(r.aborted >= (size_t)n);
    CHECK(stubborn >= n);
    CHECK_EQ(unwound, begun);
}

// CHECK: asyncc: worker 0: 1 aborted task has not ended: 'ends_slowly'
// CHECK-DAG: asyncc: worker 0: 2 aborted tasks have not ended: 'ends_slowly', 'ends_slowly'
// CHECK-DAG: asyncc: worker 1: 1 aborted task has not ended: 'ends_slowly'
static async void are_named(int workers)
{
    int n = start(workers);
    ac_set_shutdown_timeout(3);
    for (int w = 0; w < n; w++)
        ac_remote_detach(ac_spawn_on(w, ends_slowly(1000)));
    if (n > 1)
        ac_detach(ac_spawn(ends_slowly(1000)));
    await until(&begun, n > 1 ? n + 1 : n);
    CHECK_EQ(await ac_shutdown(0, NULL), AC_ETIMEDOUT);
}

static async int ends_all(uint64_t grace, ac_shutdown_report *r)
{
    return await ac_shutdown(grace, r);
}

// Who calls it is spared; a cancel of it ends the grace; an abort, the wait. Another one is told.
static async void by_a_task(int workers)
{
    int n = start(workers), rc;
    ac_shutdown_report r;
    for (int w = 0; w < n; w++)
        ac_remote_detach(ac_spawn_on(w, is_polite()));
    await until(&begun, n);
    if (n > 1) {
        CHECK_EQ(await ac_remote_join(ac_spawn_on(1, ends_all(0, NULL)), &rc), 0);
        CHECK_EQ(rc, AC_EINVAL);
    }
    ac_task *aborted = ac_spawn(ends_all(UINT64_MAX, NULL));
    CHECK_EQ(await ac_shutdown(0, NULL), AC_EALREADY);
    ac_abort(aborted);
    CHECK_EQ(await ac_join(aborted, &rc), AC_ETASKABORTED);
    CHECK_EQ(polite, 0);
    ac_task *task = ac_spawn(ends_all(UINT64_MAX, &r));
    await ac_sleep(2);
    ac_cancel(task);
    CHECK_EQ(await ac_join(task, &rc), AC_ETASKCANCELED);
    CHECK_EQ(rc, AC_ETIMEDOUT);
    CHECK_EQ(r.running, n);
    CHECK_EQ(r.cancelled, n);
    CHECK_EQ(polite, n);
}

// The root ends while tasks go on everywhere, and one waits for their end.
static async void leaves_all_behind(int workers)
{
    int n = start(workers);
    ac_set_shutdown_timeout(20);
    for (int w = 0; w < n; w++) {
        ac_remote_detach(ac_spawn_on(w, is_polite()));
        ac_remote_detach(ac_spawn_on(w, is_stubborn(2)));
    }
    ac_detach(ac_spawn(ends_all(UINT64_MAX, NULL)));
    await until(&begun, 2 * n);
}

static async void takes_no_notice(uint64_t ms)
{
    begun++;
    ac_shielded {
        await ac_sleep(ms);
    }
    unwound++;
}

// The time of grace would be over when who waited for it has ended long ago.
static async void leaves_a_time_of_grace(int workers)
{
    int n = start(workers);
    for (int w = 0; w < n; w++)
        ac_remote_detach(ac_spawn_on(w, takes_no_notice(50)));
    ac_detach(ac_spawn(ends_all(10, NULL)));
    await until(&begun, n);
}

int main(void)
{
    for (int n = 1; n <= 3; n += 2) {
        ac_run(all_end_in_time(n));
        ac_run(are_cancelled(n));
        ac_run(are_aborted(n));
        ac_run(by_a_task(n));
        ac_run(leaves_all_behind(n));
        CHECK_EQ(unwound, begun);
        ac_run(leaves_a_time_of_grace(n));
        CHECK_EQ(unwound, begun);
    }
    ac_run(are_named(1));
    ac_run(are_named(2));
    // CHECK: done
    puts("done");
}
