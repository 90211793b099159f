// Disturbed at any place, tasks that tick come to an end, and no tick comes before its time.
// RUN: %python %S/../inject/everywhere --build %builddir --sanitize "%sanitize" --output %t %s -Wall -Wextra -Werror | FileCheck %s
// CHECK: wake {{.*}} places: ended {{[0-9]+$}}
// CHECK: cancel {{.*}} places: ETASKCANCELED {{[0-9]+}}
// CHECK: abort {{.*}} places: {{.*}}ETASKABORTED {{[0-9]+}}
// CHECK: cancel-self {{.*}} places: ETASKCANCELED {{[0-9]+}}, ended {{[0-9]+$}}
// CHECK: abort-self {{.*}} places: {{.*}}ETASKABORTED {{[0-9]+}}
// CHECK: malloc {{.*}} places: ENOMEM {{[0-9]+}}, ended {{[0-9]+$}}
#include <asyncc.h>
#include <stdlib.h>

static async int count(ac_missed missed, uint64_t period)
{
    ac_interval interval;
    ac_interval_start(&interval, period, missed);
    for (int i = 0; i < 4; i++) {
        uint64_t due = interval.next;
        int late = await ac_tick(&interval);
        if (late < 0 && interval.next != due)
            abort();
        if (late < 0)
            return late;
        if (ac_now() < due)
            abort();
    }
    return await ac_sleep_until(interval.next);
}

async int main(void)
{
    ac_task *tasks[] = {ac_spawn(count(AC_BURST, 1)), ac_spawn(count(AC_SKIP, 2)),
                        ac_spawn(count(AC_DELAY, 3))};
    for (int i = 0; i < 3; i++)
        if (await ac_join(tasks[i], NULL) == AC_ECANCELED) {
            ac_cancel(tasks[i]);
            ac_detach(tasks[i]);
        }
    return 0;
}
