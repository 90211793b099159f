// RUN: %run-both %s -Wno-unknown-attributes -Wno-attributes
// Attributes with the spelling without underscores, behind a definition and of statements; an empty statement at the
// end of a statement expression.
#include "Inputs/poll.h"
static void touch(void *object) { __asm__ volatile("" : : "r"(object) : "memory"); }
static async struct pair { char c; int n; } __attribute((packed)) packed(int n)
{
    return (struct pair){1, await leaf(n)};
}
static async int ends_in_nothing(int n)
{
    int u = ({ int k = await leaf(n); k + 1;; });
    int v = ({ int k = 7; await leaf(k); k;;; });
    return u * 10 + v;
}
async int f(int n)
{
    struct number { char c; int n; } __attribute((packed)) a = {1, await leaf(n)}, *pa = &a;
    struct { char c; long l; } __attribute__((packed)) __attribute((aligned(4))) b = {2, n};
    touch(&b);
    int sum = (await packed(n)).n + pa->n + (int)(sizeof a + sizeof b + sizeof(struct pair));
    __attribute__((unused)) __auto_type c = b;
    touch(&c);
    await leaf(1);
    return sum + c.c + await ends_in_nothing(n) + (int)b.l;
}
