// RUN: %asyncc --dump=parse %s | FileCheck %s
#include <asyncc.h>
static async int g(const char *s) { return *s; }
async int f(int n)
{
    for (; n; n--) { await g("x"); }
    return await g("y") + await g("z");
}
// CHECK: static async g
// CHECK-NEXT: param s: const char *
// CHECK-NEXT: async f
// CHECK-NEXT: param n: int
// CHECK-NEXT: await 6: g
// CHECK-NEXT: await 7: g
// CHECK-NEXT: await 7_2: g
