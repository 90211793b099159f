// RUN: %asyncc %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --emit=c %s -o %t.c && gcc -O1 -Wall -Wextra -Werror -I%S/../../runtime/include -c %t.c -o %t.o
// Groups of calls, nested, of every kind of callee, with lvalues of every form.
#include <asyncc.h>
#include <stdio.h>
static async int later(int n) { for (int i = 0; i < n; i++) await ac_yield(); return n * 10; }
static async int ready(int n) { return n; }
static int plain(int n) { return n + 1; }
static async int deep(int n) { if (n == 0) return await later(1); return 1 + await deep(n - 1); }
static async void nothing(void) { await ac_sleep(1); }
struct big { int a[20]; };
static async struct big large(int n) { struct big b = {{n}}; await later(n); b.a[19] = n; return b; }
static async int sleeper(int ms) { int rc = await ac_sleep(ms); return rc; }
int (*volatile pointer)(int) = later, (*volatile plain_pointer)(int) = plain, (*volatile deep_pointer)(int) = deep;
// What the group writes is not in the frame before: it must not come to lie where results are read.
static async int into_fresh(void)
{
    int v[3], w, *p = &w;
    await ac_all(v[0] = later(1), v[2] = later(2), w = later(3), v[1] = ready(4));
    int sum = v[0] + 2 * v[1] + 3 * v[2] + *p;
    await ac_yield();
    return sum + v[0] + v[2] + *p;
}
static async int is_given(const char *p, int n) { return (p ? 10 : 0) + await later(n); }
async int main(void)
{
    int a = 0, b = 0, arr[4] = {0}, i = 0; struct big l;
    int *p = arr;
    await ac_all(a = later(3), b = later(1));
    printf("%d %d\n", a, b);
    // CHECK: 30 10
    int rc = await ac_all(arr[i++] = ready(5), *++p = later(i), nothing(), l = large(2));
    printf("%d: %d %d %d, %d\n", rc, arr[0], arr[1], l.a[19], i);
    // CHECK-NEXT: 0: 5 10 2, 1
    await ac_all(a = deep(5), b = pointer(2), arr[2] = plain_pointer(3), arr[3] = deep_pointer(3));
    printf("%d %d %d %d\n", a, b, arr[2], arr[3]);
    // CHECK-NEXT: 15 20 4 13
    int which = await ac_select(a = sleeper(1000), b = later(2), arr[0] = sleeper(2000));
    printf("select %d: %s %d %s\n", which, ac_err_name(a), b, ac_err_name(arr[0]));
    // CHECK-NEXT: select 1: ECANCELED 20 ECANCELED
    which = await ac_select(a = ready(7), b = later(2), arr[0] = sleeper(2000));
    printf("select %d: %d %d %s\n", which, a, b, ac_err_name(arr[0]));
    // CHECK-NEXT: select 0: 7 20 ECANCELED
    rc = await ac_timeout(5, a = sleeper(1000));
    printf("%s %s\n", ac_err_name(rc), ac_err_name(a));
    // CHECK-NEXT: ETIMEDOUT ECANCELED
    rc = await ac_timeout(1000, a = sleeper(5));
    printf("%d %d\n", rc, a);
    // CHECK-NEXT: 0 0
    rc = await ac_timeout(20, ac_all(a = sleeper(5), b = sleeper(1000), which = ac_select(arr[0] = sleeper(2000), arr[1] = sleeper(1))));
    printf("%s %d %s %d %s %d\n", ac_err_name(rc), a, ac_err_name(b), which, ac_err_name(arr[0]), arr[1]);
    // CHECK-NEXT: ETIMEDOUT 0 ECANCELED 1 ECANCELED 0
    rc = await ac_try_all(a = sleeper(1000), b = ac_timeout(3, sleeper(2000)), arr[0] = later(2));
    printf("%s %s %s %d\n", ac_err_name(rc), ac_err_name(a), ac_err_name(b), arr[0]);
    // CHECK-NEXT: ETIMEDOUT ECANCELED ETIMEDOUT 20
    // Each its own time, also where one begins with the other.
    rc = await ac_timeout(60000, arr[0] = ac_timeout(3, arr[1] = ac_timeout(50000, a = sleeper(40000))));
    printf("%d %s %d %s\n", rc, ac_err_name(arr[0]), arr[1], ac_err_name(a));
    // CHECK-NEXT: 0 ETIMEDOUT 0 ECANCELED
    rc = await ac_all(arr[0] = ac_timeout(5, ac_timeout(60000, sleeper(40000))), arr[1] = ac_timeout(60000, ac_all(ac_timeout(3, a = sleeper(40000)))));
    printf("%d %s %d %s\n", rc, ac_err_name(arr[0]), arr[1], ac_err_name(a));
    // CHECK-NEXT: 0 ETIMEDOUT 0 ECANCELED
    for (int k = await ac_all(ready(1)); k < 2 && await ac_timeout(1000, nothing()) == 0; k++)
        printf("%d %d\n", k, await ac_select(later(2), ready(3)) + await ac_all(ready(k)) + k);
    // CHECK-NEXT: 0 1
    // CHECK-NEXT: 1 2
    {
        defer { await ac_all(a = ready(a + 1), b = later(1)); printf("%d %d\n", a, b); }
        struct { char c; unsigned bits : 5; } s = {0}, *q = &s;
        await ac_all(s.c = ready(300), q->bits = later(3), p[-1] = ac_all(*(p + 1) = ready(4), (ready(9))));
        printf("%d %d %d %d\n", s.c, s.bits, p[-1], p[1]);
    }
    // CHECK-NEXT: 44 30 0 4
    // CHECK-NEXT: -124 10
    printf("%d\n", await into_fresh());
    // CHECK-NEXT: 168
    {
        int (*through)(const char *, int) = is_given; // a literal 0 is a null pointer
        await ac_all(a = through(0, 1), b = through("", -0), arr[0] = through((0), 'a' - 'a' + 1));
        printf("%d %d %d\n", a, b, arr[0]);
    }
    // CHECK-NEXT: 10 10 10
    return 0;
}
