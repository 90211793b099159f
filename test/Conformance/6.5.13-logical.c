// RUN: %run-both %s
// 6.5.13 and 6.5.14 && and ||: what must not run does not, at every depth and place.
#include "Inputs/poll.h"
static int ran;
static async int run(int bit, int value) { ran |= 1 << bit; return await leaf(value); }
static int plain(int bit, int value) { ran |= 1 << bit; return value; }
static async double *pointer(int n) { static double d = .5; return await leaf(n) ? &d : 0; }
async int f(int n)
{
    ran = 0;
    int r = (await run(0, n & 1) && await run(1, n & 2)) + (await run(2, n & 1) || await run(3, n & 4)) * 2;
    r += ((n && plain(4, n & 2)) || (await run(5, n > 5) && !plain(6, n))) * 4;
    r += (plain(7, n & 1) && plain(8, 1) && (await run(9, n & 4) || plain(10, 0) || await run(11, 1))) * 8;
    r += (await pointer(n) && *await pointer(1)) * 16;
    r += !(await run(12, n > 3) && await run(13, n > 4)) * 32 + (0 && await run(14, 1)) + (1 || await run(15, 1));
    if (!(await run(16, n > 2) || n == 1) && await run(17, 1))
        r += 64;
    while (n > 6 && (await run(18, n > 7) || plain(19, 0)))
        n--;
    int v = (await run(20, n) && await run(21, 1)) == (await run(22, 0) || n > 4);
    n && (await run(23, 1), r += 1000);
    n || (r += await run(24, 2000));
    return r + v * 128 + ran % 65521;
}
