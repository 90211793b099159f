// RUN: %run-both %s
// Parameters and results of types without a name, and of types that the definition itself defines.
#include "Inputs/poll.h"
async struct { int x, y; } unnamed(int n) { return (__typeof__(unnamed(0))){await leaf(n), n}; }
struct { int a; char b[3]; } global = {7, "ab"};
static async int param(__typeof__(global) x, int n) { x.a += await leaf(n); await leaf(1); return x.a + x.b[0]; }
static async __typeof__(global) result(__typeof__(global) *p, __typeof__(global) a[2]) { await leaf(p->a); p->a++; a[1] = *p; return *p; }
async enum en { E0, E1 = 7 } ev(enum en e) { return await leaf(e) ? E1 : E0; }
async static inline enum sign { MINUS, PLUS } sign_of(int n) { return await leaf(n) < 0 ? MINUS : PLUS; }
static async struct tagged { int q; struct { int z; } in; } tagged(int n) { struct tagged t = {await leaf(n), {2}}; await leaf(1); return t; }
union { int u; float f; } uv; 
static async int (*fp(__typeof__(uv) u))(int) { await leaf(u.u); return 0; }
async int f(int n)
{
    __typeof__(unnamed(0)) u = await unnamed(n);
    __typeof__(global) g2[2] = {global}; 
    int r = u.x + u.y * 10 + (await unnamed(2)).x + await param(global, n) + (await result(&global, g2)).a + g2[1].b[1];
    r += (int)await ev(E1) + (await tagged(n)).in.z + (await fp((__typeof__(uv)){.u = 1}) == 0);
    __typeof__(tagged(1)) (*p)(int) = tagged; r += (await p(3)).q; 
    struct tagged t2 = await tagged(4); await leaf(1); r += t2.q; { __typeof__(unnamed(1)) k = u; await leaf(2); r += k.x; }
    n += await sign_of(n);
    return r;
}
