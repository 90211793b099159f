// RUN: not %asyncc --cc=gcc %s 2>&1 | FileCheck %s --implicit-check-not=error:
// What only gcc takes is refused where asyncc would have to understand it.
#include "../Run/Inputs/poll.h"
#include <stdatomic.h>
int plain(void)
{
    return __builtin_has_attribute(plain, noreturn);
}
async int f(int n)
{
    atomic_flag flag = ATOMIC_FLAG_INIT; // a harmless one
    // CHECK: [[#@LINE+1]]:10: error: libclang cannot parse this: {{.*}}__builtin_has_attribute{{.*}}: not supported yet
    n += __builtin_has_attribute(leaf, noreturn) + await leaf(n);
    // CHECK: error: libclang cannot parse this: {{.*}}noreturn
    return n + atomic_flag_test_and_set(&flag);
}
async int varies(int n)
{
    // CHECK: [[#@LINE+1]]:18: error: libclang cannot parse this: fields must have a constant size{{.*}}: not supported yet
    struct { int a[await leaf(n)]; } s;
    {
        struct { char c[n]; } without_await;
        n += (int)sizeof without_await;
    }
    return (int)sizeof s + n;
}
async int in_scope(int n)
{
    // CHECK: [[#@LINE+1]]:19: error: libclang cannot parse this: fields must have a constant size
    struct { char c[n]; } s;
    return await leaf(n) + (int)sizeof s;
}
