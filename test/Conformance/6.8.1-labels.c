// RUN: %run-both %s
// 6.8.1 Labels: before awaits, several on one statement, at blocks' ends, named like everything else.
#include "Inputs/poll.h"
struct f { int f; };
async int f(int n)
{
    int s = 0, again = n;
    goto middle;
first: second: third:
    s += await leaf(3);
    if (s > 40)
        goto end;
middle:
    s += 10 * await leaf(1);
again: // a label and a variable
    if (again-- > 0) {
        s++;
        if (await leaf(again) % 2)
            goto again;
        else if (s % 3 == 0)
            goto first;
        else if (s % 3 == 1)
            goto second;
        goto third;
    }
f:
    {
        struct f f = {await leaf(s)};
        if (f.f < 30) {
            s += await leaf(20);
            goto f;
        }
        goto leave;
    leave:;
    }
    switch (n % 3)
    inner:
    case 1:
    default:
        s += await leaf(2);
    if (s % 5)
        goto inner;
end:
    return s * 10 + again;
}
