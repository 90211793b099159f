// escape.c: which addresses of variables are kept, and which variables hold them meanwhile.
//
//   char buf[64], *p = buf + 4;      p holds the address of buf
//   fill(buf, sizeof buf);           fill, of this file, only writes there
//   await ac_read(tcp, p, 60);       and ac_read keeps nothing: it is declared so
//   list = buf;                      here buf escapes
//
// Each place where an address arises, or a variable that may hold one is read, is followed upward
// through the expression around it: to a dereference or a comparison, where it ends; to another
// local variable, which then holds it, too; to an argument, of which the function called may be
// known to keep nothing; or to anything else, by which it escapes. What escapes counts as used
// until its block is left; else only what mentions the variable or its holders counts. Requires:
// Var.address_taken. Provides: Var.escapes, .holds, .is_held, Callee.lends. A part of the pass
// flow.
#include "asyncc.h"

#include <string.h>

typedef struct {
    Func *func;
    Var *var;     // whose address, or value, is followed
    bool address; // its address
} Trace;

// Where a value goes: to a variable, or to what is not known (NULL); and then on.
struct Goal {
    Var *to;
    const Goal *next;
};

static const Goal nowhere;

static void keep(const Trace *t)
{
    if (t->address)
        t->var->escapes = true;
    else
        t->var->value_escapes = true;
}

// `to` holds what is followed from now on.
static void hold(const Trace *t, Var *to)
{
    if (!to || to->is_static || to->address_taken) {
        keep(t);
        return;
    }
    Var ***list = t->address ? &to->holds : &to->copies;
    for (ptrdiff_t i = 0; i < arrlen(*list); i++)
        if ((*list)[i] == t->var)
            return;
    arrput(*list, t->var);
    t->var->is_held |= t->address;
}

// The variable that an assignment to `left` changes, in whole or in part.
static Var *assigned(const Node *left)
{
    while (left && (left->kind == N_PAREN || left->kind == N_MEMBER))
        left = kid(left, 0);
    return left && left->kind == N_REF ? left->var : NULL;
}

static bool is_kid(const Node *n, const Node *parent, int i)
{
    return i < parent->kid_count && parent->kids[i] == n;
}

// ---------------------------------------------------------------------------------------------
// what functions keep
// ---------------------------------------------------------------------------------------------

// Functions of the C library, by the parameters of which they keep nothing (bit 0: the first), and
// the one that they return. One that a system header declares may be another library's.
static const struct {
    const char *name;
    unsigned lends;
    int returned; // from 1
} library[] = {
    {"memchr", 1, 1},     {"memcmp", 3, 0},    {"memcpy", 3, 1},    {"memmove", 3, 1},
    {"memset", 1, 1},     {"strcat", 3, 1},    {"strchr", 1, 1},    {"strcmp", 3, 0},
    {"strcpy", 3, 1},     {"strcspn", 3, 0},   {"strlen", 1, 0},    {"strncasecmp", 3, 0},
    {"strcasecmp", 3, 0}, {"strncat", 3, 1},   {"strncmp", 3, 0},   {"strncpy", 3, 1},
    {"strnlen", 1, 0},    {"strrchr", 1, 1},   {"strspn", 3, 0},    {"strstr", 3, 1},
    {"atoi", 1, 0},       {"atol", 1, 0},      {"atoll", 1, 0},     {"atof", 1, 0},
    {"puts", 1, 0},       {"fputs", 1, 0},     {"fwrite", 1, 0},    {"fread", 1, 0},
    {"fgets", 1, 1},      {"perror", 1, 0},    {"printf", ~0u, 0},  {"snprintf", ~0u, 0},
    {"sprintf", ~0u, 0},  {"fprintf", ~1u, 0}, {"dprintf", ~1u, 0}, {"sscanf", ~0u, 0},
    {"read", 2, 0},       {"write", 2, 0},     {"send", 2, 0},      {"recv", 2, 0},
};

// One of the user's that bears such a name may be another one: it is in the table already.
static void add_library(Unit *u)
{
    for (size_t i = 0; i < sizeof library / sizeof *library; i++)
        if (shgeti(u->plain, library[i].name) < 0)
            shput(u->plain, library[i].name,
                  ((PlainFunction){.lends = library[i].lends,
                                   .returned = library[i].returned,
                                   .of_library = true}));
}

// What is known of the function of that name. Of the fortified forms and of builtins the same is
// true.
static const PlainFunction *known_function(Unit *u, const char *name)
{
    char plain[64];
    size_t n = strlen(name);
    if (n < sizeof plain && name[0] == '_') {
        if (!strncmp(name, "__builtin_", 10))
            name += 10, n -= 10;
        if (!strncmp(name, "__", 2) && n > 6 && !strcmp(name + n - 4, "_chk"))
            name += 2, n -= 6;
        memcpy(plain, name, n);
        plain[n] = 0;
        name = plain;
    }
    ptrdiff_t i = shgeti(u->plain, name);
    return i < 0 ? NULL : &u->plain[i].value;
}

