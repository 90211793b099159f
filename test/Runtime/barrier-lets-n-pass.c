// RUN: %runtime-cc %s -o %t && %run %t
// A barrier for three: tasks pass in threes, one of each three as the last; one that is stopped
// before that has not come.
enum { N = 7, TURNS = 8 };
#include "stop.h"

static ac_barrier barrier = AC_BARRIER_INIT(3);
static int passed, lasts, arrived;

FUTURE(comer, int, int late;)
{
    BEGIN;
    while (f->late-- > 0)
        AWAIT(ac_yield);
    arrived++;
    AWAIT(ac_barrier_wait, &barrier);
    if (f->leaf.ac_barrier_wait.result >= 0) {
        CHECK(arrived >= 3);
        passed++;
    }
    lasts += f->leaf.ac_barrier_wait.result == 1;
    END(f->leaf.ac_barrier_wait.result);
}
static ac_task *begin(int i)
{
    if (i == 0)
        passed = lasts = arrived = 0;
    return SPAWN(comer, .late = i % 3);
}
// The last one is let go by two that stand in for those that do not come.
static void turn(int k)
{
    if (k == TURNS - 1)
        while (barrier.line.length)
            ac_detach(SPAWN(comer, .late = 0));
}
static void ended(int i, int r)
{
    CHECK(r == 0 || r == 1 || (i == victim && (r == AC_ECANCELED || r == ABORTED)));
}
static void finish(void)
{
    CHECK_EQ(passed, 3 * lasts);
    CHECK(passed >= 6);
    CHECK_EQ((int)barrier.line.length, 0);
}

// A round that tasks complete whose budget is spent holds as many as any other.
static ac_barrier pair = AC_BARRIER_INIT(2);
FUTURE(member, int, int n;)
{
    BEGIN;
    while (f->n-- > 0) {
        AWAIT(ac_barrier_wait, &pair);
        CHECK(f->leaf.ac_barrier_wait.result >= 0);
    }
    END(0);
}
// Comes after its turn has begun, with a budget of its own.
FUTURE(third, int, int none;)
{
    BEGIN;
    AWAIT(ac_yield);
    AWAIT(ac_barrier_wait, &pair);
    END(f->leaf.ac_barrier_wait.result);
}
FUTURE(root, int, ac_barrier b; int i; ac_task * t[4];)
{
    BEGIN;
    ac_barrier_init(&f->b, 1);
    for (f->i = 0; f->i < 300; f->i++) {
        AWAIT(ac_barrier_wait, &f->b);
        CHECK_EQ(f->leaf.ac_barrier_wait.result, 1);
    }
    for (f->i = 0; f->i < 128 - 3; f->i++)
        (void)ac_out_of_budget(cx);
    for (f->i = 0; f->i < 4; f->i++)
        f->t[f->i] = SPAWN(member, .n = 50);
    for (f->i = 0; f->i < 4; f->i++)
        AWAIT(ac_join, f->t[f->i], NULL, 0);
    CHECK_EQ((int)pair.line.length, 0);
    f->t[0] = SPAWN(third);
    while (!ac_out_of_budget(cx))
        ;
    f->t[1] = SPAWN(member, .n = 1);
    f->t[2] = SPAWN(member, .n = 1);
    AWAIT(ac_yield);
    CHECK_EQ((int)pair.line.length, 1);
    ac_cancel(f->t[0]);
    AWAIT(ac_join, f->t[0], &f->i, 0);
    CHECK_EQ(f->i, AC_ECANCELED);
    END(0);
}

int main(void)
{
    RUN(root);
    stop_everywhere();
}
