// What asyncc says of addresses of local variables that tasks are given, or that are returned; and
// how that is switched off.
// RUN: not %asyncc -fsyntax-only %s 2>&1 | FileCheck %s --check-prefixes=CHECK,VIA --implicit-check-not=error: --implicit-check-not=warning:
// RUN: %asyncc -fsyntax-only -DNO_ERRORS -Wno-task-address -Wno-return-stack-address -Wno-return-local-addr %s 2>&1 | count 0
// RUN: not %asyncc -fsyntax-only -DNO_ERRORS -Werror=task-address %s 2>&1 | FileCheck %s --check-prefix=ERROR
// RUN: %asyncc -c -DNO_ERRORS -w %s -o %t.o 2>&1 | count 0
// RUN: %asyncc -fsyntax-only -DNO_ERRORS -Wno-task-address %s 2>&1 | FileCheck %s --check-prefixes=RETURN,VIA
// RUN: %asyncc -fsyntax-only -DNO_ERRORS -Wno-task-address -Wno-return-local-addr %s 2>&1 | count 0
// RUN: %asyncc --cc=clang-19 -fsyntax-only -DNO_ERRORS -Wno-task-address -Wno-return-stack-address %s 2>&1 | not grep returned
// RUN: not %asyncc -fsyntax-only -DNO_ERRORS -Wno-task-address -Werror=return-local-addr %s 2>&1 | FileCheck %s --check-prefix=GCC
// GCC: error: the address of what ends with async function 'by_way_of_a_variable' is returned
// ERROR: error: the task may outlive 'n', whose address it is given [-Werror=task-address]
#include <asyncc.h>
struct point {
    int x, y[3];
};
async int work(int *p);
async int both(int *p, const struct point *q);
void keep(ac_task *t);

struct args {
    int *p, n;
};
async int by_value(struct args a);
#define START(call) ac_detach(ac_spawn(call))

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

async int in_other_words(int n)
{
    int a[3] = {n}, grid[2][2] = {{n}}, m = 0, *p = &n, *q;
    struct args s = {0, 1}, *t = &s, given = {.n = 1, .p = &m};
    q = &m;
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(p));
    // CHECK: note: 'n'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'm', whose address it is given
    START(work(q + 1));
    // CHECK: note: 'm'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'a', whose address it is given
    START(work(a + 1));
    // CHECK: note: 'a'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'grid', whose address it is given
    START(work(grid[1]));
    // CHECK: note: 'grid'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'a', whose address it is given
    START(work(&*a));
    // CHECK: note: 'a'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 's', whose address it is given
    START(work(&t->n));
    // CHECK: note: 's'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'm', whose address it is given
    START(work(n ? 0 : &m));
    // CHECK: note: 'm'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'm', whose address it is given
    START(work((n++, &m)));
    // CHECK: note: 'm'
    // CHECK: [[#@LINE+1]]:20: error: a detached task outlives 'm', whose address it is given
    START(by_value(given));
    // CHECK: note: 'm'
    // CHECK: [[#@LINE+1]]:20: error: a detached task outlives 'n', whose address it is given
    START(by_value((struct args){.n = 1, .p = &n}));
    // CHECK: note: 'n'
    return 0;
}

async int of_what_stays(int n, int *elsewhere, struct args *out)
{
    static int kept[2];
    int *p = kept, *twice = &n, **indirect = &elsewhere;
    struct args s = {&n, 1}, *t = out;
    twice = elsewhere;
    s.p = kept;
    START(work(p));
    START(work(twice));
    START(work(*indirect));
    START(work(&t->n));
    START(work(t->p + 1));
    START(by_value(s));
    START(by_value((struct args){kept, n}));
    START(work(&out->p[n]));
    START(work(n ? p : elsewhere));
    return 0;
}

struct holder {
    ac_task *task, *other;
    struct args args;
};
static ac_task *background;

