// What a group costs hangs on how many of its branches are woken, not on how many it has, and who awaits
// it is resumed once, when all have ended. Work is counted in suspensions.
// RUN: %asyncc %sanitize -O1 -Wall -Wextra -Werror %s %builddir/libasyncc-hooks.a -o %t && %run %t
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>

enum { BRANCHES = 255, WOKEN = 10 };
static long suspensions;
void ac__hook_suspended(ac_loop *loop, ac_strand *strand);
void ac__hook_suspended(ac_loop *loop, ac_strand *strand)
{
    (void)loop, (void)strand;
    suspensions++;
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

static async int waits_once(void)
{
    int rc = await ac_semaphore_acquire(&semaphore, 1);
    ended++;
    return rc;
}

#define TIMES_5(x) x, x, x, x, x
#define TIMES_255(x)                                                                               \
    TIMES_5(TIMES_5(TIMES_5(x))), TIMES_5(TIMES_5(TIMES_5(x))), TIMES_5(x) /* 125 + 125 + 5 */

static async int all(void)
{
    return await ac_all(TIMES_255(waits()));
}

static async int first(void)
{
    return await ac_select(TIMES_255(waits_once()));
}

static async int none_fails(void)
{
    return await ac_timeout(UINT64_MAX, ac_try_all(TIMES_255(waits_once())));
}

// What its starts left undone, for the sake of others, it does now.
static async void settle(void)
{
    for (int i = 0; i < 4; i++)
        await ac_yield();
    suspensions = ended = 0;
}

async int main(void)
{
    int result = -1;
    ac_task *task = ac_spawn(all());
    await settle();
    for (int round = 1; round <= 10; round++) {
        suspensions = 0;
        ac_semaphore_release(&semaphore, WOKEN);
        await ac_yield();
        CHECK_EQ(got, round * WOKEN);
        CHECK_EQ(suspensions, WOKEN + 1);
    }
    // The task passes it on, and waits for its branches, none of which suspends again.
    suspensions = 0;
    ac_cancel(task);
    CHECK_EQ(await ac_join(task, &result), AC_ETASKCANCELED);
    CHECK_EQ(suspensions, 2);
    CHECK_EQ(ended, BRANCHES);

    task = ac_spawn(first());
    await settle();
    ac_semaphore_release(&semaphore, 1);
    CHECK_EQ(await ac_join(task, &result), 0);
    CHECK_EQ(result, 0);
    CHECK_EQ(suspensions, 1);
    CHECK_EQ(ended, BRANCHES);

    // Those that end do not wake who waits for all.
    task = ac_spawn(none_fails());
    await settle();
    for (int i = 1; i < BRANCHES; i++) {
        suspensions = 0;
        ac_semaphore_release(&semaphore, 1);
        await ac_yield();
        CHECK_EQ(ended, i);
        CHECK_EQ(suspensions, 1);
    }
    ac_semaphore_release(&semaphore, 1);
    CHECK_EQ(await ac_join(task, &result), 0);
    CHECK_EQ(result, 0);
    return 0;
}
