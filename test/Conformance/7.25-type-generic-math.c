// RUN: %run-both %s
// 7.25 <tgmath.h>: the type of the result is that of the operands, with awaits in these.
#include "Inputs/poll.h"
#include <stdio.h>
#include <tgmath.h>
static async float single(int n) { return 0.5f * await leaf(n); }
static async double twice(int n) { return 0.25 * await leaf(n); }
static async long double wide(int n) { return 0.125L * await leaf(n); }
static async double _Complex complex_of(int n) { return await leaf(n) + 2.0 * I; }

static async int types(int n)
{
    int r = (int)sizeof(sqrt(await single(n))) + 10 * (int)sizeof(sqrt(await twice(n)));
    r += _Generic(fabs(await wide(n)), long double: 1, default: 0);
    r += _Generic(pow(await single(n), await single(1)), float: 2, default: 0);
    r += _Generic(pow(await single(n), await twice(1)), double: 4, default: 0);
    r += _Generic(pow(await single(n), await leaf(1)), double: 8, default: 0);
    r += _Generic(fma(1.0f, await single(n), await wide(1)), long double: 16, default: 0);
    r += _Generic(sin(await complex_of(n)), double _Complex: 32, default: 0);
    return r;
}

static async int values(int n)
{
    float f = sqrt(await single(2 * n)) + await single(1);
    double d = pow(await twice(n), await leaf(2)) * await twice(3) + floor(await single(n));
    long double l = fmax(await wide(n), await twice(4)) + fabs(-await wide(1));
    double _Complex z = conj(await complex_of(n)) * exp(await complex_of(0) - 2.0 * I);
    int exponent;
    d += frexp(await twice(8 + n), &exponent) + ldexp(await single(1), await leaf(3));
    d += remainder(await twice(n), 3) + hypot(await single(6), await single(8)) + atan2(await twice(0), await leaf(1));
    return (int)(f * 100 + d * 1000 + l * 100 + creal(z) * 10 + cimag(z)) + exponent + (int)lround(await twice(n));
}

async int f(int n)
{
    return await types(n) * 100000 + await values(n);
}
