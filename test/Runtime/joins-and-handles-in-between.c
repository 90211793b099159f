// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// Moments in between: a task has ended but is still in the queue when its joiner is cancelled; only another thread can
// cancel the task that all wait for; memory is short when a join has to wait.
#include "check.h"
#include <asyncc/sync.h>
#include <asyncc/workers.h>
#include <pthread.h>
#include <unistd.h>

static ac_task *working, *joining;

static async int works(void)
{
    await ac_yield();
    await ac_yield();
    ac_cancel(joining);
    ac_cancel(working);
    return 5;
}

static async int joins(void)
{
    int result = 0;
    CHECK_EQ(await ac_join(working, &result), AC_ETASKCANCELED); // the worker
    return result;
}

static async void ended_in_the_queue(void)
{
    int result = 0;
    working = ac_spawn(works());
    joining = ac_spawn(joins());
    CHECK_EQ(await ac_join(joining, &result), AC_ETASKCANCELED);
    CHECK_EQ(result, 5);
}

static async void sleeps(ac_notify *done)
{
    CHECK_EQ(await ac_sleep(UINT64_MAX), AC_ECANCELED);
    ac_notify_one(done);
}

static void *cancels(void *task)
{
    usleep(50000);
    ac_remote_cancel(task);
    return NULL;
}

static async void a_thread_has_the_handle(void)
{
    pthread_t thread;
    ac_notify done = {0};
    ac_remote *task = ac_spawn_on(0, sleeps(&done));
    CHECK_EQ(pthread_create(&thread, NULL, cancels, task), 0);
    CHECK_EQ(await ac_notify_wait(&done), 0); // this is no deadlock
    pthread_join(thread, NULL);
    ac_remote_detach(task);
}

extern void *(*ac__malloc)(size_t);

static void *none(size_t n)
{
    (void)n;
    return NULL;
}

static async int sleeps_a_moment(void)
{
    await ac_sleep(5);
    return 7;
}

static async void without_memory(void)
{
    int result = 0;
    void *(*before)(size_t) = ac__malloc;
    ac_remote *task = ac_spawn_on(0, sleeps_a_moment());
    ac__malloc = none;
    int rc = await ac_remote_join(task, &result);
    ac__malloc = before;
    CHECK_EQ(rc, 0);
    CHECK_EQ(result, 7);
}

async int main(void)
{
    await ended_in_the_queue();
    await a_thread_has_the_handle();
    await without_memory();
    return 0;
}
