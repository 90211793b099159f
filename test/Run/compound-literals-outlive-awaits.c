// A compound literal lives as long as its block: what points to it may be used after an await.
// RUN: %run-both %s
#include "Inputs/poll.h"
static int wipe(int n)
{
    volatile int junk[64];
    for (int i = 0; i < 64; i++)
        junk[i] = n;
    return junk[n % 64];
}
struct list {
    const int *numbers;
    const char *name;
};
async int f(int n)
{
    int *p = (int[]){n, 2, 3}, *q = ((int[]){4, n});
    struct list l = {(int[]){n + 1, n + 2}, "x"}, *pl = &(struct list){(const int[]){7}, "y"};
    int copy[2] = {5, 6}, s = 0;
    for (int i = 0; i < 3; i++) {
        int *inner = (int[]){i, n};
        s += await leaf(wipe(i));
        s += inner[0] * 10 + inner[1] + p[i] + q[i % 2];
    }
    s += await leaf(wipe(n));
    // One that no await can see needs no room in the frame, though one awaits around it.
    s += await leaf(sizeof((int[]){1, 2}) / 4 + ({
                        int k = 2;
                    again:;
                        int *here = (int[]){k, 1};
                        if (k-- > 0)
                            goto again;
                        here[0] + await leaf(1) - await leaf(1);
                    }));
    s += await leaf(({
        {
            int k = 2;
        once_more:;
            if (k-- > 0)
                goto once_more;
            int *here = (int[]){k, 1};
            s += *here;
        }
        3;
    }) + await leaf(2));
    return s + l.numbers[0] + l.numbers[1] + pl->numbers[0] + l.name[0] + pl->name[0] + copy[1];
}
