// RUN: %runtime-cc %s -o %t && %run %t
#include "check.h"

FUTURE(ready, int, int x;)
{
    BEGIN;
    END(f->x);
}

FUTURE(sleeper, int, uint64_t ms;)
{
    BEGIN;
    AWAIT(ac_sleep, f->ms);
    END(f->leaf.ac_sleep.result);
}

static int yields;
FUTURE(yielder, int, int n; int i;)
{
    BEGIN;
    for (f->i = 0; f->i < f->n; f->i++) {
        AWAIT(ac_yield);
        yields++;
    }
    END(f->i);
}

FUTURE(joiner, int, ac_task *task; int r;)
{
    BEGIN;
    f->r = -1;
    AWAIT(ac_join, f->task, &f->r, 0);
    END(f->leaf.ac_join.result);
}

struct big {
    char bytes[5000];
};
FUTURE(large, struct big, char c;)
{
    BEGIN;
    AWAIT(ac_yield);
    memset(&f->result, f->c, sizeof f->result);
}
f->state = -1;
return AC_READY;
}

FUTURE(stuck, int, int none;)
{
    BEGIN;
    AWAIT(ac_sleep, UINT64_MAX);
    END(1);
}

FUTURE(root, int, ac_task *t; ac_task * u; ac_task * many[100]; int r; int i; struct big * big;)
{
    BEGIN;
    // A task that is ready at its start has ended when spawn returns.
    f->t = SPAWN(ready, .x = 42);
    CHECK_EQ(ac_tasks_alive(), 1);
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK_EQ(f->leaf.ac_join.result, 0);
    CHECK_EQ(f->r, 42);
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK_EQ(f->leaf.ac_join.result, AC_ESRCH);
    CHECK_EQ(ac_cancel(f->t), AC_ESRCH);

    // NULL is a task for which there was no memory.
    AWAIT(ac_join, NULL, NULL, 0);
    CHECK_EQ(f->leaf.ac_join.result, AC_ENOMEM);
    CHECK_EQ(ac_cancel(NULL), AC_ENOMEM);
    ac_detach(NULL);

    // Many at a time.
    yields = 0;
    for (f->i = 0; f->i < 100; f->i++)
        f->many[f->i] = SPAWN(yielder, .n = f->i);
    CHECK_EQ(ac_tasks_alive(), 100);
    for (f->i = 0; f->i < 100; f->i++) {
        AWAIT(ac_join, f->many[f->i], &f->r, 0);
        CHECK_EQ(f->leaf.ac_join.result, 0);
        CHECK_EQ(f->r, f->i);
    }
    CHECK_EQ(yields, 100 * 99 / 2);
    CHECK_EQ(ac_tasks_alive(), 1);

    // Detached, before and after the end.
    ac_detach(SPAWN(ready, .x = 1));
    f->t = SPAWN(yielder, .n = 3);
    ac_detach(f->t);
    AWAIT(ac_join, f->t, NULL, 0);
    CHECK_EQ(f->leaf.ac_join.result, AC_ESRCH);
    AWAIT(ac_sleep, 5);
    CHECK_EQ(ac_tasks_alive(), 1);

    // Cancelled: the result is stored.
    f->t = SPAWN(sleeper, .ms = 1000000);
    CHECK_EQ(ac_cancel(f->t), 0);
    f->r = 0;
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK_EQ(f->leaf.ac_join.result, AC_ETASKCANCELED);
    CHECK_EQ(f->r, AC_ECANCELED);

    // Cancelled after it has ended: no effect.
    f->t = SPAWN(ready, .x = 5);
    CHECK_EQ(ac_cancel(f->t), 0);
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK_EQ(f->leaf.ac_join.result, 0);

    // Aborted: no result.
    f->t = SPAWN(sleeper, .ms = 1000000);
    CHECK_EQ(ac_abort(f->t), 0);
    f->r = 7;
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK_EQ(f->leaf.ac_join.result, AC_ETASKABORTED);
    CHECK_EQ(f->r, 7);

    // The joiner is cancelled: the handle stays valid. A second joiner: busy.
    f->t = SPAWN(stuck);
    f->u = SPAWN(joiner, .task = f->t);
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK_EQ(f->leaf.ac_join.result, AC_EBUSY);
    ac_cancel(f->u);
    AWAIT(ac_join, f->u, &f->r, 0);
    CHECK_EQ(f->leaf.ac_join.result, AC_ETASKCANCELED);
    CHECK_EQ(f->r, AC_ECANCELED);
    ac_cancel(f->t);
    AWAIT(ac_join, f->t, NULL, 0);
    CHECK_EQ(f->leaf.ac_join.result, AC_ETASKCANCELED);

    // A task larger than any page.
    f->big = malloc(sizeof *f->big);
    f->t = SPAWN(large, .c = 'x');
    AWAIT(ac_join, f->t, f->big, 0);
    CHECK_EQ(f->leaf.ac_join.result, 0);
    CHECK(f->big->bytes[0] == 'x' && f->big->bytes[4999] == 'x');
    free(f->big);
    (void)SPAWN(large, .c = 'y'); // left to the loop

    // A cancel that meets a task in the ready queue.
    f->t = SPAWN(yielder, .n = 1);
    ac_cancel(f->t);
    ac_cancel(f->t);
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK_EQ(f->leaf.ac_join.result, AC_ETASKCANCELED);
    CHECK_EQ(f->r, 1);
    END(77);
}

int main(void)
{
    CHECK_EQ(RUN(root), 77);
    CHECK_EQ(RUN(root), 77);
    CHECK_EQ(ac_tasks_alive(), 0);
}
