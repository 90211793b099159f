// RUN: %asyncc --cc=gcc --dump=frame %s | FileCheck %s
// RUN: not %asyncc --cc=gcc -DWRONG -fsyntax-only %s 2>&1 | FileCheck --check-prefix=WRONG %s
#include <asyncc.h>

// Not a function's body, whatever stands before the brace.
struct __attribute__((packed)) big {
    char a[40];
};
static int *const one = (int[]){1};
static int size = sizeof(int[2]){1, 2};

// A plain one's may hold anything.
static int old(a) int a;
{
    struct big { char b; } x = {(char)a};
#ifdef WRONG
    // WRONG: [[#@LINE+1]]:{{[0-9]+}}: error: 'undeclared' undeclared
    return undeclared;
#endif
    return x.b + *one + size;
}
// No await in it, but it is async.
static async int none(int n)
{
    return old(n);
}

// CHECK-LABEL: f
// CHECK: b: pinned
async int f(struct big b)
{
    int n = await none(b.a[0]);
    return n + b.a[1];
}
