// RUN: %run-both %s
// 6.7.2.1 Bit-fields and flexible array members as targets and operands of awaits.
#include "Inputs/poll.h"
struct flex {
    int n;
    short data[];
};

static async int flexible(int n)
{
    struct flex *p = __builtin_malloc(sizeof *p + 4 * sizeof(short));
    p->n = await leaf(n);
    for (int i = 0; i < 4; i++) p->data[await leaf(i)] = (short)await leaf(n + i);
    int r = p->data[0] + p->data[3] * 10;
    __builtin_free(p);
    return r;
}

static async int bits(int n)
{
    struct { unsigned a : 3, b : 5; signed c : 7; unsigned long long d : 40; _Bool e : 1; } s = {1, 2, -3, 1ull << 39, 1};
    s.a = await leaf(n) & 7;
    s.b += await leaf(2);
    s.c -= await leaf(1);
    s.d |= (unsigned)await leaf(n);
    s.e = await leaf(n);
    s.a++; s.b <<= await leaf(1);
    return (int)(s.a + s.b * 10 + s.c * 100 + (s.d >> 35) + s.e);
}

async int f(int n)
{
    return await flexible(n) + await bits(n);
}
