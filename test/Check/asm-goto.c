// RUN: not %asyncc --dump=check %s 2>&1 | FileCheck %s --implicit-check-not=error:
#include <asyncc.h>
async int g(int);
async int f(int n)
{
    {
        defer { n++; }
        // CHECK: [[#@LINE+1]]:40: error: asm goto 'out' leaves a block whose defer or cleanup would
        asm goto("" : : "r"(n) : : in, out);
        n = await g(n);
    in:;
    }
out:
    // CHECK: [[#@LINE+1]]:31: error: a jump past a 'defer', to where it would run
    asm goto("" :: "r"(n) : : past);
    // CHECK: [[#@LINE+1]]:5: note: the 'defer' is here
    defer { n++; }
past:
    return await g(n);
}
