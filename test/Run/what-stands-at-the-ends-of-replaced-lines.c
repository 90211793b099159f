// RUN: %run-both %s -Wconversion
// --emit=c: what is no token, but stands on the lines of a function in front of it or behind it, or in the rest of a
// conditional that begins within it, holds for the lines behind.
#include "Inputs/poll.h"
#define PACK _Pragma("pack(push, 1)")
#define UNPACK _Pragma("pack(pop)")
static async int one(int n) { return await leaf(n); } PACK
struct packed { char c; int i; };
UNPACK static async int two(int n) { return await leaf(n); }
struct plain { char c; int i; };
#define WITHIN 1
#define BEHIND 1
static async int three(int n)
{
    n += await leaf(n);
#undef BEHIND
#if WITHIN
    return n;
}
#define BEHIND 5
#pragma pack(push, 1)
#else
    return n + 1;
}
#define BEHIND 6
#endif
struct packed_too { char c; int i; };
static int behind(void) { return BEHIND; }
#pragma pack(pop)
async int f(int n)
{
    int sizes = (int)sizeof(struct packed) + (int)sizeof(struct plain) * 10 + (int)sizeof(struct packed_too) * 100;
    return sizes * 10000 + behind() * 1000 + await one(n) + await two(n) + await three(n);
}
