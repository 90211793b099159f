// RUN: %run-both %s
// 6.7.6 Pointers to async functions in every place, and functions that return them.
#include "Inputs/poll.h"
// function pointers
typedef async int (*afp)(int); typedef int fnt(int); typedef afp (*getter)(int); typedef afp getterf(int);
static async int a1(int n) { return await leaf(n) + 1; } static async int a2(int n) { return await leaf(n) + await leaf(2); } static int pl(int n) { return n * 3; }
static async afp get(int n) { await leaf(n); return n & 1 ? a1 : a2; }
static afp getp(int n) { return n & 1 ? a1 : pl; }
static async getter getget(int n) { await leaf(1); return n & 2 ? get : getp; }
static async int (*(*three(int n))(int))(int) { await leaf(n); return get; }
struct ops { afp f; getter g; async int (*tab[3])(int); union { afp u; fnt *v; }; async void (*av)(int *, afp); const struct ops *next; };
static async void apply(int *p, afp f) { *p += f ? await f(*p) : await leaf(1); }
static const struct ops st = {a1, get, {a1, a2, pl}, {a2}, apply, 0}, st2 = {.f = pl, .g = getp, .tab = {[1] = a1}, .av = apply, .next = &st};
static async int viaarr(afp t[], afp *const p, afp (*pa)[3], fnt *fn, fnt fn2, int n) { return await t[n % 3](n) + await p[1](n) + await (*pa)[2](1) + await fn(n) + await fn2(n) + await (*fn2)(1) + await (**fn)(n) + await (&*fn)(2); }
static async struct ops rets(int n) { struct ops o = n & 1 ? st : st2; await leaf(n); return o; }
static async double dd(double a, float b, char c) { return a + b + c + await leaf(1); }
static async fnt *plain_one(int n) { await leaf(n); return pl; }
async int f(int n)
{
    afp loc = a1, arr[3] = {a1, pl, a2}, *pp = &loc; getter g = get; fnt *fp = a2; int (*(*fget)(int))(int) = getp;
    int r = await loc(n) + await (*pp)(n) + await (await get(n))(await leaf(n)) + await (getp(n))(n) + await (await g(n))(1) + await (await (await getget(n))(n))(await (await (await getget(n + 1))(n))(3));
    r += await (await (await three(n))(n))(n);
    r += await st.f(n) + await st.tab[await leaf(1)](n) + await st2.next->u(n) + await st2.next->tab[n % 3](await st2.f(n)) + await (await st2.g(n))(2) + await fget(n)(3);
    await st.av(&r, arr[n % 3]); await st2.next->av(&r, 0); await (*st.av)(&r, *pp);
    r += await viaarr(arr, arr, &arr, fp, a1, n) + (loc == a1) + (fp != a1) + (arr[1] == pl) + !loc + (loc ? 2 : 0) + (st2.u == 0);
    r += await (await rets(n)).f(n) + await (await rets(n)).tab[1](1);
    pp += await leaf(0); *pp = a2; r += await loc(1); pp[0] = n > 3 ? a1 : pl; r += await (**pp)(2) + await (n ? a1 : a2)(n) + await (n & 1 ? loc : fp)(await fp(1));
    afp nul = 0; r += nul ? await nul(1) : 1; r += (nul && await nul(2)) + (nul || await leaf(1));
    __auto_type au = a1; __typeof__(a2) *ty = a2; __typeof__(&a2) ty2 = &a2; void *vp = (void *)a1; r += await au(1) + await ty(2) + await ty2(3) + await ((afp)vp)(4) + await ((fnt *)vp)(5);
    r += (int)await dd(1, 2, 3); double (*dp)(double, float, char) = dd; r += (int)await dp(n, n, (char)n);
    r += await (a1)(1) + await (*a1)(2) + await (&a1)(2) + await (***a1)(3); 
    r += await ({ afp x = loc; await leaf(1); x; })(2) + await (await leaf(1), loc)(3);
    r += (await plain_one(n))(2) + (*await plain_one(1))(await leaf(n)) + await (await plain_one(2))(3);
    return r;
}
