// RUN: %run-both %s
// 6.8.5.1 and 6.8.5.2 while and do: continue goes to an awaited condition; loops as sole bodies.
#include "Inputs/poll.h"
async int f(int n)
{
    int s = 0, i = n;
    do {
        if (i % 2)
            continue;
        s += 10 + i;
    } while (await leaf(--i) > 0);
    do
        do
            if (++s % 3 == 0) continue;
            else s += await leaf(1);
        while (s % 5);
    while (await leaf(s % 7));
    i = 0;
    while (await leaf(i) < 4) {
        int here = i++;
        if (here == 1) continue;
        while (await leaf(here) < 3)
            if (here++ == 2) break;
        s += here;
        do { if (here > 3) break; here++; continue; } while (await leaf(here));
        s += await leaf(here);
    }
    while ((i = await leaf(i - 1))) if (i == 2) break; else do s++; while (0);
    while (1) { if (await leaf(s) > 0) break; }
    do switch (await leaf(i)) { case 2: i--; continue; case 1: i = 0; break; default: i = -1; } while (i >= 0 && await leaf(1));
    return s + i;
}
