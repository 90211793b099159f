// The work that it takes to cancel or to abort a tree of tasks, counted in suspensions, grows with the
// number of tasks: for each, one when it passes the cancel on, at most.
// RUN: %asyncc %sanitize -O1 -Wall -Wextra -Werror %s %builddir/libasyncc-hooks.a -o %t && %run %t
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>

static long suspensions, running, started;
void ac__hook_suspended(ac_loop *loop, ac_strand *strand);
void ac__hook_suspended(ac_loop *loop, ac_strand *strand)
{
    (void)loop, (void)strand;
    suspensions++;
}

static async void node(long first, long behind, int width)
{
    started++;
    running++;
    defer { running--; }
    ac_scope (s) {
        for (long i = first; i < behind;) {
            // Itself and an even share of the rest.
            long share = (behind - first + width - 1) / width;
            long end = i + share < behind ? i + share : behind;
            ac_spawn_in(s, node(i + 1, end, width));
            i = end;
        }
        if (first == behind)
            await ac_sleep(UINT64_MAX);
    }
}

static async void cut(long tasks, int width, int (*stop)(ac_task *), int rc)
{
    started = 0;
    ac_task *root = ac_spawn(node(1, tasks, width));
    while (started < tasks)
        await ac_yield();
    for (int i = 0; i < 3; i++)
        await ac_yield();
    if (running != tasks || (long)ac_tasks_alive() != tasks + 1)
        abort();
    suspensions = 0;
    stop(root);
    if (await ac_join(root, NULL) != rc || running || ac_tasks_alive() != 1)
        abort();
    if (suspensions > tasks + 1) {
        fprintf(stderr, "%ld tasks of width %d: %ld suspensions\n", tasks, width, suspensions);
        abort();
    }
}

async int main(void)
{
    for (long tasks = 1000; tasks <= 100000; tasks *= 10)
        for (int width = 1; width <= 1000; width *= 10) { // 1: a chain, as deep as it has tasks
            await cut(tasks, width, ac_cancel, AC_ETASKCANCELED);
            await cut(tasks, width, ac_abort, AC_ETASKABORTED);
        }
    return 0;
}
