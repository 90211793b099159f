/// Sections: blocks in which awaits behave otherwise, also those of the functions that are awaited
/// there, and of the branches of groups.
///
///     ac_shielded { … }               neither a cancel nor an abort is seen
///     ac_deadline (ms) { … }          operations end with AC_ETIMEDOUT after so many milliseconds
///     ac_with_local (&key, p) { … }   ac_local_get(&key) gives p
///
/// To break and continue, each is a loop that runs once: both leave it. A section ends on every way
/// out of its block. Tasks that are started in it by ac_spawn know nothing of it; what those of a
/// scope know of is said below.
///
/// In the elided build nothing can be cancelled, nor does a deadline come; and each task sees what
/// is bound where it is started, as functions that are called there do.
#ifndef ASYNCC_SECTION_H
#define ASYNCC_SECTION_H

#include <stdint.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>

/// What is cancelled or aborted meanwhile is told behind the block: by the next operation. A
/// deadline that began outside is not seen either; one that begins inside is, but for what runs in
/// shielded sections and clean-up within it.
#define ac_shielded AC__SECTION(ac__shielded_block, AC__SECTION_NAME(__COUNTER__), ac_shield, {{0}})

/// After so many milliseconds (UINT64_MAX: never) the operation that waits ends with AC_ETIMEDOUT,
/// and so does every later one in the block, as after a cancel with AC_ECANCELED. What had happened
/// by then wins, and nothing is lost. Of several deadlines around an operation the first one
/// counts. A cancel is told before a deadline. The tasks of a scope learn of it when the end of the
/// scope's block waits for them.
///
/// Takes a little memory of the loop once in a task; without it, the task unwinds.
#define ac_deadline(after)                                                                         \
    AC__SECTION(ac__deadline_block, AC__SECTION_NAME(__COUNTER__), ac_deadline, {{.ms = (after)}})

/// A key of values that belong to tasks: a static variable, known by its address.
typedef struct ac_local {
    char key;
} ac_local;

/// Binds a value to a key. Tasks of a scope see what is bound where the scope begins. Takes memory
/// as a deadline does.
#define ac_with_local(key, value)                                                                  \
    AC__SECTION(ac__local_block, AC__SECTION_NAME(__COUNTER__), ac_local,                          \
                {{.local = (key), .bound = (value)}})

/// The value that is bound to `key` by the innermost section around the caller, its callers, and
/// those of the strand that runs the group or the scope that it belongs to. NULL: there is none.
_Async void *ac_local_get(const ac_local *key) AC_LEAF(ac_local_get);

// ---------------------------------------------------------------------------------------------
// What the macros and hand-written code need (see abi.h).

#define AC__SECTION_NAME(n) AC__SECTION_NAME_(n)
#define AC__SECTION_NAME_(n) ac__section_##n
#define AC__SECTION(block, name, kind, ...) AC__SECTION_(block, name, kind, __VA_ARGS__)
#define AC__SECTION_(block, name, kind, ...)                                                       \
    for (block name __attribute__((__cleanup__(kind##_leave))) = __VA_ARGS__;                      \
         _Await kind##_enter(name);)

typedef struct ac__shielded {
    uint8_t entered, before; ///< before: it was shielded already
} ac__shielded_block[1];

typedef struct ac__deadline {
    ac_timer timer;
    struct ac__deadline *outer;
    ac_strand *strand;
    uint64_t ms;
    uint8_t entered, expired;
    uint32_t shields; ///< what its strand counted when it began (see internal.h): hidden at others
} ac__deadline_block[1];

typedef struct ac__binding {
    struct ac__binding *outer;
    const ac_local *local;
    void *bound;
    ac_strand *strand; ///< NULL: not entered
} ac__local_block[1];

#define AC__SECTION_LEAVES(kind, block)                                                            \
    struct kind##_enter__frame {                                                                   \
        int result, none;                                                                          \
    };                                                                                             \
    struct kind##_leave__frame {                                                                   \
        uint64_t none;                                                                             \
    };                                                                                             \
    /* 1: the block runs; 0: it has run. */                                                        \
    _Async int kind##_enter(block section) AC_LEAF(kind##_enter);                                  \
    _Async void kind##_leave(block *section) AC_LEAF(kind##_leave);                                \
    ac_poll kind##_enter__start(struct kind##_enter__frame *, ac_context *, block section);        \
    ac_poll kind##_enter__resume(void *, ac_context *);                                            \
    ac_poll kind##_leave__start(struct kind##_leave__frame *, ac_context *, block *section);       \
    ac_poll kind##_leave__resume(void *, ac_context *);                                            \
    extern const ac_async_type kind##_enter__type, kind##_leave__type
AC__SECTION_LEAVES(ac_shield, ac__shielded_block);
AC__SECTION_LEAVES(ac_deadline, ac__deadline_block);
AC__SECTION_LEAVES(ac_local, ac__local_block);

struct ac_local_get__frame {
    void *result;
};
ac_poll ac_local_get__start(struct ac_local_get__frame *, ac_context *, const ac_local *key);
ac_poll ac_local_get__resume(void *, ac_context *);
extern const ac_async_type ac_local_get__type;

#endif
