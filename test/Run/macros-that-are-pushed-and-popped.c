// RUN: %run-both %s
// --emit=c: what `#pragma pop_macro` defines again is a macro behind it, in a function that is replaced, too; and what
// is popped within one is popped for the lines behind it. Names are all that compilers take for one.
#include "Inputs/poll.h"
static int self = 1;
#define self (4 + self)
#pragma push_macro("self")
#undef self
#pragma pop_macro("self")
static async int popped(int n)
{
    return await leaf(n) + self;
}
static int call(void) { return 1; }
#define call() (1 + call())
_Pragma("push_macro(\"call\")")
#undef call
static async int between(int n)
{
    return await leaf(n) + call();
}
_Pragma("pop_macro(\"call\")")
static async int behind(int n)
{
    return await leaf(n) + call();
}
#define X 1
static async int within(int n)
{
#pragma push_macro("X")
#undef X
#define X 3
    int r = await leaf(n) + X;
#pragma pop_macro("X")
    return r * 10 + X;
}
static int x_behind(void) { return X; }
static int caf\u00e9 = 5, a$b = 6;
#define caf\u00e9 (1 + caf\u00e9)
#define a$b (2 + a$b)
static async int named(int n)
{
    return await leaf(n) + caf\u00e9 + a$b;
}
static int named_behind(void) { return caf\u00e9 * 100 + a$b; }
async int f(int n)
{
    int r = await popped(n) + await between(n) * 10 + await behind(n) * 100 + await within(n) * 1000;
    return r + x_behind() + await named(n) + named_behind();
}
