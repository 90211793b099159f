// RUN: %runtime-cc %s -o %t && %run %t
// Tasks whose operations are always ready starve nobody: neither a sleeper nor one that yields.
#include "tcp.h"

static int over;
static long reads, turns;
FUTURE(greedy_reader, int, ac_tcp *c; char b;)
{
    BEGIN;
    while (!over) {
        AWAIT(ac_read, f->c, &f->b, 1);
        if (f->leaf.ac_read.result <= 0)
            break;
        reads++;
    }
    CHECK(over);
    END(0);
}
FUTURE(feeder, int, ac_tcp *c; char b[65536];)
{
    BEGIN;
    while (!over)
        AWAIT(ac_write, f->c, f->b, sizeof f->b);
    END(0);
}
FUTURE(yielder, int, int none;)
{
    BEGIN;
    while (!over) {
        AWAIT(ac_yield);
        turns++;
    }
    END(0);
}
// Takes no notice of being cancelled, and its operations end at once ever since.
FUTURE(deaf, int, ac_task *none; long n;)
{
    BEGIN;
    while (!over) {
        AWAIT(ac_sleep, 1000000);
        CHECK_EQ(f->leaf.ac_sleep.result, AC_ECANCELED);
        AWAIT(ac_join, NULL, NULL, 0);
        f->n++;
    }
    END(0);
}
FUTURE(root, int, PAIR_VARIABLES ac_task *y; ac_task * d;)
{
    BEGIN;
    PAIR;
    f->t = SPAWN(greedy_reader, .c = f->b);
    f->u = SPAWN(feeder, .c = f->a);
    f->y = SPAWN(yielder);
    f->d = SPAWN(deaf);
    ac_cancel(f->d);
    // However slow the machine is: until all have come far.
    while (f->i++ < 20 || turns <= 100 || reads <= 100)
        AWAIT(ac_sleep, 2);
    over = 1;
    AWAIT(ac_join, f->y, NULL, 0);
    AWAIT(ac_join, f->t, NULL, 0);
    END(0);
}
int main(void)
{
    RUN(root);
}
