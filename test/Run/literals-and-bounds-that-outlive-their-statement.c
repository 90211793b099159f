// RUN: %run-both %s
#include "Inputs/poll.h"
async int f(int n)
{
    int m = n + 1;
    await leaf(1);
    int k = sizeof(int[m]);
    int *p = (await leaf(1), (int[]){1, 2, n});
    int *q;
    q = (await leaf(n), (int[]){4, 5, n});
    {
        int z[5] = {9, 9, 9, 9, 9};
        k += z[n % 5];
    }
    return k + p[2] + q[2] + q[0];
}
