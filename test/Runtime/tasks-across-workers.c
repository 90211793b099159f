// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// RUN: not --crash %t far 2>&1 | FileCheck %s --check-prefix=FAR
// Tasks on other workers: joined, detached, cancelled, aborted, left behind; joiners that are
// cancelled; errors. FAR: asyncc: ac_spawn_on: there is no worker 3 among 3
#include "check.h"
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

static _Atomic int exits, begun;

static async int sleeper(uint64_t ms)
{
    begun++;
    defer { exits++; }
    return await ac_sleep(ms);
}

static async void exits_slowly(void)
{
    begun++;
    defer
    {
        await ac_sleep(2);
        exits++;
    }
    await ac_sleep(UINT64_MAX);
}

// Until it is let go, however long that takes.
static _Atomic bool let_go;

static async int held(void)
{
    begun++;
    defer { exits++; }
    while (!let_go)
        await ac_sleep(1);
    return 0;
}

static async void lets_go(void)
{
    let_go = true;
}

// Not counted.
static async void lingers(uint64_t ms)
{
    defer { await ac_sleep(1); }
    await ac_sleep(ms);
}

static async int join(ac_remote *task, int *out)
{
    return await ac_remote_join(task, out);
}

static async int join_bytes(ac_remote *task, char (*out)[3])
{
    return await ac_remote_join(task, out);
}

static async void until(_Atomic int *n, int least)
{
    while (*n < least)
        await ac_sleep(1);
}

// Served in the turn after it has spent its budget, and so woken once more, ends before that.
static async int ends_while_queued(void)
{
    ac_mutex mutex = AC_MUTEX_INIT;
    for (int i = 0; i < 129; i++) {
        CHECK_EQ(await ac_mutex_lock(&mutex), 0);
        ac_mutex_unlock(&mutex);
    }
    return 5;
}

// Also if its own loop has not let go of it.
static async void told_too_late(void)
{
    int r = 0;
    ac_remote *t = ac_spawn_on(ac_worker_self(), ends_while_queued());
    ac_task *u = ac_spawn(ends_while_queued());
    await ac_yield();
    await ac_yield();
    CHECK_EQ(ac_has_ended(u), 1);
    CHECK_EQ(ac_cancel(u), 0);
    CHECK_EQ(ac_remote_cancel(t), 0);
    CHECK_EQ(await ac_join(u, &r), 0);
    CHECK_EQ(r, 5);
    CHECK_EQ(await ac_remote_join(t, &r), 0);
    CHECK_EQ(r, 5);
}

static async void cancels_and_aborts(int w)
{
    int r = 1, s = 1;
    exits = begun = 0;
    // Told before it begins, if it is on another loop; and while it waits.
    ac_remote *t = ac_spawn_on(w, sleeper(UINT64_MAX));
    CHECK_EQ(ac_remote_cancel(t), 0);
    CHECK_EQ(await ac_remote_join(t, &r), AC_ETASKCANCELED);
    CHECK_EQ(r, AC_ECANCELED);
    t = ac_spawn_on(w, sleeper(UINT64_MAX));
    await until(&begun, 2);
    CHECK_EQ(ac_remote_cancel(t), 0);
    CHECK_EQ(ac_remote_cancel(t), 0);
    CHECK_EQ(await ac_remote_join(t, &r), AC_ETASKCANCELED);
    CHECK_EQ(r, AC_ECANCELED);
    CHECK_EQ(exits, 2);
    t = ac_spawn_on(w, exits_slowly());
    await until(&begun, 3);
    CHECK_EQ(ac_remote_abort(t), 0);
    CHECK_EQ(await ac_remote_join(t, NULL), AC_ETASKABORTED);
    CHECK_EQ(exits, 3);
    // A joiner that is cancelled leaves the handle as it was.
    let_go = false;
    t = ac_spawn_on(w, held());
    CHECK_EQ(await ac_timeout(1, r = join(t, &s)), AC_ETIMEDOUT);
    CHECK_EQ(r, AC_ECANCELED);
    // One at a time.
    int first, second;
    await ac_all(first = ac_remote_join(t, &r), second = ac_remote_join(t, &r), lets_go());
    CHECK_EQ(first, 0);
    CHECK_EQ(r, 0);
    CHECK_EQ(second, AC_EBUSY);
    // A result of another size is not consumed, nor is a task that has ended told anything.
    char odd[3];
    t = ac_spawn_on(w, sleeper(0));
    await until(&exits, 5);
    CHECK_EQ(await join_bytes(t, &odd), AC_ERESULTSIZE);
    CHECK_EQ(ac_remote_abort(t), 0);
    CHECK_EQ(await ac_remote_join(t, &r), 0);
    // An abort of the joiner.
    let_go = false;
    t = ac_spawn_on(w, held());
    ac_task *joiner = ac_spawn(join(t, &r));
    ac_abort(joiner);
    CHECK_EQ(await ac_join(joiner, NULL), AC_ETASKABORTED);
    let_go = true;
    CHECK_EQ(await ac_remote_join(t, NULL), 0);
    ac_remote_detach(ac_spawn_on(w, lingers(0)));
    ac_remote_detach(NULL);
    CHECK_EQ(ac_remote_abort(NULL), AC_ENOMEM);
    // Handles that nobody consumes are freed in the end, of tasks that have ended and that have not.
    CHECK(ac_spawn_on(w, lingers(0)));
    CHECK(ac_spawn_on(w, lingers(UINT64_MAX)));
}

