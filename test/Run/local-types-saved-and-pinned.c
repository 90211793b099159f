// Types that cannot be named where the frame is declared: a pinned variable's declaration stays as
// that of a pointer that tells its type.
// RUN: %run-both %s
#include "Inputs/poll.h"
static void touch(void *p) { ++*(int *)p; }
static async int through(int *p) { *p += await leaf(1); return *p; }
async int f(int n)
{
    int x = await leaf(1), y = await leaf(x), *to_y = &y, z[] = {y, await leaf(3)};
    struct s { int x; char text[8]; } a = {1, "ab"}, b = {await leaf(2), "c"},
        c[] = {{3, ""}, {await leaf(n), "d"}}, *to_b = &b;
    struct { int v[20]; } big = {{1, 2, n}}, big2;
    const struct s constant = {n, "const"};
    enum { RED = 4, GREEN } colour = n % 2 ? RED : GREEN, *to_colour = &colour;
    enum local { ONE = 1 } one = ONE;
    union { int i; float f; } u = {.i = n};
    struct { unsigned b : 3; signed c : 5; } bits = {.b = 5}, *to_bits = &bits;
    struct { _Alignas(32) int v; } wide = {n}, *to_wide = &wide;
    struct with_const { const int k; int m; } k1 = {1, n}, k2 = k1;
    volatile struct { int v; } shy = {n};
    struct pair { int p, q; } pair = {1, 2};
    _Atomic struct pair atomic = pair;
    int (*rows)[2] = (int[][2]){{1, 2}, {3, n}};
    struct s *through_literal = &(struct s){n, "lit"};
    __auto_type automatic = a;
    __auto_type to_automatic = &automatic;
    register struct s *in_register = &c[1];
    touch(to_b);
    big2 = big;
    for (struct { int i, n; } it = {0, await leaf(2)}, *p = &it; p->i < p->n; p->i++)
        y += await leaf(it.i);
    await leaf(n);
    to_wide->v++;
    to_automatic->x += await through(&c[0].x);
    rows[1][0] += await leaf(9);
    struct pair copy = atomic;
    struct with_const k3 = {await leaf(4), 2};
    y += await through(&k1.m);
    return x + *to_y + z[1] + a.x + to_b->x * 2 + c[1].x + (int)(sizeof c / sizeof *c) + big2.v[2] +
           constant.x + *to_colour * 3 + one + u.i + to_bits->b + wide.v + k1.k + k2.m + shy.v +
           copy.q + rows[1][0] + through_literal->text[0] + automatic.x + in_register->x + k3.k +
           b.text[0] + big.v[1] + k1.m + ((unsigned long)&wide % 32 ? 1000 : 0);
}
