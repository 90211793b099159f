/// Lines of waiting operations: what the objects of sync.h and channel.h are made of.
///
/// A waiter stands in the frame of the operation that waits, so waiting takes no memory. Users have
/// no business here; the types are visible so that objects and frames can be declared.
#ifndef ASYNCC_WAITQUEUE_H
#define ASYNCC_WAITQUEUE_H

#include <stdint.h>
#include <asyncc/abi.h>

typedef struct ac_waiter {
    int result;    ///< of the operation; AC__NONE while it is in line
    uint32_t want; ///< what it waits for, for the object's own use
    struct ac_waiter *next, *prev;
    ac_strand *strand;
} ac_waiter;

typedef struct ac_waitqueue {
    ac_waiter *first, *last;
    ac_loop *loop; ///< of those in line; of no meaning while there are none, but for debug.c
    size_t length;
} ac_waitqueue;

/// Declares frame, resume and descriptor of the leaf `name`; the rest: the frame's other members.
#define AC__WAITING_LEAF(name, ...)                                                                \
    struct name##__frame {                                                                         \
        union {                                                                                    \
            int result;                                                                            \
            ac_waiter waiter;                                                                      \
        };                                                                                         \
        __VA_ARGS__                                                                                \
    };                                                                                             \
    ac_poll name##__resume(void *, ac_context *);                                                  \
    extern const ac_async_type name##__type

#endif
