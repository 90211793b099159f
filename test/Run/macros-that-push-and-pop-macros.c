// RUN: %run-both %s
// --emit=c: what macros push and pop within a function is not known. Then the whole text is written.
#include "Inputs/poll.h"
#define PUSH _Pragma("push_macro(\"X\")")
#define POP _Pragma("pop_macro(\"X\")")
#define X 1
static async int within(int n)
{
    PUSH
#undef X
#define X 3
    int r = await leaf(n) + X;
    POP
    return r * 10 + X;
}
static int behind(void) { return X; }
async int f(int n)
{
    return await within(n) + behind();
}
