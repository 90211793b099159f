// RUN: %asyncc --cc=clang-19 -std=c23 -O2 -Wall -Wextra -Werror -I%S %s %S/Inputs/poll.c -o %t && %t | FileCheck %s
// clang: attributes of statements that await; C23: of declarations whose type is that of the initialiser.
// CHECK: 43
#include "Inputs/poll.h"
static void touch(void *object) { __asm__ volatile("" : : "r"(object) : "memory"); }
async int f(int n)
{
    int x = 0;
    if (n) [[clang::likely]] x += await leaf(20); else [[clang::unlikely]] await leaf(2);
    [[clang::nomerge]] x = x + await leaf(3);
    struct local { int a; } l = {await leaf(20)};
    [[maybe_unused]] auto y = l;
    _Alignas(16) auto z = y;
    __attribute__((unused)) auto py = &y;
    touch(&y), touch(&z);
    await leaf(1);
    return n == 1 ? x + (py->a + z.a) / 2 : 0;
}
