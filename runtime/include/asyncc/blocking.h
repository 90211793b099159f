/// Work that blocks, on a thread of a pool (as many as UV_THREADPOOL_SIZE says, 1 to 1024, or four;
/// all loops share it), while the loop goes on.
///
/// A round trip costs some microseconds more than a call, so it pays for what waits or computes
/// long. The functions run on another thread: of this library they may use only what says "from any
/// thread". Call on the task's own loop.
#ifndef ASYNCC_BLOCKING_H
#define ASYNCC_BLOCKING_H

#include <stddef.h>
#include <stdint.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>

/// Runs `function(arg)` on a thread of the pool and waits until it has returned.
///
/// Returns what it returned; or AC_ECANCELED if the task was cancelled before a thread had begun
/// with it, and then it is never called. Once begun it cannot be stopped: a cancelled task waits
/// for it, so that `arg` may point into the caller's variables, and gets its result. Takes no
/// memory. AC_EAGAIN: the pool has no thread yet, and none could be made; so of all that it does.
///
/// exit() ends the program at once, whatever the pool's threads do; the function may call it, too.
_Async int ac_blocking(int (*function)(void *arg), void *arg) AC_LEAF(ac_blocking);

/// The same for work that may take too long to be waited for by a cancelled task: it is done on a
/// copy of the `size` bytes at `arg`, which are copied back when it has ended.
///
/// Returns what `function` returned, or AC_ENOMEM; or, as soon as the task is cancelled,
/// AC_ECANCELED: the work then goes on by itself if it had begun, what it returns and its copy are
/// dropped, and `drop` (NULL: nothing) is called with the copy on the pool's thread after it, to
/// give back what the work has acquired. The loop does not end before such work does. What pointers
/// in the copy point to must outlive the work. `arg` is not touched after the call has ended.
_Async int ac_blocking_copy(int (*function)(void *copy), void *arg, size_t size,
                            void (*drop)(void *copy)) AC_LEAF(ac_blocking_copy);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

/// A request in the pool, in the frame of the operation, which does not end before it.
typedef struct ac_work {
    int result;    ///< of `run`
    uint8_t state; ///< for the runtime's own use
    int (*run)(struct ac_work *);
    ac_strand *strand;
    uint64_t request[10]; ///< the pool's
} ac_work;

/// Declares frame, resume and descriptor of the leaf `name`; the rest: the frame's other members.
#define AC__WORK_LEAF(name, ...)                                                                   \
    struct name##__frame {                                                                         \
        union {                                                                                    \
            int result;                                                                            \
            ac_work work;                                                                          \
        };                                                                                         \
        __VA_ARGS__                                                                                \
    };                                                                                             \
    ac_poll name##__resume(void *, ac_context *);                                                  \
    extern const ac_async_type name##__type

AC__WORK_LEAF(ac_blocking, int (*function)(void *); void *arg;);
ac_poll ac_blocking__start(struct ac_blocking__frame *, ac_context *, int (*function)(void *),
                           void *arg);

struct ac_blocking_copy__frame {
    int result;
    struct ac__job *job;
    void *arg;
};
ac_poll ac_blocking_copy__start(struct ac_blocking_copy__frame *, ac_context *,
                                int (*function)(void *), void *arg, size_t size,
                                void (*drop)(void *));
ac_poll ac_blocking_copy__resume(void *, ac_context *);
extern const ac_async_type ac_blocking_copy__type;

#endif
