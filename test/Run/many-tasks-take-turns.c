// More tasks than are resumed between two looks at the clock go on one after the other, in the
// order in which they became ready, those with dynamic frames among the others; one that is woken
// while it is ready keeps its place, and one that ends there has none any more. Each is counted.
// RUN: %asyncc %sanitize -O2 -g -Wall -Wextra -Werror %s -o %t
// RUN: %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 -O0 -Wall -Wextra -Werror -c %s -o %t.o
#include <asyncc.h>
#include <asyncc/metrics.h>
#include <stdio.h>
#include <stdlib.h>

#ifndef TASKS
#define TASKS 1000
#endif
enum { TURNS = 5 };

static int next, wrong;

static async void turn(int i)
{
    wrong += next != i;
    next = (next + 1) % TASKS;
    await ac_yield();
}

static async void deep(int i, int levels)
{
    if (levels)
        await deep(i, levels - 1);
    else
        await turn(i);
}

static async void turns(int i)
{
    for (int k = 0; k < TURNS; k++) {
        if (i % 3)
            await turn(i);
        else
            await deep(i, i % 5);
    }
}

static ac_metrics counted(void)
{
    ac_metrics m;
    if (ac_metrics_get(NULL, AC_ALL_WORKERS, &m))
        abort();
    return m;
}

static ac_task *first, *second;
static int order;

static async int cancels(void)
{
    await ac_yield();
    ac_cancel(second); // which is ready, and comes next all the same
    ac_cancel(first);  // itself: it is ready now, and yields
    await ac_yield();
    return ++order;
}

static async int cancelled(void)
{
    await ac_yield();
    await ac_yield();
    return 10 + ++order;
}

async int main(void)
{
    ac_metrics before = counted();
    ac_scope(s)
    {
        for (int i = 0; i < TASKS; i++)
            if (!ac_spawn_in(s, turns(i)))
                return 1;
        printf("%d ready\n", (int)(counted().ready - before.ready));
        // CHECK: 1000 ready
    }
    ac_metrics after = counted();
    // The root's own wake ends the scope.
    printf("%d out of turn, %d wakes\n", wrong, (int)(after.wakes - before.wakes));
    // CHECK-NEXT: 0 out of turn, 5001 wakes
    second = ac_spawn(cancelled());
    first = ac_spawn(cancels());
    int a = 0, b = 0;
    int x = await ac_join(second, &b), y = await ac_join(first, &a);
    printf("%d %d %d\n", a, b, x == AC_ETASKCANCELED && y == AC_ETASKCANCELED);
    // CHECK-NEXT: 2 11 1
    return 0;
}
