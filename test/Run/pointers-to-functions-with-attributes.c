// RUN: %run-both %s
// GNU C: a function that is pointed to may have attributes, in variables, temporaries and parameters.
#include "Inputs/poll.h"
#include <stdlib.h>
typedef int (*fast)(int, int) __attribute__((ms_abi));
static int __attribute__((ms_abi)) scaled(int a, int b) { return a * 10 + b; }
static async int or_die(void (*die)(int) __attribute__((noreturn)), int n)
{
    n += await leaf(1);
    if (n > 100)
        die(1);
    return n;
}
static async int calls(int n)
{
    void (*die)(int) __attribute__((noreturn)) = exit;
    int (__attribute__((ms_abi)) *t[2])(int, int) = {scaled, scaled}, i = 0;
    typedef int (*local)(int, int) __attribute__((ms_abi));
    local l = scaled, *pl = &l;
    fast f = scaled;
    int r = t[i++](3, await leaf(n)) + (n ? scaled : (await leaf(1), scaled))(5, 6);
    r += f(await leaf(7), 8) + (*pl)(1, await leaf(2));
    if (r > 1000)
        die(2);
    return r + await or_die(die, n) + (n > 100 ? (die(3), 1) : await leaf(1));
}
static async int by_pointer(async int (*p)(void (*die)(int) __attribute__((noreturn)), int n), int n)
{
    return await p(exit, n);
}
async int f(int n)
{
    return await calls(n) + await by_pointer(or_die, n);
}
