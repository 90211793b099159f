// RUN: %run-both %s -Wno-unknown-attributes -Wno-ignored-attributes
// Operands of attributes may name variables of the frame, which are not evaluated there; and the
// qualifiers in a parameter's bound may be spelled in every way.
#include "Inputs/poll.h"
#include <stdio.h>

static void *same(void *p) { return p; }

static async int named(int n)
{
    int x = n, *p = &x;
    struct one {
        char c;
        int m __attribute__((warn_if_not_aligned(sizeof x)));
    } one = {1, 2};
    void *(*q)(void *) __attribute__((assume_aligned(sizeof x))) = same;
    void *(*r)(void *) __attribute__((__assume_aligned__(sizeof(x), 0))) = same;
    extern void *unused(int) __attribute__((alloc_size(sizeof x - 3)));
    await leaf(*p);
    *p += 1;
    await leaf(1);
    return x + one.m + (q(p) == p) + (r(p) == p);
}

static async int bounds(int a[__const 4], int b[__restrict 3], int n, int c[__restrict__ n], int d[const n], int e[__const__ 2])
{
    await leaf(1);
    return a[0] + b[1] + c[2] + d[0] + e[1];
}

async int f(int n)
{
    int a[4] = {n, 2, 3, 4};
    printf("%d %d\n", await named(n), await bounds(a, a, 3, a, a, a));
    return n;
}
