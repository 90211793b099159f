// RUN: %run-both %s
// A parameter, and a variable of a block, of the function's own name.
#include "Inputs/poll.h"
struct same { int v; };
static async int same(int same) { return await leaf(same) + same; }
async int both(struct same both, int (*other)(int)) { return both.v + await other(await leaf(both.v)); }
static async int stat(int stat) { int r = await leaf(1); { int same = stat; r += await leaf(same); } return r; }
async int f(int n)
{
    int (*p)(int) = same, (*q)(struct same, int (*)(int)) = both;
    return await same(n) + await p(n) + await both((struct same){n}, same) + await q((struct same){2}, p) + await stat(n);
}
