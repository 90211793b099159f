// RUN: %asyncc --cc=gcc %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// A name that `#pragma weak` gives a function is another pointer to it. clang refuses the plain program.
// CHECK: 5 1
#include <asyncc.h>
#include <stdio.h>
int other(int);
#pragma weak other = known
async int known(int n) { await ac_yield(); return n + 1; }
async int main(void)
{
    int (*p)(int) = other;
    printf("%d %d\n", await p(4), p == known);
    return 0;
}
