// An enum with a type of its own, which clang takes before C23, hides another of its tag, and is the
// result of an async function.
// RUN: %asyncc --cc=clang-19 %sanitize -std=gnu2x %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 -O2 %sanitize %s -o %t && %t | FileCheck %s
// CHECK: 10001002
// CHECK-NEXT: 3 4 5
#include <asyncc.h>
#include <stdio.h>

enum size { SMALL = 1000, LARGE };

static async enum size later(int n)
{
    await ac_yield();
    return (enum size)n;
}

static int both(int a, int b)
{
    return a * 10000 + b;
}

static async int hidden(void)
{
    enum size : signed char { TINY = 1 };
    return TINY * both(await later(1000), await later(1002));
}

static async enum kind : signed char { FIRST = 3, SECOND } kind_of(int n)
{
    await ac_yield();
    return n ? SECOND : FIRST;
}

static async enum : unsigned char { FIFTH = 5 } unnamed(void)
{
    await ac_yield();
    return FIFTH;
}

// The type names a variable that lives in the frame.
static async int as_wide(short n)
{
    short *kept = &n;
    enum of_type : __typeof__(n) { LOW = -1 };
    enum of_type e = LOW;
    await ac_yield();
    return (int)sizeof e + e + *kept;
}

async int main(void)
{
    printf("%d\n", await hidden() + await as_wide(7) - 8);
    printf("%d %d %d\n", await kind_of(0), await kind_of(1), await unnamed());
    return 0;
}
