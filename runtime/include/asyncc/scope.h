/// Scopes: sets of tasks that cannot outlive a block.
///
///     ac_scope (s) {
///         for (int i = 0; i < n; i++)
///             ac_spawn_in(s, fetch(urls[i], &pages[i]));
///     }
///     // all have ended
///
/// The end of the block waits for its tasks. Leaving it in another way (return, break, goto, an
/// error that unwinds the task) cancels them first, then waits; aborting the task aborts them.
/// While it waits at the end of the block, a cancel or an abort of its own task is passed on to
/// them at once. What the block declares, not what blocks within it do, lives until they have
/// ended.
///
/// To break and continue, ac_scope is a loop that runs once: `break` leaves the block early,
/// `continue` goes to its end. In the block `s` is an `ac_scope *`; other functions and the tasks
/// themselves may start tasks in it, too.
///
/// If memory for the frames of one of the tasks runs out, the others are aborted, and the end of
/// the block unwinds the task that waits there (a join of it gives AC_ENOMEM).
#ifndef ASYNCC_SCOPE_H
#define ASYNCC_SCOPE_H

#include <stdint.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>

typedef struct ac_scope ac_scope;

/// Starts a task whose end is waited for by `scope`; its result is dropped. A task that is started
/// after the scope was cancelled starts cancelled. Takes no memory but the task's.
///
/// The handle is for ac_cancel and ac_abort only, and only until the task has ended: from then on
/// they, and ac_join, answer AC_ESRCH as long as the memory has no new owner (that of a task of more
/// than 1 KiB may have one at once). Before that ac_join answers AC_EINVAL. ac_detach has no effect.
/// NULL: out of memory, nothing was started.
#if defined(ASYNCC_ELIDE)
#define ac_spawn_in(scope, ...) ((void)(scope), (void)(__VA_ARGS__), ac__elided_child())
ac_task *ac__elided_child(void);
#else
#define ac_spawn_in(scope, ...) ((void)(scope), (void)(__VA_ARGS__), ac__spawn_in_marker)
extern ac_task *const ac__spawn_in_marker;
#endif

/// Cancels all tasks of the scope, and those that are started in it from now on. Does not wait.
/// On the thread of its loop.
void ac_scope_cancel(ac_scope *scope);

struct ac_scope {
    ac_task *children;            ///< newest first
    ac_strand *waiter;            ///< who waits at the end
    ac_strand *parent;            ///< who entered the block
    struct ac__binding *bindings; ///< what was bound there (section.h)
    uint8_t ended;                ///< the end of the block was reached
    uint8_t stopped;              ///< what the tasks were told, AC_STRAND_CANCELED and such
    uint8_t lost;                 ///< memory for one ran out
};

typedef struct ac_scope ac__scope_of_block[1];

/// 1: the block runs; 0: its end was reached.
_Async int ac_scope_enter(ac__scope_of_block scope) AC_LEAF(ac_scope_enter);
/// What runs when the block is left.
_Async void ac_scope_leave(ac__scope_of_block *scope) AC_LEAF(ac_scope_leave);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need (see abi.h).

struct ac_scope_enter__frame {
    int result, none;
};
ac_poll ac_scope_enter__start(struct ac_scope_enter__frame *, ac_context *,
                              ac__scope_of_block scope);
ac_poll ac_scope_enter__resume(void *, ac_context *);
extern const ac_async_type ac_scope_enter__type;

struct ac_scope_leave__frame {
    struct ac_scope *scope;
};
ac_poll ac_scope_leave__start(struct ac_scope_leave__frame *, ac_context *,
                              ac__scope_of_block *scope);
ac_poll ac_scope_leave__resume(void *, ac_context *);
extern const ac_async_type ac_scope_leave__type;

/// As ac_spawn_begin and ac_spawn_end.
ac_task *ac_spawn_in_begin(ac_context *sub, struct ac_scope *scope, const ac_async_type *type);
ac_task *ac_spawn_in_end(ac_context *sub, ac_task *task, ac_poll poll);
/// As ac_request_spawn and ac_request_spawned; request->frame is the scope until begin was called.
void *ac_request_spawn_in(ac_request *request, const ac_async_type *type);
ac_task *ac_request_spawned_in(ac_request *request, ac_request *outer);

#define ac_scope(name)                                                                             \
    for (ac__scope_of_block name __attribute__((__cleanup__(ac_scope_leave))) = {{0}};             \
         _Await ac_scope_enter(name);)

#endif
