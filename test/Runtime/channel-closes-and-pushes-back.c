// RUN: %runtime-cc %s -o %t && %run %t
// A full channel holds its senders back; a close ends all waits at once, of senders with their
// values kept, of receivers once the channel is empty; a freed channel is touched no more.
#include "check.h"

static int progress;
FUTURE(sender, int, ac_channel *ch; int n; int i;)
{
    BEGIN;
    for (f->i = 1; f->i <= f->n; f->i++) {
        AWAIT(ac_send_bytes, f->ch, &f->i, sizeof f->i);
        if (f->leaf.ac_send_bytes.result)
            break;
        progress = f->i;
    }
    END(f->leaf.ac_send_bytes.result);
}
FUTURE(receiver, int, ac_channel *ch; int value;)
{
    BEGIN;
    f->value = -5;
    AWAIT(ac_recv_bytes, f->ch, &f->value, sizeof f->value);
    if (f->leaf.ac_recv_bytes.result)
        CHECK_EQ(f->value, -5);
    END(f->leaf.ac_recv_bytes.result ? f->leaf.ac_recv_bytes.result : f->value);
}

// Begins after its first turn, with a budget of its own.
FUTURE(late_sender, int, ac_channel *ch; int value;)
{
    BEGIN;
    AWAIT(ac_yield);
    AWAIT(ac_send_bytes, f->ch, &f->value, sizeof f->value);
    END(f->leaf.ac_send_bytes.result);
}

static int slots[3];
static ac_channel fixed = AC_CHANNEL_INIT(slots);
static void spend(ac_context *cx)
{
    while (!ac_out_of_budget(cx))
        ;
}

#define JOINED(task, rc, value)                                                                    \
    AWAIT(ac_join, task, &f->r, 0);                                                                \
    CHECK_EQ(f->leaf.ac_join.result, rc);                                                          \
    CHECK_EQ(f->r, value)

