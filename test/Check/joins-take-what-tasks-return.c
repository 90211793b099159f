// A join takes the type that its task's function returns, where that can be seen.
// RUN: not %asyncc -fsyntax-only %s 2>&1 | FileCheck %s --implicit-check-not=error: --implicit-check-not=note:
#include <asyncc.h>

struct pair {
    int a, b;
};
async int number(void);
async struct pair both(void);
async void nothing(void);
async const char *text(void);
async double real(void);
enum color { RED };
async enum color paint(void);

async int wrong(ac_task *unknown)
{
    ac_task *a = ac_spawn(number()), *b, *c = ac_spawn(nothing());
    long n;
    struct pair p, *q = &p;
    float f;
    // CHECK: [[#@LINE+3]]:22: error: the task's result, of type 'int', does not fit into 'long'
    // CHECK-NEXT: {{^    await ac_join\(a, &n\);$}}
    // CHECK: [[#@LINE-6]]:18: note: the task is started here
    await ac_join(a, &n);
    b = (ac_spawn(both()));
    // CHECK: [[#@LINE+1]]:31: error: the task's result, of type 'struct pair', does not fit into 'long'
    int rc = await ac_join(b, &n);
    // CHECK: [[#@LINE-3]]:10: note: the task is started here
    // CHECK: [[#@LINE+1]]:29: error: the task has no result: the place for it must be NULL
    await ac_all(ac_join(c, &p));
    // CHECK: [[#@LINE-14]]:47: note
    // CHECK: [[#@LINE+2]]:39: error: the task's result, of type 'double', does not fit into 'float'
    // CHECK: [[#@LINE+1]]:19: note
    await ac_join(ac_spawn(real()), ((&f)));
    // CHECK: [[#@LINE+2]]:39: error: the task's result, of type 'int', does not fit into 'struct pair'
    // CHECK: [[#@LINE+1]]:19: note
    await ac_join(ac_spawn(number()), q);
    return rc + await ac_join(unknown, &p);
}

async int also_wrong(int more)
{
    struct {
        ac_task *first, *second;
    } in;
    ac_task *t[3], *late = NULL;
    long n;
    for (int i = 0; i < 3; i++)
        t[i] = ac_spawn(number());
    for (int i = 0; i < 3; i++)
        // CHECK: [[#@LINE+1]]:29: error: the task's result, of type 'int', does not fit into 'long'
        await ac_join(t[i], &n);
    // CHECK: [[#@LINE-4]]:16: note: the task is started here
    in.first = ac_spawn(both());
    in.second = ac_spawn(nothing());
    // CHECK: [[#@LINE+1]]:29: error: the task's result, of type 'struct pair', does not fit into 'long'
    await ac_join(in.first, &n);
    // CHECK: [[#@LINE-4]]:16: note: the task is started here
    // CHECK: [[#@LINE+1]]:30: error: the task has no result: the place for it must be NULL
    await ac_join(in.second, &n);
    // CHECK: [[#@LINE-6]]:17: note: the task is started here
    if (more)
        late = ac_spawn(number());
    else
        late = ac_spawn(both());
    // CHECK: [[#@LINE+1]]:25: error: the task's result, of type 'int', does not fit into 'long'
    await ac_join(late, &n);
    // CHECK: [[#@LINE-5]]:16: note: the task is started here
    late = ac_spawn(number());
    // CHECK: [[#@LINE+1]]:32: error: the task's result, of type 'int', does not fit into 'long'
    return await ac_join(late, &n);
    // CHECK: [[#@LINE-3]]:12: note: the task is started here
}

async int by_position(void)
{
    struct {
        int n;
        ac_task *first, *second;
    } in = {1, ac_spawn(number()), ac_spawn(both())};
    ac_task *t[] = {ac_spawn(both()), ac_spawn(nothing())};
    long n;
    // CHECK: [[#@LINE+1]]:29: error: the task's result, of type 'int', does not fit into 'long'
    await ac_join(in.first, &n);
    // CHECK: [[#@LINE-5]]:16: note: the task is started here
    // CHECK: [[#@LINE+1]]:25: error: the task has no result: the place for it must be NULL
    await ac_join(t[1], &n);
    // CHECK: [[#@LINE-7]]:39: note: the task is started here
    return 0;
}

