// What a #pragma makes an error is one, whatever the options say.
// RUN: not %asyncc --cc=gcc -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not %asyncc --cc=clang-19 -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=error:
#include <asyncc.h>
async int g(int);
#pragma GCC diagnostic error "-Wreturn-type"
async int f(int n)
{
    if (n)
        return await g(n);
    // CHECK: [[#@LINE+1]]:1: error: control reaches the end of non-void async function 'f' [-Werror=return-type]
}
#pragma GCC diagnostic error "-Wdeprecated-declarations"
__attribute__((deprecated)) async int old(int n);
async int calls(int n)
{
    // CHECK: [[#@LINE+1]]:18: error: async function 'old' is deprecated [-Werror=deprecated-declarations]
    return await old(n);
}
