// Nothing is said where a task may be joined in time, or may not be given the address.
// RUN: %asyncc -fsyntax-only -Wall -Wextra -Wno-unused-parameter %s 2>&1 | count 0
#include <asyncc.h>

struct args {
    int *p, n;
};
struct holder {
    ac_task *task, *other;
};
async int work(int *p);
async int by_value(struct args a);
void keep(ac_task *t);
void keep_all(ac_task **t, int count);
void set(int **p);
void join(ac_task **t);
static ac_task *background;
#define START(call) ac_detach(ac_spawn(call))

async int handles(int n, int *heap, struct holder *h)
{
    ac_task *t[2], *each[3], *all[3], *assigned;
    struct holder own;
    t[0] = ac_spawn(work(&n));
    t[1] = ac_spawn(work(heap));
    ac_detach(t[1]);
    await ac_join(t[0], NULL);
    own.task = ac_spawn(work(&n));
    keep(own.task);
    h->task = ac_spawn(work(&n));
    background = ac_spawn(work(&n));
    ac_task *copied = ac_spawn(work(&n)), *copy = copied;
    await ac_join(copy, NULL);
    for (int i = 0; i < 3; i++)
        each[i] = ac_spawn(work(&n));
    for (int i = 0; i < 3; i++)
        await ac_join(each[i], NULL);
    for (int i = 0; i < 3; i++)
        all[i] = ac_spawn(work(&n));
    keep_all(all, 3);
    ac_task *cleaned __attribute__((cleanup(join))) = ac_spawn(work(&n));
    ac_task *checked = ac_spawn(work(&n));
    if (!checked)
        return AC_ENOMEM;
    await ac_join(n > 4 ? checked : t[0], NULL);
    keep(assigned = ac_spawn(work(&n)));
    return await ac_join(ac_spawn(work(&n)), NULL);
}

async int values(int n, int *heap)
{
    int *p = NULL, *lent = &n, *perhaps = &n, *before = heap, *first = &n, *late = &n;
    struct args a = {0}, b = {.p = &n};
    START(work(p));
    p = &n;
    await work(p);
    p = heap;
    START(work(p));
    set(&lent);
    START(work(lent));
    if (n > 3)
        perhaps = heap;
    START(work(perhaps));
    a.p = &n;
    await by_value(a);
    a.p = heap;
    START(by_value(a));
    START(work(a.p));
    b.p = NULL;
    START(by_value(b));
    for (int i = 0; i < 3; i++) {
        START(work(before));
        before = &n;
        await work(before);
        before = heap;
    }
    for (int i = 0; i < 3; i++) {
        if (i)
            START(work(first));
        first = heap;
    }
    await work(late);
    defer { START(work(late)); }
    late = heap;
    return 0;
}

