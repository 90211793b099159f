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
// handles, and which start one comes from
// ---------------------------------------------------------------------------------------------

enum { MAX_STEPS = 16 }; // from a value to what it points to

// What a variable is given, and what is done with it besides that and serving ac_cancel and
// ac_abort.
typedef struct {
    const Node *value;    // the only one that it is given
    int count;            // how many values; more if its address is taken
    const Node *detached; // by this call
    bool kept;            // joined, or used in some other way
} Handle;

typedef struct {
    Unit *unit;
    const Func *func;
    bool looked; // the variables of the function were looked for: once, and only if one matters
    struct {
        const Var *key;
        Handle value;
    } * handles;
} Tasks;

static const char *called(const Node *n)
{
    const Node *f = n && n->kind == N_CALL ? strip_parens(kid(n, 0)) : NULL;
    return f && f->kind == N_REF ? f->name : "";
}

static const Node *user_of(const Node *n)
{
    const Node *user = n->parent;
    while (user && (user->kind == N_PAREN || user->kind == N_CAST || is_check(user)))
        user = user->parent;
    return user;
}

static bool detaches(const Node *user)
{
    const char *name = called(user);
    return !strcmp(name, "ac_detach") || !strcmp(name, "ac_remote_detach");
}

static bool stops(const Node *user)
{
    static const char *const names[] = {"ac_cancel", "ac_abort", "ac_remote_cancel",
                                        "ac_remote_abort"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(called(user), names[i]))
            return true;
    return false;
}

static Handle *handle_of(Tasks *t, const Var *v)
{
    if (hmgeti(t->handles, v) < 0)
        hmput(t->handles, v, (Handle){0});
    return &hmgetp(t->handles, v)->value;
}

static void look_at(Tasks *t, const Node *n)
{
    if (!n)
        return;
    for (int i = 0; i < n->kid_count; i++)
        look_at(t, n->kids[i]);
    const Node *first = strip_parens(kid(n, 0)), *base = first;
    while (base && (base->kind == N_MEMBER || base->kind == N_INDEX))
        base = strip_parens(kid(base, 0));
    const Var *of = base && base->kind == N_REF ? base->var : NULL;
    bool in_part = base != first;
    if (n->kind == N_VAR && n->var && first) {
        handle_of(t, n->var)->value = first;
        handle_of(t, n->var)->count++;
    } else if (n->kind == N_ASSIGN && of) {
        handle_of(t, of)->value = strip_parens(kid(n, 1));
        handle_of(t, of)->count += in_part ? 2 : 1;
    } else if ((n->kind == N_ADDRESS || n->kind == N_COMPOUND_ASSIGN || n->kind == N_INCDEC) &&
               of) {
        handle_of(t, of)->count += 2;
    }
    if (n->kind != N_REF || !n->var)
        return;
    const Node *user = user_of(n);
    bool assigned = user && user->kind == N_ASSIGN && strip_parens(kid(user, 0)) == n;
    if (detaches(user))
        handle_of(t, n->var)->detached = user;
    else if (!stops(user) && !assigned)
        handle_of(t, n->var)->kept = true;
}

static const Handle *find_handle(Tasks *t, const Var *v)
{
    if (!t->looked)
        look_at(t, t->func->body);
    t->looked = true;
    return handle_of(t, v);
}

