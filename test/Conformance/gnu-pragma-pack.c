// RUN: %run-both %s
// #pragma pack holds for the types of the user's text, local ones among them, not for frames.
#include "Inputs/poll.h"
struct wide { char c; long l; };
#pragma pack(push, 1)
struct packed { char c; int i; long l; };
static async struct packed value(int n) { return (struct packed){1, await leaf(n), 3}; }
static async double half(int n) { double d = await leaf(n), *p = &d; await leaf(1); *p /= 2; return d; }
static async int within(int n)
{
    struct packed s = await value(n), *p = &s;
    struct local { char c; short s; long l; } t = {1, 2, await leaf(3)}, *q = &t;
    double d = await half(3);
    char c = 'x';
    long long k[2] = {await leaf(4), 5};
    await leaf(1);
    p->l += k[1], q->l += c;
    return (int)(s.i + p->l + (int)(2 * d) + k[0] + q->l + (int)(sizeof(struct packed) + sizeof t + sizeof(struct wide)));
}
async long outside(int n, double d) { return await within(n) + (int)d + await leaf(2); }
#pragma pack(pop)
#pragma pack(2)
static async int twos(int n)
{
    __attribute__((aligned(32))) int a[4] = {await leaf(n)}, *p = a;
    struct two { char c; long l; } t = {1, await leaf(3)}, *q = &t;
    await leaf(1);
    return p[0] + ((unsigned long)p % 32 == 0) + (int)q->l + (int)sizeof t + await within(1) + (int)await outside(2, 3);
}
#pragma pack()
async int f(int n)
{
    struct plain { char c; long l; } t = {1, await leaf(3)}, *q = &t;
    await leaf(1);
    return await twos(n) + (int)q->l + (int)sizeof t;
}
