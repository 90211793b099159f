// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// RUN: not --crash %t oneshot 2>%t.err; not --crash %t broadcast 2>>%t.err
// RUN: not --crash %t watch 2>>%t.err; not --crash %t get 2>>%t.err; FileCheck %s <%t.err
// Between workers and plain threads: a oneshot delivers once, a broadcast gives each value to every
// receiver or tells how many it has missed, a watch shows the latest; also while receivers are
// cancelled all the time.
// CHECK: asyncc: ac_shared_oneshot_free: operations wait on it
// CHECK: asyncc: ac_shared_broadcast_recv: a value of 1 bytes where values have 4
// CHECK: asyncc: ac_shared_watch_set: a value of 8 bytes where values have 4
// CHECK: asyncc: ac_shared_watch_get: a value of 8 bytes where values have 4
#include "across.h"
#include <pthread.h>
#include <stdatomic.h>

enum { EACH = 2000, RECEIVERS = 6 };

static _Atomic int stopped;

// ---- oneshot ----

typedef struct {
    int n;
    char text[20];
} answer;

static async int expect(ac_shared_oneshot *oneshot)
{
    answer got = {-1, ""};
    int rc = await ac_shared_oneshot_recv(oneshot, &got);
    if (rc < 0) {
        CHECK_EQ(got.n, -1);
        return rc;
    }
    CHECK_EQ(strcmp(got.text, "forty-two"), 0);
    return got.n;
}

static void *sends(void *oneshot)
{
    CHECK_EQ(ac_shared_oneshot_send((ac_shared_oneshot *)oneshot, &((answer){42, "forty-two"})), 0);
    return NULL;
}

static async void delivered_once(void)
{
    answer other = {7, "seven"};
    for (int i = 0; i < 60; i++) {
        ac_shared_oneshot *oneshot = ac_shared_oneshot_new(sizeof(answer));
        pthread_t sender;
        ac_remote *t[2];
        if (i % 3 == 0)
            sends(oneshot);
        for (int k = 0; k < 2; k++)
            t[k] = ac_spawn_on((i + k) % WORKERS, expect(oneshot));
        if (i % 3 == 1)
            await settled();
        if (i % 3) {
            CHECK_EQ(pthread_create(&sender, NULL, sends, oneshot), 0);
            pthread_join(sender, NULL);
        }
        CHECK_EQ(ac_shared_oneshot_send(oneshot, &other), AC_EPIPE);
        int a = await result_of(t[0]), b = await result_of(t[1]);
        CHECK((a == 42 && b == AC_EOF) || (a == AC_EOF && b == 42));
        CHECK_EQ(await ac_shared_oneshot_recv(oneshot, &other), AC_EOF);
        ac_shared_oneshot_free(oneshot);
    }
    // One that gives up.
    ac_shared_oneshot *oneshot = ac_shared_oneshot_new(sizeof(answer));
    ac_remote *t = ac_spawn_on(1, expect(oneshot));
    await settled();
    ac_shared_oneshot_close(oneshot);
    CHECK_EQ(await result_of(t), AC_EOF);
    CHECK_EQ(ac_shared_oneshot_send(oneshot, &other), AC_EPIPE);
    ac_shared_oneshot_free(oneshot);
    ac_shared_oneshot_free(NULL);
}

// ---- broadcast ----

// Values are 0, 1, …: so what was missed can be seen. How many were received.
static async int receive_all(ac_shared_receiver receiver, bool impatient)
{
    int next = 0, n = 0;
    for (;;) {
        int value = -1, rc;
        if (impatient)
            await ac_select(rc = ac_shared_broadcast_recv(&receiver, &value), ac_yield());
        else
            rc = await ac_shared_broadcast_recv(&receiver, &value);
        if (rc == AC_EOF) {
            CHECK_EQ(next, EACH);
            return n;
        }
        if (rc == AC_ECANCELED) {
            CHECK_EQ(value, -1);
            stopped++;
            continue;
        }
        CHECK_EQ(value, next + rc);
        next = value + 1;
        n++;
    }
}

static async void for_everyone(size_t cap, bool slowly)
{
    ac_remote *t[RECEIVERS];
    ac_shared_broadcast *b = ac_shared_broadcast_new(sizeof(int), cap);
    for (int i = 0; i < RECEIVERS; i++)
        t[i] = ac_spawn_on(i % WORKERS, receive_all(ac_shared_broadcast_subscribe(b), i % 2));
    await settled(); // the impatient ones have been stopped, since there was nothing yet
    for (int i = 0; i < EACH; i++) {
        CHECK_EQ(ac_shared_broadcast_send(b, &i), 0);
        if (slowly && i % 50 == 0)
            await ac_yield();
    }
    ac_shared_broadcast_close(b);
    CHECK_EQ(ac_shared_broadcast_send(b, &(int){0}), AC_EPIPE);
    for (int i = 0; i < RECEIVERS; i++) {
        int n = await result_of(t[i]);
        CHECK(cap >= EACH ? n == EACH : n >= 1 && n <= EACH);
    }
    // One that subscribes afterwards has nothing to come.
    ac_shared_receiver late = ac_shared_broadcast_subscribe(b);
    CHECK_EQ(await ac_shared_broadcast_recv(&late, &(int){0}), AC_EOF);
    ac_shared_broadcast_free(b);
}

