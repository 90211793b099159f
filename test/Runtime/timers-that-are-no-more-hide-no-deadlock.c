// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t
// RUN: not --crash timeout 60 %t 2>&1 | FileCheck %s
// What waits for nothing is told at once, although the loop has slept before with a timer that has
// been disarmed since.
// CHECK: asyncc: deadlock: 1 task, none of which can ever go on
#include "check.h"
#include <unistd.h>

static int lasts(void *none)
{
    (void)none;
    usleep(20000); // while the loop sleeps
    return 1;
}

static async void test(void)
{
    int rc;
    ac_notify never = AC_NOTIFY_INIT;
    CHECK_EQ(await ac_timeout(3600000, rc = ac_blocking(lasts, NULL)), 0);
    CHECK_EQ(rc, 1);
    await ac_notify_wait(&never);
}

int main(void)
{
    ac_run(test());
}
