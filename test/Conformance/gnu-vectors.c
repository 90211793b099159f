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
// An element is assigned where its vector lies, whatever awaits on the way. (Nothing is counted
// here: gcc evaluates what is in (*cell(0))[at(1)] += 1 twice.)
static v4 cells[2];
static volatile v4 shared;
static struct line { int at; v4 of[2]; } line;
static v4 *cell(int n) { return &cells[n]; }
static struct line *lined(void) { return &line; }
static int at(int n) { return n; }
static async int elements(int n)
{
    v4 own[2] = {{n, 1}}, *p = own;
    cells[0] = cells[1] = shared = line.of[0] = line.of[1] = (v4){n, 2, 3, 4};
    (*cell(0))[await leaf(1)] += at(5), (*cell(1))[at(2)] *= await leaf(3), (*cell(1))[await leaf(0)]++;
    lined()->of[await leaf(1)][at(3)] -= await leaf(9), (lined()->of[1])[await leaf(2)] = at(n), (*lined()).of[at(0)][await leaf(0)] = 8;
    shared[at(1)] += await leaf(6), shared[await leaf(2)]--, (*p++)[await leaf(1)] = await leaf(2), p[at(0)][await leaf(3)] = 5;
    int r = (*cell(0))[await leaf(1)] + shared[await leaf(2)] + (at(n), cells[1])[await leaf(2)] + (*cell(1) + *cell(0))[await leaf(0)];
    for (int i = 0; i < 4; i++)
        r = r * 3 + cells[0][i] + cells[1][i] * 2 + line.of[0][i] * 3 + line.of[1][i] * 4 + shared[i] * 5 + own[0][i] * 6 + own[1][i] * 7;
    return r;
}
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
    return await elements(n) + a[0] + a[1] + b[0] * 2 + b[3] + (await spread(n))[await leaf(3)] + mask[0] + (int)(d[0] * 2 + d[1] * 2) +
           (int)(all.w >> 64) % 1000 + (int)(w >> 100) + (int)(all.l * 8) + all.v[1] + (int)__real__ z + (int)__imag__ y;
}
