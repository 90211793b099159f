// RUN: %runtime-cc %s -o %t && %run %t
// Wakers: from the same thread, from others, after the end of the strand and of the loop.
#include "check.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>
#include <semaphore.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>

// By these a thread rouses a loop that sleeps.
static _Atomic int calls;
static _Thread_local int counts;

ssize_t write(int fd, const void *buf, size_t n)
{
    calls += counts;
    return syscall(SYS_write, fd, buf, n);
}
int eventfd_write(int fd, eventfd_t value)
{
    return write(fd, &value, sizeof value) == sizeof value ? 0 : -1;
}
int sem_post(sem_t *semaphore)
{
    static int (*real)(sem_t *);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "sem_post");
    calls += counts;
    return real(semaphore);
}

// A leaf that waits for `go`, leaving a waker in `slot`.
struct gate {
    ac_waker slot;
    _Atomic int ready; // the waker is in the slot
    int go;            // written before the wake, read after it
    _Atomic int done;
};
struct pass__frame {
    int result;
    int resumes;
    struct gate *gate;
};
static ac_poll pass__resume(void *frame, ac_context *cx);
static ac_poll pass__start(struct pass__frame *f, ac_context *cx, struct gate *gate)
{
    f->resumes = 0;
    f->gate = gate;
    gate->slot = ac_waker_clone(cx);
    CHECK(gate->slot.handle);
    atomic_store(&gate->ready, 1);
    return AC_PENDING;
}
static ac_poll pass__resume(void *frame, ac_context *cx)
{
    struct pass__frame *f = frame;
    f->resumes++;
    if (ac_interrupted(cx)) {
        f->result = AC_ECANCELED;
        return AC_READY;
    }
    if (!atomic_load(&f->gate->done))
        return AC_PENDING;
    f->result = f->gate->go;
    return AC_READY;
}

FUTURE(waiter, int, struct gate *gate; struct pass__frame pass;)
{
    ac_poll p;
    if (f->state == 0) {
        f->state = 1;
        p = pass__start(&f->pass, cx, f->gate);
    } else {
        p = pass__resume(&f->pass, cx);
    }
    f->result = f->pass.result;
    return p;
}

enum { THREADS = 4, GATES = 200 };
static struct gate gates[GATES];
static _Atomic int next_gate;
static ac_waker late[GATES];

// Wakes each gate a few times: without reason, with, and once more later.
static void *wake_all(void *none)
{
    (void)none;
    for (int i; (i = atomic_fetch_add(&next_gate, 1)) < GATES;) {
        struct gate *g = &gates[i];
        while (!atomic_load(&g->ready))
            sched_yield();
        ac_waker dup = ac_waker_dup(&g->slot);
        ac_waker_wake_by_ref(&dup);
        g->go = i + 1;
        atomic_store(&g->done, 1);
        ac_waker_wake(dup);
        ac_waker_wake_by_ref(&g->slot);
        if (i % 2)
            ac_waker_drop(g->slot);
        else
            late[i] = g->slot; // outlives the loop
    }
    return NULL;
}

FUTURE(sleeper, int, )
{
    BEGIN;
    AWAIT(ac_sleep, 1000000);
    END(0);
}

// `timed`: the loop sleeps for a timer, too, and not for other threads only.
FUTURE(threads, int, int timed; ac_task * sleeper; ac_task * t[GATES]; int i; int r;)
{
    BEGIN;
    f->sleeper = f->timed ? SPAWN(sleeper) : NULL;
    for (f->i = 0; f->i < GATES; f->i++)
        f->t[f->i] = SPAWN(waiter, .gate = &gates[f->i]);
    for (f->i = 0; f->i < GATES; f->i++) {
        AWAIT(ac_join, f->t[f->i], &f->r, 0);
        CHECK_EQ(f->r, f->i + 1);
    }
    if (f->timed) {
        ac_cancel(f->sleeper);
        AWAIT(ac_join, f->sleeper, &f->r, 0);
    }
    END(0);
}

// A loop that is awake looks for wakes by itself.
static void *wake_those_awake(void *none)
{
    (void)none;
    counts = 1;
    wake_all(NULL);
    return NULL;
}

FUTURE(awake, int, ac_task *t[GATES]; int i; int r; pthread_t thread;)
{
    BEGIN;
    for (f->i = 0; f->i < GATES; f->i++)
        f->t[f->i] = SPAWN(waiter, .gate = &gates[f->i]);
    CHECK_EQ(pthread_create(&f->thread, NULL, wake_those_awake, NULL), 0);
    CHECK_EQ(pthread_join(f->thread, NULL), 0);
    CHECK_EQ(calls, 0);
    for (f->i = 0; f->i < GATES; f->i++) {
        AWAIT(ac_join, f->t[f->i], &f->r, 0);
        CHECK_EQ(f->r, f->i + 1);
    }
    END(0);
}

static struct gate local;
FUTURE(same, int, ac_task *t; ac_waker w; int r;)
{
    BEGIN;
    // A wake without reason resumes, and the leaf waits on.
    f->t = SPAWN(waiter, .gate = &local);
    ac_waker_wake_by_ref(&local.slot);
    ac_waker_wake_by_ref(&local.slot);
    AWAIT(ac_yield);
    AWAIT(ac_yield);
    CHECK_EQ(((struct waiter__frame *)ac_task_frame(f->t))->pass.resumes, 1);
    CHECK_EQ(ac_tasks_alive(), 2);
    local.go = 9;
    local.done = 1;
    f->w = ac_waker_dup(&local.slot);
    ac_waker_wake(local.slot);
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK_EQ(f->r, 9);
    // The task has ended: the waker wakes nothing, not even the cell's next owner.
    ac_waker_wake_by_ref(&f->w);
    local.done = 0;
    f->t = SPAWN(waiter, .gate = &local);
    CHECK_EQ(local.slot.handle, f->w.handle);
    CHECK(local.slot.gen != f->w.gen);
    ac_waker_wake(f->w);
    AWAIT(ac_yield);
    AWAIT(ac_yield);
    CHECK_EQ(((struct waiter__frame *)ac_task_frame(f->t))->pass.resumes, 0);
    ac_cancel(f->t);
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK_EQ(f->r, AC_ECANCELED);
    ac_waker_drop(local.slot);
    END(0);
}

static void drop_late(void)
{
    // The loop is closed.
    for (int i = 0; i < GATES; i += 2) {
        ac_waker dup = ac_waker_dup(&late[i]);
        ac_waker_wake_by_ref(&late[i]);
        ac_waker_wake(late[i]);
        ac_waker_drop(dup);
    }
    memset(gates, 0, sizeof gates);
    next_gate = 0;
}

int main(void)
{
    RUN(same);
    for (int timed = 0; timed < 2; timed++) {
        pthread_t thread[THREADS];
        for (int i = 0; i < THREADS; i++)
            CHECK_EQ(pthread_create(&thread[i], NULL, wake_all, NULL), 0);
        RUN(threads, .timed = timed);
        for (int i = 0; i < THREADS; i++)
            pthread_join(thread[i], NULL);
        drop_late();
    }
    RUN(awake);
    drop_late();
}
