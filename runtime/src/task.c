// task.c: spawning, joining, cancelling, yielding.
#include "slab.h"

static ac_loop *running_loop(void)
{
    ac_loop *loop = ac__current;
    if (unlikely(!loop || !loop->running))
        ac__fatal("ac_spawn outside of a running loop");
    return loop;
}

// `like` and `outer` as ac__context_begin's.
static inline ac_task *begin(ac_context *sub, const ac_context *like, ac_context *outer,
                             ac_task *task, uint8_t index, const ac_async_type *type)
{
    ac_loop *loop = like->loop;
    ac__count(&loop->counters.spawned, 1);
    task->joiner = NULL;
    ac__context_begin(sub, like, outer);
    ac__strand_begin(sub, &task->strand, type, sizeof *task, index, loop->ending);
    return task;
}

static __attribute__((noinline)) ac_task *begin_elsewhere(ac_context *sub, ac_context *cx,
                                                          const ac_async_type *type, size_t size)
{
    ac_loop *loop = cx ? cx->loop : running_loop();
    ac_task *task = ac__task_alloc(loop, size);
    if (!task)
        return NULL;
    uint8_t index = (uint8_t)(task->strand.index | AC__TASK_LIVE);
    return begin(sub, &loop->cx, loop->front.current, task, index, type);
}

ac_task *ac__spawn_begin(ac_context *sub, ac_context *cx, const ac_async_type *type, size_t size)
{
    ac_task *task = likely(cx) ? ac__task_reuse(cx->loop, size) : NULL;
    if (unlikely(!task))
        return begin_elsewhere(sub, cx, type, size);
    return begin(sub, cx, cx, task, AC__TASK_LIVE, type);
}

ac_task *ac_spawn_begin(ac_context *sub, ac_context *cx, const ac_async_type *type)
{
    return ac__spawn_begin(sub, cx, type, type->size);
}

static __attribute__((noinline)) ac_task *started(ac_context *sub, ac_task *task, ac_poll poll)
{
    ac__strand_started(sub, poll);
    return task;
}

ac_task *ac_spawn_end(ac_context *sub, ac_task *task, ac_poll poll)
{
    // Nobody can wait yet for one that is just a task.
    if (!ac__strand_was_ready(sub, poll) || task->strand.index != AC__TASK_LIVE)
        return started(sub, task, poll);
    ac__hook_ended(&task->strand);
    ac__context_leave(sub);
    task->strand.stack = NULL;
    ac__count(&sub->loop->counters.ended, 1);
    task->strand.index = AC__TASK_LIVE | AC__TASK_ENDED;
    return task;
}

static void release(ac_loop *loop, ac_task *task)
{
    ac__task_free(loop, task, task->strand.type->size);
}

static __attribute__((noinline)) void child_over(ac_loop *loop, ac_task *task)
{
    ac__child_over(loop, task);
    ac__task_free(loop, task, ac__child_size(task->strand.type));
}

// Others of the same batch may look at the end before ac_run goes on.
static __attribute__((noinline)) void root_over(ac_loop *loop)
{
    loop->rooted = false;
    loop->ended = true;
    if (loop->exempt) // it was one of those
        loop->exempt--;
}

void ac__task_over(ac_loop *loop, ac_task *task)
{
    ac__count(&loop->counters.ended, 1);
    unsigned index = task->strand.index |= AC__TASK_ENDED;
    if (index & AC__TASK_REMOTE)
        ac__remote_over(loop, task);
    else if (index & AC__TASK_CHILD)
        child_over(loop, task);
    else if (index & AC__TASK_DETACHED)
        release(loop, task);
    else if (task->joiner)
        ac_wake(loop, task->joiner);
    else if (index & AC__TASK_ROOT) // nobody joins it
        root_over(loop);
}

bool ac__task_consumed(const ac_task *task)
{
    return (task->strand.index & (AC__TASK_LIVE | AC__TASK_DETACHED)) != AC__TASK_LIVE;
}

bool ac__task_has_ended(const ac_task *task)
{
    return task->strand.index & AC__TASK_ENDED || task->strand.flags & AC_STRAND_DONE;
}

int ac_has_ended(ac_task *task)
{
    if (!task)
        return AC_ENOMEM;
    return ac__task_consumed(task) ? AC_ESRCH : ac__task_has_ended(task);
}

void ac_detach(ac_task *task)
{
    if (!task || ac__task_consumed(task) || task->joiner)
        return;
    if (task->strand.index & AC__TASK_ENDED)
        release(ac__current, task);
    else
        task->strand.index |= AC__TASK_DETACHED;
}

static int stop(ac_task *task, unsigned flag)
{
    if (!task)
        return AC_ENOMEM;
    if (ac__task_consumed(task))
        return AC_ESRCH;
    if (!ac__task_has_ended(task)) {
        task->strand.flags |= (uint8_t)flag;
        ac_wake(ac__current, &task->strand);
    }
    return 0;
}

int ac_cancel(ac_task *task)
{
    return stop(task, AC_STRAND_CANCELED);
}

int ac_abort(ac_task *task)
{
    return stop(task, AC_STRAND_ABORTED);
}

size_t ac_tasks_alive(void)
{
    return ac__current ? ac__alive(ac__current) : 0;
}

// ---- ac_join ----

