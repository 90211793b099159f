// RUN: %run-both %s
// Typedefs of arrays without bounds, and of arrays of what a block defines.
#include "Inputs/poll.h"
typedef struct { int a; } nameless[];
typedef struct pair { int a, b; } pairs[];
async int f(int n)
{
    typedef struct l { int a; } list[];
    typedef struct l three[3];
    typedef int ints[];
    typedef _Atomic int atoms[];
    list v = {{n}, {2}}, *pv = (list *)&v, w = {{1}, {await leaf(2)}, {7}};
    const list c = {[2] = {n}}; const struct l *pc = c;
    three t = {{n}, {4}}; struct l *pt = t, *pw = w;
    ints i = {1, 2, n}, (in) = {3}; int *pi = i, *pin = in;
    atoms ai = {1, 2}; _Atomic int *pai = ai;
    nameless u = {{n}, {6}}; void *pu = u;
    pairs s = {{1, 2}, {n, 4}}; struct pair *ps = s;
    static list fixed = {{1}, {2}};
    struct l *literal = (list){{n}, {8}};
    for (int k = 0; k < 2; k++) {
        list in_loop = {{k}, {n}}, *p = (list *)&in_loop;
        (*p)[0].a += await leaf(2);
        n += in_loop[0].a + in_loop[1].a % 3;
    }
    await leaf(1);
    ++*pai;
    pt[1].a++, pi[1]++, pw[2].a++;
    return (*pv)[1].a + w[2].a + pc[2].a + t[1].a + i[1] + *pin + ai[0] + u[1].a + (pu == u) + ps[1].b + fixed[1].a +
           literal[1].a + n + (int)(sizeof v + sizeof w + sizeof c + sizeof t + sizeof i + sizeof in + sizeof ai + sizeof u + sizeof s);
}
