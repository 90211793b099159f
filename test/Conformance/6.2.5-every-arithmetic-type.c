// RUN: %run-both %s
// 6.2.5 Compound assignment of every arithmetic type with awaits on both sides.
#include "Inputs/poll.h"
#include <stddef.h>
// volatile/atomic/complex/int128/bitfields
static int cnt;
struct vb { volatile unsigned a : 4, b : 9; _Bool c : 1; long long d : 33; unsigned long long e : 63; };
static async unsigned long long ull(int n){ return (unsigned long long)await leaf(n) << 40; }
static async _Complex float cf(int n){ _Complex float z = await leaf(n) + 2.0if; return z; }
static async __int128 i128(int n){ return (__int128)await leaf(n) << 100; }
static async unsigned __int128 u128(unsigned __int128 x, int n){ return x >> await leaf(n); }
static async long double ldf(int n) { return 1.0L / (await leaf(n) + 1); }
static async __float128 qf(int n) { return (__float128)await leaf(n) / 3; }
static async _Bool bf(int n) { return await leaf(n) & 6; }
static async char sc(int n) { return (char)(await leaf(n) * 100); }
async int f(int n)
{
    struct vb v = {await leaf(3), 5, 1, -1, 7}, *pv = &v;
    v.a += await leaf(n); v.b = (unsigned)await leaf(n) * 60; v.c = await leaf(n) & 4; v.d -= await leaf(n); v.e ^= await ull(n);
    pv->a++; pv->b <<= await leaf(1); pv->d = v.e * await leaf(3);
    int r = v.a + v.b + v.c + (int)v.d + (int)(v.e >> 40);
    volatile int vi = n; volatile int *vp = &vi;
    vi += await leaf(1); *vp = vi + await leaf(vi); r += vi++ + await leaf(2); r += *vp - await leaf(vi);
    _Atomic int ai = n; _Atomic _Bool ab = 1; _Atomic unsigned char ac = 250; _Atomic(long) al = 5; _Atomic(int *) ap = &cnt; _Atomic double ad = 1.5;
    ai += await leaf(3); ai++; ab = await leaf(n); ac += await leaf(10); al <<= await leaf(2); ad *= await leaf(3); ai |= await leaf(8);
    ai = await leaf(ai) + ai; r += ai + ab + ac + (int)al + (int)(ap - &cnt) + (int)(ad * 2);
    

    _Complex float z = await cf(n) * await cf(1); z += await cf(2); __real__ z += await leaf(1); __imag__ z *= await leaf(2);
    r += (int)__real__ z + (int)__imag__ (await cf(n)) + (int)__real__(await cf(4));
    _Complex double zz = await cf(n); zz /= 1 + 1i; zz = ~zz; r += (int)(__imag__ zz * 4); r += (await cf(n) == z) + !await cf(0);
    _Complex int ci = {0}; __real__ ci = await leaf(3); __imag__ ci = await leaf(n); r += __imag__ ci + __real__ ci;
    __int128 q = await i128(n) + await i128(2); q += await leaf(3); r += (int)(q >> 98) + (int)q;
    r += (int)(await u128((unsigned __int128)5 << 70, await leaf(69)));
    long double l = await ldf(n) + await ldf(2); l += await ldf(3); r += (int)(l * 1000);
    __float128 fq = await qf(n) * 9 + await qf(2); fq -= await leaf(1); r += (int)fq;
    _Bool b = await leaf(2); b += await leaf(1); b ^= await bf(n); b |= await leaf(4) == 4; b = (float)await leaf(1); r += b + (_Bool)await leaf(7) + await bf(n);
    char c = await sc(n); c = c * await leaf(2); c >>= 1; r += c; signed char s2 = -1; s2 *= (await sc(3)); r += s2;
    float ff = await leaf(n); ff += 0.1 * await leaf(1); ff++; r += (int)(ff * 10); unsigned short us = 65535; us += await leaf(2); us *= us; r += us;
    unsigned u = ~0u; u %= (unsigned)await leaf(n) + 7u; r += (int)u;
    int *p = &cnt; p += await leaf(1); p -= await leaf(1); r += (int)(p - &cnt) + (p == &cnt) + (int)(&p[await leaf(2)] - p);
    return r;
}
