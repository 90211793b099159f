// RUN: not %asyncc -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not %asyncc --emit=c %s -o %t.c 2>&1 | FileCheck %s --implicit-check-not=error:
// The frame of a group is made of them.
#include <asyncc/dialect.h>
#include <asyncc/abi.h>
async int g(int);
async int all(void)
{
    int a, b;
    // CHECK: [[#@LINE+1]]:11: error: 'ac_all' needs '#include <asyncc.h>'
    await ac_all(a = g(1), b = g(2));
    return a + b;
}
