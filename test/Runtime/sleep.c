// RUN: %runtime-cc %s -o %t && %run %t
// Sleeps end in the order of their deadlines, never early; cancelling ends them at once.
#include "check.h"
#include <time.h>

static uint64_t order[64];
static int ended;

FUTURE(sleeper, int, uint64_t ms; uint64_t t;)
{
    BEGIN;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    f->t = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
    AWAIT(ac_sleep, f->ms);
    clock_gettime(CLOCK_MONOTONIC, &now);
    CHECK((uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec - f->t >= f->ms * 1000000u);
    order[ended++] = f->ms;
    END(f->leaf.ac_sleep.result);
}

FUTURE(far, int, uint64_t ms;)
{
    BEGIN;
    AWAIT(ac_sleep, f->ms);
    END(f->leaf.ac_sleep.result);
}

FUTURE(root, int, ac_task *t[64]; int i; int r;)
{
    BEGIN;
    for (f->i = 0; f->i < 64; f->i++)
        f->t[f->i] = SPAWN(sleeper, .ms = (uint64_t)(f->i * 37 % 64) * 3);
    for (f->i = 0; f->i < 64; f->i++) {
        AWAIT(ac_join, f->t[f->i], &f->r, 0);
        CHECK_EQ(f->r, 0);
    }
    for (int i = 0; i < 63; i++)
        CHECK(order[i] < order[i + 1]);
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
