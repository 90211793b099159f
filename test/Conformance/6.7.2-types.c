// RUN: %run-both %s
// 6.7.2 Struct, union, enum and typedef of a block's own; anonymous members, bit-fields, flexible
// array members, incomplete types completed later.
#include "Inputs/poll.h"
#include <stdlib.h>
struct flexible { int n; int tail[]; };
struct opaque;
static struct opaque *hold(struct opaque *o) { return o; }
static async int total(const struct flexible *p) { int s = 0; for (int i = 0; i < p->n; i++) s += await leaf(p->tail[i]); return s; }
static async int local(int n)
{
    struct point { int x, y; enum { NEAR = 1, FAR = 10 } how; } a = {await leaf(n), 2, NEAR}, b, *p = &a;
    typedef struct point point;
    b = (point){3, await leaf(4), n > 4 ? FAR : NEAR};
    p->x += await leaf(FAR);
    {
        struct point { char c; } other = {(char)await leaf(5)};
        typedef int point;
        point n = await leaf(other.c);
        b.x += n + (point)sizeof other;
    }
    union { int i; struct { unsigned char low, high; }; } u = {.i = 513};
    await leaf(1);
    enum later { ONE = 1, TWO } e = await leaf(n) ? TWO : ONE;
    return a.x + b.x * 2 + b.y + b.how + u.low + u.high * 3 + e + (int)sizeof(point);
}
async int f(int n)
{
    struct { unsigned a : 3; signed b : 5; unsigned : 0; unsigned long long c : 40; _Bool d : 1; } bits = {7, -3, 1ull << 39, 1};
    bits.a += (unsigned)await leaf(n), bits.b -= await leaf(1), bits.c |= (unsigned)await leaf(n);
    bits.d = bits.d && await leaf(n & 1);
    struct flexible *p = malloc(sizeof *p + 3 * sizeof *p->tail);
    p->n = 3, p->tail[0] = n, p->tail[await leaf(1)] = await leaf(2), p->tail[2] = 5;
    int r = await total(p) + (int)bits.a + bits.b * 2 + (int)(bits.c >> 39) + (int)(bits.c & 15) + bits.d;
    const struct pair { int a, b; } first = {n, await leaf(1)}, *pf = &first, both[2] = {first, *pf};
    static const volatile union { int i; char c; } one = {1}, *po = &one;
    r += both[await leaf(1)].b + pf->a + po->i;
    struct opaque *o = hold((struct opaque *)p);
    r += await local(n) + ((struct flexible *)o)->tail[await leaf(0)];
    free(p);
    return r;
}
