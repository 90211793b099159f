// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// Who waits for a change and is cancelled or aborted behind it, but before it runs, has the value.
#include "check.h"
#include <asyncc/channel.h>
#include <asyncc/shared.h>

static async int of_a_loop(ac_watch *w, int *value)
{
    uint64_t seen = 0;
    return await ac_watch_changed(w, &seen, value);
}

static async int of_all(ac_shared_watch *w, int *value)
{
    uint64_t seen = 0;
    return await ac_shared_watch_changed(w, &seen, value);
}

async int main(void)
{
    int zero = 0, nine = 9;
    for (int aborts = 0; aborts < 2; aborts++) {
        int value[] = {-1, -1}, result[] = {-1, -1};
        ac_watch *w = ac_watch_new(&zero);
        ac_shared_watch *s = ac_shared_watch_new(&zero);
        CHECK(w && s);
        ac_task *task[] = {ac_spawn(of_a_loop(w, &value[0])), ac_spawn(of_all(s, &value[1]))};
        CHECK_EQ(ac_watch_set(w, &nine), 0);
        CHECK_EQ(ac_shared_watch_set(s, &nine), 0);
        for (int i = 0; i < 2; i++)
            (aborts ? ac_abort : ac_cancel)(task[i]);
        for (int i = 0; i < 2; i++) {
            CHECK_EQ(await ac_join(task[i], &result[i]), AC_ETASKCANCELED);
            CHECK_EQ(result[i], 0);
            CHECK_EQ(value[i], 9);
        }
        ac_watch_free(w);
        ac_shared_watch_free(s);
    }
    return 0;
}
