/// The dialect: the words that asyncc adds to C, in four views of the same source.
///
///   __ASYNCC__       asyncc preprocesses: the words stay as they are, asyncc reads them
///   ASYNCC_ELIDE     plain sequential C: an await is an ordinary call, a task runs at once
///   ASYNCC_LOWERED   the output of asyncc: all the words are gone already
///   (none)           an editor, clangd or clang-tidy: valid C that type-checks like the dialect
///
/// `ac_noescape` stands before a pointer parameter of a function, async or not: the function keeps no
/// copy of the pointer once it has ended, and does not return it. asyncc sees this by itself of functions in the same file; of others
/// it must be told, or a variable whose address they are given stays in the frame until its block
/// ends.
///
/// `async_frame_max(BYTES)` among the specifiers of an async function makes it an error if the
/// function's frame, with all that is embedded in it, is larger. BYTES is a plain number.
///
/// The words `async`, `await` and `defer` are macros for `_Async`, `_Await` and `_Defer`. Define ASYNCC_NO_KEYWORDS
/// before the first inclusion to have only the latter.
#ifndef ASYNCC_DIALECT_H
#define ASYNCC_DIALECT_H

#ifndef __STDC__
#error <asyncc.h> needs the preprocessor of ISO C (not -traditional-cpp)
#endif

typedef struct ac_task ac_task;

#ifndef ASYNCC_NO_KEYWORDS
#define async _Async
#define await _Await
#define defer _Defer
#endif

#if defined(__ASYNCC__)
#define ac_noescape _Noescape
#define async_frame_max(bytes) _FrameMax(bytes)
#else
#define ac_noescape
#define async_frame_max(bytes)
#endif

#if defined(ASYNCC_ELIDE)

#define _Async
#define _Await __extension__
// gcc's nested functions; clang has nothing for it in C.
#define _Defer ac__defer(__COUNTER__)
#define ac__defer(n) ac__defer_(n)
#define ac__defer_(n)                                                                              \
    auto void ac__defer_##n(char *);                                                               \
    __attribute__((__cleanup__(ac__defer_##n), __unused__)) char ac__deferred_##n;                 \
    void ac__defer_##n(char *ac__unused __attribute__((__unused__)))
/// In the elided build a function of the runtime is the blocking form of itself.
#define AC_LEAF(name) __asm__(#name "__blocking")
#define AC__IS_VOID(...) __builtin_types_compatible_p(__typeof__(__VA_ARGS__), void)
ac_task *ac__elided_task(const void *result, unsigned long size);
#define ac_spawn(...)                                                                              \
    __extension__({                                                                                \
        __typeof__(__builtin_choose_expr(AC__IS_VOID(__VA_ARGS__), 0, __VA_ARGS__)) ac__r =        \
            __builtin_choose_expr(AC__IS_VOID(__VA_ARGS__), ((__VA_ARGS__), 0), __VA_ARGS__);      \
        ac__elided_task(&ac__r, AC__IS_VOID(__VA_ARGS__) ? 0 : sizeof ac__r);                      \
    })
#define ac_run(...) (__VA_ARGS__)
// Groups run their branches one after the other, all of them. As of a call, the value may be dropped
// without a word.
#define AC__ZERO (*(volatile int *)&(int){0})
#define ac_all(...) ((void)(__VA_ARGS__), AC__ZERO)
#define ac_select(...) ((void)(__VA_ARGS__), AC__ZERO)
#define ac_timeout(ms, ...) ((void)(ms), (void)(__VA_ARGS__), AC__ZERO)
#define ac_try_all(...)                                                                            \
    __extension__({                                                                                \
        int ac__results[] = {__VA_ARGS__}, ac__first = 0;                                          \
        for (unsigned ac__i = sizeof ac__results / sizeof *ac__results; ac__i--;)                  \
            if (ac__results[ac__i] < 0)                                                            \
                ac__first = ac__results[ac__i];                                                    \
        ac__first;                                                                                 \
    })

#else

#define AC_LEAF(name)
// asyncc knows these by marker objects, which exist in no program.
extern ac_task *const ac__spawn_marker;
extern const char ac__run_marker;
extern const int ac__all_marker, ac__try_all_marker, ac__select_marker, ac__timeout_marker;
#define ac_spawn(...) ((void)(__VA_ARGS__), ac__spawn_marker)
#define ac_run(...) ((void)ac__run_marker, __VA_ARGS__)
#define ac_all(...) ((__VA_ARGS__), ac__all_marker)
#define ac_try_all(...) ((__VA_ARGS__), ac__try_all_marker)
#define ac_select(...) ((__VA_ARGS__), ac__select_marker)
#define ac_timeout(ms, ...) ((void)(ms), (__VA_ARGS__), ac__timeout_marker)

#if defined(__ASYNCC__)
// `_Async`, `_Await` and `_Defer` reach asyncc as they are.
#elif defined(ASYNCC_LOWERED)
#define _Async
#define _Await __extension__
#else
#define _Defer if (1)
#ifdef __clang__
#define _Async __attribute__((__annotate__("asyncc.async")))
#else
#define _Async
#endif
#define _Await __extension__
#endif

#endif

#endif
