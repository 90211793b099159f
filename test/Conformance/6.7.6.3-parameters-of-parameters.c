// RUN: clang-19 -w -DASYNCC_ELIDE -I%S/../../runtime/include -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t.e && %t.e > %t.expected
// RUN: %asyncc --cc=gcc %sanitize -Wall -Wextra -Werror -pedantic -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t && %t | diff %t.expected -
// RUN: %asyncc --cc=clang-19 -O2 -Wall -Wextra -Werror -pedantic -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t && %t | diff %t.expected -
// Bounds in the lists of parameters' own parameters may name parameters: there they are `*`.
#include "Inputs/poll.h"
static int third(int (*m)[3]) { return m[0][2]; }
static int corner(int (*m)[2][3]) { return m[0][1][2]; }
static int last(int n, int (*m)[n]) { return m[0][n - 1]; }
static int plain(int *m, int (*row)[2]) { return m[1] + row[0][1]; }
static async int one(int n, int (*cb)(int (*m)[n]))
{
    int a[3] = {1, 2, 3}, *p = a;
    await leaf(1);
    return cb(&a) + *p;
}
static async int corners(int rows, int n, int (*cb)(int (*m)[rows][n + 0]), int (*const list[2])(int (*)[sizeof n / 2 + 1]))
{
    int (**own)(int (*)[rows][n]) = &cb, a[2][3] = {{1, 2, 3}, {4, 5, 6}};
    await leaf(1);
    return (*own)(&a) + list[1](&a[1]);
}
static async int others(int n, int (*)(int k, int (*m)[k]), int (*cb)(int m[n], int (*row)[*]));
static async int others(int n, int (*a)(int n, int (*m)[n]), int (*b)(int m[n], int (*row)[n - 1]))
{
    int v[3] = {1, 2, 4}, w[2] = {5, 6};
    n = await leaf(n);
    return a(n, &v) + b(v, &w);
}
async int f(int n)
{
    int (*list[2])(int (*)[3]) = {third, third};
    async int (*p)(int, int (*)(int (*)[3])) = one;
    return await one(3, third) + await p(3, third) * 10 + await corners(2, 3, corner, list) + await others(3, last, plain) + n;
}
