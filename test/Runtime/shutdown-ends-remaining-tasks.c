// RUN: %runtime-cc %s -o %t && %run %t
#include "check.h"

static int canceled, aborted, spawned;

FUTURE(polite, int, int none;)
{
    BEGIN;
    AWAIT(ac_sleep, UINT64_MAX);
    CHECK_EQ(f->leaf.ac_sleep.result, AC_ECANCELED);
    canceled++;
    END(0);
}

// Goes on in spite of being cancelled, and spawns more of the kind.
FUTURE(stubborn, int, int i;)
{
    switch (f->state) {
    case 0:
        for (;;) {
            ac_poll p;
            f->state = 1;
            p = ac_sleep__start(&f->leaf.ac_sleep, cx, 1000000);
            if (p == AC_PENDING)
                return p;
            if (p == AC_UNWIND) {
                aborted++;
                return p;
            }
            continue;
        case 1:
            p = ac_sleep__resume(&f->leaf.ac_sleep, cx);
            if (p == AC_PENDING)
                return p;
            if (p == AC_UNWIND) {
                aborted++;
                return p;
            }
            if (spawned < 3) {
                spawned++;
                (void)SPAWN(stubborn);
            }
        }
    }
    return AC_READY;
}

FUTURE(root, int, int i;)
{
    BEGIN;
    ac_set_shutdown_timeout(50);
    for (int i = 0; i < 10; i++)
        ac_detach(SPAWN(polite));
    for (int i = 0; i < 10; i++)
        (void)SPAWN(polite);
    (void)SPAWN(stubborn);
    END(3);
}

int main(void)
{
    uint64_t t = ac_now();
    CHECK_EQ(RUN(root), 3);
    CHECK_EQ(canceled, 20);
    CHECK_EQ(aborted, 4);
    CHECK(ac_now() - t >= 50);
}
