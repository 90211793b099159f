// RUN: %run-both %s
// --emit=c: what an included file pushes, defines and pops within a function is not known.
#include "Inputs/poll.h"
#define X 1
static async int within(int n)
{
    int r = 0;
#include "Inputs/pops.h"
    return r * 10 + X;
}
static int behind(void) { return X; }
async int f(int n)
{
    return await within(n) + behind();
}
