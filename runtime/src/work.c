// work.c: requests in libuv's thread pool.
//
// Two kinds. An ac_work stands in the frame of its leaf and is waited for, also by a task that was
// told to stop, unless the pool had not yet begun with it: nothing is copied, and nothing is ever
// written into a dead frame. A job owns all that it touches and can be left alone at any time.
#include "internal.h"
#include <stdalign.h>
#include <stddef.h>

_Static_assert(sizeof(((ac_work *)NULL)->request) >= sizeof(uv_work_t), "room for libuv's request");

// The work is done on one thread and looked at on the other: libuv's queues order the two.
enum state {
    ENDED = 1,
    ASKED = 2,  ///< the pool was asked not to begin with it
    ALWAYS = 4, ///< it is not asked
    SPARED = 8, ///< it has not begun
};

static void do_work(uv_work_t *request)
{
    ac_work *w = request->data;
    w->result = w->run(w);
}

static void on_done(uv_work_t *request, int status)
{
    ac_work *w = request->data;
    w->state |= status ? ENDED | SPARED : ENDED;
    ac_wake(w->loop, w->strand);
}

static ac_poll begin(ac_work *w, ac_context *cx, int (*run)(ac_work *), uint8_t state)
{
    uv_work_t *request = (uv_work_t *)w->request;
    w->state = state;
    w->run = run;
    w->strand = cx->strand;
    w->loop = cx->loop;
    request->data = w;
    uv_queue_work(&cx->loop->uv, request, do_work, on_done); // fails only without a function
    return AC_PENDING;
}

ac_poll ac__work_start(ac_work *w, ac_context *cx, int (*run)(ac_work *))
{
    int stopped = ac_interrupted(cx);
    if (likely(!stopped))
        return begin(w, cx, run, 0);
    return stopped == AC_ABORTED ? AC_UNWIND : ac__work_end(w, cx, stopped);
}

ac_poll ac__work_start_always(ac_work *w, ac_context *cx, int (*run)(ac_work *))
{
    return begin(w, cx, run, ALWAYS);
}

ac_poll ac__work_end(ac_work *w, ac_context *cx, int result)
{
    w->state = ENDED;
    w->result = result;
    return ac__spent(cx) ? ac_requeue(cx) : AC_READY;
}

ac_poll ac__work_resume(ac_work *w, ac_context *cx)
{
    if (!(w->state & ENDED)) {
        if (!(w->state & (ASKED | ALWAYS)) && ac_interrupted(cx)) {
            w->state |= ASKED;
            uv_cancel((uv_req_t *)w->request);
        }
        return AC_PENDING;
    }
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
    uv_work_t request;
    ac_strand *strand; ///< NULL: the leaf has left
    ac_loop *loop;
    int (*function)(void *);
    void (*drop)(void *);
    size_t size;
    int result;
    bool done;
    alignas(max_align_t) char copy[];
};

static void do_job(uv_work_t *request)
{
    ac__job *job = request->data;
    job->result = job->function(job->copy);
}

static void drop_job(uv_work_t *request)
{
    ac__job *job = request->data;
    job->drop(job->copy);
}

static void on_job_dropped(uv_work_t *request, int status)
{
    (void)status;
    ac__free(request->data);
}

static void on_job_done(uv_work_t *request, int status)
{
    ac__job *job = request->data;
    if (job->strand) {
        job->done = true;
        ac_wake(job->loop, job->strand);
    } else if (status || !job->drop) {
        ac__free(job);
    } else {
        uv_queue_work(&job->loop->uv, request, drop_job, on_job_dropped);
    }
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
    if (!rc) {
        ac__job *job = size < SIZE_MAX - sizeof *job ? ac__malloc(sizeof *job + size) : NULL;
        if (job) {
            job->strand = cx->strand;
            job->loop = cx->loop;
            job->function = function;
            job->drop = drop;
            job->size = size;
            job->done = false;
            if (size)
                memcpy(job->copy, arg, size);
            job->request.data = job;
            uv_queue_work(&cx->loop->uv, &job->request, do_job, on_job_done);
            f->job = job;
            return AC_PENDING;
        }
        rc = AC_ENOMEM;
    }
    f->result = rc;
    return ac__spent(cx) ? ac_requeue(cx) : AC_READY;
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
        uv_cancel((uv_req_t *)&job->request);
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
