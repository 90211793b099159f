// RUN: sh -c 'ulimit -v 400000; exec %asyncc --emit=c %s' | FileCheck %s
// UNSUPPORTED: sanitize
// Where the address space is limited, none of it is set aside.
#include <asyncc.h>
// CHECK: f__run
async int f(int n)
{
    return n + await ac_sleep(1);
}
