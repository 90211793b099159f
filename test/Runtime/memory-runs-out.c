// RUN: %runtime-cc %s -o %t && %run %t
// Every allocation of the runtime fails in turn: what waits for memory gives AC_ENOMEM, nothing
// leaks, and the program goes on.
#include "../../runtime/src/internal.h"
#include "tcp.h"

static long countdown = -1, live;
static bool failed;
static void *failing_malloc(size_t n)
{
    if (countdown >= 0 && countdown-- == 0) {
        failed = true;
        return NULL;
    }
    live++;
    return malloc(n);
}
static void counting_free(void *p)
{
    live -= p != NULL;
    free(p);
}

// Pushes a dynamic frame and waits in it, as generated code does.
static ac_poll leaf_resume(void *frame, ac_context *cx)
{
    return ac_sleep__resume(frame, cx);
}
static const ac_async_type leaf_type = {"leaf", sizeof(struct ac_sleep__frame), 4, leaf_resume, 0,
                                        0};
FUTURE(dynamic, int, size_t size;)
{
    if (f->state == 0) {
        void *c = ac_push(cx, f->size);
        if (!c)
            return AC_UNWIND;
        ac_poll p = ac_sleep__start(c, cx, 1);
        CHECK_EQ(p, AC_PENDING);
        ac_link(cx, c, &leaf_type);
        f->state = 1;
        return p;
    }
    ac_pop(cx, cx->child);
    f->result = 6;
    return AC_READY;
}

struct clone__frame {
    int result, none;
};
static ac_poll clone__start(struct clone__frame *f, ac_context *cx)
{
    ac_waker w = ac_waker_clone(cx);
    f->result = w.handle ? 0 : AC_ENOMEM;
    ac_waker_wake_by_ref(&w);
    ac_waker_wake(w);
    return AC_READY;
}

#define ALLOWED(rc) CHECK((rc) == 0 || ((rc) == AC_ENOMEM && failed))

FUTURE(root, int, PAIR_VARIABLES sigset_t set; long n; struct clone__frame clone;)
{
    BEGIN;
    failed = false;
    countdown = f->n;
    for (f->i = 0; f->i < 4; f->i++) {
        f->t = SPAWN(dynamic, .size = (size_t[]){64, 600, 3000, 200000}[f->i]);
        f->r = 6;
        AWAIT(ac_join, f->t, &f->r, 0);
        ALLOWED(f->leaf.ac_join.result);
        CHECK_EQ(f->r, 6);
    }
    clone__start(&f->clone, cx);
    ALLOWED(f->clone.result);
    f->r = ac_tcp_listen(&f->l, "127.0.0.1", 0, 0);
    ALLOWED(f->r);
    if (f->r == 0) {
        f->b = NULL;
        f->t = SPAWN(accept_one, .l = f->l, .out = &f->b);
        AWAIT(ac_tcp_connect, &f->a, "localhost", ac_listener_port(f->l));
        ALLOWED(f->leaf.ac_tcp_connect.result);
        if (f->leaf.ac_tcp_connect.result)
            ac_cancel(f->t);
        AWAIT(ac_join, f->t, &f->r, 0);
        AWAIT(ac_tcp_close, f->a);
        AWAIT(ac_tcp_close, f->b);
        ac_listener_close(f->l);
    }
    sigemptyset(&f->set);
    sigaddset(&f->set, SIGUSR1);
    ac_cancel((ac_task *)cx->strand); // the root itself: the wait below returns at once
    f->t = NULL;
    AWAIT(ac_signal_wait, &f->set);
    CHECK_EQ(f->leaf.ac_signal_wait.result, AC_ECANCELED);
    cx->strand->flags &= (uint8_t)~AC_STRAND_CANCELED;
    countdown = -1;
    END(failed);
}

int main(void)
{
    ac__malloc = failing_malloc;
    ac__free = counting_free;
    int failures = 0;
    while (RUN(root, .n = failures)) {
        CHECK_EQ(live, 0);
        failures++;
    }
    CHECK_EQ(live, 0);
    CHECK(failures > 8);
}
