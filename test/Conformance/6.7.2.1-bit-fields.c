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

// 6.3.1.1 The value of one promotes to int if that holds all of them, also when it stands aside.
static struct wide { unsigned a : 3; signed b : 5; unsigned long long w : 40; unsigned c : 31, d : 32; _Bool e : 1; unsigned long long q : 20; } wide;
static int calls;
static struct wide *at(int n) { calls += n; return &wide; }
static struct wide value(void) { calls++; return wide; }
static async int promoted(int n)
{
    wide = (struct wide){1, -2, 1ull << 39, 5, 6, 1, 7}, calls = 0;
    int r = (at(1)->a - await leaf(4) < 0) + (at(1)->c - await leaf(10) < 0) * 2 + (at(1)->d - (unsigned)await leaf(10) > 0) * 4;
    r += (value().a - await leaf(4) < 0) * 8 + (at(1)->q - await leaf(10) < 0) * 16 + (-at(1)->a < await leaf(0)) * 32 + (at(1)->e - await leaf(4) < 0) * 64;
    r += (int)(((at(1)->w << await leaf(5)) - (unsigned)await leaf(0)) >> 36) + (int)((at(1)->w * 2 + (unsigned)await leaf(n)) >> 20);
    r += ((at(1)->a += 1) - await leaf(4) < 0) * 200 + ((at(1)->a = (unsigned)await leaf(1)) - await leaf(4) < 0) * 400 + (at(1)->b >> await leaf(1));
    r += (~at(1)->a < await leaf(0)) * 800 + ((n & 1 ? value().a : at(1)->a) - await leaf(5) < 0) + (((void)at(1), wide.a) - await leaf(5) < 0);
    r += (((at(1)->a)) - await leaf(5) < 0) + ((await leaf(n), wide.a) - 5 < 0) + ((await leaf(n) & 1 ? wide.a : wide.b) - 5 < 0);
    r += _Generic(n, int: at(1)->a, default: n) - await leaf(5) < 0;
    r += (at(1)->a ?: await leaf(3)) - 5 < 0;
    // What is a value of its own, or is incremented behind it, is promoted by gcc only.
    r += (long long)(({ at(1)->a; }) - await leaf(5)) < 0 ? 1000 : 0;
    r += (long long)(({ await leaf(n); wide.a; }) - 5) < 0 ? 2000 : 0;
    return r + ((long long)(at(1)->a++ - await leaf(5)) < 0 ? 3000 : 0) + calls;
}
async int f(int n)
{
    return await promoted(n) * 3 + await flexible(n) + await bits(n);
}
