// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %t 2>&1 | FileCheck %s
// What ac_shutdown has begun goes on without its caller; the end of the root and a second ac_shutdown concern those whom
// the first one spared, and workers that were started behind it. Each end waits for all that it concerns.
#include "check.h"
#include <stdatomic.h>
#include <sys/resource.h>

static _Atomic int ended;
static int seen, unwound;

static async void ends_late(uint64_t ms)
{
    ac_shielded { await ac_sleep(ms); }
    ended++;
}

// Is spared by the end that it begins.
static async void ends_the_others(int expected)
{
    ac_io *in, *out;
    char c;
    CHECK_EQ(ac_pipe(&in, &out), 0);
    defer { unwound++; }
    CHECK_EQ(await ac_shutdown(0, NULL), expected);
    seen = await ac_read(in, &c, 1);
    for (;;)
        await ac_sleep(UINT64_MAX);
}

// CHECK: asyncc: worker 1: 1 aborted task has not ended: 'ends_late'
// CHECK: root ends
// CHECK: asyncc: worker 1: 1 aborted task has not ended: 'ends_late'
static async void root_ends_behind_the_report(void)
{
    ac_set_shutdown_timeout(30);
    CHECK_EQ(ac_workers_start(2), 2);
    ac_remote_detach(ac_spawn_on(1, ends_late(600)));
    ac_detach(ac_spawn(ends_the_others(AC_ECANCELED)));
    await ac_sleep(200);
    fprintf(stderr, "root ends\n");
}

static async void root_ends_behind_the_end(uint64_t timeout)
{
    ac_set_shutdown_timeout(timeout);
    ac_detach(ac_spawn(ends_late(10)));
    ac_detach(ac_spawn(ends_the_others(AC_ETIMEDOUT)));
    await ac_sleep(100);
    CHECK_EQ(seen, 0);
}

static async void a_second_end(void)
{
    ac_set_shutdown_timeout(2);
    ac_detach(ac_spawn(ends_late(50)));
    ac_detach(ac_spawn(ends_the_others(AC_ETIMEDOUT)));
    await ac_sleep(100);
    CHECK_EQ(await ac_shutdown(0, NULL), AC_ETIMEDOUT);
    CHECK_EQ(seen, AC_ECANCELED);
    CHECK_EQ(unwound, 1);
}

static int result;

static async void waits(void)
{
    result = await ac_sleep(UINT64_MAX);
}

static async void only_begins(void)
{
    await ac_shutdown(20, NULL);
}

static async void the_caller_is_aborted(void)
{
    result = 1;
    ac_detach(ac_spawn(waits()));
    ac_task *task = ac_spawn(only_begins());
    ac_abort(task);
    CHECK_EQ(await ac_join(task, NULL), AC_ETASKABORTED);
    CHECK_EQ(result, 1);
    await ac_sleep(200);
    CHECK_EQ(result, AC_ECANCELED);
    CHECK_EQ(ac_tasks_alive(), 1);
}

static async int listens(void)
{
    ac_listener *listener;
    CHECK_EQ(ac_tcp_listen(&listener, "127.0.0.1", 0, 0), AC_ECANCELED);
    return await ac_sleep(UINT64_MAX);
}

static async void workers_come_late(void)
{
    ac_detach(ac_spawn(ends_late(10)));
    CHECK_EQ(await ac_shutdown(0, NULL), AC_ETIMEDOUT);
    CHECK_EQ(ac_workers_start(2), 2);
    for (int i = 0; i < 2; i++) {
        int r = 0;
        CHECK_EQ(await ac_remote_join(ac_spawn_on(i, listens()), &r), AC_ETASKCANCELED);
        CHECK_EQ(r, AC_ECANCELED);
    }
}

static async void starts_no_workers(void)
{
    struct rlimit many, few;
    await ac_sleep(20);
    getrlimit(RLIMIT_NOFILE, &many);
    few = many;
    few.rlim_cur = 4;
    setrlimit(RLIMIT_NOFILE, &few);
    CHECK_EQ(ac_workers_start(3), AC_EMFILE);
    setrlimit(RLIMIT_NOFILE, &many);
}

static async void workers_cannot_be_started_meanwhile(void)
{
    ac_detach(ac_spawn(starts_no_workers()));
    CHECK_EQ(await ac_shutdown(UINT64_MAX, NULL), 0);
}

static async void sleeps(uint64_t ms)
{
    await ac_sleep(ms);
}

static async int ends_within(uint64_t ms)
{
    return await ac_shutdown(ms, NULL);
}

