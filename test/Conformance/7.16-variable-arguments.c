// RUN: %asyncc %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: gcc -DASYNCC_ELIDE -I%S/../../runtime/include %s %builddir/libasyncc.a -luv %sanitize -o %t && %t | FileCheck %s
// 7.16 A va_list as parameter, by value and by address, read before and behind awaits; va_copy.
#include <asyncc.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

static async int by_address(int n, va_list *ap)
{
    int sum = 0;
    for (int i = 0; i < n; i++) {
        sum += va_arg(*ap, int);
        await ac_yield();
        sum += (int)va_arg(*ap, double);
    }
    return sum;
}

static async int by_value(int n, va_list ap)
{
    va_list copy;
    va_copy(copy, ap);
    await ac_yield();
    int first = va_arg(ap, int);
    int sum = await by_address(n, &copy);
    va_end(copy);
    return sum * 100 + first * 10 + (int)va_arg(ap, double);
}

static int sum(int n, ...)
{
    va_list ap;
    va_start(ap, n);
    int r = ac_run(by_value(n, ap));
    va_end(ap);
    return r;
}

// An array in what va_arg gives lives as long as the full expression; types are named, not evaluated.
struct ints { int a[5]; };
static int named;
struct ints *next_ints(void)
{
    named++;
    return NULL;
}
static async int one(int n)
{
    await ac_yield();
    named++;
    return n;
}
static async int add(const int *p, int n)
{
    int all = 0;
    for (int i = 0; i < n; i++)
        all += p[i] * await one(i + 1);
    return all;
}
static async int of_types(va_list *ap)
{
    int r = await add(va_arg(*ap, struct ints).a, 5);
    named = 0;
    r += va_arg(*ap, __typeof__(await one(7)));
    return r + (int)offsetof(__typeof__(*next_ints()), a[await one(2)]);
}
static int types(int n, ...)
{
    va_list ap;
    va_start(ap, n);
    int r = ac_run(of_types(&ap));
    va_end(ap);
    return r;
}

int main(void)
{
    // CHECK: 163 1
    int r = types(2, (struct ints){{1, 2, 3, 4, 5}}, 100);
    printf("%d %d\n", r, named);
    // CHECK: 1012
    printf("%d\n", sum(2, 1, 2.0, 3, 4.0));
    return 0;
}
