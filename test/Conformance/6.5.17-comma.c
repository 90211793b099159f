// RUN: %run-both %s
// 6.5.17 Comma: each operand complete before the next; in every place that takes an expression.
#include "Inputs/poll.h"
static int order;
static async int then(int n) { order = order * 7 % 10007 + await leaf(n); return n; }
static int now(int n) { order = order * 7 % 10007 + n; return n; }
async int f(int n)
{
    order = 0;
    int i, j, a[3] = {0};
    i = (await then(1), now(2), await then(n));
    i++, j = i, await then(j), j++, now(j);
    a[(await then(0), i % 3)] = 4, a[1] = (now(3), await then(4));
    if (await then(5), n > 4)
        now(6), await then(6);
    for (i = 0, j = await then(3); now(i), i < j; i++, await then(i))
        a[1] += i, a[2] += await then(j);
    while (await then(1), i-- > 0)
        ;
    (void)0, (void)await then(1), i = 8;
    int k = (i++, await then(i), i++);
    switch (await then(9), n % 2) {
    case 0: return k + order, await then(order);
    default: return (await then(2), now(3), order + a[0] + a[1] + a[2] * 3) + k + i;
    }
}
