// Only what suspends on the program's own thread counts as a place, also if another thread's task
// suspends before the program does.
// RUN: %python %S/../inject/everywhere --modes cancel,abort --build %builddir --sanitize "%sanitize" --output %t %s -Wall -Wextra -Werror | FileCheck %s
// CHECK: count {{ *}}1 suspensions
// CHECK: cancel 2 of 2 places: ETASKCANCELED 2
// CHECK: abort 2 of 2 places: ETASKABORTED 2
#include <asyncc.h>
#include <stdatomic.h>

static _Atomic int rounds;

static async void yields(void)
{
    while (++rounds < 100)
        await ac_yield();
}

async int main(void)
{
    if (ac_workers_start(2) != 2)
        return 1;
    ac_remote_detach(ac_spawn_on(1, yields()));
    while (rounds < 100)
        continue;
    return await ac_sleep(1);
}
