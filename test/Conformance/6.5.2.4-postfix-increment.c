// RUN: %run-both %s
// 6.5.2.4 and 6.5.3.1 ++ and --, before and behind, on targets that an await computes.
#include "Inputs/poll.h"
static int a[3];
static double d;
static unsigned char narrow = 255;
static struct { unsigned b : 2; int *p; } s;
static async int *at(int n) { return &a[await leaf(n)]; }
static async double *real(void) { return await leaf(1), &d; }
async int f(int n)
{
    a[0] = a[1] = a[2] = n, s.p = a, s.b = 3, narrow = 255, d = .5;
    int r = (*await at(0))++ * 100 + ++*await at(1) * 10 + a[await leaf(0)]--;
    r += --a[await leaf(2)] + (int)(++*await real() * 4) + (int)((*await real())-- * 2);
    r += *s.p++ + await leaf(1), r += *++s.p + await leaf(2) + s.b++, r += await leaf(s.b++);
    narrow++, await leaf(0), narrow--, ++(&narrow)[await leaf(0)];
    int i = n, *p = &i;
    r += await leaf(i++), r += await leaf(++*p) * 2, r += await leaf((*p)--) * 3, r -= await leaf(--i);
    a[i++ % 3] += await leaf(n);
    return r + narrow  + i + a[0] + a[1] * 2 + a[2] * 4;
}
