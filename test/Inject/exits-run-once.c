// Disturbed at any place, tasks run the exit of every scope that they entered, once and in reverse
// order, also those that await.
// RUN: %python %S/../inject/everywhere --build %builddir --sanitize "%sanitize" --output %t %s -Wall -Wextra -Werror | FileCheck %s
// CHECK: wake {{.*}} places: ended {{[0-9]+$}}
// CHECK: cancel {{.*}} places: ETASKCANCELED {{[0-9]+$}}
// An abort while the last exit runs, shielded, comes too late.
// CHECK: abort {{.*}} places: ETASKABORTED {{[0-9]+}}, ETASKCANCELED {{[0-9]+$}}
// CHECK: cancel-self {{.*}} places: ETASKCANCELED {{[0-9]+}}, ended {{[0-9]+$}}
// CHECK: abort-self {{.*}} places: ETASKABORTED {{[0-9]+}}, ETASKCANCELED {{[0-9]+}}, ended {{[0-9]+$}}
// CHECK: malloc {{.*}} places: ENOMEM {{[0-9]+}}, ended {{[0-9]+$}}
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>

struct log {
    int open[64];
    int depth;
};
static int logs_open;

static void enter(struct log *log, int id)
{
    if (log->depth++ == 0)
        logs_open++;
    log->open[log->depth - 1] = id;
}

static void leave(struct log *log, int id)
{
    if (log->depth == 0 || log->open[log->depth - 1] != id) {
        fprintf(stderr, "exit %d runs at depth %d\n", id, log->depth);
        abort();
    }
    if (--log->depth == 0)
        logs_open--;
}

static void nothing_is_open(void)
{
    if (logs_open) {
        fprintf(stderr, "%d tasks left scopes open\n", logs_open);
        abort();
    }
}

struct guard {
    struct log *log;
    int id;
};
static void release(struct guard *g) { leave(g->log, g->id); }
static async void release_slowly(struct guard *g)
{
    if (await ac_sleep(1) == 0)
        leave(g->log, g->id); // shielded: not cancelled
}

static async int recursive(struct log *log, int n)
{
    enter(log, n);
    defer { await ac_yield(); leave(log, n); }
    if (n == 0)
        return await ac_sleep(1);
    int (*again)(struct log *, int) = recursive;
    return await again(log, n - 1);
}

static async int work(struct log *log, int rounds)
{
    for (int i = 0; i < rounds; i++) {
        enter(log, 100 + i);
        defer { leave(log, 100 + i); }
        await ac_yield();
        int rc = await ac_sleep(0);
        if (rc < 0)
            return rc;
        enter(log, 200);
        struct guard g __attribute__((cleanup(release_slowly))) = {log, 200};
        if (i == 1)
            continue;
        enter(log, 300);
        defer {
            for (int k = 0; k < 2; k++) {
                enter(log, 400 + k);
                struct guard inner __attribute__((cleanup(release))) = {log, 400 + k};
                await ac_sleep(1);
            }
            leave(log, 300);
        }
        rc = await recursive(log, i);
        if (rc < 0)
            break;
    }
    return await ac_sleep(1);
}

async int main(void)
{
    atexit(nothing_is_open);
    struct log logs[3] = {0};
    ac_task *tasks[2] = {ac_spawn(work(&logs[0], 3)), ac_spawn(recursive(&logs[1], 3))};
    defer {
        for (int i = 0; i < 2; i++) {
            int r;
            ac_cancel(tasks[i]);
            await ac_join(tasks[i], &r);
        }
    }
    return await work(&logs[2], 2);
}
