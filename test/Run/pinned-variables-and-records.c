// RUN: %run-both %s
#include "Inputs/poll.h"
struct big { int v[20]; };
struct pair { int x; const char *s; };
static void bump(int *p) { ++*p; }
static int sum(const int *p, int n) { return n ? *p + sum(p + 1, n - 1) : 0; }
static async struct big make(int n)
{
    struct big b = {{0}};
    for (int i = 0; i < 20; i++)
        b.v[i] = await leaf(n + i);
    return b;
}
static async int total(const int *p, int n)
{
    int s = 0;
    while (n--)
        s += await leaf(*p++);
    return s;
}
static async void touch(int *p) { *p += await leaf(2); }
static async int most_aligned(int n)
{
    char c = 'c', x __attribute__((aligned)) = 'x', y __attribute__((__aligned__)) = 'y';
    char *p[] = {&c, &x, &y};
    n += await leaf(n);
    return n + *p[0] + *p[1] * 3 + *p[2] * 5 + (int)(((size_t)p[1] | (size_t)p[2]) % 16);
}
async int f(int n)
{
    int self = n, *to_self = &self, r = 0;
    struct big b = await make(n);
    bump(to_self);
    r += await most_aligned(n);
    await touch(&self);
    r += *to_self + sum(b.v, 20);
    r += await total((int[]){1, 2, 3, n}, 4);
    struct pair p = {.x = await leaf(3), .s = __func__};
    for (int i = 0, *q = &i; *q < 3; ++*q) {
        char name[4] = {'a', (char)('b' + i)};
        volatile long double precise = i;
        r += (int)precise + await leaf(name[1]) + name[0];
        precise += 1;
        r += (int)precise;
    }
    {
        int n = await leaf(5);
        struct pair inner = p;
        inner.x += await leaf(n);
        r += inner.x + inner.s[0];
    }
    int early;
    if (n % 2)
        early = await leaf(n);
    r += await leaf(1);
    if (n % 2)
        r += early;
    switch (n) {
    case 1 ... 3:
        r += await leaf(7);
        __attribute__((fallthrough));
    case 4:
        for (;;) {
            if (await leaf(n) == n)
                break;
        }
        r++;
        break;
    default:
        r -= (await leaf(1), self) ?: 9;
    }
    return r + sizeof(await leaf(3)) + p.s[0];
}
