// RUN: %runtime-cc %s -o %t && %run %t
// Those who wait for a change see the latest value once they run, and no value twice; stopping one
// takes nothing from it.
enum { N = 3, TURNS = 8 };
#include "stop.h"

static long slot;
static ac_watch watch;
static uint64_t seen[N];
static long value[N];

FUTURE(watcher, int, int i; int pause; int k; uint64_t before;)
{
    BEGIN;
    for (;;) {
        f->before = seen[f->i];
        AWAIT(ac_watch_changed_bytes, &watch, &seen[f->i], &value[f->i], sizeof(long));
        f->result = f->leaf.ac_watch_changed_bytes.result;
        if (f->result < 0) {
            CHECK_EQ((long long)seen[f->i], (long long)f->before);
            return AC_READY;
        }
        CHECK(seen[f->i] > f->before);
        CHECK_EQ((long long)seen[f->i], (long long)watch.version);
        CHECK_EQ(value[f->i], (long)(100 * watch.version));
        for (f->k = 0; f->k < f->pause; f->k++)
            AWAIT(ac_yield);
    }
    END(0);
}
static ac_task *begin(int i)
{
    if (i == 0)
        ac_watch_init(&watch, &slot, sizeof slot);
    seen[i] = 0;
    value[i] = 0;
    return SPAWN(watcher, .i = i, .pause = i);
}
static void turn(int k)
{
    // Several in one turn, but for the last.
    for (int n = k == TURNS - 1 ? 0 : k % 3; n-- > 0;) {
        long v = 100 * (long)(watch.version + 1);
        CHECK_EQ(ac_watch_set(&watch, &v), 0);
    }
    if (k == TURNS - 1)
        ac_watch_close(&watch);
}
static void ended(int i, int r)
{
    if (i != victim)
        CHECK_EQ(r, AC_EOF);
    else
        CHECK(r == AC_EOF || r == AC_ECANCELED || r == ABORTED);
    if (r == AC_EOF)
        CHECK_EQ((long long)seen[i], (long long)watch.version);
    CHECK_EQ(value[i], (long)(100 * seen[i]));
}
static void finish(void)
{
    long v = 1;
    CHECK_EQ((int)watch.receivers.length, 0);
    CHECK_EQ(ac_watch_set(&watch, &v), AC_EPIPE);
    CHECK_EQ((long long)ac_watch_get(&watch, &v), (long long)watch.version);
    CHECK_EQ(v, (long)(100 * watch.version));
}

FUTURE(waiter, int, ac_watch *w; uint64_t seen; char c[3];)
{
    BEGIN;
    AWAIT(ac_watch_changed_bytes, f->w, &f->seen, &f->c, sizeof f->c);
    END(f->leaf.ac_watch_changed_bytes.result ? f->leaf.ac_watch_changed_bytes.result : f->c[2]);
}
FUTURE(root, int, ac_watch *w; ac_task * t; ac_task * u; int r; uint64_t v; char c[3];)
{
    BEGIN;
    f->w = ac_watch_new(&"ab");
    CHECK_EQ((long long)ac_watch_get(f->w, &f->c), 0);
    CHECK(!strcmp(f->c, "ab"));
    // Set and closed before those who wait run: they see the value; later ones the end.
    f->t = SPAWN(waiter, .w = f->w);
    CHECK_EQ(ac_watch_set(f->w, &"xy"), 0);
    ac_watch_close(f->w);
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK_EQ(f->r, 0);
    f->t = SPAWN(waiter, .w = f->w);
    f->u = SPAWN(waiter, .w = f->w, .seen = 1);
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK_EQ(f->r, 0);
    AWAIT(ac_join, f->u, &f->r, 0);
    CHECK_EQ(f->r, AC_EOF);
    while (!ac_out_of_budget(cx))
        ;
    f->u = SPAWN(waiter, .w = f->w, .seen = 1);
    AWAIT(ac_join, f->u, &f->r, 0);
    CHECK_EQ(f->r, AC_EOF);
    ac_watch_free(f->w);
    // Freed while one waits, and one whose budget is spent.
    f->w = ac_watch_new(&"ab");
    f->t = SPAWN(waiter, .w = f->w);
    while (!ac_out_of_budget(cx))
        ;
    f->u = SPAWN(waiter, .w = f->w, .seen = 7);
    ac_watch_free(f->w);
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK_EQ(f->r, AC_EOF);
    AWAIT(ac_join, f->u, &f->r, 0);
    CHECK_EQ(f->r, 0);
    END(0);
}

int main(void)
{
    RUN(root);
    stop_everywhere();
}
