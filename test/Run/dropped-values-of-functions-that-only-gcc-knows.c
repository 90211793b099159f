// RUN: %asyncc --cc=gcc %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// To libclang a builtin that it does not know returns int; this one returns nothing.
#include <asyncc.h>
#include <stdio.h>
static async int leaf(int n)
{
    await ac_yield();
    return n;
}
async int main(void)
{
    int n = 3;
    ({ await leaf(n); n; });
    (void)({ n += await leaf(n); n + 3; }), n++;
    for (int i = 0; i < 2; ({ n += await leaf(2); i++; }))
        n++;
    // CHECK: 13
    printf("%d\n", n);
    ({
        fflush(stdout);
        ({ await leaf(n); __builtin_exit(0); });
    });
    return 1;
}
