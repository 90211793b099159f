// RUN: %runtime-cc %s -o %t && %run %t
// Dynamic frames: recursion to depth 10^6 with suspensions at the bottom and at every level, and
// starts that go through the queue when the C stack is low.
#include "../../runtime/src/internal.h"
#include "check.h"

// int down(int n, int mode) { mode 1: await yield;  return n ? 1 + await down(n - 1) : (await
// sleep, 0); }
struct down__frame {
    int result;
    int n;
    int mode;
    int state;
    union leaf leaf;
};
static ac_poll down__resume(void *frame, ac_context *cx);
static ac_poll down__start(struct down__frame *f, ac_context *cx, int n, int mode);
static const ac_async_type down__type = {"down",       sizeof(struct down__frame),  sizeof(int),
                                         down__resume, (void (*)(void))down__start, NULL};
static int entered, deepest;
static char *highest, *lowest;

enum { ENTER, YIELD, SLEEP, CALL };

static ac_poll down__run(struct down__frame *f, ac_context *cx, int at)
{
    ac_poll p;
    struct down__frame *c;
    char here;
    if (!highest || &here > highest)
        highest = &here;
    if (!lowest || &here < lowest)
        lowest = &here;
    switch (at) {
    case ENTER:
        if (f->mode == 1) {
            f->state = YIELD;
            return ac_yield__start(&f->leaf.ac_yield, cx);
        case YIELD:
            p = ac_yield__resume(&f->leaf.ac_yield, cx);
            if (p)
                return p;
        }
        if (f->n == 0) {
            if (f->mode < 2) {
                f->state = SLEEP;
                return ac_sleep__start(&f->leaf.ac_sleep, cx, 1);
            case SLEEP:
                p = ac_sleep__resume(&f->leaf.ac_sleep, cx);
                if (p)
                    return p;
            }
            f->result = 0;
            return AC_READY;
        }
        c = ac_push(cx, sizeof *c);
        if (!c)
            return AC_UNWIND;
        p = down__start(c, cx, f->n - 1, f->mode);
        if (p) {
            if (p == AC_PENDING) {
                ac_link(cx, c, &down__type);
                f->state = CALL;
                return p;
            case CALL:
                c = cx->child;
                p = cx->poll;
            }
            if (p == AC_UNWIND) {
                ac_pop(cx, c);
                return p;
            }
        }
        f->result = c->result + 1;
        ac_pop(cx, c);
        return AC_READY;
    }
    abort();
}

static ac_poll down__start(struct down__frame *f, ac_context *cx, int n, int mode)
{
    f->n = n;
    f->mode = mode;
    if (ac_cstack_low(cx)) {
        f->state = ENTER;
        entered++;
        return ac_requeue(cx);
    }
    return down__run(f, cx, ENTER);
}

static ac_poll down__resume(void *frame, ac_context *cx)
{
    struct down__frame *f = frame;
    return down__run(f, cx, f->state);
}

// The base frame awaits down dynamically.
FUTURE(call, int, int n; int mode;)
{
    ac_poll p;
    struct down__frame *c;
    if (f->state == 0) {
        c = ac_push(cx, sizeof *c);
        if (!c)
            return AC_UNWIND;
        p = down__start(c, cx, f->n, f->mode);
        if (p == AC_PENDING) {
            ac_link(cx, c, &down__type);
            f->state = 1;
            return p;
        }
    } else {
        c = cx->child;
        p = cx->poll;
    }
    if (p == AC_UNWIND) {
        ac_pop(cx, c);
        return p;
    }
    f->result = c->result;
    ac_pop(cx, c);
    CHECK(cx->stack->sp < (char *)(cx->stack + 1) + 16 && cx->stack->prev == &cx->loop->front.none);
    return AC_READY;
}

FUTURE(root, int, ac_task *t; int i; int r; ac_task * many[50];)
{
    BEGIN;
    for (f->i = 0; f->i < 3; f->i++) {
        f->t = SPAWN(call, .n = f->i == 1 ? 100000 : 1000000, .mode = f->i);
        AWAIT(ac_join, f->t, &f->r, 0);
        CHECK_EQ(f->leaf.ac_join.result, 0);
        CHECK_EQ(f->r, f->i == 1 ? 100000 : 1000000);
        CHECK(cx->stack == &cx->loop->front.none);
    }
    // All segments are back in the pool: the same again takes no memory.
    for (f->i = 0; f->i < 50; f->i++)
        f->many[f->i] = SPAWN(call, .n = 10 * f->i, .mode = 0);
    for (f->i = 0; f->i < 50; f->i++) {
        AWAIT(ac_join, f->many[f->i], &f->r, 0);
        CHECK_EQ(f->r, 10 * f->i);
    }
    // Aborted in the depth: every level unwinds.
    f->t = SPAWN(call, .n = 100000, .mode = 0);
    ac_abort(f->t);
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK_EQ(f->leaf.ac_join.result, AC_ETASKABORTED);
    END(deepest);
}

int main(void)
{
    RUN(root);
    CHECK(entered > 100);
    CHECK(highest - lowest < 2 * 1024 * 1024);
}
