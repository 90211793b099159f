// 5.1.2.3 Volatile objects are read and written as often as the source says: each access of `device`
// in the lowered text is one in the source.
// RUN: %run-both %s
// RUN: %asyncc --emit=c -I%S/../Run %s -o - | FileCheck %s
#include "Inputs/poll.h"
static volatile int device;
static int twice(int n) { return 2 * n; }
// An access that stands before an await happens before it, whatever finds the object.
static volatile struct port { int in, out; } ports[3];
static async volatile struct port *port(int n) { return &ports[await leaf(n)]; }
static async int set(int n)
{
    ports[n].in = await leaf(n) + 5;
    return ports[n].in;
}
static async int in_order(int n)
{
    ports[1].in = n, ports[2].in = n + 1;
    int r = (await port(1))->in * 100 + await set(1);
    r += *(&ports->in + 2 * await leaf(2)) * 1000 + await set(2);
    return r + twice((*await port(1)).in) + ports[await leaf(2)].in * await set(2);
}
async int f(int n)
{
    int ordered = await in_order(n);
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
    return r + device + ordered;
}
