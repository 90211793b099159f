// RUN: %run-both %s -Wno-unused-label
// What tells the type of a temporary, without a name for it, is written twice, but its labels once. And vectors that
// comparisons give, constants for asm, null pointers, and variables that only a type mentions.
#include "Inputs/poll.h"
#include <stddef.h>
typedef long longs __attribute__((vector_size(16)));
typedef signed char bytes __attribute__((vector_size(16)));
static struct { unsigned b : 3; unsigned long w : 40; } bits = {5, 7};
static int two(unsigned long a, int b) { return (int)a * 10 + b; }
static longs all(long n) { return (longs){n, n}; }
static async int labels(int n)
{
    struct loc { int x; unsigned b : 3; } v = {1, 5}, u;
    u = n ? ({ int k = 0; again: k += await leaf(1); if (k < 3) goto again; (struct loc){k, 1}; }) : v;
    int r = two(({ int k = 0; more: if (k++ < 3) goto more; bits.w + 1; }), await leaf(n));
    return r + u.x;
}
static async int vectors(int n)
{
    longs w = ~(all(3) > all(1)) & (longs){await leaf(3), await leaf(5)};
    w += (n > 4 ? (all(3) > all(1)) : (all(1) > all(2))) & (longs){await leaf(3), await leaf(n)};
    bytes b = ~((bytes){3} > (bytes){1}) & (bytes){(signed char)await leaf(3)};
    return (int)w[1] + b[0];
}
struct s { char a[3]; int b[4]; };
static async int operands(int n)
{
    long at;
    __asm__("mov %1, %0" : "=r"(at) : "i"(offsetof(struct s, b[2])), "r"(await leaf(n)));
    return (int)at;
}
static async int mentioned(int n, int size, int rows[n][2], int only) // n in a bound, the others in types
{
    char z[sizeof size], *pz = z;
    __typeof__(only) *q = &rows[0][1], **pq = &q;
    int local = 3;
    char y[sizeof local], *py = y;
    await leaf(1);
    *pz = 1, py[1] = 2;
    return z[0] + y[1] + **pq;
}
async int f(int n)
{
    int rows[1][2] = {{1, n}};
    return await labels(n) + await vectors(n) + await operands(n) + await mentioned(1, 2, rows, 4) +
           ({ if (n == 3) return ({ if (n == 3) return 99; await leaf(n); }); n; });
}
