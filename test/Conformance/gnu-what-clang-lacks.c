// What gcc knows and clang does not: 6.4.4.2 floating constants of its own types, __extension__ in
// the header of a loop, nested functions in ordinary ones.
// RUN: gcc -w -DASYNCC_ELIDE -I%S/../../runtime/include -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t.e && %t.e > %t.expected
// RUN: %asyncc --cc=gcc -Wall -Wextra -Werror -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t && %t | diff %t.expected -
#include "Inputs/poll.h"
static async _Float128 third(int n) { return (_Float128)await leaf(n) / 3.F128; }
static async _Float32 half(int n) { return 0x1.p-1F32 * (_Float32)await leaf(n); }
static async _Float64x twice(int n) { return (_Float64x)await leaf(n) * 2.0f64x; }
// Ordinary functions that are called with addresses, which clang does not understand or thinks wrong.
static int nested(const char *p, int n) { int at(int i) { return p[i]; } return at(n) + at(0); }
static const char *kept;
static int keeps(const char *p) { int keep(void) { kept = p; return *p; } return keep(); }
static int attributed(const int *p) { return __builtin_has_attribute(*p, aligned) + *p; }
static async int ordinary(int n)
{
    char a[40] = {(char)n, 2, 3}, b[40] = {7, (char)n};
    int r = nested(a, 2) + keeps(b) + attributed(&n);
    await leaf(n);
    char c[80] = {1, 2, 3};
    return r + nested(c, await leaf(2)) + kept[1];
}
async int f(int n)
{
    _Float128 wide = await third(n) * 0x1.8p1f128 + 1.5F128;
    _Float64 d = 2.5e1F64 / await leaf(4);
    _Float32x x = 1.f32x + await leaf(1);
    for (__extension__ int i = await leaf(1), *p = &i; i < await leaf(3); ++*p)
        wide += i;
    wide += await leaf(1), d -= 1e0F64;
#ifdef __SIZEOF_FLOAT80__
    __float80 far = await leaf(n) / 2.0L, *to_far = &far;
    await leaf(1);
    *to_far += await leaf(2), d += (_Float64)far;
#endif
    int sizes = (int)sizeof(1.0F64x) + (int)sizeof(await half(1) + 1.0F32) + (int)sizeof(1.F128);
    return (int)(wide * 8) + (int)(d * 4) + (int)x + (int)(await half(n) * 10) + (int)await twice(n) + await ordinary(n) + sizes + 0x1f32 - 0xF64;
}
