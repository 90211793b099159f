// RUN: %run-both %s
#include "Inputs/poll.h"
typedef int T;
typedef struct node { struct node *next; int v; } node;
static int counter;
static int tick(void) { return ++counter; }
static int add2(int a, int b) { return a * 10 + b; }
struct two { int a, b; };
static async struct two mk(int a, int b) { struct two t = {a, b}; await leaf(a); return t; }
struct deep { struct two in[2]; int z; };
static async int g1(int n)
{
    // effects in initialiser lists before awaits
    struct deep d = {{{tick(), 2}, {.b = await leaf(n), .a = tick()}}, tick()};
    int a[] = {tick(), await leaf(1), [5] = tick(), await leaf(2)};
    struct deep e = {.in = {[1] = {.a = tick()}}, .z = await leaf(n)};
    return d.in[0].a + d.in[1].b + d.z + a[0] + a[5] + a[6] + e.in[1].a + e.z;
}
static async int g2(int n)
{
    // pointers to locals in the frame, lists, self references
    node a = {0, n}, b = {&a, 2}, *p = &b;
    node self = {.next = &self, .v = await leaf(3)};
    for (; p; p = p->next) p->v += await leaf(p->v);
    T T = 3; int U = T + await leaf(1);
    { struct two node = await mk(1, 2); struct two two = node; await leaf(0); U += two.a + node.b; }
    return a.v + b.v + self.next->v + U + T;
}
static async int g3(int n)
{
    int r = add2(tick() & 1, await leaf(n)) + (await mk(n, 2)).b;
    r += (n ? await mk(1, 2) : await mk(3, 4)).a;
    r += ({ struct two t = await mk(5, 6); t; }).b;
    struct two arr[2] = {await mk(1, 1), {2, await leaf(2)}}, *q = arr;
    (q++)->a = await leaf(7);
    q[-1].b += (await mk(2, 3)).b;
    *(n ? &arr[0].a : &arr[1].a) += await leaf(1);
    int m[2][2] = {{1, 2}, {await leaf(3)}};
    m[await leaf(1)][await leaf(0)]++;
    return r + arr[0].a * 3 + arr[0].b + arr[1].a + (int)(q - arr) + m[1][0];
}
static async int g4(int n)
{
    int s = 0;
    for (int i = 0, j = 10; i < j; i++, j--) { if (i == 2) continue; if (await leaf(i) == 4) break; s += j; }
    for (;;) { if (s++ > 30) break; if (await leaf(s) % 2) continue; s += 2; }
    int i = 0;
    do { if (i == 1) continue; s += await leaf(i); if (s > 100) break; } while (++i < 4);
    do switch (i) { case 4: i++; continue; default: s += await leaf(2); } while (await leaf(i++) < 7);
    if (n > 2) if (await leaf(n) > 4) s++; else s += 2; else s += 3;
    while (s > 50) s -= await leaf(s) / 2 + 1;
    return s;
}
static async int g5(int n)
{
    const int k = await leaf(n), *const pk = &k;
    static const char names[][4] = {"ab", "cd"};
    const char (*row)[4] = &names[n & 1];
    union { int i; unsigned char c[4]; } u = {.i = await leaf(258)};
    unsigned char *c = u.c;
    await leaf(1);
    volatile int *v = &(volatile int){await leaf(4)};
    *v += await leaf(1);
    _Bool b = n & 1 ? await leaf(2) : 0;
    enum { Q, W } w = await leaf(1) ? W : Q;
    long double ld = 1.5L; ld *= await leaf(2);
    return *pk + (*row)[1] + c[1] + *v + b + w + (int)ld + k;
}
async int f(int n)
{
    counter = 0;
    return await g1(n) + 3 * await g2(n) + 5 * await g3(n) + 7 * await g4(n) + 11 * await g5(n);
}
