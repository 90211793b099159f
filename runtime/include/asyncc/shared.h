/// Synchronisation and channels between the tasks of any loops, and threads without a loop.
///
/// As what sync.h and channel.h have for the tasks of one loop, where each object is explained; but
/// each operation takes a lock for a moment, so tasks of one loop do better with those. Objects are
/// made by ac_shared_..._new, which gives NULL if memory is short, and freed by
/// ac_shared_..._free (NULL is allowed): nobody may use them any more then, and one that is waited
/// for stops the program. Who waits uses the object until its operation has returned, also when
/// it was given what it waits for: be sure that all have, before it is freed. All functions may be
/// called on any thread.
///
/// An operation that waits stands in its own frame, and whoever serves it wakes its loop: no memory
/// is taken.
///
/// **Fair.** Operations are served in the order in which they came, whatever their loops, and none
/// that comes later is served past one that waits; values arrive in the order in which they were
/// sent.
///
/// **Cancelling** loses nothing: an operation that was served before the cancel or abort came to it
/// returns 0 all the same, and has what it was given. Otherwise it returns AC_ECANCELED (an abort:
/// does not return), and has nothing.
///
/// What was written before an object was unlocked, released, notified, passed, ended or sent to is
/// seen by whoever was let go on by that.
///
/// In the elided build an operation that has to wait waits for other threads.
#ifndef ASYNCC_SHARED_H
#define ASYNCC_SHARED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>

// ---- mutex ----

typedef struct ac_shared_mutex ac_shared_mutex;
ac_shared_mutex *ac_shared_mutex_new(void);
void ac_shared_mutex_free(ac_shared_mutex *mutex);

/// Waits until the mutex is free, and locks it. A task that holds it already waits for ever.
///
/// Returns 0, or AC_ECANCELED: not locked.
_Async int ac_shared_mutex_lock(ac_shared_mutex *mutex) AC_LEAF(ac_shared_mutex_lock);

/// Locks the mutex if it is free. Returns 0 or AC_EBUSY.
int ac_shared_mutex_trylock(ac_shared_mutex *mutex);

/// Unlocks; the first in line holds the mutex from then on. Fatal if it is not locked; debug builds
/// stop another task than the one that holds it.
void ac_shared_mutex_unlock(ac_shared_mutex *mutex);

/// For messages: the async function whose task locked the mutex, also by a branch of a group; "?" if
/// that was none, as in the elided build, or has not been told so yet; NULL if it is not locked. That
/// was so a moment ago.
const char *ac_shared_mutex_holder(ac_shared_mutex *mutex);

// ---- rwlock ----

/// A reader that comes after a waiting writer waits behind it.
typedef struct ac_shared_rwlock ac_shared_rwlock;
ac_shared_rwlock *ac_shared_rwlock_new(void);
void ac_shared_rwlock_free(ac_shared_rwlock *lock);

/// Waits for a share of the lock, or for all of it.
///
/// Returns 0, or AC_ECANCELED: not locked.
_Async int ac_shared_rwlock_rdlock(ac_shared_rwlock *lock) AC_LEAF(ac_shared_rwlock_rdlock);
_Async int ac_shared_rwlock_wrlock(ac_shared_rwlock *lock) AC_LEAF(ac_shared_rwlock_wrlock);

/// The same if it can be had at once and nobody waits for it. Returns 0 or AC_EBUSY.
int ac_shared_rwlock_tryrdlock(ac_shared_rwlock *lock);
int ac_shared_rwlock_trywrlock(ac_shared_rwlock *lock);

/// Unlocks, for readers and writers. Fatal if it is not locked; debug builds stop another task than
/// the one that writes.
void ac_shared_rwlock_unlock(ac_shared_rwlock *lock);

// ---- semaphore ----

typedef struct ac_shared_semaphore ac_shared_semaphore;

/// A semaphore that has `n` permits to begin with.
ac_shared_semaphore *ac_shared_semaphore_new(uint32_t n);
void ac_shared_semaphore_free(ac_shared_semaphore *semaphore);

/// Waits until `n` permits are there, and takes them: all or none. The first in line waits for its
/// number also while those behind it could have theirs.
///
/// Returns 0, or AC_ECANCELED: none taken.
_Async int ac_shared_semaphore_acquire(ac_shared_semaphore *semaphore, uint32_t n)
    AC_LEAF(ac_shared_semaphore_acquire);

/// Takes `n` permits if they are there and nobody waits. Returns 0 or AC_EAGAIN.
int ac_shared_semaphore_tryacquire(ac_shared_semaphore *semaphore, uint32_t n);

