// What nothing has touched is not kept across an await, so that compilers warn as without it.
// RUN: %asyncc --cc=gcc -Wall -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=GCC --implicit-check-not=warning:
// RUN: %asyncc --cc=clang-19 -Wall -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=CLANG --implicit-check-not=warning:
#include <asyncc.h>
async int g(int n);
async int h(int n, int *p);

async int read_behind(void)
{
    int x;
    await g(1);
    // GCC: :[[#@LINE+2]]:{{[0-9]+}}: warning: {{.*}}x{{.*}} uninitialized [-W
    // CLANG: :[[#@LINE+1]]:12: warning: variable 'x' is uninitialized when used here
    return x;
}

async int argument(int a)
{
    int x, v = a;
    // GCC: :[[#@LINE+2]]:{{[0-9]+}}: warning: {{.*}}x{{.*}} uninitialized [-W
    // CLANG: :[[#@LINE+1]]:20: warning: variable 'x' is uninitialized when used here
    return await h(x, (await g(1), &v));
}

async int sum(int n)
{
    int x;
    await g(1);
    for (int i = 0; i < n; i++)
        // CLANG: :[[#@LINE+1]]:9: warning: variable 'x' is uninitialized when used here
        x += i;
    return x;
}

async int assigned_in_time(int n)
{
    int x, y, z;
    _Complex float c;
    await g(1);
    if (n)
        x = 1, y = 2;
    else
        x = 2, y = 1;
    __real__ c = 1;
    await g(x);
    __imag__ c = (float)y;
    __asm__("" : "=r"(z));
    await g(z);
    return z + (int)__imag__ c + (int)__real__ c;
}

// The exit also runs if g is aborted.
async int read_by_an_exit(int n)
{
    int x;
    defer { n = x; }
    x = await g(n);
    return x;
}
