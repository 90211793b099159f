// A join that has room for another size than the task's result says so and leaves the task alone;
// in debug builds it stops the program.
// RUN: %asyncc %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --check-prefix=BOTH
// RUN: %asyncc --cc=clang-19 -O2 %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --check-prefix=BOTH
// RUN: %runtime-cc -w -DASYNCC_ELIDE %s -o %t.elided && %t.elided | FileCheck %s --check-prefix=BOTH
// RUN: %asyncc -DAC_DEBUG %sanitize %s -o %t.debug && not --crash %t.debug 2>&1 | FileCheck %s
// RUN: %runtime-cc -w -DASYNCC_ELIDE -DAC_DEBUG %s -o %t.debug && not --crash %t.debug 2>&1 | FileCheck %s --check-prefix=ELIDED
// BOTH: ERESULTSIZE c
// BOTH-NEXT: 0 3
// BOTH-NEXT: ERESULTSIZE
// BOTH-NEXT: 0 4
// BOTH-NEXT: ERESULTSIZE, ERESULTSIZE, 0 6 7
// BOTH-NEXT: ERESULTSIZE, 0
// BOTH-NEXT: 0, ESRCH
// CHECK: asyncc: ac_join: 'number' has a result of 4 bytes, not 1
// ELIDED: asyncc: ac_join: 'task' has a result of 4 bytes, not 1
#include <asyncc.h>
#include <stdio.h>

static async int number(int n)
{
    await ac_yield();
    return n;
}

static async void nothing(void)
{
    await ac_yield();
}

struct three {
    int a, b, c;
};

static async struct three wide(int n)
{
    await ac_yield();
    return (struct three){n, n + 1, n + 2};
}

// The handles come from elsewhere: asyncc knows nothing of the tasks.
static async void take_wide(ac_task *a, ac_task *b, ac_task *c)
{
    struct three w = {0, 0, 0};
    struct { int a, b; } pair;
    int one, rcs[3] = {await ac_join(a, &one), await ac_join(a, &pair), await ac_join(a, &w)};
    printf("%s, %s, %d %d %d\n", ac_err_name(rcs[0]), ac_err_name(rcs[1]), rcs[2], w.a, w.b);
    rcs[0] = await ac_join(b, &w.a);
    rcs[1] = await ac_join(b, NULL);
    printf("%s, %d\n", ac_err_name(rcs[0]), rcs[1]);
    rcs[0] = await ac_join(c, NULL); // a result that nobody wants
    rcs[1] = await ac_join(c, 0);
    printf("%d, %s\n", rcs[0], ac_err_name(rcs[1]));
}

static async int take(ac_task *a, ac_task *b)
{
    char c = 'c', room[sizeof(int)];
    int n = 5;
    int rc = await ac_join(a, &c);
    printf("%s %c\n", ac_err_name(rc), c);
    rc = await ac_join(a, &n);
    printf("%d %d\n", rc, n);
    rc = await ac_join(b, room);
    printf("%s\n", ac_err_name(rc));
    rc = await ac_join(b, NULL);
    return rc;
}

async int main(void)
{
    int n = 0, rc = await take(ac_spawn(number(3)), ac_spawn(nothing()));
    ac_task *t = ac_spawn(number(4));
    void *anything = &n;
    rc += await ac_join(t, anything);
    printf("%d %d\n", rc, n);
    await take_wide(ac_spawn(wide(6)), ac_spawn(nothing()), ac_spawn(wide(1)));
    return 0;
}
