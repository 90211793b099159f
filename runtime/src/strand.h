// strand.h: how a strand begins under a context of its own, and how it has ended if it is over when
// that start returns. Most starts of tasks and branches do nothing else, so it is a part of them.
#ifndef AC_STRAND_H
#define AC_STRAND_H

#include "internal.h"

/// The start's chain is hung into sub->child until ac__strand_started takes it: of the context's
/// fields that are free while a start runs, it is the one of the right size.
typedef ac_frame *__attribute__((may_alias)) ac__chain;

/// Fills `sub` for starting `type` as the base frame of `strand`, `header` bytes behind the
/// strand's begin. Its index and flags are the caller's. `outer`: loop->current, which who starts
/// many knows better than to load what the end of the one before has just stored.
static inline void ac__strand_begin(ac_context *sub, ac_context *outer, ac_loop *loop,
                                    ac_strand *strand, const ac_async_type *type, size_t header)
{
    strand->next = NULL;
    strand->stack = &loop->none;
    strand->type = type;
    strand->handle = 0;
    strand->base = (uint16_t)(header / 8);
    sub->strand = strand;
    sub->outer = outer;
    loop->current = sub;
    sub->stack = &loop->none;
    *(ac__chain *)&sub->child = NULL;
    sub->link = (ac_frame **)&sub->child;
    sub->cstack_min = loop->cx.cstack_min;
    sub->loop = loop;
    sub->poll = AC_READY;
}

/// Whether the start that returned `poll` has left nothing behind: no segment, no waker, and not
/// even a place in the queue.
static inline bool ac__strand_was_ready(const ac_context *sub, ac_poll poll)
{
    return likely(poll == AC_READY && sub->stack == &sub->loop->none && !sub->strand->handle &&
                  !sub->strand->next);
}

/// Ends such a one.
static inline void ac__strand_leave(ac_context *sub)
{
    ac__hook_ended(sub->strand);
    sub->loop->current = sub->outer;
    sub->strand->stack = NULL;
}

#endif
