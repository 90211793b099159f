// RUN: %asyncc %sanitize -g -Wall -Wextra -Werror %s -o %t && %run %t
// A timer's span begins when the loop, or the program, next looks at the clock; one that is disarmed
// before has cost no look.
#include <asyncc.h>
#include <stdlib.h>
#include "../../runtime/src/internal.h"
#include "check.h"

static uint32_t fresh(void)
{
    return ac__current->wheel.n_fresh;
}

static async int looks(int sleepers)
{
    CHECK(fresh() == (uint32_t)sleepers);
    ac_now();
    CHECK(!fresh());
    CHECK(ac__current->wheel.next < UINT64_MAX);
    return 0;
}

// How many times were left when the loop had looked.
static async int yields(int times)
{
    CHECK(fresh() == 1);
    while (fresh() && times)
        await ac_yield(), times--;
    return times;
}

static async int never_waits(void)
{
    return 1;
}

async int main(void)
{
    int slept, other, last;

    // By ac_now: from what it says on.
    CHECK(await ac_select(slept = ac_sleep(60000), last = ac_sleep(60000), other = looks(2)) == 2);
    CHECK(slept == AC_ECANCELED && !other && last == AC_ECANCELED);

    // By the loop, between its batches.
    CHECK(await ac_select(slept = ac_sleep(60000), other = yields(1000)) == 1);
    CHECK(slept == AC_ECANCELED && other > 0);

    // After many without a look, for those that come one after the other in one turn.
    uint32_t most = 0;
    for (int i = 0; i < 1000; i++) {
        CHECK(!await ac_timeout(60000, other = never_waits()) && other == 1);
        most = fresh() > most ? fresh() : most;
    }
    CHECK(most > 0 && most < 1000);
    return 0;
}
