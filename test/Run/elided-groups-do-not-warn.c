// RUN: %runtime-cc -DASYNCC_ELIDE %s -o %t && %t | FileCheck %s
// RUN: clang-19 -DASYNCC_ELIDE -Wall -Wextra -Werror -I%S/../../runtime/include -fsyntax-only %s
// RUN: sh -c 'gcc -DASYNCC_ELIDE -Wall -Wextra -Wconversion -Wcast-qual -Werror $(%asyncc --print-cflags) -fsyntax-only %s'
// CHECK: 1 2 3 4
// The value of a group may be dropped, elided too; and nobody is warned of the headers themselves.
#include <asyncc.h>
#include <stdio.h>

#define TRY(e)                                                                                     \
    __extension__({                                                                                \
        int rc_ = (e);                                                                             \
        if (rc_ < 0)                                                                               \
            return rc_;                                                                            \
        rc_;                                                                                       \
    })

static async int give(int n)
{
    await ac_yield();
    return n;
}

async int main(void)
{
    int a, b, c, d, e;
    await ac_all(a = give(1), b = give(2));
    await ac_select(c = give(3));
    await ac_timeout(1000, ac_all(d = give(4), e = ac_all(give(5), ac_timeout(1000, give(6)))));
    for (await ac_all(give(1)); TRY(({
                                    await ac_all(e = give(e));
                                    e;
                                })) > 0;
         await ac_select(give(1)))
        e--;
    printf("%d %d %d %d\n", a, b, c, d);
    return e;
}
