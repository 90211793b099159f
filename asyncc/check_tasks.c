// check_tasks.c: what is handed to tasks and taken from them. A part of the pass check.
//
//   ac_task *t = ac_spawn(f());        the only value that t is given, so f's type is known
//   double r;
//   await ac_join(t, &r);              an error: f returns int
//
// The address of a local variable that a task is given must not be used behind the variable's end.
// A task that is joined in sight is trusted; one that is detached, or that nobody can join, is not;
// nor is one of a scope with a variable that a block within the scope's declares.
//
// Requires: parse.
#include "asyncc.h"
#include "options.h"

#include <string.h>

// ---------------------------------------------------------------------------------------------
// which start a handle comes from
// ---------------------------------------------------------------------------------------------

enum { MAX_STEPS = 16 }; // from a value to what it points to

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
    const Node *first = strip_parens(kid(n, 0)), *base = first;
    bool of_it = first && first->kind == N_REF && first->var == v->var;
    while (base && (base->kind == N_MEMBER || base->kind == N_INDEX))
        base = strip_parens(kid(base, 0));
    bool of_part = base != first && base && base->kind == N_REF && base->var == v->var;
    if (n->kind == N_VAR && n->var == v->var && first) {
        v->value = first;
        v->count++;
    } else if (n->kind == N_ASSIGN && (of_it || of_part)) {
        v->value = strip_parens(kid(n, 1));
        v->count += of_it ? 1 : 2;
    } else if ((n->kind == N_ADDRESS || n->kind == N_COMPOUND_ASSIGN || n->kind == N_INCDEC) &&
               (of_it || of_part)) {
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

// ---------------------------------------------------------------------------------------------
// addresses
// ---------------------------------------------------------------------------------------------

// Something that ends with a block.
typedef struct {
    const char *name;
    const Scope *scope; // NULL: nothing
    uint32_t offset;
} Object;

// The object that an lvalue lies in.
static Object object_of(const Node *n)
{
    for (;;) {
        n = strip_parens((Node *)n);
        if (!n)
            return (Object){0};
        if (n->kind == N_REF && n->var)
            return (Object){n->var->name, n->var->scope, n->var->offset};
        if (n->kind == N_COMPOUND_LITERAL)
            return (Object){"a compound literal", n->scope, n->begin};
        bool inside = n->kind == N_MEMBER || (n->kind == N_INDEX && kid(n, 0) && kid(n, 0)->type &&
                                              kid(n, 0)->type->is_array);
        if (!inside)
            return (Object){0};
        n = kid(n, 0);
    }
}

static Object pointed_to(const Func *f, const Node *value, int depth);

static Object first_of(const Func *f, const Node *n, int from, int depth)
{
    Object o = {0};
    for (int i = from; i < n->kid_count && !o.scope; i++) {
        const Node *k = n->kids[i];
        bool designated = n->kind == N_INIT_LIST && k && k->kind == N_OTHER && k->kid_count;
        o = pointed_to(f, designated ? k->kids[k->kid_count - 1] : k, depth);
    }
    return o;
}

// What the value, or a member of a record's value, is the address of: as far as the variables are
// given one value only.
static Object pointed_to(const Func *f, const Node *value, int depth)
{
    const Node *n = strip_parens((Node *)value), *place;
    while (n && n->kind == N_CAST && n->kid_count)
        n = strip_parens(n->kids[n->kid_count - 1]);
    if (!n || depth > MAX_STEPS)
        return (Object){0};
    bool is_array = n->type && n->type->is_array, is_pointer = n->type && n->type->pointee;
    if (is_array) // it decays
        return object_of(n);
    switch ((NodeKind)n->kind) {
    case N_ADDRESS:
        place = strip_parens(kid(n, 0));
        while (place && place->kind == N_MEMBER)
            place = strip_parens(kid(place, 0));
        if (place && (place->kind == N_ARROW || place->kind == N_DEREF || place->kind == N_INDEX)) {
            Object o = object_of(place);
            return o.scope ? o : first_of(f, place, 0, depth + 1);
        }
        return object_of(place);
    case N_BINARY: // p + 1
        return is_pointer ? first_of(f, n, 0, depth + 1) : (Object){0};
    case N_COND:
        return first_of(f, n, 1, depth + 1);
    case N_COMMA:
        return pointed_to(f, kid(n, n->kid_count - 1), depth + 1);
    case N_COMPOUND_LITERAL:
    case N_INIT_LIST:
        return first_of(f, n, 0, depth + 1);
    case N_REF:
        if (n->var && !n->var->is_param && (is_pointer || (n->type && n->type->is_record))) {
            Values v = {.var = n->var};
            find_values(&v, f->body);
            return v.count == 1 ? pointed_to(f, v.value, depth + 1) : (Object){0};
        }
        return (Object){0};
    default:
        return (Object){0};
    }
}

static bool lies_within(const Scope *inner, const Scope *outer)
{
    while (inner && inner != outer)
        inner = inner->parent;
    return inner;
}

// What is done with a handle, besides being given its value and serving ac_cancel and ac_abort.
typedef struct {
    const Var *var;
    const Node *detached; // by this call
    bool kept;            // joined, or used in some other way
} Uses;

static const char *called(const Node *n)
{
    const Node *f = n && n->kind == N_CALL ? strip_parens(kid(n, 0)) : NULL;
    return f && f->kind == N_REF ? f->name : "";
}

static const Node *user_of(const Node *n)
{
    const Node *user = n->parent;
    while (user && (user->kind == N_PAREN || user->kind == N_CAST))
        user = user->parent;
    return user;
}

static void find_uses(Uses *u, const Node *n)
{
    if (!n)
        return;
    for (int i = 0; i < n->kid_count; i++)
        find_uses(u, n->kids[i]);
    if (n->kind != N_REF || n->var != u->var)
        return;
    const Node *user = user_of(n);
    const char *name = called(user);
    bool assigned = user && user->kind == N_ASSIGN && strip_parens(kid(user, 0)) == n;
    if (!strcmp(name, "ac_detach"))
        u->detached = user;
    else if (strcmp(name, "ac_cancel") && strcmp(name, "ac_abort") && !assigned)
        u->kept = true;
}

typedef enum { TRUSTED, MAY_OUTLIVE, DETACHED } Lifetime;

// Whether a task that ac_spawn starts is joined before what is in sight of the start ends.
static Lifetime lifetime_of(const Func *f, const Node *start)
{
    const Node *user = user_of(start), *left = user && user->kind == N_ASSIGN ? kid(user, 0) : NULL;
    const Var *var = user && user->kind == N_VAR ? user->var
                     : left                      ? strip_parens((Node *)left)->var
                                                 : NULL;
    if (!strcmp(called(user), "ac_detach"))
        return DETACHED;
    if (user && user->kind == N_EXPR_STMT)
        return MAY_OUTLIVE;
    if (!var || var->is_param || (left && strip_parens((Node *)left)->kind != N_REF))
        return TRUSTED;
    Uses u = {.var = var};
    find_uses(&u, f->body);
    return u.kept ? TRUSTED : u.detached ? DETACHED : MAY_OUTLIVE;
}

// The tasks of a scope end before what its block declares, and what is around that.
static Lifetime lifetime_in_scope(const Node *start, const Scope *object)
{
    const Node *scope = strip_parens(kid(start, 1)), *loop = start;
    if (!scope || scope->kind != N_REF || !scope->var)
        return TRUSTED; // not known
    while (loop && !(loop->kind == N_FOR && loop->scope == scope->var->scope))
        loop = loop->parent;
    if (!loop)
        return MAY_OUTLIVE; // another function's scope
    const Scope *block = kid(loop, 3)->kind == N_BLOCK ? loop->kids[3]->scope : loop->scope;
    return object != block && lies_within(object, block) ? MAY_OUTLIVE : TRUSTED;
}

static void check_addresses(Unit *u, const Func *f, const Node *start)
{
    const Node *call = start->kids[0];
    for (int i = 1; i < call->kid_count; i++) {
        Object o = pointed_to(f, call->kids[i], 0);
        if (!o.scope)
            continue;
        Lifetime life = kid(start, 1) ? lifetime_in_scope(start, o.scope) : lifetime_of(f, start);
        if (life == DETACHED)
            diag(u, call->kids[i]->begin, E_DETACHED_ADDRESS, o.name);
        else if (life == MAY_OUTLIVE && u->options &&
                 lint_is_on(u->options, LINT_TASK_ADDRESS, true))
            diag_lint(u, call->kids[i]->begin, LINT_TASK_ADDRESS, W_TASK_ADDRESS, o.name);
        else
            continue;
        if (o.offset != call->kids[i]->begin)
            diag(u, o.offset, NOTE_DECLARED, o.name);
    }
}

// The compiler reports `return &n` itself (Unit.parse_warnings), but not what leads there by way of
// a variable or a record.
static void check_return(Unit *u, const Func *f, const Node *n)
{
    const Node *value = strip_parens(kid(n, 0));
    if (!f->is_async || !value || !u->options || !lint_is_on(u->options, LINT_RETURN_ADDRESS, true))
        return;
    bool reported = value->kind != N_REF && !(value->type && value->type->is_record);
    if (!reported && !(value->type && value->type->is_array) && pointed_to(f, value, 0).scope)
        diag_lint(u, value->begin, LINT_RETURN_ADDRESS, W_RETURN_ADDRESS, f->name);
}

static void check_node(Unit *u, const Func *f, const Node *n)
{
    if (!n || n->kind == N_UNEVALUATED)
        return;
    for (int i = 0; i < n->kid_count; i++)
        check_node(u, f, n->kids[i]);
    if (n->kind == N_CALL && n->callee && !strcmp(n->callee->name, "ac_join"))
        check_join(u, f, n);
    if (n->kind == N_RETURN)
        check_return(u, f, n);
    if (n->kind == N_SPAWN && n->callee && n->kids[0]->kind == N_CALL)
        check_addresses(u, f, n);
}

void check_tasks(Unit *u, const Func *f)
{
    check_node(u, f, f->body);
}
