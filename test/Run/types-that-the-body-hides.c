// RUN: %run-both %s
#include "Inputs/poll.h"
typedef long T;
static async T big(int n)
{
    return 0x100000000L + await leaf(n);
}
async int f(int n)
{
    typedef char T;
    T c = 3;
    return (await big(n) + await big(c)) >> 31;
}
