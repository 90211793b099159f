// section.c: shielded sections, deadlines that callees inherit, values that belong to tasks.
//
// A section lies in the frame of the function that opened it. The deadlines and the bound values of
// a strand hang in its waker cell, the innermost first, so that strands without them pay nothing.
// What concerns branches of groups and tasks of scopes is found by way of who waits for them.
#include "internal.h"

#define enter(section) (!(section)->entered && ((section)->entered = 1))

static ac__cell *cell_of(ac_loop *loop, const ac_strand *strand)
{
    return strand->handle ? ac__cell_at(loop, strand->handle) : NULL;
}

static bool is_child(const ac_strand *strand)
{
    return !(strand->flags & AC_STRAND_INNER) && strand->index & AC__TASK_CHILD;
}

// What a section's enter and leave have beside their starts; the elided build calls BLOCKING.
#define SECTION_LEAVES(kind, block, BLOCKING_ENTER, BLOCKING_LEAVE)                                \
    ac_poll kind##_enter__resume(void *frame, ac_context *cx)                                      \
    {                                                                                              \
        (void)frame, (void)cx;                                                                     \
        return AC_READY; /* it never waits */                                                      \
    }                                                                                              \
    ac_poll kind##_leave__resume(void *frame, ac_context *cx)                                      \
    {                                                                                              \
        (void)frame, (void)cx;                                                                     \
        return AC_READY;                                                                           \
    }                                                                                              \
    AC__LEAF_SYMBOL(int, sizeof(int), kind##_enter, (block section), int got = 0, &got,            \
                    return got, section)                                                           \
    AC__LEAF_SYMBOL(void, 0, kind##_leave, (block * section), , NULL, , section)                   \
    int kind##_enter__blocking(block section);                                                     \
    int kind##_enter__blocking(block section)                                                      \
    {                                                                                              \
        return BLOCKING_ENTER;                                                                     \
    }                                                                                              \
    void kind##_leave__blocking(block *section);                                                   \
    void kind##_leave__blocking(block *section)                                                    \
    {                                                                                              \
        BLOCKING_LEAVE;                                                                            \
    }

// ---- ac_shielded ----

ac_poll ac_shield_enter__start(struct ac_shield_enter__frame *f, ac_context *cx,
                               ac__shielded_block section)
{
    f->result = enter(section);
    if (f->result)
        section->before = (uint8_t)ac_shield(cx);
    return AC_READY;
}

ac_poll ac_shield_leave__start(struct ac_shield_leave__frame *f, ac_context *cx,
                               ac__shielded_block *section)
{
    (void)f;
    if ((*section)->entered)
        ac_unshield(cx, (*section)->before);
    return AC_READY;
}

SECTION_LEAVES(ac_shield, ac__shielded_block, enter(section), (void)section)

// ---- ac_deadline ----

void ac__deadline_expired(ac_loop *loop, ac__deadline *deadline)
{
    deadline->expired = 1;
    cell_of(loop, deadline->strand)->expired++;
    deadline->strand->flags |= AC_STRAND_EXPIRED;
    ac_wake(loop, deadline->strand);
}

// The cell may be younger than a shield that ends, so only differences count. Sections and exits of
// a strand end in the order of its blocks: all that have begun within a deadline have ended before
// it does.
void ac__hide_deadlines(ac_context *cx)
{
    cell_of(cx->loop, cx->strand)->shields++;
}

void ac__show_deadlines(ac_context *cx)
{
    cell_of(cx->loop, cx->strand)->shields--;
}

// A shielded strand sees those deadlines that began in its innermost shielded section: the first of
// the list, as none around one that is hidden is seen.
int ac__expired_inside(const ac_context *cx)
{
    const ac__cell *cell = cell_of(cx->loop, cx->strand);
    const ac__deadline *d = cell ? cell->deadlines : NULL;
    for (; d && d->shields == cell->shields; d = d->outer)
        if (d->expired)
            return AC_ETIMEDOUT;
    return 0;
}

ac_poll ac_deadline_enter__start(struct ac_deadline_enter__frame *f, ac_context *cx,
                                 ac__deadline_block section)
{
    f->result = enter(section);
    if (!f->result)
        return AC_READY;
    ac__cell *cell = ac__strand_cell(cx);
    section->strand = cx->strand;
    if (!cell) {
        section->strand = NULL;
        return AC_UNWIND;
    }
    section->outer = cell->deadlines;
    section->shields = cell->shields;
    cell->deadlines = section;
    ac_timer_arm(cx, &section->timer, section->ms);
    section->timer.who = (uintptr_t)section | AC__WHO_DEADLINE;
    return AC_READY;
}

ac_poll ac_deadline_leave__start(struct ac_deadline_leave__frame *f, ac_context *cx,
                                 ac__deadline_block *section)
{
    ac__deadline *d = *section;
    (void)f;
    if (!d->strand)
        return AC_READY;
    ac_strand *s = d->strand;
    ac_timer_disarm(&d->timer);
    ac__cell *cell = cell_of(cx->loop, s);
    cell->deadlines = d->outer;
    cell->expired -= d->expired;
    // It stays expired by one around this one, or if its group or scope was told so.
    unsigned told = s->flags & AC_STRAND_BRANCH ? ac__told_by_group(s)
                    : is_child(s)               ? ac__scope_told((ac_task *)s)
                                                : 0;
    if (!cell->expired && !(told & AC_STRAND_EXPIRED))
        s->flags &= (uint8_t)~AC_STRAND_EXPIRED;
    return AC_READY;
}

SECTION_LEAVES(ac_deadline, ac__deadline_block, enter(section), (void)section)

// ---- ac_with_local ----

static _Thread_local ac__binding *elided; // the bindings where an await is a call

ac__binding *ac__bindings(ac_context *cx)
{
    ac__cell *cell = cell_of(cx->loop, cx->strand);
    return cell ? cell->bindings : NULL;
}

ac_poll ac_local_enter__start(struct ac_local_enter__frame *f, ac_context *cx,
                              ac__local_block section)
{
    f->result = !section->strand;
    if (section->strand)
        return AC_READY;
    ac__cell *cell = ac__strand_cell(cx);
    if (!cell)
        return AC_UNWIND;
    section->strand = cx->strand;
    section->outer = cell->bindings;
    cell->bindings = section;
    return AC_READY;
}

ac_poll ac_local_leave__start(struct ac_local_leave__frame *f, ac_context *cx,
                              ac__local_block *section)
{
    (void)f;
    if ((*section)->strand)
        cell_of(cx->loop, cx->strand)->bindings = (*section)->outer;
    return AC_READY;
}

static bool bind_elided(ac__binding *section)
{
    static ac_strand entered;
    if (section->strand)
        return false;
    section->strand = &entered;
    section->outer = elided;
    elided = section;
    return true;
}

SECTION_LEAVES(ac_local, ac__local_block, bind_elided(section), elided = (*section)->outer)

static const ac__binding *find(const ac__binding *b, const ac_local *key)
{
    while (b && b->local != key)
        b = b->outer;
    return b;
}

ac_poll ac_local_get__start(struct ac_local_get__frame *f, ac_context *cx, const ac_local *key)
{
    const ac_strand *s = cx->strand;
    const ac__binding *list = ac__bindings(cx), *b;
    while (!(b = find(list, key))) {
        if (s->flags & AC_STRAND_BRANCH) {
            s = ac__group_parent(s);
            const ac__cell *cell = cell_of(cx->loop, s);
            list = cell ? cell->bindings : NULL;
        } else if (is_child(s)) {
            const ac_scope *scope = ac__scope_of((ac_task *)s);
            s = scope->parent;
            list = scope->bindings;
        } else {
            break;
        }
    }
    f->result = b ? b->bound : NULL;
    return AC_READY;
}

ac_poll ac_local_get__resume(void *frame, ac_context *cx)
{
    (void)frame, (void)cx;
    return AC_READY;
}

AC__LEAF_SYMBOL(void *, sizeof(void *), ac_local_get, (const ac_local *key), void *got = NULL, &got,
                return got, key)
void *ac_local_get__blocking(const ac_local *key);
void *ac_local_get__blocking(const ac_local *key)
{
    const ac__binding *b = find(elided, key);
    return b ? b->bound : NULL;
}
