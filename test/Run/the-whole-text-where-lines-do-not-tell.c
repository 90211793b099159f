// RUN: %run-both %s -Wno-unused-macros
// --emit=c: __COUNTER__ goes on behind a function that is replaced, and macros that are pushed and popped within one
// have the values that they have there.
#include "Inputs/poll.h"
#define X 1
#define NEXT() (10 * __COUNTER__)
static async int counts(int n)
{
    return await leaf(n) + NEXT();
}
static async int pops(int n)
{
#pragma push_macro("X")
#undef X
#define X 3
    int r = await leaf(n) + X;
#pragma pop_macro("X")
    return r * 10 + X;
}
static int plain(void)
{
    return X + NEXT() + 1000 * __COUNTER__;
}
async int f(int n)
{
    return await counts(n) * 100 + NEXT() + __COUNTER__ + await pops(n) + X + plain();
}
