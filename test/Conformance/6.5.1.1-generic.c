// RUN: %run-both %s
// 6.5.1.1 _Generic, and GNU C's __builtin_choose_expr: what is selected awaits, the others do not run.
#include "Inputs/poll.h"
#include <stdio.h>
static async long leaf_long(long n) { return 100 * await leaf((int)n); }
static async double leaf_double(double n) { return await leaf((int)n) / 2.0; }
static async void none(int n) { await leaf(n); printf("none "); }
static int calls;
static int call(int n) { calls++; return n; }
#define AWAIT_OF(x) _Generic((x), int: await leaf((int)(x)), long: await leaf_long((long)(x)), default: await leaf_double((double)(x)))

static async int generic(int n)
{
    long l = n;
    double d = n + 0.5;
    int r = AWAIT_OF(n) + (int)AWAIT_OF(l) + (int)(10 * AWAIT_OF(d));
    r += _Generic(await leaf(1), int: call(1) + await leaf(n), long: call(100)) + call(2) * await leaf(2);
    _Generic(n, int: await none(n), default: (void)call(n));
    _Generic(l, int: await none(n), default: (void)call(n));
    for (int i = 0; i < _Generic(n, char: 0, int: await leaf(3)); i++)
        r += _Generic(n, int *: 7, default: i ? await leaf(i) : _Generic(l, long: await leaf(5), int: 0));
    int a[2] = {_Generic(l, long: await leaf(4)), [1] = _Generic(a, int *: await leaf(5), default: 1)};
    int b = _Generic(b, int: await leaf(6), default: 1);
    return r + b + a[0] + a[1] * (int)sizeof(_Generic(n, int: await leaf(1), default: 'c'));
}

static async int choose(int n)
{
    int r = __builtin_choose_expr(sizeof(int) == 4, await leaf(n) + call(1), call(7));
    r += __builtin_choose_expr(0, await leaf(99), call(3) + await leaf(2));
    struct { int x; } s = {n};
    r += __builtin_choose_expr(1, s, "text").x + await leaf(1);
    return r + __builtin_choose_expr(__builtin_constant_p(1), __builtin_choose_expr(1, await leaf(5), 1), 0);
}

// The types of the associations may name variables that are in the frame.
#define SAME_TYPE(x, y) _Generic((x), __typeof__(y): 1, default: 0)
static async int types_of_variables(int n)
{
    struct pair { int a, b; } pair = {await leaf(n), 2};
    long far = n;
    pair.a += await leaf(1);
    far += await leaf(2);
    int r = SAME_TYPE(pair, (struct pair){0}) + 2 * SAME_TYPE(far, pair.b) + 4 * SAME_TYPE(far, far);
    {
        int far = await leaf(3);
        r += 8 * SAME_TYPE(pair.a, far) + _Generic(far, __typeof__(far): await leaf(far), default: 0);
        far += await leaf(1);
        r += far;
    }
    return r + (int)far + pair.a + pair.b;
}

// What is not selected assigns nothing.
static async int assigned(int n)
{
    int a = n + 1, b = n + 2, c = n + 3, d = n + 4;
    await leaf(1);
    (void)_Generic(n, int: 0, default: a = 5);
    (void)__builtin_choose_expr(1, 0, b = 5);
    int r = _Generic(n, int: await leaf(n), default: c = await leaf(5)) + _Generic(n, int: d = 7, default: d = 8);
    return r + a + 10 * b + 100 * c + 1000 * d;
}

// What is selected may be the function itself.
static async long wide(long n) { return await leaf((int)n) + 100; }
static async int narrow(int n) { return await leaf(n) + 10; }
static int plain(const char *s) { return *s; }
#define call(x) _Generic((x), long: wide, char *: plain, default: narrow)(x)
static async int functions(int n)
{
    int r = await call(n) + (int)await call((long)await leaf(n)) + await call("a");
    return r + await __builtin_choose_expr(sizeof r == 4, narrow, plain)(n);
}
async int f(int n)
{
    calls = 0;
    int r = await generic(n) * 1000 + await choose(n) + await types_of_variables(n) + await functions(n) + await assigned(n);
    printf("%d calls ", calls);
    return r;
}
