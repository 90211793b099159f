// RUN: %run-both %s
// 6.2.4 A structure or union that is only a value is an object, too, if it has an array: until the
// end of the full expression, and of the awaits in it.
#include "Inputs/poll.h"
struct box { long a[9]; struct { int b[2][3]; const char t[4]; } in; };
union word { int w[2]; long l; };
struct pair { struct box b[2]; };
static int made;
static struct box box(int n) { made++; return (struct box){{n, 1, 2, n}, {{{n, 2, 3}, {4, n, 6}}, "abc"}}; }
static union word word(int n) { return (union word){{n, n + 1}}; }
static struct pair pair(int n) { return (struct pair){{box(n), box(n + 1)}}; }
static struct { int k[3]; } nameless(int n) { return (__typeof__(nameless(0))){{n, n + 1, n + 2}}; }
static struct { volatile int v[3]; _Alignas(32) char z[3]; } aligned(int n) { return (__typeof__(aligned(0))){{n, 2, 3}, "xy"}; }
static async struct box later(int n) { await leaf(n); return box(n); }
static async struct box at_once(int n) { return box(n); }
static long sum(const long *p, int n) { return p[0] + p[3] + n; }
static int first(const volatile int *p, int n) { return p[0] * 3 + p[1] + n; }
static async long slow_sum(const long *p, int n) { long r = p[0]; await leaf(1); return r + p[3] + await leaf(n); }
static async int slow_first(const int *p, int n) { int r = p[0]; await leaf(1); return r + p[1] + await leaf(n); }
static async int letter(const char *p, int n) { await leaf(1); return p[n]; }
static async long subscripts(int n, struct box (*make)(int))
{
    struct { long a[2]; } x, y = {{n, 3}};
    struct here { int m[2]; } here = {{n, 2}};
    long s = box(n).a[await leaf(3)] + make(n).in.t[await leaf(1)] + word(n).w[await leaf(1)] + (x = y).a[await leaf(1)];
    s += (n & 1 ? x : y).a[await leaf(0)] + (await leaf(n) & 1 ? x : y).a[await leaf(1)] + (s++, y).a[await leaf(1)];
    s += box(n).in.b[n & 1][await leaf(2)] + box(n).in.b[await leaf(1)][await leaf(1)] + pair(n).b[await leaf(1)].a[await leaf(0)];
    s += ({ struct box z = box(n); z.a[1] = 9; z; }).a[await leaf(1)] + ({ await leaf(1); box(n); }).a[await leaf(0)];
    s += ({ here.m[0]++; here; }).m[await leaf(0)] + ({ struct in { int m[2]; } h = {{n, 2}}; h; }).m[await leaf(0)];
    s += nameless(n).k[await leaf(2)] + aligned(n).v[await leaf(1)] + ((union word)(long)n).w[await leaf(0)];
    s += *(box(n).a + await leaf(3)) + *box(n).a * await leaf(2) + ((const long *)box(n).a)[await leaf(0)];
    return s + (long)sizeof box(n).a[await leaf(1)] + (box(n).a != (long *)(long)await leaf(0));
}
static async long arguments(int n)
{
    long s = sum(box(n).a, await leaf(1)) + sum((await at_once(n)).a, await leaf(1)) + sum((await at_once(n + 1)).a, await leaf(2));
    s += sum(box((int)sum(box(n).a, await leaf(1))).a, await leaf(2)) + first(aligned(n).v, await leaf(1)) + first(nameless(n).k, await leaf(1));
    s += await slow_sum(box(n).a, n) + await slow_sum((await at_once(n)).a, n) + await slow_sum((await later(n)).a, await leaf(n));
    s += await letter(box(n).in.t, 1) + await letter(aligned(n).z, 1) + await slow_first(word(n).w, 2) + await slow_first(nameless(n).k, 2);
    s += await slow_sum(&box(n).a[0], n) + await slow_sum(&(await later(n)).a[0], n) + await slow_sum(pair(n).b[1].a, 2) + await slow_sum(pair(n).b->a, 3);
    return s + await slow_sum(n & 1 ? box(n).a : (await later(n)).a, n) + (n & 1 && sum(box(n).a, await leaf(1)) && box(n).a[await leaf(0)]);
}
static async long everywhere(int n)
{
    long s = 0, listed[] = {box(n).a[await leaf(0)], *box(2).a, sum(box(n).a, await leaf(1))}, one = box(n).a[await leaf(3)];
    int i = 0;
    while (sum(box(i).a, await leaf(1)) < n)
        i++, s++;
    for (long j = box(n).a[await leaf(0)]; j < sum(box(n).a, await leaf(1)); j += 1 + 0 * box(n).a[await leaf(1)])
        s++;
    switch (box(n).a[await leaf(0)]) { case 3: s += 3; break; default: s++; }
    do
        s++;
    while (await slow_sum(box((int)s).a, 0) < 20);
    for (int j = 0; j < 3; j++) {
        const long *q;
        s += (q = box(n + j).a, await leaf(1), q[3]);
        if (j == 1 && await leaf(n) == 3)
            continue;
        if (n > 4 && box(n).in.t[await leaf(1)] == 'b' && j)
            return s + box(n).a[await leaf(3)];
    }
    return s + listed[0] + listed[1] + listed[2] + one;
}
async int f(int n)
{
    made = 0;
    long s = await subscripts(n, box) + await arguments(n) * 3 + await everywhere(n);
    return (int)s * 100 + made;
}