async int by_other_handles(int n, struct holder *h)
{
    ac_task *t[2] = {0}, *each[2], *copy, *checked, *either, *in_header;
    struct holder own;
    // CHECK: [[#@LINE+1]]:26: error: a detached task outlives 'n', whose address it is given
    t[0] = ac_spawn(work(&n));
    // CHECK: note: 'n'
    t[1] = ac_spawn(work(NULL));
    ac_detach(t[0]);
    await ac_join(t[1], NULL);
    for (int i = 0; i < 2; i++)
        // CHECK: [[#@LINE+1]]:33: error: a detached task outlives 'n', whose address it is given
        each[i] = ac_spawn(work(&n)), ac_detach(each[i]);
    // CHECK: note: 'n'
    // CHECK: [[#@LINE+1]]:30: error: a detached task outlives 'n', whose address it is given
    own.task = ac_spawn(work(&n));
    // CHECK: note: 'n'
    own.other = ac_spawn(work(&n));
    await ac_join(own.other, NULL);
    ac_detach((own.task));
    // CHECK: [[#@LINE+1]]:29: error: a detached task outlives 'n', whose address it is given
    h->task = ac_spawn(work(&n));
    // CHECK: note: 'n'
    h->other = ac_spawn(work(&n));
    ac_detach(h->task);
    // CHECK: [[#@LINE+1]]:32: error: a detached task outlives 'n', whose address it is given
    background = ac_spawn(work(&n));
    // CHECK: note: 'n'
    ac_detach(background);
    // CHECK: [[#@LINE+1]]:35: error: a detached task outlives 'n', whose address it is given
    ac_task *task = ac_spawn(work(&n));
    // CHECK: note: 'n'
    copy = task;
    ac_detach(copy);
    // CHECK: [[#@LINE+1]]:35: error: a detached task outlives 'n', whose address it is given
    if (!(checked = ac_spawn(work(&n))))
        return AC_ENOMEM;
    // CHECK: note: 'n'
    if (checked && checked != NULL)
        ac_detach(checked);
    // CHECK: [[#@LINE+1]]:32: error: a detached task outlives 'n', whose address it is given
    either = n ? ac_spawn(work(&n)) : NULL;
    // CHECK: note: 'n'
    ac_detach(either);
    for (in_header = NULL; n < 3; ac_detach(in_header), n++)
        // CHECK: [[#@LINE+1]]:35: error: a detached task outlives 'n', whose address it is given
        in_header = ac_spawn(work(&n));
    // CHECK: note: 'n'
    return 0;
}

async int by_other_values(int n, int c, int *elsewhere)
{
    int *p = NULL, *q, *two, m = 0, *a[2], *in_turn = &n;
    struct args s = {0}, t = {.n = 1, .p = &n}, u;
    struct holder h = {0};
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(({ c++; &n; })));
    // CHECK: note: 'n'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'inner', whose address it is given
    START(work(({ int inner = c; &inner; })));
    // CHECK: note: 'inner'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(({ c--; named: &n;; })));
    // CHECK: note: 'n'
    p = &n;
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(p));
    // CHECK: note: 'n'
    p++;
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(p += 1));
    // CHECK: note: 'n'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'm', whose address it is given
    START(work(q = &m));
    // CHECK: note: 'm'
    if (c)
        two = &n;
    else
        two = &m;
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(two));
    // CHECK: note: 'n'
    s.p = &n;
    // CHECK: [[#@LINE+1]]:20: error: a detached task outlives 'n', whose address it is given
    START(by_value(s));
    // CHECK: note: 'n'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(s.p));
    // CHECK: note: 'n'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(t.p));
    // CHECK: note: 'n'
    u = (struct args){.p = &m};
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'm', whose address it is given
    START(work(u.p));
    // CHECK: note: 'm'
    h.args.p = &m;
    // CHECK: [[#@LINE+1]]:20: error: a detached task outlives 'm', whose address it is given
    START(by_value(h.args));
    // CHECK: note: 'm'
    a[1] = &m;
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'm', whose address it is given
    START(work(a[1] ?: elsewhere));
    // CHECK: note: 'm'
    for (int i = 0; i < 2; i++) {
        // CHECK: [[#@LINE+1]]:20: error: a detached task outlives 'm', whose address it is given
        START(work(in_turn = &m));
        // CHECK: note: 'm'
        in_turn = elsewhere;
    }
    return 0;
}

