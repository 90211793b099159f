// RUN: %runtime-cc %s -o %t
// RUN: not --crash %t deadlock 2>&1 | FileCheck %s --check-prefix=DEADLOCK
// RUN: not --crash %t nested 2>&1 | FileCheck %s --check-prefix=NESTED
// RUN: not --crash %t outside 2>&1 | FileCheck %s --check-prefix=OUTSIDE
// RUN: not --crash %t plain 2>&1 | FileCheck %s --check-prefix=PLAIN
// RUN: not --crash %t unwound 2>&1 | FileCheck %s --check-prefix=UNWOUND
// RUN: not --crash %t state 2>&1 | FileCheck %s --check-prefix=STATE
// RUN: not --crash %t blocking 2>&1 | FileCheck %s --check-prefix=BLOCKING
#include "check.h"

FUTURE(forever, int, int none;)
{
    BEGIN;
    AWAIT(ac_sleep, UINT64_MAX);
    END(0);
}
FUTURE(nested, int, int none;)
{
    BEGIN;
    RUN(forever);
    END(0);
}
FUTURE(unwound, int, int none;)
{
    (void)f;
    (void)cx;
    return AC_UNWIND;
}
FUTURE(state, int, int none;)
{
    BEGIN;
    f->state = 77;
    return ac_requeue(cx);
    END(0);
}
int ac_sleep__blocking(uint64_t ms);
FUTURE(blocking, int, int none;)
{
    BEGIN;
    ac_sleep__blocking(1);
    END(0);
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    // DEADLOCK: asyncc: deadlock: 1 task, none of which can ever go on
    if (!strcmp(argv[1], "deadlock"))
        RUN(forever);
    // NESTED: asyncc: ac_run inside a running task
    if (!strcmp(argv[1], "nested"))
        RUN(nested);
    // OUTSIDE: asyncc: ac_spawn outside of a running loop
    if (!strcmp(argv[1], "outside"))
        (void)SPAWN(forever);
    // PLAIN: asyncc: async function 'ac_sleep' called without await
    if (!strcmp(argv[1], "plain"))
        ac_sleep(1);
    // UNWOUND: asyncc: out of memory: async function 'unwound', run by ac_run, has no result
    if (!strcmp(argv[1], "unwound"))
        RUN(unwound);
    // STATE: asyncc: async function 'state{{.*}}' resumed in state 77, in which it does not wait
    if (!strcmp(argv[1], "state"))
        RUN(state);
    // BLOCKING: asyncc: blocking call of ac_sleep inside a running task
    if (!strcmp(argv[1], "blocking"))
        RUN(blocking);
}
