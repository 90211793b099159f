// RUN: %run-both %s
// The arguments of a macro may begin on a line behind its name.
#include "Inputs/poll.h"
#define MAKE(x) x
#define EMPTY(x)
MAKE

(static async int first(int n) { int v = await leaf(n); return v; })
static int after = 3;
struct q { int a;
}; EMPTY
   (none) static async int second(int n) { int v = await leaf(n);
 return v; } struct w {
 int z;
};
EMPTY
(async) static async int third(int n) { return after + await leaf(n); } EMPTY
(await)
async int f(int n)
{
    struct w w = {n};
    struct q q = {2};
    return await first(w.z) + await second(q.a) * 10 + await third(n);
}
