// Stops one of several tasks at every moment, in every way: for tests of what waits.
//
// The test defines N and TURNS, and
//
//     static ac_task *begin(int i);         // spawns task i
//     static void turn(int k);              // what happens in turn k, besides what the tasks do
//     static void ended(int i, int r);      // task i ended with r, ABORTED: has no result
//     static void finish(void);             // whether nothing was lost
//
// stop_everywhere() runs that for each victim, cancelled or aborted before or after each turn, or
// only woken for no reason in all of them, and once without a victim. `victim` tells which task it
// is, -1: none.
#include "../../runtime/src/internal.h"
#include "check.h"

enum { ABORTED = -9999 };
enum how { CANCEL, ABORT, WAKE };
static int victim;

static ac_task *begin(int i);
static void turn(int k);
static void ended(int i, int r);
static void finish(void);

FUTURE(stopping, int, int when; enum how how; ac_task * t[N]; int i; int r;)
{
    BEGIN;
    for (f->i = 0; f->i < N; f->i++)
        f->t[f->i] = begin(f->i);
    for (f->i = 0; f->i < 2 * TURNS; f->i++) {
        if (f->i == f->when && victim >= 0 && f->how != WAKE)
            CHECK_EQ(f->how == ABORT ? ac_abort(f->t[victim]) : ac_cancel(f->t[victim]), 0);
        if (f->how == WAKE && !(f->t[victim]->strand.index & AC__TASK_ENDED))
            ac_wake(cx->loop, &f->t[victim]->strand);
        if (f->i % 2 == 0)
            turn(f->i / 2);
        else
            AWAIT(ac_yield);
    }
    for (f->i = 0; f->i < N; f->i++) {
        f->r = ABORTED;
        AWAIT(ac_join, f->t[f->i], &f->r, 0);
        if (f->leaf.ac_join.result)
            CHECK_EQ(f->i, victim);
        ended(f->i, f->r);
    }
    finish();
    END(0);
}

static void stop_everywhere(void)
{
    victim = -1;
    RUN(stopping, .when = -1);
    for (victim = 0; victim < N; victim++)
        for (int when = 0; when < 2 * TURNS; when++)
            for (enum how how = CANCEL; how <= WAKE; how++)
                RUN(stopping, .when = when, .how = how);
}

// Makes of the future `inner`, whose frame has a member `held`, one that calls give_back(&frame)
// when it ends with something held, however it ends: a defer by hand.
#define GUARDED(name, inner, give_back)                                                            \
    FUTURE(name, int, struct inner##__frame in;)                                                   \
    {                                                                                              \
        ac_poll p = f->state ? inner##__resume(&f->in, cx) : inner##__start(&f->in, cx);           \
        f->state = 1;                                                                              \
        if (p == AC_PENDING)                                                                       \
            return p;                                                                              \
        if (f->in.held)                                                                            \
            give_back(&f->in);                                                                     \
        f->result = f->in.result;                                                                  \
        return p;                                                                                  \
    }
