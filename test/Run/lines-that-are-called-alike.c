// RUN: %run-both %s
// --emit=c: generated code may call two lines by one name.
#include "Inputs/poll.h"
#line 7 "a.y"
static async int first(int n) { return 1 + await leaf(n); }
#line 30 "b.c"
static int plain(int n) { return n; }
#line 7 "a.y"
static async int second(int n) { return 2 * await leaf(n); }
async int f(int n) { return await first(n) + await second(n) * 10 + plain(n) * 100; }
