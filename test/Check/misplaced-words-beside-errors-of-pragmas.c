// RUN: not %asyncc --cc=gcc -c %s -o %t.o 2>&1 | FileCheck %s
// RUN: not %asyncc --cc=clang-19 -c %s -o %t.o 2>&1 | FileCheck %s
#include <asyncc.h>
#pragma GCC diagnostic error "-Wunused-result"
__attribute__((warn_unused_result)) int plain(int n);
async int f(int n)
{
    plain(n);
    await ac_yield();
    return n;
}
// CHECK: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}async
async int count;
