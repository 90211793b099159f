// RUN: %asyncc --cc=gcc %sanitize -O2 -fshort-enums -DSHORT -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -fshort-enums -DSHORT -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// The runtime's enums have the size that they have in the runtime.
#include <asyncc.h>
#include <stdio.h>

enum kind { FIRST, SECOND };
#ifdef SHORT
_Static_assert(sizeof(enum kind) == 1, "the option holds");
#endif
static unsigned ticks;

static async enum kind leaf(int n)
{
    if (++ticks % 3)
        await ac_yield();
    return n % 2 ? SECOND : FIRST;
}

static async int odd(int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum += await leaf(i) == SECOND;
    return sum;
}

async int main(void)
{
    ac_interval interval;
    ac_interval_start(&interval, 1, AC_SKIP);
    for (int i = 0; i < 8; i++)
        printf("%d ", await odd(i));
    // CHECK: 0 0 1 1 2 2 3 3 1 1 ticked
    int a, b;
    await ac_all(a = odd(2), b = odd(3));
    printf("%d %d ", a, b);
    await ac_tick(&interval);
    puts("ticked");
    return 0;
}
