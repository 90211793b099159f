// RUN: %runtime-cc %s -o %t
// RUN: not --crash %t unlock 2>&1 | FileCheck %s --check-prefix=UNLOCK
// RUN: not --crash %t rwunlock 2>&1 | FileCheck %s --check-prefix=RWUNLOCK
// RUN: not --crash %t once 2>&1 | FileCheck %s --check-prefix=ONCE
// RUN: not --crash %t size 2>&1 | FileCheck %s --check-prefix=SIZE
// RUN: not --crash %t relock 2>&1 | FileCheck %s --check-prefix=RELOCK
// RUN: not --crash %t thread 2>&1 | FileCheck %s --check-prefix=THREAD
// RUN: not --crash %t loops 2>&1 | FileCheck %s --check-prefix=LOOPS
// RUN: %runtime-cc -w -DASYNCC_ELIDE %s -o %t.elided
// RUN: %t.elided
// RUN: not --crash %t.elided full 2>&1 | FileCheck %s --check-prefix=FULL
// RUN: not --crash %t.elided locked 2>&1 | FileCheck %s --check-prefix=LOCKED
// Misuse ends the program with a message, also a wait for ever in the elided build, where objects
// that need no wait work.
#include "check.h"
#include <pthread.h>

static int slots[3];
static ac_mutex mutex = AC_MUTEX_INIT;
static ac_channel channel = AC_CHANNEL_INIT(slots);

#ifdef ASYNCC_ELIDE

async int fill(int n)
{
    for (int i = 0; i < n; i++)
        CHECK(await ac_send(&channel, &i) == 0);
    return n;
}

int main(int argc, char **argv)
{
    int v, n = 0, r;
    // FULL: asyncc: ac_send would wait for ever: in the elided build nothing else runs
    if (argc > 1 && !strcmp(argv[1], "full"))
        fill(4);
    CHECK(ac_mutex_lock(&mutex) == 0);
    // LOCKED: asyncc: ac_mutex_lock would wait for ever: in the elided build nothing else runs
    if (argc > 1 && !strcmp(argv[1], "locked"))
        ac_mutex_lock(&mutex);
    ac_mutex_unlock(&mutex);
    ac_task *t = ac_spawn(fill(3));
    ac_channel_close(&channel);
    while (ac_recv(&channel, &v) == 0)
        n += v;
    CHECK(n == 3);
    CHECK(ac_join(t, &r) == 0 && r == 3);
    ac_rwlock lock = AC_RWLOCK_INIT;
    CHECK(ac_rwlock_rdlock(&lock) == 0 && ac_rwlock_rdlock(&lock) == 0);
    ac_rwlock_unlock(&lock);
    ac_rwlock_unlock(&lock);
    CHECK(ac_rwlock_wrlock(&lock) == 0);
    ac_semaphore semaphore = AC_SEMAPHORE_INIT(1);
    for (int i = 0; i < 1000; i++) {
        CHECK(ac_semaphore_acquire(&semaphore, 1) == 0);
        ac_semaphore_release(&semaphore, 1);
    }
    ac_notify notify = AC_NOTIFY_INIT;
    ac_notify_one(&notify);
    CHECK(ac_notify_wait(&notify) == 0);
    ac_barrier barrier = AC_BARRIER_INIT(1);
    CHECK(ac_barrier_wait(&barrier) == 1);
    ac_once once = AC_ONCE_INIT;
    CHECK(ac_once_begin(&once) == 1);
    ac_once_end(&once, true);
    CHECK(ac_once_begin(&once) == 0);
    ac_broadcast cast = AC_BROADCAST_INIT(slots);
    ac_receiver rx = ac_broadcast_subscribe(&cast);
    ac_broadcast_send(&cast, &n);
    CHECK(ac_broadcast_recv(&rx, &v) == 0 && v == 3);
    ac_watch watch = AC_WATCH_INIT(slots);
    uint64_t seen = 0;
    n = 5;
    ac_watch_set(&watch, &n);
    CHECK(ac_watch_changed(&watch, &seen, &v) == 0 && v == 5 && seen == 1);
    ac_oneshot shot = AC_ONESHOT_INIT(slots);
    CHECK(ac_oneshot_send(&shot, &n) == 0);
    CHECK(ac_oneshot_recv(&shot, &v) == 0 && v == 5);
    CHECK(ac_oneshot_recv(&shot, &v) == AC_EOF);
}

#else

FUTURE(locker, int, int none;)
{
    BEGIN;
    AWAIT(ac_mutex_lock, &mutex);
    END(0);
}
FUTURE(relock, int, int none;)
{
    BEGIN;
    AWAIT(ac_mutex_lock, &mutex);
    AWAIT(ac_mutex_lock, &mutex);
    END(0);
}
static void *unlock(void *none)
{
    ac_mutex_unlock(&mutex);
    return none;
}
static void *lock(void *none)
{
    RUN(locker);
    return none;
}
FUTURE(elsewhere, int, void *(*what)(void *);)
{
    BEGIN;
    CHECK_EQ(ac_mutex_trylock(&mutex), 0);
    (void)SPAWN(locker);
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, f->what, NULL) == 0);
    pthread_join(thread, NULL);
    END(0);
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    // UNLOCK: asyncc: ac_mutex_unlock: the mutex is not locked
    if (!strcmp(argv[1], "unlock"))
        ac_mutex_unlock(&mutex);
    // RWUNLOCK: asyncc: ac_rwlock_unlock: the lock is not locked
    if (!strcmp(argv[1], "rwunlock"))
        ac_rwlock_unlock(&(ac_rwlock)AC_RWLOCK_INIT);
    // ONCE: asyncc: ac_once_end: nobody is doing it
    if (!strcmp(argv[1], "once"))
        ac_once_end(&(ac_once)AC_ONCE_INIT, true);
    // SIZE: asyncc: ac_try_send: a value of 8 bytes where values have 4
    if (!strcmp(argv[1], "size"))
        ac_try_send(&channel, &(int64_t){1});
    // RELOCK: asyncc: deadlock: 1 task, none of which can ever go on
    if (!strcmp(argv[1], "relock"))
        RUN(relock);
    // THREAD: asyncc: an object with waiting tasks is used on another thread than theirs
    if (!strcmp(argv[1], "thread"))
        RUN(elsewhere, .what = unlock);
    // LOOPS: asyncc: an object is waited for on the loops of two threads
    if (!strcmp(argv[1], "loops"))
        RUN(elsewhere, .what = lock);
}

#endif
