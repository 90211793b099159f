// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// Work on the pool's threads: its results; cancelled before it began it is never called; cancelled
// later it is waited for, or goes on alone with its copy, which is dropped afterwards.
#include "check.h"
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

enum { THREADS = 4 };
static pthread_t main_thread;
static sem_t gate, begun;
static atomic_int calls, drops;

static int square(void *arg)
{
    int *x = arg;
    CHECK(!pthread_equal(pthread_self(), main_thread));
    *x *= *x;
    return *x + 1;
}

static int hold(void *arg)
{
    sem_post(&begun);
    sem_wait(&gate);
    calls++;
    *(int *)arg = 77;
    return 7;
}

static void drop(void *copy)
{
    CHECK_EQ(*(int *)copy, 77);
    CHECK(!pthread_equal(pthread_self(), main_thread));
    drops++;
}

static async int held(int *x)
{
    return await ac_blocking(hold, x);
}

static async int held_copy(int *x)
{
    return await ac_blocking_copy(hold, x, sizeof *x, drop);
}

static async int quick(int x)
{
    int y = x;
    int rc = await ac_blocking(square, &y);
    CHECK_EQ(rc, x * x + 1);
    return y;
}

static async int busy_threads(ac_task **tasks, int *slots)
{
    for (int i = 0; i < THREADS; i++) {
        tasks[i] = ac_spawn(held(&slots[i]));
        CHECK(tasks[i]);
    }
    for (int i = 0; i < THREADS; i++)
        sem_wait(&begun);
    return 0;
}

static void let_go(int n)
{
    while (n-- > 0)
        sem_post(&gate);
}

static async int many(void)
{
    ac_task *tasks[100];
    for (int i = 0; i < 100; i++)
        tasks[i] = ac_spawn(quick(i));
    for (int i = 0; i < 100; i++) {
        int r = 0;
        CHECK_EQ(await ac_join(tasks[i], &r), 0);
        CHECK_EQ(r, i * i);
    }
    return 0;
}

static async int stop_some(bool hard)
{
    ac_task *tasks[THREADS];
    int slots[THREADS] = {0}, other = 0, copied = 0, r = -1;
    calls = 0;
    await busy_threads(tasks, slots);
    ac_task *queued = ac_spawn(held(&other)), *queued_copy = ac_spawn(held_copy(&copied));
    // Not begun: never called.
    hard ? ac_abort(queued) : ac_cancel(queued);
    hard ? ac_abort(queued_copy) : ac_cancel(queued_copy);
    int rc = await ac_join(queued, &r);
    CHECK_EQ(rc, hard ? AC_ETASKABORTED : AC_ETASKCANCELED);
    CHECK_EQ(r, hard ? -1 : AC_ECANCELED);
    rc = await ac_join(queued_copy, &r);
    CHECK_EQ(rc, hard ? AC_ETASKABORTED : AC_ETASKCANCELED);
    // Begun: waited for, and the result is handed over.
    for (int i = 0; i < THREADS; i++)
        hard ? ac_abort(tasks[i]) : ac_cancel(tasks[i]);
    await ac_sleep(5);
    CHECK_EQ(calls, 0);
    let_go(THREADS);
    for (int i = 0; i < THREADS; i++) {
        // Aborted or not: the function has its result, and ends before it meets another wait.
        CHECK_EQ(await ac_join(tasks[i], &r), AC_ETASKCANCELED);
        CHECK_EQ(r, 7);
        CHECK_EQ(slots[i], 77);
    }
    CHECK_EQ(calls, THREADS);
    CHECK_EQ(other, 0);
    CHECK_EQ(copied, 0);
    return 0;
}

static int give_up(void *none)
{
    (void)none;
    sem_post(&begun);
    sem_wait(&gate);
    return AC_ECANCELED;
}

static async int gives_up(void)
{
    return await ac_blocking(give_up, NULL);
}

// A function that was called has its result handed over, whatever that is.
static async int says_it_was_cancelled(void)
{
    int r = 0;
    ac_task *t = ac_spawn(gives_up());
    sem_wait(&begun);
    ac_abort(t);
    await ac_yield();
    let_go(1);
    CHECK_EQ(await ac_join(t, &r), AC_ETASKCANCELED);
    CHECK_EQ(r, AC_ECANCELED);
    return 0;
}

static async int leave_copies(bool hard)
{
    int x = 1, r = -1;
    drops = calls = 0;
    ac_task *t = ac_spawn(held_copy(&x));
    sem_wait(&begun);
    hard ? ac_abort(t) : ac_cancel(t);
    // It leaves at once, while the work is held.
    int rc = await ac_join(t, &r);
    CHECK_EQ(rc, hard ? AC_ETASKABORTED : AC_ETASKCANCELED);
    CHECK_EQ(r, hard ? -1 : AC_ECANCELED);
    CHECK_EQ(calls, 0);
    let_go(1);
    while (drops == 0)
        await ac_sleep(1);
    CHECK_EQ(x, 1);
    // One that is not stopped has its copy back, and nothing is dropped.
    let_go(1);
    rc = await held_copy(&x);
    sem_wait(&begun);
    CHECK_EQ(rc, 7);
    CHECK_EQ(x, 77);
    CHECK_EQ(drops, 1);
    CHECK_EQ(await ac_blocking_copy(square, &x, SIZE_MAX, NULL), AC_ENOMEM);
    return 0;
}

static async int cancelled_from_the_start(void)
{
    int x = 3;
    await ac_yield();
    for (int n = 0; n < 1000; n++) {
        CHECK_EQ(await ac_blocking(square, &x), AC_ECANCELED);
        CHECK_EQ(await ac_blocking_copy(square, &x, sizeof x, NULL), AC_ECANCELED);
    }
    CHECK_EQ(x, 3);
    return 0;
}

static void *release_later(void *none)
{
    usleep(20000);
    let_go(1);
    return none;
}

static pthread_t releaser;

// Stopped when the root ends, before anybody lets the work go on.
static async void held_to_the_end(int *x)
{
    CHECK_EQ(await held_copy(x), AC_ECANCELED);
    CHECK_EQ(pthread_create(&releaser, NULL, release_later, NULL), 0);
}

static async int everything(void)
{
    ac_task *t = ac_spawn(cancelled_from_the_start());
    CHECK_EQ(ac_cancel(t), 0);
    CHECK_EQ(await ac_join(t, NULL), AC_ETASKCANCELED);
    await many();
    await stop_some(false);
    await stop_some(true);
    await says_it_was_cancelled();
    await leave_copies(false);
    await leave_copies(true);
    // Left to itself when the root ends: the loop waits for it.
    static int x;
    ac_detach(ac_spawn(held_to_the_end(&x)));
    sem_wait(&begun);
    drops = 0;
    return 0;
}

int main(void)
{
    main_thread = pthread_self();
    sem_init(&gate, 0, 0);
    sem_init(&begun, 0, 0);
    for (int i = 0; i < 3; i++) {
        CHECK_EQ(ac_run(everything()), 0);
        CHECK_EQ(drops, 1);
        pthread_join(releaser, NULL);
    }
}
