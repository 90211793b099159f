// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// RUN: not --crash %t mutex 2>%t.err; not --crash %t unlocked 2>>%t.err
// RUN: not --crash %t runlocked 2>>%t.err; not --crash %t once 2>>%t.err; FileCheck %s <%t.err
// Between workers and plain threads: mutex, rwlock, semaphore, notify, barrier and once do what
// they promise also while operations are cancelled all the time; lines are first come, first
// served.
// CHECK: asyncc: ac_shared_mutex_free: operations wait on it
// CHECK: asyncc: ac_shared_mutex_unlock: it is not locked
// CHECK: asyncc: ac_shared_rwlock_unlock: it is not locked
// CHECK: asyncc: ac_shared_once_end: nobody is doing it
#include "across.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { TASKS = 9, EACH = 400 };

// Seeded; each task has its own.
static int rnd(uint64_t *seed, int n)
{
    *seed = *seed * 6364136223846793005 + 1442695040888963407;
    return (int)(*seed >> 33) % n;
}

static _Atomic int stopped;

static async int lock_patiently(ac_shared_mutex *mutex)
{
    return await ac_shared_mutex_lock(mutex);
}

// Locks, and gives up again and again before it does.
static async void lock_impatiently(ac_shared_mutex *mutex)
{
    int rc = 0;
    do {
        await ac_select(rc = lock_patiently(mutex), ac_yield());
        stopped += rc == AC_ECANCELED;
    } while (rc);
}

// ---- mutex: no atomic, but never two at a time ----

static int counter;

static async int count_up(ac_shared_mutex *mutex, int task)
{
    uint64_t seed = (uint64_t)task;
    for (int i = 0; i < EACH; i++) {
        if (task % 3 == 0)
            await lock_impatiently(mutex);
        else if (task % 3 == 1 || ac_shared_mutex_trylock(mutex))
            CHECK_EQ(await ac_shared_mutex_lock(mutex), 0);
        int before = counter;
        if (rnd(&seed, 4) == 0)
            await ac_yield();
        counter = before + 1;
        ac_shared_mutex_unlock(mutex);
    }
    return EACH;
}

static async void one_at_a_time(void)
{
    ac_remote *t[TASKS];
    ac_shared_mutex *mutex = ac_shared_mutex_new();
    for (int i = 0; i < TASKS; i++)
        t[i] = ac_spawn_on(i % WORKERS, count_up(mutex, i));
    for (int i = 0; i < TASKS; i++)
        CHECK_EQ(await result_of(t[i]), EACH);
    CHECK_EQ(counter, TASKS * EACH);
    CHECK_EQ(ac_shared_mutex_trylock(mutex), 0);
    CHECK_EQ(ac_shared_mutex_trylock(mutex), AC_EBUSY);
    ac_shared_mutex_unlock(mutex);
    ac_shared_mutex_free(mutex);
    ac_shared_mutex_free(NULL);
}

// Whoever comes first is served first; one that is cancelled leaves, one that is aborted, too.
static int order[TASKS];
static _Atomic int come;

static async int line_up(ac_shared_mutex *mutex, int task)
{
    int rc = await ac_shared_mutex_lock(mutex);
    if (rc < 0)
        return rc;
    order[come++] = task;
    ac_shared_mutex_unlock(mutex);
    return 0;
}

static async void first_come_first_served(void)
{
    ac_remote *t[6];
    ac_shared_mutex *mutex = ac_shared_mutex_new();
    CHECK_EQ(await ac_shared_mutex_lock(mutex), 0);
    for (int i = 0; i < 6; i++) {
        t[i] = ac_spawn_on(i % WORKERS, line_up(mutex, i));
        await settled();
    }
    ac_remote_cancel(t[1]);
    ac_remote_abort(t[4]);
    await settled();
    ac_shared_mutex_unlock(mutex);
    // The first in line has it already.
    CHECK(ac_shared_mutex_trylock(mutex) == AC_EBUSY || come == 4);
    int rcs[6];
    for (int i = 0; i < 6; i++) {
        int rc = await ac_remote_join(t[i], &rcs[i]);
        CHECK_EQ(rc, i == 1 ? AC_ETASKCANCELED : i == 4 ? AC_ETASKABORTED : 0);
    }
    CHECK_EQ(rcs[1], AC_ECANCELED);
    CHECK(come == 4 && order[0] == 0 && order[1] == 2 && order[2] == 3 && order[3] == 5);
    ac_shared_mutex_free(mutex);
}

