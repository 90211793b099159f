// RUN: %asyncc --dump=frame %s | FileCheck %s
// RUN: %asyncc -O2 -Wall -Wextra -Werror -c %s -o %t.o
#include <asyncc.h>
#include <string.h>
#define unlikely(x) __builtin_expect(!!(x), 0)
#define likely(x) __builtin_expect(!!(x), 1)
static async int large(int n)
{
    char buf[1024];
    memset(buf, n, sizeof buf);
    int r = await ac_sleep(1);
    return r + buf[n & 1023];
}
// CHECK: async then
// CHECK: large dynamic
async int then(int n)
{
    if (unlikely(n < 0))
        return await large(n);
    return await ac_sleep(1);
}
// CHECK: async otherwise
// CHECK: large dynamic
async int otherwise(int n)
{
    if (likely(n < 0))
        n++;
    else
        n = await large(n);
    return n + await ac_sleep(1);
}
// CHECK: async behind
// CHECK: large dynamic
async int behind(int n)
{
    if (!unlikely(n < 0))
        return await ac_sleep(1);
    return await large(n);
}
// CHECK: async both
// CHECK: large dynamic
async int both(int n)
{
    if (n && unlikely(n < 0))
        return await large(n);
    return await ac_sleep(1);
}
// CHECK: async label
// CHECK: large dynamic
async int label(int n)
{
    if (n < 0)
        goto failed;
    return await ac_sleep(1);
failed:
    __attribute__((cold));
    return await large(n);
}
// CHECK: async probably_not
// CHECK: large dynamic
async int probably_not(int n)
{
    while (__builtin_expect_with_probability(n < 0, 1, 0.05))
        n += await large(n);
    return await ac_sleep(1);
}
// CHECK: async perhaps
// CHECK: large embedded
async int perhaps(int n)
{
    if (__builtin_expect_with_probability(n < 0, 1, 0.5))
        return await large(n);
    return await ac_sleep(1);
}
// It comes by another way, too.
// CHECK: async two_ways
// CHECK: large embedded
async int two_ways(int n)
{
    if (n > 5)
        goto report;
    if (unlikely(n < 0)) {
    report:
        return await large(n);
    }
    return await ac_sleep(1);
}
// CHECK: async one_is_enough
// CHECK: large embedded
async int one_is_enough(int n)
{
    if (n > 5 || unlikely(n < 0))
        return await large(n);
    return await ac_sleep(1);
}
// The other one takes the room in any case.
// CHECK: async beside_a_large_one
// CHECK: large embedded
// CHECK: large embedded
async int beside_a_large_one(int n)
{
    if (unlikely(n < 0))
        return await large(n);
    return await large(n + 1);
}
static async int small(int n)
{
    int r = await ac_sleep(1);
    return r + n;
}
// CHECK: async not_worth_it
// CHECK: small embedded
async int not_worth_it(int n)
{
    if (unlikely(n < 0))
        return await small(n);
    return await ac_sleep(1);
}
__attribute__((cold)) static async int report(int n)
{
    char buf[1024];
    memset(buf, n, sizeof buf);
    int r = await ac_sleep(1);
    return r + buf[n & 1023];
}
// CHECK: async calls_cold
// CHECK: report dynamic
async int calls_cold(int n)
{
    return n < 0 ? await report(n) : await ac_sleep(1);
}
__attribute__((hot)) static async int hot(int n)
{
    char buf[1024];
    memset(buf, n, sizeof buf);
    int r = await ac_sleep(1);
    return r + buf[n & 1023];
}
// CHECK: async calls_hot
// CHECK: hot embedded
async int calls_hot(int n)
{
    if (unlikely(n < 0))
        return await hot(n);
    return await ac_sleep(1);
}
// Who embeds a function that embeds no more gains as much.
// CHECK: async outer
// CHECK: calls_cold embedded
async int outer(int n)
{
    return await calls_cold(n);
}
