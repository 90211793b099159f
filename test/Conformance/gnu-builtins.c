// RUN: %run-both %s
// GNU C: awaits in the operands of builtins, evaluated or not.
#include "Inputs/poll.h"
#include <stddef.h>
#include <stdarg.h>
#include <stdlib.h>
#include <tgmath.h>
// builtins & unevaluated & odd
struct s { int a; struct { int b[4]; } in; };
static int vsum(int n, va_list ap) { int r = 0; while (n--) r += va_arg(ap, int); return r; }
static int vs(int n, ...) { va_list ap; va_start(ap, n); int r = vsum(n, ap); va_end(ap); return r; }
// What is looked at is not assigned.
static async int not_assigned(int n)
{
    int a = n + 1, b = n + 2, r = await leaf(n);
    char text[8], *p = text;
    r += __builtin_constant_p(a = 5) + 0 * __builtin_classify_type(b++);
    r += (int)__builtin_object_size((p = NULL, text), 0);
#ifdef __clang__
#pragma clang diagnostic ignored "-Wassume"
    __builtin_assume((b = 7) != 0);
#endif
    return r + a + 10 * b + (p == text);
}
async int f(int n)
{
    int r = await not_assigned(n), o; unsigned uo; long lo; 
    r += __builtin_add_overflow(await leaf(n), 2147483640, &o); r += o & 7;
    r += __builtin_mul_overflow(await leaf(n), await leaf(3), &lo); r += (int)lo;
    r += __builtin_sub_overflow((unsigned)await leaf(n), 5u, &uo) + (int)(uo >> 28);
    r += __builtin_expect(await leaf(n) > 3, 0) ? await leaf(7) : 1;
    if (__builtin_expect_with_probability(await leaf(n), 1, 0.5)) r++;
    r += __builtin_popcount((unsigned)await leaf(n)) + __builtin_clz((unsigned)await leaf(n) | 1) + __builtin_ffs(await leaf(n)) + __builtin_parity(7u);
    r += __builtin_types_compatible_p(__typeof__(await leaf(1)), int) + __builtin_types_compatible_p(int, long);
    r += __builtin_choose_expr(sizeof(int) == 4, await leaf(5), (void)0) + __builtin_choose_expr(0, "x", await leaf(6));
    r += __builtin_constant_p(await leaf(1)) ;
    r += offsetof(struct s, in.b[2]) + (int)__builtin_offsetof(struct s, in.b[1]);
    r += (int)__builtin_bswap32((unsigned)await leaf(1) << 24) + abs(await leaf(-3)) + (int)__builtin_strlen("abc");
    r += (int)(sqrt(await leaf(16)) + pow((float)await leaf(2), 3) + fabs((long double)await leaf(-4)));
    r += vs(3, await leaf(1), n, await leaf(3));
    r += _Generic(await leaf(1), int: 5, default: 7) + _Generic((char)await leaf(1), char: await leaf(3), int: 9);
    return r;
}
