// RUN: %asyncc --cc=gcc %sanitize -O2 %s -o %t.gcc && %t.gcc | FileCheck %s
// RUN: %asyncc --cc=clang-19 %sanitize -O2 %s -o %t.clang && %t.clang | FileCheck %s
// RUN: not %asyncc --cc=gcc --emit=c %s -o %t.out.c 2>&1 | FileCheck %s --check-prefix=KEPT
// KEPT: [[#@LINE+8]]:47: error: pointers are awaited here, perhaps to functions with the attribute 'const': --emit=c cannot leave it out
// CHECK: 4 2 2 4 1 3
// gcc takes calls through pointers to functions with the attribute `const` to have no effect, but
// these wait.
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>

typedef int (*by_typedef)(int) __attribute__((const));
struct operations {
    int (*get)(int) __attribute__((__const__, unused));
};
static int plain(int n) __attribute__((const));
static int plain(int n)
{
    return n + abs(n);
}
static async int waits(int n)
{
    await ac_sleep(1);
    return n;
}
static async int twice(by_typedef p, int n)
{
    int a = await p(n), b = await p(n);
    (void)await p(n);
    return a + b;
}
static async int of_record(const struct operations *o, int n)
{
    __typeof__(o->get) get = o->get;
    return await o->get(n) + await get(n);
}
static async int in_group(by_typedef p, int n)
{
    int a = 0, b = 0;
    await ac_all(a = p(n), b = p(n));
    return a + b;
}
static async int in_task(by_typedef p, int n)
{
    int result = -1;
    ac_task *t = ac_spawn(p(n));
    await ac_join(t, &result);
    return result;
}
async int main(void)
{
    struct operations o = {waits};
    __attribute__((const)) int (*local)(int) = waits;
    int n = await twice((by_typedef)waits, 2);
    printf("%d %d ", n, await of_record(&o, 1));
    printf("%d %d ", await in_group(waits, 1), plain(2));
    printf("%d %d\n", await in_task(waits, 1), await local(3));
    return 0;
}
