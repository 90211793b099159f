// check_tasks.c: what is handed to tasks and taken from them. A part of the pass check.
//
//   ac_task *t = ac_spawn(f());        the only value that t is given, so f's type is known
//   double r;
//   await ac_join(t, &r);              an error: f returns int
//
// Requires: parse.
#include "asyncc.h"

#include <string.h>

// ---------------------------------------------------------------------------------------------
// which start a handle comes from
// ---------------------------------------------------------------------------------------------

typedef struct {
    const Var *var;
    const Node *value; // the only one that the variable is given
    int count;         // how many values; more if its address is taken
} Values;

static void find_values(Values *v, const Node *n)
{
    if (!n)
        return;
    for (int i = 0; i < n->kid_count; i++)
        find_values(v, n->kids[i]);
    const Node *first = strip_parens(kid(n, 0));
    bool of_it = first && first->kind == N_REF && first->var == v->var;
    if (n->kind == N_VAR && n->var == v->var && first) {
        v->value = first;
        v->count++;
    } else if (n->kind == N_ASSIGN && of_it) {
        v->value = strip_parens(kid(n, 1));
        v->count++;
    } else if ((n->kind == N_ADDRESS || n->kind == N_COMPOUND_ASSIGN || n->kind == N_INCDEC) &&
               of_it) {
        v->count += 2;
    }
}

// The start of the task to which the handle belongs; NULL: not known.
static const Node *start_of(const Func *f, const Node *handle)
{
    handle = strip_parens((Node *)handle);
    if (handle && handle->kind == N_REF && handle->var && !handle->var->is_param) {
        Values v = {.var = handle->var};
        find_values(&v, f->body);
        handle = v.count == 1 ? v.value : NULL;
    }
    return handle && handle->kind == N_SPAWN && handle->callee ? handle : NULL;
}

// ---------------------------------------------------------------------------------------------
// ac_join
// ---------------------------------------------------------------------------------------------

static bool fits(const Type *result, const Type *place)
{
    if (!strcmp(result->canonical, place->canonical))
        return true;
    if (result->size != place->size)
        return false;
    return (result->is_integer && place->is_integer) || (result->pointee && place->pointee);
}

static void check_join(Unit *u, const Func *f, const Node *call)
{
    const Node *start = start_of(f, kid(call, 1)), *out = strip_parens(kid(call, 2));
    const Type *place = !out                     ? NULL
                        : out->kind == N_ADDRESS ? kid(out, 0)->type
                        : out->type              ? out->type->pointee
                                                 : NULL;
    if (start && kid(start, 1)) {
        diag(u, call->begin, E_JOIN_OF_SCOPE);
        diag(u, start->begin, NOTE_SPAWNED);
        return;
    }
    if (!start || !place || place->is_void)
        return;
    const Type *result = start->callee->result;
    if (result->is_void)
        diag(u, out->begin, E_JOIN_VOID);
    else if (!fits(result, place))
        diag(u, out->begin, E_JOIN_TYPE, result->spelling, place->spelling);
    else
        return;
    diag(u, start->begin, NOTE_SPAWNED);
}

static void check_node(Unit *u, const Func *f, const Node *n)
{
    if (!n || n->kind == N_UNEVALUATED)
        return;
    for (int i = 0; i < n->kid_count; i++)
        check_node(u, f, n->kids[i]);
    if (n->kind == N_CALL && n->callee && !strcmp(n->callee->name, "ac_join"))
        check_join(u, f, n);
}

void check_tasks(Unit *u, const Func *f)
{
    check_node(u, f, f->body);
}