// Whether the parameter number `nth`, from 0, of a function of this type is a pointer to bytes, or
// one of those that it leaves open: all that functions of the C library lend are.
static bool takes_bytes(const char *function, int nth)
{
    static const char *const bytes[] = {"void *", "const void *", "char *", "const char *", "..."};
    const char *at = function ? strchr(function, '(') : NULL;
    int depth = 0;
    while (at && *at && nth > 0) {
        if (!strncmp(at, "...", 3))
            return true;
        depth += (*at == '(') - (*at == ')');
        nth -= depth == 1 && *at == ',';
        at++;
    }
    if (!at || nth)
        return false;
    at += strspn(at, "( ");
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
        size_t length = strlen(bytes[i]);
        if (!strncmp(at, bytes[i], length) && at[length] != '*')
            return true;
    }
    return false;
}

static const char *const comparisons[] = {"==", "!=", "<", ">", "<=", ">=", "&&", "||", NULL};

// ---------------------------------------------------------------------------------------------
// where a value goes
// ---------------------------------------------------------------------------------------------

// Is n, an operator before an object, one that has an address: __real__ or __imag__?
static bool is_part_with_address(const Node *n)
{
    const Node *around = n->parent;
    while (around && (around->kind == N_PAREN || around->kind == N_SELECTION))
        around = around->parent;
    return n->kind == N_UNARY && around && around->kind == N_ADDRESS;
}

// The largest part of an object around n that n's parents pick: s.a[i] around s. One that _Generic
// selects is itself; an array is a pointer there already.
static Node *picked(Node *n)
{
    for (;;) {
        Node *p = n->parent;
        if (p && p->kind == N_SELECTION &&
            !(n->type && (n->type->is_array || n->type->is_function))) {
            n = p;
            continue;
        }
        if (!p || !is_kid(n, p, 0))
            return n;
        bool inner = p->kind == N_PAREN || p->kind == N_MEMBER || is_part_with_address(p) ||
                     (p->kind == N_INDEX && n->type && n->type->is_array);
        if (!inner)
            return n;
        n = p;
    }
}

// What an object's address is taken by: `&`, or the object itself if it is an array or an operand
// of asm. NULL: nothing.
static Node *address_of(Node *object)
{
    if (object->parent && object->parent->kind == N_ADDRESS)
        return object->parent;
    if (object->parent && object->parent->kind == N_ASM) // what it does with it is not known
        return object;
    return !object->type || object->type->is_array || object->type->is_function ? object : NULL;
}

// An argument: whether the function keeps it; `returns`, whether its value holds it.
static bool is_kept_by(Unit *u, const Node *call, const Node *argument, bool *returns)
{
    int nth = 0;
    while (!is_kid(argument, call, nth + 1) && nth < call->kid_count)
        nth++;
    const Node *around = call->parent;
    while (around && around->kind == N_PAREN)
        around = around->parent;
    bool started = around && (around->kind == N_SPAWN || around->kind == N_RUN);
    if (is_kid(argument, call, 0))
        return false;
    if (started || nth > 31)
        return true;
    if (call->callee)
        return call->callee->is_pointer || !(call->callee->lends >> nth & 1);
    const Node *name = strip_parens(kid(call, 0));
    bool direct = name && name->kind == N_REF && name->type && name->type->is_function;
    const PlainFunction *f = direct ? known_function(u, name->name) : NULL;
    if (f && f->of_library && !takes_bytes(name->type->canonical, nth))
        f = NULL;
    *returns = f && f->returned == nth + 1;
    return !f || !(f->lends >> nth & 1);
}

static bool is_pointer(const Type *t)
{
    return t && (t->pointee || t->is_array || t->is_function);
}

