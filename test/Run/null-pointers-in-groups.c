// RUN: %asyncc --cc=gcc %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// A null pointer constant stands where an operand to its right awaits; ac_run in a function that hides the names of types;
// an element whose index has changed is another one.
// CHECK: -1 3 1
// CHECK: 7 8 49
#include <asyncc.h>
#include <stdio.h>

typedef int number;
struct pair {
    int a, b;
};

static async int give(int n)
{
    await ac_yield();
    return n;
}

static async long give_long(long n)
{
    await ac_yield();
    return n;
}

static async int first(int *x, int (*f)(int))
{
    await ac_yield();
    return x ? *x : f ? f(1) : -1;
}

static async int taken(number n, struct pair p, number (*f)(number))
{
    return await give(n + p.a + (f ? f(1) : 0));
}

static int ordinary(int k)
{
    number (*f)(number) = NULL;
    struct pair p = {k, 2};
    int number = 5;
    struct pair {
        char c;
    } other = {3};
    return ac_run(taken(number, p, f)) + other.c;
}

async int main(void)
{
    int a = 0, b = 0, i = 0, q = 0;
    long r = 0;
    await ac_all(a = first((0), (0)), b = give(await give(3)));
    printf("%d %d", a, b);
    await ac_all(a = first(NULL, (NULL)), b = give(await give(1)));
    printf(" %d\n", b);
    ac_task *t[2];
    t[i] = ac_spawn(give_long(7));
    i = 1;
    t[i] = ac_spawn(give(8));
    i = 0;
    (void)await ac_join(t[i], &r);
    (void)await ac_join(t[1], &q);
    printf("%ld %d ", r, q);
    return printf("%d\n", 49) < 0 || (0 && ordinary(1));
}
