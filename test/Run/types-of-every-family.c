// RUN: %run-both %s
#include "Inputs/poll.h"
typedef float v4 __attribute__((vector_size(16)));
typedef int v8 __attribute__((vector_size(8)));
struct bits {
    unsigned a : 3, b : 7;
    int c;
};
union u {
    int i;
    double d;
};
struct flex {
    int n;
    int tail[];
};
struct cm {
    const int k;
    int m;
};
struct aligned {
    _Alignas(16) char c[16];
};
enum e { A, B, C };
enum { X, Y } global_enum = Y;
typedef int (*fn)(int);
static int inc(int n)
{
    return n + 1;
}
static async long double ld(long double x, int n)
{
    await leaf(n);
    return x + n;
}
static async __int128 big(__int128 x, int n)
{
    long here = await leaf(n);
    return x * 3 + here;
}
static async v4 vec(v4 x, int n)
{
    v4 y = x;
    x *= (float)await leaf(n);
    await leaf(1);
    return x + y;
}
static async _Complex double cplx(_Complex double z, int n)
{
    z += await leaf(n);
    await leaf(2);
    return z * z;
}
static async struct cm cm(struct cm x, int n)
{
    struct cm y = {x.k, await leaf(n)};
    await leaf(x.m);
    return y;
}
static async struct aligned al(struct aligned a, int n)
{
    a.c[n] = 3;
    await leaf(1);
    a.c[0] += a.c[n];
    return a;
}
static async fn pick(fn g, int (*h)(int), int k(int), int n)
{
    await leaf(n);
    return n % 2 ? g : h ? h : k;
}
typedef int row[3];
static async row *rows(row *r, int a[static 4], int b[], int (*c)[4], int *restrict d,
                       const int *const e, int n)
{
    await leaf(n);
    a[0] += b[1] + (*c)[2] + *d + *e;
    return r + (await leaf(1));
}
static async _Bool yes(_Bool b, enum e x, union u y, struct bits z, char c, signed char sc,
                       unsigned short us, float fl)
{
    await leaf(1);
    return b && x == B && y.i == 7 && z.b == 9 && c == 'x' && sc == -1 && us == 65535 && fl > 0;
}
static async int strange(const int k, volatile int v, register int r, const char *restrict s, int,
                         char *, int (*)(int), struct flex *fl)
{
    v += await leaf(k);
    r++;
    await leaf(2);
    return k + v + r + s[0] + fl->tail[0];
}
async int f(int n)
{
    int a[4] = {1, 2, 3, 4}, m[2][3] = {{1, 2, 3}, {4, n, 6}};
    const int five = 5;
    long double l = 1.5L + await ld(2.5L, n) + await ld(0, 1);
    __int128 b = ((__int128)n << 70) + await big(3, n) + await big(1, 1);
    v4 v = {1, 2, 3, n};
    v = await vec(v, n) + await vec(v, 2);
    _Complex double z = 1 + 2i;
    z = await cplx(z, n) + await cplx(z, 1);
    struct cm c = await cm((struct cm){3, 4}, n);
    struct aligned al1 = {{0}};
    al1 = await al(al1, n);
    fn g = await pick(inc, inc, inc, n);
    int (*tab[2])(int) = {inc, await pick(inc, inc, 0, 1)};
    row *r = await rows(m, a, a + 1, &a, &a[2], &five, n);
    static struct flex fx = {1, {9}};
    n += await strange(1, 2, n, "s", 0, 0, 0, &fx);
    _Bool y = await yes(1, B, (union u){.i = 7}, (struct bits){1, 9, 2}, 'x', -1, 65535, 1.f);
    __typeof__(global_enum) ge = global_enum;
    v8 small = {1, 2};
    unsigned long long ull = ~0ull;
    double d = n / 2.;
    long wide[2] = {await leaf(1)};
    char text[] = "text", *pt = text;
    const char *const names[] = {"one", pt, [3] = "three"};
    _Atomic int counter = n;
    volatile int vol = n;
    _Alignas(64) char line[3] = {1, 2};
    int over __attribute__((aligned(32))) = n, *po = &over;
    char *pl = line;
    counter += await leaf(2);
    vol += await leaf(2);
    y &= !((unsigned long)pl % 64) && !((unsigned long)po % 32);
    return a[0] + five + (int)l + (int)(b >> 69) + (int)(v[3] + v[1]) + (int)__real z +
           (int)__imag__ z + c.k * c.m + al1.c[0] + g(1) + tab[1](n) + (*r)[1] + y * 1000 + ge +
           small[1] + (int)(ull >> 60) + (int)(d * 2) + (int)wide[0] + names[3][1] + names[1][0] +
           counter + vol + line[1] + *po;
}
