// RUN: %run-both %s
// GNU C: awaits in the operands of asm statements, where they are values, subscripts and pointers.
#include "Inputs/poll.h"
struct record {
    int a, b[4];
};

static async int *at(int *p)
{
    return p + await leaf(0);
}

static async int values(int n)
{
    int out;
    __asm__("movl %1, %0\n\taddl %2, %0" : "=&r"(out) : "r"(await leaf(n)), "r"(await leaf(n + 2)));
    await leaf(1);
    if (n & 1)
        __asm__("addl %1, %0" : "+r"(out) : "ri"(await leaf(7)));
    else
        out--;
    return out;
}

static async int places(int n)
{
    struct record r = {n, {2, 3, 4, 5}};
    int *p = r.b, beside = n;
    __asm__("addl %1, %0" : "+r"(r.b[await leaf(1)]) : "r"(await leaf(n)));
    __asm__("addl %1, %0" : "+m"(*p++) : "r"(await leaf(3)));
    __asm__ volatile("incl %0\n\tincl %1" : "+m"(*await at(&r.a)), "+m"(beside));
    await leaf(2);
    __asm__("addl %1, %0" : "+r"(r.b[2]) : "m"(r.b[await leaf(3)]));
    return r.a * 7 + r.b[0] * 100 + r.b[1] * 10 + r.b[2] + (int)(p - r.b) + beside;
}

static async int jump(int n)
{
    int rounds = 0;
again:
    rounds++;
    __asm__ goto("cmpl %1, %0\n\tjl %l[less]" : : "r"(await leaf(n)), "r"(await leaf(rounds)) : "cc" : less);
    goto again;
less:
    return rounds * ({
        int twice = 2;
        __asm__("addl %1, %0" : "+r"(twice) : "r"(await leaf(n)));
        twice;
    });
}

async int f(int n)
{
    return await values(n) + await places(n) + await jump(n);
}
