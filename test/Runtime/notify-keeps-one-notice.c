// RUN: %runtime-cc %s -o %t && %run %t
// A notice goes to the one that waits longest, or is kept for the next; one and no more is kept;
// none is lost with whoever is stopped.
enum { N = 4, TURNS = 6 };
#include "stop.h"

static ac_notify notify = AC_NOTIFY_INIT;
static int last, got;

FUTURE(waiter, int, int i;)
{
    BEGIN;
    AWAIT(ac_notify_wait, &notify);
    if (f->leaf.ac_notify_wait.result == 0) {
        if (f->i != victim) { // which the cancel may have put in the ready queue before others
            CHECK(f->i > last);
            last = f->i;
        }
        got++;
    }
    END(f->leaf.ac_notify_wait.result);
}
static ac_task *begin(int i)
{
    if (i == 0) {
        got = 0;
        last = -1;
    }
    return SPAWN(waiter, .i = i);
}
static void turn(int k)
{
    if (k >= 1 && k <= N)
        ac_notify_one(&notify);
}
static void ended(int i, int r)
{
    CHECK_EQ(r, r == 0 || i == victim ? r : 0);
}
static void finish(void)
{
    // Sent are N: what the victim did not get is kept.
    CHECK_EQ(got + notify.noticed, N);
    notify.noticed = false;
}

FUTURE(root, int, ac_notify n; ac_task * t[3]; int i; int r;)
{
    BEGIN;
    ac_notify_init(&f->n);
    ac_notify_one(&f->n);
    ac_notify_one(&f->n);
    AWAIT(ac_notify_wait, &f->n);
    CHECK_EQ(f->leaf.ac_notify_wait.result, 0);
    CHECK(!f->n.noticed);
    // All who wait; nothing for later.
    last = victim = -1;
    for (f->i = 0; f->i < 3; f->i++)
        f->t[f->i] = SPAWN(waiter, .i = f->i);
    victim = 1;
    ac_cancel(f->t[1]);
    ac_notify_all(&notify);
    for (f->i = 0; f->i < 3; f->i++) {
        AWAIT(ac_join, f->t[f->i], &f->r, 0);
        CHECK_EQ(f->r, 0);
    }
    CHECK(!notify.noticed);
    ac_notify_all(&notify);
    f->t[0] = SPAWN(waiter, .i = 10);
    AWAIT(ac_yield);
    CHECK_EQ(last, 2);
    ac_cancel(f->t[0]);
    AWAIT(ac_join, f->t[0], &f->r, 0);
    CHECK_EQ(f->r, AC_ECANCELED);
    END(0);
}

int main(void)
{
    RUN(root);
    stop_everywhere();
}
