// RUN: %run-both %s
// A statement expression that returns may stand in what tells the type of a temporary: a conditional whose
// arms are bit-fields.
#include "Inputs/poll.h"
#include <stdio.h>
struct bits { unsigned n : 3; int m : 9; };
static async struct bits give(int n) { await leaf(n); return (struct bits){(unsigned)n & 7, n}; }
static async int one(int n, struct bits *b)
{
    int r = (n > 3 ? ({ int k = n; if (await leaf(k) > 100) return k ? n : 2; if (k == 77) return (int){0}; k; }) : b->m) + await leaf(2);
    return r + (await leaf(1) ? b->n : ({ if (n == 1) return n + 5; (await give(n)).n; })) * await leaf(3);
}
struct big { int a[6]; };
static async struct big large(int n)
{
    struct bits b = {3, 4};
    int k = await leaf(n) + (n > 2 ? b.n : ({ if (await leaf(n) == 1) return (struct big){{n}}; b.n; })) * await leaf(2);
    return (struct big){{k, n}};
}
static int seen;
static async void nothing(int n)
{
    struct bits b = {3, 4};
    seen = await leaf(n) + (n > 2 ? b.n : ({ if (await leaf(n) == 1) return; b.m; })) * await leaf(2);
}
async int f(int n)
{
    struct bits b = {5, 6};
    for (int i = 0; i < 6; i++) {
        struct big l = await large(i);
        await nothing(i);
        printf("%d %d %d %d\n", await one(i + n, &b), l.a[0], l.a[1], seen);
    }
    return 0;
}
