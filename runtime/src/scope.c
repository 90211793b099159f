// scope.c: sets of tasks that cannot outlive a block.
//
// A scope lies in the frame of the function that opened it. Its tasks are linked through a few
// bytes behind their frames, so a scope of any size takes no memory of its own, and a task leaves
// it in constant time. The last one to end wakes the strand that waits at the end of the block.
#include "internal.h"

typedef struct {
    ac_task *next, **pprev;
} links;

static links *links_of(ac_task *task)
{
    return (links *)((char *)ac_task_frame(task) + task->strand.type->size);
}

ac_scope *ac__scope_of(ac_task *task)
{
    return (ac_scope *)task->joiner;
}

unsigned ac__scope_told(ac_task *task)
{
    return ac__scope_of(task)->stopped;
}

size_t ac__child_size(const ac_async_type *type)
{
    return type->size + sizeof(links);
}

static void stop(ac_loop *loop, ac_scope *scope, unsigned flags)
{
    if ((scope->stopped & flags) == flags) // so has each of its tasks, also the later ones
        return;
    scope->stopped |= (uint8_t)flags;
    for (ac_task *task = scope->children; task; task = links_of(task)->next) {
        if ((task->strand.flags & flags) == flags)
            continue;
        task->strand.flags |= (uint8_t)flags;
        ac_wake(loop, &task->strand);
    }
}

void ac_scope_cancel(ac_scope *scope)
{
    stop(ac__current, scope, AC_STRAND_CANCELED);
}

ac_task *ac_spawn_in_begin(ac_context *sub, ac_scope *scope, const ac_async_type *type)
{
    ac_task *task = ac__spawn_begin(sub, NULL, type, ac__child_size(type));
    if (unlikely(!task))
        return NULL;
    links *l = links_of(task);
    task->strand.index |= AC__TASK_CHILD;
    task->strand.flags |= scope->stopped;
    task->joiner = (ac_strand *)scope;
    l->next = scope->children;
    l->pprev = &scope->children;
    if (l->next)
        links_of(l->next)->pprev = &l->next;
    scope->children = task;
    return task;
}

void ac__child_over(ac_loop *loop, ac_task *task)
{
    ac_scope *scope = ac__scope_of(task);
    links *l = links_of(task);
    unsigned flags = task->strand.flags;
    task->strand.flags = AC_STRAND_INNER; // see ac__was_scopes
    *l->pprev = l->next;
    if (l->next)
        links_of(l->next)->pprev = l->pprev;
    if (task->strand.index & AC__TASK_UNWOUND && !(flags & AC_STRAND_ABORTED)) {
        scope->lost = 1;
        stop(loop, scope, AC_STRAND_ABORTED);
    }
    if (!scope->children && scope->waiter)
        ac_wake(loop, scope->waiter);
}

// The handle of a task of a scope that has ended.
static ac_task *gone(void)
{
    static const ac_task task;
    return (ac_task *)&task;
}

bool ac__is_gone(const ac_task *task)
{
    return task == gone();
}

// Memory that was a scope's task is marked by a flag that tasks do not have.
bool ac__was_scopes(const ac_task *task)
{
    return !(task->strand.index & AC__TASK_LIVE) && task->strand.flags & AC_STRAND_INNER;
}

ac_task *ac_spawn_in_end(ac_context *sub, ac_task *task, ac_poll poll)
{
    ac__strand_started(sub, poll);
    return poll == AC_PENDING ? task : gone();
}

void *ac_request_spawn_in(ac_request *request, const ac_async_type *type)
{
    ac_task *task = ac_spawn_in_begin(request->cx, request->frame, type);
    return task ? ac_task_frame(task) : NULL;
}

ac_task *ac_request_spawned_in(ac_request *request, ac_request *outer)
{
    if (!ac_request_taken(request, outer))
        return gone();
    if (!request->frame)
        return NULL;
    return ac_spawn_in_end(request->cx, (ac_task *)request->frame - 1, request->poll);
}

ac_task *ac__elided_child(void)
{
    return gone();
}

// ---- ac_scope_enter, ac_scope_leave ----

ac_poll ac_scope_enter__start(struct ac_scope_enter__frame *f, ac_context *cx,
                              ac__scope_of_block scope)
{
    f->result = !scope->parent;
    if (scope->parent) {
        scope->ended = 1;
    } else {
        scope->parent = cx->strand;
        scope->bindings = ac__bindings(cx);
    }
    return AC_READY;
}

ac_poll ac_scope_enter__resume(void *frame, ac_context *cx)
{
    (void)frame, (void)cx;
    return AC_READY; // it never waits
}

AC__LEAF_INT(ac_scope_enter, (ac__scope_of_block scope), scope)

ac_poll ac_scope_leave__start(struct ac_scope_leave__frame *f, ac_context *cx,
                              ac__scope_of_block *scope)
{
    f->scope = *scope;
    if (!f->scope->ended)
        stop(cx->loop, f->scope, AC_STRAND_CANCELED);
    ac_poll poll = ac_scope_leave__resume(f, cx);
    return poll == AC_READY ? ac__ready(cx) : poll; // a later resume looks anew
}

ac_poll ac_scope_leave__resume(void *frame, ac_context *cx)
{
    ac_scope *scope = ((struct ac_scope_leave__frame *)frame)->scope;
    int interrupted = ac_interrupted(cx);
    unsigned told = cx->strand->flags & AC__STRAND_STOPS;
    if (cx->strand->flags & AC_STRAND_SHIELDED)
        told &= AC_STRAND_EXPIRED;
    if (interrupted && told & ~(unsigned)scope->stopped)
        stop(cx->loop, scope, told);
    if (scope->children) {
        scope->waiter = cx->strand;
        return AC_PENDING;
    }
    scope->waiter = NULL;
    // Who leaves early has seen to what comes next, and may have a result.
    return scope->ended && (scope->lost || interrupted == AC_ABORTED) ? AC_UNWIND : AC_READY;
}

AC__LEAF_COMMON(void, 0, ac_scope_leave, (ac__scope_of_block * scope), , NULL, , scope)
ac__block_end(&cx, &b.strand, ac_scope_leave__start(&b.frame, &cx, scope));
}
