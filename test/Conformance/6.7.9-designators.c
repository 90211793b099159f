// RUN: %run-both %s
// 6.7.9 Designators that override, nest and lie in unions; brackets left out.
#pragma GCC diagnostic ignored "-Wpragmas"
#pragma GCC diagnostic ignored "-Wunknown-warning-option"
#pragma GCC diagnostic ignored "-Wmissing-braces"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Woverride-init"
#pragma GCC diagnostic ignored "-Winitializer-overrides"
#include "Inputs/poll.h"
#include <stddef.h>
// initialisers
struct p { int x, y; }; struct l { struct p a, b; int t[3]; }; union un { int i; struct p p; float f; char c[8]; };
struct nest { int k; struct l l[2]; union un u; struct { int q; union { int w; short z; }; }; };
struct bits { unsigned a:3, :2, b:4; int :0; int c:7; };
struct fam { int n; char t[]; };
static async struct p mp(int n){ return (struct p){await leaf(n), n + 1}; }
static async struct l ml(int n){ return (struct l){.b = await mp(n), .t = {1, [2] = await leaf(n)}}; }
static async union un mu(int n){ return (union un){.p = {.y = await leaf(n)}}; }
async int f(int n)
{
    struct nest s = {.k = await leaf(1), .l[1].a = await mp(2), .l[1].t[1] = await leaf(n), .l[0] = await ml(3), .l[0].b.y = await leaf(9), .u.p = await mp(4), .u.p.x = await leaf(8), .q = await leaf(5), .z = (short)await leaf(6)};
    struct nest arr[3] = {[2] = {.k = 7}, [0] = {.l = {await ml(1), await ml(n)}, .u = await mu(n)}, [1].k = await leaf(3)};
    int a[] = {[5] = await leaf(1), 2, [1] = await leaf(3), await leaf(4), [0 ... 0] = await leaf(n)};
    int m[][2] = {{await leaf(1)}, await leaf(2), await leaf(3), {[1] = await leaf(4)}};
    struct l flat = {await leaf(1), await leaf(2), {await leaf(3)}, await leaf(5)};
    struct bits b = {(unsigned)await leaf(n) & 7u, .c = await leaf(9), .b = (unsigned)await leaf(3)};
    union un u = {.c = {[2] = (char)await leaf(n), [0] = 1}};
    union un u2 = {await leaf(n)}, u3 = {.f = await leaf(2)}; 
    char str[] = "abc", str2[5] = {'x', (char)await leaf('y')}, *cs[] = {str, [3] = str2 + await leaf(1)};
    int (*fa[3])(int) = {[1] = 0};
    const struct p cp = await mp(5), *pp = &(const struct p){await leaf(6), n};
    static const int st[] = {1, 2, 3}; 
    struct p copy = cp, arr2[2] = {cp, await mp(st[1])}, arr3[] = {[1] = *pp, [0] = (await ml(4)).b};
    int sc = {await leaf(4)}, sc2 = {(await leaf(2), await leaf(3))};
    struct { int x; struct { int y[2]; } in; } anon = {await leaf(1), {{await leaf(2), await leaf(3)}}}, anon2 = anon;
    int r = s.k + s.l[1].a.x + s.l[1].t[1] * 3 + s.l[1].t[2] + s.l[0].b.y + s.l[0].b.x + s.l[0].t[2] + s.u.p.x * 5 + s.u.p.y + s.q + s.z;
    for (int i = 0; i < 3; i++) r += arr[i].k * 3 + arr[i].l[1].b.x + arr[i].u.p.y * 2 + arr[i].l[0].t[2];
    for (unsigned i = 0; i < sizeof a / sizeof *a; i++) r = r * 3 % 10007 + a[i];
    for (int i = 0; i < (int)(sizeof m / sizeof *m); i++) r = r * 3 % 10007 + m[i][0] * 2 + m[i][1];
    r += flat.a.x + flat.a.y * 2 + flat.b.x * 3 + flat.b.y * 5 + flat.t[0] + flat.t[1] * 7 + b.a + b.b + b.c + u.c[2] + u.c[0] + u2.i + (int)u3.f;
    r += str2[1] + *cs[3] + str[1] + (fa[0] == fa[1]) + cp.x + pp->y + copy.y + arr2[1].x + arr3[0].y + arr3[1].x + sc * 2 + sc2 + anon2.in.y[1] * 3 + anon.in.y[0] + (int)sizeof m;
    struct l *lp = (struct l[2]){[1] = await ml(n), [0].t = {await leaf(2)}};
    r += lp[1].b.x + lp[0].t[0] + (int)sizeof(struct fam);
    r += ((int[]){await leaf(1), await leaf(2), n})[await leaf(2)] + (int)sizeof((int[]){await leaf(1), 2});
    r += *(int[1]){await leaf(3)} + ((union un){.p = await mp(n)}).p.y + (char){(char)await leaf(300)};
    int self = sizeof self + await leaf(1); r += self;
    struct p px = {.x = await leaf(1), .x = await leaf(2), .y = 3, .y = await leaf(4)}; r += px.x * 10 + px.y;
    return r;
}
