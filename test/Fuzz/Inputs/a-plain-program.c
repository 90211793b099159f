// What asyncify must see: macros that call and declare, old definitions, tables of functions, what
// libraries call, and functions that have to stay plain.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define API(type) static type
#define TWICE(x) twice(x)
#define LAST(a, n) (a)[(n) - 1]

API(int) twice(int n)
{
    return 2 * n;
}

int old(n, by) int n; short by;
{
    return n > 0 ? old(n - by, by) + TWICE(n) : 0;
}

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static int sum(int n, ...)
{
    va_list list;
    int s = 0;
    va_start(list, n);
    while (n--)
        s += va_arg(list, int);
    va_end(list);
    return s;
}

static int squares(int n)
{
    int a[n], s = 0;
    for (int i = 0; i < n; i++)
        a[i] = i * i;
    return s + LAST(a, n);
}

static int minus(int n)
{
    return -n;
}

static struct {
    const char *name;
    int (*apply)(int);
} const table[] = {{"twice", twice}, {"minus", minus}};

int main(void)
{
    int a[] = {3, 1, 2};
    qsort(a, 3, sizeof *a, compare);
    for (unsigned i = 0; i < sizeof table / sizeof *table; i++)
        printf("%s %d\n", table[i].name, table[i].apply(a[i]) + squares(4) + sum(2, 1, 2));
    switch (old(9, 4)) {
    case 0 ... 40: printf("%d\n", TWICE(TWICE(LAST(a, 3)))); break;
    default: printf("%d\n", old(9, 4));
    }
    return 0;
}
