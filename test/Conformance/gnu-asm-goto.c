// RUN: %run-both %s
// GNU C: asm goto over awaits, backwards, out of a loop's body, with local labels.
#include "Inputs/poll.h"
static async int jump(int n)
{
    int a = await leaf(n), b = 5;
    __asm__ goto("cmpl %1, %0\n\tjl %l[small]\n\tjg %l3" : : "r"(a), "r"(b) : "cc" : small, big);
    a += await leaf(100);
    return a;
small:
    a += b + await leaf(1);
    b++;
    asm volatile goto("cmpl $12, %0\n\tjl %l1" :: "r"(a) : "cc" : small);
    return a + b;
big: {
        __label__ out;
        int out2 = await leaf(3);
        asm goto("jmp %l0" : : : : out);
        a = await leaf(out2);
    out:
        a += await leaf(out2);
        for (int i = 0; i < 5; i++) {
            asm goto("testl $1, %0\n\tjnz %l[next]" : : "r"(i) : "cc" : next);
            a += await leaf(i);
        next:;
        }
    }
    return a * 1000;
}
async int f(int n)
{
    return await jump(n);
}
