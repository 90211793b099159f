// RUN: %run-both %s
// 6.7.6 Declarators: pointers to arrays, arrays of pointers, functions that return pointers to
// functions; several declarators with awaits in one declaration; parameters of every shape.
#include "Inputs/poll.h"
typedef int (*operation)(int, int);
static int add(int a, int b) { return a + b; }
static int sub(int a, int b) { return a - b; }
static async int (*choose(int n))(int, int) { return await leaf(n) ? add : sub; }
static async int (*rows(int m[][2], int n))[2] { return m + await leaf(n); }
static async int shapes(int a[static 2], int const b[], int (*c)[2], int d(int, int), operation *e, const char *const *g, int **h)
{
    a[0] += await leaf(b[1]);
    (*c)[1] += d(await leaf(1), 2);
    **h += e[1](3, await leaf(1));
    return a[0] + g[await leaf(1)][0];
}
// What a parameter's type is told by is not evaluated, but it may name variables of the frame.
static int first(int *a) { return a[0]; }
static async int parameters_within_types(int n)
{
    int arr[3] = {n, await leaf(n), 3}, *pa = arr;
    await leaf(1);
    int (*fp)(int k[sizeof arr]) = first, second(int k[sizeof arr]), (*fp2)(int m, int k[m]) = 0;
    typedef int fn(int k[sizeof arr], __typeof__(pa));
    async int third(int k[sizeof(await leaf(1))], int m[sizeof arr]);
    fn *q = 0, **pq = &q;
    void *v = (void *)(int (*)(int k[sizeof arr]))first;
    struct s { int (*m)(int k[sizeof arr], char c[sizeof(await leaf(1))]); } s = {0}, *ps = &s;
    int (*bound)(int k[await leaf(n)]) = first, size = (int)sizeof(int (*)(int k[await leaf(n)]));
    pa[1]++;
    await leaf(1);
    return fp(arr) + second(pa) + (fp2 == 0) + (*pq == 0) + await third(pa, pa) + (v != 0) + (ps->m == 0) +
           bound(arr) + size + (int)sizeof(struct { char c[sizeof(await leaf(1)) + sizeof arr]; });
}
int second(int *a) { return a[1]; }
async int third(int *a, int *b) { return await leaf(a[2]) + b[1]; }

// What qualifies one declarator is not the next one's, however it is spelled.
static async int qualified(int n)
{
    int x = 5, *__const__ p = &x, y = await leaf(n), *__const__ *__restrict__ q = &p, z = y + 1;
    int *__const__ r = *q, w = await leaf(z), *__attribute__((unused)) __const__ s = r, *_Atomic t = p, *__volatile__ v = p, u = *t + *v;
    await leaf(1);
    return x + y + z + *r + w + **q + *t + u;
}
async int f(int n)
{
    int x = await leaf(n), *p = &x, **pp = &p, a[2] = {x, await leaf(2)}, (*pa)[2] = &a, *ap[2] = {a, a + 1};
    int m[2][2] = {{1, 2}, {await leaf(3), 4}}, (*row)[2] = await rows(m, 1), g(int);
    int (*fn)(int, int) = await choose(n), (*const table[2])(int, int) = {add, await choose(0)}, (**pf)(int, int) = &fn;
    operation both[2] = {sub, add};
    const char *const texts[] = {"a", "b"}, *const *t = texts;
    int r = await shapes(a, m[1], pa, fn, both, t, &p);
    r += (*pf)(await leaf(1), n) + table[await leaf(1)](5, 2) + (*row)[1] * 100 + (*ap[await leaf(1)])++;
    int (*(*deep)[2])[2] = &(int (*[2])[2]){&a, row};
    r += (*(*deep)[await leaf(1)])[0] + (*(*deep)[0])[1];
    return await parameters_within_types(n) + await qualified(n) + r + **pp + (int)sizeof(*pa) + 0 * (int)sizeof(g(1)) + x;
}
