// RUN: %asyncc --cc=gcc %sanitize -Wall -Wextra -Werror -Wno-non-literal-null-conversion %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 %sanitize -Wall -Wextra -Werror -Wno-non-literal-null-conversion %s -o %t && %t | FileCheck %s
// A null pointer constant, be it one of an enum, stands where an operand to its right awaits, and where a pointer leads
// to the function; ac_run in a function that hides the names of types;
// an element whose index has changed is another one.
// CHECK: -1 3 1
// CHECK: 7 8 49
// CHECK: 3 18 2 8
// CHECK: 7 8 1
#include <asyncc.h>
#include <stdio.h>
#include <sys/mman.h>

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

enum { NOTHING, ONE };
static async int count(int *p, const char *s, long n)
{
    await ac_yield();
    return !p + !s + (int)n;
}

static async int constants(void)
{
    enum { INNER = NOTHING };
    async int (*f)(int *, const char *, long) = count;
    int a = 0, b = 0, c = 0, d = 0, x = 1, *p = &x;
    await ac_all(a = count(INNER, NOTHING, ONE), b = f(NULL, INNER, await give(16)), c = f(ONE - 1, (int)NOTHING, 0));
    ac_task *t = ac_spawn(f(sizeof(char) - ONE, 0 ? 1 : INNER, *p++ + 5));
    (void)await ac_join(t, &d);
    return printf("%d %d %d %d\n", a, b, c, d) + *(p - 1) < 0;
}

// What lies at a constant address is none: it is read before what is to its right.
enum { PLACE = 0x20000000 };
static async int set(int n)
{
    ((int *)PLACE)[0] = ((int *)PLACE)[1] = n;
    await ac_yield();
    return n;
}

static async int at_addresses(void)
{
    void *page = (void *)PLACE;
    if (mmap(page, 8, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != page)
        return 1;
    int a = 0, b = 0, c = 0;
    *(int *)PLACE = 7, ((int *)PLACE)[1] = 8;
    await ac_all(a = give(*(int *)PLACE), b = give(((int *)PLACE)[1]), c = give(await set(1)));
    return printf("%d %d %d\n", a, b, c) < 0;
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
    return printf("%d\n", 49) < 0 || (0 && ordinary(1)) || await constants() ||
           await at_addresses();
}
