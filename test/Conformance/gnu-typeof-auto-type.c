// RUN: %run-both %s
// RUN: %run-both %s -std=gnu2x
// GNU C: typeof and __auto_type of and beside awaits; macros that evaluate their arguments once.
#include "Inputs/poll.h"
#define MAX(a, b) __extension__({ __auto_type a_ = (a); __auto_type b_ = (b); a_ > b_ ? a_ : b_; })
#define SWAP(a, b) do { __typeof__(a) t_ = (a); await leaf(1); (a) = (b); (b) = t_; } while (0)
struct pair { int x, y; };
static int runs;
static async struct pair pair(int n) { runs++; return (struct pair){n, await leaf(n)}; }
static async double half(int n) { runs++; return await leaf(n) / 2.; }
// Types that typeof defines may name variables that are in the frame; a declaration defines them once.
static async int defined(int n)
{
    int a[2] = {1, await leaf(n)}, *pa = a;
    await leaf(1);
    __typeof__(struct { char c[sizeof a + 1]; }) x = {{1, (char)await leaf(3)}}, y = x, *p = &y;
    __typeof__(sizeof(struct { __typeof__(a) b; char c; })) size = sizeof p->c, *ps = &size;
    typedef __typeof__(union { int i[sizeof x]; __typeof__(*pa) first; }) number;
    number u = {{await leaf(4)}}, *pu = &u;
    __typeof__(enum { LOW = sizeof a, HIGH }) e = HIGH, *pe = &e;
    struct s { __typeof__(a) b; } s = {{1, await leaf(2)}}, *q = &s;
    enum __attribute__((unused)) { ONE = sizeof s } o = ONE, *po = &o;
    await leaf(1);
    *pe = await leaf(1) ? LOW : HIGH, *ps += 1, p->c[2] = 9, x = *p;
    return x.c[1] + x.c[2] + (int)*ps + pu->first + (int)*pe + (int)sizeof u + q->b[1] + *pa + (int)*po;
}
// What the initialiser defines is one type, also where the variable is in the frame.
static async int types_of_initialisers(int n)
{
    __auto_type a = (struct { int a, b; }){n, await leaf(2)};
    const __auto_type b = (union { int i; char c[9]; }){await leaf(n)};
    volatile __auto_type c = __extension__({ struct t { long v; }; (struct t){n + 1}; });
    __auto_type pa = &a;
    const void *pb = &b;
    volatile void *pc = &c;
    __auto_type text = u8"text";
    const char **ptext = (const char **)&text;
    for (__auto_type k = (struct { short left; }){3}; await leaf(*&k.left); k.left--)
        pa->b += await leaf(k.left);
    await leaf(1);
    return a.a + a.b * 10 + b.i * 100 + (int)c.v * 1000 + (pb && pc) + (*ptext)[2] + _Generic(*text, char: 1, unsigned char: 2);
}
async int f(int n)
{
    runs = await defined(n) + await types_of_initialisers(n);
    __auto_type p = await pair(n);
    __auto_type d = await half(n);
    __auto_type pd = &d;
    __typeof__(await pair(1)) q = {1, await leaf(2)}, *pq = &q;
    __typeof__(await half(1) + 1) list[2] = {await half(3), 1};
    __typeof__(int (*)[2]) unused = 0;
    __typeof__(p.x) x = await leaf(n), y = 2;
    int r = runs * 1000 + (unused == 0);
    r += (int)MAX(await half(n), 2) + MAX(await leaf(n), MAX(await leaf(3), x));
    SWAP(x, y);
    SWAP(p, *pq);
    *pd += await half(1), list[1] += await half(2);
    __auto_type text = n ? "yes" : "no";
    await leaf(1);
    return r + x * 3 + y + p.x + q.y + (int)(d * 4) + (int)(list[0] + list[1]) + text[0] + runs * 100;
}
