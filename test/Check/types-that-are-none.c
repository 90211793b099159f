// An __auto_type that nothing gives a type: the message is the compiler's.
// RUN: not %asyncc --cc=gcc -c %s -o %t.o 2>&1 | FileCheck %s
#include <asyncc.h>
async int leaf(int);
async int f(int n)
{
    // CHECK: [[#@LINE+1]]:17: error: two or more data types in declaration specifiers
    __auto_type int x = await leaf(1), *to_x = &x, z[] = {x, await leaf(3)};
    // CHECK: [[#@LINE+1]]:{{[0-9]+}}: error: {{.+}}__auto_type{{.+}}
    __auto_type *q, r[2];
    _Atomic __auto_type s = &leaf;
    return x + n;
}
