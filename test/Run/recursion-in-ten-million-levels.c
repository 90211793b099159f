// RUN: %asyncc -O2 -Wall -Wextra -Werror %s -o %t
// RUN: %t d m p | FileCheck %s
// UNSUPPORTED: sanitize
// Recursion, by itself, in turns and through a pointer: it needs the memory of its frames and no
// more of the C stack.
// CHECK: d 10000000
// CHECK-NEXT: m 10000000
// CHECK-NEXT: p 10000000
#include <asyncc.h>
#include <stdio.h>
#include <sys/resource.h>
static async long direct(long n)
{
    if (n)
        return 1 + await direct(n - 1);
    await ac_yield();
    return 0;
}
static async long odd(long n);
static async long even(long n)
{
    if (n)
        return 1 + await odd(n - 1);
    await ac_yield();
    return 0;
}
static async long odd(long n)
{
    return n ? 1 + await even(n - 1) : 0;
}
typedef async long step(void *self, long n);
static async long through(async long (*p)(void *, long), void *self, long n)
{
    return n ? 1 + await p(self, n - 1) : 0;
}
static async long back(void *self, long n)
{
    if (n)
        return 1 + await through((step *)self, self, n - 1);
    await ac_yield();
    return 0;
}
async int main(int argc, char **argv)
{
#ifdef LEVELS
    long n = LEVELS;
#else
    // 40 bytes a level, and what a program has anyway.
    struct rlimit stack = {8 << 20, 8 << 20}, memory = {480 << 20, 480 << 20};
    setrlimit(RLIMIT_STACK, &stack);
    setrlimit(RLIMIT_AS, &memory);
    long n = 10000000;
#endif
    for (int i = 1; i < argc; i++) {
        char kind = argv[i][0];
        long r = kind == 'd'   ? await direct(n)
                 : kind == 'm' ? await even(n)
                               : await back((void *)back, n);
        printf("%c %ld\n", kind, r);
    }
    return 0;
}
