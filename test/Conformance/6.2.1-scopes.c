// RUN: %run-both %s
// 6.2.1 Names of types and variables that hide each other; names that generated code uses.
#include "Inputs/poll.h"
// shadowing, local types, enums, typedefs
typedef int T; typedef struct { int v; } U; enum { K = 3 }; struct tag { int q; }; static int g = 4; typedef unsigned char uc;
static async T idt(T T) { return await leaf(T) + T; }
static async U mku(U U) { U.v += await leaf(1); return U; }
static async int shadow_leaf(int n) { int l = await leaf(n); { int leaf = 3; l += leaf; } return l + await leaf(1); }
static async struct tag st(struct tag tag) { struct { int q; } s = {tag.q}; { struct tag { char c[2]; } tag = {{(char)await leaf(s.q), 2}}; s.q += tag.c[0] + (int)sizeof(struct tag); } tag.q = s.q; return tag; }
enum en { E0, E1 = 7 }; static async enum en ev(enum en e) { return await leaf(e) ? E1 : E0; }
static async int loc(int n)
{
    T T = await leaf(n); int U = T, K = await leaf(5), tag = 1, g = U + K;
    { typedef long T; T x = await leaf(3); typedef struct U { T T; } U; U y = {x}; await leaf(1); y.T += x; g += (int)y.T + (int)sizeof(T); }
    enum { A = 10, B } e = await leaf(1) ? B : A; enum { A2 = A + 1 };
    { enum { A = 1, B } e = (await leaf(n) & 1) ? A : B; g += e * A2; { int A = await leaf(2); g += A; } }
    struct S { struct S *next; int v; } s = {0, await leaf(1)}, *ps = &(struct S){&s, await leaf(2)};
    struct L { int i; }; for (struct L l = {await leaf(0)}; l.i < 3; l.i += await leaf(1)) { struct L m = l; await leaf(m.i); g += m.i; int l = 2; g += l; }
    union V { int i; char c; } v; v.i = await leaf(65); struct S arr[2] = {*ps, s};
    struct S *const restrict cp = &arr[await leaf(1)]; struct { struct S s; union V v; } comb = {*cp, v};
    for (int n = await leaf(2), T = 0; T < n; T++) { int n = await leaf(T); g += n; for (int T = await leaf(0); T < 1; T++) g += await leaf(T + n); }
    switch (n) { int sw; case 0: sw = await leaf(1); g += sw; break; default: sw = 3; g += sw + await leaf(sw); }
    
    { static int K = 2; K += await leaf(1); static struct S keep; keep.v += K; g += keep.v * 0 + (K > 2); }
    return T + U + K + tag + g + e + s.v + ps->v + ps->next->v + comb.s.v + comb.v.c;
}
static async int labels(int n) { int out = n; { __label__ out; if (await leaf(n) > 3) goto out; n += 10; out: n++; } out: n += await leaf(1); if (n < 14) { out++; goto out; } return n + out; }
static async int params(int n, uc uc, char *uc2, struct tag *tag, U *U) { { char c = *uc2; await leaf(c & 1); n += c; } return n + uc + tag->q + U->v + await leaf(1); }
int g2; static async int fnames(int fnames2) { int fr = await leaf(1), cx = 2, at = 3, state = await leaf(4), result = 5, callee = await leaf(6), enter = 7, await_20 = await leaf(1); return fr + cx + at + state + result + callee + enter + fnames2 + await_20; }
async int f(int n)
{
    struct tag t = {n}; U u = {2}; char c = 'c';
    return await idt(n) + (await mku(u)).v + await shadow_leaf(n) + (await st(t)).q + (int)await ev(E1) + await loc(n) + await labels(n) + await params(n, 3, &c, &t, &u) + await fnames(n) + K + g;
}
