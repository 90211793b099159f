// What a function in another file does with an address is not known: here it keeps it. The function
// is not taken for one of this file that stands near it, nor is what is said of one parameter taken
// for another.
// RUN: %asyncc %sanitize -O1 -w -c -DELSEWHERE %s -o %t.o && %asyncc %sanitize -O1 -w %s %t.o -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 %sanitize -O1 -w -c -DELSEWHERE %s -o %t.o && %asyncc --cc=clang-19 %sanitize -O1 -w -std=gnu2x %s %t.o -o %t && %t | FileCheck %s
// CHECK: 18 18 18 18
#include <asyncc.h>
#include <stdio.h>

#ifdef ELSEWHERE
static int *kept;
void keep(int *p)
{
    kept = p;
}
void keep_second(int n, int *p, int *q)
{
    *p = n;
    kept = q;
}
void keep_third(int n, int *p, int *q)
{
    keep_second(n, p, q);
}
int sum(void)
{
    int all = 0;
    for (int i = 0; i < 8; i++)
        all += kept[i];
    return all;
}
#else
int sum(void);
static int (*choose(int n, int (*f)(int)))(int)
{
    static int count;
    count += n;
    return f;
}
__attribute__((weak)) void keep(int *p)
{
    (void)p;
}
#ifdef __clang__
void keep_second([[maybe_unused, gnu::unused]] int n, ac_noescape int *p, int *q);
#else
void keep_second(int n, ac_noescape int *p, int *q);
#endif
void keep_third(enum { ONE, TWO } n, ac_noescape int *p, int *q);

static int one(int n)
{
    return n;
}

static async int overwrite(int n)
{
    int other[32];
    for (int i = 0; i < 32; i++)
        other[i] = n + 100;
    await ac_yield();
    for (int i = 0; i < 32; i++)
        n = other[i];
    return n - 100;
}

static async int kept_by_a_weak_one(void)
{
    int r = choose(1, one)(0);
    {
        int x[8] = {1, 2, 3, 4, 1, 2, 3, 1};
        keep(x);
        r += await overwrite(1);
        r += sum();
    }
    return r;
}

static async int kept_by_another_parameter(int which)
{
    int r = 0, p = 0;
    {
        int x[8] = {1, 2, 3, 4, 1, 2, 3, 1};
        if (which)
            keep_second(0, &p, x);
        else
            keep_third(0, &p, x);
        r += await overwrite(1);
        r += sum();
    }
    return r + p;
}

async int main(void)
{
    int a = await kept_by_a_weak_one(), b = await kept_by_another_parameter(0);
    int c = await kept_by_another_parameter(1);
    printf("%d %d %d %d\n", a, b, c, await kept_by_a_weak_one());
    return 0;
}
#endif
