// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// RUN: not --crash %t waited 2>&1 | FileCheck %s --check-prefix=WAITED
// Channels between workers and plain threads: every value arrives once, those of one sender in
// order, also while receivers and senders are cancelled all the time; closing and try operations.
// WAITED: asyncc: ac_shared_channel_free: operations wait on it
#include "across.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { SENDERS = 6, RECEIVERS = 5, EACH = 1500 };

typedef struct {
    int sender, n;
} value;

static _Atomic int taken[SENDERS][EACH];
static _Atomic int received, cancelled;

static async int send_all(ac_shared_channel *ch, int sender)
{
    for (int i = 0; i < EACH; i++) {
        value v = {sender, i};
        CHECK_EQ(await ac_shared_send(ch, &v), 0);
    }
    return EACH;
}

// The longer it may take, the more often it is stopped; a value that was sent is not sent again.
static async int send_impatiently(ac_shared_channel *ch, int sender)
{
    int rc = 0;
    for (int i = 0; i < EACH; i++) {
        value v = {sender, i};
        do {
            if (await ac_select(rc = ac_shared_send(ch, &v), ac_yield()) == 1 && rc < 0) {
                CHECK_EQ(rc, AC_ECANCELED);
                cancelled++;
            }
        } while (rc < 0);
    }
    return EACH;
}

static void take(value v, int *last)
{
    CHECK(v.n > last[v.sender]); // in the order in which they were sent
    last[v.sender] = v.n;
    CHECK_EQ(taken[v.sender][v.n]++, 0);
    received++;
}

static async int receive_all(ac_shared_channel *ch, int impatient)
{
    int last[SENDERS], rc = 0, n = 0;
    memset(last, -1, sizeof last);
    for (;;) {
        value v = {-1, -1};
        if (impatient)
            await ac_select(rc = ac_shared_recv(ch, &v), ac_yield());
        else
            rc = await ac_shared_recv(ch, &v);
        if (rc == AC_EOF)
            return n;
        if (rc == AC_ECANCELED) {
            CHECK_EQ(v.sender, -1);
            cancelled++;
            continue;
        }
        CHECK_EQ(rc, 0);
        take(v, last);
        n++;
    }
}

static async void every_value_arrives_once(size_t cap)
{
    ac_remote *senders[SENDERS], *receivers[RECEIVERS];
    ac_shared_channel *ch = ac_shared_channel_new(sizeof(value), cap);
    int n, all = 0;
    CHECK_EQ(ac_shared_channel_cap(ch), cap);
    memset((void *)taken, 0, sizeof taken);
    received = 0;
    for (int i = 0; i < RECEIVERS; i++)
        receivers[i] = ac_spawn_on(i % WORKERS, receive_all(ch, i % 2));
    for (int i = 0; i < SENDERS; i++)
        senders[i] = i % 2 ? ac_spawn_on(i % WORKERS, send_all(ch, i))
                           : ac_spawn_on(i % WORKERS, send_impatiently(ch, i));
    for (int i = 0; i < SENDERS; i++)
        CHECK_EQ(await ac_remote_join(senders[i], &n), 0);
    ac_shared_channel_close(ch);
    ac_shared_channel_close(ch);
    for (int i = 0; i < RECEIVERS; i++) {
        CHECK_EQ(await ac_remote_join(receivers[i], &n), 0);
        all += n;
    }
    CHECK_EQ(all, SENDERS * EACH);
    CHECK_EQ(received, all);
    CHECK_EQ(ac_shared_try_send(ch, &((value){0, 0})), AC_EPIPE);
    CHECK_EQ(ac_shared_try_recv(ch, &((value){0, 0})), AC_EOF);
    ac_shared_channel_free(ch);
}

// ---- lines are first come, first served, and closing empties them ----

static async int send_one(ac_shared_channel *ch, int n)
{
    return await ac_shared_send(ch, &n);
}

static async int receive_one(ac_shared_channel *ch)
{
    int n = -1, rc = await ac_shared_recv(ch, &n);
    return rc < 0 ? rc : n;
}

