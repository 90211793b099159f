// A jump leads back into a block behind its declarations: meanwhile their names mean nothing, or
// something else.
//
// RUN: %run-both %s
#include "Inputs/poll.h"
static async int g(int n) { return await leaf(n); }
async int f(int n)
{
    int sum = 0, round = 0, kept = 100000 + n;
    for (;;) {
        {
            int once = await g(3);
            signed char kept = (signed char)await g(4);
            sum += await g(once + kept);
            goto out;
        inside:
            sum += await g(50);
            if (round > 5)
                sum += once + kept;
        }
    out:
        sum += await g(kept);
        if (round++ > 2)
            return sum + kept;
        if (round > 1)
            goto inside;
    }
}
