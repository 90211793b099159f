// RUN: %asyncc %sanitize -O1 -g -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --match-full-lines
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --match-full-lines
// RUN: %runtime-cc -w -DASYNCC_ELIDE %s -o %t.elided && %t.elided | FileCheck %s --match-full-lines
// RUN: %asyncc --emit=c %s -o %t.c && gcc -O1 -Wall -Wextra -Werror -I%S/../../runtime/include -c %t.c -o %t.o
// ac_spawn_on: arguments of every kind are evaluated by the caller, the function runs on its
// worker, and what it returns comes back.
#include <asyncc.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char text[40];
    double x;
    _Alignas(16) int n;
} record;

static _Atomic int counter;

static async record fill(const char *text, double x, record base, _Bool yes, const int list[2])
{
    base.n += list[1];
    await ac_yield();
    strcpy(base.text, text);
    base.x = yes ? x : -1;
    await ac_sleep(1);
    return base;
}

static async void count(int n)
{
    for (int i = 0; i < n; i++) {
        atomic_fetch_add(&counter, 1);
        await ac_yield();
    }
}

static async int where(void)
{
    await ac_yield();
    return ac_worker_self();
}

static async int depth(int n)
{
    return n ? 1 + await depth(n - 1) : 0;
}

// Each one starts two more, on workers further on.
static async int tree(int levels, int w)
{
    int a = 0, b = 0, n = ac_worker_count();
    if (!levels)
        return 1;
    ac_remote *left = ac_spawn_on((w + 1) % n, tree(levels - 1, (w + 1) % n));
    ac_remote *right = ac_spawn_on((w + 2) % n, tree(levels - 1, (w + 2) % n));
    await ac_remote_join(left, &a);
    await ac_remote_join(right, &b);
    return a + b + 1;
}

static int next(int *i)
{
    return (*i)++;
}

// Ordinary functions start tasks, too.
static ac_remote *start_counting(int worker, int n)
{
    return ac_spawn_on(worker, count(n));
}

async int main(void)
{
    static const int list[] = {1, 2}; // a task that is not joined may use it later
    int n = ac_workers_start(3), at = 0, i = 0, rc;
    record r = {0};
    if (n < 1 || ac_worker_count() != n || ac_worker_self() != 0)
        return 1;

    ac_remote *filled = ac_spawn_on(n - 1, fill("text", 1.5, (record){.n = 40}, 1, list));
    rc = await ac_remote_join(filled, &r);
    // CHECK: 0: text 1.5 42
    printf("%d: %s %g %d\n", rc, r.text, r.x, r.n);

    for (int w = 0; w < n; w++) {
        // CHECK-NOT: ran on
        rc = await ac_remote_join(ac_spawn_on(w, where()), &at);
        if (rc || at != w)
            printf("%d ran on %d: %d\n", w, at, rc);
    }

    ac_remote *counting[3];
    for (int k = 0; k < 3; k++)
        counting[k] = start_counting(k % n, 1000);
    // CHECK: 0 0 0 3000
    for (int k = 0; k < 3; k++)
        printf("%d ", await ac_remote_join(counting[k], NULL));
    printf("%d\n", counter);

    // The worker is evaluated before the arguments.
    ac_remote *deep = ac_spawn_on(next(&i), depth(next(&i) + 5000 + await where()));
    rc = await ac_remote_join(deep, &at);
    // CHECK: 0: 5001, 2
    printf("%d: %d, %d\n", rc, at, i);

    rc = await ac_remote_join(ac_spawn_on(0, tree(7, 0)), &at);
    // CHECK: 0: 255
    printf("%d: %d\n", rc, at);

    ac_remote_detach(ac_spawn_on(n - 1, count(10)));
    // CHECK: -12 -12
    void *none = &at;
    printf("%d %d\n", await ac_remote_join(NULL, none), ac_remote_cancel(NULL));
    return 0;
}
