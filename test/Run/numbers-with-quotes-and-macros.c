// RUN: %run-both %s -std=gnu2x
// What the quote in a number separates is no character: behind it macros are known, so that none expands twice.
#include "Inputs/poll.h"
static int slow(int x) { return x; }
#define slow(x) (slow(x) + 1)
async int f(int n)
{
    int k = 1'000; /* of a
    comment */ k += await leaf(n);
    int r = slow(k);
    k = 0x1'F + await leaf(n) + 'a' + u8'b';
    return r + k + (int)sizeof(u"'");
}
