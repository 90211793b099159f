// C23's constants stay constants where awaits are around; clang has them, gcc 12 does not.
// RUN: clang-19 -std=c23 -w -DASYNCC_ELIDE -I%S/../../runtime/include -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t.e && %t.e > %t.expected
// RUN: %asyncc --cc=clang-19 -std=c23 -O0 -Wall -Wextra -Werror -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t && %t | diff %t.expected -
// RUN: %asyncc --cc=clang-19 -std=c23 -O2 -Wall -Wextra -Werror -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t && %t | diff %t.expected -
#include "Inputs/poll.h"
constexpr int two = 2;
async int f(int n)
{
    constexpr int k = 5, m = k + two;
    constexpr struct { int a, b[2]; } both = {1, {k, m}};
    static constexpr short fixed = m;
    int i = k + await leaf(n), r[m] = {[k] = await leaf(k)};
    for (constexpr int end = two; i < end; i++)
        r[1]++;
    static_assert(m == 7);
    constexpr auto late = both.a;
    constexpr auto int beside = 3, other = 4;
    auto int constexpr behind = 5;
    auto constexpr inferred = 6;
    constexpr auto struct pair { int a, b; } pair = {1, beside};
    const int *q[] = {&beside, &other, &behind, &inferred, &pair.b};
    for (constexpr auto int end = 3; i < end; i++)
        r[0] += await leaf(1);
    constexpr int bound = 4; // which nothing names but a type in the frame
    int pinned[bound] = {}, *into = &pinned[2];
    *into += await leaf(n);
    const int *p = &both.b[await leaf(1)];
    switch (await leaf(n)) {
        constexpr int one = 1;
    case one:
        r[0] = await leaf(one);
        break;
    case k:
        i += (await leaf(k), one);
    }
    return *p + r[k] * i + r[0] + r[1] + late + fixed + *q[0] + *q[1] + *q[2] + *q[3] + *q[4] + *into;
}
