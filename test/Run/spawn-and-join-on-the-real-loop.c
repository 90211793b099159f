// RUN: %asyncc %sanitize -O1 -g -Wall -Wextra -Werror %s -o %t
// RUN: %t | FileCheck %s
// RUN: %runtime-cc -w -DASYNCC_ELIDE %s -o %t.elided
// RUN: %t.elided | FileCheck %s
#include <asyncc.h>
#include <stdio.h>
static async int sum(int n)
{
    int s = 0;
    while (n) {
        await ac_sleep(n % 2);
        s += n--;
    }
    return s;
}
async int main(int argc, char **argv)
{
    ac_task *tasks[4];
    (void)argv;
    for (int i = 0; i < 4; i++)
        tasks[i] = ac_spawn(sum(i + argc));
    for (int i = 0, r; i < 4; i++) {
        int rc = await ac_join(tasks[i], &r);
        printf("%d %d\n", rc, r);
    }
    return 0;
}
// CHECK: 0 1
// CHECK-NEXT: 0 3
// CHECK-NEXT: 0 6
// CHECK-NEXT: 0 10
