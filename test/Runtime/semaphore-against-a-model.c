// RUN: %runtime-cc %s -o %t && %run %t
// A semaphore does exactly what a queue in a few lines of ordinary code does: random acquires of
// several permits, releases, cancels and aborts, in random turns. Seeded: each run is the same.
#include "check.h"

enum { NONE = 1000, ABORTED = 1001, LIVE = 12, STEPS = 60000 };
static int actual[LIVE];
static ac_semaphore semaphore;

// Tells what became of the operation, also if it was aborted.
FUTURE(acquirer, int, int i; uint32_t n;)
{
    struct ac_semaphore_acquire__frame *op = &f->leaf.ac_semaphore_acquire;
    ac_poll p = f->state ? ac_semaphore_acquire__resume(op, cx)
                         : ac_semaphore_acquire__start(op, cx, &semaphore, f->n);
    f->state = 1;
    if (p != AC_PENDING)
        actual[f->i] = p == AC_READY ? op->result : ABORTED;
    f->result = 0;
    return p;
}

// The model: who waits, in order; what was stopped but has not run yet, in order.
static struct op {
    ac_task *task;
    int want, result, stopped; // result NONE: waits
} ops[LIVE];
static int line[LIVE], lined, stops[LIVE], stopped, available;

static void serve(void)
{
    while (lined && ops[line[0]].want <= available) {
        available -= ops[line[0]].want;
        ops[line[0]].result = 0;
        memmove(line, line + 1, --lined * sizeof *line);
    }
}
static void run_stopped(void)
{
    for (int i = 0; i < stopped; i++)
        for (int j = 0; j < lined; j++)
            if (line[j] == stops[i]) {
                memmove(line + j, line + j + 1, (--lined - j) * sizeof *line);
                ops[stops[i]].result = ops[stops[i]].stopped;
                serve();
            }
    stopped = 0;
}

static uint64_t seed = 88172645463325252;
static int rnd(int n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (int)(seed >> 33) % n;
}

static int seen[4];
FUTURE(root, int, int i; int k;)
{
    BEGIN;
    ac_semaphore_init(&semaphore, 3);
    available = 3;
    for (f->i = 0; f->i < STEPS; f->i++) {
        int i = rnd(LIVE);
        struct op *op = &ops[i];
        if (!op->task) {
            *op = (struct op){.want = rnd(5), .result = NONE};
            actual[i] = NONE;
            if (rnd(4) == 0) {
                int rc = ac_semaphore_tryacquire(&semaphore, (uint32_t)op->want);
                CHECK_EQ(rc, lined || op->want > available ? AC_EAGAIN : 0);
                available -= rc ? 0 : op->want;
            } else {
                op->task = SPAWN(acquirer, .i = i, .n = (uint32_t)op->want);
                line[lined++] = i;
                if (lined == 1)
                    serve();
            }
        } else if (!op->stopped && rnd(3) == 0) {
            op->stopped = rnd(2) ? AC_ECANCELED : ABORTED;
            CHECK_EQ(op->stopped == ABORTED ? ac_abort(op->task) : ac_cancel(op->task), 0);
            stops[stopped++] = i;
        } else if (available < 12) {
            int n = rnd(6);
            ac_semaphore_release(&semaphore, (uint32_t)n);
            available += n;
            serve();
        }
        CHECK_EQ(ac_semaphore_available(&semaphore), available);
        CHECK_EQ((int)semaphore.permits.line.length, lined);
        if (rnd(4))
            continue;
        AWAIT(ac_yield); // those that were stopped run
        AWAIT(ac_yield); // and those whom they made room for
        run_stopped();
        CHECK_EQ(ac_semaphore_available(&semaphore), available);
        for (f->k = 0; f->k < LIVE; f->k++)
            if (ops[f->k].task) {
                CHECK_EQ(actual[f->k], ops[f->k].result);
                if (actual[f->k] != NONE) {
                    seen[actual[f->k] == 0         ? ops[f->k].stopped != 0
                         : actual[f->k] == ABORTED ? 2
                                                   : 3]++;
                    AWAIT(ac_join, ops[f->k].task, NULL, 0);
                    ops[f->k].task = NULL;
                }
            }
    }
    while (lined) {
        ac_semaphore_release(&semaphore, 4);
        available += 4;
        serve();
    }
    END(0);
}

int main(void)
{
    RUN(root);
    // Served; served although stopped; aborted; cancelled: all of it was met.
    for (int i = 0; i < 4; i++)
        CHECK(seen[i] > 100);
}
