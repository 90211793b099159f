// RUN: %run-both %s
#include "Inputs/poll.h"
async int f(int n)
{
    int fuel = 20, s = 0;
    for (int c = 0; fuel-- > 0 && c < await leaf(3); c++)
        s += c;
    for (int c = 0; c < n || await leaf(c) < 5; c++)
        s += c;
    for (int c = 4; await leaf(c); c--)
        s += fuel;
    for (int c = 0; c < 3 ? await leaf(1) : 0; c++ ? await leaf(2) : await leaf(1))
        s++;
    for (int c = 0; c < 3; await leaf(c), c++)
        s += c * 2;
    for (int c = 0; (await leaf(c), c < 3); c += ({ await leaf(1); 1; }))
        s += c;
    for (int c = 2; c--; await leaf(c))
        s++;
    int d;
    for(d=await leaf(0);d<await leaf(3)&&s;d++)s+=d; // clang-format off: nothing between the parts
    for(d=({await leaf(0);1;});await leaf(d)<3;)d++;
    return s * 100 + fuel;
}
