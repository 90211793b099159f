// shared.c: lines of operations of any loops.
#include "shared.h"

enum { TRY, LINE, TOLD };

void *ac__shared_new(size_t size, void (*settle)(ac__shared *, ac__shared_waiter *came))
{
    pthread_mutexattr_t adaptive;
    ac__shared *shared = ac__malloc(size);
    if (!shared)
        return NULL;
    memset((void *)shared, 0, size);
    shared->settle = settle;
    pthread_mutexattr_init(&adaptive);
    pthread_mutexattr_settype(&adaptive, PTHREAD_MUTEX_ADAPTIVE_NP);
    pthread_mutex_init(&shared->lock, &adaptive);
    pthread_mutexattr_destroy(&adaptive);
    return shared;
}

void ac__shared_free(ac__shared *shared, const char *what)
{
    if (!shared)
        return;
    if (shared->waiting.first)
        ac__fatal("%s: operations wait on it", what);
    pthread_mutex_destroy(&shared->lock);
    ac__free(shared);
}

// ---- lines ----

static void append(ac__shared_line *line, ac__shared_waiter *w)
{
    w->next = NULL;
    w->prev = line->last;
    *(line->last ? &line->last->next : &line->first) = w;
    line->last = w;
    line->length++;
}

static void take_out(ac__shared_line *line, ac__shared_waiter *w)
{
    *(w->prev ? &w->prev->next : &line->first) = w->next;
    *(w->next ? &w->next->prev : &line->last) = w->prev;
    line->length--;
}

static void told(ac_loop *loop, ac__mail *mail)
{
    ac__shared_waiter *w = (ac__shared_waiter *)((char *)mail - offsetof(ac__shared_waiter, mail));
    w->state = TOLD;
    ac_wake(loop, w->strand);
}

static void tell(ac__shared_waiter *w)
{
    ac_loop *loop = w->loop;
    if (loop == ac__current) {
        loop->held--;
        told(loop, &w->mail);
    } else {
        ac__post(loop, &w->mail); // from here on the frame may be gone
        ac__loop_release(loop);
    }
}

void ac__shared_serve(ac__shared *shared, ac__shared_waiter *w, int result)
{
    take_out(&shared->waiting, w);
    append(&shared->served, w);
    w->result = result;
    w->served = 1;
}

// Unlocks and tells those served but `self`, which knows it.
static void unlock(ac__shared *shared, const ac__shared_waiter *self)
{
    ac__shared_waiter *w = shared->served.first, *next;
    shared->served = (ac__shared_line){0};
    pthread_mutex_unlock(&shared->lock);
    for (; w; w = next) {
        next = w->next;
        if (w != self)
            tell(w);
    }
}

void ac__shared_lock(ac__shared *shared)
{
    pthread_mutex_lock(&shared->lock);
}

void ac__shared_unlock(ac__shared *shared)
{
    shared->settle(shared, NULL);
    unlock(shared, NULL);
}

// ---- operations ----

// Lines up and settles, under the lock. False: `w` stays in line.
static bool try_it(ac__shared *shared, ac__shared_waiter *w)
{
    w->served = 0;
    append(&shared->waiting, w);
    shared->settle(shared, w);
    return w->served;
}

int ac__shared_try(ac__shared *shared, ac__shared_waiter *w)
{
    pthread_mutex_lock(&shared->lock);
    if (!try_it(shared, w)) {
        take_out(&shared->waiting, w);
        w->result = AC_EAGAIN;
    }
    unlock(shared, w);
    return w->result;
}

// True: it has left the line, if it was in it.
static bool leave(ac__shared_waiter *w, ac_context *cx)
{
    ac__shared *shared = w->of;
    if (w->state == TRY)
        return true;
    pthread_mutex_lock(&shared->lock);
    bool served = w->served;
    if (!served) {
        take_out(&shared->waiting, w);
        shared->settle(shared, NULL);
    }
    unlock(shared, NULL);
    cx->loop->held -= !served;
    return !served;
}

ac_poll ac__shared_resume(ac__shared_waiter *w, ac_context *cx)
{
    ac__shared *shared = w->of;
    if (w->state == TOLD)
        return AC_READY;
    int stopped = ac_interrupted(cx);
    if (unlikely(stopped)) {
        if (!leave(w, cx))
            return AC_PENDING;
        w->result = stopped;
        return stopped == AC_ABORTED ? AC_UNWIND : AC_READY;
    }
    if (w->state == LINE)
        return AC_PENDING;
    w->state = LINE;
    w->strand = cx->strand;
    w->loop = cx->loop;
    w->mail.take = told;
    atomic_store_explicit(&w->mail.posted, 0, memory_order_relaxed);
    cx->loop->held++;
    pthread_mutex_lock(&shared->lock);
    bool served = try_it(shared, w);
    unlock(shared, w);
    cx->loop->held -= served;
    return served ? AC_READY : AC_PENDING;
}

ac_poll ac__shared_start(ac__shared_waiter *w, ac_context *cx, ac__shared *shared)
{
    w->of = shared;
    w->state = TRY;
    // Also one whose budget is spent takes its place in line now.
    ac_poll poll = ac__shared_resume(w, cx);
    if (poll != AC_READY)
        return poll;
    w->state = TOLD;
    return ac__ready(cx);
}