// ---- rwlock ----

static int written, copy_of_written;
static _Atomic int reading, read_together;

static async int read_and_write(ac_shared_rwlock *lock, int task)
{
    uint64_t seed = (uint64_t)task + 100;
    for (int i = 0; i < EACH; i++) {
        if (rnd(&seed, 3)) {
            if (rnd(&seed, 2) || ac_shared_rwlock_tryrdlock(lock))
                CHECK_EQ(await ac_shared_rwlock_rdlock(lock), 0);
            if (reading++)
                read_together = 1;
            CHECK_EQ(written, copy_of_written);
            await ac_yield();
            CHECK_EQ(written, copy_of_written);
            reading--;
        } else {
            if (rnd(&seed, 2) || ac_shared_rwlock_trywrlock(lock))
                CHECK_EQ(await ac_shared_rwlock_wrlock(lock), 0);
            written++;
            CHECK_EQ(reading, 0);
            if (rnd(&seed, 2))
                await ac_yield();
            copy_of_written++;
        }
        ac_shared_rwlock_unlock(lock);
    }
    return 0;
}

static async int hold(ac_shared_rwlock *lock, bool alone)
{
    int rc = alone ? await ac_shared_rwlock_wrlock(lock) : await ac_shared_rwlock_rdlock(lock);
    if (rc == 0)
        ac_shared_rwlock_unlock(lock);
    return rc;
}

static async void readers_or_a_writer(void)
{
    ac_remote *t[TASKS];
    ac_shared_rwlock *lock = ac_shared_rwlock_new();
    for (int i = 0; i < TASKS; i++)
        t[i] = ac_spawn_on(i % WORKERS, read_and_write(lock, i));
    for (int i = 0; i < TASKS; i++)
        CHECK_EQ(await result_of(t[i]), 0);
    CHECK_EQ(written, copy_of_written);
    CHECK(read_together);
    // A reader waits behind a writer that waits, and is let in when that one gives up.
    CHECK_EQ(await ac_shared_rwlock_rdlock(lock), 0);
    t[0] = ac_spawn_on(1, hold(lock, true));
    await settled();
    CHECK_EQ(ac_shared_rwlock_tryrdlock(lock), AC_EBUSY);
    t[1] = ac_spawn_on(2, hold(lock, false));
    await settled();
    ac_remote_cancel(t[0]);
    CHECK_EQ(await result_of(t[0]), AC_ECANCELED);
    CHECK_EQ(await result_of(t[1]), 0);
    CHECK_EQ(ac_shared_rwlock_trywrlock(lock), AC_EBUSY);
    ac_shared_rwlock_unlock(lock);
    CHECK_EQ(ac_shared_rwlock_trywrlock(lock), 0);
    ac_shared_rwlock_unlock(lock);
    ac_shared_rwlock_free(lock);
}

// ---- semaphore ----

static _Atomic int64_t in_use, most_in_use;

static async int use_some(ac_shared_semaphore *semaphore, int task)
{
    uint64_t seed = (uint64_t)task + 200;
    for (int i = 0; i < EACH; i++) {
        uint32_t n = (uint32_t)rnd(&seed, 5);
        int rc = -1;
        while (rc) {
            await ac_select(rc = ac_shared_semaphore_acquire(semaphore, n), ac_yield());
            stopped += rc == AC_ECANCELED;
        }
        int64_t used = in_use += n;
        CHECK(used <= 4);
        if (used > most_in_use)
            most_in_use = used;
        await ac_yield();
        in_use -= n;
        ac_shared_semaphore_release(semaphore, n);
    }
    return 0;
}

static async int acquire(ac_shared_semaphore *semaphore, uint32_t n)
{
    return await ac_shared_semaphore_acquire(semaphore, n);
}