/// Gives `n` permits, which need not have been taken before.
void ac_shared_semaphore_release(ac_shared_semaphore *semaphore, uint32_t n);

/// The number of permits that were there a moment ago.
int64_t ac_shared_semaphore_available(ac_shared_semaphore *semaphore);

// ---- notify ----

typedef struct ac_shared_notify ac_shared_notify;
ac_shared_notify *ac_shared_notify_new(void);
void ac_shared_notify_free(ac_shared_notify *notify);

/// Waits for a notice and consumes it.
///
/// Returns 0, or AC_ECANCELED: no notice consumed.
_Async int ac_shared_notify_wait(ac_shared_notify *notify) AC_LEAF(ac_shared_notify_wait);

/// Wakes the first in line; if nobody waits, the next wait returns at once (one notice is kept).
void ac_shared_notify_one(ac_shared_notify *notify);

/// Wakes all who wait now; leaves nothing behind for later ones.
void ac_shared_notify_all(ac_shared_notify *notify);

// ---- barrier ----

/// A point that `n` tasks pass together; then it is ready for the next `n`. 0 is as good as 1.
typedef struct ac_shared_barrier ac_shared_barrier;
ac_shared_barrier *ac_shared_barrier_new(uint32_t n);
void ac_shared_barrier_free(ac_shared_barrier *barrier);

/// Waits until `n` tasks have come here.
///
/// Returns 1 to the last of them, 0 to the others; AC_ECANCELED: it is as if this one had not come.
_Async int ac_shared_barrier_wait(ac_shared_barrier *barrier) AC_LEAF(ac_shared_barrier_wait);

// ---- once ----

typedef struct ac_shared_once ac_shared_once;
ac_shared_once *ac_shared_once_new(void);
void ac_shared_once_free(ac_shared_once *once);

/// Returns 1: the caller is to do it, and to call ac_shared_once_end then, whatever happens; 0: it
/// is done; AC_ECANCELED: cancelled before that was known.
_Async int ac_shared_once_begin(ac_shared_once *once) AC_LEAF(ac_shared_once_begin);

/// It is done, or the attempt has failed: then the first in line, or the next who comes, is to do
/// it. Fatal if nobody is doing it.
void ac_shared_once_end(ac_shared_once *once, bool done);

// ---- channel: many senders, many receivers, each value to one of them ----

typedef struct ac_shared_channel ac_shared_channel;

/// A channel for `cap` values of `size` bytes. `cap` 0: each send waits for its receiver. Values
/// that are in it when it is freed are dropped.
ac_shared_channel *ac_shared_channel_new(size_t size, size_t cap);
void ac_shared_channel_free(ac_shared_channel *ch);

/// Closes the channel, more than once if need be: from then on sends, those that wait included,
/// return AC_EPIPE and keep their value; receives return what is there and then AC_EOF.
void ac_shared_channel_close(ac_shared_channel *ch);

/// Sends `*value`; waits while the channel is full. `value` must live until the operation has
/// ended, and whoever receives it sees what was written before.
///
/// Returns 0 when the channel or a receiver has it; AC_EPIPE if the channel is closed;
/// AC_ECANCELED.
#define ac_shared_send(ch, value) ac_shared_send_bytes(ch, value, sizeof *(value))
_Async int ac_shared_send_bytes(ac_shared_channel *ch, ac_noescape const void *value, size_t size)
    AC_LEAF(ac_shared_send_bytes);

/// Receives the oldest value into `*value`; waits while there is none.
///
/// Returns 0; AC_EOF if the channel is closed and empty; AC_ECANCELED. Without a value, `*value` is
/// as it was.
#define ac_shared_recv(ch, value) ac_shared_recv_bytes(ch, value, sizeof *(value))
_Async int ac_shared_recv_bytes(ac_shared_channel *ch, ac_noescape void *value, size_t size)
    AC_LEAF(ac_shared_recv_bytes);

/// The same without waiting: AC_EAGAIN if the operation had to wait, or others wait already.
#define ac_shared_try_send(ch, value) ac_shared_try_send_bytes(ch, value, sizeof *(value))
int ac_shared_try_send_bytes(ac_shared_channel *ch, const void *value, size_t size);
#define ac_shared_try_recv(ch, value) ac_shared_try_recv_bytes(ch, value, sizeof *(value))
int ac_shared_try_recv_bytes(ac_shared_channel *ch, void *value, size_t size);

/// How many values are in the channel, a moment ago; and for how many it has room.
size_t ac_shared_channel_len(ac_shared_channel *ch);
size_t ac_shared_channel_cap(const ac_shared_channel *ch);

