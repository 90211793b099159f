// RUN: %run-both %s
// Members, elements and bit-fields of what an await gives, or points to.
#include "Inputs/poll.h"
#include <stddef.h>
#include <stdarg.h>
// structs by value with arrays; member access of awaited struct
struct big { int a[100]; char c; double d; };
struct in { int v[4]; struct { short s[3]; } n; int (*fp)(int); union { int i; char c[4]; } u; struct { int anon; }; unsigned bf : 5; signed sb : 3;};
static int dbl(int x){return 2*x;}
static async struct big mk(int n){ struct big b = {.a = {[3] = n, [55] = n + 1}, .c = 'x', .d = await leaf(n)}; await leaf(1); return b; }
static async struct in mi(int n){ struct in r = {{n, n+1, n+2, await leaf(n+3)}, {{1,2,(short)await leaf(3)}}, dbl, {.c = {1,2,3,4}}, {n*7}, (unsigned)n, -2}; return r; }
static async struct big pass(struct big b, struct in i, int n){ b.a[1] += i.v[n & 3]; b.a[2] = await leaf(i.n.s[2]); return b; }
static async struct in *pin(struct in *p){ await leaf(1); return p; }
// gcc -O2 puts these into each other, and its own warnings must not see results as overflows.
struct vector { double x, y, z; };
static async struct vector vector(int n)
{
    return (struct vector){await leaf(n), await leaf(n + 1), await leaf(n + 2)};
}
static async struct vector sum_of(struct vector a, struct vector b)
{
    await leaf(1);
    return (struct vector){a.x + b.x, a.y + b.y, a.z + b.z};
}
async int vectors(int n)
{
    struct vector a = await vector(n), b = await sum_of(a, await vector(2)), c;
    c = await sum_of(b, await sum_of(a, b));
    c.x += (await sum_of(c, a)).y;
    return (int)(c.x + c.y + c.z);
}
async int f(int n)
{
    int r = (await mk(n)).a[await leaf(3)] + (await mi(n)).v[n & 3] + (await mi(n)).fp(await leaf(4)) + (await mi(n)).u.c[await leaf(1)];
    r += (await mi(n)).anon + (int)(await mi(n)).bf + (await mi(n)).sb + (await mi(n)).n.s[await leaf(2)];
    r += (await pass(await mk(n), await mi(n + 1), await leaf(n))).a[2];
    struct in loc = await mi(n);
    (await pin(&loc))->v[await leaf(2)] += await leaf(5);
    (await pin(&loc))->bf += (unsigned)await leaf(3);
    (await pin(&loc))->sb++;
    (*await pin(&loc)).n.s[await leaf(1)]--;
    ++(await pin(&loc))->v[(await leaf(0))];
    r += loc.v[0] + loc.v[2] + (int)loc.bf + loc.sb + loc.n.s[1];
    r += ((struct in[]){await mi(1), await mi(2)})[await leaf(1)].v[0];
    r += (&(struct big){.a = {await leaf(1), await leaf(2)}})->a[await leaf(1)];
    r += (n > 3 ? await mk(n) : await mk(n + 1)).a[3];
    r += (await leaf(1), await mk(n)).a[55];
    r += ({ struct in q = await mi(n); q; }).v[1];
    r += (await leaf(n) ? await mi(n) : loc).v[await leaf(2)];
    int arr[5] = {1,2,3,4,5};
    r += (await leaf(2))[arr];
    arr[await leaf(1)] = arr[await leaf(2)] += arr[await leaf(3)] <<= await leaf(1);
    r += arr[1] + arr[2] + arr[3];
    r += -~await leaf(n) + +await leaf(n) + *(await leaf(1) ? &arr[await leaf(1)] : arr);
    r += sizeof((await mk(n)).a) + sizeof (await mi(n)).n + (int)offsetof(struct in, u.c[2]);
    return r + await vectors(n);
}
