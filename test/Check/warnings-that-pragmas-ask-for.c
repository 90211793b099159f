// A `#pragma` that makes an error of a warning does so of asyncc's, too, and no misplaced `async` passes beside one.
// RUN: not %asyncc --cc=gcc -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=error: --implicit-check-not=warning:
// RUN: not %asyncc --cc=clang-19 -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=error: --implicit-check-not=warning:
#include <asyncc.h>
async int g(int n);
#pragma GCC diagnostic push
#pragma GCC diagnostic warning "-Wreturn-type"
async int warned(int n)
{
    if (n)
        return await g(n);
// CHECK: :[[#@LINE+1]]:1: warning: control reaches the end of non-void async function 'warned' [-Wreturn-type]
}
#pragma GCC diagnostic error "-Wreturn-type"
async int refused(int n)
{
    if (n)
        return await g(n);
// CHECK: :[[#@LINE+1]]:1: error: control reaches the end of non-void async function 'refused' [-Werror=return-type]
}
#pragma GCC diagnostic error "-Wdeprecated-declarations"
__attribute__((deprecated)) async int old(int n);
async int calls(int n)
{
// CHECK: :[[#@LINE+1]]:18: error: async function 'old' is deprecated [-Werror=deprecated-declarations]
    return await old(n);
}
#pragma GCC diagnostic ignored "-Wreturn-type"
async int nothing_said(int n)
{
    if (n)
        return await g(n);
}
#pragma GCC diagnostic pop
