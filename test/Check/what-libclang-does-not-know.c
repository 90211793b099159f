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
async int bound(int n)
{
    // CHECK: [[#@LINE+1]]:15: error: '__builtin_alloca_with_align_and_max' in a function that awaits: its stack does not outlive a suspension
    char *p = __builtin_alloca_with_align_and_max((unsigned long)n, 64, 256);
    return await leaf(n) + !p;
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
// What it declares in spite of an error may have another type: this would be an int.
// CHECK: [[#@LINE+1]]:9: error: libclang cannot parse this: GNU decimal type extension not supported: not supported yet
typedef _Decimal32 money;
static int rounded(int n)
{
    _Decimal64 d = n;
    return (int)(d * 1.5dd); // nothing is looked for in ordinary functions
}
async int decimals(int n)
{
    // CHECK: [[#@LINE+1]]:5: error: libclang cannot parse this: GNU decimal type extension not supported
    _Decimal32 d = n;
    money m = n;
    n = await leaf(n);
    return n + (int)d + (int)m + (int)rounded(n);
}
static void clean_up(unsigned *p)
{
    (void)p;
}
async int cleanups(int n)
{
    // CHECK: [[#@LINE+1]]:34: error: libclang cannot parse this: 'cleanup' function 'clean_up' parameter has type
    int a __attribute__((cleanup(clean_up))) = 1;
    return n + a;
}
async int addresses(int n)
{
    int offset = *(int __seg_fs *)8 + n; // no variable has such a type
    // CHECK: [[#@LINE+1]]:9: error: the address space '__seg_gs' outside ordinary functions: not supported yet
    int __seg_gs *p = 0, *q = p;
    return await leaf(offset) + *p + *q;
}
// CHECK: [[#@LINE+1]]:8: error: the address space '__seg_fs' outside ordinary functions: not supported yet
extern __seg_fs int slot;
// A function may return what is atomic, but it is known by its name.
static async _Atomic int by_name(int n)
{
    return await leaf(n);
}
async int atomic_results(async _Atomic int (*p)(int))
{
    int n = await by_name(1);
    // CHECK: [[#@LINE+1]]:7: error: libclang cannot parse this: assigning to 'int' from incompatible type '_Atomic(int)': not supported yet
    n = await p(n);
    return n;
}
