// What random programs call: leaves that suspend as the schedule says, and the record of what
// happened. Elided, a leaf is an ordinary function of the same value.
#include <asyncc.h>

struct pair {
    long x;
    int y;
};

_Async int leaf(int n);
_Async long leaf_long(long n);
_Async struct pair leaf_pair(long x, int y);
_Async void leaf_void(void);

// Records a value: printed, but for the many, of which the checksum tells.
void out(int tag, long value);
void out_end(void);

// Ordinary functions; bump's only effect is on *p.
int mix(int a, int b);
int total(const int *p, int n);
int bump(int *p);

#define TWICE(x) ((x) + (x))
#define LARGER(a, b)                                                                               \
    ({                                                                                             \
        __typeof__((a) + 0) larger_a = (a);                                                              \
        __typeof__((b) + 0) larger_b = (b);                                                              \
        larger_a > larger_b ? larger_a : larger_b;                                                 \
    })

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
LEAF(leaf_pair, struct pair, long, int)
LEAF(leaf_void, char)
#undef LEAF
#endif
