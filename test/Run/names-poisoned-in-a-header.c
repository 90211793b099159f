// RUN: %run-both %s
// --emit=c: a name that a header poisons stands in what a macro of it expands to.
#include "Inputs/poll.h"
#include "Inputs/poisons.h"
async int f(int n)
{
    char *p = ALLOCATED(5);
    n = await leaf(n) + (p != 0);
    free(p);
    return n;
}
