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
#include "check_values.h"
#include "options.h"

#include <string.h>

enum {
    MAX_STEPS = 16,    // from a value to what it points to, or from a handle to its copies
    MAX_VISITS = 4096, // in all, where many variables may each have one of many values
};

typedef struct {
    Unit *unit;
    const Func *func;
    Values *values;   // looked for once, and only if one matters
    int visits;       // for the question that is asked
    bool by_variable; // what was found to be pointed to is so by a variable's value
} Tasks;

static Values *values_of(Tasks *t)
{
    if (!t->values)
        t->values = find_values(t->func);
    return t->values;
}

static const char *called(const Node *n)
{
    const Node *f = n && n->kind == N_CALL ? strip_parens(kid(n, 0)) : NULL;
    return f && f->kind == N_REF ? f->name : "";
}

static bool detaches(const Node *user)
{
    const char *name = called(user);
    return !strcmp(name, "ac_detach") || !strcmp(name, "ac_remote_detach");
}

// Calls after which a handle is as it was, and which do not wait for its task.
static bool leaves_handle(const Node *user)
{
    static const char *const names[] = {"ac_cancel", "ac_abort", "ac_has_ended", "ac_remote_cancel",
                                        "ac_remote_abort"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(called(user), names[i]))
            return true;
    return false;
}

