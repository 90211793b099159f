/// Synchronisation between the tasks of one loop: mutex, rwlock, semaphore, notify, barrier, once.
///
/// All objects stand where the user puts them, need no memory beside that and no destruction, and
/// all-zero is a valid initial state where the initialiser has no parameter. They must not move,
/// and must outlive the operations that wait on them. An object serves the tasks of one loop: its
/// functions are called on that loop's thread, those that are not async also from callbacks.
///
/// **Fair.** Whoever waits longest is served first, and nobody is served past one who waits: what
/// is released goes to the first in line at once, before that task runs, and who comes later lines
/// up even if the object happens to be free by then. So a task that unlocks and locks again in one
/// turn cannot starve others.
///
/// **Cancelling** loses nothing. An operation that was served before the cancel, or abort, took
/// effect returns 0 and has what it asked for, although the task has been cancelled: the caller
/// must give it back as always. Otherwise it returns AC_ECANCELED (an abort: does not return), has
/// nothing, and its place in line goes to the next. In a task that is cancelled already, nothing
/// is taken, even if it is free.
///
/// An operation that need not wait does not yield, but for the one that finds the task's budget
/// spent; that one yields in line, before it is served, so nobody holds a lock over a forced yield.
///
/// In the elided build nothing else runs, so an operation that had to wait ends the program with a
/// message.
#ifndef ASYNCC_SYNC_H
#define ASYNCC_SYNC_H

#include <stdbool.h>
#include <stdint.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>
#include <asyncc/waitqueue.h>

/// What mutex, rwlock and semaphore are inside: an amount that is taken from.
typedef struct ac__permits {
    ac_waitqueue line;
    int64_t taken;
    const ac_async_type *holder; ///< the type of the task that was served last
    const void *owner;           ///< and that task; both NULL: it was none
} ac__permits;

// ---- mutex ----

/// A lock that one task holds at a time, and unlocks: debug builds stop another one that does.
typedef struct ac_mutex {
    ac__permits permits;
} ac_mutex;
#define AC_MUTEX_INIT {{{0}, 0, 0, 0}}

static inline void ac_mutex_init(ac_mutex *mutex)
{
    *mutex = (ac_mutex)AC_MUTEX_INIT;
}

/// Waits until the mutex is free, and locks it. A task that holds it already waits for ever.
///
/// Returns 0, or AC_ECANCELED: not locked.
_Async int ac_mutex_lock(ac_mutex *mutex) AC_LEAF(ac_mutex_lock);

/// Locks the mutex if it is free and nobody waits for it. Returns 0 or AC_EBUSY.
int ac_mutex_trylock(ac_mutex *mutex);

/// Unlocks; the first in line holds the mutex from then on. Fatal if it is not locked.
void ac_mutex_unlock(ac_mutex *mutex);

/// For messages: the async function whose task locked the mutex, also by a branch of a group; "?" if
/// that was none, as in the elided build; NULL if it is not locked.
const char *ac_mutex_holder(const ac_mutex *mutex);

// ---- rwlock ----

/// A lock that many readers or one writer hold at a time. The task that writes unlocks it, too (debug
/// builds stop another one); of readers it is only counted how many there are. A reader that comes after a waiting
/// writer waits behind it: so a task must not lock for reading twice.
typedef struct ac_rwlock {
    ac__permits permits;
} ac_rwlock;
#define AC_RWLOCK_INIT {{{0}, 0, 0, 0}}

static inline void ac_rwlock_init(ac_rwlock *lock)
{
    *lock = (ac_rwlock)AC_RWLOCK_INIT;
}

/// Waits for a share of the lock, or for all of it.
///
/// Returns 0, or AC_ECANCELED: not locked.
_Async int ac_rwlock_rdlock(ac_rwlock *lock) AC_LEAF(ac_rwlock_rdlock);
_Async int ac_rwlock_wrlock(ac_rwlock *lock) AC_LEAF(ac_rwlock_wrlock);

/// The same if it can be had at once and nobody waits for it. Returns 0 or AC_EBUSY.
int ac_rwlock_tryrdlock(ac_rwlock *lock);
int ac_rwlock_trywrlock(ac_rwlock *lock);

/// Unlocks, for readers and writers. Fatal if it is not locked.
void ac_rwlock_unlock(ac_rwlock *lock);

// ---- semaphore ----

/// A number of permits. A task takes any number of them at a time, all or none.
typedef struct ac_semaphore {
    ac__permits permits;
} ac_semaphore;
#define AC_SEMAPHORE_INIT(n) {{{0}, -(int64_t)(uint32_t)(n), 0, 0}}

static inline void ac_semaphore_init(ac_semaphore *semaphore, uint32_t n)
{
    *semaphore = (ac_semaphore)AC_SEMAPHORE_INIT(n);
}

