// RUN: %run-both %s
// GNU C and C17: vectors, __int128, _Complex, long double, over awaits and as awaited values.
#include "Inputs/poll.h"
typedef int v4 __attribute__((vector_size(16)));
typedef double v2 __attribute__((vector_size(16)));
typedef unsigned __int128 u128;
static async v4 spread(int n) { v4 v = {n, await leaf(2), 3, 4}; return v; }
static async u128 wide(u128 x, int n) { return (x << 64) + (u128)await leaf(n); }
static async long double precise(long double x) { return x + await leaf(1) / 4.L; }
static async float _Complex turn(float _Complex z, int n) { return z * (1 + (float)await leaf(n) * 1.0if); }
async int f(int n)
{
    v4 a = await spread(n), b = a + await spread(1), mask = a > b;
    v2 d = {await leaf(1), .5};
    a[await leaf(1)] += await leaf(5), b *= await leaf(2), d += (v2){1, await leaf(n)};
    a ^= (v4){await leaf(n)}, mask &= b;
    u128 w = await wide(await wide(1, n), 7), *pw = &w;
    w += (u128)await leaf(n) << 100, *pw |= 1;
    long double l = await precise(await precise(2.5L)) * await leaf(2);
    l /= await leaf(4);
    _Complex float z = await turn(2 + 1.0if, n);
    double _Complex y = z + await leaf(1);
    y *= await leaf(2), __imag__ y += await leaf(3);
    struct { u128 w; v4 v; long double l; } all = {w, b, l};
    await leaf(1);
    return a[0] + a[1] + b[0] * 2 + b[3] + (await spread(n))[await leaf(3)] + mask[0] + (int)(d[0] * 2 + d[1] * 2) +
           (int)(all.w >> 64) % 1000 + (int)(w >> 100) + (int)(all.l * 8) + all.v[1] + (int)__real__ z + (int)__imag__ y;
}
