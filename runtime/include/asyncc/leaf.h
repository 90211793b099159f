/// For those who write leaf operations by hand: what start and resume may ask of the runtime.
///
/// A leaf's start does its work at once if it can; otherwise it leaves something behind that will
/// wake cx->strand (a timer, a waker) and returns AC_PENDING. Its resume may be called without
/// reason at any time: it looks whether the thing has happened, and returns AC_PENDING if not.
#ifndef ASYNCC_LEAF_H
#define ASYNCC_LEAF_H

#include <stdint.h>
#include <asyncc/abi.h>
#include <asyncc/error.h>

enum { AC_ABORTED = 1 };

int ac__expired_inside(const ac_context *cx);

/// Whether the running strand was told to stop: 0 (no, or it is shielded), AC_ECANCELED or
/// AC_ETIMEDOUT (give that as the result), or AC_ABORTED (return AC_UNWIND). A result that is
/// already there wins.
static inline int ac_interrupted(const ac_context *cx)
{
    unsigned flags = cx->strand->flags;
    if (__builtin_expect(!(flags & AC__STRAND_STOPS), 1))
        return 0;
    if (flags & AC_STRAND_SHIELDED)
        return flags & AC_STRAND_EXPIRED ? ac__expired_inside(cx) : 0;
    return flags & AC_STRAND_ABORTED    ? AC_ABORTED
           : flags & AC_STRAND_CANCELED ? AC_ECANCELED
                                        : AC_ETIMEDOUT;
}

/// Whether ac_interrupted gives AC_ABORTED.
static inline _Bool ac_is_aborted(const ac_context *cx)
{
    unsigned flags = cx->strand->flags;
    return __builtin_expect(flags & AC_STRAND_ABORTED, 0) && !(flags & AC_STRAND_SHIELDED);
}

/// Counts an operation that ends at once. True when the strand has done so many of them in this
/// turn that others should have theirs: the leaf then returns ac_requeue(cx) and does its work
/// when it is resumed.
_Bool ac_out_of_budget(ac_context *cx);

/// Arms `timer`: the running strand is woken once `ms` milliseconds have passed, never earlier.
/// UINT64_MAX: never. They begin when somebody next looks at the clock: the loop in each of its
/// turns, or ac_now. Loop thread only. Takes no memory, and the same time for any number of timers.
void ac_timer_arm(ac_context *cx, ac_timer *timer, uint64_t ms);

/// Disarms `timer`; harmless if it is not armed.
void ac_timer_disarm(ac_timer *timer);

#endif
