// RUN: %run-both %s
// 6.5.2.3 Structure and union members: of awaited structs and pointers, nested, arrays, bit-fields.
#include "Inputs/poll.h"
struct inner { short s; int a[3]; };
struct outer { struct inner in; union { int i; unsigned char c[4]; }; unsigned b : 5; struct outer *next; };
static struct outer store[2];
static async struct outer value(int n) { return (struct outer){{(short)n, {n, 2, await leaf(3)}}, {.i = 258}, 9, store}; }
static async struct outer *address(int n) { return &store[await leaf(n)]; }
async int f(int n)
{
    store[0].next = store + 1;
    int r = (await value(n)).in.s + (await value(n)).in.a[2] + (await value(n)).c[1] + (await value(n)).b;
    r += (await value(n)).in.a[await leaf(1)] + (await address(1))->in.a[await leaf(n % 3)];
    (await address(n % 2))->in.a[await leaf(2)] = await leaf(n);
    (await address(0))->next->b = (unsigned)await leaf(7);
    (await address(0))->next->b += (unsigned)await leaf(30);
    (await value(1)).next->i += await leaf(2);
    (*await address(1)).in.s--;
    (&(await address(0))->in)->s++;
    r += (await value(n)).next->next->b * 10 + store[0].i + store[n % 2].in.a[2] * 3 + store[0].in.s - store[1].in.s;
    store[0].i = store[1].in.s = store[0].in.s = 0;
    return r;
}
