// RUN: %run-both %s -Wno-unused-label
// Specifiers that each declarator of its own needs may define several tags, and hold labels: they do it once.
#include "Inputs/poll.h"
static int two(int a, int b) { return a * 10 + b; }
static async int tags(int n)
{
    __typeof__(sizeof(struct a { int q; }) + sizeof(struct b { char w[3]; })) *p, x = sizeof(struct b);
    p = &x;
    _Alignas(sizeof(struct c { char c[16]; })) struct d { int m; } v = {n}, w = {await leaf(2)}, *pv = &v, *pw = &w;
    __typeof__(enum { ONE = 1, TWO } ) e[TWO] = {ONE, TWO}, *pe = e;
    __typeof__(struct g { int i; }) *q, *r = 0;
    struct g g = {n}; q = &g;
    struct c c = {"a"};
    *pe = await leaf(1) ? TWO : ONE;
    return (int)(*p + sizeof(struct a)) + pv->m + pw->m + (int)((unsigned long)pv % 16) + e[1] * 3 + e[0] + q->i + !r + c.c[0];
}
static async int labels(int n)
{
    int x = await leaf(3), *px = &x;
    __typeof__(({ k: __attribute__((unused)) (struct z { int q; }){x}; })) y = {4}, w[2] = {{n}}, *py = &y, *pw = w;
    const __typeof__(({ *px; })) volatile a = 4, b[2] = {1, n}, *pb = b;
    _Atomic __typeof__(({ m: x; })) s = 4, *ps = &s;
    typedef __typeof__(({ l: *px; })) number, *pointer;
    number i = 5;
    pointer pi = &i;
    pw[1].q = 7;
    await leaf(1);
    ++*ps;
    ++*pi;
    return py->q + w[1].q + w->q + a + pb[1] + s + i;
}
static async int printed_for_their_type(int n)
{
    int x = n, *px = &x;
    struct { int q; } w = {1};
    int r = two(({ struct z { int q; } v = {*px}; if (x > 9) goto l; v.q++; l: __attribute__((unused)) v; }).q, await leaf(2));
    return r + two(({ __typeof__(w) v = {*px}; await leaf(1); m: __attribute__((unused)) __attribute__((unused)) v; }).q, await leaf(2));
}
static async __typeof__(struct first { int i; struct inner { int j; } k; }) result(int n)
{
    struct inner in = {n}, *p = &in;
    await leaf(1);
    return (struct first){1, *p};
}
static async __typeof__(sizeof(struct { char c[2]; }) + sizeof(struct { char c[3]; }) + sizeof(struct third { int q; })) sum(int n)
{
    struct third t = {n}, *p = &t;
    await leaf(1);
    return sizeof *p + (unsigned long)p->q;
}
async int f(int n)
{
    struct first first = await result(n);
    return first.k.j + (int)await sum(n) + await tags(n) + await labels(n) + await printed_for_their_type(n);
}
