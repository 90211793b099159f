// RUN: %run-both %s
// GNU C: objects without a size.
#include "Inputs/poll.h"
async int f(int n)
{
    struct empty {} e, ea[3]; struct { int a[0]; } z; int zz[0]; struct empty e2 = e;
    int r = await leaf(n); struct empty *p = &e; r += p == &e; await leaf(1);
    e2 = *p; ea[1] = e2; (void)ea; (void)zz; (void)z; { struct empty k = e2; await leaf(2); e = k; }
    return r + (int)sizeof e + (int)sizeof z;
}
