// RUN: %run-both %s
// 6.7.2.1 What type a bit-field has is for each compiler to say, also where _Generic chooses by it beside an await.
#include "Inputs/poll.h"
struct s { unsigned b3 : 3; unsigned long b40 : 40; _Bool z : 1; int i5 : 5; };
static double fd(void) { return 1.75; }
static long fl(void) { return 2; }
static async int chosen(int n)
{
    struct s s = {5, 0xffffffffffUL, 1, 3};
    double sum = 0;
    sum += (double)(_Generic(s.b3, unsigned: fl(), default: fd()) + await leaf(n));
    sum = 10 * sum + (double)(_Generic(s.b40, unsigned long: fl(), default: fd()) + await leaf(0));
    sum = 10 * sum + (double)(_Generic(s.b40 + 1, unsigned long: fl(), default: fd()) + await leaf(0));
    sum = 10 * sum + (double)(_Generic(s.z, _Bool: fl(), default: fd()) + await leaf(0));
    sum = 10 * sum + (double)(_Generic((s.i5), int: fl(), default: fd()) + await leaf(0));
    return (int)(sum * 100);
}
static void touch(void *object)
{
    __asm__ volatile("" : : "r"(object) : "memory");
}
// Their address is taken, so the frame holds them.
static async int declared(int n)
{
    struct s s = {5, 0xffffffffffUL, 1, 3};
    __auto_type x = s.b40 + 0;
    __typeof__(s.b40 + 0) y = s.b40, z[2] = {s.b40, s.b40};
    touch(&x), touch(&y), touch(z);
    x += 1 + (unsigned)await leaf(n);
    y *= 3;
    z[1]++;
    (void)await leaf(0);
    __auto_type w = y + 1;
    touch(&w);
    w -= 1 + (unsigned)await leaf(0);
    return (int)((unsigned long)x % 10 + y / 10 % 10 + z[1] % 10 + w / 10 % 1000);
}
async int f(int n)
{
    return await chosen(n) + await declared(n);
}
