// RUN: %run-both %s -Wno-attributes -Wno-ignored-attributes
// GNU C: what a pointer's type says of aliasing and alignment holds for temporaries, and for variables in the frame.
#include "Inputs/poll.h"
typedef int aliasing __attribute__((may_alias));
enum { FIVE = 0x40a00000 }; // as a float
static void touch(void *object) { __asm__ volatile("" : : "r"(object) : "memory"); }
static async int by_typedefs_of_a_block(float *f, int n)
{
    typedef int own __attribute__((may_alias));
    char *p = (char *)f;
    *((own *)(p += 4)) = (await leaf(5), f[1] = 3.0f, FIVE);
    int r = (int)f[1];
    *(n ? (own *)(f + 1) : (own *)(f + await leaf(1))) = (f[1] = 3.0f, FIVE);
    r = r * 10 + (int)f[1];
    own *q = (own *)(f + 1), *list[2] = {q, q};
    touch(&q), touch(list);
    await leaf(n);
    f[1] = 3.0f, *q = FIVE, r = r * 10 + (int)f[1];
    f[1] = 3.0f, *list[1] = FIVE;
    return r * 10 + (int)f[1];
}
static async int by_inference(float *f, aliasing *global)
{
    __auto_type q = global;
    __typeof__(*global) *p = global;
    touch(&p);
    await leaf(1);
    f[1] = 3.0f, *p = FIVE;
    int r = (int)f[1];
    *((__typeof__(*global) *)(f + await leaf(1))) = (f[1] = 3.0f, FIVE);
    r = r * 10 + (int)f[1];
    *++q = (await leaf(1), f[2] = 3.0f, FIVE);
    return r * 10 + (int)f[2];
}
static async aliasing *given(float *f) { return (aliasing *)(f + await leaf(1)); }
static async int unaligned(char *p)
{
    typedef int any __attribute__((aligned(1)));
    return *(any *)(p += 1) + await leaf(1) + (*(any *)(p += 1) += await leaf(1));
}
async int f(int n)
{
    float f[4] = {1, 2, 3, 4};
    char bytes[16] = {0};
    int r = await by_typedefs_of_a_block(f, n) + await by_inference(f, (aliasing *)(f + 1));
    *await given(f) = (f[1] = 3.0f, FIVE);
    return r + (int)f[1] + await unaligned(bytes);
}
