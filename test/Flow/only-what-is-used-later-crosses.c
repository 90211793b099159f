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
async int h(int n)
{
    int untouched, in_turn;
    do {
        await g(1);
        if (n > 1) return in_turn;
        in_turn = 1;
    } while (n++);
    await g(2);
    return untouched;
}
// CHECK: await 19 live: n in_turn?{{$}}
// CHECK: await 23 live:{{$}}
