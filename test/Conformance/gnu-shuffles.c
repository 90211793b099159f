// RUN: %run-both %s
// GNU C: shuffles and other builtins that only one of the compilers has, with awaits in their operands.
#include "Inputs/poll.h"
typedef int v4 __attribute__((vector_size(16)));
static async v4 vector(int n) { int a = await leaf(n); return (v4){a, a + 1, a + 2, a + 3}; }
static async int f_of(v4 v) { await leaf(1); return v[0] + v[1] * 10 + v[2] * 100 + v[3] * 1000; }

static async int shuffles(int n)
{
#ifdef __clang__
    v4 a = __builtin_shufflevector(await vector(n), await vector(4), 3, 4, 0, 7);
    int r = await f_of(__builtin_shufflevector(a, a, 0, 0, 1, 1));
#else
    v4 a = __builtin_shuffle(await vector(n), await vector(4), (v4){3, 4, 0, 7});
    int r = await f_of(__builtin_shuffle(a, (v4){0, 0, 1, 1}));
    r += (int)__builtin_assoc_barrier(await leaf(2) + 0.5) + __builtin_speculation_safe_value(await leaf(1));
#endif
    return r + a[await leaf(3)];
}

// The type to convert to may be told by a variable that is in the frame; a global one has its name.
typedef float f4 __attribute__((vector_size(16)));
double to[2];
static async int conversions(int n)
{
    v4 to = {n, 2, 3, 4}, *at = &to;
    f4 from = {1.5f, (float)await leaf(n)};
    *at = __builtin_convertvector(from, __typeof__(to)) + *at;
    *at += __builtin_convertvector(from * (float)await leaf(3), __typeof__(*at));
    return await f_of(to);
}

async int f(int n)
{
    return await shuffles(n) * 10000 + await conversions(n);
}
