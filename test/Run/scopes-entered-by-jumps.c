// RUN: %run-both %s
#include "Inputs/poll.h"
static async int g(int n) { return await leaf(n); }
static int twice(int a, int *p) { *p += a; return a * 2; }
async int f(int n)
{
    int x = n, *p = &x;
    twice(3, p) , x += await g(x);
    (*p)++, x = await g(x) + 1;
    int arr[4] = {0}; char *s = (char[]){"lit"}; 
    arr[x & 3]++, arr[(x + 1) & 3] = await g(2);
    typedef struct { int a[2]; } loc; loc l = {{1, await g(n)}}, *pl = &l, ls[2] = {l, {{2, 3}}};
    ls[1] = *pl, *pl = (loc){{await g(5), 6}};
    loc copy = ls[1], *volatile vp = &copy;
    await g(1);
    { int x = 5; { int *p = &x; await g(*p); arr[0] += *p; } }
    switch (n) { int hidden; case 0: hidden = await g(3); x += hidden; break; default: hidden = 2; await g(1); x += hidden; }
    if (x > 5) goto skip;
    { int jumped = 9; skip: jumped = 3; await g(2); x += jumped; }
    return x + *p + arr[0] + arr[1] + arr[2] + arr[3] + s[1] + l.a[0] + ls[1].a[1] + vp->a[0];
}
