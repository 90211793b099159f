// RUN: %runtime-cc %s -o %t && %run %t
// Every receiver gets each value in order, or is told how many it missed; none is missed because
// the receiver was stopped.
enum { N = 3, TURNS = 10 };
#include "stop.h"

enum { CAP = 3 };
static int slots[CAP];
static ac_broadcast cast;
static ac_receiver places[N];
static int value[N], expected[N], missed[N];

FUTURE(listener, int, int i; int pause; int k;)
{
    BEGIN;
    for (;;) {
        AWAIT(ac_broadcast_recv_bytes, &places[f->i], &value[f->i], sizeof(int));
        f->result = f->leaf.ac_broadcast_recv_bytes.result;
        if (f->result < 0)
            return AC_READY;
        missed[f->i] += f->result;
        expected[f->i] += f->result;
        CHECK_EQ(value[f->i], expected[f->i]++);
        for (f->k = 0; f->k < f->pause; f->k++)
            AWAIT(ac_yield);
    }
    END(0);
}
static ac_task *begin(int i)
{
    if (i == 0)
        ac_broadcast_init(&cast, slots, sizeof *slots, CAP);
    places[i] = ac_broadcast_subscribe(&cast);
    expected[i] = missed[i] = 0;
    return SPAWN(listener, .i = i, .pause = i * 2); // the last one is too slow
}
static void turn(int k)
{
    int n = 2 * k;
    if (k < TURNS - 1) {
        CHECK_EQ(ac_broadcast_send(&cast, &n), 0);
        n++;
        CHECK_EQ(ac_broadcast_send(&cast, &n), 0);
    } else {
        ac_broadcast_close(&cast);
        CHECK_EQ(ac_broadcast_send(&cast, &n), AC_EPIPE);
    }
}
static void ended(int i, int r)
{
    if (i != victim)
        CHECK_EQ(r, AC_EOF);
    else
        CHECK(r == AC_EOF || r == AC_ECANCELED || r == ABORTED);
    if (r == AC_EOF)
        CHECK_EQ(expected[i], 2 * (TURNS - 1));
    if (i == 0)
        CHECK_EQ(missed[i], 0);
    if (i == 2 && i != victim)
        CHECK(missed[i] > 0);
    // Whoever takes the stopped one's place gets what is next, or is told.
    uint64_t left = cast.sent - places[i].next, lost = left > CAP ? left - CAP : 0;
    if (left)
        CHECK_EQ(slots[(places[i].next + lost) % CAP], expected[i] + (int)lost);
}
static void finish(void)
{
    CHECK_EQ((int)cast.receivers.length, 0);
}

FUTURE(root, int, ac_broadcast *b; ac_receiver rx; ac_receiver late; int i; int v; ac_task * t;)
{
    BEGIN;
    CHECK(!ac_broadcast_new(1, 0));
    f->b = ac_broadcast_new(sizeof(int), 4);
    f->rx = ac_broadcast_subscribe(f->b);
    for (f->i = 0; f->i < 10; f->i++)
        CHECK_EQ(ac_broadcast_send(f->b, &f->i), 0);
    f->late = ac_broadcast_subscribe(f->b);
    for (f->i = 6; f->i < 10; f->i++) {
        AWAIT(ac_broadcast_recv_bytes, &f->rx, &f->v, sizeof f->v);
        CHECK_EQ(f->leaf.ac_broadcast_recv_bytes.result, f->i == 6 ? 6 : 0);
        CHECK_EQ(f->v, f->i);
    }
    f->rx.next = 5; // one more than is kept
    AWAIT(ac_broadcast_recv_bytes, &f->rx, &f->v, sizeof f->v);
    CHECK_EQ(f->leaf.ac_broadcast_recv_bytes.result, 1);
    CHECK_EQ(f->v, 6);
    f->rx.next = 0;
    f->b->sent += 1ull << 40; // a very long lag
    AWAIT(ac_broadcast_recv_bytes, &f->rx, &f->v, sizeof f->v);
    CHECK_EQ(f->leaf.ac_broadcast_recv_bytes.result, 2147483647);
    f->b->sent = 10;
    CHECK_EQ(ac_broadcast_send(f->b, &f->i), 0);
    AWAIT(ac_broadcast_recv_bytes, &f->late, &f->v, sizeof f->v);
    CHECK_EQ(f->v, 10);
    // A spent budget: the value is there, it comes a turn later.
    CHECK_EQ(ac_broadcast_send(f->b, &f->i), 0);
    while (!ac_out_of_budget(cx))
        ;
    AWAIT(ac_broadcast_recv_bytes, &f->late, &f->v, sizeof f->v);
    CHECK_EQ(f->leaf.ac_broadcast_recv_bytes.result, 0);
    // Closed when one comes whose budget is spent.
    places[0] = ac_broadcast_subscribe(f->b);
    ac_broadcast_close(f->b);
    while (!ac_out_of_budget(cx))
        ;
    f->t = SPAWN(listener, .i = 0);
    AWAIT(ac_join, f->t, &f->v, 0);
    CHECK_EQ(f->v, AC_EOF);
    ac_broadcast_free(f->b);
    // Freed while one waits.
    f->b = ac_broadcast_new(sizeof(int), 4);
    places[0] = ac_broadcast_subscribe(f->b);
    f->t = SPAWN(listener, .i = 0);
    ac_broadcast_free(f->b);
    AWAIT(ac_join, f->t, &f->v, 0);
    CHECK_EQ(f->v, AC_EOF);
    END(0);
}

int main(void)
{
    RUN(root);
    stop_everywhere();
}
