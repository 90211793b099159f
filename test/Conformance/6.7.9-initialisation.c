// RUN: %run-both %s
// 6.7.9 Initialisers: scalars in braces, nested and brace-less aggregates, designators in and out of
// order, unions, strings, what is left out is zero, earlier variables of the same declaration.
#include "Inputs/poll.h"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wmissing-braces"
struct pair { int x, y; };
struct deep { struct pair p[2]; union { int i; double d; }; char name[4]; const char *s; };
static async struct pair pair(int n) { return (struct pair){n, await leaf(n)}; }
static async int list(int n)
{
    struct deep d = {.p[1].y = await leaf(n), .i = await leaf(2), .name = "abc"};
    struct deep e = {{{await leaf(1), 2}, await pair(n)}, .s = n ? "s" : 0, .d = 2.5};
    return d.p[1].y + d.p[0].x + d.i + d.name[2] + !d.s + e.p[1].y * 2 + (int)e.d + e.name[0];
}
async int f(int n)
{
    int a = {await leaf(n)}, b = a + await leaf(1), c[] = {b, [3] = await leaf(3), await leaf(4)};
    int m[2][3] = {1, await leaf(2), 3, [1] = {[2] = await leaf(n)}}, s = sizeof c / sizeof *c;
    struct pair p = await pair(n), q = p, r[2] = {p, {.y = await leaf(q.y)}};
    struct pair t[] = {await pair(1), [2] = await pair(2), {5}};
    union { unsigned char c[4]; int i; } u = {.c = {1, [2] = (unsigned char)await leaf(2)}}, w = {{0}};
    char text[] = "text", cut[3] = {"no"}, *const names[2] = {text, cut};
    double d = await leaf(3), e = d / 2;
    for (int i = 0, sum[2] = {await leaf(i), 1}; i < 3; sum[0] += await leaf(1), i++) {
        int fresh[2] = {sum[0]}, *pf = fresh;
        await leaf(1);
        b += fresh[1]++ + pf[0];
    }
    w.i += await leaf(1);
    return a + b * 2 + c[1] + c[3] + c[4] + m[0][1] + m[1][2] * 3 + m[1][0] + s + r[0].y + r[1].y + r[1].x + t[1].x + t[2].y + t[3].x +
           u.i % 1000 + w.i + await list(n) + names[0][1] + names[1][0] + (int)(e * 4);
}
