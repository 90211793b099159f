// RUN: %run-both %s
#include "Inputs/poll.h"
typedef struct {
    int v[20];
} R;
static async R mk(int n)
{
    R r = {{0}};
    r.v[3] = await leaf(n);
    return r;
}
static int *id(int *p)
{
    return p;
}
static int sum(int *p, int k)
{
    return p[3] + k;
}
static async long double ld(int n)
{
    return 1.5L * await leaf(n);
}
static async __int128 i128(int n)
{
    return (__int128)await leaf(n) << 80;
}
typedef int v8 __attribute__((vector_size(16)));
static async v8 vec(v8 x, int n)
{
    v8 r = x + await leaf(n);
    return r;
}
async int f(int n)
{
    int s = sum((await mk(n)).v, await leaf(2));
    s += id((await mk(n)).v)[3] + await leaf(3);
    s += *id((await mk(n)).v + 3) + await leaf(3);
    long double l = await ld(n) + await ld(2);
    v8 v = {1, 2, 3, 4};
    v8 w = await vec(v, n) + await vec(v, 2);
    __int128 x = await i128(n) + await i128(1);
    return s + (int)l + w[3] + (int)(x >> 79);
}