async int by_index(int i)
{
    ac_task *t[4];
    long n;
    t[i] = ac_spawn(number());
    // CHECK: [[#@LINE+1]]:25: error: the task's result, of type 'int', does not fit into 'long'
    await ac_join(t[i], &n);
    // CHECK: [[#@LINE-3]]:12: note: the task is started here
    t[i + 1] = ac_spawn(both());
    // CHECK: [[#@LINE+1]]:29: error: the task's result, of type 'struct pair', does not fit into 'long'
    await ac_join(t[i + 1], &n);
    // CHECK: [[#@LINE-3]]:16: note: the task is started here
    return 0;
}

struct holder {
    ac_task *task;
};

async int behind_a_pointer(struct holder *h, struct holder *other)
{
    long n;
    h->task = ac_spawn(number());
    // CHECK: [[#@LINE+1]]:28: error: the task's result, of type 'int', does not fit into 'long'
    await ac_join(h->task, &n);
    // CHECK: [[#@LINE-3]]:15: note: the task is started here
    h->task = ac_spawn(number());
    other->task = NULL;
    return await ac_join(h->task, &n); // perhaps it is the other
}

async int right(int more)
{
    ac_task *a = ac_spawn(number()), *b = ac_spawn(both()), *c = ac_spawn(nothing());
    ac_task *d = ac_spawn(text()), *e = ac_spawn(paint()), *taken = ac_spawn(number());
    ac_task *f = ac_spawn(number());
    ac_task **t = &taken;
    unsigned n;
    typedef struct pair couple;
    couple p;
    void *s;
    volatile int v[2];
    await ac_join(a, &n);
    await ac_join(b, &p);
    await ac_join(c, NULL);
    await ac_join(d, &s);
    await ac_join(e, v);
    if (more)
        f = ac_spawn(both());
    await ac_join(f, &p); // not known: it is given two values
    ac_task *g[2] = {ac_spawn(number()), ac_spawn(both())}, *h;
    await ac_join(g[1], &p);
    g[0] = ac_spawn(number());
    g[more] = ac_spawn(both());
    await ac_join(g[0], &p);
    while ((h = more ? ac_spawn(both()) : ac_spawn(number())) && more--)
        await ac_join(h, &p);
    struct {
        ac_task *one, *two;
    } in = {ac_spawn(both()), ac_spawn(number())}, null = {0};
    await ac_join(in.one, &p);
    await ac_join(in.two, &n);
    if (more)
        null.two = ac_spawn(both());
    else
        null.two = ac_spawn(number());
    await ac_join(null.two, &p);
    await ac_join(*t, &p);
    await ac_join(taken, &p);
    await ac_join(ac_spawn(both()), (void *)v);
    await ac_join(ac_spawn(nothing()), (int *)NULL);
    await ac_join(ac_spawn(number()), (struct pair *)NULL);
    return await ac_join(ac_spawn(nothing()), 0);
}

static int next;
void move_on(void);

// Which element it is may have changed by then.
async int of_arrays(int i)
{
    ac_task *t[2], *u[2], *ring[2], *same[2], *by_pointer[2];
    struct pair p;
    int n, *q = &next;
    unsigned w = 0;
    i = 0;
    t[1] = ac_spawn(both());
    t[i] = ac_spawn(number());
    for (int k = 0; k < 2; k++) {
        if (k == 0)
            await ac_join(t[i], &n);
        else
            await ac_join(t[i], &p);
        i++;
    }
    u[1] = ac_spawn(both());
    next = 0;
    u[next] = ac_spawn(number());
    await ac_join(u[0], &n);
    move_on();
    await ac_join(u[next], &p);
    ring[w++ % 2] = ac_spawn(number());
    ring[w++ % 2] = ac_spawn(both());
    await ac_join(ring[w++ % 2], &n);
    await ac_join(ring[w++ % 2], &p);
    same[0] = ac_spawn(number());
    await ac_join(same[0], &n);
    same[0u] = ac_spawn(both());
    await ac_join(same[0], &p);
    same[0x1] = ac_spawn(number());
    await ac_join(same[1UL], &n);
    by_pointer[1] = ac_spawn(both());
    by_pointer[*q] = ac_spawn(number());
    *q = 1;
    return await ac_join(by_pointer[*q], &p);
}
