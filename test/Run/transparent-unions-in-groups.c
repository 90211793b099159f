// RUN: %asyncc --cc=gcc %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// GNU C: a task and a branch take for a transparent union what any of its members takes.
// CHECK: 4 9 6 4 5 15
#include <asyncc.h>
#include <stdio.h>

typedef union {
    int *i;
    const float *f;
} number __attribute__((transparent_union));

static async int of_int(number n)
{
    await ac_yield();
    return *n.i;
}

static async int of_pairs(int by, number n)
{
    await ac_yield();
    return *n.i + by;
}

async int main(void)
{
    int a = 4, b = 5, joined = 0;
    async int (*pointer)(int, number) = of_pairs;
    ac_task *task = ac_spawn(of_int(&a));
    if (!task || await ac_join(task, &joined) != 0)
        return 1;
    int first = 0, second = 0, third = 0, fourth = 0, fifth = 0;
    await ac_all(first = of_pairs(a, &b), second = of_int((number){.i = &joined}));
    printf("%d %d %d", joined, first, second + 2);
    await ac_all(third = pointer(0, &a), fourth = pointer(0, &b), fifth = of_pairs(10, &b));
    printf(" %d %d %d\n", third, fourth, fifth);
    return 0;
}
