// Callees in another file than their callers.
#include "awaits.h"

void wait_plainly(void) {}

async long step_elsewhere(long x)
{
    if (x < 0)
        await ac_yield();
    return opaque(x) + 1;
}

long step_elsewhere_plainly(long x)
{
    if (x < 0)
        wait_plainly();
    return opaque(x) + 1;
}
