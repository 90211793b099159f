// What random programs call: leaves that suspend, and the record of what happened.
#include "leaf.h"

struct pair {
    long x;
    int y;
};

_Async struct pair leaf_pair(long x, int y);

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
LEAF(leaf_pair, struct pair, long, int)
#endif
