// RUN: %asyncc --cc=gcc -std=c2x -O2 -Wall -Wextra -Werror -I%S %s %S/Inputs/poll.c -o %t && %t > %t.gcc
// RUN: %asyncc --cc=clang-19 -std=c2x -O2 -Wall -Wextra -Werror -I%S %s %S/Inputs/poll.c -o %t && %t | diff %t.gcc -
// RUN: gcc -std=c2x -w -DASYNCC_ELIDE -I%S/../../runtime/include -I%S %s %S/Inputs/poll.c -o %t.e && %t.e | diff %t.gcc -
// C23: attributes in brackets, in front of a definition, behind a name and behind the star of a pointer.
#include "Inputs/poll.h"
#include <stdlib.h>
[[gnu::noinline, gnu::pure]] static async int c23(int n);
[[noreturn]] [[maybe_unused]] static async void c23b(int n) { for (;;) await leaf(n); }
[[gnu::noinline, gnu::pure]] static async int c23(int n) { return await leaf(n); }
[[nodiscard("x"), gnu::cold]] async int attrs [[gnu::visibility("hidden")]] (int n [[maybe_unused]], int *p) { return await leaf(*p); }
_Noreturn static async void nr(int n) { await leaf(n); abort(); }
// A statement behind an attribute uses and assigns variables like any other.
static int plain(int n) { return n * 2; }
static async int statements(int n)
{
    int kept = n + 5, r = 0, changed = n + 1;
    await leaf(n);
#ifdef __clang__
    [[clang::nomerge]] r += plain(kept);
    __attribute__((nomerge)) changed = plain(n);
#else
    r += plain(kept), changed = plain(n);
#endif
    await leaf(1);
    [[]] r += changed;
    [[]] if (await leaf(n)) [[]] r += await leaf(2);
    return r;
}
// Those of variables mean what they mean in __attribute__.
static int cleaned;
static void clean(int *p) { cleaned = cleaned * 10 + *p; }
static async void clean_slowly(int *p) { await leaf(1); cleaned = cleaned * 10 + *p; }
static async int variables(int n)
{
    [[gnu::cleanup(clean)]] int a = await leaf(n);
    int b [[maybe_unused, gnu::__cleanup__(clean_slowly)]] = 2;
    [[gnu::aligned(64)]] int c[2] = {1, await leaf(2)}, *p = c;
    await leaf(1);
    a = 3;
    return p[1] + a + ((unsigned long)p % 64 == 0);
}
async int f(int n)
{
    n += await variables(n) + cleaned;
    [[maybe_unused]] int x = await leaf(n); (void)nr; (void)c23b; 
    if (n == 100) await c23b(1);
    if (n == 101) await nr(1);
    int (*p)(int) = c23; int a = await p(n), b = await p(n);
    switch (n) { case 1: a += await leaf(1); [[fallthrough]]; case 2: a++; break; default: a--; }
    int *[[]] to_a = &a, *[[]] const *[[]] to_to_a = &to_a, c = await leaf(n), *to_c [[maybe_unused]] = &c;
    await leaf(1);
    return await c23(n) + await statements(n) + await attrs(n, &n) + a + b + *to_a + **to_to_a + c;
}
