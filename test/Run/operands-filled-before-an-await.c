// RUN: %run-both %s
// What stands left of an await and has an effect goes to a temporary first: pinned variables,
// renamed ones, compound literals in the frame.
#include "Inputs/poll.h"
static int mix(int a, int b) { return a * 31 + b; }
static int total(const int *p, int n) { return n ? *p + total(p + 1, n - 1) : 0; }
async int f(int n)
{
    volatile int kept = n;
    int r = mix(kept, await leaf(n));
    r += mix((kept), mix(kept, await leaf(r)) ?: await leaf(kept));
    r += total((int[]){mix(n, 2), 3}, await leaf(2));
    r += mix(total((int[]){await leaf(n), kept}, 2), await leaf(kept));
    {
        volatile int kept = await leaf(r);
        r += mix(kept, await leaf(1)) + mix(kept, kept);
    }
    return r + kept;
}