FUTURE(root, int, ac_channel *ch; ac_task * t; ac_task * u; ac_task * v; int i; int r;)
{
    BEGIN;
    // Back-pressure: as many as there is room for, then one for each that is taken.
    f->t = SPAWN(sender, .ch = &fixed, .n = 10);
    CHECK_EQ(progress, 3);
    for (f->i = 1; f->i <= 10; f->i++) {
        CHECK_EQ(ac_try_recv(&fixed, &f->r), 0);
        CHECK_EQ(f->r, f->i);
        AWAIT(ac_yield);
        CHECK_EQ(progress, f->i + 3 < 10 ? f->i + 3 : 10);
    }
    JOINED(f->t, 0, 0);
    CHECK_EQ(ac_try_recv(&fixed, &f->r), AC_EAGAIN);
    // Many more than there is room for, in both directions round and round.
    f->t = SPAWN(sender, .ch = &fixed, .n = 3);
    CHECK_EQ(ac_try_send(&fixed, &f->i), AC_EAGAIN);
    // Closed: what is there is received, then the end; senders cannot.
    ac_channel_close(&fixed);
    ac_channel_close(&fixed);
    CHECK_EQ(ac_try_send(&fixed, &f->i), AC_EPIPE);
    for (f->i = 1; f->i <= 3; f->i++) {
        AWAIT(ac_recv_bytes, &fixed, &f->r, sizeof f->r);
        CHECK_EQ(f->leaf.ac_recv_bytes.result, 0);
        CHECK_EQ(f->r, f->i);
    }
    AWAIT(ac_recv_bytes, &fixed, &f->r, sizeof f->r);
    CHECK_EQ(f->leaf.ac_recv_bytes.result, AC_EOF);
    CHECK_EQ(ac_try_recv(&fixed, &f->r), AC_EOF);
    AWAIT(ac_send_bytes, &fixed, &f->r, sizeof f->r);
    CHECK_EQ(f->leaf.ac_send_bytes.result, AC_EPIPE);
    JOINED(f->t, 0, 0);

    // Freed while senders wait, one of them cancelled at the same time; one whose budget is spent.
    f->ch = ac_channel_new(sizeof(int), 1);
    f->t = SPAWN(sender, .ch = f->ch, .n = 2);
    f->u = SPAWN(sender, .ch = f->ch, .n = 2);
    spend(cx);
    f->v = SPAWN(sender, .ch = f->ch, .n = 2);
    ac_cancel(f->u);
    ac_channel_free(f->ch);
    JOINED(f->t, 0, AC_EPIPE);
    JOINED(f->u, AC_ETASKCANCELED, AC_EPIPE);
    JOINED(f->v, 0, AC_EPIPE);

    // The same with receivers: the one whose budget is spent still gets what is there.
    f->ch = ac_channel_new(sizeof(int), 1);
    f->t = SPAWN(receiver, .ch = f->ch);
    f->u = SPAWN(receiver, .ch = f->ch);
    ac_cancel(f->u);
    f->i = 42;
    CHECK_EQ(ac_try_send(f->ch, &f->i), 0);
    ac_channel_close(f->ch);
    ac_channel_free(f->ch);
    JOINED(f->t, 0, 42);
    JOINED(f->u, AC_ETASKCANCELED, AC_EOF);
    f->ch = ac_channel_new(sizeof(int), 1);
    CHECK_EQ(ac_try_send(f->ch, &f->i), 0);
    spend(cx);
    f->t = SPAWN(receiver, .ch = f->ch);
    f->u = SPAWN(receiver, .ch = f->ch);
    CHECK_EQ(ac_try_recv(f->ch, &f->r), AC_EAGAIN); // they were first
    ac_channel_free(f->ch);
    JOINED(f->t, 0, 42);
    JOINED(f->u, 0, AC_EOF);
    // A spent budget only delays.
    f->ch = ac_channel_new(sizeof(int), 1);
    CHECK_EQ(ac_try_send(f->ch, &f->i), 0);
    spend(cx);
    f->t = SPAWN(receiver, .ch = f->ch);
    JOINED(f->t, 0, 42);
    spend(cx);
    f->t = SPAWN(sender, .ch = f->ch, .n = 1);
    CHECK_EQ((int)ac_channel_len(f->ch), 0);
    JOINED(f->t, 0, 0);
    CHECK_EQ((int)ac_channel_len(f->ch), 1);
    ac_channel_free(f->ch);
    // So does one at a channel that is closed already: nothing is sent into it any more.
    f->ch = ac_channel_new(sizeof(int), 2);
    CHECK_EQ(ac_try_send(f->ch, &f->i), 0);
    ac_channel_close(f->ch);
    spend(cx);
    f->t = SPAWN(sender, .ch = f->ch, .n = 1);
    f->u = SPAWN(receiver, .ch = f->ch);
    f->v = SPAWN(receiver, .ch = f->ch);
    JOINED(f->t, 0, AC_EPIPE);
    JOINED(f->u, 0, f->i);
    JOINED(f->v, 0, AC_EOF);
    ac_channel_free(f->ch);

    // One that comes while another's budget is spent stays behind it, or has its place if that one
    // gives up.
    for (f->i = 0; f->i < 2; f->i++) {
        f->ch = ac_channel_new(sizeof(int), 2);
        f->u = SPAWN(late_sender, .ch = f->ch, .value = 2);
        spend(cx);
        f->t = SPAWN(sender, .ch = f->ch, .n = 1);
        if (f->i)
            ac_cancel(f->t);
        JOINED(f->u, 0, 0);
        JOINED(f->t, f->i ? AC_ETASKCANCELED : 0, f->i ? AC_ECANCELED : 0);
        CHECK_EQ(ac_try_recv(f->ch, &f->r), 0);
        CHECK_EQ(f->r, f->i ? 2 : 1);
        CHECK_EQ((int)ac_channel_len(f->ch), !f->i);
        ac_channel_free(f->ch);
    }

    ac_channel_free(NULL);
    CHECK(!ac_channel_new(SIZE_MAX / 2, 3));
    // No bytes: values that only count.
    f->ch = ac_channel_new(0, 2);
    CHECK_EQ(ac_try_send_bytes(f->ch, NULL, 0), 0);
    CHECK_EQ(ac_try_recv_bytes(f->ch, NULL, 0), 0);
    CHECK_EQ(ac_try_recv_bytes(f->ch, NULL, 0), AC_EAGAIN);
    ac_channel_free(f->ch);
    END(0);
}

int main(void)
{
    RUN(root);
}
