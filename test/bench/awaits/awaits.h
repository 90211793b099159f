// What awaits.c shares with the others.
#ifndef AWAITS_H
#define AWAITS_H

#include "measure.h"
#include <asyncc.h>

// The value, about which the compiler knows nothing any more. No instruction.
static inline long opaque(long x)
{
    __asm__ volatile("" : "+r"(x));
    return x;
}

// elsewhere.c
void wait_plainly(void);
async long step_elsewhere(long x);
long step_elsewhere_plainly(long x);

// A leaf that waits once, for whom nothing is queued: who resumes is hand.c.
struct once__frame {
    int result;
};
async int once(void);
static inline ac_poll once__start(struct once__frame *f, ac_context *cx)
{
    (void)f, (void)cx;
    return AC_PENDING;
}
static inline ac_poll once__resume(void *f, ac_context *cx)
{
    (void)cx;
    ((struct once__frame *)f)->result = 1;
    return AC_READY;
}

// hand.c
double resume_one(long n);
double resume_ten(long n);
double resume_by_hand(long n);
async long level_1(void);
async long level_10(void);

// starts.c
async double spawns_waiting(long n);
async double pairs(long n);
async double rounds(long n);
async double bushes(long n);

#endif
