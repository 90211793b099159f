// RUN: %run-both %s
// 6.8.6 goto, continue, break and return: into and out of loops, backward over declarations.
#include "Inputs/poll.h"
static async int into(int n)
{
    int s = 0, i = 0;
    if (n & 1) goto inside;
    while (await leaf(i) < 5) {
        s += 100;
    inside:
        s += await leaf(++i);
        for (int k = 0; k < 2; k++) {
            if (i == 3) goto next;
            if (s > 600) goto out;
            s += await leaf(k);
        }
    next:;
    }
out:
    return s;
}
static async int backward(int n)
{
    int s = 0, round = 0;
again:;
    int fresh = await leaf(round), *p = &fresh;
    const int fixed = fresh + 1;
    fresh += await leaf(n);
    s += *p + fixed;
    if (++round < 3) goto again;
    {
        int jumped = 5;
        goto skip;
    back:
        jumped = 7;
        s += jumped;
    skip:
        s += await leaf(jumped);
        if (jumped == 5) goto back;
    }
    return s;
}
static async void nothing(int *p) { if (*p) return; await leaf(1); *p = 3; }
static async void chained(int *p) { for (;;) { if (*p > 2) { (void)await leaf(*p); return; } *p += await leaf(1); } }
async int f(int n)
{
    int x = n % 3, s = 0;
    await nothing(&x), await chained(&x);
    for (int i = 0; ; i++) {
        for (;;) {
            if (await leaf(i) > 3) goto done;
            if (i == 2) break;
            s += i;
            do { if (await leaf(i)) break; else continue; } while (0);
            break;
        }
        if (i % 2) continue;
        s += 5;
    }
done:
    if (n == 7) return await into(n);
    return s + x + await into(n) + await backward(n);
}
