// Callees that are dynamic since they are rarely awaited give their results all the same.
// RUN: %run-both %s
// RUN: %asyncc -I%S --dump=frame %s | FileCheck %s
#include "Inputs/poll.h"
#include <string.h>
#define unlikely(x) __builtin_expect(!!(x), 0)
static async int report(const char *what, int n)
{
    char buf[512];
    memset(buf, n, sizeof buf);
    int sum = await leaf(n);
    for (size_t i = 0; i < sizeof buf; i++)
        sum += buf[i] * what[i % 4];
    return sum;
}
// CHECK: async step
// CHECK: report dynamic
static async int step(int n)
{
    int before = n * 2;
    if (unlikely(n % 3 == 1))
        before += await report("three", n) + await leaf(before);
    return before + await leaf(n);
}
// CHECK: async down
// CHECK: report dynamic
static async int down(int n)
{
    if (n == 0)
        return 0;
    int r = await step(n);
    if (unlikely(n == 5))
        goto five;
    return r + await down(n - 1);
five:
    r += await report("five", 1);
    return r + await down(n - 1);
}
async int f(int n)
{
    return await down(n) + await step(n + 1);
}
