// RUN: %run-both %s
// 6.8.4.2 switch: fall-through, default anywhere, declarations between cases, cases in blocks and
// loops, nested switches, without a body of its own.
#include "Inputs/poll.h"
static async int duff(int n)
{
    int s = 0, rounds = n / 4 + 1;
    switch (await leaf(n % 4)) {
    case 0:
        do {
            s += await leaf(1);
            __attribute__((fallthrough));
    case 3: s = s * 2 + await leaf(1);
            __attribute__((fallthrough));
    case 2: s = s * 3;
            __attribute__((fallthrough));
    case 1: s = s % 1000 + await leaf(2);
        } while (await leaf(--rounds) > 0);
    }
    return s;
}
async int f(int n)
{
    int s = 0;
    for (int i = 0; i <= n; i++) {
        switch (await leaf(i)) {
            int early, *p;
        default:
            s += 1;
            /* fall through */
        case 1:
            early = await leaf(2), p = &early;
            s += *p;
            break;
        case 2: {
            int late = await leaf(i);
            if (late > 1) break;
        case 3:
            s += await leaf(30);
        }
            continue;
        case 4:
            switch (await leaf(n % 2)) { case 0: s += 5; break; case 1: s += await leaf(6); }
            break;
            while (n < 0) { case 5: s += await leaf(7); break; }
            break;
            { case 6: s += await leaf(8); }
        }
        switch (i) case 2: s += await leaf(100);
        switch (await leaf(i) ? 'a' : -1) { case 'a': s++; break; case -1: s += 2; }
        switch ((unsigned char)await leaf(i + 255)) { case 255: s += 3; }
    }
    return s * 100 + await duff(n);
}
