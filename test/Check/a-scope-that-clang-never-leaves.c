// RUN: not %asyncc --cc=gcc -c %s -o %t.o 2>&1 | FileCheck %s
// clang 19 does not come to an end on this; asyncc does, and says what gcc says.
#include <asyncc.h>
async int g(int n);
async int f(int n)
{
    // CHECK: [[#@LINE+1]]:7: error: expected expression before
    ( :: { n; } );
    return await g(n);
}
