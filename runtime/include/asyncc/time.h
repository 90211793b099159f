/// Time: a monotonic clock and sleeping. Milliseconds throughout.
#ifndef ASYNCC_TIME_H
#define ASYNCC_TIME_H

#include <stdint.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>
#include <asyncc/leaf.h>

/// Milliseconds of a monotonic clock with an arbitrary beginning. From any thread.
uint64_t ac_now(void);

/// Suspends the calling task for at least `ms` milliseconds (0: one turn of the ready queue;
/// UINT64_MAX: until it is cancelled).
///
/// Returns 0, or AC_ECANCELED if the task is cancelled first. Takes no memory: the timer lives
/// in the caller's frame.
_Async int ac_sleep(uint64_t ms) AC_LEAF(ac_sleep);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

struct ac_sleep__frame {
    int result;
    int turn;
    ac_timer timer;
};
ac_poll ac_sleep__start(struct ac_sleep__frame *, ac_context *, uint64_t ms);
ac_poll ac_sleep__resume(void *, ac_context *);
extern const ac_async_type ac_sleep__type;

#endif
