// RUN: %run-both %s
// 6.5.2.5 Compound literals: of every kind, with awaits within, kept over awaits, as lvalues.
#include "Inputs/poll.h"
struct pair { int x, y; };
union either { int i; float f; };
static async int total(const int *p, int n) { int s = 0; while (n--) s = s * 3 + await leaf(p[n]); return s; }
static async int cross(struct pair a, const struct pair *b) { return a.x * await leaf(b->y) - a.y * b->x; }
// Operands that end with a literal, and are evaluated before a later operand awaits.
struct record { long m[6]; };
static async int first_two(int d, struct record *w, int n)
{
    return (int)w->m[0] + d + await leaf(n) + (int)w->m[1];
}
static async int both_of(int *p, int n) { return p[0] * 3 + await leaf(n) + p[1]; }
static int *itself(int *p) { return p; }
static async int as_operands(int n)
{
    int k = n, *p = &k, *q, s;
    s = await first_two(1, &(struct record){ { k--, n } }, n <= await leaf(3));
    s += await first_two(1, n ? &(struct record){ { k--, n } } : &(struct record){ { k++, 3 } }, n <= await leaf(3));
    s += await both_of(p = (int[]){ k--, await leaf(2) }, await leaf(1)); s += p[1];
    s += await both_of((k++, (int[]){ k--, 2 }), await leaf(1));
    s += await both_of((int[]){ k--, 2 } + 0, await leaf(1)); s += await both_of(n ? q = (int[]){ k--, 4 } : itself((int[]){ 5, k++ }), await leaf(n));
    s += await both_of(&((struct { int a[2]; }){ { k--, 7 } }).a[0], await leaf(3)); s += await both_of(*(int(*[1])[2]){ &(int[2]){ k--, 9 } }[0], await leaf(1));
    s += *(int *)(n > await leaf(2) ? (void *)(int[]){ k--, 3 } : (void *)&(int){ await leaf(2) });
    int *r = (int[]){ k--, await leaf(4) }; int *t = n ? r : (int[]){ k--, 2 }; s += *r + *t + await leaf(1) + r[1] + t[1];
    s += !(int[]){ k-- }; s += (&(struct record){ { k-- } })->m[await leaf(0)]; s += (p = &(int){ k-- }, await leaf(*p)); s += *p;
    return s;
}
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
    return r + p->x + p->y * 2 + q.x + q.y + s[await leaf(4)] + await as_operands(n);
}
