// RUN: %runtime-cc %s -o %t && %run %t
// A mutex goes from one task to the next in the order in which they came, also past those that were
// cancelled or aborted, wherever that meets them.
enum { N = 4, TURNS = 16 };
#include "stop.h"

static ac_mutex mutex = AC_MUTEX_INIT;
static int inside, last, got;

FUTURE(locker, int, int i; int held;)
{
    BEGIN;
    AWAIT(ac_mutex_lock, &mutex);
    if (f->leaf.ac_mutex_lock.result == 0) {
        f->held = 1;
        CHECK_EQ(inside++, 0);
        CHECK(f->i > last);
        CHECK(!strcmp(ac_mutex_holder(&mutex), "guarded"));
        CHECK_EQ(ac_mutex_trylock(&mutex), AC_EBUSY);
        last = f->i;
        got++;
        AWAIT(ac_yield);
        AWAIT(ac_yield);
        END(0);
    }
    f->result = f->leaf.ac_mutex_lock.result;
    return AC_READY;
}
static void unlock(struct locker__frame *f)
{
    (void)f;
    inside--;
    ac_mutex_unlock(&mutex);
}
GUARDED(guarded, locker, unlock)

static ac_task *begin(int i)
{
    if (i == 0) {
        last = -1;
        got = 0;
    }
    return SPAWN(guarded, .in.i = i);
}
static void turn(int k)
{
    (void)k;
}
static void ended(int i, int r)
{
    if (i != victim)
        CHECK_EQ(r, 0);
    else
        CHECK(r == 0 || r == AC_ECANCELED || r == ABORTED);
}
static void finish(void)
{
    CHECK(got >= N - (victim >= 0));
    CHECK_EQ(inside, 0);
    CHECK(!ac_mutex_holder(&mutex));
    CHECK_EQ(ac_mutex_trylock(&mutex), 0);
    CHECK(!strcmp(ac_mutex_holder(&mutex), "stopping"));
    ac_mutex_unlock(&mutex);
}

static int locks;
FUTURE(plain, int, ac_mutex *m;)
{
    BEGIN;
    AWAIT(ac_mutex_lock, f->m);
    locks += f->leaf.ac_mutex_lock.result == 0;
    END(f->leaf.ac_mutex_lock.result);
}
FUTURE(late, int, ac_mutex *m;)
{
    BEGIN;
    AWAIT(ac_yield);
    AWAIT(ac_mutex_lock, f->m);
    END(f->leaf.ac_mutex_lock.result);
}
// Never lets go for longer than it must, and never waits for anything else.
FUTURE(greedy, int, ac_mutex *m; int i;)
{
    BEGIN;
    for (f->i = 0; f->i < 1000; f->i++) {
        AWAIT(ac_mutex_lock, f->m);
        ac_mutex_unlock(f->m);
    }
    END(0);
}

#define JOINED(task, rc, value)                                                                    \
    f->r = ABORTED;                                                                                \
    AWAIT(ac_join, task, &f->r, 0);                                                                   \
    CHECK_EQ(f->leaf.ac_join.result, rc);                                                          \
    CHECK_EQ(f->r, value)

FUTURE(root, int, ac_mutex m; ac_task * t; ac_task * u; int i; int r;)
{
    BEGIN;
    ac_mutex_init(&f->m);
    // Unlocking hands over at once: whoever unlocked cannot have it back before the next one had
    // it.
    AWAIT(ac_mutex_lock, &f->m);
    f->t = SPAWN(plain, .m = &f->m);
    ac_mutex_unlock(&f->m);
    CHECK_EQ(ac_mutex_trylock(&f->m), AC_EBUSY);
    CHECK_EQ(locks, 0);
    JOINED(f->t, 0, 0);
    CHECK_EQ(locks, 1);

    // Cancelled after it was given the lock, before it ran: it has the lock.
    f->t = SPAWN(plain, .m = &f->m);
    f->u = SPAWN(plain, .m = &f->m);
    ac_mutex_unlock(&f->m);
    ac_cancel(f->t);
    JOINED(f->t, AC_ETASKCANCELED, 0);
    CHECK_EQ(ac_mutex_trylock(&f->m), AC_EBUSY);
    // The same for an abort: it ends by itself, at its next operation at the earliest.
    ac_mutex_unlock(&f->m);
    ac_abort(f->u);
    JOINED(f->u, AC_ETASKCANCELED, 0);
    CHECK_EQ(ac_mutex_trylock(&f->m), AC_EBUSY);

    // Cancelled while it waits: the next one has its place.
    f->t = SPAWN(plain, .m = &f->m);
    f->u = SPAWN(plain, .m = &f->m);
    ac_cancel(f->t);
    JOINED(f->t, AC_ETASKCANCELED, AC_ECANCELED);
    ac_mutex_unlock(&f->m);
    JOINED(f->u, 0, 0);
    f->t = SPAWN(plain, .m = &f->m);
    ac_abort(f->t);
    JOINED(f->t, AC_ETASKABORTED, ABORTED);

    // Stopped before it asks: not locked, although it is free.
    ac_mutex_unlock(&f->m);
    f->t = SPAWN(late, .m = &f->m);
    ac_cancel(f->t);
    JOINED(f->t, AC_ETASKCANCELED, AC_ECANCELED);
    f->t = SPAWN(late, .m = &f->m);
    ac_abort(f->t);
    JOINED(f->t, AC_ETASKABORTED, ABORTED);
    CHECK_EQ(ac_mutex_trylock(&f->m), 0);
    ac_mutex_unlock(&f->m);

    // One that never waits for anything else: the budget makes it yield, but it does not hold the
    // lock then.
    f->t = SPAWN(greedy, .m = &f->m);
    for (f->i = 0; ac_tasks_alive() > 1; f->i++) {
        CHECK(!ac_mutex_holder(&f->m));
        AWAIT(ac_yield);
    }
    CHECK(f->i > 5);
    CHECK(f->i < 100);
    JOINED(f->t, 0, 0);
    // Two of them take turns.
    f->t = SPAWN(greedy, .m = &f->m);
    f->u = SPAWN(greedy, .m = &f->m);
    JOINED(f->t, 0, 0);
    JOINED(f->u, 0, 0);
    CHECK_EQ(ac_mutex_trylock(&f->m), 0);
    END(0);
}

int main(void)
{
    RUN(root);
    stop_everywhere();
}
