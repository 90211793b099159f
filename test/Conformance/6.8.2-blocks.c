// RUN: %run-both %s
// 6.8.2 Blocks: shadowing at every depth, a variable that ends and begins again, empty statements.
#include "Inputs/poll.h"
int n_outside = 4;
async int f(int n)
{
    int x = n, *outer = &x, s = 0;
    {
        int y = x, x = y + await leaf(1), *inner = &x;
        {
            char x = (char)await leaf(2);
            extern int n_outside;
            s += x + await leaf(n_outside);
            ;
        }
        s += x * 3 + *inner;
        await leaf(1);
        *outer += x;
        {}
    }
    for (int x = 1; x < 3; x++)
        for (int y = await leaf(x), x = 5; y < 3; y++, await leaf(x))
            s += x * y;
    for (int round = 0; round < 3; round++) {
        int kept, *p = &kept;
        if (round == 0)
            kept = await leaf(7);
        else
            kept = round;
        await leaf(0);
        s += *p;
        { int kept = await leaf(1); s += kept; }
    }
    if (1) { int s = await leaf(9); (void)s; } else await leaf(1);
    { enum { n = 3 }; s += n * await leaf(n); }
    return s + x + *outer;
}
