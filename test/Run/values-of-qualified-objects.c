// RUN: %run-both %s
// A temporary holds the value of a const or volatile object, and can be assigned.
#include "Inputs/poll.h"
static const volatile signed char fixed = 3;
static int object = 5, *const volatile pointer = &object;
static int mix(int a, int b) { return a * 31 + b; }
async int f(int n)
{
    int r = mix(fixed, await leaf(n)) + mix(await leaf(2), fixed);
    r += *(await leaf(n % 2) ? pointer : &n);
    r += *(pointer ?: (await leaf(1), &n));
    const volatile int *p = &r;
    return mix(*p, await leaf(n)) + (await leaf(0) ? 1 : *p);
}
