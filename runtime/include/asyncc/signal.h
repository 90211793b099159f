/// Waiting for signals.
#ifndef ASYNCC_SIGNAL_H
#define ASYNCC_SIGNAL_H

#include <signal.h>
#include <stdint.h>
#include <sys/select.h> // sigset_t also under -std=c17, where signal.h keeps it back
#include <asyncc/dialect.h>
#include <asyncc/abi.h>

/// Waits for one of the signals in `set`; every task that waits for it gets it.
///
/// From the first wait on the loop catches the signal, until ac_signal_default or the loop's end:
/// one that comes while nobody waits is remembered (once) for the next wait, so that a loop
/// around this call misses none and is not killed between two waits. Where the calling thread had
/// blocked the signal, it is unblocked when it is first caught.
///
/// Returns the signal's number; AC_ECANCELED; AC_EINVAL for an empty set or a signal that cannot
/// be caught. `set` need not outlive the call of start.
_Async int ac_signal_wait(ac_noescape const sigset_t *set) AC_LEAF(ac_signal_wait);

/// Gives the signals in `set` for which nobody waits back to the system: when no loop catches one
/// any more, it does again what it did before (SIGCHLD: what it does by default). One that has come
/// already, and was remembered for a next wait, is dropped. The end of a loop does the same for all.
void ac_signal_default(const sigset_t *set);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

struct ac_signal_wait__frame {
    int result;
    uint64_t mask; ///< signal n is bit n - 1
    ac_strand *strand;
    struct ac_signal_wait__frame *next, **pprev;
};
ac_poll ac_signal_wait__start(struct ac_signal_wait__frame *, ac_context *, const sigset_t *set);
ac_poll ac_signal_wait__resume(void *, ac_context *);
extern const ac_async_type ac_signal_wait__type;

#endif
