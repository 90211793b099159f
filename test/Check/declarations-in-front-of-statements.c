/* Where declarations stand in front of statements, what is generated between them is not told of.
RUN: %asyncc --cc=gcc -std=gnu90 -Wextra -pedantic-errors -Werror -c %s -o %t.o
RUN: %asyncc --cc=clang-19 -std=gnu90 -Wextra -pedantic-errors -Werror -c %s -o %t.o
RUN: %asyncc --cc=gcc --emit=c %s -o %t.c
RUN: sh -c 'gcc $(%asyncc --print-cflags) -Wextra -Werror=declaration-after-statement -c %t.c -o %t.o'
RUN: %asyncc --cc=clang-19 --emit=c -Wdeclaration-after-statement %s -o %t.c
RUN: sh -c 'clang-19 $(%asyncc --print-cflags) -std=gnu90 -Wextra -pedantic -Werror -c %t.c -o %t.o'
 */
#include <asyncc.h>

static async int f(int n)
{
    await ac_yield();
    return n;
}

async int main(void)
{
    int a = await f(1), b = 2;
    int c = await f(3);
    a += await f(b);
    return a - c;
}
