// RUN: %run-both %s
// An address that a pointer keeps over an await leads to the object behind it, too, whatever is
// assigned to the object meanwhile, and whether a jump led back past its declaration.
#include "Inputs/poll.h"
#include <stdio.h>

// Leaves its own bytes where others may have been.
static async int overwrite(int n)
{
    char bytes[96], *volatile p = bytes;
    for (int i = 0; i < 96; i++)
        p[i] = (char)(n + i);
    await leaf(n);
    return n + p[0] - (char)n;
}

static async int assigned_before_it_is_read(int n)
{
    int x, *p = &x;
    int sum = await overwrite(n);
    x = 5 + sum;
    sum += *p * 10;
    *p = 3;
    return sum + x * 1000;
}

static async int as_an_array(int n)
{
    int x[2], *p = x + 1;
    int sum = await overwrite(n);
    x[1] = 5 + sum;
    return sum + *p * 10;
}

static async int as_a_whole_record(int n)
{
    struct pair {
        int a, b;
    } x, y = {n, n + 1};
    int *p = &x.b;
    int sum = await overwrite(n);
    x = y;
    return sum + *p * 10;
}

static async int through_a_copy(int n)
{
    int x, *p = &x, **to = &p, *q = p;
    int sum = await overwrite(n);
    x = 5 + sum;
    return sum + *q * 10 + **to * 100;
}

static async int in_a_loop(int n)
{
    int sum = 0, x, *p = &x;
    for (int i = 0; i < 3; i++) {
        x = i + n;
        sum = sum * 10 + *p;
        *p = 3;
        sum += await overwrite(i) + (p == &x);
    }
    return sum;
}

// The object is the same one, since its block was not left; what a jump leaves in it is not told.
static async int past_its_declaration(int n)
{
    int *p = NULL, sum = 0;
again:;
    int x;
    n = await overwrite(n) + 1;
    if (p) {
        *p = 7;
        sum += *p + (p == &x);
    }
    p = &x;
    if (n < 6)
        goto again;
    return sum;
}

static async int past_its_assignment(int n)
{
    int *p = NULL, sum = 0;
again:;
    int x;
    x = 5 + n;
    if (p)
        sum += *p;
    p = &x;
    n = await overwrite(n) + 1;
    if (n < 6)
        goto again;
    return sum;
}

async int f(int n)
{
    printf("%d %d %d\n", await assigned_before_it_is_read(n), await as_an_array(n),
           await as_a_whole_record(n));
    printf("%d %d\n", await through_a_copy(n), await in_a_loop(n));
    printf("%d %d\n", await past_its_declaration(n), await past_its_assignment(n));
    return n;
}
