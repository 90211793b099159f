// Each standard that the compilers know, strict or with GNU extensions.
// RUN: %run-both %s -std=c11
// RUN: %run-both %s -std=c17
// RUN: %run-both %s -std=c2x
// RUN: %run-both %s -std=gnu11
#include "Inputs/poll.h"
static inline async int twice(int n) { return 2 * await leaf(n); }
// In C23 libclang calls it bool, which gcc 12 does not know.
static async _Bool holds(_Bool (*is)(_Bool, int), _Bool b, int n)
{
    const _Bool both[2] = {b, is(b, await leaf(n))};
    _Bool all = both[0];
    await leaf(1);
    return all && both[1];
}
static _Bool is_large(_Bool b, int n) { return b && n > 3; }
async int f(int n)
{
    struct { int x; union { int y; float z; }; } s = {await leaf(n), {.y = 2}};
    const int *p = (const int[]){await leaf(1), 3};
    _Static_assert(sizeof(await leaf(1)) == sizeof(int), "not run");
    for (int i = 0; i < await leaf(2); i++)
        s.y += _Generic(p, const int *: 1, default: 2) * await twice(i);
    return s.x + s.y + await holds(is_large, n & 1, n) + p[1] + (await leaf(n) ? __LINE__ : (int)sizeof __func__);
}
