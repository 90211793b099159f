// RUN: not %asyncc --cc=gcc --dump=check %s 2>&1 | FileCheck %s --implicit-check-not=error:
#include <asyncc.h>
async int f(int n)
{
    // CHECK: [[#@LINE+1]]:{{[0-9]+}}: error: expected ';' before 'return'
    n = 1
    return n;
}
