// RUN: %asyncc %sanitize -O1 -g -Wall -Wextra -Werror %s -o %t
// RUN: %t | FileCheck %s
// RUN: %runtime-cc -w -DASYNCC_ELIDE %s -o %t.elided
// RUN: %t.elided | FileCheck %s
// RUN: %runtime-cc -w -DASYNCC_ELIDE -DAC_DEBUG %s -o %t.debug
// RUN: %t.debug | FileCheck %s
// The runtime's locks and channels in the dialect, sizes taken from the values' types.
#include <asyncc.h>
#include <stdio.h>

typedef struct point {
    int x, y, z;
} point;
static ac_mutex mutex = AC_MUTEX_INIT;
static ac_rwlock lock = AC_RWLOCK_INIT;
static ac_semaphore semaphore = AC_SEMAPHORE_INIT(2);
static ac_notify notify = AC_NOTIFY_INIT;
static ac_barrier barrier = AC_BARRIER_INIT(1);
static ac_once once = AC_ONCE_INIT;
static point slots[8];
static ac_channel points = AC_CHANNEL_INIT(slots);
static int depth, made;

static async int critical(int n)
{
    int rc = await ac_mutex_lock(&mutex);
    if (rc)
        return rc;
    depth++;
    await ac_sleep(n % 2);
    n *= depth--;
    ac_mutex_unlock(&mutex);
    if ((rc = await ac_semaphore_acquire(&semaphore, 2)) || (rc = await ac_rwlock_rdlock(&lock)))
        return rc;
    await ac_yield();
    ac_rwlock_unlock(&lock);
    ac_semaphore_release(&semaphore, 2);
    if (await ac_once_begin(&once) > 0) {
        await ac_yield();
        made++;
        ac_once_end(&once, true);
    }
    rc = await ac_rwlock_wrlock(&lock);
    if (rc == 0)
        ac_rwlock_unlock(&lock);
    return n * made + rc;
}
static async int produce(int n)
{
    for (int i = 0; i < n; i++)
        if (await ac_send(&points, (&(point){i, i * i, -i})))
            break;
    ac_channel_close(&points);
    ac_notify_one(&notify);
    return n;
}
async int main(int argc, char **argv)
{
    (void)argv;
    ac_task *tasks[4], *producer;
    int r, sum = 0, rc;
    for (int i = 0; i < 4; i++)
        tasks[i] = ac_spawn(critical(i + argc));
    for (int i = 0; i < 4; i++) {
        rc = await ac_join(tasks[i], &r);
        printf("%d %d\n", rc, r);
    }
    producer = ac_spawn(produce(7 + argc));
    point p;
    while ((rc = await ac_recv(&points, &p)) == 0)
        sum += p.x + p.y + p.z;
    printf("%s %d\n", ac_err_name(rc), sum);
    printf("%d ", await ac_notify_wait(&notify));
    printf("%d ", await ac_barrier_wait(&barrier));
    printf("%d\n", await ac_join(producer, NULL));

    long number = 7, copy = 0;
    ac_oneshot shot = AC_ONESHOT_INIT(&(long){0});
    ac_oneshot_send(&shot, &number);
    rc = await ac_oneshot_recv(&shot, &copy);
    printf("%d %ld\n", rc, copy);
    ac_broadcast *cast = ac_broadcast_new(sizeof number, 2);
    if (!cast)
        return 1;
    defer { ac_broadcast_free(cast); }
    ac_receiver receiver = ac_broadcast_subscribe(cast);
    for (number = 0; number < 6; number++)
        ac_broadcast_send(cast, &number);
    rc = await ac_broadcast_recv(&receiver, &copy);
    printf("%d %ld\n", rc, copy);
    ac_watch *watch = ac_watch_new(&number);
    if (!watch)
        return 1;
    defer { ac_watch_free(watch); }
    uint64_t seen = ac_watch_get(watch, &copy);
    number = 9;
    ac_watch_set(watch, &number);
    rc = await ac_watch_changed(watch, &seen, &copy);
    printf("%d %ld\n", rc, copy);
    return 0;
}
// CHECK: 0 1
// CHECK-NEXT: 0 2
// CHECK-NEXT: 0 3
// CHECK-NEXT: 0 4
// CHECK-NEXT: EOF 140
// CHECK-NEXT: 0 1 0
// CHECK-NEXT: 0 7
// CHECK-NEXT: 4 4
// CHECK-NEXT: 0 9
