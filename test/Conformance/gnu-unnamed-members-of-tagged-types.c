// RUN: %run-both %s -fms-extensions -Wno-microsoft-anon-tag
// Members of a tagged struct that has no name; gcc's -fplan9-extensions have them, too.
// RUN: %asyncc --cc=gcc -fplan9-extensions -Wall -Wextra -Werror -DPLAN9 -I%S/../Run -c %s -o %t.o
#include "Inputs/poll.h"
struct base { int x, y; };
typedef struct { int q; } named;
struct derived { struct base; named; union { int low; char c; }; int z; };
static async int scale(struct derived *d, int by)
{
    d->x *= await leaf(by);
    return d->x + d->q;
}
#ifdef PLAN9
static async int of_base(struct base *b) { return b->x + await leaf(b->y); }
#else
#define of_base(d) scale(d, 1)
#endif
async int f(int n)
{
    struct derived d = {{n, 2}, {3}, {4}, await leaf(5)}, copy = d;
    d.y += await leaf(n);
    copy.q++;
    return await scale(&d, 3) + await of_base(&d) + d.y + copy.q + copy.low + d.z;
}
