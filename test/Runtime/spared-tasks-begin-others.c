// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// An end goes on with its phases when those whom it spares begin others behind the moment in which
// all had ended, and before its caller has seen that.
#include "check.h"
#include <stdbool.h>

static uint64_t begun;
static bool over;
static ac_task *first;

// Ends behind the time of grace, in one go with it.
static async void outlasts_the_grace(void)
{
    await ac_sleep(10);
    while (ac_now() - begun < 150)
        ;
}

static async void is_begun_late(void)
{
    CHECK_EQ(await ac_sleep(3000), AC_ECANCELED);
    over = true;
}

static async void begins_another(void)
{
    await ac_join(first, NULL);
    await ac_join(ac_spawn(is_begun_late()), NULL);
}

// Makes the queue long, so that whoever waits for the end comes behind.
static async void stands_in_the_queue(void)
{
    while (!over)
        await ac_yield();
}

static async void ends_all(void)
{
    ac_shutdown_report report;
    CHECK_EQ(await ac_shutdown(50, &report), AC_ETIMEDOUT);
    CHECK_EQ(report.running, 1);
    CHECK_EQ(report.cancelled, 1);
    CHECK_EQ(report.aborted, 0);
}

#define FIVE                                                                                       \
    stands_in_the_queue(), stands_in_the_queue(), stands_in_the_queue(), stands_in_the_queue(),    \
        stands_in_the_queue()
#define FIFTY FIVE, FIVE, FIVE, FIVE, FIVE, FIVE, FIVE, FIVE, FIVE, FIVE

static async void test(void)
{
    begun = ac_now();
    ac_set_shutdown_timeout(10000);
    first = ac_spawn(outlasts_the_grace());
    ac_task *end = ac_spawn(ends_all());
    await ac_all(begins_another(), FIFTY, FIFTY, FIFTY, FIFTY, FIFTY);
    CHECK_EQ(await ac_join(end, NULL), 0);
}

int main(void)
{
    ac_run(test());
}