/// Waits until `n` permits are there, and takes them. The first in line waits for its number also
/// while those behind it could have theirs.
///
/// Returns 0, or AC_ECANCELED: none taken.
_Async int ac_semaphore_acquire(ac_semaphore *semaphore, uint32_t n) AC_LEAF(ac_semaphore_acquire);

/// Takes `n` permits if they are there and nobody waits. Returns 0 or AC_EAGAIN.
int ac_semaphore_tryacquire(ac_semaphore *semaphore, uint32_t n);

/// Gives `n` permits, which need not have been taken before.
void ac_semaphore_release(ac_semaphore *semaphore, uint32_t n);

/// The number of permits that are there.
static inline int64_t ac_semaphore_available(const ac_semaphore *semaphore)
{
    return -semaphore->permits.taken;
}

// ---- notify ----

/// An event that tasks wait for. ac_notify_one remembers one notice for the next who waits.
typedef struct ac_notify {
    ac_waitqueue line;
    bool noticed;
} ac_notify;
#define AC_NOTIFY_INIT {{0}, 0}

static inline void ac_notify_init(ac_notify *notify)
{
    *notify = (ac_notify)AC_NOTIFY_INIT;
}

/// Waits for a notice and consumes it.
///
/// Returns 0, or AC_ECANCELED: no notice consumed. A caller that got 0 and will not do what the
/// notice asks for passes it on by ac_notify_one.
_Async int ac_notify_wait(ac_notify *notify) AC_LEAF(ac_notify_wait);

/// Wakes the first in line; if nobody waits, the next wait returns at once (one notice is kept,
/// not a number of them).
void ac_notify_one(ac_notify *notify);

/// Wakes all who wait now; leaves nothing behind for later ones.
void ac_notify_all(ac_notify *notify);

// ---- barrier ----

/// A point that `n` tasks pass together; then it is ready for the next `n`. 0 is as good as 1.
typedef struct ac_barrier {
    ac_waitqueue line;
    uint32_t n;
} ac_barrier;
#define AC_BARRIER_INIT(n) {{0}, (n)}

static inline void ac_barrier_init(ac_barrier *barrier, uint32_t n)
{
    *barrier = (ac_barrier)AC_BARRIER_INIT(n);
}

/// Waits until `n` tasks have come here.
///
/// Returns 1 to the last of them, 0 to the others; AC_ECANCELED: it is as if this one had not come.
_Async int ac_barrier_wait(ac_barrier *barrier) AC_LEAF(ac_barrier_wait);

// ---- once ----

/// Something that is to be done once, by whoever needs it first; the others wait for it:
///
///     rc = await ac_once_begin(&once);
///     if (rc > 0) {
///         rc = await make_it();
///         ac_once_end(&once, rc == 0);
///     }
typedef struct ac_once {
    ac_waitqueue line;
    uint8_t state;
} ac_once;
#define AC_ONCE_INIT {{0}, 0}

static inline void ac_once_init(ac_once *once)
{
    *once = (ac_once)AC_ONCE_INIT;
}

/// Returns 1: the caller is to do it, and to call ac_once_end then, whatever happens (under an
/// abort in a defer); 0: it is done; AC_ECANCELED: cancelled before that was known.
_Async int ac_once_begin(ac_once *once) AC_LEAF(ac_once_begin);

/// It is done, or the attempt has failed: then the first in line, or the next who comes, is to do
/// it. Fatal if nobody is doing it.
void ac_once_end(ac_once *once, bool done);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

AC__WAITING_LEAF(ac_mutex_lock, ac_mutex *of;);
ac_poll ac_mutex_lock__start(struct ac_mutex_lock__frame *, ac_context *, ac_mutex *);
AC__WAITING_LEAF(ac_rwlock_rdlock, ac_rwlock *of;);
ac_poll ac_rwlock_rdlock__start(struct ac_rwlock_rdlock__frame *, ac_context *, ac_rwlock *);
AC__WAITING_LEAF(ac_rwlock_wrlock, ac_rwlock *of;);
ac_poll ac_rwlock_wrlock__start(struct ac_rwlock_wrlock__frame *, ac_context *, ac_rwlock *);
AC__WAITING_LEAF(ac_semaphore_acquire, ac_semaphore *of;);
ac_poll ac_semaphore_acquire__start(struct ac_semaphore_acquire__frame *, ac_context *,
                                    ac_semaphore *, uint32_t n);
AC__WAITING_LEAF(ac_notify_wait, ac_notify *of;);
ac_poll ac_notify_wait__start(struct ac_notify_wait__frame *, ac_context *, ac_notify *);
AC__WAITING_LEAF(ac_barrier_wait, ac_barrier *of;);
ac_poll ac_barrier_wait__start(struct ac_barrier_wait__frame *, ac_context *, ac_barrier *);
AC__WAITING_LEAF(ac_once_begin, ac_once *of;);
ac_poll ac_once_begin__start(struct ac_once_begin__frame *, ac_context *, ac_once *);

#endif
