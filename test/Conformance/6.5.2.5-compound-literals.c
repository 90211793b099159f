// RUN: %run-both %s
// 6.5.2.5 Compound literals: of every kind, with awaits within, kept over awaits, as lvalues.
#include "Inputs/poll.h"
struct pair { int x, y; };
union either { int i; float f; };
static async int total(const int *p, int n) { int s = 0; while (n--) s = s * 3 + await leaf(p[n]); return s; }
static async int cross(struct pair a, const struct pair *b) { return a.x * await leaf(b->y) - a.y * b->x; }
async int f(int n)
{
    int r = await total((int[]){1, await leaf(n), 3}, 3) + await total((const int[4]){[2] = await leaf(n)}, 4);
    r += await cross((struct pair){await leaf(1), n}, &(struct pair){.y = await leaf(n), .x = 2});
    r += (struct pair){n, await leaf(7)}.y + (int){await leaf(3)} + (union either){.i = await leaf(4)}.i;
    struct pair *p = &(struct pair){n, 0}, q = (struct pair){await leaf(5), 6};
    p->y = await leaf(p->x);
    (int){n} = await leaf(1);
    (int[2]){1, 2}[await leaf(1)] += await leaf(3);
    int *cell = &(int[]){5, await leaf(6), 7}[await leaf(1)];
    r += ++(int){n} + *cell + await leaf(*cell) + ((char[]){"text"})[await leaf(2)] + *cell;
    const char *s = (char[6]){"frame"};
    for (int i = 0; i < 3; i++) {
        int *fresh = (int[]){i, 0};
        fresh[1] += await leaf(i);
        r += fresh[0] * fresh[1];
    }
    if (await total((int[]){n}, 1) > 4 && (struct pair){1, 2}.x)
        r += (*&(struct pair){n, 3}).y;
    return r + p->x + p->y * 2 + q.x + q.y + s[await leaf(4)];
}
