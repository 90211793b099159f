// A byte that belongs to no character leaves an await without an operand.
// RUN: not %asyncc -c %s -o %t.o 2>&1 | FileCheck %s
// RUN: not %asyncc --cc=clang-19 -c %s -o %t.o 2>&1 | FileCheck %s
#include <asyncc.h>
static async int g(int n)
{
    await ac_yield();
    return n;
}

async int f(int n)
{
    // CHECK: :[[#@LINE+1]]:{{[0-9]+}}: error:
    n += await g‹50);
    return n;
}
