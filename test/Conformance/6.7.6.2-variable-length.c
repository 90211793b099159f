// RUN: %run-both %s
// 6.7.6.2 Awaits in the bounds of arrays and typedefs of variable length, whose scope they end before.
#include "Inputs/poll.h"
#include <stddef.h>
struct fx { int n; int a[5]; };
// Where the bounds stand in the name of a type: they are evaluated if the type's size, or that of
// the expression, hangs on them, and each once.
static int calls;
static async int counted(int n)
{
    calls = (calls * 3 + n) % 9973;
    return await leaf(n);
}
static async int in_names(int n)
{
    int cells[8] = {1, 2, 3, 4}, r = 0, k = 0;
    void *p = cells;
    r += (int)sizeof(__typeof__(int[await counted(n)])) + (int)sizeof *(__typeof__(int (*)[await counted(3)]))p;
    r += (int)sizeof *(int (*)[await counted(3)])p + (int)sizeof(*(int (*)[await counted(2)])p);
    r += (int)sizeof(int[2][await counted(2)]) + (int)sizeof(char[await counted(1)][2][3]);
    r += (int)sizeof(int[({ int z = await counted(3); z; })]);
    r += (int)_Alignof(int[await counted(7)]) + (int)sizeof((int[]){await counted(1), 2});
    (k = await leaf(n)), (void)(__typeof__((int (*)[(k += await leaf(2))])p))p, r += k;
    (k = await leaf(n)), (void)(__typeof__(int (*)[(k += await leaf(4))]))p, r += k;
    (k = await leaf(n)), (void)((__typeof__(1 + (int (*)[(k += await leaf(5))])p))p), r += k;
    r += (*(int (*)[await counted(3)])p)[await leaf(2)];
    return r + calls;
}
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
    return r + await in_names(n + 1);
}
