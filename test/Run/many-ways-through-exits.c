// More ways than are told apart in each exit lead through several.
// RUN: %run-both %s
#include "Inputs/poll.h"
#include <stdio.h>
static int ran;
static void cleaned(int *p)
{
    ran = (ran * 3 + *p) % 9973;
}
static async void cleaned_slowly(int *p)
{
    ran = (ran * 5 + await leaf(*p)) % 9973;
}
#define FOUR(X, n) X(n##0) X(n##1) X(n##2) X(n##3)
#define ALL(X) FOUR(X, 1) FOUR(X, 2) FOUR(X, 3) FOUR(X, 4) FOUR(X, 5)
#define JUMP_WITHIN(n)                                                                             \
    if (at == n)                                                                                   \
        goto m##n;
#define LABEL_WITHIN(n)                                                                            \
    m##n:                                                                                          \
    ran += n;
#define JUMP(n)                                                                                    \
    if (at == n)                                                                                   \
        goto l##n;
#define LABEL(n)                                                                                   \
    l##n:                                                                                          \
    to = (to * 2 + n) % 9973;
static async int ways(int at)
{
    int to = 0;
    for (int i = 0; i < 3; i++) {
        defer {
            ran += await leaf(i);
            // In the block of an exit, too.
            for (int k = 0; k < 2; k++) {
                int outer __attribute__((cleanup(cleaned))) = k;
                defer {
                    ran += await leaf(2);
                }
                {
                    int inner __attribute__((cleanup(cleaned_slowly))) = k + 1;
                    if (at == 9)
                        break;
                    ALL(JUMP_WITHIN)
                    ran += inner;
                }
                ran += outer;
            }
            ALL(LABEL_WITHIN)
        }
        int first __attribute__((cleanup(cleaned))) = i;
        {
            int second __attribute__((cleanup(cleaned_slowly))) = await leaf(i + 1);
            {
                defer {
                    ran = (ran * 2 + await leaf(3)) % 9973;
                }
                int third __attribute__((cleanup(cleaned))) = 7;
                ALL(JUMP)
                if (at == 1)
                    return to + 100;
                if (at == 2)
                    continue;
                if (at == 3)
                    break;
                to += await leaf(third);
            }
            to += second;
        }
        to += first;
    }
    ALL(LABEL)
    return to;
}
async int f(int n)
{
    ran = 0;
    int to = 0;
    for (int at = n * 10; at < n * 10 + 10; at++) {
        to += await ways(at);
        printf("%d %d, ", to, ran);
    }
    return to;
}
