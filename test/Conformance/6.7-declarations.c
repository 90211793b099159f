// RUN: %run-both %s
// 6.7 Declarations of every storage class, of arrays, pointers, tags, functions, static assertions.
#include "Inputs/poll.h"
#include <stdarg.h>
#include <stddef.h>
static int variadic(int n, ...)
{
    va_list ap;
    int sum = 0;
    va_start(ap, n);
    while (n--)
        sum += va_arg(ap, int);
    va_end(ap);
    return sum;
}

struct flex {
    int n;
    short data[];
};

static async int odd(int n)
{
    register int r = n; auto int q = 2; static _Thread_local int tl;
    tl += r; r += await leaf(q); tl++;
    int arr[3][2] = {{await leaf(1), 2}, [2] = {[1] = await leaf(4)}};
    int (*row)[2] = &arr[await leaf(2)];
    const char *name = __func__;
    enum { A = 3, B } e = await leaf(n) ? A : B;
    typedef struct { int x, y; } pt;
    pt p = {.y = await leaf(n), .x = await leaf(1)}, *pp = &p;
    pp->x <<= await leaf(2);
    union { float f; unsigned u; } un = {.f = await leaf(1)};
    int (*fp)(int, ...) = variadic, (*tab[2])(int, ...) = {variadic, variadic};
    return r + tl % 5 + (*row)[1] + arr[0][0] + name[0] + (int)e + p.x + p.y + (int)(un.u >> 23) + fp(2, await leaf(3), await leaf(4)) + tab[await leaf(1)](1, await leaf(5));
}

static async int sizes(int n)
{
    int vla_like = (int)(sizeof(int[3]) + _Alignof(double) + offsetof(struct flex, data));
    for (int i = await leaf(0), j = 10; i < j; i += await leaf(3), j--)
        vla_like += i * j;
    _Static_assert(sizeof(int) == 4, "");
    return vla_like + await leaf(n) * (int)sizeof(struct { char c; });
}

// A block's declaration may be the only one before the definition, or the only async one of several.
static async int in_block(int n)
{
    int plain(int), twice = plain(n);
    extern async int one_more(int);
    async int tripled(int, int k[n]), (*p)(int) = one_more;
    {
        async int one_more(int k);
        twice += await one_more(n) + await tripled(2, &twice);
    }
    return twice + await p(n) + (p == one_more);
}
int plain(int n) { return 2 * n; }
async int one_more(int n) { return await leaf(n) + 1; }
async int tripled(int n, int *k) { return await leaf(*k) * 3 + n; }

// A typedef is used, though its variable is kept in the frame.
static async int typedefs(int n)
{
    typedef int whole;
    typedef const whole *pointer, row[2];
    whole x = await leaf(n), *p = &x;
    pointer q = p, *pq = &q;
    row r = {3, await leaf(1)}, *pr = &r;
    await leaf(1);
    return x++ + **pq + (*pr)[1];
}

async int f(int n)
{
    return await odd(n) + await sizes(n) + await in_block(n) + await typedefs(n);
}
