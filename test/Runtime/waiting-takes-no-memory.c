// RUN: %runtime-cc %s -o %t && %run %t
// A million operations that wait, on every kind of object: no allocation after the first rounds.
#include "../../runtime/src/internal.h"
#include "check.h"

static long allocations;
static void *counting_malloc(size_t n)
{
    allocations++;
    return malloc(n);
}

static ac_mutex mutex;
static ac_rwlock lock;
static ac_semaphore semaphore = AC_SEMAPHORE_INIT(1);
static ac_notify ping, pong;
static ac_barrier barrier = AC_BARRIER_INIT(2);
static ac_channel *to, *fro;
static ac_broadcast *cast;
static ac_watch *watch;
static long waited;
enum { ROUNDS = 65000 };

#define OP(name, ...)                                                                              \
    AWAIT(name, __VA_ARGS__);                                                                      \
    CHECK_EQ(f->leaf.name.result < 0, 0)

FUTURE(player, int, int first; int i; int v; int w; uint64_t seen; ac_receiver rx;)
{
    BEGIN;
    f->rx = ac_broadcast_subscribe(cast);
    for (f->i = 0; f->i < ROUNDS; f->i++) {
        OP(ac_mutex_lock, &mutex);
        OP(ac_semaphore_acquire, &semaphore, 1);
        OP(ac_rwlock_wrlock, &lock);
        AWAIT(ac_yield);
        waited += (long)(mutex.permits.line.length);
        ac_rwlock_unlock(&lock);
        ac_mutex_unlock(&mutex);
        OP(ac_rwlock_rdlock, &lock);
        AWAIT(ac_yield);
        ac_semaphore_release(&semaphore, 1);
        ac_rwlock_unlock(&lock);
        OP(ac_barrier_wait, &barrier);
        if (f->first) {
            ac_notify_one(&ping);
            OP(ac_notify_wait, &pong);
            OP(ac_send_bytes, to, &f->i, sizeof f->i);
            OP(ac_recv_bytes, fro, &f->v, sizeof f->v);
            ac_broadcast_send(cast, &f->i);
            ac_watch_set(watch, &f->i);
        } else {
            OP(ac_notify_wait, &ping);
            ac_notify_one(&pong);
            OP(ac_recv_bytes, to, &f->v, sizeof f->v);
            OP(ac_broadcast_recv_bytes, &f->rx, &f->w, sizeof f->w);
            CHECK(f->w == f->v - 1 || f->i == 0);
            OP(ac_send_bytes, fro, &f->i, sizeof f->i);
            OP(ac_watch_changed_bytes, watch, &f->seen, &f->v, sizeof f->v);
        }
        CHECK_EQ(f->v, f->i);
        if (f->i == 10)
            allocations = 0;
    }
    END(0);
}

FUTURE(root, int, ac_task *t; ac_task * u; int zero;)
{
    BEGIN;
    to = ac_channel_new(sizeof(int), 1);
    fro = ac_channel_new(sizeof(int), 0);
    cast = ac_broadcast_new(sizeof(int), 2);
    watch = ac_watch_new(&f->zero);
    CHECK_EQ(allocations > 4, 1);
    f->t = SPAWN(player, .first = 1);
    f->u = SPAWN(player, .first = 0);
    ac_broadcast_send(cast, &(int){-1});
    AWAIT(ac_join, f->t, NULL, 0);
    CHECK_EQ(f->leaf.ac_join.result, 0);
    AWAIT(ac_join, f->u, NULL, 0);
    CHECK_EQ(f->leaf.ac_join.result, 0);
    CHECK_EQ(allocations, 0);
    CHECK(waited > ROUNDS / 2);
    ac_channel_free(to);
    ac_channel_free(fro);
    ac_broadcast_free(cast);
    ac_watch_free(watch);
    END(0);
}

int main(void)
{
    ac__malloc = counting_malloc;
    RUN(root);
}
