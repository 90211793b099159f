// RUN: %run-both %s
// An address beside a modification of the same variable: gcc sees no -Wsequence-point in it.
#include "Inputs/poll.h"
static int id(const int *p) { return *p; }
static int *keep(int *p) { return p; }
async int f(int n)
{
    int i = n, j = 2; volatile int v = 3; const int c = 4; int *q = keep(&i), *r = keep(&j);
    await leaf(1);
    n = id(&i) + i++;
    n += id(&(j)) * j-- + id(keep(&i)) + (i = 7);
    await leaf(id(&i) + i++);
    n += await leaf(i++) + id(&i) + (j += 2, id(&j)) + id(&c) + (v = id((const int *)&v)) + _Generic(&v, volatile int *: 1, default: 0);
    return n + i + *q + *r + v;
}
