// RUN: %run-both %s
// GNU C: an attribute behind the comma is that of the declarator behind it, also where the declaration
// becomes several.
#include "Inputs/poll.h"
#include <stdint.h>
static int cleaned;
static void clean(int *p) { cleaned += *p; }
static void touch(void *object) { __asm__ volatile("" : : "r"(object) : "memory"); }
async int f(int n)
{
    int r = 0;
    {
        int a = await leaf(n), __attribute__((mode(DI))) b = 1, __attribute__((cleanup(clean))) c = await leaf(3);
        r += a + (int)sizeof b + c + (int)b;
    }
    int d = await leaf(1), __attribute__((vector_size(16))) v = {1, n, 3, 4}, __attribute__((__mode__(__QI__))) q = 300 - n;
    int e = await leaf(2), __attribute__((aligned(32))) *__attribute__((unused)) const at = &e, // why
        /* this */ __attribute__((aligned(64))) g = 3, (__attribute__((unused)) h) = 4;
    touch(&q), touch(&g);
    await leaf(1);
    int i = await leaf(n), __attribute__((vector_size(8))) w = {d, i}, __attribute__((mode(HI))) k = 7;
    touch(&k), touch(&w);
    await leaf(0);
    return r + d * 10 + v[1] + q * 100 + (int)sizeof q + *at + g * (int)((uintptr_t)&g % 64 + 1) + h + cleaned + w[0] + w[1] + (int)sizeof k * k;
}
