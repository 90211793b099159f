// RUN: not %asyncc %s 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: %asyncc -DALONE -c %s -o %t.o
#include <asyncc.h>
async int leaf(int n);
// CHECK-NOT: :[[#@LINE+1]]:
__attribute__((gnu_inline)) extern inline async int twice(int n) { return 2 * await leaf(n); }
#ifndef ALONE
// CHECK: [[#@LINE+1]]:1: error: async function 'twice' is defined again: 'gnu_inline' needs the other definition in a file of its own
async int twice(int n)
{
    return await leaf(n) + await leaf(n);
}
#endif
async int four(int n)
{
    return await twice(await twice(n));
}
