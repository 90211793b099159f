// Ordinary functions that start tasks are left to the compiler behind, their cleanups, too, within
// statement expressions in what is returned as well.
// RUN: %asyncc --cc=gcc %sanitize -Wall -Wextra -Werror -I%S %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 -O2 %sanitize -Wall -Wextra -Werror -I%S %s -o %t && %t | FileCheck %s
// CHECK: clean 4
// CHECK-NEXT: 4
// CHECK-NEXT: clean 5
// CHECK-NEXT: 6
// CHECK-NEXT: clean 7
// CHECK-NEXT: 21
#include <asyncc.h>
#include <stdio.h>

static void say(int *p)
{
    printf("clean %d\n", *p);
}

static async int later(int n)
{
    await ac_yield();
    return n * 3;
}

static int dropped(int n)
{
    if (n > 100)
        ac_detach(ac_spawn(later(1)));
    return (({
                int w __attribute__((cleanup(say))) = ++n;
                (void)w;
            }),
            n);
}

static int valued(int n)
{
    if (n > 100)
        ac_detach(ac_spawn(later(1)));
    return ({
        int w __attribute__((cleanup(say))) = n;
        w + 1;
    });
}

static int ran(int n)
{
    return ac_run(later(({
        int w __attribute__((cleanup(say))) = n;
        w;
    })));
}

int main(void)
{
    printf("%d\n", dropped(3));
    printf("%d\n", valued(5));
    printf("%d\n", ran(7));
    return 0;
}
