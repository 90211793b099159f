// The bounds of a parameter that is an array are dropped, unless they have effects.
// RUN: not %asyncc -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=error:
#include <asyncc.h>
async int g(int);
static int count(int *n)
{
    return ++*n;
}
static int (*counts)(int *) = count;
async int dropped(int n, int a[n], int b[sizeof(int) * n], int c[n == 1 ? 2 : n >= 3])
{
    return await g(n) + a[0] + b[0] + c[0];
}
// CHECK: [[#@LINE+1]]:27: error: parameter 'a' of async function 'adds' is variably modified
async int adds(int n, int a[n += 1])
{
    return await g(n) + a[0];
}
// CHECK: [[#@LINE+1]]:29: error: parameter 'a' of async function 'shifts' is variably modified
async int shifts(int n, int a[n <<= 1])
{
    return await g(n) + a[0];
}
// CHECK: [[#@LINE+1]]:28: error: parameter 'a' of async function 'calls' is variably modified
async int calls(int n, int a[(*counts)(&n)])
{
    return await g(n) + a[0];
}
