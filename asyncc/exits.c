// exits.c: where jumps lead, and what runs on the way: defers, and cleanups of variables.
//
//   {                                       guarded by
//       lock *l __attribute__((cleanup(unlock))) = take();
//       if (await f() < 0)                  1
//           return 1;                       1      return, through 1
//       defer { await g(l); }               1
//       for (;;)                            2
//           if (await h())                  2
//               break;                      2      leads to a place that 2 guards: nothing runs
//   }                                       2      the end of the block, through 2, then 1
//
// An exit guards the text from its declaration to the end of its block. A jump from one place to
// another runs, from the inside, every exit that guards the first and not the second. So forward
// jumps, backward jumps, break, continue, return, the end of a block and unwinding are all one
// rule. Exits nest like blocks, and `outer` leads from each to the next. Nothing is left to the
// compiler behind, also where nothing is awaited: it would clean up behind the result, which may
// share its bytes with what a cleanup looks at, and a way through other exits would leave and enter
// a variable's scope once more. Requires: parse. Provides: Func.exits, .leaves, .returned,
// Node.target of jumps, Node.exit, Node.leave, Await.exit, .in_exit, Scope.last_exit.
#include "asyncc.h"

// What tells ways out of blocks apart. No key has a hole: they are compared as bytes.
typedef struct {
    const Scope *scope;
    const Node *jump_target;
    uint32_t target, jump_kind;
} WayKey;

typedef struct {
    uint32_t exit, leave;
} PassageKey;

typedef struct {
    Func *func;
    Unit *unit;
    struct {
        char *key;
        Node *value;
    } * labels;
    struct {
        WayKey key;
        int value;
    } * ways;
    struct {
        PassageKey key;
        bool value;
    } * passages; // ways that lead through exits
} Finder;

bool is_guarded(const Exit *x, uint32_t place)
{
    return x->begin <= place && place < x->end;
}

// Where a place behind the last statement of the scope is, which none of its exits guards.
uint32_t end_place(const Scope *s)
{
    return s->is_block ? 2 * (s->end - 1) : 2 * s->end - 1;
}

// The last one that began, or one around it.
Exit *innermost_exit(const Func *f, uint32_t place)
{
    ptrdiff_t lo = LOWER_BOUND(i, 0, arrlen(f->exits), f->exits[i]->begin <= place);
    Exit *x = lo ? f->exits[lo - 1] : NULL;
    while (x && !is_guarded(x, place))
        x = x->outer;
    return x;
}

// Whether a way that has come to x leads through it. Two scopes may end at one place.
static bool leads_through(const Leave *way, const Exit *x)
{
    return way->scope ? x->scope == way->scope : !is_guarded(x, way->target);
}

// Is a place in the block of a defer?
bool is_in_block_of(uint32_t place, const Exit *x)
{
    return x->node->kind == N_DEFER && 2 * x->node->begin < place && place < 2 * x->node->end;
}

// The first one that ends behind the place, or one around that.
Exit *exit_around(const Func *f, uint32_t place)
{
    ptrdiff_t lo = LOWER_BOUND(i, 0, arrlen(f->exits), 2 * f->exits[i]->node->end <= place);
    Exit *x = lo < arrlen(f->exits) ? f->exits[lo] : NULL;
    while (x && !is_in_block_of(place, x))
        x = x->within;
    return x;
}

Exit *exit_behind(const Func *f, const Exit *x, int leave)
{
    return x->outer && leads_through(&f->leaves[leave], x->outer) ? x->outer : NULL;
}

// ---------------------------------------------------------------------------------------------
// labels and exits
// ---------------------------------------------------------------------------------------------

// Labels of a function differ by name, but for those that a block declares by `__label__`.
static const char *label_key(const Finder *d, const Node *n)
{
    const Unit *u = d->unit;
    for (const Scope *s = n->scope; s; s = s->parent) {
        int i = token_at(u, s->begin);
        i += token_is(u, i, "{");
        for (; token_is(u, i, "__label__"); i++)
            for (; u->tokens[i].kind != T_EOF && !token_is(u, i, ";"); i++)
                if (token_is(u, i, n->name))
                    return arena_printf(u->arena, "%s %u", n->name, s->begin);
    }
    return n->name;
}

static Var *new_var(Func *f, const char *name, Type *type)
{
    Var *v = arena_alloc(f->unit->arena, sizeof *v);
    v->name = name;
    v->type = type;
    v->scope = f->body->scope;
    v->is_temp = true;
    add_var(f, v);
    return v;
}

static void add_exit(Finder *d, Node *n, Var *var)
{
    Func *f = d->func;
    Arena *a = d->unit->arena;
    Exit *x = arena_alloc(a, sizeof *x);
    x->number = (int)arrlen(f->exits) + 1;
    x->node = n;
    x->var = var;
    x->scope = n->scope;
    x->begin = 2 * n->end;
    x->end = end_place(x->scope);
    x->outer = innermost_exit(f, x->begin);
    x->awaits = x->shields = kid(n, 0) && kid(n, 0)->has_await;
    if (x->awaits)
        x->scope->exits_await = true;
    if (var && x->awaits && scope_ended_by(n->kids[0])) {
        n->kids[0]->await->scope->exits_await = true;
        n->kids[0]->await->scope->ends_with = x->scope;
        x->shields = false; // it passes on what its task is told
    }
    if (var)
        var->address_taken = true;
    Type *t = arena_alloc(a, sizeof *t);
    t->text = t->plain = t->spelling = "unsigned";
    t->size = t->align = sizeof(unsigned);
    x->why = new_var(f, arena_printf(a, "ac__why_%d", x->number), t);
    x->scope->last_exit = x;
    n->exit = x;
    arrput(f->exits, x);
}

