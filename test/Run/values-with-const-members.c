// RUN: %run-both %s
// A temporary of a type that cannot be assigned takes its value all the same.
#include "Inputs/poll.h"
struct fixed { const int a; int b; };
static int sum(struct fixed x, int y) { return x.a + x.b + y; }
static async struct fixed make(int n) { return (struct fixed){await leaf(n), n}; }
async int f(int n)
{
    struct fixed one = {n, 1}, two = await make(n);
    volatile int which = n % 2;
    int r = sum((which++, one), await leaf(n));
    r += sum(await leaf(which) > 1 ? one : await make(5), await leaf(1));
    r += sum(({ await leaf(1); two; }), await leaf(2));
    return r + one.a + two.b;
}