// ---- oneshot: one value, sent without waiting ----

/// A channel for one value, of `size` bytes, which closes after it.
typedef struct ac_shared_oneshot ac_shared_oneshot;
ac_shared_oneshot *ac_shared_oneshot_new(size_t size);
void ac_shared_oneshot_free(ac_shared_oneshot *oneshot);

/// Gives up: on the sender's side, there will be no value; on the receiver's, none is wanted.
void ac_shared_oneshot_close(ac_shared_oneshot *oneshot);

/// Sends `*value`. Returns 0, or AC_EPIPE: sent already, or closed.
#define ac_shared_oneshot_send(oneshot, value)                                                     \
    ac_shared_oneshot_send_bytes(oneshot, value, sizeof *(value))
int ac_shared_oneshot_send_bytes(ac_shared_oneshot *oneshot, const void *value, size_t size);

/// Waits for the value; one receiver gets it. Returns as ac_shared_recv: AC_EOF if it was received
/// already, or closed without one.
#define ac_shared_oneshot_recv(oneshot, value) ac_shared_recv(ac__oneshot_channel(oneshot), value)
static inline ac_shared_channel *ac__oneshot_channel(ac_shared_oneshot *oneshot)
{
    return (ac_shared_channel *)oneshot;
}

// ---- broadcast: every receiver gets each value ----

/// Keeps the last `cap` values of `size` bytes, for receivers that have not come to them yet.
/// Senders never wait: a value that is overwritten is missed by those receivers, which are told.
/// With `cap` 0, which must not be, ac_shared_broadcast_new gives NULL.
typedef struct ac_shared_broadcast ac_shared_broadcast;
ac_shared_broadcast *ac_shared_broadcast_new(size_t size, size_t cap);
void ac_shared_broadcast_free(ac_shared_broadcast *b);

/// From then on sends return AC_EPIPE; receivers get what they have not come to yet, then AC_EOF.
void ac_shared_broadcast_close(ac_shared_broadcast *b);

/// A receiver's place in the stream of values: the number of the next one. It may be copied, and
/// belongs to one task at a time.
typedef struct ac_shared_receiver {
    ac_shared_broadcast *of;
    uint64_t next;
} ac_shared_receiver;

/// A receiver of all values that are sent from now on. Must not be used after the broadcast is
/// freed.
ac_shared_receiver ac_shared_broadcast_subscribe(ac_shared_broadcast *b);

/// Sends `*value` to all. Does not wait. Returns 0, or AC_EPIPE: closed.
#define ac_shared_broadcast_send(b, value) ac_shared_broadcast_send_bytes(b, value, sizeof *(value))
int ac_shared_broadcast_send_bytes(ac_shared_broadcast *b, const void *value, size_t size);

/// Receives the next value. One operation at a time on each receiver.
///
/// Returns how many values were missed before this one, 0 if none (at most INT_MAX); AC_EOF if
/// there are no more and the broadcast is closed; AC_ECANCELED: the next call gets what this one
/// did not.
#define ac_shared_broadcast_recv(receiver, value)                                                  \
    ac_shared_broadcast_recv_bytes(receiver, value, sizeof *(value))
_Async int ac_shared_broadcast_recv_bytes(ac_shared_receiver *receiver, void *value, size_t size)
    AC_LEAF(ac_shared_broadcast_recv_bytes);

// ---- watch: the latest value ----

/// A value that tasks wait to see changed. Intermediate values may be missed. The first one is
/// there from the beginning as version 0.
typedef struct ac_shared_watch ac_shared_watch;
#define ac_shared_watch_new(value) ac_shared_watch_new_bytes(value, sizeof *(value))
ac_shared_watch *ac_shared_watch_new_bytes(const void *value, size_t size);
void ac_shared_watch_free(ac_shared_watch *w);

/// From then on the value stays as it is: receivers get it if they have not seen it, then AC_EOF.
void ac_shared_watch_close(ac_shared_watch *w);

/// Sets the value. Does not wait. Returns 0, or AC_EPIPE: closed.
#define ac_shared_watch_set(w, value) ac_shared_watch_set_bytes(w, value, sizeof *(value))
int ac_shared_watch_set_bytes(ac_shared_watch *w, const void *value, size_t size);

/// Copies the value to `*value` and returns its version.
#define ac_shared_watch_get(w, value) ac_shared_watch_get_bytes(w, value, sizeof *(value))
uint64_t ac_shared_watch_get_bytes(ac_shared_watch *w, void *value, size_t size);