// One step of the way of n's value: the node whose value has it then, NULL at the end. `*held`: it
// reaches `*to`.
static Node *step_on(Unit *u, Node *n, bool *held, Var **to)
{
    Node *p = n->parent;
    bool returns = false;
    *held = false;
    *to = NULL;
    if (!p) {
        *held = true;
        return NULL;
    }
    switch ((NodeKind)p->kind) {
    case N_PAREN:
    case N_CAST:
    case N_SELECTION:
    case N_INIT_LIST:
    case N_MEMBER:
    case N_INCDEC:
        return p;
    case N_UNARY:
        return token_is(u, token_at(u, p->begin), "!") ? NULL : p;
    case N_BINARY: // comparisons and differences hold no address
        return (is_pointer(n->type) && p->type && !is_pointer(p->type)) ||
                       token_is_one_of(u, operator_token(u, p), comparisons)
                   ? NULL
                   : p;
    case N_DEREF:
    case N_ARROW:
        return address_of(picked(p));
    case N_INDEX:
        if (n->type && n->type->is_vector)
            return p;
        return is_pointer(n->type) ? address_of(picked(p)) : NULL;
    case N_COMMA:
        return is_kid(n, p, 0) ? NULL : p;
    case N_COND:
        return is_kid(n, p, 0) && p->kid_count == 3 ? NULL : p;
    case N_ASSIGN:
    case N_COMPOUND_ASSIGN:
        *held = is_kid(n, p, 1);
        *to = assigned(kid(p, 0));
        return p;
    case N_VAR:
        *held = true;
        *to = p->var;
        return NULL;
    case N_CALL:
        *held = is_kept_by(u, p, n, &returns);
        return *held || !returns ? NULL : p;
    case N_EXPR_STMT: // perhaps the value of a statement expression
        while (p->parent && p->parent->kind == N_LABEL)
            p = p->parent;
        return p->parent && p->parent->parent && p->parent->parent->kind == N_STMT_EXPR
                   ? p->parent->parent
                   : NULL;
    case N_ANDOR:
    case N_IF:
    case N_WHILE:
    case N_DO:
    case N_FOR:
    case N_SWITCH:
    case N_UNEVALUATED:
        return NULL;
    default:
        *held = true;
        return NULL;
    }
}

// Where the value of n goes. All that is on the way learns it, so that each node is left once.
static const Goal *goal_of(Func *f, Node *n)
{
    if (!n)
        return &nowhere;
    if (n->goal)
        return n->goal;
    bool held;
    Var *to;
    n->goal = goal_of(f, step_on(f->unit, n, &held, &to));
    if (held) {
        Goal *first = arena_alloc(f->unit->arena, sizeof *first);
        *first = (Goal){to, n->goal};
        n->goal = first;
    }
    return n->goal;
}

// Follows the value of n, in which an address stands.
static void follow(const Trace *t, Node *n)
{
    for (const Goal *g = goal_of(t->func, n); g != &nowhere; g = g->next)
        hold(t, g->to);
}

// n names v: its address may be taken there, or its value read.
static void follow_variable(Func *f, Var *v, Node *n)
{
    Node *object = picked(n), *address = address_of(object), *p = object->parent;
    if (p && p->kind == N_ASM)
        v->escapes = v->value_escapes = true;
    else if (address)
        follow(&(Trace){f, v, true}, address);
    else if (!p || p->kind != N_ASSIGN || !is_kid(object, p, 0))
        follow(&(Trace){f, v, false}, object);
}

// `nested`: in a function of GNU C's that stands in f. When it runs is not looked at.
static void walk(Func *f, Node *n, bool nested)
{
    if (!n || n->kind == N_UNEVALUATED)
        return;
    nested |= n->kind == N_LOCAL_DECL;
    for (int i = 0; i < n->kid_count; i++)
        walk(f, n->kids[i], nested);
    if (nested && n->var)
        n->var->escapes = n->var->value_escapes = true;
    if (n->var && (n->kind == N_REF || has_place(n)))
        follow_variable(f, n->var, n);
    if (n->temp && n->temp->address_taken)
        follow_variable(f, n->temp, n);
}

// ---------------------------------------------------------------------------------------------
// all together
// ---------------------------------------------------------------------------------------------

// What a variable copies, over however many others, it holds; and what becomes of the copy becomes
// of it. So variables that copy each other in a ring, a component of the graph of copies, hold the
// same. Components are found by Tarjan's algorithm (Depth-first search and linear graph algorithms,
// 1972), each behind all that it copies.
typedef struct {
    ptrdiff_t number, low; // in the order in which they were met, from 1; the first one in reach
    ptrdiff_t next;        // of its copies, to be looked at
    ptrdiff_t direct;      // so many it held before
    ptrdiff_t seen;        // the last component that held its address
    bool done;             // its component is complete
} Copier;

typedef struct {
    Copier *copiers; // by Var.index
    Var **path, **open;
    Var **in_order; // components, one behind the other
    ptrdiff_t *begins;
} Copies;

static void add_held(Copies *c, Var ***list, const Var *from, ptrdiff_t count)
{
    ptrdiff_t component = arrlen(c->begins);
    for (ptrdiff_t i = 0; i < count; i++) {
        Copier *v = &c->copiers[from->holds[i]->index];
        if (v->seen != component)
            arrput(*list, from->holds[i]);
        v->seen = component;
    }
}

