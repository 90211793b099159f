// 6.7.6.3 A function whose result is `_Atomic` returns a value. To clang it stays atomic, which nothing takes.
// RUN: gcc -w -DASYNCC_ELIDE -I%S/../../runtime/include -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t.e && %t.e > %t.expected
// RUN: %asyncc --cc=gcc -Wall -Wextra -Werror -Wno-ignored-qualifiers -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t && %t | diff %t.expected -
// RUN: %asyncc --cc=clang-19 -Wall -Wextra -Werror -Wno-ignored-qualifiers -I%S/../Run -DDROPPED -c %s -o %t.o
#include "Inputs/poll.h"
static async _Atomic int number(int n) { return await leaf(n); }
#ifdef DROPPED
async void f(int n)
{
    await number(n);
    (void)await number(n);
}
#else
static async _Atomic(long) wide(_Atomic int n) { _Atomic int *p = &n; await leaf(1); return ++*p; }
static async int *_Atomic pointer(int *p) { await leaf(1); return p; }
_Atomic enum kind { FEW, MANY = 9 } plain(int n);
_Atomic enum kind plain(int n) { return n ? MANY : FEW; }
struct pair { int a, b; };
static async _Atomic struct pair both(int n) { return (struct pair){n, await leaf(n)}; }
static async const _Atomic(int) (in_parentheses)(void) { await leaf(1); return 7; }
static _Atomic int kept = 3, *to_kept = &kept, in_list[2];
async int f(int n)
{
    int x = await number(n), y = 0;
    long l = 0;
    async _Atomic int (*p)(int) = number, (*const list[])(int) = {number, number};
    _Atomic int (*rows)[2] = &in_list, own = n, *to_own = &own;
    await p(n), (void)await list[1](x);
    y = await number(n) + await number(x);
    __auto_type copy = await number(2);
    int *to_copy = &copy;
    l += await wide(y) + *await pointer(&y);
    ++*to_own;
    ++*to_kept;
    ++(*rows)[1];
    struct pair pair = await both(n);
    return x + y + (int)l + *to_copy + own + kept + (*rows)[1] + plain(n) + pair.b + await in_parentheses();
}
#endif
