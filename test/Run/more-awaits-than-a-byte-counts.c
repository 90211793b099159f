// RUN: %run-both %s
// More awaits than one byte, and two, can number: the state in the frame is as wide as it must be.
// RUN: %asyncc -DMANY -I%S --emit=c %s -o - | FileCheck %s
// CHECK: struct {{.*}}f__frame {
// CHECK: unsigned int ac__state;
// CHECK: f__AWAIT_23_66000
#include "Inputs/poll.h"
#define A r = (r + await leaf(r & 7)) & 1023;
#define B A A A A A A A A A A
#define C B B B B B B B B B B
#ifdef MANY
#define D C C C C C C C C C C
#define E D D D D D D D D D D
#define STATEMENTS E E E E E E D D D D D D
#else
#define STATEMENTS C C C
#endif
async int f(int n)
{
    int r = n + 1;
    int i = 0;
    for (; i < 2; i++) {
        STATEMENTS
    }
    return r;
}
