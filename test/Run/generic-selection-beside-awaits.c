// RUN: %run-both %s
// The controlling expression of _Generic is not evaluated; what is selected may stand beside awaits.
#include "Inputs/poll.h"
static int runs;
static async int counted(int n)
{
    runs++;
    return await leaf(n);
}
static async double wide(int n)
{
    runs++;
    return await leaf(n) / 2.0;
}
#define KIND(x) _Generic((x), int: 1, double: 2, char *: 3, default: 4)
async int f(int n)
{
    char *s = 0;
    runs = 0;
    int a = KIND(await counted(n)) + KIND(await wide(n)) * 10 + KIND(s) * 100;
    int b = _Generic(await wide(n), double: n + 1, default: n) + await counted(n) * KIND(n);
    long c = await leaf(b) + _Generic(a, int: a, default: s) + (long)sizeof(await wide(n));
    return (int)(a + b * 1000 + c) + runs * 100000;
}
