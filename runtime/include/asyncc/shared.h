/// Channels between the tasks of any loops, and threads without a loop.
///
/// As ac_channel (channel.h, where copying, sizes, cancelling and closing are explained), but each
/// operation takes a lock for a moment: tasks of one loop do better with that one. An operation
/// that waits stands in its own frame, and whoever serves it wakes its loop: no memory is taken.
///
/// **Fair.** Senders and receivers are served in the order in which they came, whatever their
/// loops; values arrive in the order in which they were sent.
///
/// **Cancelling** loses nothing: an operation that was served before the cancel or abort came to it
/// returns 0 all the same, with the value received, or sent.
///
/// In the elided build an operation that has to wait waits for other threads.
#ifndef ASYNCC_SHARED_H
#define ASYNCC_SHARED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>

typedef struct ac_shared_channel ac_shared_channel;

/// A channel for `cap` values of `size` bytes. `cap` 0: each send waits for its receiver. NULL if
/// memory is short. ac_shared_channel_free ends it.
ac_shared_channel *ac_shared_channel_new(size_t size, size_t cap);

/// Frees the channel, and values that are in it. Nobody may use it any more: close it and wait for
/// those that do. One that is waited for stops the program. NULL is allowed.
void ac_shared_channel_free(ac_shared_channel *ch);

/// Closes the channel, from any thread, more than once if need be: from then on sends, those that
/// wait included, return AC_EPIPE and keep their value; receives return what is there and then
/// AC_EOF.
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

/// The same without waiting, from any thread: AC_EAGAIN if the operation had to wait, or others
/// wait already.
#define ac_shared_try_send(ch, value) ac_shared_try_send_bytes(ch, value, sizeof *(value))
int ac_shared_try_send_bytes(ac_shared_channel *ch, const void *value, size_t size);
#define ac_shared_try_recv(ch, value) ac_shared_try_recv_bytes(ch, value, sizeof *(value))
int ac_shared_try_recv_bytes(ac_shared_channel *ch, void *value, size_t size);

/// How many values are in the channel, a moment ago; and for how many it has room.
size_t ac_shared_channel_len(ac_shared_channel *ch);
size_t ac_shared_channel_cap(const ac_shared_channel *ch);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

/// What another thread leaves for a loop to take.
typedef struct ac__mail {
    struct ac__mail *next;
    void (*take)(ac_loop *, struct ac__mail *);
    _Atomic uint32_t posted; ///< in line; falls before `take` is called
} ac__mail;

typedef struct ac__shared_waiter {
    int result;     ///< of the operation
    uint8_t state;  ///< its thread's
    uint8_t served; ///< under the channel's lock: it is not in line any more, and has its result
    struct ac__shared_waiter *next, *prev;
    ac_strand *strand;
    ac_loop *loop;
    ac_shared_channel *of;
    void *value; ///< to be sent, or where to receive one
    ac__mail mail;
} ac__shared_waiter;

struct ac_shared_send_bytes__frame {
    union {
        int result;
        ac__shared_waiter waiter;
    };
};
ac_poll ac_shared_send_bytes__start(struct ac_shared_send_bytes__frame *, ac_context *,
                                    ac_shared_channel *, const void *value, size_t size);
ac_poll ac_shared_send_bytes__resume(void *, ac_context *);
extern const ac_async_type ac_shared_send_bytes__type;

struct ac_shared_recv_bytes__frame {
    union {
        int result;
        ac__shared_waiter waiter;
    };
};
ac_poll ac_shared_recv_bytes__start(struct ac_shared_recv_bytes__frame *, ac_context *,
                                    ac_shared_channel *, void *value, size_t size);
ac_poll ac_shared_recv_bytes__resume(void *, ac_context *);
extern const ac_async_type ac_shared_recv_bytes__type;

#endif