int ac__join_collect(const ac_task *task, void *out)
{
    unsigned flags = task->strand.flags;
    if (task->strand.index & AC__TASK_UNWOUND)
        return flags & AC_STRAND_ABORTED ? AC_ETASKABORTED : AC_ENOMEM;
    if (out && task->strand.type->result)
        memcpy(out, (const char *)(task + 1), task->strand.type->result);
    return flags & (AC_STRAND_ABORTED | AC_STRAND_CANCELED) ? AC_ETASKCANCELED : 0;
}

int ac__join_misfit(const ac_task *task, const void *out, uint32_t given)
{
    size_t size = given & ~AC__JOIN_STOPS, result = task->strand.type->result;
    if (!out || !given || size == result)
        return 0;
    if (given & AC__JOIN_STOPS)
        ac__fatal("ac_join: '%s' has a result of %zu bytes, not %zu", task->strand.type->name,
                  result, size);
    return AC_ERESULTSIZE;
}

// Why a join cannot begin; 0: it can.
static int refusal(const struct ac_join__frame *f, const ac_context *cx)
{
    const ac_task *task = f->task;
    if (!task)
        return AC_ENOMEM;
    if (ac__task_consumed(task))
        return AC_ESRCH;
    if (task->strand.index & AC__TASK_CHILD || &task->strand == ac__root_of(cx->strand))
        return AC_EINVAL;
    return task->joiner ? AC_EBUSY : ac__join_misfit(task, f->out, f->size);
}

ac_poll ac_join__start(struct ac_join__frame *f, ac_context *cx, ac_task *task, void *result,
                       size_t size)
{
    f->task = task;
    f->out = result;
    f->size = (uint32_t)size;
    if (ac_interrupted(cx) == AC_ABORTED)
        return AC_UNWIND;
    f->result = refusal(f, cx);
    if (f->result) {
        f->task = NULL;
        return ac__ready(cx);
    }
    // From now on the task is this join's, also while others have their turn.
    task->joiner = cx->strand;
    return ac__spent(cx) ? ac_requeue(cx) : ac_join__resume(f, cx);
}

ac_poll ac_join__resume(void *frame, ac_context *cx)
{
    struct ac_join__frame *f = frame;
    ac_task *task = f->task;
    if (!task)
        return AC_READY;
    if (task->strand.index & AC__TASK_ENDED) {
        f->result = ac__join_collect(task, f->out);
        release(cx->loop, task);
        return AC_READY;
    }
    f->result = ac_interrupted(cx);
    if (!f->result || ac__task_has_ended(task)) // one that is still queued will wake it
        return AC_PENDING;
    task->joiner = NULL;
    return f->result == AC_ABORTED ? AC_UNWIND : AC_READY;
}

#undef ac_join
AC__LEAF_INT(ac_join, (ac_task * task, void *result, size_t size), task, result, size)

// ---- ac_yield ----

AC__LEAF_VOID(ac_yield)

// ---- tasks that have ended when they begin ----

// What is left of one is a result to be joined, and behind it a type that tells its size.
static size_t room_for(size_t size)
{
    return (size + 7) & ~(size_t)7;
}

size_t ac__ended_size(size_t size)
{
    return room_for(size) + sizeof(ac_async_type);
}

void ac__ended_task(ac_task *task, const void *result, size_t size)
{
    ac_async_type *type = (ac_async_type *)((char *)ac_task_frame(task) + room_for(size));
    *type = (ac_async_type){
        .name = "task", .size = (uint32_t)ac__ended_size(size), .result = (uint32_t)size};
    if (size)
        memcpy(ac_task_frame(task), result, size);
    task->joiner = NULL;
    task->strand.type = type;
    task->strand.flags = 0;
    task->strand.index |= AC__TASK_LIVE | AC__TASK_ENDED;
}

static ac_task *ended_task(ac_loop *loop, const void *result, size_t size)
{
    ac_task *task = loop ? ac__task_alloc(loop, ac__ended_size(size)) : NULL;
    if (task)
        ac__ended_task(task, result, size);
    return task;
}

// The elided build: a task has run to its end when ac_spawn gives its handle.
ac_task *ac__elided_task(const void *result, unsigned long size)
{
    return ended_task(ac__loop(), result, size);
}

// ---- calls through pointers ----

static ac_request none;
_Thread_local ac_request *ac_requested = &none;

void *ac_request_frame(ac_request *request, const ac_async_type *type)
{
    return request->begin ? request->begin(request, type) : ac_push(request->cx, type->size);
}

void ac_request_end(ac_request *request, const ac_async_type *type, void *frame, ac_poll poll,
                    void *result)
{
    if (poll != AC_READY || request->begin) {
        ac_request_report(request, type, frame, poll);
        return;
    }
    if (result)
        memcpy(result, frame, type->result);
    ac_pop(request->cx, frame);
}

void *ac_request_spawn(ac_request *request, const ac_async_type *type)
{
    ac_task *task = ac_spawn_begin(request->cx, NULL, type);
    return task ? ac_task_frame(task) : NULL;
}

ac_task *ac_request_spawned(ac_request *request, ac_request *outer, const void *value, size_t size)
{
    if (!ac_request_taken(request, outer))
        return ended_task(running_loop(), value, size);
    if (!request->frame)
        return NULL;
    ac_task *task = (ac_task *)request->frame - 1;
    ac_spawn_end(request->cx, task, request->poll);
    return task;
}

void *ac_request_run(ac_request *request, const ac_async_type *type)
{
    return ac_run_begin(request->cx, type);
}

void ac_request_ran(ac_request *request)
{
    ac_run_end(request->cx, request->frame, request->poll);
}
