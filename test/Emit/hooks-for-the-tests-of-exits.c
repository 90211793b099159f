// With --hooks, generated code tells of every exit where it is reached, begins and has run; without,
// there is no trace of it.
// RUN: %asyncc --hooks --no-line --emit=c %s | FileCheck %s
// RUN: %asyncc --dump=emit %s | not grep ac__hook
// RUN: %asyncc --no-embed --dump=frame %s | FileCheck %s --check-prefix=APART --implicit-check-not=embedded
// APART: dynamic
#include <asyncc.h>
static void done(int *p)
{
    (void)p;
}
static async int g(int n)
{
    await ac_yield();
    return n;
}
async int f(int n)
{
    // An unwinding within the declaration leaves what that has declared already.
    // CHECK: if (ac__p == AC_UNWIND) { ac__hook_exit(ac__cx, "f", 1, AC__EXIT_ENTERED);
    // CHECK: ; ac__hook_exit(ac__cx, "f", 1, AC__EXIT_ENTERED); if (0) { ac__exit_1:;
    // CHECK-SAME: AC__EXIT_BEGINS); done(&ac__fr->a); ac__hook_exit(ac__cx, "f", 1, AC__EXIT_ENDED);
    int a __attribute__((cleanup(done))) = 1, b = await g(n);
    // An exit has run, too, where its own await unwinds, for lack of memory.
    // CHECK: ac__hook_exit(ac__cx, "f", 2, AC__EXIT_BEGINS);
    // CHECK-SAME: AC_UNWIND) { ac__hook_exit(ac__cx, "f", 2, AC__EXIT_ENDED); ac_unshield(
    defer { await g(2); }
    return a + b;
}
