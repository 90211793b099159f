// RUN: %run-both %s
#include "Inputs/poll.h"
#define ASYNC_FN(name, expr) static async int name(int n) { int v = (expr); await leaf(v); return v + await leaf(n); }
#define TRY(e) ({ int try_ = (e); if (try_ < 0) return try_; try_; })
#define MAX(a, b) ({ __typeof__(a) a_ = (a); __typeof__(b) b_ = (b); a_ > b_ ? a_ : b_; })
#define CALL(x) await leaf(x)
ASYNC_FN(m1, n * 2) ASYNC_FN(m2, n * 3)
__attribute__((noinline)) static async int at1(int n) { return await leaf(n); }
async static int at2(int n) __attribute__((unused));
static int async at2(int n) { return await leaf(n) + 1; }
static inline async int at3(int n) { return await leaf(n) + 2; }
extern async int at4(int n);
async int at4(int n) { return await leaf(n) + 3; }
async int at4(int other);
static async int later(int);
static async void v1(int *p) { if (*p) return; *p = await leaf(1); }
static async void v2(int *p) { await v1(p); return await v1(p); }
static async const char *str(int n) { return await leaf(n) ? "yes" : "no"; }
static async int (*fp(int n))(int) { static int (*t)(int); await leaf(n); return t; }
static async int dead(int n) { for (;;) { if (await leaf(n) == n) return n; } }
static async int noawait(int n) { return n + 1; }
static async unsigned char narrow(int n) { return await leaf(n + 255); }
static async float fl(double d) { return d + await leaf(1); }
static async int nested(int n) {
    int r = 0;
    switch (n) {
    case 0 ... 2: { switch (await leaf(n)) { case 1: r = 1; break; case 2: goto two; default: r = 3; } break; }
    case 3: two: r += await leaf(5); break;
    default: if (n > 5) { case 100: r = await leaf(6); } else r = await leaf(7);
    }
    return r;
}
static async int cg(int n) {
    static const void *const t[] = {&&a, &&b, &&c};
    int r = n;
    goto *t[n % 3];
a:  r += await leaf(1); goto *t[await leaf(1)];
b:  r += 10;
c:  r += 100 + await leaf(2);
    return r;
}
static async int recur(int n, int d) { int x = n + d; if (!d) return await leaf(n); int a = await recur(n + 1, d - 1); int b = await recur(n, d / 2); return a + b + x; }
async int own(int own) { return await leaf(own) + own; }
static async int walk(int (*walk)(int), int n) { return n ? await walk(n) + await leaf(n - 1) : 1; }
async int f(int n)
{
    int (*to_own)(int) = own, (*to_walk)(int (*)(int), int) = walk;
    int z = 0, owns = await own(n) + await to_own(3) + await to_walk(to_own, n) + await walk(own, n);
    await v2(&z);
    int r = await m1(n) + await m2(n) + await at1(n) + await at2(n) + await at3(n) + await at4(n) + await later(n);
    r += TRY(await leaf(n)) + TRY(CALL(CALL(3))) + MAX(await leaf(3), await leaf(n));
    r += (await str(n))[0] + (await fp(n) == 0) + await dead(n) + await noawait(n) + await narrow(n) + (int)await fl(n);
    r += await nested(n) + await cg(n) + await recur(n, 5) + z + owns;
    const int big_const = r; const unsigned char uc = (unsigned char)await leaf(n);
    if (n == 3) TRY(-await leaf(4));
    r += big_const + uc + __builtin_constant_p(await leaf(1)) + (int)sizeof(__typeof__(await leaf(2))) + (__typeof__(await leaf(2)))3;
    _Bool yes = await leaf(2); yes &= !!await leaf(3);
    return r + yes;
}
static async int later(int n) { return await at1(n) * 2; }
