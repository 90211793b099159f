// 5.1.2.3 Volatile objects are read and written as often as the source says: each access of `device`
// in the lowered text is one in the source.
// RUN: %run-both %s
// RUN: %asyncc --emit=c -I%S/../Run %s -o - | FileCheck %s
#include "Inputs/poll.h"
static volatile int device;
static int twice(int n) { return 2 * n; }
async int f(int n)
{
    // CHECK: the accesses begin
    (void)"the accesses begin";
    // CHECK-COUNT-9: device
    // CHECK-NOT: device
    // CHECK: the accesses end
    device = await leaf(n);
    device += await leaf(1);
    device++, await leaf(1);
    int r = device + await leaf(2);
    r += await leaf(device);
    r += twice(device) + await leaf(3);
    if (device && await leaf(1))
        r++;
    r += await leaf(1) ? device : 0;
    (void)device, await leaf(1);
    (void)"the accesses end";
    return r + device;
}
