// RUN: %run-both %s
// 6.5.15 ?: with awaits in each of its parts; of every type; nested; as an operand of everything.
#include "Inputs/poll.h"
struct pair { int x, y; };
static int ran, cells[2];
static async struct pair pair(int n) { ran++; return (struct pair){await leaf(n), n}; }
static async void nothing(int n) { ran += await leaf(n); }
static async const char *text(int n) { return await leaf(n) ? "yes" : 0; }
async int f(int n)
{
    ran = cells[0] = cells[1] = 0;
    int r = await leaf(n & 1) ? 10 : 20;
    r += n & 2 ? await leaf(1) : await leaf(2);
    r += await leaf(n & 4) ? await leaf(n) : n ? -await leaf(n) : await leaf(5);
    r += (n > 3 ? await pair(1) : (struct pair){2, 3}).y + (await leaf(n) ? (struct pair){4, 5} : await pair(n)).x;
    *(n & 1 ? &cells[0] : &cells[await leaf(1)]) += await leaf(7);
    n & 1 ? await nothing(3) : (void)0;
    n & 2 ? (void)(r += await leaf(9)) : await nothing(1);
    double d = n & 1 ? await leaf(1) : 2.5;       // int and double
    long l = await leaf(n) ? (short)-1 : 1l << 40;
    const char *s = n & 4 ? await text(n) : await leaf(1) ? "no" : (void *)0;
    const void *v = n > 8 ? s : (const void *)await text(1);
    r += (n & 1 ? *await text(1) : 'a') + await leaf(n > 5 ? await leaf(n) : 5 ? 3 : await leaf(0));
    r += (await leaf(n) > 2 ? cells : &cells[1])[await leaf(0)];
    return r + (int)(d * 2) + (int)(l >> 30) + s[0] + !v + ran * 1000 + cells[0] + cells[1] * 2;
}
