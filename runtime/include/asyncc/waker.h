/// Wakers: how anything outside, a callback or another thread, makes a waiting leaf go on.
///
/// A leaf clones a waker for the running strand, hands it over, and returns AC_PENDING. A wake
/// resumes the strand soon afterwards on its own loop; wakes that come before that are merged.
/// A waker stays valid after its strand has ended, and after the loop has: it then wakes nothing.
/// Each clone or dup is consumed by exactly one ac_waker_wake or ac_waker_drop; it holds a little
/// memory of the loop until then.
///
/// Anything written before a wake is visible to the strand that it resumes.
#ifndef ASYNCC_WAKER_H
#define ASYNCC_WAKER_H

#include <stdint.h>
#include <asyncc/abi.h>

typedef struct ac_waker {
    uint32_t handle; ///< 0: none, for lack of memory; wakes nothing
    uint32_t gen;
    ac_loop *loop;
} ac_waker;

/// A waker of the running strand. `handle` is 0 if memory is short: the leaf then gives up with
/// AC_ENOMEM. On the loop's thread.
ac_waker ac_waker_clone(ac_context *cx);

/// One more waker of the same strand. From any thread, while `waker` is held.
ac_waker ac_waker_dup(const ac_waker *waker);

/// Wakes, and consumes the waker. From any thread, but not in a signal handler.
void ac_waker_wake(ac_waker waker);

/// Wakes, and keeps the waker. From any thread, but not in a signal handler.
void ac_waker_wake_by_ref(const ac_waker *waker);

/// Consumes the waker without waking. From any thread.
void ac_waker_drop(ac_waker waker);

#endif
