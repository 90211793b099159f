// RUN: %run-both %s
// #pragma scalar_storage_order holds for the types of the user's text, not for frames. (gcc alone has it.)
#include "Inputs/poll.h"
static async int before(int n) { long d = await leaf(n), *p = &d; await leaf(1); return (int)++*p; }
#ifndef __clang__
#pragma scalar_storage_order big-endian
#endif
struct big { int i; short s; };
static async struct big value(int n) { struct big b = {await leaf(n), 2}; int k = 7 * n; await leaf(1); b.i += k; return b; }
static async int pinned(int n)
{
    struct local { int x, y; } l = {await leaf(n), 4};
    long d = await leaf(2), *p = &d, k = 3 * n;
    await leaf(1);
    *p += k;
    return (int)d + l.x + l.y;
}
async long outside(int n) { struct big b = await value(n); return b.i + b.s + await pinned(n) + await before(n); }
#ifndef __clang__
#pragma scalar_storage_order default
#endif
async int f(int n) { struct big b = await value(n); int k = 3 * n; await leaf(1); return b.i + b.s + k + (int)await outside(n); }