static async void not_more_than_there_are(void)
{
    ac_remote *t[TASKS];
    ac_shared_semaphore *semaphore = ac_shared_semaphore_new(4);
    for (int i = 0; i < TASKS; i++)
        t[i] = ac_spawn_on(i % WORKERS, use_some(semaphore, i));
    for (int i = 0; i < TASKS; i++)
        CHECK_EQ(await result_of(t[i]), 0);
    CHECK_EQ(most_in_use, 4);
    CHECK_EQ(ac_shared_semaphore_available(semaphore), 4);
    // One that wants more than is there holds up those behind it, until it gives up.
    t[0] = ac_spawn_on(1, acquire(semaphore, 5));
    await settled();
    t[1] = ac_spawn_on(2, acquire(semaphore, 3));
    await settled();
    CHECK_EQ(ac_shared_semaphore_tryacquire(semaphore, 1), AC_EAGAIN);
    ac_remote_cancel(t[0]);
    CHECK_EQ(await result_of(t[0]), AC_ECANCELED);
    CHECK_EQ(await result_of(t[1]), 0);
    CHECK_EQ(ac_shared_semaphore_tryacquire(semaphore, 1), 0);
    CHECK_EQ(ac_shared_semaphore_available(semaphore), 0);
    ac_shared_semaphore_release(semaphore, UINT32_MAX);
    ac_shared_semaphore_release(semaphore, 1);
    CHECK_EQ(ac_shared_semaphore_available(semaphore), (int64_t)UINT32_MAX + 1);
    ac_shared_semaphore_free(semaphore);
}

// ---- notify ----

static _Atomic int noticed;

static async int wait_for_notices(ac_shared_notify *notify, int n)
{
    for (int i = 0; i < n; i++) {
        int rc = -1;
        while (rc) {
            await ac_select(rc = ac_shared_notify_wait(notify), ac_yield());
            stopped += rc == AC_ECANCELED;
        }
        noticed++;
    }
    return 0;
}

static async int wait_once(ac_shared_notify *notify)
{
    return await ac_shared_notify_wait(notify);
}

static async void every_notice_counts(void)
{
    ac_remote *t[4];
    ac_shared_notify *notify = ac_shared_notify_new();
    for (int i = 0; i < 3; i++)
        t[i] = ac_spawn_on(i, wait_for_notices(notify, 100));
    await settled(); // each has been stopped, since there was no notice yet
    // The next notice is given when the last one was taken: none is lost, though waits are stopped.
    for (int i = 0; i < 300; i++) {
        ac_shared_notify_one(notify);
        while (noticed == i)
            await ac_yield();
        CHECK_EQ(noticed, i + 1);
    }
    for (int i = 0; i < 3; i++)
        CHECK_EQ(await result_of(t[i]), 0);
    for (int i = 0; i < 4; i++)
        t[i] = ac_spawn_on(i % WORKERS, wait_once(notify));
    await settled();
    ac_shared_notify_all(notify);
    for (int i = 0; i < 4; i++)
        CHECK_EQ(await result_of(t[i]), 0);
    // Nothing is left of it; of two notices, one is kept.
    CHECK_EQ(await ac_timeout(1, ac_shared_notify_wait(notify)), AC_ETIMEDOUT);
    ac_shared_notify_one(notify);
    ac_shared_notify_one(notify);
    CHECK_EQ(await ac_shared_notify_wait(notify), 0);
    CHECK_EQ(await ac_timeout(1, ac_shared_notify_wait(notify)), AC_ETIMEDOUT);
    ac_shared_notify_free(notify);
}

// ---- barrier ----

enum { ROUNDS = 200 };
static _Atomic int arrived[ROUNDS], lasts;

static async int pass(ac_shared_barrier *barrier, int task)
{
    for (int i = 0; i < ROUNDS; i++) {
        int rc = AC_ECANCELED;
        arrived[i]++;
        while (rc < 0) {
            if (task % 2)
                rc = await ac_shared_barrier_wait(barrier);
            else
                await ac_select(rc = ac_shared_barrier_wait(barrier), go_round());
            stopped += rc == AC_ECANCELED;
        }
        CHECK_EQ(arrived[i], TASKS);
        lasts += rc;
    }
    return 0;
}

