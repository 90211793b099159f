// A return that does not fit its function is warned of without being asked, as by gcc.
// RUN: %asyncc --cc=gcc -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=warning:
// RUN: %asyncc --cc=clang-19 -Wall -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=warning:
// RUN: not %asyncc -Werror -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=ERROR
// RUN: %asyncc --cc=gcc -Wall -Wno-return-type -c %s -o %t.o 2>&1 | count 0
// ERROR: error: 'return' without a value
// ERROR: error: 'return' with a value
#include <asyncc.h>
async int g(int n);

async int without_a_value(int n)
{
    if (await g(n))
        // CHECK: :[[#@LINE+1]]:9: warning: 'return' without a value in non-void async function 'without_a_value' [-Wreturn-type]
        return;
    return 1;
}

async void with_a_value(int n)
{
    if (n > 1)
        // CHECK: :[[#@LINE+1]]:16: warning: 'return' with a value in void async function 'with_a_value' [-Wreturn-type]
        return await g(n);
    if (n)
        return ac_detach(0);
    return await ac_yield();
}
