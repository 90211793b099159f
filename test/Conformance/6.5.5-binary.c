// RUN: %run-both %s
// 6.5.5 to 6.5.12 Binary operators: an await left, right, on both sides, with conversions, in chains.
#include "Inputs/poll.h"
static async double real(int n) { return await leaf(n) + .5; }
static async unsigned bits(int n) { return (unsigned)await leaf(n); }
static async int *place(int *p, int n) { return p + await leaf(n); }
static async long long wide(int n) { return await leaf(n) * 1000000000ll; }
static async int left(int n)
{
    int r = await leaf(n) * 2 + 7 / await leaf(2) + await leaf(n) % await leaf(4) - await leaf(1) - await leaf(2);
    r += (await leaf(n) << await leaf(2)) + (await leaf(100) >> 2) + (int)(await bits(-1) >> await leaf(28));
    r += (await leaf(n) & await leaf(6)) | (await leaf(n) ^ 5) | (8 & await leaf(n));
    return r * (2 + await leaf(1) * (3 - await leaf(n) * (4 + await leaf(2))));
}
static async int compared(int n)
{
    int a[4] = {1, 2, 3, 4};
    int r = (await leaf(n) < 5) + (5 <= await leaf(n)) * 2 + (await leaf(n) > await leaf(3)) * 4 + (await leaf(n) >= n) * 8;
    r += (await leaf(n) == await leaf(4)) * 16 + (await leaf(n) != 4) * 32 + ((1 < await leaf(n)) == 1) * 64;
    r += (await place(a, 1) < await place(a, 3)) + (int)(await place(a, 3) - await place(a, n % 4));
    r += *(await place(a, 1) + await leaf(1)) + *(1 + await place(a, 0)) + (await place(a, 0) == a) + (await place(a, 2) - 1)[0];
    return r;
}
async int f(int n)
{
    int r = (int)(await real(n) * await leaf(2)) + (int)(await leaf(n) / await real(1) * 10) + (int)(await wide(n) / 500000000);
    return r + await left(n) * 3 + await compared(n) * await leaf(2);
}
