// RUN: %runtime-cc %s -o %t && %run %t
// Threads wake while loops end: the wake arrives or wakes nothing, and memory is freed once.
#include "check.h"
#include <pthread.h>
#include <stdatomic.h>

static _Atomic int stop;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static ac_waker current;

static void *pester(void *none)
{
    (void)none;
    while (!atomic_load(&stop)) {
        pthread_mutex_lock(&lock);
        ac_waker w = ac_waker_dup(&current);
        pthread_mutex_unlock(&lock);
        ac_waker_wake_by_ref(&w);
        ac_waker_wake(w);
        sched_yield();
    }
    return NULL;
}

struct lend__frame {
    int result, resumes;
};
static ac_poll lend__start(struct lend__frame *f, ac_context *cx)
{
    ac_waker w = ac_waker_clone(cx);
    f->resumes = 0;
    pthread_mutex_lock(&lock);
    ac_waker old = current;
    current = w;
    pthread_mutex_unlock(&lock);
    ac_waker_drop(old);
    return AC_PENDING;
}
static ac_poll lend__resume(void *frame, ac_context *cx)
{
    struct lend__frame *f = frame;
    (void)cx;
    return f->resumes++ < 3 ? AC_PENDING : AC_READY;
}

FUTURE(root, int, struct lend__frame lend;)
{
    if (f->state == 0) {
        f->state = 1;
        return lend__start(&f->lend, cx);
    }
    f->result = 5;
    return lend__resume(&f->lend, cx);
}

int main(void)
{
    pthread_t thread[2];
    for (int i = 0; i < 2; i++)
        CHECK_EQ(pthread_create(&thread[i], NULL, pester, NULL), 0);
    for (int i = 0; i < 300; i++)
        CHECK_EQ(RUN(root), 5);
    atomic_store(&stop, 1);
    for (int i = 0; i < 2; i++)
        pthread_join(thread[i], NULL);
    ac_waker_drop(current);
}
