// RUN: %run-both %s
// Conditional and statement expressions that await and whose type has no name outside the block.
#include "Inputs/poll.h"
#include <stdio.h>
static async int locals(int n)
{
    struct s { int x, y; } a = {n, 2}, b = {3, 4}, *p = &a, *q = &b;
    typedef struct s pair;
    enum e { ONE = 1, TWO } k = ONE;
    struct s c = n & 1 ? a : (await leaf(1), b);
    p = await leaf(n) > 3 ? p : (await leaf(2), q);
    q = n > 5 ? NULL : (await leaf(2), q);
    k = n & 2 ? TWO : (await leaf(1), ONE);
    pair d = ({ pair t = {await leaf(n), c.x}; t; });
    struct s *r = ({ await leaf(3); n ? p : q; });
    int z = ({ struct s inner = {await leaf(n), 3}; inner.x + inner.y; });
    struct { char c[3]; } anon = {{1, 2, 3}}, anon2 = n > 4 ? anon : (await leaf(n), anon);
    return (n ? (await leaf(1), a) : b).x + c.y + p->x + (q ? q->y : 0) + (int)k + d.x + d.y + (r ? r->x : 0) + z + anon2.c[2];
}
async int f(int n) { return await locals(n); }
