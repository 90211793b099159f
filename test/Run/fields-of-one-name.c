// RUN: %run-both %s
// Variables of one name stand apart in the frame, also from one whose name looks like theirs.
#include "Inputs/poll.h"
static int *keep[4];
async int f(int n)
{
    int r = 0, x__2[3] = {n, 1, 2}, ac__x = n + 1, result[2] = {n, 2}, *to_ac = &ac__x;
    keep[0] = x__2;
    {
        int x[2] = {1, 2}, result__1 = n;
        keep[1] = x, keep[3] = &result__1;
        r += await leaf(x[1]) + *keep[1] + *keep[3];
    }
    {
        int x[2] = {3, 4};
        keep[2] = x;
        r += await leaf(x[1]) + *keep[2];
    }
    int x = await leaf(1);
    {
        int x = n;
        r += await leaf(2) + x;
        {
            int x__3 = n, x = n + 4, x__2__2 = 5;
            r += await leaf(n) + x + x__3 + x__2__2;
        }
    }
    keep[1] = result;
    return r + x + x__2[1] + *keep[0] + await leaf(*to_ac) + *keep[1];
}
