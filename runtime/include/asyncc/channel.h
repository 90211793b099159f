/// Channels between the tasks of one loop: channel, oneshot, broadcast, watch.
///
/// Values are copied, `size` bytes each: by ac_send and its like from `*value` into the channel, or
/// straight to a receiver that waits, by ac_recv into `*value`. The macros take the size from the
/// type that the pointer points to, and a size that is not the channel's ends the program; for a
/// pointer to void call the function ac_..._bytes behind the macro. `value` must live until the
/// operation has ended.
///
/// A channel stands where the user puts it, with room for its values in an array of the user's
/// (AC_..._INIT; nothing to free), or is made by ac_..._new (to be freed by ac_..._free). Memory is
/// taken at no other time. It must not move while it is in use, and serves the tasks of one loop:
/// its functions are called on that loop's thread, those that are not async also from callbacks.
///
/// **Fair.** Senders and receivers are served in the order in which they came, and values arrive in
/// the order in which they were sent.
///
/// **Cancelling** loses nothing. An operation that had its value, or had its value taken, before
/// the cancel or abort took effect returns 0 although the task has been cancelled. Otherwise it
/// returns AC_ECANCELED (an abort: does not return), nothing was sent or received, and the value
/// stays with the sender or in the channel. A select over receives therefore loses no value, if its
/// user looks at every result.
///
/// **Closing.** Either side may close, more than once, and from callbacks. From then on sends,
/// those that wait included, return AC_EPIPE and keep their value; receives return what is there
/// and then AC_EOF. Freeing closes first: operations that wait at that time return as after a
/// close, and do not touch the channel again.
///
/// In the elided build nothing else runs, so an operation that had to wait ends the program with a
/// message.
#ifndef ASYNCC_CHANNEL_H
#define ASYNCC_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>
#include <asyncc/waitqueue.h>

// ---- channel: many senders, many receivers, each value to one of them ----

typedef struct ac_channel {
    size_t size, cap; ///< bytes of a value; how many values there is room for
    size_t head, len; ///< the oldest value's slot; how many there are
    char *slots;
    ac_waitqueue senders, receivers;
    bool closed;
} ac_channel;

/// A channel with room in an array. `array` must be an array, not a pointer.
#define AC_CHANNEL_INIT(array)                                                                     \
    {sizeof *(array), sizeof(array) / sizeof *(array), 0, 0, (char *)(array), {0}, {0}, 0}

/// The same at run time: `slots` has room for `cap` values of `size` bytes.
void ac_channel_init(ac_channel *ch, void *slots, size_t size, size_t cap);

/// A channel for `cap` values of `size` bytes. `cap` 0: each send waits for its receiver. NULL if
/// memory is short.
ac_channel *ac_channel_new(size_t size, size_t cap);

/// Closes and frees what ac_channel_new made; values in it are dropped. NULL is allowed.
void ac_channel_free(ac_channel *ch);

/// See above. The values that are in the channel stay there for receivers.
void ac_channel_close(ac_channel *ch);

/// Sends `*value`; waits while the channel is full.
///
/// Returns 0 when the channel or a receiver has it; AC_EPIPE if the channel is closed;
/// AC_ECANCELED.
#define ac_send(ch, value) ac_send_bytes(ch, value, sizeof *(value))
_Async int ac_send_bytes(ac_channel *ch, ac_noescape const void *value, size_t size)
    AC_LEAF(ac_send_bytes);

/// Receives the oldest value into `*value`; waits while there is none.
///
/// Returns 0; AC_EOF if the channel is closed and empty; AC_ECANCELED. Without a value, `*value` is
/// as it was.
#define ac_recv(ch, value) ac_recv_bytes(ch, value, sizeof *(value))
_Async int ac_recv_bytes(ac_channel *ch, ac_noescape void *value, size_t size)
    AC_LEAF(ac_recv_bytes);

/// The same without waiting: AC_EAGAIN if the operation had to wait, or others wait already.
#define ac_try_send(ch, value) ac_try_send_bytes(ch, value, sizeof *(value))
int ac_try_send_bytes(ac_channel *ch, const void *value, size_t size);
#define ac_try_recv(ch, value) ac_try_recv_bytes(ch, value, sizeof *(value))
int ac_try_recv_bytes(ac_channel *ch, void *value, size_t size);

/// How many values are in the channel, and for how many it has room.
static inline size_t ac_channel_len(const ac_channel *ch)
{
    return ch->len;
}
static inline size_t ac_channel_cap(const ac_channel *ch)
{
    return ch->cap;
}

// ---- oneshot: one value, sent without waiting ----

/// A channel for one value, which closes after it. `slot` points to room for it.
typedef struct ac_oneshot {
    ac_channel channel;
} ac_oneshot;
#define AC_ONESHOT_INIT(slot) {{sizeof *(slot), 1, 0, 0, (char *)(slot), {0}, {0}, 0}}

static inline void ac_oneshot_init(ac_oneshot *oneshot, void *slot, size_t size)
{
    ac_channel_init(&oneshot->channel, slot, size, 1);
}

/// Sends `*value`. Returns 0, or AC_EPIPE: sent already, or closed.
#define ac_oneshot_send(oneshot, value) ac_oneshot_send_bytes(oneshot, value, sizeof *(value))
int ac_oneshot_send_bytes(ac_oneshot *oneshot, const void *value, size_t size);

/// Waits for the value; one receiver gets it. Returns as ac_recv: AC_EOF if it was received
/// already, or closed without one.
#define ac_oneshot_recv(oneshot, value) ac_recv(&(oneshot)->channel, value)

