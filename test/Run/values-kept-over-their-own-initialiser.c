// RUN: %run-both %s -Wno-init-self -Wno-sequence-point -Wno-uninitialized -Wno-maybe-uninitialized -Wno-init-order -Wno-unknown-warning-option
// A variable that its own initialiser assigns and reads around awaits keeps the value; so does one to
// whose declaration a jump leads back, until it is initialised again; and what a designator with an
// index is given the address of.
#include "Inputs/poll.h"
#include <stdio.h>
#include <string.h>

// Leaves its own bytes where others may have been.
static async int overwrite(int n)
{
    char bytes[96], *volatile p = bytes;
    memset(bytes, 0x5a, sizeof bytes);
    await leaf(1);
    memset(bytes, 0x33, sizeof bytes);
    return n + p[3] - 0x33;
}

static async int in_condition(int n)
{
    int x = (x = n) > 2 && await overwrite(1) && await overwrite(1) ? x : -1;
    long r = (r = await overwrite(n)) < 0 || (await overwrite(1), await overwrite(1)) < 0 ? r : r + 1;
    return x * 100 + (int)r;
}

static async int led_back(int n)
{
    int *p = NULL, sum = 0, count = 0;
again:;
    int x = p ? *p + 1 : n;
    int y = count ? y * 2 + 1 : 0;
    p = &x;
    sum = sum * 10 + x + y;
    (void)await overwrite(1);
    (void)await overwrite(2);
    if (count++ < 3)
        goto again;
    return sum;
}

static async int designated(int n)
{
    int x = n, z[2] = {n, n + 1};
    struct {
        int *p[2];
        struct {
            int *q;
        } in[2];
    } s = {.p[1] = &x, .in[1].q = z, .in[0] = {.q = &z[1]}}, t = s;
    (void)await overwrite(1);
    (void)await overwrite(1);
    return *t.p[1] * 100 + *t.in[1].q * 10 + *t.in[0].q;
}

async int f(int n)
{
    printf("%d ", await in_condition(n));
    printf("%d ", await led_back(n));
    printf("%d\n", await designated(n));
    return n;
}