struct nested {
    int number;
    struct args in;
    int more[2], *last;
};

async int by_position(int n, int *elsewhere)
{
    struct args s = {&n, 1}, u, array[2] = {{elsewhere}, {&n, 1}};
    struct nested nested = {1, {&n, 2}, {3, 4}, &n}, mixed = {.in = {&n}, {1}, elsewhere};
    int *a[3] = {elsewhere, &n, [0] = &n};
    struct {
        int : 3;
        struct {
            int *inner;
        };
        int *p;
    } unnamed = {{elsewhere}, &n};
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(s.p));
    // CHECK: note: 'n'
    struct args literal = {(int[]){1}, 1}, named = {.n = 1, .p = (int[2]){1}};
    int *literals[2] = {(int[]){1}};
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'a compound literal', whose address it is given
    START(work(literal.p));
    // CHECK: note: 'a compound literal'
    // CHECK: [[#@LINE+1]]:20: error: a detached task outlives 'a compound literal', whose address it is given
    START(by_value(named));
    // CHECK: note: 'a compound literal'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'a compound literal', whose address it is given
    START(work(literals[0]));
    // CHECK: note: 'a compound literal'
    u = (struct args){&n, 1};
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(u.p));
    // CHECK: note: 'n'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(array[1].p));
    // CHECK: note: 'n'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(nested.in.p));
    // CHECK: note: 'n'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(nested.last));
    // CHECK: note: 'n'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(mixed.in.p));
    // CHECK: note: 'n'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(a[0]));
    // CHECK: note: 'n'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(a[1]));
    // CHECK: note: 'n'
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(unnamed.p));
    // CHECK: note: 'n'
    return 0;
}

async int by_pointer(int n, struct holder *h, struct args *a, struct args *b)
{
    struct args pointed = {0}, *p = &pointed, own;
    a->p = &n;
    a->n = 1;
    own.p = h->args.p;
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(a->p + 1));
    // CHECK: note: 'n'
    (*b).p = &n;
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work((*b).p));
    // CHECK: note: 'n'
    b[1].p = &n;
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(b[1].p));
    // CHECK: note: 'n'
    p->p = &n;
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(p->p));
    // CHECK: note: 'n'
    h->args.p = &n;
    // CHECK: [[#@LINE+1]]:16: error: a detached task outlives 'n', whose address it is given
    START(work(h->args.p));
    // CHECK: note: 'n'
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
    return ac_has_ended(t);
}

async ac_task *handed_back(int n, int more)
{
    // CHECK: [[#@LINE+1]]:32: warning: the task may outlive 'n', whose address it is given [-Wtask-address]
    ac_task *t = ac_spawn(work(&n));
    // CHECK: note: 'n' is declared here
    if (more)
        return t;
    // CHECK: [[#@LINE+1]]:26: warning: the task may outlive 'n', whose address it is given [-Wtask-address]
    return ac_spawn(work(&n));
    // CHECK: note: 'n' is declared here
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
    // RETURN-DAG: [[#@LINE+1]]:{{[0-9]+}}: warning: the address of what ends with async function 'returned' is returned [-Wreturn-stack-address]
    return &n;
}

async int *by_way_of_a_variable(int n)
{
    int *p = &n;
    await ac_yield();
    // VIA-DAG: [[#@LINE+1]]:12: warning: the address of what ends with async function 'by_way_of_a_variable' is returned [-Wreturn-stack-address]
    return p;
}

async struct args in_a_record(int n)
{
    struct args a = {.p = &n};
    await ac_yield();
    // VIA-DAG: [[#@LINE+1]]:12: warning: the address of what ends with async function 'in_a_record' is returned
    return a;
}

async int *by_way_of_a_member(int n)
{
    struct args a;
    a.p = &n;
    await ac_yield();
    // VIA-DAG: [[#@LINE+1]]:12: warning: the address of what ends with async function 'by_way_of_a_member' is returned
    return a.p + 1;
}

async struct args not_any_more(int n, int *elsewhere)
{
    struct args a = {.p = &n};
    await ac_yield();
    a.p = elsewhere;
    return a;
}
