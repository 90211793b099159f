// RUN: %run-both %s
// The first operand of `a ?: b` is evaluated once, whatever it is.
#include "Inputs/poll.h"
static int calls;
static int count(int n) { return calls++, n; }
async int f(int n)
{
    volatile int kept = n;
    int r = ((void)(await leaf(n) ? n : await leaf(4)), n - 3) ?: -await leaf(n);
    r += (count(await leaf(n - 1)) ?: await leaf(9)) * 2;
    r += (kept) ?: (await leaf(2) && await leaf(kept));
    r += (int){await leaf(n)} ?: 5;
    return r * 100 + calls;
}
