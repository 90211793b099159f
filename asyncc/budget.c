// budget.c: frames that are larger than they may be: async_frame_max, -Wframe-larger-than=; and
// those of a group's calls.
//
// How large a frame is shows here first: so these rules do not stand in check.c, like all others.
// Requires: layouts. A part of the pass frame.
#include "asyncc.h"
#include "options.h"

#include <stdlib.h>

// What ac_async_type.size can tell, as a multiple of 8.
#define LARGEST (UINT32_MAX - 7ull)

bool frame_max(const Unit *u, uint32_t token, uint64_t *bytes)
{
    const Token *number = &u->tokens[token + 2];
    if (!token_is(u, (int)token + 1, "(") || number->kind != T_NUMBER ||
        !token_is(u, (int)token + 3, ")"))
        return false;
    char *end;
    *bytes = strtoull(u->text + number->offset, &end, 0);
    end += strspn(end, "uUlL");
    return end == u->text + number->offset + number->length;
}

// Says where most of the frame goes.
static void note_largest(Unit *u, const Func *f)
{
    const Slot *largest = NULL;
    for (ptrdiff_t i = 0; i < arrlen(f->slots); i++)
        if ((f->slots[i].var || f->slots[i].await) &&
            (!largest || f->slots[i].size > largest->size))
            largest = &f->slots[i];
    if (!largest)
        return;
    bool callee = largest->kind == SLOT_CALLEE;
    diag(u, callee ? largest->await->node->begin : largest->var->offset, NOTE_FRAME_PART,
         (unsigned long long)largest->size, slot_name(largest));
}

// A branch finds its strand at a distance that is counted in 16 bits.
static void check_groups(Unit *u, const Func *f)
{
    enum { MAX_GROUP = 8 << 16 };
    static const char *const names[] = {"ac_all", "ac_try_all", "ac_select", "ac_timeout"};
    for (ptrdiff_t i = 0; i < arrlen(f->slots); i++) {
        const Slot *s = &f->slots[i];
        const Node *group = s->kind == SLOT_CALLEE ? s->await->group : NULL;
        if (!group || s->size < MAX_GROUP)
            continue;
        diag(u, group->begin, E_GROUP_FRAMES, names[group->group], (unsigned long long)s->size);
    }
}

void check_budgets(Unit *u)
{
    const Options *o = u->options;
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++) {
        const Func *f = u->funcs[i];
        unsigned long long size = f->frame_size;
        uint64_t allowed;
        if (!f->is_async)
            continue;
        check_groups(u, f);
        if (f->callee->frame_max && frame_max(u, f->callee->frame_max, &allowed) && size > allowed)
            diag(u, f->begin, E_FRAME_SIZE, f->name, size, (unsigned long long)allowed);
        else if (size > LARGEST)
            diag(u, f->begin, E_FRAME_TOO_LARGE, f->name, size);
        else if (o && !o->no_warnings && o->frame_limit && size > o->frame_limit)
            diag(u, f->begin,
                 (o->frame_error ? o->frame_error > 0 : o->warnings_are_errors) ? W_FRAME_SIZE_ERROR
                                                                                : W_FRAME_SIZE,
                 f->name, size, o->frame_limit);
        else
            continue;
        note_largest(u, f);
    }
}
