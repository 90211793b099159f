// RUN: %runtime-cc %s -o %t && %run %t
// A channel does exactly what two queues and a buffer in a few lines of ordinary code do: random
// sends, receives, tries, cancels, aborts and closes, of capacities from 0 to 4, in random turns.
// Seeded: each run is the same.
#include "check.h"

enum { NONE = 1000, ABORTED = 1001, LIVE = 12, STEPS = 100000 };
static struct {
    int result, value;
} actual[LIVE];
static ac_channel *ch;

// They tell what became of the operation, also if it was aborted.
FUTURE(sender, int, int i; int value;)
{
    struct ac_send_bytes__frame *op = &f->leaf.ac_send_bytes;
    ac_poll p = f->state ? ac_send_bytes__resume(op, cx)
                         : ac_send_bytes__start(op, cx, ch, &f->value, sizeof f->value);
    f->state = 1;
    if (p != AC_PENDING)
        actual[f->i].result = p == AC_READY ? op->result : ABORTED;
    return p;
}
FUTURE(receiver, int, int i;)
{
    struct ac_recv_bytes__frame *op = &f->leaf.ac_recv_bytes;
    ac_poll p = f->state ? ac_recv_bytes__resume(op, cx)
                         : ac_recv_bytes__start(op, cx, ch, &actual[f->i].value, sizeof(int));
    f->state = 1;
    if (p != AC_PENDING)
        actual[f->i].result = p == AC_READY ? op->result : ABORTED;
    return p;
}

// The model: the channel; who waits, in order; who was stopped but has not run yet, in order.
static struct op {
    ac_task *task;
    int sends, value, result, stopped; // result NONE: waits
} ops[LIVE];
typedef struct line {
    int n, of[LIVE];
} line;
static line senders, receivers, stops, buffer;
static int cap;
static bool closed;

static void add(line *l, int x)
{
    l->of[l->n++] = x;
}
static int first(line *l)
{
    int x = l->of[0];
    memmove(l->of, l->of + 1, (size_t)--l->n * sizeof(int));
    return x;
}
static void end(int i, int result)
{
    ops[i].result = result;
}
static int model_send(int value)
{
    if (closed)
        return AC_EPIPE;
    if (receivers.n) {
        int r = first(&receivers);
        ops[r].value = value;
        end(r, 0);
        return 0;
    }
    if (buffer.n == cap)
        return AC_EAGAIN;
    add(&buffer, value);
    return 0;
}
static void make_room(void)
{
    while (senders.n && buffer.n < cap) {
        int s = first(&senders);
        add(&buffer, ops[s].value);
        end(s, 0);
    }
}
static int model_recv(int *value)
{
    if (buffer.n) {
        *value = first(&buffer);
        make_room();
        return 0;
    }
    if (senders.n) {
        int s = first(&senders);
        *value = ops[s].value;
        end(s, 0);
        return 0;
    }
    return closed ? AC_EOF : AC_EAGAIN;
}
static void model_close(void)
{
    closed = true;
    while (senders.n)
        end(first(&senders), AC_EPIPE);
    while (receivers.n)
        end(first(&receivers), AC_EOF);
}
static void run_stopped(void)
{
    while (stops.n) {
        int i = first(&stops);
        line *l = ops[i].sends ? &senders : &receivers, kept = {0};
        if (ops[i].result != NONE)
            continue;
        while (l->n) {
            int x = first(l);
            if (x != i)
                add(&kept, x);
        }
        *l = kept;
        end(i, ops[i].stopped);
    }
}

static uint64_t seed = 88172645463325252;
static int rnd(int n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (int)(seed >> 33) % n;
}

static int next_value, seen[2][6], closes;
static void start(int i, struct op *op)
{
    int tries = rnd(4) == 0, value = -1, rc, want;
    *op = (struct op){.sends = rnd(2), .result = NONE};
    actual[i].result = NONE;
    if (op->sends)
        op->value = next_value++;
    if (tries) {
        rc = op->sends ? ac_try_send(ch, &op->value) : ac_try_recv(ch, &value);
        want = op->sends ? model_send(op->value) : model_recv(&op->value);
        CHECK_EQ(rc, want);
        if (!op->sends && rc == 0)
            CHECK_EQ(value, op->value);
        return;
    }
    op->task = op->sends ? SPAWN(sender, .i = i, .value = op->value) : SPAWN(receiver, .i = i);
    rc = op->sends ? model_send(op->value) : model_recv(&op->value);
    if (rc == AC_EAGAIN)
        add(op->sends ? &senders : &receivers, i);
    else
        end(i, rc);
}

FUTURE(root, int, int i; int k;)
{
    BEGIN;
    ch = ac_channel_new(sizeof(int), 0);
    for (f->i = 0; f->i < STEPS; f->i++) {
        int i = rnd(LIVE);
        struct op *op = &ops[i];
        if (!op->task) {
            start(i, op);
        } else if (!op->stopped && rnd(3) == 0) {
            op->stopped = rnd(2) ? AC_ECANCELED : ABORTED;
            CHECK_EQ(op->stopped == ABORTED ? ac_abort(op->task) : ac_cancel(op->task), 0);
            add(&stops, i);
        } else if (rnd(200) == 0) {
            ac_channel_close(ch);
            model_close();
            closes++;
        }
        CHECK_EQ((int)ac_channel_len(ch), buffer.n);
        CHECK_EQ((int)ch->senders.length, senders.n);
        CHECK_EQ((int)ch->receivers.length, receivers.n);
        if (rnd(4))
            continue;
        AWAIT(ac_yield); // those that were stopped run
        AWAIT(ac_yield); // and those whom they made room for
        run_stopped();
        for (f->k = 0; f->k < LIVE; f->k++) {
            struct op *o = &ops[f->k];
            if (!o->task)
                continue;
            CHECK_EQ(actual[f->k].result, o->result);
            if (o->result == NONE)
                continue;
            if (!o->sends && o->result == 0)
                CHECK_EQ(actual[f->k].value, o->value);
            seen[o->sends][o->result == 0          ? o->stopped != 0
                           : o->result == ABORTED  ? 2
                           : o->result < -4000     ? 3
                           : o->result == AC_EPIPE ? 4
                                                   : 5]++;
            AWAIT(ac_join, o->task, NULL, 0);
            ops[f->k].task = NULL;
        }
        // A new channel, of another capacity, once the old one is closed and nobody uses it.
        for (f->k = 0; f->k < LIVE && !ops[f->k].task; f->k++)
            ;
        if (closed && f->k == LIVE) {
            ac_channel_free(ch);
            closed = false;
            cap = rnd(5);
            buffer.n = 0;
            ch = ac_channel_new(sizeof(int), (size_t)cap);
            CHECK_EQ((int)ac_channel_cap(ch), cap);
        }
    }
    ac_channel_free(ch);
    END(0);
}

int main(void)
{
    RUN(root);
    CHECK(closes > 50);
    // Done; done although stopped; aborted; end of file; broken pipe; cancelled: all was met.
    for (int i = 0; i < 6; i++) {
        CHECK(i == 4 || seen[0][i] > 50);
        CHECK(i == 3 || seen[1][i] > 50);
    }
}
