// 6.7.4 Inline functions: async ones that a header defines. With --emit=c they are not supported.
// RUN: gcc -w -DASYNCC_ELIDE -I%S/../../runtime/include -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t.elided
// RUN: %asyncc --cc=gcc -O2 -Wall -Wextra -Werror -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t.gcc
// RUN: %asyncc --cc=clang-19 -O2 -Wall -Wextra -Werror -I%S/../Run %s %S/../Run/Inputs/poll.c -o %t.clang
// RUN: %t.elided > %t.expected
// RUN: %t.gcc | cmp - %t.expected
// RUN: %t.clang | cmp - %t.expected
#include "Inputs/poll.h"
#include "Inputs/inline.h"
async int f(int n)
{
    return await in_header(n) * 100 + await twice_in_header(n);
}