// Of the component that begins with `first` and ends the list of open ones.
static void complete(Copies *c, const Var *first)
{
    ptrdiff_t begin = arrlen(c->in_order);
    Var **held = NULL;
    arrput(c->begins, begin);
    do
        arrput(c->in_order, arrpop(c->open));
    while (arrlast(c->in_order) != first);
    for (ptrdiff_t i = begin; i < arrlen(c->in_order); i++) {
        Var *v = c->in_order[i];
        c->copiers[v->index].done = true;
        add_held(c, &held, v, c->copiers[v->index].direct);
        for (ptrdiff_t k = 0; k < arrlen(v->copies); k++)
            if (c->copiers[v->copies[k]->index].done)
                add_held(c, &held, v->copies[k], arrlen(v->copies[k]->holds));
    }
    for (ptrdiff_t i = begin; i < arrlen(c->in_order) && held; i++) {
        Var *v = c->in_order[i];
        arrsetlen(v->holds, arrlenu(held));
        memcpy(v->holds, held, arrlenu(held) * sizeof *held);
    }
    arrfree(held);
}

static void enter(Copies *c, Var *v, ptrdiff_t *met)
{
    Copier *copier = &c->copiers[v->index];
    copier->number = copier->low = ++*met;
    copier->direct = arrlen(v->holds);
    arrput(c->path, v);
    arrput(c->open, v);
}

static void find_components(Copies *c, Var *from, ptrdiff_t *met)
{
    enter(c, from, met);
    while (arrlen(c->path)) {
        Var *v = arrlast(c->path);
        Copier *copier = &c->copiers[v->index];
        if (copier->next < arrlen(v->copies)) {
            Var *copied = v->copies[copier->next++];
            const Copier *other = &c->copiers[copied->index];
            if (!other->number)
                enter(c, copied, met);
            else if (!other->done && other->number < copier->low)
                copier->low = other->number;
            continue;
        }
        (void)arrpop(c->path);
        if (copier->low == copier->number)
            complete(c, v);
        else if (c->copiers[arrlast(c->path)->index].low > copier->low)
            c->copiers[arrlast(c->path)->index].low = copier->low;
    }
}

static void close_over_copies(Func *f)
{
    ptrdiff_t count = arrlen(f->vars), met = 0;
    Copies c = {.copiers = arena_alloc(f->unit->arena, sizeof *c.copiers * (size_t)count)};
    for (ptrdiff_t i = 0; i < count; i++)
        if (f->vars[i]->copies && !c.copiers[f->vars[i]->index].number)
            find_components(&c, f->vars[i], &met);
    // From those that copy to what they copy.
    for (ptrdiff_t i = arrlen(c.begins) - 1; i >= 0; i--) {
        ptrdiff_t end = i + 1 < arrlen(c.begins) ? c.begins[i + 1] : arrlen(c.in_order);
        bool escapes = false;
        for (ptrdiff_t k = c.begins[i]; k < end; k++)
            escapes |= c.in_order[k]->value_escapes;
        for (ptrdiff_t k = c.begins[i]; k < end && escapes; k++) {
            c.in_order[k]->value_escapes = true;
            for (ptrdiff_t n = 0; n < arrlen(c.in_order[k]->copies); n++)
                c.in_order[k]->copies[n]->value_escapes = true;
        }
    }
    arrfree(c.path);
    arrfree(c.open);
    arrfree(c.in_order);
    arrfree(c.begins);
    for (ptrdiff_t i = 0; i < count; i++)
        for (ptrdiff_t k = 0; k < arrlen(f->vars[i]->holds) && f->vars[i]->value_escapes; k++)
            f->vars[i]->holds[k]->escapes = true;
}

static void follow_all(Func *f)
{
    for (ptrdiff_t i = 0; i < arrlen(f->vars); i++) {
        Var *v = f->vars[i];
        v->escapes |= v->cleanup != 0;
        v->value_escapes |= v->escapes;
    }
    walk(f, f->body, false);
    close_over_copies(f);
}

// By bit, the parameters whose values the function does not keep.
static unsigned lent_by(const Func *f)
{
    unsigned lends = 0;
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars) && i < 32; i++) {
        const Var *v = f->scope->vars[i];
        if (v->is_param && !v->value_escapes && !v->address_taken)
            lends |= 1u << i;
    }
    return lends;
}

void find_escapes(Func *f)
{
    follow_all(f);
    if (!f->callee->is_weak) // else another may be what runs
        f->callee->lends = lent_by(f);
}

void find_lending_functions(Unit *u)
{
    ptrdiff_t count = shlen(u->plain);
    add_library(u);
    // In the order of their declarations, in which most stand behind those that they call.
    for (ptrdiff_t i = 0; i < count; i++) {
        PlainFunction *plain = &u->plain[i].value;
        if (!plain->func)
            continue;
        find_addresses(plain->func);
        follow_all(plain->func);
        plain->lends |= lent_by(plain->func);
    }
}
