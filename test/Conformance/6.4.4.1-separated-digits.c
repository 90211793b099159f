// RUN: %run-both %s -std=gnu2x
// 6.4.4.1 Integer constants of C23: digits separated by quotes, binary ones.
#include "Inputs/poll.h"
async int f(int n)
{
    switch (await leaf(n)) {
    case 1'0 - 9: return await leaf(1'000) + 0x1'F;
    default: return 12'34'5 + 0b1'1;
    }
}
