// RUN: %run-both %s
// 6.7.1 and 6.7.3 Storage classes and qualifiers of locals around awaits; alignment, assertions.
#include "Inputs/poll.h"
#include <stdint.h>
int outside = 5;
static _Thread_local int own = 2;
static async int change(const int *a, volatile int *b, int *restrict c) { *b += *a, await leaf(1), *c += *b; return await leaf(*c); }
// A struct cannot be assigned if an array among its members, or theirs, is constant.
struct fixed { const char name[8]; int n; };
struct nested { int k; struct fixed in[2]; const struct { int only; } last[1]; };
static async struct fixed fixed(int n) { struct fixed r = {"abc", n + await leaf(1)}; return r; }
static async struct nested nested(int n) { struct fixed a = await fixed(n); return (struct nested){n, {a, await fixed(n + 1)}, {{3}}}; }
static async int in_arrays(int n)
{
    struct fixed a = await fixed(n), b = n > 3 ? await fixed(2) : a;
    struct nested o = await nested(n), *p = &o;
    return a.name[await leaf(2)] + b.n + p->in[1].n * 3 + (await nested(2)).in[1].name[0] + o.last[await leaf(0)].only;
}
// By a typedef, of what has no name without the qualifiers.
typedef volatile struct { int x, y; } device;
typedef const struct { int a, b; } point;
typedef const union { int a; float b; } number;
typedef const volatile enum { OFF, ON } state;
typedef const struct { struct { int q; } in[2]; } rows;
typedef struct { int v; } cells[2];
typedef const cells fixed_cells;
typedef volatile cells ports;
static async int taken(point p, const device *d) { await leaf(1); return p.a + d->x; }
static async point *given(int n) { static point p[2] = {{1, 2}, {3, 4}}; return p + await leaf(n & 1); }
static async int by_typedefs(int n)
{
    device d = {await leaf(1), n}, *to_d = &d, both[2] = {{1, await leaf(2)}}, *last = both;
    point p = {await leaf(2), n}, *to_p = &p;
    number u = {await leaf(n)};
    state s = await leaf(n) & 1 ? ON : OFF, *to_s = &s;
    rows in = {{{1}, {await leaf(n)}}}, *to_in = &in;
    cells c = {{await leaf(1)}, {n}}, *to_c = &c;
    fixed_cells k = {{2}, {await leaf(n)}};
    ports q = {{await leaf(3)}, {4}};
    await leaf(1);
    q[1].v += await leaf(2), (*to_c)[await leaf(0)].v++;
    to_d->x++, d.y *= await leaf(2);
    __typeof__(*given(1)) got = *await given(n);
    await leaf(1);
    int r = d.x + d.y + to_p->a + p.b + u.a + (int)*to_s + to_in->in[1].q + last->y + got.a + c[0].v + c[1].v + k[1].v + q[1].v;
    return r + await taken(p, &d) + (await given(1))->b + (n & 1 ? *await given(5) : p).a;
}
async int f(int n)
{
    const int k = n + 1, table[3] = {1, await leaf(n), 3};
    volatile int v = await leaf(2);
    register int r = n;
    static int calls = 3;
    extern int outside;
    auto int plain = await leaf(1);
    int *restrict const fixed = &plain;
    const volatile int both = await leaf(7);
    static const char *const names[] = {"zero", "one"};
    _Alignas(32) char line[5] = {1, 2, 3};
    _Alignas(64) int wide = await leaf(3), *pw = &wide;
    _Static_assert(sizeof line == 5, "the size stays");
    r += await change(&k, &v, fixed) + k;
    own += await leaf(1);
    calls += await leaf(calls & 3);
    outside += await leaf(1);
    _Static_assert(_Alignof(int) <= 64 && sizeof(await leaf(1)) == sizeof(int), "not run");
    line[await leaf(1)] += (char)await leaf(4);
    r += ((uintptr_t)line % 32 == 0) + ((uintptr_t)pw % 64 == 0) + table[1] * 2 + table[await leaf(2)];
    { _Thread_local static int mine; mine += await leaf(n); r += mine; }
    r += _Generic(&both, const volatile int *: 10, default: 20) + _Generic(&k, const int *: 1, default: 2);
    v = await leaf(v), v++;
    r += await in_arrays(n);
    return await by_typedefs(n) + r + v + both + *fixed + own + calls + outside + names[n & 1][1] + line[1] + *pw;
}
