// RUN: %run-both %s
// GNU C: case ranges, designator ranges, ?: without a middle, empty records, zero-length arrays.
#include "Inputs/poll.h"
struct empty {};
struct tail { int n, more[0]; };
static async struct empty nothing(struct empty e) { await leaf(1); return e; }
async int f(int n)
{
    int s = 0, ranged[] = {[0 ... 2] = 4, [3 ... 4] = n, 6}, m[4] = {[1 ... 2] = n, await leaf(n)};
    switch (await leaf(n)) {
    case -5 ... 1: s += await leaf(1);
        /* fall through */
    case 2 ... 4:
        switch (n) { case 0 ... 2: s += await leaf(10); break; case 3 ... 9: s += 20; }
        s += 2;
        break;
    case 5 ... 6: ;
        int t;
        t = await leaf(3);
        s += t;
        break;
    case 'a' ... 'z': return -1;
    default: s += await leaf(4);
    }
    struct empty e = {};
    e = await nothing(e), (void)e;
    struct tail tail = {.n = await leaf(n)};
    s += tail.n + (int)sizeof tail + (await leaf(n % 2) ?: await leaf(7)) + ((n - 3) ?: await leaf(8));
    return s * 10 + ranged[1] + ranged[4] + ranged[5] + m[0] + m[2] + 0b101 * await leaf(1);
}
