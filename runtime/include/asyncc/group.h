/// Groups: several calls that one strand awaits together. What generated code does to begin their
/// branches; most of it is here so that it becomes a part of the function, where what is known of
/// the group is known.
///
/// Begin; then for each branch, from left to right, begin it, start its function in its frame under
/// `sub`, and hand over what start returned; then end, which gives AC_PENDING if branches still
/// run: resume says how it went on.
#ifndef ASYNCC_GROUP_H
#define ASYNCC_GROUP_H

#include <asyncc/abi.h>

/// In the frame of who awaits it; behind it the strands of the branches, then an ac_timer if it has
/// one, then the branches' frames.
typedef struct ac_group {
    int result;        ///< select's winner, by index; try_all's first error; timeout's AC_ETIMEDOUT
    uint8_t n, live;   ///< branches that were begun; those that did not end at once, and run
    uint8_t kind : 3;  ///< ac_group_kind
    uint8_t flags : 5; ///< AC__GROUP_…
    uint8_t stopped;   ///< AC_STRAND_CANCELED, AC_STRAND_ABORTED: what the branches were told
    ac_strand *parent; ///< who awaits it
} ac_group;

typedef enum { AC_GROUP_ALL, AC_GROUP_TRY_ALL, AC_GROUP_SELECT } AC__ENUM ac_group_kind;

enum ac__group_flags {
    AC__GROUP_WAITS = 1,   ///< all branches are begun, and the parent is suspended
    AC__GROUP_DECIDED = 2, ///< result is set
    AC__GROUP_UNWOUND = 4, ///< a branch ended without a result
    AC__GROUP_TIMER = 8,   ///< a timer stands behind the strands
};

_Static_assert(sizeof(void *) != 8 || sizeof(ac_group) == 16, "ABI");

// ---------------------------------------------------------------------------------------------
// how a strand begins under a context of its own; of the runtime's tasks, too

/// The start's chain is hung into sub->child until it has returned: of the context's fields that
/// are free while a start runs, it is the one of the right size.
typedef ac_frame *__attribute__((__may_alias__)) ac__chain;

/// Makes `sub`, but for the strand, a context for a start, and the one that runs. `like`: a context
/// of the same loop; `outer`: the one that runs, which who starts many knows better than to load
/// what the end of the one before has just stored; NULL: none does.
static inline void ac__context_begin(ac_context *sub, const ac_context *like, ac_context *outer)
{
    ac_loop *loop = like->loop;
    ac_front *front = (ac_front *)loop;
    sub->cstack_min = like->cstack_min;
    sub->loop = loop;
    sub->stack = &front->none;
    sub->link = (ac_frame **)&sub->child;
    sub->outer = outer;
    front->current = sub;
    *(ac__chain *)&sub->child = 0;
}

/// The strand begins under `sub` as `type`, its base frame `base` bytes behind its begin.
static inline void ac__strand_begin(ac_context *sub, ac_strand *strand, const ac_async_type *type,
                                    size_t base, uint8_t index, uint8_t flags)
{
    sub->strand = strand;
    strand->next = 0;
    strand->stack = sub->stack; // none
    strand->type = type;
    strand->handle = 0;
    strand->base = (uint16_t)(base / 8);
    strand->index = index;
    strand->flags = flags;
}

/// Whether the start that returned `poll` has left nothing behind: no segment, no waker, and not
/// even a place in the queue. The context is then as it was.
static inline _Bool ac__strand_was_ready(const ac_context *sub, ac_poll poll)
{
    return __builtin_expect(poll == AC_READY && sub->stack == &((ac_front *)sub->loop)->none &&
                                !sub->strand->handle && !sub->strand->next,
                            1);
}

static inline void ac__context_leave(const ac_context *sub)
{
    ((ac_front *)sub->loop)->current = sub->outer;
}

// ---------------------------------------------------------------------------------------------
// groups

uint8_t ac__group_told(const ac_context *cx);
ac_poll ac__group_waits_or_was_timed(ac_group *group);

/// The branches are to begin under `sub`, which is the context that runs until the group's end.
static inline void ac_group_begin(ac_group *group, ac_context *sub, ac_context *cx,
                                  ac_group_kind kind)
{
    *group = (ac_group){.kind = (uint8_t)kind, .parent = cx->strand};
    if (__builtin_expect(cx->strand->flags & AC__STRAND_STOPS, 0))
        group->stopped = ac__group_told(cx);
    ac__context_begin(sub, cx, cx);
}

/// Between begin and the first branch: all are cancelled after `ms` milliseconds.
void ac_group_timer(ac_group *group, ac_context *cx, ac_timer *timer, uint64_t ms);

/// `branch` has this index; its frame stands `base` bytes behind it.
static inline void ac_branch_begin(ac_context *sub, ac_group *group, ac_strand *branch,
                                   uint8_t index, size_t base, const ac_async_type *type)
{
    ac__strand_begin(sub, branch, type, base, index, AC_STRAND_INNER | AC_STRAND_BRANCH);
    if (__builtin_expect(group->stopped, 0))
        branch->flags = (uint8_t)(branch->flags | group->stopped);
    group->n = (uint8_t)(index + 1);
}

void ac_branch_started(ac_context *sub, ac_group *group, ac_poll poll);

/// The same in a group of the kind AC_GROUP_ALL, where nothing follows from a branch that is ready.
static inline void ac_branch_of_all_started(ac_context *sub, ac_group *group, ac_poll poll)
{
    if (ac__strand_was_ready(sub, poll)) {
        ac__hook_ended(sub->strand);
        sub->strand->flags |= AC_STRAND_DONE;
    } else {
        ac_branch_started(sub, group, poll);
    }
}

static inline ac_poll ac_group_end(ac_group *group, ac_context *sub)
{
    ac__context_leave(sub);
    if (group->live || group->flags & AC__GROUP_TIMER)
        return ac__group_waits_or_was_timed(group);
    return group->flags & AC__GROUP_UNWOUND ? AC_UNWIND : AC_READY;
}

ac_poll ac_group_resume(void *group, ac_context *cx);
/// The type of a branch that is a group itself, which begins under the branch's context.
extern const ac_async_type ac_group__type;

/// A branch whose callee's frame is dynamic: its own frame is `room`, of the result's size. Takes
/// what the start of `callee` (NULL: no memory) returned, and gives what ac_branch_started takes.
ac_poll ac_thunk_started(ac_context *sub, void *room, void *callee, ac_poll poll,
                         const ac_async_type *type);
extern const ac_async_type ac_thunk__type;

#endif
