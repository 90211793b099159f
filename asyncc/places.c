// places.c: where each variable lives that crosses an await, or has its address taken.
//
// What crosses an await stays a C local and is saved, in bytes of that await's own, if that is
// cheap and safe; else it is pinned: it lives in the frame from its block's entry on. What has its
// address taken is pinned if an await keeps it. A part of the pass flow, while the graph of the
// function is at hand. Requires: find_crossings. Provides: Var.place, and what lifetimes.c finds.
#include "flow.h"

#include <stdlib.h>

enum { MAX_SAVED_SIZE = 32, SAVES_PER_AWAIT = 8, SAVES_IN_ANY_CASE = 512 };

// Does an await keep v, by what is known of its lifetime?
static bool is_kept(const Func *f, const Var *v)
{
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++)
        if (in_set(f->awaits[i]->keeps, v->rank))
            return true;
    return false;
}

// A statement that awaits is put in braces, which a compound literal in it must outlive. Of another
// object of an expression it is known that it stands beside an await.
static bool in_awaiting_statement(const Var *v)
{
    const Node *n = v->stands_for;
    if (n && n->kind != N_COMPOUND_LITERAL)
        return true;
    while (n && n->kind != N_EXPR_STMT && n->kind != N_BLOCK)
        n = n->parent;
    return n && n->kind == N_EXPR_STMT && n->has_await;
}

static bool can_be_saved(const Var *v)
{
    const Type *t = v->type;
    return !v->unassigned && t->size <= MAX_SAVED_SIZE && !t->is_array && !t->is_volatile &&
           !t->is_atomic && !t->has_const_member && (!t->is_const || v->is_temp);
}

// No await is in the scope of what is variably modified.
static void place(Var *v)
{
    if (v->type->is_variably_modified)
        return;
    if (v->named_early)
        v->place = PLACE_PINNED;
    else if (v->crosses)
        v->place = can_be_saved(v) ? PLACE_SAVED : PLACE_PINNED;
}

static void place_addressed(const Func *f, Var *v)
{
    if (v->address_taken && !v->type->is_variably_modified && v->place == PLACE_LOCAL &&
        (is_kept(f, v) || in_awaiting_statement(v)))
        v->place = PLACE_PINNED;
}

static int by_crossings(const void *x, const void *y)
{
    const Var *a = *(Var *const *)x, *b = *(Var *const *)y;
    if (a->crossings != b->crossings)
        return a->crossings > b->crossings ? -1 : 1;
    return a->index - b->index;
}

// Saving a thousand variables at each of ten thousand awaits would write out ten million saves.
// Where it is that many, those that cross most awaits are pinned. Their lifetimes are not looked
// for: they are long, and sets of so many variables for each of them would be large.
static void limit_saves(Func *f)
{
    ptrdiff_t total = 0, limit = SAVES_PER_AWAIT * arrlen(f->awaits) + SAVES_IN_ANY_CASE;
    Var **vars = NULL;
    for (ptrdiff_t i = 0; i < arrlen(f->vars); i++)
        if (f->vars[i]->place == PLACE_SAVED) {
            total += f->vars[i]->crossings;
            arrput(vars, f->vars[i]);
        }
    if (vars && total > limit)
        qsort(vars, (size_t)arrlen(vars), sizeof *vars, by_crossings);
    for (ptrdiff_t i = 0; i < arrlen(vars) && total > limit; i++) {
        vars[i]->place = PLACE_PINNED;
        total -= vars[i]->crossings;
    }
    arrfree(vars);
}

void find_places(Func *f, const BlockOrder *order)
{
    for (ptrdiff_t i = 0; i < arrlen(f->vars); i++)
        place(f->vars[i]);
    find_lifetimes(f, order);
    limit_saves(f);
    for (ptrdiff_t i = 0; i < arrlen(f->vars); i++)
        place_addressed(f, f->vars[i]);
}
