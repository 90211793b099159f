// RUN: %run-both %s
#include "Inputs/poll.h"
struct pair { long a, b; };
static async struct pair both(int n);
static async int fib(int n)
{
    if (n < 2)
        return await leaf(n);
    return await fib(n - 1) + await fib(n - 2);
}
static async int odd(int n);
static async int even(int n) { return n == 0 ? 1 : await odd(n - 1); }
static async int odd(int n) { return n == 0 ? await leaf(0) : await even(n - 1); }
async int f(int n)
{
    int here = n * 3;
    struct pair p = await both(n);
    return await fib(n) + await even(n) * 1000 + here + (int)(p.a * p.b);
}
static async struct pair both(int n)
{
    struct pair p = {await leaf(n), 2};
    return p;
}
