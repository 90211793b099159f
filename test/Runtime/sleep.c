// RUN: %runtime-cc %s -o %t && %run %t
// Sleeps end in the order of their deadlines, never early; cancelling ends them at once.
#include "check.h"
#include <time.h>

enum { N = 64 };
// Between which the deadline lies, in nanoseconds: the machine may stop us when a sleep begins.
static uint64_t earliest[N], latest[N];
static int order[N], ended;

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

FUTURE(sleeper, int, int i; uint64_t ms;)
{
    BEGIN;
    earliest[f->i] = now_ns() + f->ms * 1000000u;
    AWAIT(ac_sleep, f->ms);
    CHECK(now_ns() >= earliest[f->i]);
    order[ended++] = f->i;
    END(f->leaf.ac_sleep.result);
}

FUTURE(far, int, uint64_t ms;)
{
    BEGIN;
    AWAIT(ac_sleep, f->ms);
    END(f->leaf.ac_sleep.result);
}

FUTURE(root, int, ac_task *t[N]; int i; int r; uint64_t ms;)
{
    BEGIN;
    for (f->i = 0; f->i < N; f->i++) {
        f->ms = (uint64_t)(f->i * 37 % N) * 3;
        f->t[f->i] = SPAWN(sleeper, .i = f->i, .ms = f->ms);
        latest[f->i] = now_ns() + (f->ms + 1) * 1000000u; // a running millisecond does not count
    }
    for (f->i = 0; f->i < N; f->i++) {
        AWAIT(ac_join, f->t[f->i], &f->r, 0);
        CHECK_EQ(f->r, 0);
    }
    CHECK_EQ(ended, N);
    for (int i = 0; i < N; i++)
        for (int k = i + 1; k < N; k++)
            CHECK(earliest[order[i]] <= latest[order[k]]);
    // Far deadlines, and none.
    f->t[0] = SPAWN(far, .ms = UINT64_MAX);
    f->t[1] = SPAWN(far, .ms = UINT64_MAX - 1);
    f->t[2] = SPAWN(far, .ms = UINT64_MAX / 2);
    f->t[3] = SPAWN(far, .ms = 1ull << 40);
    f->t[4] = SPAWN(far, .ms = 100000);
    AWAIT(ac_sleep, 10);
    for (f->i = 0; f->i < 5; f->i++) {
        ac_cancel(f->t[f->i]);
        AWAIT(ac_join, f->t[f->i], &f->r, 0);
        CHECK_EQ(f->r, AC_ECANCELED);
    }
    END(0);
}

int main(void)
{
    CHECK_EQ(RUN(root), 0);
}
