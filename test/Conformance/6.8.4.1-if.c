// RUN: %run-both %s
// 6.8.4.1 if: awaits in the condition and in either branch, dangling else, jumps into a branch.
#include "Inputs/poll.h"
async int f(int n)
{
    int s = 0;
    if (await leaf(n & 1))
        s += 1;
    if (n & 2)
        s += await leaf(2);
    else
        s -= await leaf(2);
    if (n > 1) if (await leaf(n) > 4) s += 10; else s += await leaf(20); else s += 30;
    if (await leaf(n) == 1) s += 100;
    else if (await leaf(n) == 2) s += await leaf(200);
    else if (n == 3 || await leaf(n) == 4) { s += 300; }
    else { int t = await leaf(400); s += t; }
    if (n == 5)
        goto inside;
    if (await leaf(0)) {
        s += 1000;
    inside:
        s += await leaf(2000);
    } else
        s += await leaf(3);
    if (await leaf(n)) {}
    if (!(n % 3) ? await leaf(1) : n > 7)
        return s + await leaf(5000);
    if ((s += await leaf(1)), s % 2) { if (n) return s; } else return await leaf(-s);
    return s - 1;
}
