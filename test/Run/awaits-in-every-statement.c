// RUN: %run-both %s
#include "Inputs/poll.h"
struct pair { int x, y; };
static async int g(int n)
{
    int s = n;
    for (int i = 0; i < 3; i++) {
        if (i == 1) continue;
        s += await leaf(i) * 2;
    }
    return s;
}
async int f(int n)
{
    char buf[8] = "abc";
    const int k = await g(n), m = n;
    do { n--; if (n == 5) continue; buf[0]++; } while (await leaf(n) > 3 && buf[0]);
    while ((n = await leaf(n)) > 1) { int n2 = n; { int n = 7; await leaf(n); buf[1] += n; } n = n2 - 1; }
    switch (await leaf(2)) { case 2: n += await g(1) ? 10 : await leaf(4); default: break; }
    for (int i = await leaf(1); i < await leaf(4); i += await leaf(1)) { if (i == 2) continue; n += i; }
    if (n < 0 || await leaf(0)) return -1;
    if (await leaf(n) > 12) n += 100; else if (await leaf(m) > 2) n += 200;
    int a[3] = {1, await leaf(2), 3}, i = 0;
    a[i++] += await leaf(5);
    n += ({ int t = await leaf(6); if (t < 0) return t; t * 2; });
    goto middle;
again:
    n += 1000;
middle:
    if (await leaf(i) == 1) { i++; goto again; }
    struct pair s;
    s.x = await leaf(3);
    return n + k + m + buf[0] + buf[1] + a[0] * a[1] + s.x + await leaf(1);
}
