// RUN: not %asyncc --dump=check %s 2>&1 | FileCheck %s --implicit-check-not=error:
#include <asyncc.h>
async int g(int);
async int f(int n)
{
    // CHECK: [[#@LINE+1]]:5: error: asm goto in a function that awaits: not supported yet
    asm goto("" : : "r"(n) : : out);
    n = await g(n);
out:
    return n;
}
