// What asyncc says of addresses of local variables that tasks are given, or that are returned; and
// how that is switched off.
// RUN: not %asyncc -fsyntax-only %s 2>&1 | FileCheck %s --implicit-check-not=error: --implicit-check-not=warning:
// RUN: %asyncc -fsyntax-only -DNO_ERRORS -Wno-task-address -Wno-return-stack-address -Wno-return-local-addr %s 2>&1 | count 0
// RUN: not %asyncc -fsyntax-only -DNO_ERRORS -Werror=task-address %s 2>&1 | FileCheck %s --check-prefix=ERROR
// RUN: %asyncc -c -DNO_ERRORS -w %s -o %t.o 2>&1 | count 0
// RUN: %asyncc -fsyntax-only -DNO_ERRORS -Wno-task-address %s 2>&1 | FileCheck %s --check-prefix=RETURN
// ERROR: error: the task may outlive 'n', whose address it is given [-Werror=task-address]
#include <asyncc.h>
struct point {
    int x, y[3];
};
async int work(int *p);
async int both(int *p, const struct point *q);
void keep(ac_task *t);

#ifndef NO_ERRORS
async int detached(int n)
{
    struct point point = {n, {0}};
    static int s;
    // CHECK: [[#@LINE+1]]:29: error: a detached task outlives 'n', whose address it is given
    ac_detach(ac_spawn(work(&n)));
    // CHECK: [[#@LINE-6]]:24: note: 'n' is declared here
    // CHECK: [[#@LINE+1]]:32: error: a detached task outlives 'point', whose address it is given
    ac_task *t = ac_spawn(work(&point.y[1])), *u = ac_spawn(work(point.y));
    // CHECK: [[#@LINE-7]]:18: note: 'point' is declared here
    // CHECK: [[#@LINE-2]]:{{[0-9]+}}: error: a detached task outlives 'point', whose address it is given
    // CHECK: note: 'point' is declared here
    ac_cancel(t);
    ac_detach(t);
    ac_detach(u);
    ac_detach(ac_spawn(work(&s)));
    // CHECK: [[#@LINE+1]]:29: error: a detached task outlives 'a compound literal', whose address it is given
    ac_detach(ac_spawn(work((int[]){1, 2})));
    return 0;
}
#endif

async int never_joined(int n)
{
    // CHECK: [[#@LINE+1]]:19: warning: the task may outlive 'n', whose address it is given [-Wtask-address]
    ac_spawn(work(&n));
    // CHECK: note: 'n' is declared here
    // CHECK: [[#@LINE+1]]:32: warning: the task may outlive 'n', whose address it is given [-Wtask-address]
    ac_task *t = ac_spawn(work(&n));
    // CHECK: note: 'n' is declared here
    ac_cancel(t);
    return 0;
}

async int trusted(int n, int *elsewhere, ac_task **out)
{
    ac_task *t = ac_spawn(work(&n)), *u = ac_spawn(work(&n)), *v;
    if (await ac_join(t, &n) == AC_ECANCELED)
        ac_detach(t); // as far as can be seen
    keep(u);
    v = ac_spawn(both(elsewhere, NULL));
    ac_detach(v);
    *out = ac_spawn(work(&n));
    return await ac_join(ac_spawn(work(&n)), NULL);
}

async int scopes(int n, ac_scope *other)
{
    ac_scope (s) {
        int in_block = 0;
        ac_spawn_in(s, work(&n));
        ac_spawn_in(s, work(&in_block));
        ac_spawn_in(s, work(&(int){1}));
        for (int i = 0; i < 2; i++) {
            int within = i;
            // CHECK: [[#@LINE+1]]:33: warning: the task may outlive 'within', whose address it is given [-Wtask-address]
            ac_spawn_in(s, work(&within));
            // CHECK: note: 'within' is declared here
            ac_scope (inner)
                ac_spawn_in(inner, work(&within));
        }
    }
    // CHECK: [[#@LINE+1]]:29: warning: the task may outlive 'n', whose address it is given [-Wtask-address]
    ac_spawn_in(other, work(&n));
    // CHECK: note: 'n' is declared here
    return n;
}

async int *returned(int n)
{
    await ac_yield();
    // RETURN: [[#@LINE+1]]:{{[0-9]+}}: warning: the address of what ends with async function 'returned' is returned [-Wreturn-stack-address]
    return &n;
}
