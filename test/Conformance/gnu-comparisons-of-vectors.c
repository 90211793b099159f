// RUN: %run-both %s
// What comparing vectors gives stands aside while an operand waits, in a type that compilers do not agree upon.
#include "Inputs/poll.h"
typedef long v2l __attribute__((vector_size(16)));
typedef double v2d __attribute__((vector_size(16)));
typedef char v16c __attribute__((vector_size(16)));
typedef unsigned v4u __attribute__((vector_size(16)));
static v2d vd(void) { return (v2d){1, 2}; }
static v2l vl(void) { return (v2l){1, 2}; }
static v4u vu(void) { return (v4u){1, 2}; }
static v16c vc(void) { return (v16c){1, 2}; }
static async v2l two(long n) { return (v2l){n, await leaf((int)n)}; }
static async v4u four(unsigned n) { return (v4u){n, (unsigned)await leaf((int)n), n, n}; }
static async v16c many(char n) { return (v16c){n, (char)await leaf(n), n, n}; }
async int f(int n)
{
    v2l a = (vd() > (v2d){1.5, 1.5}) & await two(n + 3);
    v2l b = (vl() > (v2l){1, 1}) & await two(3);
    v4u c = (v4u)(vu() > (v4u){1, 1}) & await four(3);
    v16c d = (vc() > (v16c){1, 1}) & await many(3);
    v16c e = ((vc() == (v16c){1, 1}) | 1) & await many(3);
    return (int)(a[1] * 10 + b[0] + b[1]) + (int)c[1] * 7 + d[0] + d[1] * 3 + e[1];
}
