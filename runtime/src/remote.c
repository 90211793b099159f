// remote.c: tasks that are spawned on one loop and run on another.
//
//   the spawner's thread     ac_spawn_on_begin   memory; no loop knows of it
//                            f__start            finds the C stack low: keeps the arguments
//                            ac_spawn_on_end     posts it to the worker's loop
//   the worker's thread      take                the strand is the loop's, and queued
//                            f__resume           the function begins
//                            ac__remote_over     the result stands in the frame, a joiner is woken
//   any thread               join or detach      the result is taken
//
// Who has the memory: the task until it has ended, the handle until it was consumed, and mail that
// is on its way (a cancel). Whoever is the last frees it. Handles that are never consumed are found
// in the target loop's list when that loop closes.
#include "internal.h"

struct ac_remote {
    ac_remote *next, **pprev; ///< loop->remotes, under its lock
    ac_loop *loop;            ///< on which it runs
    ac__mail mail;
    _Atomic uint32_t refs, state, told;
    bool begun;      ///< the loop knows of the task; its thread only
    ac_waker joiner; ///< of whoever has set WAITED
    ac__block block; ///< at the end: the frame follows
};

/// Bits of ac_remote.state.
enum {
    CLAIMED = 1, ///< somebody joins
    WAITED = 2,  ///< and has left a waker
    ENDED = 4,   ///< the task has
};

static ac_remote *remote_of(ac_task *task)
{
    return (ac_remote *)((char *)task - offsetof(ac_remote, block.task));
}

static void link_remote(ac_remote *r)
{
    pthread_mutex_lock(&r->loop->lock);
    r->next = r->loop->remotes;
    r->pprev = &r->loop->remotes;
    if (r->next)
        r->next->pprev = &r->next;
    *r->pprev = r;
    pthread_mutex_unlock(&r->loop->lock);
}

static void unref(ac_remote *r)
{
    if (atomic_fetch_sub_explicit(&r->refs, 1, memory_order_acq_rel) != 1)
        return;
    pthread_mutex_lock(&r->loop->lock);
    *r->pprev = r->next;
    if (r->next)
        r->next->pprev = r->pprev;
    pthread_mutex_unlock(&r->loop->lock);
    ac__free(r);
}

void ac__remotes_free(ac_loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    ac_remote *list = loop->remotes;
    loop->remotes = NULL;
    pthread_mutex_unlock(&loop->lock);
    while (list) {
        ac_remote *next = list->next;
        ac__free(list);
        list = next;
    }
}

bool ac__remotes_out(ac_loop *loop)
{
    bool out = false;
    pthread_mutex_lock(&loop->lock);
    for (ac_remote *r = loop->remotes; r && !out; r = r->next)
        out = !(atomic_load_explicit(&r->state, memory_order_relaxed) & ENDED) &&
              atomic_load_explicit(&r->refs, memory_order_relaxed) > 1;
    pthread_mutex_unlock(&loop->lock);
    return out;
}

// ---- on the target's thread ----

static void begin(ac_loop *loop, ac_remote *r)
{
    ac_strand *strand = &r->block.task.strand;
    r->begun = true;
    ac__block_link(loop, &r->block);
    strand->next = NULL;
    strand->stack = &loop->front.none;
    strand->flags = loop->ending;
    ac_wake(loop, strand);
}

// Tells the task what it was sent.
static void tell(ac_loop *loop, ac_remote *r)
{
    ac_strand *strand = &r->block.task.strand;
    unsigned told = atomic_exchange_explicit(&r->told, 0, memory_order_acq_rel);
    if (!told || ac__task_has_ended(&r->block.task))
        return;
    strand->flags |= (uint8_t)told;
    ac_wake(loop, strand);
}

static void take(ac_loop *loop, ac__mail *mail)
{
    ac_remote *r = (ac_remote *)((char *)mail - offsetof(ac_remote, mail));
    if (!r->begun) {
        ac__count(&loop->counters.taken, 1);
        begin(loop, r);
        // The loop takes the task's place among the busy.
        if (loop->busy)
            atomic_fetch_sub_explicit(&loop->crew->busy, 1, memory_order_acq_rel);
        loop->busy = true;
    }
    tell(loop, r);
    unref(r);
}

void ac__remote_over(ac_loop *loop, ac_task *task)
{
    ac_remote *r = remote_of(task);
    ac__show_woken(loop); // whoever joins may look at the metrics
    ac__block_unlink(&r->block);
    if (atomic_fetch_or_explicit(&r->state, ENDED, memory_order_acq_rel) & WAITED)
        ac_waker_wake(r->joiner);
    unref(r);
}

// ---- ac_spawn_on ----

ac_task *ac_spawn_on_begin(ac_context *sub, int worker, const ac_async_type *type)
{
    ac_loop *loop = ac__current;
    if (unlikely(!loop || !loop->running))
        ac__fatal("ac_spawn_on outside of a running loop");
    loop = ac__worker_loop(loop, worker, "ac_spawn_on");
    ac_remote *r = ac__malloc(sizeof *r + type->size);
    if (!r)
        return NULL;
    memset((void *)r, 0, sizeof *r);
    r->loop = loop;
    r->mail.take = take;
    ac_strand *strand = &r->block.task.strand;
    strand->index = AC__TASK_LIVE | AC__TASK_REMOTE;
    strand->type = type;
    strand->base = sizeof(ac_task) / 8;
    strand->next = strand; // ac_requeue finds nothing to do
    // Nothing is there but what a start needs that goes through the queue.
    *sub = (ac_context){.strand = strand, .cstack_min = (char *)UINTPTR_MAX};
    return &r->block.task;
}

