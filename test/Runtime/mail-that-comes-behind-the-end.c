// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// The last worker with tasks tells the root's loop by mail that it has none any more. That loop may see it before it
// takes the mail, and takes it behind the end of the workers, while it waits for what a task has left to the pool.
#include "check.h"
#include <asyncc/blocking.h>
#include <asyncc/workers.h>
#include <unistd.h>

static int slow(void *us)
{
    usleep(*(unsigned *)us);
    return 0;
}

static async void leaves_work(unsigned us)
{
    await ac_blocking_copy(slow, &us, sizeof us, NULL);
}

static async void ends_late(unsigned us)
{
    await ac_sleep(1000); // until it is cancelled
    usleep(us);
}

static async void root(unsigned i)
{
    int n = ac_workers_start(2);
    CHECK_EQ(n, 2);
    for (unsigned k = 0; k < 3; k++) // what wakes the loop at about the same time
        ac_detach(ac_spawn(leaves_work(1300 + 40 * k)));
    ac_detach(ac_spawn(leaves_work(5000)));
    ac_remote_detach(ac_spawn_on(1, ends_late(i % 400)));
    await ac_sleep(1);
}

int main(void)
{
    for (unsigned i = 0; i < 1000; i++)
        ac_run(root(i));
    return 0;
}
