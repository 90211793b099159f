// The arguments of a call through a pointer may be left by a jump, before anything was called: no
// request for the call stays behind, for which an unrelated call would be taken.
// RUN: %asyncc %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 %sanitize -O1 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
#include <asyncc.h>
#include <stdio.h>

#define TRY(x)                                                                                     \
    ({                                                                                             \
        int ac_value = (x);                                                                        \
        if (ac_value < 0)                                                                          \
            return ac_value;                                                                       \
        ac_value;                                                                                  \
    })

typedef async int (*fn)(int, int);

static async int later(int a, int b)
{
    await ac_yield();
    return a * 10 + b;
}

static int at_once(int a, int b)
{
    return a * 100 + b;
}

static int order;
static int next(int expected)
{
    order = order % 1000 * 10 + expected;
    return expected;
}

static async int awaited(fn f, int n)
{
    int sum = await f(next(1), TRY(n - 1)) + await f(TRY(n - 2), next(2));
    for (int i = 0; i < 4; i++)
        sum += await f(i, ({
                           if (i == 1)
                               continue;
                           if (i == 3)
                               break;
                           next(3);
                       }));
    return sum;
}

static async int spawned(fn f, int n)
{
    ac_task *task = ac_spawn(f(next(4), TRY(n - 3)));
    int result = 0;
    await ac_join(task, &result);
    return result;
}

static async int grouped(fn f, int n)
{
    int a = 0, b = 0;
    await ac_all(a = f(1, 2), b = f(next(5), TRY(n - 4)));
    return a + b;
}

__attribute__((unused)) static int ran(fn f, int n)
{
    return ac_run(f(next(6), TRY(next(n) - 5)));
}

static async int all(void)
{
    for (int n = 0; n < 6; n++)
        for (int i = 0; i < 2; i++) {
            ac_request *before = ac_requested;
            fn f = i ? later : at_once;
            int a = await awaited(f, n), b = await spawned(f, n), c = await grouped(f, n);
            printf("%d %d %d %s\n", a, b, c, ac_requested == before ? "clean" : "left behind");
        }
    return 0;
}

#ifdef main // test/inject, which runs it as a task
async int main(void)
{
    return await all();
}
#else
int main(void)
{
    ac_request *before = ac_requested;
    ac_run(all());
    int a = ran(at_once, 4);
    order = 0;
    int b = ran(later, 7), c = ran(at_once, 8);
    printf("%d %d %d %s %d\n", a, b, c, ac_requested == before ? "clean" : "left behind", order);
    return 0;
}
#endif
// CHECK: -1 -3 -4 clean
// CHECK-NEXT: -1 -3 -4 clean
// CHECK-NEXT: -1 -2 -3 clean
// CHECK-NEXT: -1 -2 -3 clean
// CHECK-NEXT: 309 -1 -2 clean
// CHECK-NEXT: 39 -1 -2 clean
// CHECK-NEXT: 410 400 -1 clean
// CHECK-NEXT: 50 40 -1 clean
// CHECK-NEXT: 511 401 602 clean
// CHECK-NEXT: 61 41 62 clean
// CHECK-NEXT: 612 402 603 clean
// CHECK-NEXT: 72 42 63 clean
// CHECK-NEXT: -1 62 603 clean 6768
