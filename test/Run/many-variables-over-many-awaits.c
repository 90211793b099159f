// So many variables are alive over so many awaits that some of them are not saved but pinned.
// RUN: %asyncc -w -DASYNCC_ELIDE %s %S/Inputs/poll.c -o %t.elided && %t.elided > %t.expected
// RUN: %asyncc -O1 -fsanitize=undefined -fno-sanitize-recover=all -Wall -Wextra -Werror %s %S/Inputs/poll.c -o %t
// RUN: %t | cmp %t.expected -
// RUN: %asyncc --cc=clang-19 -O2 -Wall -Wextra -Werror %s %S/Inputs/poll.c -o %t
// RUN: %t | cmp %t.expected -
// RUN: %asyncc --dump=frame %s | FileCheck %s
// CHECK: v00: pinned
// CHECK: v48: saved
#include "Inputs/poll.h"
#define TEN(X, d) X(d##0) X(d##1) X(d##2) X(d##3) X(d##4) X(d##5) X(d##6) X(d##7) X(d##8) X(d##9)
#define FIFTY(X) \
    TEN(X, 0) TEN(X, 1) TEN(X, 2) TEN(X, 3) TEN(X, 4)
#define DECLARE(n) int v##n = k++ * 7 % 11 + await leaf(1);
#define ADD(n) s = s * 3 + v##n;
async int f(int n)
{
    int k = n;
    unsigned s = 0;
    int two[2], *p = two; // of this one the lifetime is known
    p[0] = p[1] = await leaf(n);
    FIFTY(DECLARE)
    s = (unsigned)(*p + await leaf(2));
    FIFTY(ADD)
    return (int)(s & 0xffffff);
}
