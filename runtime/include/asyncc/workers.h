/// Workers: several threads, each with a loop of its own, that share a program's tasks.
///
///     async int main(void)
///     {
///         int n = ac_workers_start(0); // one for each core
///         for (int w = 0; w < n; w++)
///             ac_remote_detach(ac_spawn_on(w, serve(port)));
///         …
///     }
///
/// A task stays on the loop on which it began: what it makes (streams, locks, other tasks) belongs
/// to that loop, and so nothing of it takes a lock or is atomic. What goes from one worker to
/// another: tasks (ac_spawn_on), their results (ac_remote_join), values (shared.h), wakers
/// (waker.h).
///
/// The workers are numbered from 0, which is the thread that starts the others. They end with the
/// root, as the tasks of a loop do: those that remain are cancelled, later aborted, on all workers
/// (ac_set_shutdown_timeout, of the root's loop); then the threads end, before ac_run or main does.
///
/// A program with workers whose tasks all wait for what can never come is not stopped with a
/// message, as it is where there is one loop.
///
/// In the elided build there is one worker, and ac_spawn_on runs the function at once.
#ifndef ASYNCC_WORKERS_H
#define ASYNCC_WORKERS_H

#include <stddef.h>
#include <stdint.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>
#include <asyncc/task.h>

/// Starts workers until there are `n`, the calling thread's included; 0: one for each core that
/// the process may use. From a task of a loop that is no worker yet, usually the root. The
/// threads block all signals, so those come to the others; ac_signal_wait works on every worker.
///
/// Returns how many there are now; AC_EALREADY if they have been started; AC_EINVAL for n < 0 or
/// more than 1024; or why a thread or a loop could not be made: then there are no workers. What
/// ac_shutdown has done counts for them, too.
#if defined(ASYNCC_ELIDE)
static inline int ac_workers_start(int n)
{
    return n < 0 || n > 1024 ? -22 : 1;
}
#else
int ac_workers_start(int n);
#endif

/// How many workers there are; 1 where none were started.
int ac_worker_count(void);

/// Which of them the calling thread is: 0 to ac_worker_count() - 1.
int ac_worker_self(void);

/// A task that was started on some worker, to be used on any.
typedef struct ac_remote ac_remote;

/// `ac_spawn_on(worker, f(…))` starts a task on a worker, the calling one or another, and gives its
/// handle; NULL: out of memory (the functions below take it, and answer AC_ENOMEM). The arguments
/// are evaluated here and now, f runs there, from its beginning, a little later; tasks that one
/// worker starts on another begin in that order. Call it in a task; a worker that does not exist
/// stops the program.
///
/// f is a function by its name that asyncc compiles: one of the runtime's operations, or a pointer,
/// has to be awaited by such a function.
///
/// The handle owns the task: exactly one ac_remote_join or ac_remote_detach consumes it, on any
/// worker; to use it later is an error that is not noticed. It is valid until the root has ended,
/// when those that were left behind are freed.
#if defined(ASYNCC_ELIDE)
#define ac_spawn_on(worker, ...)                                                                   \
    __extension__({                                                                                \
        (void)(worker);                                                                            \
        __typeof__(__builtin_choose_expr(AC__IS_VOID(__VA_ARGS__), 0, __VA_ARGS__)) ac__r =        \
            __builtin_choose_expr(AC__IS_VOID(__VA_ARGS__), ((__VA_ARGS__), 0), __VA_ARGS__);      \
        ac__elided_remote(&ac__r, AC__IS_VOID(__VA_ARGS__) ? 0 : sizeof ac__r);                    \
    })
ac_remote *ac__elided_remote(const void *result, unsigned long size);
#else
#define ac_spawn_on(worker, ...) ((void)(worker), (void)(__VA_ARGS__), ac__spawn_on_marker)
extern ac_remote *const ac__spawn_on_marker;
#endif

