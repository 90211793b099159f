// Who resumes without a loop, and a state machine written by hand, which does what level_1 does.
#include "awaits.h"
#include <stdio.h>
#include <stdlib.h>

struct level_1__frame;
struct level_10__frame;
extern const ac_async_type level_1__type, level_10__type;
ac_poll level_1__start(struct level_1__frame *, ac_context *);
ac_poll level_10__start(struct level_10__frame *, ac_context *);

static ac_poll (*volatile resume)(void *, ac_context *);

static double turns(void *frame, ac_context *cx, long n)
{
    ac_poll (*step)(void *, ac_context *) = resume;
    double start = now_ns();
    for (long i = 0; i < n; i++)
        if (step(frame, cx) != AC_PENDING)
            abort();
    return (now_ns() - start) / (double)n;
}

double resume_one(long n)
{
    ac_context cx = {0};
    struct level_1__frame *frame = malloc(level_1__type.size);
    if (!frame || level_1__start(frame, &cx) != AC_PENDING)
        abort();
    resume = level_1__type.resume;
    double ns = turns(frame, &cx, n);
    free(frame);
    return ns;
}

double resume_ten(long n)
{
    ac_context cx = {0};
    struct level_10__frame *frame = malloc(level_10__type.size);
    if (!frame || level_10__start(frame, &cx) != AC_PENDING)
        abort();
    resume = level_10__type.resume;
    double ns = turns(frame, &cx, n);
    free(frame);
    return ns;
}

enum state { BEGIN, WAITING, DONE };

struct by_hand {
    long count;
    unsigned char state;
};

static ac_poll step_by_hand(void *body, ac_context *cx)
{
    struct by_hand *h = body;
    (void)cx;
    switch (h->state) {
    case BEGIN:
        h->count = 0;
        h->state = WAITING;
        return AC_PENDING;
    case WAITING:
        if (opaque(++h->count) < 0) {
            h->state = DONE;
            return AC_READY;
        }
        return AC_PENDING;
    default:
        abort();
    }
}

double resume_by_hand(long n)
{
    struct by_hand h = {0};
    resume = step_by_hand;
    turns(&h, NULL, 1);
    return turns(&h, NULL, n);
}
