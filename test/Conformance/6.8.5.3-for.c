// RUN: %run-both %s
// 6.8.5.3 for: awaits in each part alone and in all, parts left out, several variables, no braces.
#include "Inputs/poll.h"
static async int step(int *i) { return *i += await leaf(1); }
async int f(int n)
{
    int s = 0, i = 0, a[2] = {0};
    for (int k = await leaf(n); k > 0; k--) s += k;
    for (int k = 0; k < await leaf(n); k++) s += k;
    for (int k = 0; k < n; k += await leaf(2)) s += k;
    for (;; await step(&i)) { if (i == 2) continue; if (i > 4) break; s += i; }
    for (i = await leaf(3); i--; ) s++;
    for (i = 0; await leaf(i) < 3; ) i++;
    for (; i > 0; await leaf(i), i--) if (i == 1) continue; else s += 2;
    for (int k = 0, *p = &k, end = await leaf(3); *p < await leaf(end); await step(p)) a[k & 1] += k, s += await leaf(k);
    for (int k = 0; k < await leaf(2); k++) a[0]++;
    for (int k = 0; k < await leaf(2); k++) for (int l = 0; l < await leaf(k); l++) a[1] += await leaf(l) + k;
    for (int k = 0; k < 2; k++, await leaf(k)) if (k) s += await leaf(k); else { continue; }
    for (int k = 0; await leaf(k) < 2; k++) switch (k) { case 0: continue; default: s += await leaf(3); break; }
    for (struct { int x, y; } p = {0, await leaf(2)}; p.x < p.y; p.x++) s += await leaf(p.y);
    for (int k = 0; k < 3; await step(&k)) { int k = await leaf(7); s += k; }
    for (s += await leaf(1); ; ) { if (await leaf(s)) break; }
    return s + i + a[0] * 3 + a[1] * 5;
}
