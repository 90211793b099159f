// What says how code is made stands at each function that has some.
// RUN: %asyncc --cc=clang-19 --no-line --emit=c %s | FileCheck %s
#include <asyncc.h>
// CHECK: no_sanitize_coverage)){{.*}} f__run({{.*}} no_sanitize_coverage)){{.*}} f__resume(
__attribute__((no_sanitize_coverage)) async int f(void) { return await ac_sleep(1); }
// CHECK: no_sanitize_memory__)){{.*}} g__run({{.*}} __no_sanitize_memory__)){{.*}} g__resume(
__attribute__((__no_sanitize_memory__)) async int g(void) { return await ac_sleep(1); }
// CHECK: disable_sanitizer_instrumentation)){{.*}} h__run({{.*}} disable_sanitizer_instrumentation)){{.*}} h__resume(
[[clang::disable_sanitizer_instrumentation]] async int h(void) { return await ac_sleep(1); }