// The start of the task to which the handle belongs; NULL: not known.
static const Node *start_of(Tasks *t, const Node *handle)
{
    handle = strip_checks((Node *)handle);
    if (handle && handle->kind == N_REF && handle->var && !handle->var->is_param) {
        const Handle *h = find_handle(t, handle->var);
        handle = h->count == 1 ? h->value : NULL;
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

// ac_join and ac_remote_join.
static void check_join(Tasks *t, const Node *call)
{
    Unit *u = t->unit;
    const Node *start = start_of(t, kid(call, 1)), *out = strip_parens(kid(call, 2));
    const Type *place = !out                     ? NULL
                        : out->kind == N_ADDRESS ? kid(out, 0)->type
                        : out->type              ? out->type->pointee
                                                 : NULL;
    if (start && start->spawn == SPAWN_IN) {
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

static Object pointed_to(Tasks *t, const Node *value, int depth);

static Object first_of(Tasks *t, const Node *n, int from, int depth)
{
    Object o = {0};
    for (int i = from; i < n->kid_count && !o.scope; i++) {
        const Node *k = n->kids[i];
        bool designated = n->kind == N_INIT_LIST && k && k->kind == N_OTHER && k->kid_count;
        o = pointed_to(t, designated ? k->kids[k->kid_count - 1] : k, depth);
    }
    return o;
}

// What the value, or a member of a record's value, is the address of: as far as the variables are
// given one value only.
static Object pointed_to(Tasks *t, const Node *value, int depth)
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
            return o.scope ? o : first_of(t, place, 0, depth + 1);
        }
        return object_of(place);
    case N_BINARY: // p + 1
        return is_pointer ? first_of(t, n, 0, depth + 1) : (Object){0};
    case N_COND:
        return first_of(t, n, 1, depth + 1);
    case N_COMMA:
        return pointed_to(t, kid(n, n->kid_count - 1), depth + 1);
    case N_COMPOUND_LITERAL:
    case N_INIT_LIST:
        return first_of(t, n, 0, depth + 1);
    case N_REF:
        if (n->var && !n->var->is_param && (is_pointer || (n->type && n->type->is_record))) {
            const Handle *h = find_handle(t, n->var);
            return h->count == 1 ? pointed_to(t, h->value, depth + 1) : (Object){0};
        }
        return (Object){0};
    default:
        return (Object){0};
    }
}

typedef enum { TRUSTED, MAY_OUTLIVE, DETACHED } Lifetime;

// Whether a task that ac_spawn starts is joined before what is in sight of the start ends.
static Lifetime lifetime_of(Tasks *t, const Node *start)
{
    const Node *user = user_of(start), *left = user && user->kind == N_ASSIGN ? kid(user, 0) : NULL;
    const Var *var = user && user->kind == N_VAR ? user->var
                     : left                      ? strip_parens((Node *)left)->var
                                                 : NULL;
    if (detaches(user))
        return DETACHED;
    if (user && user->kind == N_EXPR_STMT)
        return MAY_OUTLIVE;
    if (!var || var->is_param || (left && strip_parens((Node *)left)->kind != N_REF))
        return TRUSTED;
    const Handle *h = find_handle(t, var);
    return h->kept ? TRUSTED : h->detached ? DETACHED : MAY_OUTLIVE;
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

static void check_addresses(Tasks *t, const Node *start)
{
    Unit *u = t->unit;
    const Node *call = start->kids[0];
    for (int i = 1; i < call->kid_count; i++) {
        Object o = pointed_to(t, call->kids[i], 0);
        if (!o.scope)
            continue;
        Lifetime life =
            start->spawn == SPAWN_IN ? lifetime_in_scope(start, o.scope) : lifetime_of(t, start);
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
static void check_return(Tasks *t, const Node *n)
{
    const Node *value = strip_parens(kid(n, 0));
    const Unit *u = t->unit;
    if (!t->func->is_async || !value || !u->options ||
        !lint_is_on(u->options, LINT_RETURN_ADDRESS, true))
        return;
    bool reported = value->kind != N_REF && !(value->type && value->type->is_record);
    if (!reported && !(value->type && value->type->is_array) && pointed_to(t, value, 0).scope)
        diag_lint(t->unit, value->begin, LINT_RETURN_ADDRESS, W_RETURN_ADDRESS, t->func->name);
}

static void check_node(Tasks *t, const Node *n)
{
    if (!n || n->kind == N_UNEVALUATED)
        return;
    for (int i = 0; i < n->kid_count; i++)
        check_node(t, n->kids[i]);
    if (n->kind == N_CALL && n->callee &&
        (!strcmp(n->callee->name, "ac_join") || !strcmp(n->callee->name, "ac_remote_join")))
        check_join(t, n);
    if (n->kind == N_RETURN)
        check_return(t, n);
    if (n->kind == N_SPAWN && n->callee && n->kids[0]->kind == N_CALL)
        check_addresses(t, n);
}

void check_tasks(Unit *u, const Func *f)
{
    Tasks t = {.unit = u, .func = f};
    check_node(&t, f->body);
    hmfree(t.handles);
}
