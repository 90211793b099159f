// The leaves that random programs await: they suspend as the schedule says. Elided, a leaf is an
// ordinary function of the same value.
#ifndef FUZZ_LEAF_H
#define FUZZ_LEAF_H

#include <asyncc.h>

_Async int leaf(int n);
_Async long leaf_long(long n);
_Async void leaf_void(void);

#ifndef ASYNCC_ELIDE
#define LEAF(name, result_type, ...)                                                               \
    struct name##__frame {                                                                         \
        union {                                                                                    \
            uint64_t none;                                                                         \
            result_type result;                                                                    \
        };                                                                                         \
        result_type kept;                                                                          \
        int left;                                                                                  \
    };                                                                                             \
    ac_poll name##__start(struct name##__frame *, ac_context *, ##__VA_ARGS__);                    \
    ac_poll name##__resume(void *, ac_context *);                                                  \
    extern const ac_async_type name##__type;
LEAF(leaf, int, int)
LEAF(leaf_long, long, long)
LEAF(leaf_void, char)
#endif

#endif
