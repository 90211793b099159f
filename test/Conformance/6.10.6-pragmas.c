// RUN: %run-both %s
// 6.10.6 #pragma and _Pragma between the parts of statements that await; loops with hints; sequences
// in which gcc sees no -Wsequence-point.
#include "Inputs/poll.h"
#include <stdio.h>
static async int pragmas(int n)
{
    int s = 0;
#pragma GCC unroll 2
    for (int i = 0; i < await leaf(3); i++)
#pragma GCC unroll 3
        for (int k = 0; k < n; k++)
            s += await leaf(k);
    while (await leaf(s) > 100)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-variable"
    {
        (void)0;
        s -= 50;
#pragma GCC diagnostic pop
    }
    do
        s++;
    while (await leaf(s) < 4);
    _Pragma("GCC diagnostic push") s += await leaf(1); _Pragma("GCC diagnostic pop")
    if (await leaf(s))
#pragma GCC unroll 4
        for (int i = 0; i < 3; i++)
            s += i;
    for (int i = 0; i < 2; i += await leaf(1))
#pragma GCC unroll 4
        while (s > 100)
            s -= await leaf(7);
    switch (await leaf(n)) {
#pragma GCC diagnostic push
    case 1:
#pragma GCC diagnostic pop
        s++;
    }
    int z = await leaf(1) + await leaf(2);
    return s + z;
}
static async int seq(int n)
{
    char buf[8] = {0}; int i = 0, a[4] = {0}; (void)&buf; int *p = a;
    *p = n; p += await leaf(1);
    *p++ = await leaf(3);
    i = await leaf(i) + 1; p = p + await leaf(0);
    (i = 2, p = a, a[i] = await leaf(i));
    for (i = 0, p = a; i < await leaf(2); i++, p++) *p += i;
    return a[0] + a[1] * 3 + a[2] * 5 + i + *p;
}
// What a #pragma makes an error for gcc, which heeds the comment, is no error of libclang, which does not.
#ifndef __clang__
#pragma GCC diagnostic error "-Wimplicit-fallthrough"
#endif
static async int falls(int n)
{
    switch (await leaf(n)) {
    case 1:
        n++; /* fallthrough */
    case 2:
        n += await leaf(2);
    }
    return n;
}
async int f(int n) { return await pragmas(n) + await seq(n) + await falls(n) + await falls(1); }
