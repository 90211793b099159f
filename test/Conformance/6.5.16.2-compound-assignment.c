// RUN: %run-both %s
// 6.5.16.2 Each compound assignment with an await right, and left of it in the target.
#include "Inputs/poll.h"
static int cells[2], touched;
static async int *cell(int n) { touched++; return &cells[await leaf(n)]; }
static async double half(int n) { return await leaf(n) / 2.; }
static async int all(int n)
{
    int x = 100 + n;
    x += await leaf(n), x -= await leaf(2), x *= await leaf(3), x /= await leaf(2), x %= await leaf(97);
    x <<= await leaf(2), x >>= await leaf(1), x &= await leaf(127), x ^= await leaf(n), x |= await leaf(64);
    return x;
}
async int f(int n)
{
    cells[0] = cells[1] = n, touched = 0;
    *await cell(0) += await leaf(2), *await cell(1) -= 3, cells[await leaf(1)] *= await leaf(4);
    *await cell(0) <<= await leaf(1), cells[await leaf(n % 2)] |= 1, *await cell(0) ^= *await cell(1);
    unsigned char narrow = 250;
    narrow += await leaf(n), narrow <<= await leaf(1);
    short s = 5;
    s *= await half(3), s += 1;
    double d = n;
    d += await half(n), d *= await leaf(2), d /= await half(4), d -= 1;
    int a[4] = {1, 2, 3, 4}, *p = a;
    p += await leaf(3), p -= await leaf(1);
    struct { unsigned b : 3; int : 0; signed c : 4; } bits = {5, -2};
    bits.b += (unsigned)await leaf(n), bits.c *= await leaf(2), bits.b ^= (unsigned)await leaf(3);
    _Bool flag = 0;
    flag |= await leaf(n) > 3, flag ^= await leaf(1);
    int x = 1, y = 2;
    x += y *= await leaf(n), y -= x <<= await leaf(1);
    unsigned long wide = ~0ul;
    wide >>= await leaf(8), wide %= 1000 + (unsigned)await leaf(n);
    return await all(n) + cells[0] * 3 + cells[1] + touched + narrow + s + (int)(d * 4) + *p + (int)bits.b + bits.c + flag + x + y + (int)wide;
}
