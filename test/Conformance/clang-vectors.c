// clang's own vectors: a condition chooses element by element, so both values are evaluated; some
// elements are one object.
// RUN: clang-19 -w -DASYNCC_ELIDE -I%S/../../runtime/include -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t.e && %t.e > %t.expected
// RUN: %asyncc --cc=clang-19 -Wall -Wextra -Werror -fsanitize=undefined -fno-sanitize-recover=all -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t && %t | diff %t.expected -
// RUN: %asyncc --cc=clang-19 -O2 -Wall -Wextra -Werror -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t && %t | diff %t.expected -
#include "Inputs/poll.h"
typedef int quad __attribute__((ext_vector_type(4)));
typedef int pair __attribute__((ext_vector_type(2)));
static int made;
static async quad four(int n)
{
    quad v = {n, 1, 2, 3};
    v.x += await leaf(n);
    made++;
    return v;
}
static async pair two(int n) { return (pair){await leaf(n), 7}; }
static int sum(quad v) { return v.x + v.y * 10 + v.z * 100 + v.w * 1000; }
static async int chosen(int n)
{
    quad mask = {-1, 0, n, -(n & 1)}, plain = {n, 5, 6, 7};
    quad both = mask ? await four(n) : await four(n + 1), left = mask ? await four(2) : plain;
    quad truth = mask && await four(n), either = await four(n) || mask;
    return sum(both) + sum(left) + sum(truth) + sum(either) + made;
}
static async int elements(int n)
{
    quad v = await four(n), *p = &v;
    v.yz = await two(n);
    v.wx += await two(2);
    v.wzyx = v;
    p->s2 = await leaf(4);
    v[await leaf(1)]++;
    return sum(v) + v.lo.y + (v == await four(n)).x + sum((await four(1)).xxyy * await leaf(n));
}
async int f(int n) { return made = 0, await chosen(n) * 7 + await elements(n); }