static async void all_pass_together(void)
{
    ac_remote *t[TASKS];
    ac_shared_barrier *barrier = ac_shared_barrier_new(TASKS), *free = ac_shared_barrier_new(0);
    for (int i = 0; i < TASKS; i++)
        t[i] = ac_spawn_on(i % WORKERS, pass(barrier, i));
    for (int i = 0; i < TASKS; i++)
        CHECK_EQ(await result_of(t[i]), 0);
    CHECK_EQ(lasts, ROUNDS);
    CHECK_EQ(await ac_shared_barrier_wait(free), 1);
    ac_shared_barrier_free(barrier);
    ac_shared_barrier_free(free);
}

// ---- once ----

static int made; // not atomic: who finds it done sees it

static async int need(ac_shared_once *once, int task)
{
    int rc = await ac_shared_once_begin(once);
    if (rc > 0) {
        await go_round();
        bool fails = task < 2;
        made += !fails;
        ac_shared_once_end(once, !fails);
        return fails ? AC_EAGAIN : made;
    }
    return rc < 0 ? rc : made;
}

static async void done_once(void)
{
    ac_remote *t[TASKS];
    ac_shared_once *once = ac_shared_once_new();
    for (int i = 0; i < TASKS; i++) {
        t[i] = ac_spawn_on(i % WORKERS, need(once, i));
        if (i < 2) // the first two try, and fail
            CHECK_EQ(await result_of(t[i]), AC_EAGAIN);
    }
    for (int i = 2; i < TASKS; i++)
        CHECK_EQ(await result_of(t[i]), 1);
    CHECK_EQ(await ac_shared_once_begin(once), 0);
    ac_shared_once_free(once);
}

// An operation that was served before it is cancelled has what it was given.
static async void served_first(void)
{
    ac_shared_mutex *mutex = ac_shared_mutex_new();
    CHECK_EQ(await ac_shared_mutex_lock(mutex), 0);
    ac_task *t = ac_spawn(line_up(mutex, 0));
    ac_shared_mutex_unlock(mutex);
    ac_cancel(t);
    int rc;
    CHECK_EQ(await ac_join(t, &rc), AC_ETASKCANCELED);
    CHECK_EQ(rc, 0);
    ac_shared_mutex_free(mutex);
}

static async void tasks(void)
{
    CHECK(ac_workers_start(WORKERS) == WORKERS);
    await one_at_a_time();
    come = 0;
    await first_come_first_served();
    await readers_or_a_writer();
    await not_more_than_there_are();
    await every_notice_counts();
    await all_pass_together();
    await done_once();
    come = 0;
    await served_first();
    CHECK(stopped > 0);
}

// ---- a loop that is no worker, and threads without one ----

static ac_shared_mutex *between;

static async int count_up_by_lock(void)
{
    return await count_up(between, 1);
}

static void *other_loop(void *none)
{
    CHECK_EQ(ac_run(count_up_by_lock()), EACH);
    return none;
}

static void *no_loop(void *none)
{
    for (int i = 0; i < EACH; i++) {
        while (ac_shared_mutex_trylock(between))
            sched_yield();
        counter++;
        ac_shared_mutex_unlock(between);
    }
    return none;
}

static void threads(void)
{
    pthread_t t[3];
    counter = 0;
    between = ac_shared_mutex_new();
    for (int i = 0; i < 3; i++)
        CHECK_EQ(pthread_create(&t[i], NULL, i ? no_loop : other_loop, NULL), 0);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    CHECK_EQ(counter, 3 * EACH);
    ac_shared_mutex_free(between);
}

static async void waits(ac_shared_mutex *mutex)
{
    await ac_shared_mutex_lock(mutex);
}

static async void misuse(const char *which)
{
    ac_shared_mutex *mutex = ac_shared_mutex_new();
    if (!strcmp(which, "unlocked"))
        ac_shared_mutex_unlock(mutex);
    if (!strcmp(which, "runlocked"))
        ac_shared_rwlock_unlock(ac_shared_rwlock_new());
    if (!strcmp(which, "once"))
        ac_shared_once_end(ac_shared_once_new(), true);
    ac_shared_mutex_trylock(mutex);
    ac_detach(ac_spawn(waits(mutex)));
    ac_shared_mutex_free(mutex);
}

int main(int argc, char **argv)
{
    (void)argc;
    if (argv[1] && argv[1][0] != '/')
        ac_run(misuse(argv[1]));
    ac_run(tasks());
    threads();
}
