// RUN: %run-both %s
// GNU C: statement expressions as operands of everything, nested, with declarations, loops, records.
#include "Inputs/poll.h"
struct pair { int x, y; };
static async struct pair pair(int n) { return (struct pair){n, await leaf(n)}; }
static void put(int *to, int n) { *to += n; }
static int mix(int a, int b) { return a * 7 + b; }
static int sum(const void *p, int n) { return *(const int *)p + n; }
static int bump(int *n) { return ++*n; }
#define STORE(x, v) __extension__({ *(volatile __typeof__(x) *)&(x) = (v); })
#define LATER(x) __extension__ await x
// Types of their own, whose values are used outside; behind __extension__ a value is dropped, too.
static async int types(int n)
{
    int s = ({ struct local { int m; char c[9]; } l = {await leaf(n), "local"}; l; }).c[1];
    s += ({ struct local { int m; } *p = &(struct local){s + await leaf(2)}; *p; }).m;
    s += ({ static struct local { int m; } kept = {3}; kept.m += await leaf(1); &kept; })->m % 2;
    s += ({ struct { enum { LOW, HIGH } e : 3; } b = {await leaf(n) & 1 ? HIGH : LOW}; b.e; });
    s += (int)({ enum { SMALL = 4, LARGE } e = await leaf(n) > 3 ? LARGE : SMALL; e; });
    s += ({ union { const int i; float f; } u = {await leaf(4)}; u; }).i;
    s += sum(({ struct own { int v; } *p = (void *)&s; p->v++; p; }), await leaf(1));
    s += mix(({ enum own { OLD = 3, NEW } e = bump(&s) & 1 ? NEW : OLD; e; }), await leaf(2));
    struct here { int v; } here = {s}, *q = await leaf(n) ? &here : 0;
    q = bump(&s) ? await leaf(n) > 3 ? 0 : q : 0;
    s += q ? q->v + await leaf(1) : 5;
    STORE(s, s + await leaf(1));
    __extension__ __extension__({ await leaf(n); s++; });
    LATER(leaf(n));
    __extension__ await leaf(1), s++;
    s += await __extension__ leaf(1);
    return s + LATER(leaf(3)) + __extension__ (LATER(leaf(1)) + 1);
}
async int f(int n)
{
    int s = await types(n);
    s += ({ await leaf(n); });
    int a[3] = {({ int t = await leaf(1); t; }), ({ await leaf(2); 3; })};
    s += ({ int sum = 0; for (int i = 0; i < 3; i++) sum += await leaf(i); sum; }) * ({ 2; });
    s += mix(({ await leaf(n); }), ({ int k = await leaf(1); ({ k + await leaf(2); }); }));
    s += ({ await pair(n); }).y + ({ struct pair p = await pair(2); p.x++; p; }).x;
    *({ await leaf(0); &a[1]; }) += ({ await leaf(4); });
    ({ s += await leaf(1); (void)0; });
    ({ ; });
    ({ await leaf(n); s++; }), s += 2;
    (void)(({ int t = await leaf(1); s += t; }));
    s += (s++, ({ await leaf(n); ({ await leaf(2); s += 5; }); ({ await leaf(3); }); }));
    for (int i = 0; i < 2; s++, ({ s += await leaf(2); i++; }))
        ({ struct pair p = await pair(i); p; });
    put(({ await leaf(1); &s; }), ({ await leaf(n); s * 2; }));
    if (({ int t = await leaf(n); t > 3; }) && ({ await leaf(1); }))
        s += a[({ await leaf(1); })];
    while (({ int t = await leaf(n); t-- > 5; }))
        n--;
    switch (({ await leaf(n % 2); })) { case 0: s += 10; break; default: s += 20; }
    for (int i = ({ await leaf(1); }); i < ({ await leaf(3); }); i += ({ await leaf(1); })) s += i;
    s += ({ int x = 1; { int x = 2; await leaf(x); } x; }) + (n ? ({ await leaf(3); }) : 4);
    const char *text = ({ char *p = "abc"; p + await leaf(1); });
    double d = ({ double half = .5; half * await leaf(3); });
    s += ({ if (await leaf(n) > 2) goto out; 1000; });
out:
    return ({ int r = s + a[1]; await leaf(r); r; }) + text[0] + (int)(d * 2);
}
