// strand.c: the executor.
//
// Awaits of dynamic frames leave a chain behind when they suspend: each caller that sees PENDING
// hangs its callee into cx->link (ac_link) and returns PENDING itself, so the chain is built from
// the inside out, and the innermost frame is its head. The executor completes the chain with the
// frame that it had resumed, and keeps the head as stack->top. A wake resumes the head directly;
// when it ends the executor goes on with its parent: cost does not hang on the depth.
#include "internal.h"

#ifdef AC__HOOKS
// For tests that watch something else.
__attribute__((weak)) void ac__hook_suspended(ac_loop *loop, ac_strand *strand)
{
    (void)loop, (void)strand;
}

__attribute__((weak)) void ac__hook_ended(ac_strand *strand)
{
    (void)strand;
}

__attribute__((weak)) void ac__hook_frame(void *frame, size_t size, _Bool taken)
{
    (void)frame, (void)size, (void)taken;
}
#endif

// The strand has suspended and `top` is its innermost dynamic frame, NULL: none.
static inline void suspend(ac_context *cx, ac_strand *strand, ac_frame *top)
{
    ac_stack *stack = cx->stack;
    if (top) {
        stack->top = top;
    } else if (unlikely(stack != &cx->loop->front.none)) {
        // Without a suspended frame nothing is on the stack but an emptied first segment.
        cx->stack = stack->prev;
        ac__segment_free(cx->loop, stack);
        stack = &cx->loop->front.none;
    }
    strand->stack = stack;
    ac__hook_suspended(cx->loop, strand);
}

static inline void let_go(ac_loop *loop, ac_strand *strand, ac_poll poll)
{
    strand->stack = NULL;
    if (!(strand->flags & AC_STRAND_INNER) && poll == AC_UNWIND)
        strand->index |= AC__TASK_UNWOUND;
    if (strand->flags & AC_STRAND_BRANCH)
        ac__branch_ended(loop, strand, poll);
    else if (unlikely(strand->next || strand->flags & AC_STRAND_INNER))
        strand->flags |= AC_STRAND_DONE;
    else
        ac__task_over(loop, (ac_task *)strand);
}

// One that has segments or a waker cell: they go back.
static __attribute__((noinline)) void ended_with_more(ac_context *cx, ac_strand *strand,
                                                      ac_poll poll)
{
    ac_loop *loop = cx->loop;
    if (cx->stack != &loop->front.none)
        ac__segment_free(loop, cx->stack);
    if (strand->handle) {
        ac__cell_release(loop, strand->handle);
        strand->handle = 0;
    }
    let_go(loop, strand, poll);
}

// The strand has ended. Whatever is rare about that is in functions of its own, so that a task that
// ends when it begins saves no registers for it.
static inline void ended(ac_context *cx, ac_strand *strand, ac_poll poll)
{
    ac__hook_ended(strand);
    if (unlikely(cx->stack != &cx->loop->front.none || strand->handle))
        ended_with_more(cx, strand, poll);
    else
        let_go(cx->loop, strand, poll);
}

// One that had no dynamic frame when it was resumed, nor has one now.
static __attribute__((noinline)) void ended_alone(ac_loop *loop, ac_strand *strand, ac_poll poll)
{
    ended(&loop->cx, strand, poll);
}

// The rest of a resume that had to do with dynamic frames, once it is not just suspended where it
// was. `f`: the frame that returned `p`, NULL: the strand's base frame.
static __attribute__((noinline)) void go_on(ac_loop *loop, ac_strand *strand, ac_frame *f,
                                            ac_poll p)
{
    ac_context *cx = &loop->cx;
    while (f && p != AC_PENDING) {
        cx->child = f + 1;
        cx->poll = p;
        f = f->parent;
        p = f ? f->type->resume(f + 1, cx) : strand->type->resume(ac__strand_frame(strand), cx);
    }
    if (cx->link != &loop->head) {
        *cx->link = f;
        f = loop->head;
        cx->link = &loop->head;
    }
    if (p == AC_PENDING)
        suspend(cx, strand, f);
    else
        ended(cx, strand, p);
    cx->stack = &loop->front.none;
}

// What lets go of a strand that has ended while it was queued.
static __attribute__((noinline)) void over(ac_loop *loop, ac_strand *strand)
{
    if (strand->flags & AC_STRAND_BRANCH)
        ac__branch_over(loop, strand);
    else if (!(strand->flags & AC_STRAND_INNER))
        ac__task_over(loop, (ac_task *)strand);
}

// Between two strands the loop's context is that of one without dynamic frames.
static inline void resume(ac_loop *loop, ac_strand *strand)
{
    ac_context *cx = &loop->cx;
    ac_stack *stack = strand->stack;
    ac_frame *f = NULL;
    ac_poll p;
    cx->strand = strand;
    if (likely(stack == &loop->front.none)) {
        p = strand->type->resume(ac__strand_frame(strand), cx);
        if (likely(cx->stack == &loop->front.none)) {
            if (likely(p == AC_PENDING))
                ac__hook_suspended(loop, strand);
            else
                ended_alone(loop, strand, p);
            return;
        }
    } else if (unlikely(!stack)) {
        over(loop, strand);
        return;
    } else {
        cx->stack = stack;
        f = stack->top;
        p = f->type->resume(f + 1, cx);
        if (likely(p == AC_PENDING && cx->link == &loop->head)) {
            suspend(cx, strand, f);
            cx->stack = &loop->front.none;
            return;
        }
    }
    go_on(loop, strand, f, p);
}

void ac__run_ready(ac_loop *loop, int n)
{
    ac_front *front = &loop->front;
    ac_strand *s = loop->taken;
    int left = n;
    loop->front.current = &loop->cx;
    while (left) {
        if (s == ac__queue_end(loop)) {
            // All that are ready are taken out at once; who is woken meanwhile lines up anew.
            if (front->end == &front->first)
                break;
            s = front->first;
            front->end = &front->first;
        }
        ac_strand *next = s->next;
        __builtin_prefetch(next, 1);
        s->next = NULL;
        loop->budget = AC__BUDGET;
        resume(loop, s);
        s = next;
        left--;
    }
    loop->taken = s;
    loop->front.current = NULL;
    ac__count(&loop->counters.resumed, (uint64_t)(n - left));
    ac__show_woken(loop);
}

static __attribute__((noinline)) void suspended_at_start(ac_context *cx)
{
    *(ac__chain *)cx->link = NULL;
    suspend(cx, cx->strand, *(ac__chain *)&cx->child);
}

void ac__strand_started(ac_context *cx, ac_poll poll)
{
    cx->loop->front.current = cx->outer;
    if (poll == AC_PENDING)
        suspended_at_start(cx);
    else
        ended(cx, cx->strand, poll);
}

ac_strand *ac__root_of(ac_strand *strand)
{
    while (strand && strand->flags & AC_STRAND_BRANCH)
        strand = ac__group_parent(strand);
    return strand && strand->flags & AC_STRAND_INNER ? NULL : strand;
}

ac_strand *ac__current_strand(void)
{
    return ac__current && ac__current->front.current ? ac__current->front.current->strand : NULL;
}

ac_strand *ac__current_root(void)
{
    return ac__root_of(ac__current_strand());
}

void ac_wake(ac_loop *loop, ac_strand *strand)
{
    if (!strand->next && !(strand->flags & AC_STRAND_DONE))
        ac__append(loop, strand);
}

ac_poll ac_requeue(ac_context *cx)
{
    ac_wake(cx->loop, cx->strand);
    return AC_PENDING;
}

_Bool ac_out_of_budget(ac_context *cx)
{
    return ac__spent(cx);
}