// ac_has_ended in a condition: who asks for it may wait until it has.
static bool may_wait_by(const Node *user)
{
    const Node *n = user->parent;
    if (strcmp(called(user), "ac_has_ended") != 0)
        return false;
    while (n && n->kind >= N_AWAIT && n->kind != N_COND)
        n = n->parent;
    return n && (n->kind == N_IF || n->kind == N_WHILE || n->kind == N_DO || n->kind == N_FOR ||
                 n->kind == N_COND);
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

// What is wrong with a join, whose result goes to `out`, of the task that is started there;
// DIAG_COUNT: nothing, as far as can be seen.
static DiagId trouble_with(const Node *start, const Type *place)
{
    if (start->spawn == SPAWN_IN)
        return E_JOIN_OF_SCOPE;
    const Type *result = start->callee->result;
    if (!place || place->is_void)
        return DIAG_COUNT;
    return result->is_void ? E_JOIN_VOID : fits(result, place) ? DIAG_COUNT : E_JOIN_TYPE;
}

static bool is_start(const Node *n)
{
    return n && n->kind == N_SPAWN && n->callee;
}

// A start whose task the handle may be, if none that it may be can be joined so.
static const Node *wrong_start(Tasks *t, const Node *handle, const Type *place)
{
    const Unit *u = t->unit;
    const Node *n = plain_value(handle);
    if (!n || is_start(n))
        return n && trouble_with(n, place) != DIAG_COUNT ? n : NULL;
    Values *v = values_of(t);
    const Mention *m = reaching(v, n, n);
    const Node *value = m ? plain_value(given_by(v, m, n)) : NULL;
    if (m && !is_null(u, value ? value : m->value))
        return is_start(value) && trouble_with(value, place) != DIAG_COUNT ? value : NULL;
    const Node *found = NULL;
    const Mention *all = is_own_place(v, n) ? mentions_of(v, n) : NULL;
    if (all && all->place->kind != N_VAR)
        return NULL; // a parameter
    for (ptrdiff_t i = 0; i < arrlen(all); i++) {
        value = plain_value(all[i].value);
        if (!value || is_null(u, value) || compare_places(u, v, n, all[i].place) == APART)
            continue;
        if (!is_start(value) || trouble_with(value, place) == DIAG_COUNT)
            return NULL;
        found = found ? found : value;
    }
    return found;
}

// ac_join and ac_remote_join.
static void check_join(Tasks *t, const Node *call)
{
    Unit *u = t->unit;
    const Node *out = strip_parens(kid(call, 2));
    const Type *place = !out || is_null(u, out)                 ? NULL
                        : out->kind == N_ADDRESS && kid(out, 0) ? kid(out, 0)->type
                        : out->type                             ? out->type->pointee
                                                                : NULL;
    const Node *start = wrong_start(t, kid(call, 1), place);
    DiagId trouble = start ? trouble_with(start, place) : DIAG_COUNT;
    if (trouble == E_JOIN_OF_SCOPE)
        diag(u, call->begin, E_JOIN_OF_SCOPE);
    else if (trouble == E_JOIN_VOID)
        diag(u, out->begin, E_JOIN_VOID);
    else if (trouble == E_JOIN_TYPE)
        diag(u, out->begin, E_JOIN_TYPE, start->callee->result->spelling, place->spelling);
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

// What a statement expression's value is; NULL: it has none.
static const Node *value_of_statements(const Node *n)
{
    const Node *last = n && n->kind == N_STMT_EXPR ? last_statement(n) : NULL;
    return last && last->kind == N_EXPR_STMT ? kid(last, 0) : NULL;
}

static Object pointed_to(Tasks *t, const Node *value, int depth);

// Whether an array among an initialiser's values is surely there for its address, and not for its
// elements: GNU C copies those of a compound literal.
static bool takes_address(const Unit *u, const Node *list, int i)
{
    const Node *n = list->parent;
    const Type *t = n && n->kind == N_VAR && n->var      ? n->var->type
                    : n && n->kind == N_COMPOUND_LITERAL ? n->type
                                                         : NULL;
    if (t && t->is_array)
        return t->element && strchr(t->element, '*');
    int member = 0, token = token_at(u, list->kids[i]->begin);
    if (!t || !t->is_record)
        return false;
    if (is_designated(u, list->kids[i])) {
        token += token_is(u, token, ".");
        while (member < t->member_count && !token_is(u, token, t->members[member].name))
            member++;
        return member < t->member_count && !t->members[member].has_parts;
    }
    // Without braces, what has parts takes several values.
    for (; member <= i && member < t->member_count; member++)
        if (t->members[member].has_parts ||
            (list->kids[member] && is_designated(u, list->kids[member])))
            return false;
    return member > i;
}

static Object first_of(Tasks *t, const Node *n, int from, int depth)
{
    Object o = {0};
    for (int i = from; i < n->kid_count && !o.scope; i++) {
        const Node *k = n->kids[i];
        bool designated = k && is_designated(t->unit, k) && k->kid_count;
        const Node *value = plain_value(designated ? k->kids[k->kid_count - 1] : k);
        if (n->kind == N_INIT_LIST && value && value->kind == N_COMPOUND_LITERAL &&
            is_array(value) && !takes_address(t->unit, n, i))
            continue;
        o = pointed_to(t, value, depth);
    }
    return o;
}

// What a variable or a part of one points to, or what it holds does.
static Object held_in(Tasks *t, const Node *place, int depth)
{
    const Unit *u = t->unit;
    Values *v = values_of(t);
    const Mention *all = is_own_place(v, place) ? mentions_of(v, place) : NULL;
    const Mention *m = reaching(v, place, place);
    bool is_record = place->type && place->type->is_record;
    t->by_variable = true;
    if (m)
        return pointed_to(t, given_by(v, m, place), depth);
    // A member that was given something since.
    for (ptrdiff_t i = 0; is_record && all && i < count_given(v, place); i++) {
        m = last_given(v, place, i, place->begin);
        if (!m || compare_places(u, v, place, m->place) == APART ||
            reaching(v, m->place, place) != m)
            continue;
        Object o = pointed_to(t, m->value, depth);
        if (o.scope)
            return o;
    }
    if (is_record || !all || all->place->kind != N_VAR)
        return (Object){0};
    // It has one of several values: all of them must be such addresses.
    Object found = {0};
    for (ptrdiff_t i = 0; i < arrlen(all); i++) {
        if (!all[i].value || compare_places(u, v, place, all[i].place) == APART)
            continue;
        Object o = pointed_to(t, all[i].value, depth);
        if (!o.scope)
            return o;
        found = found.scope ? found : o;
    }
    return found;
}

// What the value, or a member of a record's value, is the address of, where that is known.
static Object pointed_to(Tasks *t, const Node *value, int depth)
{
    const Node *n = plain_value(value), *place;
    if (!n || depth > MAX_STEPS || ++t->visits > MAX_VISITS)
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
    case N_COND: // of two parts, the first is a value, too
        return first_of(t, n, n->kid_count == 3, depth + 1);
    case N_COMMA:
        return pointed_to(t, kid(n, n->kid_count - 1), depth + 1);
    case N_ASSIGN:
        return pointed_to(t, kid(n, 1), depth + 1);
    case N_INCDEC:
    case N_COMPOUND_ASSIGN:
        return pointed_to(t, kid(n, 0), depth + 1);
    case N_STMT_EXPR:
        return pointed_to(t, value_of_statements(n), depth + 1);
    case N_COMPOUND_LITERAL:
    case N_INIT_LIST:
        return first_of(t, n, 0, depth + 1);
    case N_REF:
    case N_MEMBER:
    case N_ARROW:
    case N_INDEX:
    case N_DEREF:
        return is_pointer || (n->type && n->type->is_record) ? held_in(t, n, depth + 1)
                                                             : (Object){0};
    default:
        return (Object){0};
    }
}

// ---------------------------------------------------------------------------------------------
// how long tasks live
// ---------------------------------------------------------------------------------------------

typedef enum { MAY_OUTLIVE, DETACHED, TRUSTED } Lifetime;

static Lifetime longer(Lifetime a, Lifetime b)
{
    return a > b ? a : b;
}

static Lifetime lifetime_in(Tasks *t, const Node *place, int depth);

// What becomes of a handle: whether the task is joined, as far as is known, before what is in sight
// of its start ends.
static Lifetime lifetime_of(Tasks *t, const Node *handle, int depth)
{
    const Node *user = user_of(handle), *n = handle;
    while (n->parent != user)
        n = n->parent;
    if (!user || depth > MAX_STEPS || ++t->visits > MAX_VISITS)
        return TRUSTED;
    if (detaches(user))
        return DETACHED;
    if (leaves_handle(user))
        return may_wait_by(user) ? TRUSTED : MAY_OUTLIVE;
    bool is_first = kid(user, 0) == n;
    switch ((NodeKind)user->kind) {
    case N_RETURN: // whoever gets it comes too late
        return MAY_OUTLIVE;
    case N_EXPR_STMT:
        return n == value_of_statements(user->parent ? user->parent->parent : NULL)
                   ? lifetime_of(t, user->parent->parent, depth + 1)
                   : MAY_OUTLIVE;
    case N_IF:
    case N_WHILE:
    case N_DO:
    case N_FOR:
    case N_ANDOR:
        return MAY_OUTLIVE; // it is only asked whether there is one
    case N_UNARY:
    case N_BINARY:
        return user->type && !user->type->pointee ? MAY_OUTLIVE : TRUSTED;
    case N_COND:
        return is_first && user->kid_count == 3 ? MAY_OUTLIVE : lifetime_of(t, user, depth + 1);
    case N_COMMA:
        return is_first ? MAY_OUTLIVE : lifetime_of(t, user, depth + 1);
    case N_INIT_LIST:
        return lifetime_of(t, user, depth + 1);
    case N_VAR:
        return lifetime_in(t, user, depth + 1);
    case N_ASSIGN:
        return longer(lifetime_in(t, strip_parens(kid(user, 0)), depth + 1),
                      lifetime_of(t, user, depth + 1));
    default:
        return TRUSTED;
    }
}

// Whether, in a part of the text, the place may be given another value than a null pointer.
static bool is_given_in(const Tasks *t, const Node *place, uint32_t begin, uint32_t end)
{
    Values *v = t->values;
    const Mention *all = mentions_of(v, place);
    for (ptrdiff_t i = mention_at(all, begin); i < arrlen(all) && all[i].place->begin < end; i++)
        if (all[i].value && !is_null(t->unit, all[i].value) && all[i].place != place &&
            compare_places(t->unit, v, place, all[i].place) != APART)
            return true;
    return false;
}

// Whether what is done with m is done with the handle that was put into the place, not with one
// that came there before or later.
static bool is_same_handle(const Tasks *t, const Node *place, const Mention *m, const Node *around)
{
    uint32_t from = place->begin, to = m->place->begin;
    if (compare_places(t->unit, t->values, place, m->place) != SAME)
        return false; // which one of an array it is is not known
    return around ? !is_given_in(t, place, from, around->end) &&
                        !is_given_in(t, place, around->begin, to)
                  : !is_given_in(t, place, from, to);
}

// The same of one that is put into a place.
static Lifetime lifetime_in(Tasks *t, const Node *place, int depth)
{
    Values *v = values_of(t);
    const Mention *all = mentions_of(v, place);
    Lifetime life = MAY_OUTLIVE;
    ptrdiff_t behind = mention_at(all, place->begin), count = arrlen(all);
    ptrdiff_t first = first_on_way_back(v, all, place);
    for (ptrdiff_t k = 0; k < count - first && life != TRUSTED; k++) {
        ptrdiff_t i = behind + k < count ? behind + k : first + k - (count - behind);
        const Mention *m = &all[i];
        // What stands in front of it counts only if a way leads back there.
        const Node *around = i < behind ? way_back(v, m->place, place) : NULL;
        if (m->value || m->place->kind == N_VAR || (i < behind && !around) ||
            compare_places(t->unit, v, place, m->place) == APART)
            continue;
        Lifetime there = lifetime_of(t, m->place, depth);
        if (there == DETACHED && !is_same_handle(t, place, m, around))
            there = MAY_OUTLIVE;
        life = longer(life, there);
    }
    // Whatever is not the function's own may be joined by others.
    return life == MAY_OUTLIVE && !is_own_place(v, place) ? TRUSTED : life;
}

// The tasks of a scope end before what its block declares, and what is around that.
static Lifetime lifetime_in_scope(Tasks *t, const Node *start, const Scope *object)
{
    const Node *scope = plain_value(kid(start, 1)), *loop = start;
    const Mention *m;
    for (int i = 0; scope && i < MAX_STEPS && (m = reaching(values_of(t), scope, start)); i++)
        scope = plain_value(m->value);
    if (!scope || scope->kind != N_REF || !scope->var)
        return TRUSTED; // not known
    while (loop && !(loop->kind == N_FOR && loop->scope == scope->var->scope))
        loop = loop->parent;
    if (!loop) // another function's scope
        return scope->var->is_param ? MAY_OUTLIVE : TRUSTED;
    const Node *body = kid(loop, 3);
    const Scope *block = body && body->kind == N_BLOCK ? body->scope : loop->scope;
    return object != block && lies_within(object, block) ? MAY_OUTLIVE : TRUSTED;
}

static void check_addresses(Tasks *t, const Node *start)
{
    Unit *u = t->unit;
    const Node *call = start->kids[0];
    for (int i = 1; i < call->kid_count; i++) {
        t->visits = 0;
        Object o = pointed_to(t, call->kids[i], 0);
        if (!o.scope)
            continue;
        t->visits = 0;
        Lifetime life = start->spawn == SPAWN_IN ? lifetime_in_scope(t, start, o.scope)
                                                 : lifetime_of(t, start, 0);
        if (life == DETACHED)
            diag(u, call->kids[i]->begin, E_DETACHED_ADDRESS, o.name);
        else if (life == MAY_OUTLIVE && u->options &&
                 lint_is_on(u->options, LINT_TASK_ADDRESS, true))
            diag_lint(u, call->kids[i]->begin, LINT_TASK_ADDRESS, false, W_TASK_ADDRESS, o.name);
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
    t->by_variable = value->type && value->type->is_record;
    t->visits = 0;
    if (pointed_to(t, value, 0).scope && t->by_variable)
        diag_lint(t->unit, value->begin, LINT_RETURN_ADDRESS, false, W_RETURN_ADDRESS,
                  t->func->name);
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
    free_values(t.values);
}
