// What is cleaned up, and what is variably modified, in blocks in which nothing is awaited: a cleanup
// comes once on each way out, behind the value that is returned, which it does not change; and
// defers that stand before a declaration do not lead into its scope.
// RUN: %run-both %s
#include "Inputs/poll.h"
#include <stdio.h>
#include <stdlib.h>

struct record {
    int a, b, c, d;
};

static void say(int *p)
{
    printf("c%d ", *p);
}

static void count(int **p)
{
    for (int i = 0; i < 4; i++)
        printf("%d ", (*p)[i]++);
}

static async void fill(int *p)
{
    await leaf(1);
    for (int i = 0; i < 4; i++)
        p[i] = 100 * i;
}

static async struct record result_beside_what_is_cleaned_up(int n)
{
    int log[4] = {1, 2, 3, 4};
    await fill(log);
    {
        int *p __attribute__((cleanup(count))) = log;
        if (n == 1)
            return (struct record){5, 6, 7, 8};
    }
    for (int *p __attribute__((cleanup(count))) = log; n == 2;) {
        int *q __attribute__((cleanup(count))) = log;
        defer {
            printf("defer ");
        }
        return (struct record){log[0], log[1], log[2], log[3]};
    }
    return (struct record){log[1], log[2], 0, 0};
}

static async long number_beside_what_is_cleaned_up(void)
{
    int log[4] = {1, 2, 3, 4};
    await fill(log);
    int *p __attribute__((cleanup(count))) = log;
    return 7;
}

static async int declared_behind_a_defer(int n)
{
    await leaf(1);
    {
        defer {
            printf("d1 ");
        }
        int a __attribute__((cleanup(say))) = 1;
        defer {
            printf("d2 ");
        }
        int b __attribute__((cleanup(say))) = 2;
        if (n == 1)
            return a + b;
        for (int i = 0; i < 2; i++) {
            defer {
                printf("loop %d ", i);
            }
            int c __attribute__((cleanup(say))) = 30 + i;
            if (n == 2)
                break;
            if (n == 3)
                continue;
            if (n == 4)
                goto out;
            printf("end of loop ");
        }
        printf("end ");
    }
    printf("behind ");
out:
    return 0;
}

static async int bounds_behind_an_exit(int n)
{
    int sum = 0;
    for (int i = 0; i < 2; i++) {
        int a __attribute__((cleanup(say))) = n;
        await leaf(1);
        int v[n + 1], (*to)[n + 1] = &v;
        v[n] = i;
        if (n == 1)
            return (*to)[n];
        if (n == 2)
            break;
        if (n == 3)
            continue;
        if (n == 4)
            goto out;
        sum += (int)sizeof v;
    }
    switch (n) {
    case 5: {
        defer {
            printf("d5 ");
        }
        typedef int row[n];
        row r;
        r[0] = n;
        sum += r[0];
    }
        __attribute__((fallthrough));
    default:
        sum += ({
            defer {
                printf("d6 ");
            }
            int w[n + 1];
            w[0] = n;
            int x __attribute__((cleanup(say))) = w[0];
            int y[n + 1];
            y[0] = x;
            if (n == 6)
                goto out;
            printf("%d ", y[0]);
            w[0];
        });
    }
out:
    return sum;
}

static async void say_later(int *p)
{
    await leaf(1);
    printf("later %d ", *p);
}

static void keep(int **p)
{
    **p += 1;
}

// The ways out of the inner block lead through an exit that awaits.
static async int within_what_awaits(int n)
{
    int outer __attribute__((cleanup(say_later))) = 1;
    for (int i = 0; i < 3; i++) {
        int inner __attribute__((cleanup(say))) = n;
        int *p __attribute__((cleanup(keep))) = &inner;
        if (i == n)
            return *p;
        if (i + 2 == n)
            goto out;
        if (i + 3 == n)
            break;
    }
    await leaf(1);
out:
    return 9;
}

static async int in_operands(int n)
{
    int x = await leaf(n) + ({
                int inner __attribute__((cleanup(say))) = n;
                int *p = &inner;
                *p + 1;
            });
    x += await leaf(({
        int inner __attribute__((cleanup(say))) = x;
        inner + 1;
    }));
    ({
        int inner __attribute__((cleanup(say))) = x;
        (void)inner;
    });
    int y = ({
        int inner __attribute__((cleanup(say))) = x;
        if (n == 4)
            return inner;
        inner * 2;
    });
    return x + y;
}

// Nothing falls through here.
static async int left_in_a_switch(int n)
{
    switch (n) {
    case 1: {
        int a __attribute__((cleanup(say))) = n;
        return a + 1;
    }
    case 2: {
        int a __attribute__((cleanup(say))) = n;
        n += a;
        break;
    }
    case 3: {
        int a __attribute__((cleanup(say))) = n;
        goto out;
    }
    case 100: {
        int a __attribute__((cleanup(say))) = n;
        abort();
    }
    case 101: {
        int a __attribute__((cleanup(say))) = n;
        __builtin_unreachable();
    }
    case 4: {
        int a __attribute__((cleanup(say))) = n;
        n += a;
    } /* fall through */
    default:
        n++;
    }
out:
    return n;
}

async int f(int n)
{
    struct record r = await result_beside_what_is_cleaned_up(n);
    printf("%d %d %d %d, ", r.a, r.b, r.c, r.d);
    printf("%ld, ", await number_beside_what_is_cleaned_up());
    printf("%d, ", await declared_behind_a_defer(n));
    printf("%d, ", await bounds_behind_an_exit(n));
    printf("%d, ", await within_what_awaits(n));
    printf("%d, ", await left_in_a_switch(n));
    printf("%d\n", await in_operands(n));
    return 0;
}
