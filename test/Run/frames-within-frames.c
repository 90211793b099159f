// Each frame holds that of the function below twice, so that there are 2^40 ways through the whole: gcc is told
// not to go them, by the driver and in what --emit=c writes. Without that this test does not end.
// RUN: %run-both %s
// RUN: %asyncc -I%S --emit=c %s -o - | FileCheck %s
// RUN: %asyncc -I%S --cc=clang-19 --emit=c %s -o - | FileCheck --check-prefix=CLANG %s
// CHECK: {{^}}#pragma GCC optimize "no-devirtualize"
// CLANG-NOT: {{^}}#pragma GCC optimize
#include "Inputs/poll.h"
#define LEVEL(name, below)                                                                                            \
    async int name(int n)                                                                                             \
    {                                                                                                                 \
        int sum = await below(n);                                                                                     \
        return n % 2 ? sum % 9999 * 2 + 1 : sum + await below(n + 1);                                                  \
    }
#define TEN(name, below)                                                                                              \
    LEVEL(name##0, below)                                                                                             \
    LEVEL(name##1, name##0)                                                                                           \
    LEVEL(name##2, name##1)                                                                                           \
    LEVEL(name##3, name##2)                                                                                           \
    LEVEL(name##4, name##3)                                                                                           \
    LEVEL(name##5, name##4)                                                                                           \
    LEVEL(name##6, name##5)                                                                                           \
    LEVEL(name##7, name##6)                                                                                           \
    LEVEL(name##8, name##7)                                                                                           \
    LEVEL(name##9, name##8)
async int bottom(int n)
{
    return await leaf(n);
}
TEN(a, bottom)
TEN(b, a9)
TEN(c, b9)
TEN(d, c9)
async int f(int n)
{
    return await d9(2 * n + 1) - await d9(2 * n + 7);
}
