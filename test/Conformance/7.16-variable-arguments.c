// RUN: %asyncc %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: gcc -DASYNCC_ELIDE -I%S/../../runtime/include %s %builddir/libasyncc.a -luv %sanitize -o %t && %t | FileCheck %s
// 7.16 A va_list as parameter, by value and by address, read before and behind awaits; va_copy.
#include <asyncc.h>
#include <stdarg.h>
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

int main(void)
{
    // CHECK: 1012
    printf("%d\n", sum(2, 1, 2.0, 3, 4.0));
    return 0;
}
