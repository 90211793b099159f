// RUN: %asyncc --cc=gcc %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// CHECK: 37 2
// Tags that are defined in the arguments of what is started or run in a group are known behind it.
#include <asyncc.h>
#include <stdio.h>
static async int take(const void *p, int n) { await ac_yield(); return *(const int *)p + n; }
static async int both(void)
{
    ac_task *t = ac_spawn(take(&(struct u { int a, b; }){3, 4}, 5));
    int r = 0, q;
    await ac_join(t, &r);
    struct u x = {1, r};
    int (*fn)(const void *, int) = take;
    t = ac_spawn(fn(&(struct w { int a, b; }){3, 4}, 5));
    await ac_join(t, &r);
    await ac_all(q = take(&(struct g { int a, b; }){3, 4}, 5), r = take(&x, (int)sizeof(struct g)));
    return x.b + r + q + (int)sizeof(struct w);
}
int main(void)
{
    int r = ac_run(take(&(struct t { int a, b; }){1, 2}, 3)) + ac_run(both());
    struct t x = {r, 2};
    printf("%d %d\n", x.a, x.b);
}