static async void lines_are_fair(void)
{
    ac_shared_channel *ch = ac_shared_channel_new(sizeof(int), 2);
    ac_remote *t[6];
    int n;
    for (int i = 0; i < 6; i++) {
        t[i] = ac_spawn_on(i % WORKERS, send_one(ch, i));
        await settled();
    }
    CHECK_EQ(ac_shared_channel_len(ch), 2);
    CHECK_EQ(ac_shared_try_send(ch, &n), AC_EAGAIN);
    // The one that leaves the line is passed over, and has not sent.
    ac_remote_cancel(t[3]);
    CHECK_EQ(await ac_remote_join(t[3], &n), AC_ETASKCANCELED);
    CHECK_EQ(n, AC_ECANCELED);
    for (int i = 0; i < 3; i++) {
        CHECK_EQ(ac_shared_try_recv(ch, &n), 0);
        CHECK_EQ(n, i);
    }
    CHECK_EQ(await ac_shared_recv(ch, &n), 0);
    CHECK_EQ(n, 4);
    CHECK_EQ(await ac_shared_recv(ch, &n), 0);
    CHECK_EQ(n, 5);
    CHECK_EQ(ac_shared_try_recv(ch, &n), AC_EAGAIN);
    for (int i = 0; i < 6; i++)
        if (i != 3)
            CHECK_EQ(await ac_remote_join(t[i], NULL), 0);
    for (int i = 0; i < 3; i++) {
        t[i] = ac_spawn_on(i % WORKERS, receive_one(ch));
        await settled();
    }
    for (int i = 10; i < 12; i++)
        CHECK_EQ(ac_shared_try_send(ch, &i), 0);
    ac_shared_channel_close(ch);
    for (int i = 0; i < 3; i++) {
        CHECK_EQ(await ac_remote_join(t[i], &n), 0);
        CHECK_EQ(n, i < 2 ? 10 + i : AC_EOF);
    }
    ac_shared_channel_free(ch);
    ac_shared_channel_free(NULL);

    // Senders that wait keep their value when the channel closes; what was sent is received.
    ch = ac_shared_channel_new(sizeof(int), 1);
    t[0] = ac_spawn_on(1, send_one(ch, 7));
    await settled();
    t[1] = ac_spawn_on(2, send_one(ch, 8));
    await settled();
    ac_shared_channel_close(ch);
    CHECK_EQ(await ac_remote_join(t[0], &n), 0);
    CHECK_EQ(n, 0);
    CHECK_EQ(await ac_remote_join(t[1], &n), 0);
    CHECK_EQ(n, AC_EPIPE);
    CHECK_EQ(await ac_shared_recv(ch, &n), 0);
    CHECK_EQ(n, 7);
    CHECK_EQ(await ac_shared_recv(ch, &n), AC_EOF);
    ac_shared_channel_free(ch);
}

static async void waits_for_a_value(ac_shared_channel *ch)
{
    int n;
    await ac_shared_recv(ch, &n);
}

// Aborts meet waiting operations, which leave the line.
static async void aborted_ones_leave(void)
{
    ac_shared_channel *ch = ac_shared_channel_new(sizeof(int), 0);
    ac_remote *t = ac_spawn_on(1, waits_for_a_value(ch)), *u = ac_spawn_on(2, receive_one(ch));
    int n;
    await settled();
    ac_remote_abort(t);
    CHECK_EQ(await ac_remote_join(t, NULL), AC_ETASKABORTED);
    n = 5;
    CHECK_EQ(await ac_shared_send(ch, &n), 0);
    CHECK_EQ(await ac_remote_join(u, &n), 0);
    CHECK_EQ(n, 5);
    CHECK_EQ(ac_shared_try_send(ch, &n), AC_EAGAIN);
    ac_shared_channel_free(ch);
}

static async void tasks(void)
{
    CHECK_EQ(ac_workers_start(WORKERS), WORKERS);
    await every_value_arrives_once(0);
    await every_value_arrives_once(1);
    await every_value_arrives_once(50);
    CHECK(cancelled > 0);
    await lines_are_fair();
    await aborted_ones_leave();
}

// ---- loops that are no workers, and threads without a loop ----

static ac_shared_channel *there, *back;

static async int echo(void)
{
    int n, rounds = 0;
    while (await ac_shared_recv(there, &n) == 0) {
        CHECK_EQ(await ac_shared_send(back, &n), 0);
        rounds++;
    }
    ac_shared_channel_close(back);
    return rounds;
}

static void *own_loop(void *none)
{
    CHECK_EQ(ac_run(echo()), 200);
    return none;
}

static void *no_loop(void *none)
{
    for (int i = 0; i < 200; i++)
        while (ac_shared_try_send(there, &i) == AC_EAGAIN)
            sched_yield();
    ac_shared_channel_close(there);
    return none;
}

static async int collect(void)
{
    int n, next = 0;
    while (await ac_shared_recv(back, &n) == 0)
        CHECK_EQ(n, next++);
    return next;
}

static void threads(void)
{
    pthread_t a, b;
    for (int i = 0; i < 20; i++) {
        there = ac_shared_channel_new(sizeof(int), 3);
        back = ac_shared_channel_new(sizeof(int), 0);
        CHECK_EQ(pthread_create(&a, NULL, own_loop, NULL), 0);
        CHECK_EQ(pthread_create(&b, NULL, no_loop, NULL), 0);
        CHECK_EQ(ac_run(collect()), 200);
        pthread_join(a, NULL);
        pthread_join(b, NULL);
        ac_shared_channel_free(there);
        ac_shared_channel_free(back);
    }
}

static async void free_what_is_waited_for(void)
{
    ac_shared_channel *ch = ac_shared_channel_new(sizeof(int), 1);
    ac_detach(ac_spawn(waits_for_a_value(ch)));
    ac_shared_channel_free(ch);
}

int main(int argc, char **argv)
{
    if (argc > 1 && !strcmp(argv[1], "waited"))
        ac_run(free_what_is_waited_for());
    ac_run(tasks());
    threads();
}
