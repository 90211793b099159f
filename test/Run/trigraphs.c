// RUN: %run-both %s -std=c11 -Wno-trigraphs -Wno-comment
// RUN: %run-both %s -std=gnu11 -Wno-trigraphs -Wno-comment
#include "Inputs/poll.h"
int k;
static async int g(int n) { return await leaf(n) + k; } // what??/
int k = 5;
async int f(int n)
{
    const char *s = "ab";
#ifdef __STRICT_ANSI__
    s = "a??/"b??/"";
#endif
    return await g(n) + s[1]; // "
}
