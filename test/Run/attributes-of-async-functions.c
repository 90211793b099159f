// RUN: %run-both %s
// Attributes go where they hold: to the ordinary symbol, to the code, to none.
#include "Inputs/poll.h"
#include <stdlib.h>
#define A(...) __attribute__((__VA_ARGS__))
A(noinline) static async int t_noinline(int n) { return await leaf(n); }
static inline A(always_inline) async int t_always(int n) { return await leaf(n); }
A(hot) static async int t_hot(int n) { return await leaf(n); }
A(cold) async int t_cold(int n);
async int t_cold(int n) { return await leaf(n); }
A(section(".text.mine")) async int t_section(int n) { return await leaf(n); }
A(used) static async int t_used(int n) { return await leaf(n); }
A(unused) static async int t_unused(int n) { return await leaf(n); }
A(visibility("hidden")) async int t_hidden(int n) { return await leaf(n); }
A(weak) async int t_weak(int n) { return await leaf(n); }
A(pure) static async int t_pure(int n) { return await leaf(n) * 2; }
A(const) async int t_const(int n) { return await leaf(n) * 3; }
A(malloc) static async int *t_malloc(int *n) { await leaf(1); return n; }
A(returns_nonnull) async int *t_rnn(int *n) { await leaf(*n); return n; }
A(nonnull(1)) static async int t_nonnull(int *p, int *q) { await leaf(1); return *p + (q == 0); }
A(nonnull) static async int t_nonnull2(int *p, int *q) { await leaf(1); return *p + *q; }
A(format(printf, 2, 3)) void pr(int, const char *, ...);
enum { FORMAT = 1, POINTERS = 2 };
A(format(__printf__, FORMAT, 0), nonnull(FORMAT)) static async int t_format2(const char *s) { await leaf(1); return s[0]; }
A(nonnull(1 + 0, FORMAT + POINTERS - 1)) static async int t_nonnull3(int *p, int *q) { await leaf(1); return *p + *q; }
A(format(printf, 1, 0)) static async int t_format(const char *s, __builtin_va_list *ap) { await leaf(1); return s[0] + (ap == 0); }
A(alloc_size(2)) static async void *t_alloc(int n, size_t s) { await leaf(n); return malloc(s); }
A(warn_unused_result) static async int t_wur(int n) { return await leaf(n); }
static async int t_dep(int n);
static async int t_dep(int n) { return await leaf(n); }
A(target("sse4.2")) static async int t_target(int n) { return await leaf(n); }
A(no_sanitize("undefined")) static async int t_nosan(int n) { return await leaf(n); }
A(flatten) static async int t_flat(int n) { return await leaf(n); }
A(nothrow, leaf) async int t_leaf(int n) { return await leaf(n); }
static A(aligned(64)) async int t_al(int n) { return await leaf(n); }
async int t_after(int n) A(noinline, cold);
async int t_after(int n) { return await leaf(n); }
static async int t_param(int n A(unused), int *p) { return await leaf(*p); }
A(assume_aligned(16)) static async void *t_assume(void *p) { await leaf(1); return p; }
A(no_instrument_function) static async int t_ni(int n) { return await leaf(n); }
A(noreturn) static async void t_noret(int n) { await leaf(n); exit(0); }
static async int t_unk(int n) { return await leaf(n); }
async int f(int n)
{
    int one = 1, *m = await t_malloc(&one);
    int r = await t_noinline(n) + await t_always(n) + await t_hot(n) + await t_cold(n) + await t_section(n) + await t_used(n) + await t_hidden(n) + await t_weak(n) + await t_pure(n) + await t_const(n) + *m + *await t_rnn(m);
    r += await t_nonnull(m, 0) + await t_nonnull2(m, m) + await t_format("x", 0) + await t_format2("y") + await t_nonnull3(m, m) + await t_wur(n) + await t_target(n) + await t_nosan(n) + await t_flat(n) + await t_leaf(n) + await t_al(n) + await t_after(n) + await t_param(1, m) + await t_ni(n) + await t_dep(n) + await t_unk(n);
    free(await t_alloc(1, 10)); (void)t_noret; (void)await t_assume(&one);
    return r;
}
A(noreturn) void nothing(void);
static async int c23(int n);
A(unused, noreturn) static async void c23b(int n) { for (;;) await leaf(n); }
A(noinline, pure) static async int c23(int n) { return await leaf(n); }
static async int c23u(int n) { (void)c23b; return await c23(n); }
__attribute__((unused)) static int useit(void) { (void)c23u; return 0; }