ac_remote *ac_spawn_on_end(ac_context *sub, ac_task *task, ac_poll poll)
{
    ac_remote *r = remote_of(task);
    ac_loop *here = ac__current;
    (void)sub;
    if (unlikely(poll != AC_PENDING))
        ac__fatal("ac_spawn_on: '%s' has not kept its arguments", task->strand.type->name);
    link_remote(r);
    if (r->loop == here) {
        atomic_store_explicit(&r->refs, 2, memory_order_relaxed);
        ac__count(&here->counters.spawned, 1);
        begin(here, r);
        return r;
    }
    atomic_store_explicit(&r->refs, 3, memory_order_relaxed);
    ac__count(&here->counters.sent, 1);
    atomic_fetch_add_explicit(&here->crew->busy, 1, memory_order_relaxed);
    ac__post(r->loop, &r->mail);
    return r;
}

// ---- what is done with a handle ----

void ac_remote_detach(ac_remote *r)
{
    if (r)
        unref(r);
}

static int stop(ac_remote *r, unsigned flag)
{
    if (!r)
        return AC_ENOMEM;
    atomic_fetch_or_explicit(&r->told, flag, memory_order_relaxed);
    if (r->loop == ac__current && r->begun) {
        tell(r->loop, r);
        return 0;
    }
    atomic_fetch_add_explicit(&r->refs, 1, memory_order_relaxed);
    if (!ac__post(r->loop, &r->mail))
        unref(r);
    return 0;
}

int ac_remote_cancel(ac_remote *task)
{
    return stop(task, AC_STRAND_CANCELED);
}

int ac_remote_abort(ac_remote *task)
{
    return stop(task, AC_STRAND_ABORTED);
}

// ---- ac_remote_join ----

#undef ac_remote_join

static void give_up(ac_remote *r)
{
    atomic_fetch_and_explicit(&r->state, ~(uint32_t)CLAIMED, memory_order_release);
}

// Makes the task this join's, or tells why not.
static int claim(const struct ac_remote_join__frame *f, const ac_context *cx)
{
    ac_remote *r = f->task;
    if (!r)
        return AC_ENOMEM;
    if (&r->block.task.strand == ac__root_of(cx->strand))
        return AC_EINVAL;
    if (atomic_fetch_or_explicit(&r->state, CLAIMED, memory_order_acq_rel) & CLAIMED)
        return AC_EBUSY;
    int misfit = ac__join_misfit(&r->block.task, f->out, f->size);
    if (misfit)
        give_up(r);
    return misfit;
}

ac_poll ac_remote_join__start(struct ac_remote_join__frame *f, ac_context *cx, ac_remote *task,
                              void *result, size_t size)
{
    f->task = task;
    f->out = result;
    f->size = (uint32_t)size;
    f->waiting = 0;
    // As ac_join: an abort that meets the start stops it.
    if (ac_interrupted(cx) == AC_ABORTED)
        return AC_UNWIND;
    f->result = claim(f, cx);
    if (f->result) {
        f->task = NULL;
        return ac__ready(cx);
    }
    return ac__spent(cx) ? ac_requeue(cx) : ac_remote_join__resume(f, cx);
}

// Leaves a waker. False: the task has ended meanwhile.
static bool wait(struct ac_remote_join__frame *f)
{
    f->waiting = 1;
    if (atomic_fetch_or_explicit(&f->task->state, WAITED, memory_order_acq_rel) & ENDED) {
        ac_waker_drop(f->task->joiner);
        return false;
    }
    return true;
}

// Takes the waker back. False: the task has ended meanwhile, and has it.
static bool withdraw(struct ac_remote_join__frame *f)
{
    uint32_t before =
        atomic_fetch_and_explicit(&f->task->state, ~(uint32_t)WAITED, memory_order_acq_rel);
    if (before & ENDED)
        return false;
    ac_waker_drop(f->task->joiner);
    return true;
}

ac_poll ac_remote_join__resume(void *frame, ac_context *cx)
{
    struct ac_remote_join__frame *f = frame;
    ac_remote *r = f->task;
    if (!r)
        return AC_READY;
    if (!(atomic_load_explicit(&r->state, memory_order_acquire) & ENDED)) {
        f->result = ac_interrupted(cx);
        if (f->result) {
            if (!f->waiting || withdraw(f)) {
                give_up(r);
                return f->result == AC_ABORTED ? AC_UNWIND : AC_READY;
            }
        } else if (f->waiting) {
            return AC_PENDING;
        } else {
            r->joiner = ac_waker_clone(cx);
            if (!r->joiner.handle) // memory is short: looks again in each turn
                return ac_requeue(cx);
            if (wait(f))
                return AC_PENDING;
        }
    }
    f->result = ac__join_collect(&r->block.task, f->out);
    unref(r);
    return AC_READY;
}

AC__LEAF_INT(ac_remote_join, (ac_remote * task, void *result, size_t size), task, result, size)

// ---- the elided build ----

// The task has run to its end when ac_spawn_on gives its handle.
ac_remote *ac__elided_remote(const void *result, unsigned long size)
{
    ac_loop *loop = ac__loop();
    ac_remote *r = loop ? ac__malloc(sizeof *r + ac__ended_size(size)) : NULL;
    if (!r)
        return NULL;
    memset((void *)r, 0, sizeof *r);
    r->loop = loop;
    r->mail.take = take;
    r->begun = true; // a cancel finds that it has ended
    atomic_store_explicit(&r->refs, 1, memory_order_relaxed);
    atomic_store_explicit(&r->state, ENDED, memory_order_relaxed);
    r->block.task.strand.index = AC__TASK_REMOTE;
    ac__ended_task(&r->block.task, result, size);
    link_remote(r);
    return r;
}
