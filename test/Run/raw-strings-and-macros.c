// RUN: %run-both %s
// GNU C: a quote, a bracket and a comment in a raw string are none.
#include "Inputs/poll.h"
static int slow(int x) { return x; }
#define slow(x) (slow(x) + 1)
static const char *const outside = R"x(
 /* async { ( " )x";
async int f(int n)
{
    const char *s = R"(")", *t = R"-(
    } ' /* )"
    )-";
    int k = await leaf(n);
    /* fall through, as they don't say */
    return slow(k) + s[0] + t[5] + outside[3];
}
