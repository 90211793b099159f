// RUN: %run-both %s -std=c17 -Wno-trigraphs
// 5.2.1.1 Trigraph sequences
#include "Inputs/poll.h"
??=define TWICE(e) ((e) + (e))
async int f(int n)
??<
    int a??(2??) = ??<TWICE(await leaf(n)), n??>, bits = (12 ??' await leaf(n)) ??! 64;
    return ??-bits ??/
        + a??(0??) + a??(n & 1??);
??>
