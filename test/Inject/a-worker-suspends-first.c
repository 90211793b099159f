// The program is what runs on main's loop, also if another worker's task suspends before it does.
// RUN: %python %S/../inject/everywhere --build %builddir --sanitize "%sanitize" --output %t --modes wake,cancel-self %s -Wall -Wextra -Werror | FileCheck %s
// CHECK: count {{[34]}} suspensions
// CHECK: wake {{.*}} of {{[6-8]}} places: ended {{[0-9]+$}}
// CHECK: cancel-self {{.*}} of {{[6-8]}} places:
#include <asyncc.h>
#include <stdatomic.h>

static _Atomic int turns;

static async void of_the_worker(void)
{
    for (int i = 0; i < 100; i++) {
        turns++;
        await ac_yield();
    }
}

async int main(void)
{
    if (ac_workers_start(2) != 2)
        return 1;
    ac_remote *task = ac_spawn_on(1, of_the_worker());
    while (turns < 2)
        continue;
    for (int i = 0; i < 3; i++)
        await ac_yield();
    await ac_remote_join(task, NULL);
    return 0;
}
