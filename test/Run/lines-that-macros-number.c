// RUN: %run-both %s
// --emit=c: which line is meant is not known where a macro says it.
#include "Inputs/poll.h"
#define N 1
static int one(void) { return 1; }
static int two(void) { return 2; }
#line N
static async int first(int n) { return await leaf(n) + __LINE__; }
#define THERE 3 "the.y"
#line THERE
static async int third(int n) { return await leaf(n) + __LINE__; }
# \
1
async int f(int n)
{
    return await first(n) * 10 + await third(n) + one() + two() + __LINE__;
}
