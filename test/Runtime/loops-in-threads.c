// RUN: %runtime-cc %s -o %t && %run %t
// Each thread has a loop of its own; they pass a ball round by wakers.
#include "check.h"
#include <pthread.h>
#include <stdatomic.h>

enum { PLAYERS = 4, ROUNDS = 500 };
static struct {
    ac_waker waker;
    _Atomic int ready, ball;
} seat[PLAYERS];
static _Atomic int leaving;

static void throw_to(int i, int ball)
{
    while (!atomic_load(&seat[i].ready))
        sched_yield();
    atomic_store(&seat[i].ball, ball);
    ac_waker_wake_by_ref(&seat[i].waker);
}

struct catch__frame {
    int result, i;
};
static ac_poll catch__resume(void *frame, ac_context *cx)
{
    struct catch__frame *f = frame;
    (void)cx;
    f->result = atomic_exchange(&seat[f->i].ball, 0);
    return f->result ? AC_READY : AC_PENDING;
}
static ac_poll catch__start(struct catch__frame *f, ac_context *cx, int i)
{
    f->i = i;
    if (!atomic_load(&seat[i].ready)) {
        seat[i].waker = ac_waker_clone(cx);
        atomic_store(&seat[i].ready, 1);
    }
    return catch__resume(f, cx);
}

FUTURE(player, int, int i; int n; struct catch__frame c;)
{
    ac_poll p;
    switch (f->state) {
    case 0:
        for (f->n = 0; f->n < ROUNDS; f->n++) {
            p = catch__start(&f->c, cx, f->i);
            if (p == AC_PENDING) {
                f->state = 1;
                return p;
            case 1:
                p = catch__resume(&f->c, cx);
                if (p)
                    return p;
            }
            if (f->c.result < PLAYERS * ROUNDS)
                throw_to((f->i + 1) % PLAYERS, f->c.result + 1);
        }
    }
    f->result = f->n;
    return AC_READY;
}

static void *play(void *i)
{
    CHECK_EQ(RUN(player, .i = (int)(intptr_t)i), ROUNDS);
    // Seats are left when all have finished: a throw uses the waker.
    atomic_fetch_add(&leaving, 1);
    while (atomic_load(&leaving) < PLAYERS)
        sched_yield();
    ac_waker_drop(seat[(intptr_t)i].waker);
    return NULL;
}

int main(void)
{
    pthread_t id[PLAYERS];
    for (int i = 0; i < PLAYERS; i++)
        CHECK_EQ(pthread_create(&id[i], NULL, play, (void *)(intptr_t)i), 0);
    throw_to(0, 1);
    for (int i = 0; i < PLAYERS; i++)
        pthread_join(id[i], NULL);
}
