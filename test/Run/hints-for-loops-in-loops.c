// RUN: %run-both %s -Wno-unknown-pragmas
// A #pragma in front of a loop stays there where the loop is what another one repeats.
#include "Inputs/poll.h"
async int f(int n)
{
    int x = 0, k = 2;
    for (int i = await leaf(0); i < 2; i++)
#pragma GCC unroll 2
        for (int j = 0; j < 3; j++)
            x += j;
    for (int i = 0; i < await leaf(2); i++)
#pragma GCC ivdep
        for (int j = 0; j < 3; j++)
            x += j * await leaf(n);
    for (int i = 0; i < 2; i += 1 + await leaf(0))
#pragma GCC unroll 3
        do
            x += i;
        while (++i < 1);
    while (await leaf(k--))
#pragma GCC unroll 2
        for (int j = 0; j < n; j++)
            x += j;
    return x;
}
