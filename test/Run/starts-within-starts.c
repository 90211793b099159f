// RUN: %asyncc --cc=gcc %sanitize -Wall -Wextra -Wshadow -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 %sanitize -Wall -Wextra -Wshadow -Werror %s -o %t && %t | FileCheck %s
// CHECK: 34 1801
// CHECK-NEXT: 12908
// CHECK-NEXT: 124032
// A task may be started in an argument of what starts another, by name and through a pointer, and
// so may a loop be run. None of the names that they need hides another's.
#include <asyncc.h>
#include <stdio.h>

static async int number(int n)
{
    await ac_yield();
    return n;
}

static async int joined(ac_task *task, int n)
{
    int r = 0;
    await ac_join(task, &r);
    return r * 10 + n;
}

static async void add(int *sum, ac_task *task)
{
    *sum += await joined(task, 1);
}

struct operations {
    async int (*number)(int n);
    async int (*joined)(ac_task *task, int n);
    async void (*add)(int *sum, ac_task *task);
};

static const struct operations operations = {number, joined, add};

static async int by_name(void)
{
    ac_task *task = ac_spawn(joined(ac_spawn(joined(ac_spawn(number(1)), 2)), 3));
    return await joined(task, 4) + await joined(ac_spawn(joined(ac_spawn(number(5)), 6)), 7);
}

static async int through_pointers(const struct operations *o)
{
    ac_task *task = ac_spawn(o->joined(ac_spawn(o->joined(ac_spawn(o->number(1)), 2)), 3));
    int sum = await o->joined(ac_spawn(o->joined(ac_spawn(o->number(5)), 6)), await o->number(7));
    task = ac_spawn(o->add(&sum, ac_spawn(joined(task, 4))));
    await ac_join(task, NULL);
    return sum;
}

static async int in_groups_and_scopes(const struct operations *o)
{
    int a, b, started = 0;
    await ac_all(a = joined(ac_spawn(number(1)), 2), b = o->joined(ac_spawn(o->number(3)), 4));
    ac_scope(s) ac_spawn_in(
        s, add(&started,
               ac_spawn(joined(ac_spawn_in(s, number(1)) ? ac_spawn(o->number(5)) : NULL, 6))));
    ac_scope(s)
        ac_spawn_in(s, o->add(&started, ac_spawn_in(s, o->number(1)) ? ac_spawn(number(7)) : NULL));
    return a * 10000 + b * 100 + started;
}

static int ordinary(const struct operations *o)
{
    int a = ac_run(number(ac_run(number(1)) + ac_run(o->number(ac_run(number(2))))));
    return a * 10 + ac_run(o->number(ac_run(o->number(ac_run(o->number(4))))));
}

int main(void)
{
    int plain = ordinary(&operations);
    printf("%d %d\n", plain, ac_run(by_name()));
    printf("%d\n", ac_run(through_pointers(&operations)));
    printf("%d\n", ac_run(in_groups_and_scopes(&operations)));
    return 0;
}
