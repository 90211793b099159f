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

/// Suspends the calling task until ac_now's clock shows `at` (a time that has passed: one turn of
/// the ready queue; UINT64_MAX: until it is cancelled). Returns what ac_sleep returns.
_Async int ac_sleep_until(uint64_t at) AC_LEAF(ac_sleep_until);

/// The milliseconds from now to `at`, 0 if it has passed: for what takes a time span, as in
/// ac_timeout(ac_until(at), …). From any thread.
uint64_t ac_until(uint64_t at);

/// What becomes of ticks for which nobody was waiting in time.
typedef enum ac_missed {
    AC_BURST, ///< they come at once, one after the other
    AC_SKIP,  ///< they are left out; the others come when they would have come
    AC_DELAY, ///< they are left out; the next one comes a whole period after the late one
} AC__ENUM ac_missed;

/// Ticks at regular times. Used by one task at a time.
typedef struct ac_interval {
    uint64_t period; ///< in milliseconds
    uint64_t next;   ///< when the next tick is due, by ac_now's clock; may be set
    ac_missed missed;
} ac_interval;

/// An interval whose first tick is due a period (at least 1 ms) from now.
void ac_interval_start(ac_interval *interval, uint64_t period, ac_missed missed);

/// Waits for the next tick, never shorter; at once if it is late.
///
/// Returns by how many whole periods it is late, at most INT_MAX: that many ticks are missed. Or
/// AC_ECANCELED, and the tick is still to come. Takes no memory.
_Async int ac_tick(ac_interval *interval) AC_LEAF(ac_tick);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

struct ac_sleep__frame {
    union {
        int result;
        ac_timer timer; // at 0: not armed, a turn of the ready queue is waited for
    };
};
ac_poll ac_sleep__start(struct ac_sleep__frame *, ac_context *, uint64_t ms);
ac_poll ac_sleep__resume(void *, ac_context *);
extern const ac_async_type ac_sleep__type;

struct ac_sleep_until__frame {
    union {
        int result;
        struct ac_sleep__frame sleep;
    };
};
ac_poll ac_sleep_until__start(struct ac_sleep_until__frame *, ac_context *, uint64_t at);
ac_poll ac_sleep_until__resume(void *, ac_context *);
extern const ac_async_type ac_sleep_until__type;

struct ac_tick__frame {
    int result;
    int waits;
    ac_interval *interval;
    ac_timer timer;
};
ac_poll ac_tick__start(struct ac_tick__frame *, ac_context *, ac_interval *interval);
ac_poll ac_tick__resume(void *, ac_context *);
extern const ac_async_type ac_tick__type;

#endif
