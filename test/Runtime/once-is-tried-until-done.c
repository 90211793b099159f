// RUN: %runtime-cc %s -o %t && %run %t
// One task does it, the others wait; if it fails or is stopped, the next one tries; once it is
// done, nobody does it again.
enum { N = 4, TURNS = 12 };
#include "stop.h"

static ac_once once;
static int doing, done, attempts, failures;

FUTURE(user, int, int held;)
{
    BEGIN;
    AWAIT(ac_once_begin, &once);
    f->result = f->leaf.ac_once_begin.result;
    if (f->result == 0)
        CHECK_EQ(done, 1);
    if (f->result <= 0)
        return AC_READY;
    f->held = 1;
    CHECK_EQ(doing++, 0);
    CHECK_EQ(done, 0);
    attempts++;
    AWAIT(ac_sleep, 0);
    if (f->leaf.ac_sleep.result < 0) {
        f->result = f->leaf.ac_sleep.result;
        return AC_READY;
    }
    AWAIT(ac_yield);
    if (failures-- > 0) {
        f->result = AC_EIO;
        return AC_READY;
    }
    done++;
    END(0);
}
static void end(struct user__frame *f)
{
    (void)f;
    doing--;
    ac_once_end(&once, done);
}
GUARDED(guarded, user, end)

static ac_task *begin(int i)
{
    if (i == 0) {
        ac_once_init(&once);
        done = attempts = 0;
        failures = 1;
    }
    return SPAWN(guarded);
}
static void turn(int k)
{
    (void)k;
}
static int failed;
static void ended(int i, int r)
{
    if (i == 0)
        failed = 0;
    failed += r == AC_EIO;
    CHECK(r == 0 || r == AC_EIO || (i == victim && (r == AC_ECANCELED || r == ABORTED)));
}
static void finish(void)
{
    CHECK_EQ(done, 1);
    CHECK_EQ(doing, 0);
    CHECK_EQ(failed, 1);
    CHECK(attempts == 2 || (victim >= 0 && attempts == 3));
}

int main(void)
{
    stop_everywhere();
}
