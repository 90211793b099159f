// RUN: %asyncc --dump=frame %s | FileCheck %s
#include <asyncc.h>
async int far(char *);
static async int g(int n) { return n; }
async int f(int n)
{
    char buf[8], scratch[8];
    { scratch[0] = 1; }
    int kept = n;
    await far(buf);
    { int kept = await g(1); n += kept + await g(2); }
    return n + kept;
}
// CHECK: async f
// CHECK-NEXT: n: saved
// CHECK-NEXT: buf: pinned
// CHECK-NEXT: scratch: local
// CHECK-NEXT: kept: saved, renamed ac__kept_3
// CHECK: await 10 far dynamic saves: n kept
// CHECK: await 11 g embedded saves: n kept
