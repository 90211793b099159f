// To libclang a builtin of gcc's that it does not know returns int. Where such a value would be kept, or a
// variable has its type, that is an error; elsewhere the compiler behind knows.
// RUN: not %asyncc --cc=gcc -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: %asyncc --cc=gcc %sanitize -w -DKNOWN %s -o %t && %t
#include <asyncc.h>

static async int leaf(int n)
{
    await ac_yield();
    return n;
}
#ifdef KNOWN
async int main(void)
{
    __float128 a = __builtin_nanq(""), b;
    await leaf(1);
    b = __builtin_nanq("");
    ({ await leaf(1); __builtin_nanq(""); });
    (void)({ await leaf(1); __builtin_nanq(""); });
    await leaf(2);
    return a == a || b == b;
}
#else
__float128 of_the_file = 0 * __builtin_infq();
async int known_since_then(void)
{
    of_the_file = __builtin_infq();
    // CHECK: [[#@LINE+1]]:{{.*}}error: libclang cannot parse this: use of unknown builtin '__builtin_infq': not supported yet
    of_the_file = ({ await leaf(1); __builtin_infq(); });
    return 0;
}

async int kept(void)
{
    // CHECK: [[#@LINE+1]]:{{.*}}error: libclang cannot parse this: use of unknown builtin '__builtin_nanq': not supported yet
    __float128 a = ({ await leaf(1); __builtin_nanq(""); });
    // CHECK: [[#@LINE+1]]:{{.*}}error: libclang cannot parse this: use of unknown builtin '__builtin_nanq': not supported yet
    a += ({ await leaf(1); last: ({ __builtin_nanq(""); }); });
    // CHECK: [[#@LINE+1]]:{{.*}}error: libclang cannot parse this: use of unknown builtin '__builtin_nanq': not supported yet
    __auto_type b = __builtin_nanq("");
    // CHECK: [[#@LINE+1]]:{{.*}}error: libclang cannot parse this: use of unknown builtin '__builtin_nanq': not supported yet
    __typeof__(__builtin_nanq("")) c = a;
    return await leaf(a == a || b == b || c == c);
}
#endif
