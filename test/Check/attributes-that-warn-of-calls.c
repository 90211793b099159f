// `deprecated` and `warn_unused_result` warn of what is awaited or started as they do of calls, as
// the options ask for it; and not of what is generated.
// RUN: %asyncc --cc=gcc -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=warning:
// RUN: %asyncc --cc=clang-19 -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=warning:
// RUN: %asyncc --cc=gcc -Wno-deprecated-declarations -Wno-unused-result -c %s -o %t.o 2>&1 | count 0
// RUN: %asyncc --cc=clang-19 -Wno-deprecated -Wno-unused-value -c %s -o %t.o 2>&1 | count 0
// RUN: %asyncc --cc=clang-19 -Wno-deprecated -Wno-unused -c %s -o %t.o 2>&1 | count 0
// RUN: %asyncc --cc=gcc -Wno-deprecated -Wno-unused -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=warning:
// RUN: %asyncc --cc=gcc -w -c %s -o %t.o 2>&1 | count 0
// RUN: not %asyncc --cc=gcc -Werror=deprecated-declarations -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=ERROR
// ERROR: error: async function 'old' is deprecated: use must [-Werror=deprecated-declarations]
#include <asyncc.h>
__attribute__((deprecated("use must"))) async int old(int n);
__attribute__((warn_unused_result)) async int must(int n);
[[gnu::warn_unused_result]] async int must_too(int n);
// Nothing that is said of it names it.
__attribute__((__deprecated__)) async int defined(int n)
{
    await ac_yield();
    return n;
}

async int f(int n)
{
    // CHECK: [[#@LINE+1]]:11: warning: async function 'old' is deprecated: use must [-Wdeprecated-declarations]
    await old(n);
    // CHECK: [[#@LINE+1]]:22: warning: async function 'defined' is deprecated [-Wdeprecated-declarations]
    return n + await defined(n);
}

async int g(int n)
{
    // CHECK: [[#@LINE+1]]:11: warning: the result of async function 'must' is ignored [-Wunused-result]
    await must(n);
    (void)await must(n);
    // CHECK: [[#@LINE+1]]:18: warning: the result of async function 'must_too' is ignored [-Wunused-result]
    await ac_all(must_too(n), n = must(2));
    // CHECK: [[#@LINE+1]]:31: warning: the result of async function 'must_too' is ignored
    await ac_all(n = must(n), must_too(n));
    // CHECK: [[#@LINE+1]]:21: warning: the result of async function 'must' is ignored
    await ac_select(must(n), n = must_too(n));
    // CHECK: [[#@LINE+1]]:42: warning: the result of async function 'must' is ignored
    n += await ac_timeout(n ? 5 : 9 + n, must(n));
    // Each result may be the first error.
    n += await ac_try_all(must(n), n = must(2), must_too(n));
    // CHECK: [[#@LINE+1]]:19: warning: the result of async function 'must' is ignored [-Wunused-result]
    for (;; await must(n))
        n += await must(n);
    return n;
}

int plain(int n)
{
    // CHECK: [[#@LINE+1]]:19: warning: async function 'old' is deprecated: use must [-Wdeprecated-declarations]
    return ac_run(old(n)) + ac_run(must(n));
}
