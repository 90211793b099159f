// Disturbed at any place, what tasks of several loops wait for each other with is left as it was
// found: no lock is held, no permit missing, no value lost, and whoever waits goes on.
// RUN: %python %S/../inject/everywhere --modes wake,cancel,abort,cancel-self,abort-self,expire,malloc,syscall --build %builddir --sanitize "%sanitize" --output %t %s -Wall -Wextra -Werror | FileCheck %s
// CHECK: wake {{.*}} places: ended {{[0-9]+$}}
// CHECK: cancel {{.*}} places: ETASKCANCELED
// CHECK: abort {{.*}} places: ETASKABORTED
// CHECK: syscall {{.*}} places: ended
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>

enum { TASKS = 4 };
static ac_shared_mutex *mutex;
static ac_shared_rwlock *lock;
static ac_shared_semaphore *permits;
static ac_shared_once *once;
static ac_shared_oneshot *oneshot;
static ac_shared_broadcast *broadcast;
static ac_shared_watch *watch;
static int counter, done; // under the mutex; by once

static void all_is_given_back(void)
{
    if ((mutex && ac_shared_mutex_trylock(mutex)) || (lock && ac_shared_rwlock_trywrlock(lock)) ||
        (permits && ac_shared_semaphore_available(permits) != 2) || done > 1) {
        fprintf(stderr, "something is held\n");
        abort();
    }
    ac_shared_mutex_free(mutex);
    ac_shared_rwlock_free(lock);
    ac_shared_semaphore_free(permits);
    ac_shared_once_free(once);
    ac_shared_oneshot_free(oneshot);
    ac_shared_broadcast_free(broadcast);
    ac_shared_watch_free(watch);
}

static async int use_locks(int n)
{
    int rc = await ac_shared_semaphore_acquire(permits, 1);
    if (rc < 0)
        return rc;
    defer { ac_shared_semaphore_release(permits, 1); }
    rc = await ac_shared_mutex_lock(mutex);
    if (rc < 0)
        return rc;
    defer { ac_shared_mutex_unlock(mutex); }
    rc = n % 2 ? await ac_shared_rwlock_wrlock(lock) : await ac_shared_rwlock_rdlock(lock);
    if (rc < 0)
        return rc;
    defer { ac_shared_rwlock_unlock(lock); }
    int before = counter;
    await ac_yield();
    counter = before + 1;
    return 0;
}

static async int make_once(void)
{
    int rc = await ac_shared_once_begin(once);
    if (rc <= 0)
        return rc;
    bool made = false;
    defer { ac_shared_once_end(once, made); }
    await ac_yield();
    made = ++done;
    return 0;
}

static async int hear(ac_shared_receiver receiver)
{
    uint64_t seen = 0;
    int value = 0, rc = await ac_shared_oneshot_recv(oneshot, &value);
    if (rc == 0)
        ac_shared_watch_set(watch, &value);
    if (rc < 0 && rc != AC_EOF)
        return rc;
    rc = await ac_shared_watch_changed(watch, &seen, &value);
    return rc < 0 ? rc : await ac_shared_broadcast_recv(&receiver, &value);
}

static async int all_of_it(int n)
{
    int a = 0, b = 0;
    await ac_all(a = use_locks(n), b = make_once());
    return a < 0 ? a : b < 0 ? b : await hear(ac_shared_broadcast_subscribe(broadcast));
}

async int main(void)
{
    ac_remote *tasks[TASKS];
    int rc = 0, zero = 0, one = 1;
    atexit(all_is_given_back);
    await ac_yield(); // the loop on which something is suspended first is the one that is disturbed
    int n = ac_workers_start(2);
    mutex = ac_shared_mutex_new();
    lock = ac_shared_rwlock_new();
    permits = ac_shared_semaphore_new(2);
    once = ac_shared_once_new();
    oneshot = ac_shared_oneshot_new(sizeof(int));
    broadcast = ac_shared_broadcast_new(sizeof(int), 2);
    watch = ac_shared_watch_new(&zero);
    if (n < 0 || !mutex || !lock || !permits || !once || !oneshot || !broadcast || !watch)
        return -1;
    for (int i = 0; i < TASKS; i++)
        tasks[i] = ac_spawn_on(i % n, all_of_it(i));
    ac_shared_oneshot_send(oneshot, &one);
    await ac_sleep(1);
    ac_shared_broadcast_send(broadcast, &one);
    ac_shared_broadcast_close(broadcast); // who comes later has its end
    for (int i = 0; i < TASKS; i++) {
        int result = 0;
        if (await ac_remote_join(tasks[i], &result) < 0 || (result < 0 && result != AC_EOF))
            rc = -1;
    }
    return rc;
}
