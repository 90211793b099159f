// work.c: what the pool's threads do for tasks.
//
// Two kinds. An ac_work stands in the frame of its leaf and is waited for, also by a task that was
// told to stop, unless the pool had not yet begun with it: nothing is copied, and nothing is ever
// written into a dead frame. A job owns all that it touches and can be left alone at any time.
#include "pool.h"
#include <stdalign.h>
#include <stddef.h>

_Static_assert(sizeof(((ac_work *)NULL)->request) == sizeof(ac__request), "the pool's request");

// The work is done on one thread and looked at on the other: the pool orders the two.
enum state {
    ENDED = 1,
    ASKED = 2,  ///< the pool was asked not to begin with it
    ALWAYS = 4, ///< it is not asked
    SPARED = 8, ///< it has not begun
};

static ac__request *request_of(ac_work *w)
{
    return (ac__request *)w->request;
}

static ac_work *work_of(ac__request *r)
{
    return (ac_work *)((char *)r - offsetof(ac_work, request));
}

static void do_work(ac__request *r)
{
    ac_work *w = work_of(r);
    w->result = w->run(w);
}

static void on_done(ac__request *r)
{
    ac_work *w = work_of(r);
    w->state |= ENDED;
    ac_wake(r->loop, w->strand);
}

// 0 or an error.
static int begin(ac_work *w, ac_context *cx, int (*run)(ac_work *), uint8_t state)
{
    w->state = state;
    w->run = run;
    w->strand = cx->strand;
    *request_of(w) = (ac__request){.run = do_work, .done = on_done};
    return ac__pool_submit(cx->loop, request_of(w));
}

ac_poll ac__work_start(ac_work *w, ac_context *cx, int (*run)(ac_work *))
{
    int rc = ac_interrupted(cx);
    if (rc == AC_ABORTED)
        return AC_UNWIND;
    if (likely(!rc))
        rc = begin(w, cx, run, 0);
    return rc ? ac__work_end(w, cx, rc) : AC_PENDING;
}

ac_poll ac__work_start_always(ac_work *w, ac_context *cx, int (*run)(ac_work *))
{
    return begin(w, cx, run, ALWAYS) ? ac__work_end(w, cx, run(w)) : AC_PENDING;
}

ac_poll ac__work_end(ac_work *w, ac_context *cx, int result)
{
    w->state = ENDED;
    w->result = result;
    return ac__ready(cx);
}

ac_poll ac__work_resume(ac_work *w, ac_context *cx)
{
    if (!(w->state & (ENDED | ASKED | ALWAYS)) && ac_interrupted(cx)) {
        w->state |= ASKED;
        if (ac__pool_cancel(request_of(w)))
            w->state |= ENDED | SPARED;
    }
    if (!(w->state & ENDED))
        return AC_PENDING;
    // If the work was done its result wins; the next operation of an aborted task unwinds.
    if (w->state & SPARED) {
        int stopped = ac_interrupted(cx);
        if (stopped == AC_ABORTED)
            return AC_UNWIND;
        w->result = stopped ? stopped : AC_ECANCELED;
    }
    return AC_READY;
}

// ---- ac_blocking ----

static int run_blocking(ac_work *w)
{
    struct ac_blocking__frame *f = (struct ac_blocking__frame *)w;
    return f->function(f->arg);
}

ac_poll ac_blocking__start(struct ac_blocking__frame *f, ac_context *cx, int (*function)(void *),
                           void *arg)
{
    f->function = function;
    f->arg = arg;
    return ac__work_start(&f->work, cx, run_blocking);
}

ac_poll ac_blocking__resume(void *frame, ac_context *cx)
{
    return ac__work_resume(frame, cx);
}

AC__LEAF_INT(ac_blocking, (int (*function)(void *), void *arg), function, arg)

// ---- ac_blocking_copy ----

typedef struct ac__job ac__job;
struct ac__job {
    ac__request request;
    ac_strand *strand; ///< NULL: the leaf has left
    int (*function)(void *);
    void (*drop)(void *);
    size_t size;
    int result;
    bool done;
    alignas(max_align_t) char copy[];
};

static void do_job(ac__request *r)
{
    ac__job *job = (ac__job *)r;
    job->result = job->function(job->copy);
}

static void drop_job(ac__request *r)
{
    ac__job *job = (ac__job *)r;
    job->drop(job->copy);
}

static void on_job_dropped(ac__request *r)
{
    ac__free(r);
}

static void on_job_done(ac__request *r)
{
    ac__job *job = (ac__job *)r;
    if (job->strand) {
        job->done = true;
        ac_wake(r->loop, job->strand);
    } else if (!job->drop) {
        ac__free(job);
    } else {
        *r = (ac__request){.loop = r->loop, .run = drop_job, .done = on_job_dropped};
        ac__pool_submit(r->loop, r); // there are threads, but perhaps at the program's end
    }
}

// 0 or an error.
static int begin_job(ac__job **out, ac_context *cx, int (*function)(void *), const void *arg,
                     size_t size, void (*drop)(void *))
{
    ac__job *job = size < SIZE_MAX - sizeof *job ? ac__malloc(sizeof *job + size) : NULL;
    if (!job)
        return AC_ENOMEM;
    *job = (ac__job){.request = {.run = do_job, .done = on_job_done},
                     .strand = cx->strand,
                     .function = function,
                     .drop = drop,
                     .size = size};
    if (size)
        memcpy(job->copy, arg, size);
    int rc = ac__pool_submit_or_free(cx->loop, &job->request);
    *out = rc ? NULL : job;
    return rc;
}

ac_poll ac_blocking_copy__start(struct ac_blocking_copy__frame *f, ac_context *cx,
                                int (*function)(void *), void *arg, size_t size,
                                void (*drop)(void *))
{
    int rc = ac_interrupted(cx);
    f->job = NULL;
    f->arg = arg;
    if (rc == AC_ABORTED)
        return AC_UNWIND;
    if (!rc)
        rc = begin_job(&f->job, cx, function, arg, size, drop);
    if (!rc)
        return AC_PENDING;
    f->result = rc;
    return ac__ready(cx);
}

ac_poll ac_blocking_copy__resume(void *frame, ac_context *cx)
{
    struct ac_blocking_copy__frame *f = frame;
    ac__job *job = f->job;
    if (!job)
        return AC_READY;
    if (!job->done) {
        int stopped = ac_interrupted(cx);
        if (!stopped)
            return AC_PENDING;
        job->strand = NULL;
        if (ac__pool_cancel(&job->request))
            ac__free(job);
        f->result = stopped;
        return stopped == AC_ABORTED ? AC_UNWIND : AC_READY;
    }
    f->result = job->result;
    if (job->size)
        memcpy(f->arg, job->copy, job->size);
    ac__free(job);
    return AC_READY;
}

AC__LEAF_INT(ac_blocking_copy,
             (int (*function)(void *), void *arg, size_t size, void (*drop)(void *)), function, arg,
             size, drop)