/// Gives up: on the sender's side, there will be no value; on the receiver's, none is wanted.
static inline void ac_oneshot_close(ac_oneshot *oneshot)
{
    ac_channel_close(&oneshot->channel);
}

// ---- broadcast: every receiver gets each value ----

/// Keeps the last `cap` values, for receivers that have not come to them yet. Senders never wait:
/// a value that is overwritten is missed by those receivers, which are told.
typedef struct ac_broadcast {
    size_t size, cap;
    uint64_t sent; ///< values in all; value i stands in slot i modulo cap
    char *slots;
    ac_waitqueue receivers;
    bool closed;
} ac_broadcast;
#define AC_BROADCAST_INIT(array)                                                                   \
    {sizeof *(array), sizeof(array) / sizeof *(array), 0, (char *)(array), {0}, 0}

/// A receiver's place in the stream of values: the number of the next one. Any number of them, no
/// registration; it may be copied.
typedef struct ac_receiver {
    ac_broadcast *of;
    uint64_t next;
} ac_receiver;

/// As for channels; `cap` must not be 0 (ac_broadcast_new gives NULL then).
void ac_broadcast_init(ac_broadcast *b, void *slots, size_t size, size_t cap);
ac_broadcast *ac_broadcast_new(size_t size, size_t cap);
void ac_broadcast_free(ac_broadcast *b);
void ac_broadcast_close(ac_broadcast *b);

/// A receiver of all values that are sent from now on. Must not be used after the broadcast is
/// freed.
static inline ac_receiver ac_broadcast_subscribe(ac_broadcast *b)
{
    return (ac_receiver){b, b->sent};
}

/// Sends `*value` to all. Does not wait. Returns 0, or AC_EPIPE: closed.
#define ac_broadcast_send(b, value) ac_broadcast_send_bytes(b, value, sizeof *(value))
int ac_broadcast_send_bytes(ac_broadcast *b, const void *value, size_t size);

/// Receives the next value. One operation at a time on each receiver.
///
/// Returns how many values were missed before this one, 0 if none (at most INT_MAX); AC_EOF if
/// there are no more and the broadcast is closed; AC_ECANCELED: the next call gets what this one
/// did not.
#define ac_broadcast_recv(receiver, value) ac_broadcast_recv_bytes(receiver, value, sizeof *(value))
_Async int ac_broadcast_recv_bytes(ac_receiver *receiver, void *value, size_t size)
    AC_LEAF(ac_broadcast_recv_bytes);

// ---- watch: the latest value ----

/// A value that tasks wait to see changed. Intermediate values may be missed.
typedef struct ac_watch {
    size_t size;
    uint64_t version; ///< how often it was set
    char *slots;
    ac_waitqueue receivers;
    bool closed;
} ac_watch;

/// The value stands in `*slot`, and is there from the beginning as version 0.
#define AC_WATCH_INIT(slot) {sizeof *(slot), 0, (char *)(slot), {0}, 0}

/// As for channels; the first value is `*slot`, or that of `*value`.
void ac_watch_init(ac_watch *w, void *slot, size_t size);
#define ac_watch_new(value) ac_watch_new_bytes(value, sizeof *(value))
ac_watch *ac_watch_new_bytes(const void *value, size_t size);
void ac_watch_free(ac_watch *w);
void ac_watch_close(ac_watch *w);

/// Sets the value. Does not wait. Returns 0, or AC_EPIPE: closed.
#define ac_watch_set(w, value) ac_watch_set_bytes(w, value, sizeof *(value))
int ac_watch_set_bytes(ac_watch *w, const void *value, size_t size);

/// Copies the value to `*value` and returns its version.
#define ac_watch_get(w, value) ac_watch_get_bytes(w, value, sizeof *(value))
uint64_t ac_watch_get_bytes(const ac_watch *w, void *value, size_t size);

/// Waits until the value's version is another than `*seen`; copies value and version. With `*seen`
/// 0 that is the first value that was set, and with ac_watch_get's result the next one.
///
/// Returns 0; AC_EOF if `*seen` is the last version, since the watch is closed; AC_ECANCELED.
/// `*seen` and `*value` are changed only with 0.
#define ac_watch_changed(w, seen, value) ac_watch_changed_bytes(w, seen, value, sizeof *(value))
_Async int ac_watch_changed_bytes(ac_watch *w, uint64_t *seen, void *value, size_t size)
    AC_LEAF(ac_watch_changed_bytes);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

AC__WAITING_LEAF(ac_send_bytes, ac_channel *of; const void *value;);
ac_poll ac_send_bytes__start(struct ac_send_bytes__frame *, ac_context *, ac_channel *,
                             const void *value, size_t size);
AC__WAITING_LEAF(ac_recv_bytes, ac_channel *of; void *value;);
ac_poll ac_recv_bytes__start(struct ac_recv_bytes__frame *, ac_context *, ac_channel *, void *value,
                             size_t size);
AC__WAITING_LEAF(ac_broadcast_recv_bytes, ac_broadcast *of; ac_receiver * receiver; void *value;);
ac_poll ac_broadcast_recv_bytes__start(struct ac_broadcast_recv_bytes__frame *, ac_context *,
                                       ac_receiver *, void *value, size_t size);
AC__WAITING_LEAF(ac_watch_changed_bytes, ac_watch *of; uint64_t *seen; void *value;);
ac_poll ac_watch_changed_bytes__start(struct ac_watch_changed_bytes__frame *, ac_context *,
                                      ac_watch *, uint64_t *seen, void *value, size_t size);

#endif
