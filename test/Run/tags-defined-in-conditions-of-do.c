// RUN: %run-both %s
// What the condition of a `do` defines is another thing than what its body names.
#include "Inputs/poll.h"
#include <stdio.h>
struct s { char c[3]; };
enum { LARGE = 9 };
async int f(int n)
{
    struct t { char c[7]; } t = {{(char)n}};
    do {
        struct s before = {{1}};
        struct s { int x; } behind = {await leaf(1)};
        if (n % 3 == 0) {
            n += LARGE;
            continue;
        }
        n += behind.x + before.c[0] + (int)sizeof(struct t) + t.c[0];
    } while (await leaf(n) < (int)sizeof(struct s { char c[20]; int y; }) + (int)sizeof(enum { LARGE = 20 }) + LARGE &&
             n < 9 * (int)sizeof(struct t { struct s two[2]; }));
    printf("%d %d %d\n", n, (int)sizeof(struct s), (int)sizeof(struct t) + LARGE);
    do n++;
    while (((struct u { int x; } []){{n}, {3}})[0].x < (int)sizeof(struct u) + await leaf(100));
    do
        n++;
    while (*&(int){n} + (int)sizeof(struct u { int x; }) < 200);
    // A body without braces defines one, too.
    do
        n += (int)sizeof(struct v { char c[2]; });
    while ((n += (int)sizeof(struct v { char c[3]; })) < 300 && await leaf(1));
    do
        if (n & 1)
            continue;
        else
            n -= (int)sizeof(struct v { char c[5]; });
    while (n-- > (int)sizeof(struct v { char c[100]; }) + await leaf(3));
    return n;
}
