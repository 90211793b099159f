// What starts a task evaluates the arguments from left to right, also through a pointer.
// RUN: %asyncc --cc=gcc %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 -O2 %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// CHECK: 1 2 3 6
// CHECK-NEXT: 1 2 3 6
// CHECK-NEXT: 0 1 2 3 6
// CHECK-NEXT: 0 1 2 3 end
// CHECK-NEXT: 1 2 7 10
#include <asyncc.h>
#include <stdio.h>

static int say(int n)
{
    printf("%d ", n);
    return n;
}

static async int sum(int a, int b, int c)
{
    await ac_yield();
    return a + b + c;
}

async int main(void)
{
    int (*p)(int, int, int) = sum, r = 0;
    await ac_join(ac_spawn(sum(say(1), say(2), say(3))), &r);
    printf("%d\n", r);
    await ac_join(ac_spawn(p(say(1), say(2), say(3))), &r);
    printf("%d\n", r);
    await ac_join(ac_spawn((say(0), p)(say(1), say(2), say(3))), &r);
    printf("%d\n", r);
    ac_scope (s)
        ac_spawn_in((say(0), s), p(say(1), say(2), say(3)));
    printf("end\n");
    await ac_join(ac_spawn(p(say(1), say(2), 0 + say(7))), &r);
    printf("%d\n", r);
    return 0;
}
