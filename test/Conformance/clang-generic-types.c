// _Generic that looks at a type (C2y): what typeof in it names may be in the frame, and what it awaits is not run.
// RUN: clang-19 -w -DASYNCC_ELIDE -I%S/../../runtime/include -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t.e && %t.e > %t.expected
// RUN: %asyncc --cc=clang-19 -Wall -Wextra -Werror -fsanitize=undefined -fno-sanitize-recover=all -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t && %t | diff %t.expected -
// RUN: %asyncc --cc=clang-19 -O2 -Wall -Wextra -Werror -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t && %t | diff %t.expected -
#include "Inputs/poll.h"
static async int of_variables(int n)
{
    char c = (char)n, *p = &c;
    short s = 2, *q = &s;
    int a[3] = {1, n, 3}, sum = 0, *r = a;
    sum += _Generic(__typeof__(await leaf(1)), int: await leaf(10), default: await leaf(1));
    sum += _Generic(__typeof__(c), char: await leaf(*p), default: await leaf(7));
    sum += _Generic(__typeof__(s) *, short *: await leaf(*q) + _Generic(__typeof__(c), char: 100, default: 1), default: 7);
    sum += _Generic(__typeof__(int[sizeof a]), int[12]: await leaf(1000), default: 3);
    sum += _Generic(int (*)(int, char), int (*)(int, char): a[1], default: await leaf(3));
    return sum + r[2];
}
async int f(int n)
{
    return await of_variables(n) + _Generic(__typeof__(await leaf(n)), int: 0, default: n);
}
