// What a scope costs hangs on how many of its tasks are woken, not on how many it has, and its
// parent is woken once. Work is counted in suspensions.
// RUN: %asyncc %sanitize -O1 -Wall -Wextra -Werror %s %builddir/libasyncc-hooks.a -o %t && %run %t
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>

enum { TASKS = 10000, WOKEN = 10 };
static long suspensions;
void ac__hook_suspended(ac_loop *loop, ac_strand *strand);
void ac__hook_suspended(ac_loop *loop, ac_strand *strand)
{
    (void)loop, (void)strand;
    suspensions++;
}

extern void *(*ac__malloc)(size_t);
static long allocations;
static void *counting_malloc(size_t size)
{
    allocations++;
    return malloc(size);
}

#define CHECK_EQ(a, b)                                                                             \
    do {                                                                                           \
        long x_ = (long)(a), y_ = (long)(b);                                                       \
        if (x_ != y_) {                                                                            \
            fprintf(stderr, "%d: %s is %ld, not %ld\n", __LINE__, #a, x_, y_);                     \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static ac_semaphore semaphore = AC_SEMAPHORE_INIT(0);
static int got, ended;

static async int waits(void)
{
    int rc;
    while ((rc = await ac_semaphore_acquire(&semaphore, 1)) == 0)
        got++;
    ended++;
    return rc;
}

static async void fill(ac_scope *s)
{
    for (int i = 0; i < TASKS; i++)
        if (!ac_spawn_in(s, waits()))
            abort();
}

// Ends at once, so its memory is there again for the next one.
static async int passes(int n)
{
    got += n;
    return n;
}

static int scopes;

// Has nothing to wait for, but lets others run.
static async void enters_many(void)
{
    for (; scopes < TASKS; scopes++)
        ac_scope (s)
            ac_spawn_in(s, passes(1));
}

async int main(void)
{
    ac__malloc = counting_malloc;
    ac_scope (s) {
        await fill(s);
        // What their starts left undone, for the sake of others, they do now.
        for (int i = 0; i < 2; i++)
            await ac_yield();
        for (int round = 1; round <= 10; round++) {
            suspensions = 0;
            ac_semaphore_release(&semaphore, WOKEN);
            await ac_yield();
            CHECK_EQ(got, round * WOKEN);
            CHECK_EQ(suspensions, WOKEN + 1);
        }
        suspensions = 0;
        ac_scope_cancel(s);
    }
    // None suspends again but the parent, once.
    CHECK_EQ(ended, TASKS);
    CHECK_EQ(suspensions, 1);

    // A scope does not grow by those that have ended.
    got = 0;
    ac_scope (s) {
        ac_spawn_in(s, passes(1));
        allocations = 0;
        for (int i = 1; i < 10 * TASKS; i++)
            ac_spawn_in(s, passes(1));
        CHECK_EQ(allocations, 0);
    }
    CHECK_EQ(got, 10 * TASKS);

    // A loop of scopes whose tasks end at once comes by some hundred in each of its turns.
    int turns = 0;
    ac_task *enters = ac_spawn(enters_many());
    for (; scopes < TASKS; turns++)
        await ac_yield();
    CHECK_EQ(turns >= TASKS / 200, 1);
    CHECK_EQ(await ac_join(enters, NULL), 0);

    // A task's end costs the same wherever it stands among the others: each is ended alone.
    ac_task *handles[100];
    ended = 0;
    ac_scope (s) {
        for (int i = 0; i < 100; i++)
            handles[i] = ac_spawn_in(s, waits());
        for (int i = 0; i < 100; i += 2)
            CHECK_EQ(ac_cancel(handles[i]), 0);
        await ac_yield();
        CHECK_EQ(ended, 50);
        CHECK_EQ(ac_tasks_alive(), 51);
        // They are gone, and the others cannot be joined or detached.
        CHECK_EQ(ac_cancel(handles[0]), AC_ESRCH);
        ac_task *volatile one = handles[0];
        CHECK_EQ(await ac_join(one, NULL), AC_ESRCH);
        one = handles[1];
        CHECK_EQ(await ac_join(one, NULL), AC_EINVAL);
        ac_detach(one);
        CHECK_EQ(ac_abort(one), 0);
        // Started after it was cancelled, a task starts cancelled.
        ac_scope_cancel(s);
        ac_task *late = ac_spawn_in(s, waits());
        CHECK_EQ(late != NULL, 1);
        CHECK_EQ(ac_cancel(late), AC_ESRCH);
    }
    CHECK_EQ(ended, 100); // all but the one that was aborted
    CHECK_EQ(ac_tasks_alive(), 1);
    return 0;
}