static async void missed_ones_are_told(void)
{
    int value;
    ac_shared_broadcast *b = ac_shared_broadcast_new(sizeof(int), 3);
    ac_shared_receiver all = ac_shared_broadcast_subscribe(b);
    for (int i = 0; i < 10; i++)
        CHECK_EQ(ac_shared_broadcast_send(b, &i), 0);
    ac_shared_receiver copy = all;
    for (int i = 0; i < 3; i++) {
        CHECK_EQ(await ac_shared_broadcast_recv(&all, &value), i ? 0 : 7);
        CHECK_EQ(value, 7 + i);
    }
    CHECK_EQ(await ac_timeout(1, ac_shared_broadcast_recv(&all, &value)), AC_ETIMEDOUT);
    CHECK_EQ(await ac_shared_broadcast_recv(&copy, &value), 7);
    CHECK_EQ(ac_shared_broadcast_send(b, &(int){10}), 0);
    CHECK_EQ(await ac_shared_broadcast_recv(&all, &value), 0);
    CHECK_EQ(value, 10);
    ac_shared_broadcast_free(b);
    ac_shared_broadcast_free(NULL);
    CHECK(!ac_shared_broadcast_new(sizeof(int), 0));
    CHECK(!ac_shared_broadcast_new(SIZE_MAX / 2, 3));
}

// ---- watch ----

typedef struct {
    int n, same;
} twice;

static async int watch_all(ac_shared_watch *watch, bool impatient)
{
    uint64_t seen = 0;
    twice value = {0, 0};
    int changes = 0;
    for (;;) {
        uint64_t before = seen;
        twice last = value;
        int rc;
        if (impatient)
            await ac_select(rc = ac_shared_watch_changed(watch, &seen, &value), ac_yield());
        else
            rc = await ac_shared_watch_changed(watch, &seen, &value);
        if (rc == 0) {
            CHECK(seen > before && value.n > last.n);
            CHECK_EQ(value.n, value.same);
            CHECK_EQ((uint64_t)value.n, seen);
            changes++;
            continue;
        }
        CHECK(seen == before && value.n == last.n);
        if (rc == AC_EOF) {
            CHECK_EQ(value.n, EACH);
            return changes;
        }
        CHECK_EQ(rc, AC_ECANCELED);
        stopped++;
    }
}

static async void the_latest(void)
{
    ac_remote *t[RECEIVERS];
    ac_shared_watch *watch = ac_shared_watch_new(&((twice){0, 0}));
    twice value = {-1, -1};
    CHECK_EQ(ac_shared_watch_get(watch, &value), 0);
    CHECK_EQ(value.n, 0);
    for (int i = 0; i < RECEIVERS; i++)
        t[i] = ac_spawn_on(i % WORKERS, watch_all(watch, i % 2));
    await settled();
    for (int i = 1; i <= EACH; i++) {
        CHECK_EQ(ac_shared_watch_set(watch, &((twice){i, i})), 0);
        if (i % 100 == 0)
            await ac_yield();
    }
    ac_shared_watch_close(watch);
    CHECK_EQ(ac_shared_watch_set(watch, &value), AC_EPIPE);
    for (int i = 0; i < RECEIVERS; i++)
        CHECK(await result_of(t[i]) >= 1);
    CHECK_EQ(ac_shared_watch_get(watch, &value), EACH);
    CHECK_EQ(value.same, EACH);
    ac_shared_watch_free(watch);
    ac_shared_watch_free(NULL);
}

static async void tasks(void)
{
    CHECK(ac_workers_start(WORKERS) == WORKERS);
    await delivered_once();
    await for_everyone(EACH, false);
    await for_everyone(7, true);
    await missed_ones_are_told();
    await the_latest();
    CHECK(stopped > 0);
}

// ---- other loops ----

static ac_shared_broadcast *ticks;

static void *other_loop(void *none)
{
    CHECK(ac_run(receive_all((ac_shared_receiver){ticks, 0}, true)) <= EACH);
    return none;
}

static async int tick(void)
{
    for (int i = 0; i < EACH; i++) {
        CHECK_EQ(ac_shared_broadcast_send(ticks, &i), 0);
        if (i % 10 == 0)
            CHECK_EQ(await ac_sleep(i % 100 == 0), 0);
    }
    ac_shared_broadcast_close(ticks);
    return 0;
}

static void threads(void)
{
    pthread_t t;
    ticks = ac_shared_broadcast_new(sizeof(int), 100);
    CHECK_EQ(pthread_create(&t, NULL, other_loop, NULL), 0);
    CHECK_EQ(ac_run(tick()), 0);
    pthread_join(t, NULL);
    ac_shared_broadcast_free(ticks);
}

static async void misuse(const char *which)
{
    ac_shared_oneshot *oneshot = ac_shared_oneshot_new(sizeof(answer));
    ac_shared_watch *watch = ac_shared_watch_new(&(int){0});
    ac_shared_broadcast *b = ac_shared_broadcast_new(sizeof(int), 1);
    ac_shared_receiver receiver = ac_shared_broadcast_subscribe(b);
    if (!strcmp(which, "broadcast"))
        await ac_shared_broadcast_recv(&receiver, &(char){0});
    if (!strcmp(which, "watch"))
        ac_shared_watch_set(watch, &(uint64_t){0});
    if (!strcmp(which, "get"))
        ac_shared_watch_get(watch, &(uint64_t){0});
    ac_detach(ac_spawn(expect(oneshot)));
    ac_shared_oneshot_free(oneshot);
}

int main(int argc, char **argv)
{
    (void)argc;
    if (argv[1] && argv[1][0] != '/')
        ac_run(misuse(argv[1]));
    ac_run(tasks());
    threads();
}
