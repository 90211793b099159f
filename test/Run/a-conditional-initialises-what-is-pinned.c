// RUN: %run-both %s
// An arm that awaits ends where the initialiser of a pinned variable does.
#include "Inputs/poll.h"
struct s { int x, y; };
static int use(struct s *p) { return p->x; }
async int f(int n)
{
    struct s a = {n, 2}, c = n > 4 ? a : (await leaf(n), a);
    int r = await leaf(1);
    int v = n > 2 ? 3 : (await leaf(n)), *pv = &v;
    r += await leaf(*pv);
    return r + use(&c) + v;
}
