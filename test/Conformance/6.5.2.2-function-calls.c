// RUN: %run-both %s
// 6.5.2.2 Function calls: awaits in arguments, awaited calls as arguments of awaited calls, in the
// function designator, variadic callees, results of every kind.
#include "Inputs/poll.h"
#include <stdarg.h>
#include <stdio.h>
struct big { int a[20]; char c; };
static int sum(int count, ...)
{
    va_list l;
    int s = 0;
    va_start(l, count);
    while (count--)
        s = s * 3 + va_arg(l, int);
    va_end(l);
    return s;
}
static async int three(int a, int b, int c) { return a * 100 + await leaf(b) * 10 + c; }
static async struct big fill(struct big b, int n) { b.a[n] += await leaf(n); b.c++; return b; }
static async void nothing(int *p) { *p += await leaf(1); }
static int twice(int n) { return 2 * n; }
static int thrice(int n) { return 3 * n; }
static int (*choose(int n))(int) { return n ? twice : thrice; }
async int f(int n)
{
    int r = await three(await leaf(1), await three(await leaf(n), 2, await leaf(3)), await leaf(4));
    r += sum(3, await leaf(n), 7, await leaf(2)) + sum(await leaf(0)) + sum(1, await leaf(5));
    r += choose(await leaf(n % 2))(await leaf(3)) + (*choose(1))(await leaf(4));
    struct big b = await fill(await fill(await fill((struct big){{n}, 1}, 0), n), n + 1);
    await nothing(&r);
    (void)await leaf(1), await nothing(&r), (void)(await nothing(&r), await leaf(2));
    char text[64];
    snprintf(text, sizeof text, "%d %s %ld %c", await leaf(n), "and", (long)await leaf(2), 'a' + await leaf(n));
    return r + b.a[n] * 3 + b.a[0] + b.c + text[0] + text[8];
}
