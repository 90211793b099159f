// RUN: not %asyncc -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=error:
// ac_spawn_on takes a function by its name that asyncc compiles; its result is joined with its type.
#include <asyncc.h>

static async int f(int *p)
{
    return *p;
}
static async void g(void) {}
static int plain(void)
{
    return 1;
}
async int elsewhere(int);

async int main(void)
{
    async int (*pointer)(int *) = f;
    static int n;
    double d;
    // CHECK: [[#@LINE+1]]:20: error: 'ac_spawn_on' takes a function by its name: await the pointer in an async function
    ac_spawn_on(1, pointer(&n));
    // CHECK: [[#@LINE+1]]:20: error: 'ac_sleep' cannot begin on another worker: await it in an async function
    ac_spawn_on(1, ac_sleep(5));
    // CHECK: [[#@LINE+1]]:20: error: 'plain' is not async, so 'ac_spawn_on' cannot take it
    ac_spawn_on(1, plain());
    ac_remote_detach(ac_spawn_on(1, elsewhere(n)));
    ac_remote *a = ac_spawn_on(1, f(&n)), *b = ac_spawn_on(1, g());
    // CHECK: [[#@LINE+1]]:29: error: the task's result, of type 'int', does not fit into 'double'
    await ac_remote_join(a, &d);
    // CHECK: [[#@LINE+1]]:29: error: the task has no result: the place for it must be NULL
    await ac_remote_join(b, &d);
    {
        int local = 1;
        // CHECK: [[#@LINE+1]]:43: error: a detached task outlives 'local', whose address it is given
        ac_remote_detach(ac_spawn_on(1, f(&local)));
        ac_remote *c = ac_spawn_on(1, f(&local));
        ac_remote_cancel(c);
        await ac_remote_join(c, &n);
    }
    return 0;
}
