/// Tasks: async functions that run on their own.
///
/// `ac_spawn(f(…))` starts a task on this thread's loop and gives its handle (NULL: out of memory;
/// every function here takes NULL and answers AC_ENOMEM). The handle owns the task: exactly one
/// successful ac_join or ac_detach consumes it. Using it later is an error, answered by AC_ESRCH as
/// long as the memory has no new owner (that of a task of more than 1 KiB may have one at once). A
/// task that was neither joined nor detached keeps its memory until the loop ends. All functions: on
/// the thread of the task's loop only.
#ifndef ASYNCC_TASK_H
#define ASYNCC_TASK_H

#include <stddef.h>
#include <stdint.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>
#include <asyncc/leaf.h>

/// Waits until `task` has ended, copies its result to `*result` (NULL: drops it) and consumes the
/// handle. `result` points to an object of the type that the task's function returns, NULL for
/// void. A type that asyncc sees to be another is an error; else a size that is another is found
/// here. A `void *` is believed.
///
/// Returns 0; AC_ETASKCANCELED if the task was cancelled before it ended, whether or not it took
/// notice (the result is stored nevertheless); AC_ETASKABORTED if it was aborted (nothing stored);
/// AC_ENOMEM if it was unwound for lack of memory (nothing stored) or `task` is NULL.
/// The handle is not consumed by: AC_ECANCELED, the *caller* was cancelled while the task still
/// ran; AC_EBUSY, another one is waiting for it; AC_EINVAL, a task that joins itself, in whichever
/// branch, or one of a scope; AC_ESRCH; AC_ERESULTSIZE, `*result` has not the size of the task's result: this stops the
/// program if the caller is compiled with AC_DEBUG. `*result` must live until the join has ended.
///
/// `size` is put in by the macro.
_Async int ac_join(ac_task *task, ac_noescape void *result, size_t size) AC_LEAF(ac_join);
#define ac_join(task, result) ac_join(task, result, AC__RESULT_SIZE(result))

/// The size of what `p` points to, for ac_join; 0: not known.
#define AC__RESULT_SIZE(p)                                                                         \
    (AC__IS_POINTER_TO_VOID(p)                                                                     \
         ? 0                                                                                       \
         : sizeof(*__builtin_choose_expr(AC__IS_POINTER_TO_VOID(p), "", 1 ? (p) : (void *)0)) +    \
               AC__JOIN_CHECKS)
#define AC__IS_POINTER_TO_VOID(p)                                                                  \
    __builtin_types_compatible_p(__typeof__(1 ? (p) : (void *)0), void *)
#define AC__JOIN_STOPS ((size_t)1 << 31) ///< a mark on the size: another one stops the program
#ifdef AC_DEBUG
#define AC__JOIN_CHECKS AC__JOIN_STOPS
#else
#define AC__JOIN_CHECKS 0
#endif

/// Lets `task` run on its own: its memory is freed when it ends, its result dropped. Consumes the
/// handle, unless somebody waits in ac_join, who then takes it.
void ac_detach(ac_task *task);

/// Whether `task` has ended, so that ac_join would not wait. Changes nothing.
///
/// Returns 1 or 0, AC_ESRCH if the handle was consumed, AC_ENOMEM for NULL.
int ac_has_ended(ac_task *task);

/// Asks `task` to end: the operation that it waits for, and every later one, returns
/// AC_ECANCELED. Does not wait; the handle stays valid. No effect on a task that has ended.
///
/// Returns 0, AC_ESRCH if the handle was consumed, AC_ENOMEM for NULL.
int ac_cancel(ac_task *task);

/// Ends `task` without asking: the operation that it waits for, or the next one that it starts,
/// does not return; the task runs its exits (defer, cleanup) and ends without a result. Does not
/// wait; the handle stays valid.
///
/// Returns 0, AC_ESRCH if the handle was consumed, AC_ENOMEM for NULL.
int ac_abort(ac_task *task);

/// Lets all the others that are ready run first. Never enters the kernel by itself. A task that was
/// woken while it ran, as by an ac_cancel of its own, keeps the place in the queue that it got then.
_Async void ac_yield(void) AC_LEAF(ac_yield);

/// The number of tasks of this thread's loop that have not ended, the root included.
size_t ac_tasks_alive(void);

/// How long tasks that remain when the root ends may go on after they were cancelled, before they
/// are aborted, in milliseconds (5000 unless set). For this thread's loop; call it inside the
/// root, or before ac_run.
void ac_set_shutdown_timeout(uint64_t ms);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

struct ac_join__frame {
    int result;
    uint32_t size;
    ac_task *task;
    void *out;
};
ac_poll ac_join__start(struct ac_join__frame *, ac_context *, ac_task *task, void *result,
                       size_t size);
ac_poll ac_join__resume(void *, ac_context *);
extern const ac_async_type ac_join__type;

struct ac_yield__frame {
    uint64_t none;
};
// Here, so that they become part of the caller: with nothing to call in its loop, that needs to
// save no registers.
static inline ac_poll ac_yield__start(struct ac_yield__frame *f, ac_context *cx)
{
    (void)f;
    if (ac_is_aborted(cx))
        return AC_UNWIND;
    if (__builtin_expect(!cx->strand->next, 1))
        ac__append(cx->loop, cx->strand);
    return AC_PENDING;
}
static inline ac_poll ac_yield__resume(void *f, ac_context *cx)
{
    (void)f;
    return ac_is_aborted(cx) ? AC_UNWIND : AC_READY;
}
extern const ac_async_type ac_yield__type;

#endif
