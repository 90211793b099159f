// RUN: %run-both %s
// 6.7.6.2 Awaits in the bounds of arrays and typedefs of variable length, whose scope they end before.
#include "Inputs/poll.h"
#include <stddef.h>
struct fx { int n; int a[5]; };
async int f(int n)
{
    int r = 0, k = n + 1;
    { int a[await leaf(3) + n]; a[0] = n; r += (int)sizeof a; }
    { int (*a)[await leaf(3)] = 0; r += (int)sizeof *a; }
    { int x = await leaf(n), a[await leaf(3)][x + await leaf(1)], y = n; a[0][0] = y; r += (int)sizeof a + x + a[0][0]; }
    r += (int)sizeof(int[await leaf(2)]) + (int)sizeof(int[n + 1][await leaf(k) + 1]);
    { typedef int row[await leaf(n) + 1]; { typedef row rows[2]; r += (int)sizeof(rows); } row a; a[0] = 2; r += (int)sizeof(row) + a[0]; }
    r += (int)__builtin_offsetof(struct fx, a[await leaf(n & 3)]) + (int)offsetof(struct fx, a[await leaf(1)]);
    await leaf(1);
    k = n + 5;
    await leaf(2);
    { typedef char row[k]; r += (int)sizeof(row); }
    { typedef __typeof__(await leaf(2)) t; t x = await leaf(3); typedef struct { __typeof__(await leaf(2)) y; } s; s y = {await leaf(x)}; r += y.y; }
    return r;
}
