// RUN: %run-both %s
// What a block gives another meaning: constants of enums that are defined within records, sizeof and
// typedefs hide variables and types; a tag that a declarator defines outlives the declarator.
#include "Inputs/poll.h"
#include <stdio.h>

typedef struct {
    int v;
} hidden;

static async hidden make(int n)
{
    return (hidden){await leaf(n)};
}

static int both(hidden a, hidden b)
{
    return a.v * 100 + b.v;
}

static async int types(int n)
{
    struct s {
        enum { hidden = 3 } kind;
    } s;
    s.kind = hidden;
    return (int)s.kind + both(await make(n), await make(n + 1)) + hidden;
}

static async int variables(int first)
{
    int second = first * 2, third = 5, *kept = &third;
    int r = 0;
    {
        struct s {
            enum { first = 7, second = 9 } kind;
            int y;
        } v = {first, 2};
        r += await leaf(v.kind);
        r += v.y + second;
    }
    {
        typedef struct {
            enum { third = sizeof(enum { fourth = 8 }) } e;
        } t;
        t v = {third};
        int *p = (int *)&v.e;
        r += await leaf(*p);
        r += third + fourth + (int)sizeof(enum { first = 11 }) + first;
        r += ((int[]){sizeof(enum { kept = 3 })})[0] + kept + await leaf(1);
    }
    while (sizeof(union { enum { second = 4 } e; }) == second && r < 1000) {
        r += await leaf(second) + 1000;
        r += second;
    }
    return r + first + second + *kept;
}

static async int tags(int n)
{
    int b[sizeof(struct t { char c[3]; })] = {n};
    struct t v = {{3, 2, 1}};
    int *p = b;
    n = await leaf(n);
    return p[0] + v.c[1] + (int)sizeof b;
}

static async int bounds(int n)
{
    struct l {
        int a;
    };
    struct l(a)[] = {{1}, {2}, {n}}, *p = a;
    n += await leaf(p[1].a);
    return n + p[2].a + (int)sizeof a;
}

async int f(int n)
{
    printf("%d %d ", await types(n), await variables(n));
    printf("%d %d\n", await tags(n), await bounds(n));
    return n;
}
