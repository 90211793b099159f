// RUN: %run-both %s
#include "Inputs/poll.h"
static async int noise(int n) { return await leaf(n); }
// goto into and out of loops
static async int g1(int n)
{
    int i = 0, s = 0;
    if (n % 2) goto inside;
    for (i = 0; i < 4; i++) {
        s += await leaf(i);
inside:
        s += 10 * await noise(i);
        if (s > 60) goto out;
        do {
            s++;
            if (s % 3 == 0) continue;
            if (s % 7 == 0) goto deep;
        } while (await leaf(s) % 5);
    }
    while (await leaf(s--) > 20) {
deep:
        s -= await leaf(1);
        if (s < 10) break;
    }
out:
    return s * 2 + i;
}
// Duff
static async int g2(int n)
{
    int s = 0, count = n + 1, k = (count + 3) / 4;
    switch (count % 4) {
    case 0: do { s += await leaf(1);
        __attribute__((fallthrough));
    case 3: s += await leaf(2) * 2;
        __attribute__((fallthrough));
    case 2: s += await leaf(3);
        __attribute__((fallthrough));
    case 1: s += await leaf(4);
            } while (await leaf(--k) > 0);
    }
    return s;
}
// Duff with for and while containing awaits in header
static async int g3(int n)
{
    int s = 0;
    switch (await leaf(n % 3)) {
        for (; await leaf(s) < 30; s += await leaf(3)) {
            __attribute__((fallthrough));
    case 0: s += 1; if (n == 6) continue;
            __attribute__((fallthrough));
        case 1: { s += await leaf(5); if (n == 4) break; }
        switch (s % 3) { case 0: s++; continue; default: s += 2; break; }
        while (await leaf(s) % 4) { __attribute__((fallthrough)); default: s += 3; }
        }
    }
    return s;
}
// shadowed at every level
static async int g4(int n)
{
    int x = n, y = 1;
    { int x = y + await leaf(1); { int y = x; x += await leaf(y); { int x = y; y = await leaf(x) + x; { extern int some_global; x += some_global; } y += x; } x += y; } y += x; }
    for (int x = 0; x < 2; x++) { int n = x; for (int x = 5; x < 7; x++) { n += await leaf(x); } y += n; }
    { enum { x = 40 }; y += await leaf(x); }
    { typedef int x; x n = await leaf(2); y += n; }
    { int noise(int); y += await leaf(3); }
    if (0) { int y(void); (void)sizeof(y); await leaf(1); }
    return x * 100 + y + n;
}
int some_global = 7;
// names
struct x { int x; };
static async int g5(int x)
{
    struct x x_ = {x}, *result = &x_;
    int enter = await leaf(1), await_12 = await leaf(2), ac_x = 3, state = 1, callee = 2, fr = 3, cx = 4;
    goto x;
x:  result->x += await leaf(enter);
    { struct x x = {await leaf(await_12)}; result->x += x.x; await leaf(1); result->x += x.x; }
    int *p = &enter, *q = &await_12;
    await leaf(2);
    return result->x + enter + await_12 + ac_x + state + callee + fr + cx + *p + *q;
}
// awaits in everything
static async int g6(int n)
{
    int a[4] = {0}, i = 0, *p = a;
    a[await leaf(1)] = await leaf(2);
    a[i++] = (await leaf(3), await leaf(4));
    *p++ += await leaf(n) ? await leaf(5) : await leaf(6);
    i = (n > 3 && await leaf(n - 4)) || (await leaf(n) && !await leaf(0));
    i += await leaf(await leaf(await leaf(3))) + (n ?: await leaf(9)) + (await leaf(n) ?: 8);
    i += -await leaf(2) + ~await leaf(1) + !await leaf(0) + (int)(char)await leaf(300);
    i += ({ int t = 0; for (int k = 0; k < await leaf(2); k++) t += ({ await leaf(k); }) + k; t; });
    if (await leaf(1), i > 3) i += await leaf(1), i++; else i--;
    for (int j = await leaf(0), *q = &j; *q < await leaf(3); j += await leaf(1)) i += j;
    do i++; while (await leaf(i) < 20 && n);
    return i + a[0] + a[1] * 10 + a[2] * 100 + (int)(p - a);
}
// literals and strings
static int first(const int *p) { return *p; }
static async int viaptr(const int *p, const char *s) { int v = await leaf(*p); return v + s[0] + p[0]; }
static async int g7(int n)
{
    const char *s = "abc";
    static int calls;
    calls++; (void)calls;
    int r = await viaptr((int[]){n, await leaf(1)}, "x") + await viaptr(&(int){n + 1}, s);
    r += first((const int[]){await leaf(3), 2}) + await leaf(2);
    struct x *px = &(struct x){n};
    for (int i = 0; i < 2; i++) { px->x += *(&(int){i}) + await leaf(1); int *lit = (int[]){i, 2}; await leaf(0); lit[0]++; r += lit[0]; }
    return r + px->x;
}
async int f(int n)
{
    return await g1(n) + 1000 * await g2(n) + await g3(n) * 7 + await g4(n) * 3 + await g5(n) + await g6(n) * 5 + await g7(n);
}