// What is not evaluated has no way out, and its labels are not those that are jumped to.
static void find_exits(Finder *d, Node *n)
{
    if (!n || n->kind == N_UNEVALUATED)
        return;
    for (int i = 0; i < n->kid_count; i++)
        find_exits(d, n->kids[i]);
    if (n->kind == N_LABEL)
        shput(d->labels, label_key(d, n), n);
    else if (n->kind == N_DEFER)
        add_exit(d, n, NULL);
    else if (n->kind == N_CLEANUP)
        add_exit(d, n, n->var);
}

static void resolve_gotos(Finder *d, Node *n)
{
    if (!n || n->kind == N_UNEVALUATED)
        return;
    if (n->kind == N_GOTO)
        n->target = shget(d->labels, label_key(d, n));
    for (int i = 0; i < n->kid_count; i++)
        resolve_gotos(d, n->kids[i]);
}

// ---------------------------------------------------------------------------------------------
// ways
// ---------------------------------------------------------------------------------------------

static int way(Finder *d, const Node *jump, const Scope *scope, uint32_t target)
{
    WayKey key = {scope, jump ? jump->target : NULL, target, jump ? jump->kind : 0};
    ptrdiff_t known = hmgeti(d->ways, key);
    if (known >= 0)
        return d->ways[known].value;
    Leave leave = {jump, scope, target};
    arrput(d->func->leaves, leave);
    int number = (int)arrlen(d->func->leaves) - 1;
    hmput(d->ways, key, number);
    return number;
}

// Enters a way into the exits that it leads through, from `first` on, which it gives back if it
// does.
static Exit *take(Finder *d, Exit *first, int leave)
{
    const Func *f = d->func;
    if (!first || !leads_through(&f->leaves[leave], first))
        return NULL;
    for (Exit *x = first; x; x = exit_behind(f, x, leave)) {
        PassageKey key = {(uint32_t)x->number, (uint32_t)leave};
        if (hmgeti(d->passages, key) >= 0)
            break;
        hmput(d->passages, key, true);
        arrput(x->leaves, leave);
    }
    return first;
}

static void take_jump(Finder *d, Node *n, uint32_t target)
{
    Exit *first = innermost_exit(d->func, 2 * n->begin);
    if (!first || is_guarded(first, target))
        return;
    n->leave = way(d, n, NULL, target);
    n->exit = take(d, first, n->leave);
}

// `in`: the innermost exit in whose block n stands.
static void find_ways(Finder *d, Node *n, Exit *in)
{
    if (!n || n->kind == N_UNEVALUATED)
        return;
    switch ((NodeKind)n->kind) {
    case N_RETURN:
        n->exit = take(d, innermost_exit(d->func, 2 * n->begin), LEAVE_RETURN);
        break;
    case N_GOTO:
        if (n->target)
            take_jump(d, n, 2 * n->target->begin);
        break;
    case N_BREAK:
    case N_CONTINUE: // both end in the loop: what a for declares is not left by them
        if (n->target)
            take_jump(d, n, 2 * (n->target->end - 1));
        break;
    case N_AWAIT:
        if (n->await) {
            n->await->exit = take(d, innermost_exit(d->func, 2 * n->begin), LEAVE_UNWIND);
            n->await->in_exit = in;
        }
        break;
    case N_DEFER:
    case N_CLEANUP:
        if (n->exit) {
            n->exit->within = in;
            in = n->exit;
        }
        break;
    default:
        break;
    }
    for (int i = 0; i < n->kid_count; i++)
        find_ways(d, n->kids[i], in);
}

static void find_ends(Finder *d)
{
    const Func *f = d->func;
    for (ptrdiff_t i = 0; i < arrlen(f->scopes); i++) {
        const Scope *s = f->scopes[i];
        if (s->last_exit)
            take(d, s->last_exit, way(d, NULL, s, s->last_exit->end));
    }
}

void exits(Unit *u)
{
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++) {
        Func *f = u->funcs[i];
        if (!f->is_async)
            continue;
        Finder d = {.func = f, .unit = u};
        find_exits(&d, f->body);
        resolve_gotos(&d, f->body);
        Leave out = {0};
        arrput(f->leaves, out); // LEAVE_RETURN
        arrput(f->leaves, out); // LEAVE_UNWIND
        find_ends(&d);
        find_ways(&d, f->body, NULL);
        bool returns = false;
        for (ptrdiff_t k = 0; k < arrlen(f->exits); k++)
            for (ptrdiff_t l = 0; l < arrlen(f->exits[k]->leaves); l++)
                returns |= f->exits[k]->leaves[l] == LEAVE_RETURN;
        if (returns && !f->result->is_void)
            f->returned = new_var(f, "ac__returned", f->result);
        shfree(d.labels);
        hmfree(d.ways);
        hmfree(d.passages);
    }
}
