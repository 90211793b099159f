// RUN: %run-both %s
// GNU C: asm statements whose operands cross awaits, and are changed there.
#include "Inputs/poll.h"
static async int asms(int n)
{
    int a = await leaf(n), b = 5, out;
    __asm__ volatile("addl %2, %1\n\tmovl %1, %0" : "=r"(out), "+r"(a) : "r"(b) : "cc");
    int c = await leaf(out);
    __asm__("" : "+m"(c));
    c += a;
    __asm__ volatile("incl %[x]" : [x] "+r"(c));
    char buf[16] = "abc";
    await leaf(1);
    __asm__("movb $'z', %0" : "=m"(buf[1]));
    await leaf(1);
    return c + buf[1] + b;
}

async int f(int n)
{
    return await asms(n);
}
