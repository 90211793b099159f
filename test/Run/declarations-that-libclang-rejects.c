// What gcc takes at file scope and libclang does not, such as another object by the name of a function
// of the C library, does no harm where it is no type: headers with gcc's own functions may be included.
// RUN: %asyncc --cc=gcc -O1 %sanitize -w -mavx2 %s -o %t && %t | FileCheck %s
// CHECK: 7 8 4 3
#include <asyncc.h>
#include <stdio.h>
#include <immintrin.h>

int index, strdup;
register long kept asm("r12");
_Static_assert(__builtin_has_attribute(int, aligned) == 0, "");
void bounded(int n; int a[n], int n);
void bounded(int n; int a[n], int n)
{
    a[n - 1] = n;
}
__attribute__((assume_aligned(3))) void *odd(int n);

static void set(void)
{
    index = 7;
    strdup = 1;
}
static int sum(int n)
{
    return n ? index + strdup : index;
}

async int later(int n)
{
    await ac_yield();
    return n;
}

async int main(void)
{
    int a[3] = {0}, n = await later(3);
    set();
    bounded(a, n);
    printf("%d %d %d %d\n", sum(0), sum(1), await later(4), a[2]);
    return 0;
}
