// What the compiler behind says of a function's end and use, asyncc says of async functions, as the
// options ask for it.
// RUN: %asyncc --cc=gcc -Wall -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=warning:
// RUN: %asyncc --cc=clang-19 -Wall -Wno-unused-value -Wunused-value -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=warning:
// RUN: %asyncc --cc=clang-19 -Wno-unused-value -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=RETURN --implicit-check-not=warning:
// RUN: %asyncc --cc=gcc -c %s -o %t.o 2>&1 | count 0
// RUN: %asyncc --cc=gcc -Wall -w -c %s -o %t.o 2>&1 | count 0
// RUN: %asyncc --cc=gcc -Wno-return-type -Wall -Wno-unused-function -Wno-unused-value -c %s -o %t.o 2>&1 | count 0
// RUN: %asyncc --cc=gcc -Wno-return-type -Wno-unused -Wno-unused-value -Wall -c %s -o %t.o 2>&1 | count 0
// RUN: not %asyncc --cc=gcc -Werror -Wno-error=unused-function -Wno-unused-value -Wall -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=ERROR
// RUN: not %asyncc --cc=gcc -Werror=return-type -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=RETURN-ERROR
// ERROR: error: {{.*}}'falls_off' [-Werror=return-type]
// ERROR: warning: {{.*}}'forgotten' is defined but not used [-Wunused-function]
// RETURN-ERROR: error: {{.*}}'falls_off' [-Werror=return-type]
#include <asyncc.h>
#include <stdlib.h>
async int g(int n);

async int falls_off(int n)
{
    if (n)
        return await g(n);
// CHECK: :[[#@LINE+4]]:1: warning: control reaches the end of non-void async function 'falls_off' [-Wreturn-type]
// CHECK-NEXT: {{^}}}{{$}}
// CHECK-NEXT: {{^}}^{{$}}
// RETURN: :[[#@LINE+1]]:1: warning: control reaches the end of non-void async function 'falls_off' [-Wreturn-type]
}

// CHECK: :[[#@LINE+1]]:18: warning: async function 'forgotten' is defined but not used [-Wunused-function]
static async int forgotten(int n)
{
    return await g(n);
}

static inline async int not_used(int n) { return await g(n); }
static __attribute__((unused)) async int may_be_unused(int n) { return await g(n); }
async void without_value(int n) { await g(n); }

async int ends(int n)
{
    for (;;)
        switch (await g(n)) {
        case 1: return 2;
        case 2: abort();
        }
}

async int value(int n)
{
// CHECK: :[[#@LINE+1]]:{{[0-9]+}}: warning: {{statement with no effect|expression result unused}} [-Wunused-value]
    await g(n) + 1;
    await g(n);
    (await g(n));
    return 0;
}
