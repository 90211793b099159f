// RUN: %run-both %s
// 6.5.1 Primary expressions: parentheses, string literals, generic selections beside awaits.
#include "Inputs/poll.h"
static int of_int(int n) { return n + 1; }
static int of_double(double d) { return (int)(d * 2); }
#define OF(x) _Generic((x), int: of_int, double: of_double)
#define NAME(x) _Generic((x), char *: "string", int *: "ints", default: "other")
async int f(int n)
{
    int r = ((((await (leaf(n))))));
    r += await (leaf)(2) + await(leaf(1));
    // The control is not evaluated; its type is that of the variable also where it lies in a frame.
    const int pinned = r, *p = &pinned;
    volatile double d = await leaf(2);
    r += OF(r)(await leaf(3)) + OF(1.5)(await leaf(4));
    r += _Generic(&pinned, const int *: 100, int *: 200) + _Generic(&d, volatile double *: 1, default: 2);
    r += "string"[await leaf(n % 6)] + (await leaf(n % 4))["ints"] + NAME(&r)[0] + *p;
    return r + _Generic(0, double: of_double, int: of_int)(await leaf(5));
}
