// signal.c: waiting for signals.
//
// One uv_signal_t per signal that anybody has ever waited for. It stays when nobody waits, out of
// the count of what keeps libuv's loop alive, and remembers a signal that comes then: without that,
// a signal between two waits of a loop would kill the process.
#include "internal.h"

enum { SIGNALS = 64 };

typedef struct watcher {
    uv_signal_t handle;
    bool watched; ///< the handle is started
    bool pending; ///< came while nobody waited
    int waiters;
} watcher;

struct ac__signals {
    struct ac_signal_wait__frame *first, **last;
    watcher *of[SIGNALS];
};

static ac__signals *table(ac_loop *loop)
{
    if (!loop->signals) {
        ac__signals *t = ac__malloc(sizeof *t);
        if (!t)
            return NULL;
        memset(t, 0, sizeof *t);
        t->last = &t->first;
        loop->signals = t;
    }
    return loop->signals;
}

static void leave(ac_loop *loop, struct ac_signal_wait__frame *f)
{
    ac__signals *t = loop->signals;
    *f->pprev = f->next;
    if (f->next)
        f->next->pprev = f->pprev;
    else
        t->last = f->pprev;
    f->pprev = NULL;
    for (int i = 0; i < SIGNALS; i++)
        if (f->mask >> i & 1 && --t->of[i]->waiters == 0)
            uv_unref((uv_handle_t *)&t->of[i]->handle);
}

static void on_signal(uv_signal_t *handle, int number)
{
    ac_loop *loop = handle->data;
    ac__signals *t = loop->signals;
    uint64_t bit = (uint64_t)1 << (number - 1);
    struct ac_signal_wait__frame *next;
    t->of[number - 1]->pending = t->of[number - 1]->waiters == 0;
    for (struct ac_signal_wait__frame *f = t->first; f; f = next) {
        next = f->next;
        if (f->mask & bit) {
            leave(loop, f);
            f->result = number;
            ac_wake(loop, f->strand);
        }
    }
}

// Catches signal i + 1 from now on. 0 or an error.
static int watch(ac_loop *loop, int i)
{
    watcher *w = loop->signals->of[i];
    if (!w) {
        w = ac__malloc(sizeof *w);
        if (!w)
            return AC_ENOMEM;
        memset(w, 0, sizeof *w);
        int rc = uv_signal_init(&loop->uv, &w->handle);
        if (rc) {
            ac__free(w);
            return rc;
        }
        w->handle.data = loop;
        uv_unref((uv_handle_t *)&w->handle);
        loop->signals->of[i] = w;
    }
    int rc = uv_signal_start(&w->handle, on_signal, i + 1);
    w->watched = rc == 0;
    return rc;
}

static void unwatch(watcher *w)
{
    uv_signal_stop(&w->handle);
    w->watched = w->pending = false;
}

// Catches those of the mask from now on, or, with an error, none more than before.
static int watch_all(ac_loop *loop, uint64_t mask)
{
    ac__signals *t = loop->signals;
    uint64_t begun = 0;
    int rc = 0;
    for (int i = 0; i < SIGNALS && !rc; i++)
        if (mask >> i & 1 && !(t->of[i] && t->of[i]->watched) && !(rc = watch(loop, i)))
            begun |= (uint64_t)1 << i;
    for (int i = 0; i < SIGNALS && rc; i++)
        if (begun >> i & 1)
            unwatch(t->of[i]);
    return rc;
}

ac_poll ac_signal_wait__start(struct ac_signal_wait__frame *f, ac_context *cx, const sigset_t *set)
{
    ac_loop *loop = cx->loop;
    ac__signals *t;
    int rc = ac_interrupted(cx);
    if (rc == AC_ABORTED)
        return AC_UNWIND;
    f->mask = 0;
    f->pprev = NULL;
    f->strand = cx->strand;
    for (int i = 0; i < SIGNALS; i++)
        if (sigismember(set, i + 1) == 1)
            f->mask |= (uint64_t)1 << i;
    if (!rc && !f->mask)
        rc = AC_EINVAL;
    if (!rc && !(t = table(loop)))
        rc = AC_ENOMEM;
    if (!rc)
        rc = watch_all(loop, f->mask);
    for (int i = 0; i < SIGNALS && !rc; i++)
        if (f->mask >> i & 1 && t->of[i]->pending) {
            t->of[i]->pending = false;
            rc = i + 1;
        }
    if (rc) {
        f->result = rc;
        return ac__spent(cx) ? ac_requeue(cx) : AC_READY;
    }
    for (int i = 0; i < SIGNALS; i++)
        if (f->mask >> i & 1 && t->of[i]->waiters++ == 0)
            uv_ref((uv_handle_t *)&t->of[i]->handle);
    f->next = NULL;
    f->pprev = t->last;
    *t->last = f;
    t->last = &f->next;
    return AC_PENDING;
}

ac_poll ac_signal_wait__resume(void *frame, ac_context *cx)
{
    struct ac_signal_wait__frame *f = frame;
    if (f->pprev) {
        int stopped = ac_interrupted(cx);
        if (!stopped)
            return AC_PENDING;
        leave(cx->loop, f);
        if (stopped == AC_ABORTED)
            return AC_UNWIND;
        f->result = stopped;
    }
    return AC_READY;
}

AC__LEAF_INT(ac_signal_wait, (const sigset_t *set), set)

void ac_signal_default(const sigset_t *set)
{
    ac__signals *t = ac__current ? ac__current->signals : NULL;
    for (int i = 0; t && i < SIGNALS; i++) {
        watcher *w = t->of[i];
        if (w && !w->waiters && sigismember(set, i + 1) == 1)
            unwatch(w);
    }
}

void ac__signals_close(ac_loop *loop)
{
    for (int i = 0; loop->signals && i < SIGNALS; i++)
        if (loop->signals->of[i])
            uv_close((uv_handle_t *)&loop->signals->of[i]->handle, NULL);
}

void ac__signals_free(ac_loop *loop)
{
    for (int i = 0; loop->signals && i < SIGNALS; i++)
        ac__free(loop->signals->of[i]);
    ac__free(loop->signals);
    loop->signals = NULL;
}
