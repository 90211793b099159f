// RUN: %asyncc --cc=gcc %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=gcc %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// Nothing is reached by falling from there, and no variable is used that has no value there.
// CHECK: 7
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>
static _Noreturn async int ends(void)
{
    await ac_yield();
    exit(0);
}
__attribute__((noreturn)) static async void later(int n);
static async int number(int n)
{
    int x;
    await ac_yield();
    if (n > 0)
        x = n;
    else
        await later(0);
    return x;
}
static async int way(int n)
{
    int x;
    switch (n) {
    case 1:
        x = 4;
        break;
    case 2:
        await ends();
    case 3:
        (await ends());
    case 4:
        (void)await ends();
    case 5:
        (await later(n));
    default:
        await later(n);
    }
    return x;
}
async int main(void)
{
    printf("%d\n", await number(3) + await way(1));
    return 0;
}
static async void later(int n)
{
    await ac_yield();
    exit(n);
}