static async void an_end_without_its_caller_is_over_when_all_are(void)
{
    ac_detach(ac_spawn(sleeps(5)));
    ac_task *task = ac_spawn(ends_within(60));
    ac_abort(task);
    CHECK_EQ(await ac_join(task, NULL), AC_ETASKABORTED);
    await ac_sleep(20);
    result = 1;
    task = ac_spawn(waits());
    await ac_sleep(200);
    CHECK_EQ(result, 1); // and not cancelled by what was over before it began
    ac_cancel(task);
    CHECK_EQ(await ac_join(task, NULL), AC_ETASKCANCELED);
}

static async void an_abort_comes_too_late(void)
{
    int r = -1;
    ac_task *other = ac_spawn(sleeps(5)), *task = ac_spawn(ends_within(60000));
    while (ac_has_ended(other) == 0)
        await ac_yield();
    ac_abort(task);
    CHECK_EQ(await ac_join(task, &r), AC_ETASKCANCELED);
    CHECK_EQ(r, 0);
}

static async void computes(uint64_t ms)
{
    uint64_t until = ac_now() + ms;
    while (ac_now() < until)
        continue;
}

static async void a_worker_computes_while_two_ends_begin(void)
{
    CHECK_EQ(ac_workers_start(2), 2);
    ac_remote_detach(ac_spawn_on(1, sleeps(UINT64_MAX)));
    await ac_sleep(20);
    ac_remote_detach(ac_spawn_on(1, computes(200)));
    await ac_sleep(1);
    ac_task *task = ac_spawn(ends_within(10));
    await ac_sleep(60);
    ac_abort(task);
    CHECK_EQ(await ac_join(task, NULL), AC_ETASKABORTED);
    CHECK_EQ(await ac_shutdown(60000, NULL), 0); // the first one's cancel comes to all
}

static ac_shutdown_report report;

static async void ends_all_behind_a_turn(void)
{
    await ac_yield();
    result = await ac_shutdown(UINT64_MAX, &report);
}

static async void ends_all(void)
{
    result = await ac_shutdown(UINT64_MAX, &report);
}

static async void begins_with_workers(int workers)
{
    report = (ac_shutdown_report){7, 7, 7};
    result = 1;
    if (workers > 1)
        CHECK_EQ(ac_workers_start(workers), workers);
}

static async void the_root_ends_just_before(int workers, int others)
{
    await begins_with_workers(workers);
    for (int i = 0; i < others; i++)
        ac_detach(ac_spawn(sleeps(UINT64_MAX)));
    await ac_yield();
    ac_detach(ac_spawn(ends_all_behind_a_turn())); // its turn comes in the same batch
}

// Who waits for the end is stopped, or another task ends, or both in either order, in the same batch.
static async void the_root_ends_and_stops(int workers, const char *which)
{
    await begins_with_workers(workers);
    ac_task *other = ac_spawn(sleeps(UINT64_MAX)), *caller = ac_spawn(ends_all());
    await ac_yield();
    for (; *which; which++)
        if (*which == 'a')
            ac_abort(caller);
        else
            ac_cancel(*which == 'o' ? other : caller);
}

static void roots_end_in_the_same_batch(int workers)
{
    static const char *const which[] = {"", "c", "o", "a", "co", "oc", "ao", "oa"};
    for (int others = 0; others < 3; others++) {
        ac_run(the_root_ends_just_before(workers, others));
        CHECK_EQ(result, AC_EALREADY);
        CHECK_EQ(report.running, 7);
    }
    for (size_t i = 0; i < sizeof which / sizeof *which; i++) {
        ac_run(the_root_ends_and_stops(workers, which[i]));
        CHECK_EQ(result, strchr(which[i], 'a') ? 1 : AC_ECANCELED);
        CHECK_EQ(report.running, 7);
    }
}

static void begin(void)
{
    ended = seen = unwound = 0;
}

int main(void)
{
    begin();
    ac_run(root_ends_behind_the_report());
    CHECK_EQ(ended, 1);
    begin();
    ac_run(root_ends_behind_the_end(2)); // aborts had been sent, but not to all
    CHECK_EQ(seen, AC_ECANCELED);
    CHECK_EQ(unwound, 1);
    begin();
    ac_run(root_ends_behind_the_end(500));
    CHECK_EQ(seen, AC_ECANCELED);
    CHECK_EQ(unwound, 1);
    begin();
    ac_run(a_second_end());
    ac_run(the_caller_is_aborted());
    ac_run(workers_come_late());
    ac_run(workers_cannot_be_started_meanwhile());
    ac_run(an_end_without_its_caller_is_over_when_all_are());
    ac_run(an_abort_comes_too_late());
    ac_run(a_worker_computes_while_two_ends_begin());
    roots_end_in_the_same_batch(1);
    roots_end_in_the_same_batch(3);
    // CHECK: all have ended
    fprintf(stderr, "all have ended\n");
    return 0;
}
