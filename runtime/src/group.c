// group.c: ac_all, ac_try_all, ac_select, ac_timeout.
//
// A group lies in the frame of who awaits it: head, the strands of its branches, a timer if there
// is one, the branches' frames. Each branch is a strand of its own, so a wake resumes that branch
// and nothing else. The last one to end wakes the strand that awaits the group.
#include "internal.h"

static ac_strand *strands(ac_group *group)
{
    return (ac_strand *)(group + 1);
}

static ac_group *group_of(const ac_strand *branch)
{
    return (ac_group *)(branch - branch->index) - 1;
}

ac_strand *ac__group_parent(const ac_strand *branch)
{
    return group_of(branch)->parent;
}

unsigned ac__told_by_group(const ac_strand *branch)
{
    return group_of(branch)->stopped;
}

_Bool ac__is_shielded(const ac_strand *strand)
{
    while (!(strand->flags & AC_STRAND_SHIELDED)) {
        if (!(strand->flags & AC_STRAND_BRANCH))
            return 0;
        strand = ac__group_parent(strand);
    }
    return 1;
}

// Behind the strands, which are all begun once the group waits.
static ac_timer *timer_of(ac_group *group)
{
    return (ac_timer *)(strands(group) + group->n);
}

// Cancels or aborts the branches that run, and those that are begun later.
static void stop(ac_loop *loop, ac_group *group, unsigned flags)
{
    group->stopped |= (uint8_t)flags;
    for (int i = 0; i < group->n; i++) {
        ac_strand *s = strands(group) + i;
        if (s->flags & AC_STRAND_DONE || (s->flags & flags) == flags)
            continue;
        s->flags |= (uint8_t)flags;
        ac_wake(loop, s);
    }
}

// What the running strand was told and sees. Its groups pass on no more than that, so branches need
// no shield against what is told from outside: they see what their own group tells them.
static unsigned seen(const ac_context *cx)
{
    unsigned told = cx->strand->flags & AC__STRAND_STOPS;
    if (likely(!(told && cx->strand->flags & AC_STRAND_SHIELDED)))
        return told;
    return ac_interrupted(cx) ? told & AC_STRAND_EXPIRED : 0;
}

uint8_t ac__group_told(const ac_context *cx)
{
    return (uint8_t)seen(cx);
}

void ac_group_timer(ac_group *group, ac_context *cx, ac_timer *timer, uint64_t ms)
{
    group->flags |= AC__GROUP_TIMER;
    *timer = (ac_timer){0};
    ac_timer_arm(cx, timer, ms);
    timer->who = (uintptr_t)group | AC__WHO_GROUP;
}

void ac_branch_started(ac_context *sub, ac_group *group, ac_poll poll)
{
    group->live++;
    if (likely(poll == AC_PENDING && sub->stack == &sub->loop->front.none)) {
        // It waits without dynamic frames, and the context is as it was.
        ac__hook_suspended(sub->loop, sub->strand);
        return;
    }
    ac__strand_started(sub, poll);
    ac__context_begin(sub, sub, sub->outer);
}

ac_poll ac__group_waits_or_was_timed(ac_group *group)
{
    if (group->live) {
        group->flags |= AC__GROUP_WAITS;
        return AC_PENDING;
    }
    ac_timer_disarm(timer_of(group));
    return group->flags & AC__GROUP_UNWOUND ? AC_UNWIND : AC_READY;
}

ac_poll ac_group_resume(void *frame, ac_context *cx)
{
    ac_group *group = frame;
    if (!group->live)
        return group->flags & AC__GROUP_UNWOUND ? AC_UNWIND : AC_READY;
    unsigned told = seen(cx) & ~(unsigned)group->stopped;
    if (told)
        stop(cx->loop, group, told);
    return AC_PENDING;
}

const ac_async_type ac_group__type = {"group", sizeof(ac_group), sizeof(int), ac_group_resume, 0,
                                      0};

void ac__group_timeout(ac_loop *loop, ac_group *group)
{
    const ac_strand *s = strands(group), *end = s + group->n;
    while (s < end && s->flags & AC_STRAND_DONE)
        s++;
    if (s == end) // all have ended, and only the queue has not let go of them
        return;
    group->result = AC_ETIMEDOUT;
    stop(loop, group, AC_STRAND_CANCELED);
}

static void decide(ac_loop *loop, ac_group *group, ac_strand *branch)
{
    int result =
        group->kind == AC_GROUP_SELECT ? branch->index : *(const int *)ac__strand_frame(branch);
    if (group->kind == AC_GROUP_TRY_ALL && result >= 0)
        return;
    group->flags |= AC__GROUP_DECIDED;
    group->result = result;
    stop(loop, group, AC_STRAND_CANCELED);
}

static void over(ac_loop *loop, ac_group *group)
{
    if (--group->live || !(group->flags & AC__GROUP_WAITS))
        return;
    if (group->flags & AC__GROUP_TIMER)
        ac_timer_disarm(timer_of(group));
    ac_wake(loop, group->parent);
}

void ac__branch_over(ac_loop *loop, ac_strand *branch)
{
    over(loop, group_of(branch));
}

void ac__branch_ended(ac_loop *loop, ac_strand *branch, ac_poll poll)
{
    ac_group *group = group_of(branch);
    branch->flags |= AC_STRAND_DONE; // stop leaves it alone
    if (poll == AC_UNWIND) {
        group->flags |= AC__GROUP_UNWOUND;
        stop(loop, group, AC_STRAND_ABORTED);
    } else if (group->kind != AC_GROUP_ALL && !(group->flags & AC__GROUP_DECIDED)) {
        decide(loop, group, branch);
    }
    if (!branch->next)
        over(loop, group);
}

// ---- branches whose callee's frame is dynamic ----

// The strand's own frame is the room for the result.
static ac_poll ended(ac_context *cx, void *room, void *callee, ac_poll poll)
{
    if (poll == AC_READY)
        memcpy(room, callee, ((ac_frame *)callee - 1)->type->result);
    ac_pop(cx, callee);
    return poll;
}

ac_poll ac_thunk_started(ac_context *sub, void *room, void *callee, ac_poll poll,
                         const ac_async_type *type)
{
    if (!callee)
        return AC_UNWIND;
    if (poll == AC_PENDING) {
        ac_link(sub, callee, type);
        return poll;
    }
    ((ac_frame *)callee - 1)->type = type;
    return ended(sub, room, callee, poll);
}

static ac_poll thunk_resume(void *room, ac_context *cx)
{
    return ended(cx, room, cx->child, cx->poll);
}

const ac_async_type ac_thunk__type = {"call", 0, 0, thunk_resume, 0, 0};
