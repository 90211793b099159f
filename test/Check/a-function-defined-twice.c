// What the compiler behind refuses is its own to report, and loses no memory.
// RUN: not %asyncc -c %s -o %t.o 2>&1 | FileCheck %s
#include <asyncc.h>
// CHECK: [[#@LINE+2]]:12: error: redefinition of {{.}}{{.*}}plain
static int plain(int *p) { return *p; }
static int plain(int *p) { return *p + 1; }
async int f(int n)
{
    await ac_yield();
    return plain(&n);
}
