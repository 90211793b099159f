// shared.h: what the objects between loops are made of (asyncc/shared.h).
//
// Every object is a lock, a line of waiting operations, and a `settle`, which serves everyone in
// line who can be served. An operation lines up and settles; if it was served by that, it has
// ended. Whoever changes the object settles, too. Invariant at each unlock: nobody in line can be
// served.
//
// The lock is held for a few instructions, never while anything is woken: those served are told
// behind the unlock, by mail that stands in the waiter.
//
//   TRY ──────▶ LINE ──served, told──▶ TOLD      the result is returned from here only
//                 └───stopped──────────▶         but not if it was served meanwhile: the mail is on
//                                                its way to this frame, so the operation waits for
//                                                it, and what it was given is not lost
//
// A waiter keeps the memory of its loop (loop->held), since whoever tells it needs that longer than
// the loop may last once it was told.
#ifndef AC_SHARED_H
#define AC_SHARED_H
#include "internal.h"

typedef struct ac__shared_line {
    ac__shared_waiter *first, *last;
    size_t length;
} ac__shared_line;

typedef struct ac__shared {
    pthread_mutex_t lock;
    ac__shared_line waiting;
    ac__shared_line served; ///< to be told behind the unlock
    /// `came`: has just lined up, the last one, and nothing else has changed; or, where a change is
    /// for all in line, one of them after the other. NULL: anything else has changed.
    void (*settle)(struct ac__shared *, ac__shared_waiter *came);
} ac__shared;

/// An object of `size` bytes, which begins with an ac__shared, all else zero. NULL: no memory.
void *ac__shared_new(size_t size, void (*settle)(ac__shared *, ac__shared_waiter *came));
void ac__shared_free(ac__shared *shared, const char *what);

void ac__shared_lock(ac__shared *shared);
/// Settles what was changed since the lock, unlocks, and tells those who were served.
void ac__shared_unlock(ac__shared *shared);

/// Under the lock, for `settle`: takes one out of the line and gives it its result.
void ac__shared_serve(ac__shared *shared, ac__shared_waiter *w, int result);

/// An operation's start and resume. Its value or number of permits stands in `w` already.
ac_poll ac__shared_start(ac__shared_waiter *w, ac_context *cx, ac__shared *shared);
ac_poll ac__shared_resume(ac__shared_waiter *w, ac_context *cx);

/// The same without waiting: AC_EAGAIN.
int ac__shared_try(ac__shared *shared, ac__shared_waiter *w);

/// What mutex, rwlock and semaphore are inside.
typedef struct ac__shared_permits ac__shared_permits;

bool ac__shared_is_locked(ac__shared_permits *permits);
/// The name of the async function whose task has locked it alone; NULL: that is this task, or there
/// is none.
const char *ac__shared_other_holder(ac__shared_permits *permits);

/// Defines what the leaf `name` has beside its start.
#define AC__SHARED_WAIT_LEAF(name, params, ...)                                                    \
    ac_poll name##__resume(void *frame, ac_context *cx)                                            \
    {                                                                                              \
        return ac__shared_resume(frame, cx);                                                       \
    }                                                                                              \
    AC__LEAF_INT(name, params, __VA_ARGS__)

#endif