struct nested {
    int number;
    struct args in;
    int more[2], *last;
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-braces"
#pragma GCC diagnostic ignored "-Woverride-init"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
async int initialisers(int n, int *heap)
{
    struct args s = {heap, 1}, array[2] = {{&n, 1}, {heap}}, late = {.p = &n, .n = 1, .p = heap};
    struct args old = {n: 1, p: heap};
    struct nested elided = {1, heap, 2, 3, 4, heap}, partly = {.in.p = heap, 1, {2, 3}, heap};
    struct nested rest = {1, {.n = 1}, {1, 2}};
    int *a[] = {&n, heap, [5] = &n, heap, [0 ... 0] = heap}, *b[] = {&n, [0x1] = heap};
    struct {
        int : 3;
        struct {
            int *inner;
        };
        int *p;
    } unnamed = {{heap}, &n}, flat = {&n, heap};
    union {
        int *p, *q;
    } either = {heap};
    START(work(s.p));
    START(work(array[1].p));
    START(work(array[n].p));
    START(work(late.p));
    START(work(old.p));
    START(work(elided.in.p));
    START(work(elided.last));
    START(work(partly.in.p));
    START(work(rest.last));
    START(work(rest.in.p));
    START(work(a[1]));
    START(work(a[6]));
    START(work(a[n]));
    START(work(a[0]));
    START(work(b[0x1]));
    START(work(b[01]));
    START(work(b[0b1]));
    START(work(b[1u]));
    START(work(unnamed.inner));
    START(work(flat.p));
    START(work(either.q));
    return unnamed.p == flat.inner;
}
#pragma GCC diagnostic pop

struct list {
    int *p, n;
    struct list *next;
};

async int pointers(int n, int *heap, struct list *q, struct list *r)
{
    struct list own = {0}, seen = {0}, *s = &seen;
    q->p = &n;
    join(NULL);
    START(work(q->p));
    q->p = &n;
    r->p = heap;
    START(work(q->p));
    q->p = &n;
    q->next->p = heap;
    START(work(q->p));
    q->p = &n;
    q++;
    START(work(q->p));
    q->p = &n;
    q = r;
    START(work(q->p));
    q->p = &n;
    *q = own;
    START(work(q->p));
    s->p = &n;
    seen.p = heap;
    START(work(s->p));
    q->p = &n;
    await work(heap);
    START(work(q->p));
    q->p = &n;
    if (n)
        q->p = heap;
    START(work(q->p));
    q->p = &n;
    __atomic_store_n(&q->p, heap, __ATOMIC_RELAXED);
    START(work(q->p));
    q->next->p = &n;
    START(work(q->next->p));
    q->p = heap;
    for (int i = 0; i < 3; i++) {
        START(work(q->p));
        q->p = &n;
        await work(q->p);
        q->p = heap;
    }
    return 0;
}

async int exits(int n, int *heap, struct list *q)
{
    int *p = heap;
    {
        defer {
            p = heap;
            q->p = heap;
        }
        p = &n;
        q->p = &n;
    }
    START(work(p));
    START(work(q->p));
    return 0;
}

async int ways(int n, int *heap)
{
    int *p = heap, *q = heap;
    if (n) {
        p = &n;
        await work(p);
    } else {
        START(work(p));
    }
    switch (n) {
    case 1:
        q = &n;
        await work(q);
        break;
    case 2:
        START(work(q));
    }
    p = heap;
    if (n > 7)
        goto past;
    p = &n;
    return await work(p);
past:
    START(work(p));
    return 0;
}

async int scopes(int n, ac_scope **given)
{
    ac_scope(s)
    {
        ac_scope *p;
        int inner = n;
        p = s;
        ac_spawn_in(p, work(&n));
        ac_spawn_in(p, work(&inner));
    }
    return ac_spawn_in(*given, work(&n)) != NULL;
}

async int *returned(int n, int *heap)
{
    int *p = &n;
    struct args a = {.p = &n}, *q = &a;
    await work(p);
    p = heap;
    if (*q->p)
        return (struct args){.p = heap}.p;
    a.p = heap;
    return n ? p : a.p;
}

typedef union {
    int *p, *q;
} either_way;
struct with_either {
    union {
        int *p, *q;
    };
};

async int unions(int n, int *heap)
{
    either_way u;
    struct with_either in;
    u.p = &n;
    u.q = heap;
    START(work(u.p));
    in.p = &n;
    in.q = heap;
    START(work(in.p));
    return 0;
}

async int wait_for_background(void);

async int started_again(int n)
{
    if (background)
        ac_detach(background);
    background = ac_spawn(work(&n));
    await wait_for_background();
    ac_task *t = ac_spawn(work(NULL));
    ac_detach(t);
    t = ac_spawn(work(&n));
    ac_cancel(t);
    while (!ac_has_ended(t))
        await ac_yield();
    ac_detach(t);
    ac_task *u = ac_spawn(work(&n));
    if (!u)
        return AC_ENOMEM;
    background = u;
    u = ac_spawn(work(NULL));
    ac_detach(u);
    return 0;
}

async int elements(int n, int *heap)
{
    int *a[2] = {heap, heap}, *b[2] = {heap, heap}, i = 0, k = 0, *p = &k;
    ac_task *t[2];
    a[i] = &n;
    for (int j = 0; j < 2; j++) {
        if (j)
            START(work(a[i]));
        i++;
    }
    i = 0;
    a[i] = &n;
    (i)++;
    START(work(a[i]));
    b[k] = &n;
    *p = 1;
    START(work(b[k]));
    for (int j = 0; j < 2; j++)
        if (j % 2)
            t[j] = ac_spawn(work(heap));
        else
            t[j] = ac_spawn(work(&n));
    keep_all(t, 2);
    return 0;
}

// A member of one part of a union may be another's in the other.
async int parts_of_unions(int n, int *heap)
{
    union {
        struct {
            int *x, *y;
        } a;
        struct {
            int *y, *x;
        } b;
    } u;
    u.a.x = &n;
    u.b.y = heap;
    START(work(u.a.x));
    return 0;
}
