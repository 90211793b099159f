// RUN: %run-both %s
// 6.5.16.1 Simple assignment: awaits on both sides, chains, structs, conversions, as a value.
#include "Inputs/poll.h"
struct pair { int x, y; };
struct holder { struct pair p[2]; int (*fn)(int); unsigned b : 4; };
static struct holder h;
static int inc(int n) { return n + 1; }
static async struct pair pair(int n) { return (struct pair){n, await leaf(n + 1)}; }
static async struct holder *where(int n) { return await leaf(n), &h; }
async int f(int n)
{
    int a[3] = {0}, i, j, *p;
    i = j = await leaf(n);
    a[await leaf(0)] = a[await leaf(1)] = await leaf(2) + i;
    *(p = &a[await leaf(2)]) = await leaf(n);
    (await where(1))->p[await leaf(1)] = await pair(n);
    h.p[0] = h.p[1] = n & 1 ? await pair(1) : h.p[1];
    (await where(0))->fn = await leaf(1) ? inc : 0;
    unsigned b = (await where(0))->b = (unsigned)await leaf(n + 15); // cut to the bit-field
    char c;
    int cut = c = (char)await leaf(n + 64);
    float real = await leaf(n);
    if ((i = await leaf(n & 3)) > 1)
        i = -(j = await leaf(4));
    while ((j = await leaf(j - 1)) > 0)
        a[1] += j;
    struct pair one = {1, 2}, two;
    two = one = await pair(4);
    one = two, two = (struct pair){await leaf(one.y), one.x};
    return a[0] + a[1] * 2 + *p * 3 + i + h.p[0].x + h.p[1].y + h.fn(n) + (int)b + cut + (int)real + two.x + two.y * 7 + one.x;
}
