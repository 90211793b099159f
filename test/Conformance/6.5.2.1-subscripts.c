// RUN: %run-both %s
// 6.5.2.1 Array subscripting: an await as index, as array, in every dimension, on both sides of [].
#include "Inputs/poll.h"
static int numbers[4] = {3, 1, 4, 1};
static async int *array(int n) { return numbers + await leaf(n); }
static async int (*rows(int (*m)[3], int n))[3] { return m + await leaf(n); }
async int f(int n)
{
    int m[2][3] = {{1, 2, 3}, {4, 5, 6}}, cube[2][2][2] = {{{1}}, {{0, 2}, {3, 4}}}, *p[2] = {m[0], m[1]};
    int r = (await array(1))[0] + (await array(0))[await leaf(2)] + (await leaf(1))[numbers];
    r += m[await leaf(1)][await leaf(2)] + (await rows(m, 1))[0][await leaf(n % 3)];
    r += (await rows(m, 1))[-1][1] + cube[await leaf(1)][await leaf(1)][await leaf(0)];
    r += p[await leaf(n % 2)][await leaf(n % 3)];
    int *last = &m[await leaf(1)][await leaf(2)];
    *last += 10;
    (&m[1])[await leaf(0)][0] = 9;
    return r + m[1][2] + m[1][0] + numbers[numbers[await leaf(1)]] + (int)(last - m[1]);
}
