// Three ways to stop a long computation: a oneshot channel that it selects on, a flag that it looks
// at, and handles by which tasks are aborted from outside.
// RUN: %asyncc %sanitize -g -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --match-full-lines
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --match-full-lines
#include <asyncc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>

// ---- a oneshot channel and select ----

static async int count_forever(int *steps)
{
    for (;;) {
        int rc = await ac_sleep(1);
        if (rc < 0)
            return rc;
        ++*steps;
    }
}

static async int until_told(ac_oneshot *told)
{
    int steps = 0, result = 0, rc = 0;
    char why = 0;
    int first = await ac_select(rc = ac_oneshot_recv(told, &why), result = count_forever(&steps));
    // CHECK: told '!' first, after some steps; the loser: ECANCELED
    printf("told '%c' %s, after %s steps; the loser: %s\n", why, first == 0 && rc == 0 ? "first" : "?",
           steps ? "some" : "no", ac_err_name(result));
    return 0;
}

static async void by_oneshot(void)
{
    char slot;
    ac_oneshot told = AC_ONESHOT_INIT(&slot);
    ac_task *task = ac_spawn(until_told(&told));
    defer { // on every way out: the task uses what is declared here
        ac_oneshot_send(&told, &(char){'!'});
        await ac_join(task, NULL);
    }
    await ac_sleep(20);
}

// ---- a flag ----

static async int while_wanted(atomic_bool *unwanted)
{
    int n = 0;
    while (!atomic_load(unwanted)) {
        n++;
        await ac_yield(); // where others run, one of which sets the flag
    }
    return n;
}

static async void by_flag(void)
{
    atomic_bool unwanted = false;
    int n = 0;
    ac_task *task = ac_spawn(while_wanted(&unwanted));
    defer {
        atomic_store(&unwanted, true);
        int rc = await ac_join(task, &n);
        // CHECK-NEXT: joined 0, 5 rounds
        printf("joined %d, %d rounds\n", rc, n);
    }
    for (int i = 0; i < 4; i++)
        await ac_yield();
}

// ---- handles ----

static async int work(int id)
{
    defer { printf("worker %d leaves\n", id); }
    await ac_sleep(id % 2 ? 1 : 60000);
    return id * id;
}

static async void by_handle(void)
{
    ac_task *tasks[5];
    for (int i = 0; i < 5; i++)
        tasks[i] = ac_spawn(work(i));
    // CHECK-NEXT: worker 1 leaves
    // CHECK-NEXT: worker 3 leaves
    while (ac_has_ended(tasks[1]) == 0 || ac_has_ended(tasks[3]) == 0)
        await ac_sleep(1);
    // CHECK-NEXT: ended: 0 1 0 1 0
    printf("ended:");
    for (int i = 0; i < 5; i++)
        printf(" %d", ac_has_ended(tasks[i]));
    printf("\n");
    for (int i = 0; i < 5; i++)
        ac_abort(tasks[i]); // no effect on those that have ended
    for (int i = 0; i < 5; i++) {
        int result = 0;
        int rc = await ac_join(tasks[i], &result);
        if (rc == AC_ETASKABORTED)
            printf("worker %d: cancelled\n", i);
        else
            printf("worker %d: result %d\n", i, result);
    }
    // CHECK: worker 0: cancelled
    // CHECK-NEXT: worker 1: result 1
    // CHECK: worker 2: cancelled
    // CHECK-NEXT: worker 3: result 9
    // CHECK: worker 4: cancelled
}

async int main(void)
{
    await by_oneshot();
    await by_flag();
    await by_handle();
    return 0;
}
