// RUN: %asyncc --dump=flow %s | FileCheck %s
#include <asyncc.h>
async int g(int);
async int f(int n)
{
    int dead = n, maybe;
    if (n > 1) maybe = 2;
    await g(dead);
    if (n > 1) return maybe;
    while (await g(0)) n--;
    return n;
}
// CHECK: await 8 live: n maybe?{{$}}
// CHECK: await 10 live: n{{$}}
