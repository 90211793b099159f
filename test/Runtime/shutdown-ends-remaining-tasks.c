// RUN: %runtime-cc %s -o %t && %run %t
#include "check.h"

// Longer than a machine stops us, or some would be aborted before they see that they are cancelled.
enum { TIMEOUT = 300 };
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
    ac_set_shutdown_timeout(TIMEOUT);
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
    // Those that were started after the cancel are as many as had the time to be.
    CHECK_EQ(aborted, 1 + spawned);
    CHECK(ac_now() - t >= TIMEOUT);
}
