// RUN: %run-both %s
// --emit=c: a file that is included in the rest of a conditional that begins within a function is not lost,
// and what is included once, within a function, is not included again behind it.
#include "Inputs/poll.h"
#define WITHIN 1
static async int begins(int n)
{
    n += await leaf(n);
#if WITHIN
    return n;
}
#include "Inputs/behind-a-function.h"
#else
    return n - 1;
}
#endif
static async int within(int n)
{
#include "Inputs/once.h"
    return await leaf(n) + ONCE;
}
#include "Inputs/once.h"
enum { ONCE = 40 };
async int f(int n)
{
    n += ONCE + await within(n);
    return await begins(n) + from_header() * 100;
}
