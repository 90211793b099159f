// The leaves and the record of random programs. FUZZ_SCHEDULE chooses when leaves suspend:
//
//   0   never              1   always, once             2   always, with spurious resumes
//   n   at random by n, with spurious resumes; starts sometimes go through the ready queue
#include "fuzz.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned long checksum, records;

void out(int tag, long value)
{
    if (records++ < 400)
        printf("%d: %ld\n", tag, value);
    checksum = (checksum ^ (unsigned long)value ^ (unsigned long)tag << 40) * 0x100000001b3;
}

void out_end(void)
{
    printf("%lu records, checksum %lx\n", records, checksum);
}

int mix(int a, int b)
{
    return (int)((unsigned)a * 31 + (unsigned)b);
}

int total(const int *p, int n)
{
    unsigned sum = 0;
    while (n--)
        sum += (unsigned)*p++;
    return (int)sum;
}

int bump(int *p)
{
    return *p = (int)((unsigned)*p + 1);
}

#ifdef ASYNCC_ELIDE

int leaf(int n)
{
    return n;
}

long leaf_long(long n)
{
    return n;
}

struct pair leaf_pair(long x, int y)
{
    return (struct pair){x, y};
}

void leaf_void(void) {}

#else

static int schedule(void)
{
    static int value = -1;
    if (value < 0) {
        const char *s = getenv("FUZZ_SCHEDULE");
        value = s ? atoi(s) : 0;
    }
    return value;
}

static unsigned random_below(unsigned n)
{
    static uint64_t state;
    if (!state)
        state = (uint64_t)schedule() * 0x9e3779b97f4a7c15;
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return (unsigned)(state >> 33) % n;
}

// How many resumes a leaf needs.
static int suspensions(ac_context *cx)
{
    switch (schedule()) {
    case 0:
    case 1:
    case 2:
        return schedule();
    default:
        // As if the C stack were low: until this strand is resumed, starts of dynamic frames are
        // put off.
        if (!random_below(16))
            cx->cstack_min = (char *)UINTPTR_MAX;
        return random_below(2) ? 0 : 1 + (int)random_below(2);
    }
}

static ac_poll wait(int *left, ac_context *cx)
{
    return (*left)-- > 0 ? ac_requeue(cx) : AC_READY;
}

// What the result holds while a leaf waits is junk.
#define DEFINE(op, type, value, ...)                                                               \
    ac_poll op##__start(struct op##__frame *fr, ac_context *cx, ##__VA_ARGS__)                     \
    {                                                                                              \
        memset(fr, 0x5a, sizeof *fr);                                                              \
        fr->kept = value;                                                                          \
        fr->left = suspensions(cx);                                                                \
        return op##__resume(fr, cx);                                                               \
    }                                                                                              \
    ac_poll op##__resume(void *frame, ac_context *cx)                                              \
    {                                                                                              \
        struct op##__frame *fr = frame;                                                            \
        ac_poll p = wait(&fr->left, cx);                                                           \
        if (p == AC_READY)                                                                         \
            fr->result = fr->kept;                                                                 \
        return p;                                                                                  \
    }                                                                                              \
    const ac_async_type op##__type = {.name = #op,                                                 \
                                      .size = sizeof(struct op##__frame),                          \
                                      .result = sizeof(type),                                      \
                                      .resume = op##__resume};
DEFINE(leaf, int, n, int n)
DEFINE(leaf_long, long, n, long n)
DEFINE(leaf_pair, struct pair, ((struct pair){x, y}), long x, int y)
DEFINE(leaf_void, char, 0)

#endif
