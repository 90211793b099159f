// A join that has room for another size than the task's result says so and leaves the task alone;
// in debug builds it stops the program.
// RUN: %asyncc %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --check-prefix=BOTH
// RUN: %runtime-cc -w -DASYNCC_ELIDE %s -o %t.elided && %t.elided | FileCheck %s --check-prefix=BOTH
// RUN: %asyncc -DAC_DEBUG %sanitize %s -o %t.debug && not --crash %t.debug 2>&1 | FileCheck %s
// RUN: %runtime-cc -w -DASYNCC_ELIDE -DAC_DEBUG %s -o %t.debug && not --crash %t.debug 2>&1 | FileCheck %s --check-prefix=ELIDED
// BOTH: ERESULTSIZE c
// BOTH-NEXT: 0 3
// BOTH-NEXT: ERESULTSIZE
// BOTH-NEXT: 0 4
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
    return 0;
}