/// Waits until the value's version is another than `*seen`; copies value and version.
///
/// Returns 0; AC_EOF if `*seen` is the last version, since the watch is closed; AC_ECANCELED.
/// `*seen` and `*value` are changed only with 0.
#define ac_shared_watch_changed(w, seen, value)                                                    \
    ac_shared_watch_changed_bytes(w, seen, value, sizeof *(value))
_Async int ac_shared_watch_changed_bytes(ac_shared_watch *w, uint64_t *seen, void *value,
                                         size_t size) AC_LEAF(ac_shared_watch_changed_bytes);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

/// What another thread leaves for a loop to take.
typedef struct ac__mail {
    struct ac__mail *next;
    void (*take)(ac_loop *, struct ac__mail *);
    _Atomic uint32_t posted; ///< in line; falls before `take` is called
} ac__mail;

typedef struct ac__shared_waiter {
    int result;       ///< of the operation
    uint8_t state;    ///< its thread's
    uint8_t served;   ///< under the object's lock: it is not in line any more, and has its result
    uint8_t receives; ///< of a channel's: it wants a value, and does not send one
    struct ac__shared_waiter *next, *prev;
    ac_strand *strand;
    ac_loop *loop;
    struct ac__shared *of;
    union {
        void *value;   ///< to be sent, or where to receive one
        uint32_t want; ///< permits
    };
    ac__mail mail;
} ac__shared_waiter;

/// Declares frame, resume and descriptor of the leaf `name`; the rest: the frame's other members.
#define AC__SHARED_LEAF(name, ...)                                                                 \
    struct name##__frame {                                                                         \
        union {                                                                                    \
            int result;                                                                            \
            ac__shared_waiter waiter;                                                              \
        };                                                                                         \
        __VA_ARGS__                                                                                \
    };                                                                                             \
    ac_poll name##__resume(void *, ac_context *);                                                  \
    extern const ac_async_type name##__type

AC__SHARED_LEAF(ac_shared_mutex_lock, );
ac_poll ac_shared_mutex_lock__start(struct ac_shared_mutex_lock__frame *, ac_context *,
                                    ac_shared_mutex *);
AC__SHARED_LEAF(ac_shared_rwlock_rdlock, );
ac_poll ac_shared_rwlock_rdlock__start(struct ac_shared_rwlock_rdlock__frame *, ac_context *,
                                       ac_shared_rwlock *);
AC__SHARED_LEAF(ac_shared_rwlock_wrlock, );
ac_poll ac_shared_rwlock_wrlock__start(struct ac_shared_rwlock_wrlock__frame *, ac_context *,
                                       ac_shared_rwlock *);
AC__SHARED_LEAF(ac_shared_semaphore_acquire, );
ac_poll ac_shared_semaphore_acquire__start(struct ac_shared_semaphore_acquire__frame *,
                                           ac_context *, ac_shared_semaphore *, uint32_t n);
AC__SHARED_LEAF(ac_shared_notify_wait, );
ac_poll ac_shared_notify_wait__start(struct ac_shared_notify_wait__frame *, ac_context *,
                                     ac_shared_notify *);
AC__SHARED_LEAF(ac_shared_barrier_wait, );
ac_poll ac_shared_barrier_wait__start(struct ac_shared_barrier_wait__frame *, ac_context *,
                                      ac_shared_barrier *);
AC__SHARED_LEAF(ac_shared_once_begin, );
ac_poll ac_shared_once_begin__start(struct ac_shared_once_begin__frame *, ac_context *,
                                    ac_shared_once *);
AC__SHARED_LEAF(ac_shared_send_bytes, );
ac_poll ac_shared_send_bytes__start(struct ac_shared_send_bytes__frame *, ac_context *,
                                    ac_shared_channel *, const void *value, size_t size);
AC__SHARED_LEAF(ac_shared_recv_bytes, );
ac_poll ac_shared_recv_bytes__start(struct ac_shared_recv_bytes__frame *, ac_context *,
                                    ac_shared_channel *, void *value, size_t size);
AC__SHARED_LEAF(ac_shared_broadcast_recv_bytes, ac_shared_receiver *receiver;);
ac_poll ac_shared_broadcast_recv_bytes__start(struct ac_shared_broadcast_recv_bytes__frame *,
                                              ac_context *, ac_shared_receiver *, void *value,
                                              size_t size);
AC__SHARED_LEAF(ac_shared_watch_changed_bytes, uint64_t *seen;);
ac_poll ac_shared_watch_changed_bytes__start(struct ac_shared_watch_changed_bytes__frame *,
                                             ac_context *, ac_shared_watch *, uint64_t *seen,
                                             void *value, size_t size);

#endif