/// Waits until `task` has ended, copies its result to `*result` (NULL: drops it) and consumes the
/// handle: as ac_join, for which see all about types and sizes, with the same results, but that a
/// handle which was consumed is not recognised. AC_EBUSY: another one is waiting for it. What the
/// task wrote before its end is visible.
_Async int ac_remote_join(ac_remote *task, ac_noescape void *result, size_t size)
    AC_LEAF(ac_remote_join);
#define ac_remote_join(task, result) ac_remote_join(task, result, AC__RESULT_SIZE(result))

/// Lets `task` run on its own. Consumes the handle. From any thread.
void ac_remote_detach(ac_remote *task);

/// Cancels or aborts `task` as ac_cancel and ac_abort do, soon: the mark arrives with the next turn
/// of its loop, and has no effect on a task that has ended by then. A task that has not begun yet
/// begins with it. From any thread, while the handle is valid.
///
/// Returns 0, or AC_ENOMEM for NULL.
int ac_remote_cancel(ac_remote *task);
int ac_remote_abort(ac_remote *task);

// ---- the end ----

/// How the tasks ended that ac_shutdown waited for.
typedef struct ac_shutdown_report {
    size_t running;   ///< how many there were when it began
    size_t cancelled; ///< how many had not ended when the grace was over, and were cancelled
    size_t aborted;   ///< how many of those had not ended in time, and were aborted
} ac_shutdown_report;

/// Ends all tasks of all workers in order, but for the root and the calling task (a task that waits
/// for the caller, to join it or at the end of its scope, is one of those that are to end: so call
/// it in the root, or in a task that nobody but the root waits for):
///
/// 1. Nothing is accepted any more: the listeners' descriptors are closed, ac_accept returns
///    AC_ECANCELED. Other programs that share one go on to listen.
/// 2. The tasks have `grace_ms` milliseconds to end. A cancel (a deadline) of the caller ends this
///    time.
/// 3. What is left then is cancelled; what is left after the time of ac_set_shutdown_timeout, of
///    the calling task's loop, is aborted, and what does not end after the same time once more is
///    named on stderr.
///
/// It returns when all have ended, and there is no way back: listeners stay closed, and once it has
/// come to the third step tasks begin cancelled. `*report` (NULL: not wanted) is written then.
///
/// Returns 0 if all ended in the time of grace; AC_ETIMEDOUT if some had to be cancelled; or, with
/// nothing done, AC_EINVAL: not on the root's worker, AC_EALREADY: another task is doing it, or the
/// root has ended. AC_ECANCELED if that ends meanwhile: what remains ends with it, the caller, too.
/// An abort of the caller ends the wait, not the end. When it has returned, the end of the root, or
/// another ac_shutdown, begins a new one, which concerns the tasks that were spared by the first.
_Async int ac_shutdown(uint64_t grace_ms, ac_noescape ac_shutdown_report *report)
    AC_LEAF(ac_shutdown);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need (see abi.h).

struct ac_remote_join__frame {
    int result;
    uint32_t size;
    ac_remote *task;
    void *out;
    uint64_t waiting;
};
ac_poll ac_remote_join__start(struct ac_remote_join__frame *, ac_context *, ac_remote *task,
                              void *result, size_t size);
ac_poll ac_remote_join__resume(void *, ac_context *);
extern const ac_async_type ac_remote_join__type;

struct ac_shutdown__frame {
    int result;
    ac_strand *strand;
    ac_task *task;
    ac_shutdown_report *report, got;
};
ac_poll ac_shutdown__start(struct ac_shutdown__frame *, ac_context *, uint64_t grace_ms,
                           ac_shutdown_report *report);
ac_poll ac_shutdown__resume(void *, ac_context *);
extern const ac_async_type ac_shutdown__type;

/// As ac_spawn_begin and ac_spawn_end: the start under `sub` only keeps the arguments, as if the C
/// stack were low, and returns what ac_requeue does; the worker resumes the frame. What end returns
/// is the handle.
ac_task *ac_spawn_on_begin(ac_context *sub, int worker, const ac_async_type *type);
ac_remote *ac_spawn_on_end(ac_context *sub, ac_task *task, ac_poll poll);

#endif