// Signals come to every worker that waits for them, and children of workers take theirs, although
// the workers' threads block all.
static async int waits_for_signal(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGWINCH);
    return await ac_signal_wait(&set);
}

static async int child_that_kills_itself(void)
{
    ac_process *process;
    int number = 0;
    ac_process_options options = {.file = "sh",
                                  .args = (char *[]){"sh", "-c", "kill -TERM $$; sleep 1", NULL}};
    CHECK_EQ(ac_process_start(&process, &options, NULL), 0);
    await ac_process_wait(process, &number);
    ac_process_close(process);
    return number;
}

static async void signals(int w)
{
    int n = 0, rc;
    ac_remote *t = ac_spawn_on(w, waits_for_signal());
    do
        kill(getpid(), SIGWINCH); // until it waits
    while (await ac_timeout(2, rc = join(t, &n)) && rc == AC_ECANCELED);
    CHECK_EQ(rc, 0);
    CHECK_EQ(n, SIGWINCH);
    t = ac_spawn_on(w, child_that_kills_itself());
    CHECK_EQ(await ac_remote_join(t, &n), 0);
    CHECK_EQ(n, SIGTERM);
}

static async int root(void)
{
    CHECK_EQ(ac_worker_count(), 1);
    CHECK_EQ(ac_workers_start(-1), AC_EINVAL);
    CHECK_EQ(ac_workers_start(1025), AC_EINVAL);
    await cancels_and_aborts(0); // alone
    await told_too_late();
    CHECK_EQ(ac_workers_start(3), 3);
    CHECK_EQ(ac_workers_start(2), AC_EALREADY);
    for (int w = 0; w < 3; w++)
        await cancels_and_aborts(w);
    for (int w = 0; w < 3; w++)
        await signals(w);
    // From a worker that is not the first, to all.
    for (int w = 0; w < 3; w++)
        CHECK_EQ(await ac_remote_join(ac_spawn_on(2, cancels_and_aborts(w)), NULL), 0);
    return 7;
}

static async void far(void)
{
    ac_workers_start(3);
    ac_remote_detach(ac_spawn_on(3, exits_slowly()));
}

static async int one_worker(void)
{
    return ac_workers_start(1) == 1 && ac_worker_count() == 1 ? 1 : 0;
}

static async int as_many_as_cores(void)
{
    int n = ac_workers_start(0);
    CHECK(n > 0);
    CHECK_EQ(ac_worker_count(), n);
    return n;
}

int main(int argc, char **argv)
{
    if (argc > 1 && !strcmp(argv[1], "far"))
        ac_run(far());
    CHECK_EQ(ac_worker_self(), 0);
    for (int i = 0; i < 3; i++)
        CHECK_EQ(ac_run(root()), 7);
    CHECK_EQ(ac_run(one_worker()), 1);
    CHECK(ac_run(as_many_as_cores()) > 0);
}
