// RUN: %run-both %s
// 6.2.5 Complex, 128-bit and long double values around awaits.
#include "Inputs/poll.h"
static async int nums(int n)
{
    _Complex double z = n + 2.0i;
    z *= await leaf(3);
    __real__ z += await leaf(1);
    __imag__ z = await leaf(2) + __real__ z;
    __int128 big = (__int128)1 << 100;
    big += await leaf(n);
    unsigned __int128 u = big >> (await leaf(90));
    long double ld = 1.5L * await leaf(n);
    ld += (long double)await leaf(2) / 4;
    _Complex float zf = z;
    zf += await leaf(1) * 1.0fi;
    return (int)(__real__ z + __imag__ z + (int)u + (int)big + (int)(ld * 4) + (int)__imag__ zf);
}

async int f(int n)
{
    return await nums(n);
}
