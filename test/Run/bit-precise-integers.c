// _BitInt, which clang knows and gcc does not yet.
// RUN: clang-19 -std=c23 -DASYNCC_ELIDE -I%S/../../runtime/include -I%S %s %S/Inputs/poll.c -o %t.elided
// RUN: %asyncc --cc=clang-19 -std=c23 -Wall -Wextra -Werror -I%S %s %S/Inputs/poll.c -o %t
// RUN: %t.elided >%t.expected
// RUN: %t | diff %t.expected -
#include "Inputs/poll.h"
// What tells the width names a variable that is in the frame, not the global one.
double bytes[4];
static async int width(int n)
{
    short bytes = (short)n, *pb = &bytes;
    await leaf(1);
    _BitInt(sizeof(bytes) * 8) b = 70000 + n, *p = &b;
    ++*pb;
    await leaf(2);
    return (int)(*p + 1) + bytes + (int)sizeof *p;
}
static async int told_by_a_cast(int n)
{
    short x = (short)(n - 4), *px = &x;
    __typeof__((unsigned _BitInt(7))x) y = 100, *py = &y;
    __typeof__((_BitInt(7))*px) z[2] = {-3, 5}, (*pz)[2] = &z;
    await leaf(1);
    return (int)++*py + (int)(*pz)[0] * (int)z[1] + (int)sizeof y;
}
async int f(int n)
{
    _BitInt(37) b = await leaf(n); unsigned _BitInt(200) u = 1; u <<= 150; u += (unsigned)await leaf(3); b *= -await leaf(5);
    struct { _BitInt(20) k; _BitInt(7) w : 5; } s = {await leaf(4), 3}; s.k -= await leaf(1); s.w++;
    return await width(n) + await told_by_a_cast(n) + (int)b + (int)(u >> 149) + s.k + s.w + await leaf(1);
}
