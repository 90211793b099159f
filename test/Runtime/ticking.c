// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// RUN: %runtime-cc -DASYNCC_ELIDE %s -o %t.elided && %t.elided
// Ticks never come early; late ones burst, are skipped or delay the others; a cancelled wait loses
// none; sleeping until a time.
#include "check.h"
#include <unistd.h>

// Misses some ticks of an interval without letting the loop run.
static void be_late(uint64_t until)
{
    while (ac_now() < until)
        usleep(500);
}

static async int on_time(ac_missed missed)
{
    ac_interval i;
    uint64_t begin = ac_now();
    ac_interval_start(&i, 4, missed);
    CHECK(i.next >= begin + 4);
    for (int n = 1; n <= 5; n++) {
        uint64_t due = i.next;
        CHECK(await ac_tick(&i) >= 0);
        CHECK(ac_now() >= due);
        CHECK(i.next > due);
        CHECK(ac_now() >= begin + 4 * (uint64_t)n);
    }
    return 0;
}

static async int late(void)
{
    ac_interval i;
    // All of them come, the missed ones at once; 35 ms late is 3 periods and a half.
    ac_interval_start(&i, 10, AC_BURST);
    uint64_t first = i.next;
    be_late(first + 35);
    for (int n = 3; n >= 0; n--) {
        CHECK(await ac_tick(&i) >= n);
        CHECK_EQ(i.next, first + 10 * (uint64_t)(4 - n));
    }
    // Those left out are counted, and the rhythm is kept.
    ac_interval_start(&i, 10, AC_SKIP);
    first = i.next;
    be_late(first + 35);
    int missed = await ac_tick(&i);
    CHECK(missed >= 3);
    CHECK_EQ(i.next, first + 10 * (uint64_t)(missed + 1));
    CHECK(await ac_tick(&i) >= 0);
    CHECK_EQ((i.next - first) % 10, 0);
    // A new rhythm begins at the late one.
    ac_interval_start(&i, 10, AC_DELAY);
    first = i.next;
    be_late(first + 35);
    uint64_t now = ac_now();
    CHECK(await ac_tick(&i) >= 3);
    CHECK(i.next >= now + 10);
    // Exactly one period late is one that was missed.
    ac_interval_start(&i, 1000000, AC_SKIP);
    i.next = ac_now();
    CHECK_EQ(await ac_tick(&i), 0);
    // The longest there can be, and the shortest.
    ac_interval_start(&i, UINT64_MAX, AC_DELAY);
    CHECK_EQ(i.next, UINT64_MAX);
    ac_interval_start(&i, 0, AC_BURST);
    CHECK_EQ(i.period, 1);
    i.next = 0;
    i.period = 1;
    CHECK(await ac_tick(&i) > 0);
    CHECK_EQ(i.next, 1);
    return 0;
}

static async int until(void)
{
    uint64_t at = ac_now() + 7;
    CHECK(ac_until(at) <= 7);
    CHECK_EQ(await ac_sleep_until(at), 0);
    CHECK(ac_now() >= at);
    CHECK_EQ(ac_until(at), 0);
    CHECK_EQ(ac_until(0), 0);
    CHECK_EQ(ac_until(UINT64_MAX), UINT64_MAX);
    CHECK_EQ(await ac_sleep_until(at), 0);
    CHECK_EQ(await ac_sleep_until(0), 0);
    for (int n = 0; n < 5; n++) {
        at = ac_now() + 1;
        CHECK_EQ(await ac_sleep_until(at), 0);
        CHECK(ac_now() >= at);
    }
    return 0;
}

#ifndef ASYNCC_ELIDE
static async int tick(ac_interval *i)
{
    return await ac_tick(i);
}

static async int sleep_until(uint64_t at)
{
    return await ac_sleep_until(at);
}

static async int stopped(void)
{
    ac_interval i;
    int r = 0;
    ac_interval_start(&i, 1000000, AC_BURST);
    uint64_t due = i.next;
    ac_task *t = ac_spawn(tick(&i)), *u = ac_spawn(sleep_until(due));
    ac_task *never = ac_spawn(sleep_until(UINT64_MAX));
    await ac_sleep(2);
    ac_cancel(t);
    ac_cancel(u);
    ac_cancel(never);
    CHECK_EQ(await ac_join(t, &r), AC_ETASKCANCELED);
    CHECK_EQ(r, AC_ECANCELED);
    CHECK_EQ(await ac_join(u, &r), AC_ETASKCANCELED);
    CHECK_EQ(r, AC_ECANCELED);
    CHECK_EQ(await ac_join(never, &r), AC_ETASKCANCELED);
    CHECK_EQ(i.next, due);
    t = ac_spawn(tick(&i));
    ac_abort(t);
    CHECK_EQ(await ac_join(t, &r), AC_ETASKABORTED);
    CHECK_EQ(i.next, due);
    CHECK_EQ(await ac_timeout(1, r = ac_tick(&i)), AC_ETIMEDOUT);
    CHECK_EQ(r, AC_ECANCELED);
    // A burst that never ends lets the others run.
    i.next = 0;
    i.period = 1;
    uint64_t turns = 0;
    t = ac_spawn(sleep_until(ac_now() + 3));
    for (; turns < 100000000 && ac_tasks_alive() > 1; turns++)
        CHECK(await ac_tick(&i) > 0);
    CHECK(turns < 100000000);
    CHECK_EQ(await ac_join(t, &r), 0);
    return 0;
}
#endif

static async int test(void)
{
    await on_time(AC_BURST);
    await on_time(AC_SKIP);
    await on_time(AC_DELAY);
    await late();
    await until();
#ifndef ASYNCC_ELIDE
    await stopped();
#endif
    return 0;
}

int main(void)
{
    CHECK_EQ(ac_run(test()), 0);
}
