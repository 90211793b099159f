// clang's other form of `&`, whose operand is an object that a call does not take by its value.
// RUN: clang-19 -w -DASYNCC_ELIDE -I%S/../../runtime/include -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t.e && %t.e > %t.expected
// RUN: %asyncc --cc=clang-19 -Wall -Wextra -Werror -fsanitize=undefined -fno-sanitize-recover=all -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t && %t | diff %t.expected -
// RUN: %asyncc --cc=clang-19 -O2 -Wall -Wextra -Werror -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t && %t | diff %t.expected -
#include "Inputs/poll.h"
#include <string.h>
struct pair { int a, b[3]; };
static char *kept;
static void keep(char *p) { kept = __builtin_addressof(p[0]); }
static async int of_variables(int n)
{
    int x = n, *p = __builtin_addressof(x), **pp = __builtin_addressof(p);
    struct pair s = {n, {1, 2, 3}};
    int *b = (__builtin_addressof)(s.b[await leaf(1)]);
    *p += await leaf(5);
    (**pp)++, ++*b;
    *__builtin_addressof(s.a) += await leaf(n);
    return x + s.a + s.b[1] * 10 + *b + (int)sizeof *__builtin_addressof(x);
}
static async int is_kept(int n)
{
    char buf[40];
    memset(buf, n, sizeof buf);
    keep(buf);
    int s = 0;
    {
        char z[90];
        memset(z, 9, sizeof z);
        s += await leaf(2) + z[3] + z[50];
    }
    return s + kept[4] + kept[30];
}
async int f(int n) { return await of_variables(n) * 100 + await is_kept(n); }
