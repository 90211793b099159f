// RUN: %asyncc %s --cc=gcc -Wall -Wextra -Werror -O1 -c -o %t.o
// RUN: %asyncc %s --cc=gcc -Wall -Wextra -Werror -O2 -c -o %t.o
// RUN: %asyncc %s --cc=gcc -Wall -Wextra -Werror -O3 -c -o %t.o
// RUN: %asyncc %s --cc=gcc -Wall -Wextra -Werror -O3 -DMORE -c -o %t.o
// RUN: %asyncc %s --cc=clang-19 -Wall -Wextra -Werror -O2 -c -o %t.o
// A struct of which a member has no value may be copied, given to functions and returned, and kept at
// an await: compilers say nothing about the member, as they say nothing elided.
#include <asyncc.h>

struct part {
    int *p;
    float unset;
#ifdef MORE
    long unset_too;
#endif
};

async void leaf(void);
int use(int *p);

async int kept(int *x)
{
    struct part b;
    b.p = x;
    await leaf();
    return use(b.p);
}

async int copied(int *x)
{
    struct part b, d;
    b.p = x;
    struct part c = b;
    d = c;
    await leaf();
    struct part all[2] = {c, d};
    await leaf();
    return use(all[1].p);
}

async int in_turns(int *x)
{
    struct part b, c;
    b.p = x;
    for (int i = 0; i < 3; i++) {
        c = b;
        await leaf();
        b = c;
    }
    return use(b.p);
}

static async int taken(struct part b)
{
    await leaf();
    return use(b.p);
}

async int taken_twice(struct part b, long *o)
{
    ++*o;
    await leaf();
    ++*o;
    await leaf();
    return use(b.p);
}

async int given(int *x, long *o, async int (*f)(struct part))
{
    struct part b;
    b.p = x;
    int n = await taken(b) + await taken_twice(b, o) + await f(b);
    return n + use(b.p);
}

async int in_a_group(int *x, long *o)
{
    struct part b;
    int m, n;
    b.p = x;
    await ac_all(m = taken(b), n = taken_twice(b, o));
    return m + n;
}

int spawned(int *x)
{
    struct part b;
    b.p = x;
    ac_detach(ac_spawn(taken(b)));
    return 0;
}

static async struct part made(int *x)
{
    struct part b;
    await leaf();
    b.p = x;
    await leaf();
    return b;
}

async int chosen(int *x)
{
    struct part b, c, d;
    b.p = x;
    await ac_all(c = made(x), d = made(x));
    struct part e = await taken(b) ? b : await made(x);
    return use(c.p) + use(d.p) + use(e.p);
}

async int deep(struct part b, int n)
{
    struct part c = b;
    return n ? await deep(c, n - 1) : use(b.p);
}
