// check_jumps.c: the part of check about jumps, and about the defers that they must not leave,
// enter or pass.
#include "asyncc.h"

typedef struct {
    Unit *unit;
    const Func *func;
    // if there are computed gotos: where these may lead
    const Node **labels;
    bool *told;         // by label
    bool labels_differ; // by the exits that guard them
} Checker;

// A break in what a loop evaluates again and again leaves, with gcc, the loop around, with clang,
// this one. In a switch's condition or a for's first part both leave what is around, see parse.
static void check_header(Checker *c, const Node *n, const Node *loop)
{
    if (!n)
        return;
    if ((n->kind == N_BREAK || n->kind == N_CONTINUE) && n->target == loop)
        diag(c->unit, n->begin, E_JUMP_IN_HEADER, n->kind == N_BREAK ? "break" : "continue");
    for (int i = 0; i < n->kid_count; i++)
        check_header(c, n->kids[i], loop);
}

typedef struct {
    const Exit *exit;
    DiagId id;
} Violation;

static void add_violation(Violation **list, const Exit *x, DiagId id)
{
    if (x->node->kind != N_DEFER)
        return;
    Violation v = {x, id};
    ptrdiff_t i = arrlen(*list);
    while (i && (*list)[i - 1].exit->number > x->number) // in the order of the text
        i--;
    arrins(*list, i, v);
}

// What is in a defer is left at its end only; and no jump comes from elsewhere to where it guards.
// `n` is what is reported; `from` and `target` are places.
static void check_jump(Checker *c, const Node *n, uint32_t from, uint32_t target)
{
    const Func *f = c->func;
    Violation *list = NULL;
    for (const Exit *x = exit_around(f, from); x && !is_in_block_of(target, x); x = x->within)
        add_violation(&list, x, E_LEAVES_DEFER);
    for (const Exit *x = exit_around(f, target); x && !is_in_block_of(from, x); x = x->within)
        add_violation(&list, x, E_JUMP_INTO_DEFER);
    for (const Exit *x = innermost_exit(f, target); x && !is_guarded(x, from); x = x->outer)
        if (!is_in_block_of(from, x))
            add_violation(&list, x, E_JUMP_PAST_DEFER);
    for (ptrdiff_t i = 0; i < arrlen(list); i++) {
        diag(c->unit, n->begin, list[i].id);
        diag(c->unit, list[i].exit->node->begin, NOTE_DEFER);
    }
    arrfree(list);
}

static void check_defer(Checker *c, const Node *n)
{
    const Node *place = n->parent;
    while (place && place->kind == N_LABEL)
        place = place->parent;
    if (!c->func->is_async)
        diag(c->unit, n->begin, E_DEFER_OUTSIDE);
    else if (!kid(n, 0) || n->kids[0]->kind != N_BLOCK)
        diag(c->unit, n->begin, E_DEFER_BLOCK);
    else if (!place || place->kind != N_BLOCK)
        diag(c->unit, n->begin, E_DEFER_PLACE);
}

typedef struct {
    char *key;
    bool value;
} Name;

// What stands behind a `&&`: the labels whose addresses are taken, and other names.
static Name *find_names(const Checker *c)
{
    const Unit *u = c->unit;
    Name *names = NULL;
    for (int i = token_at(u, c->func->begin); u->tokens[i].offset < c->func->end; i++)
        if (token_is(u, i, "&&") && u->tokens[i + 1].kind == T_IDENT)
            shput(names, (char *)token_text(u, i + 1), true);
    return names;
}

static void collect_labels(Checker *c, Name *names, const Node *n)
{
    if (!n)
        return;
    if (n->kind == N_LABEL && n->name && shgeti(names, n->name) >= 0) {
        arrput(c->labels, n);
        c->labels_differ |= innermost_exit(c->func, 2 * n->begin) !=
                            innermost_exit(c->func, 2 * c->labels[0]->begin);
    }
    for (int i = 0; i < n->kid_count; i++)
        collect_labels(c, names, n->kids[i]);
}

// A computed goto does not tell where it leads, so it may lead past no exit.
static void check_computed_goto(Checker *c, const Exit *from)
{
    if (!c->told) {
        Name *names = find_names(c);
        collect_labels(c, names, c->func->body);
        shfree(names);
        c->told = arena_alloc(c->unit->arena, arrlenu(c->labels) + 1);
    }
    for (ptrdiff_t i = 0; i < arrlen(c->labels); i++) {
        if (innermost_exit(c->func, 2 * c->labels[i]->begin) != from) {
            if (!c->told[i])
                diag(c->unit, c->labels[i]->begin, E_COMPUTED_GOTO);
            c->told[i] = true;
        } else if (!c->labels_differ)
            break;
    }
}

static void walk(Checker *c, const Node *n)
{
    if (!n)
        return;
    for (int i = 0; i < n->kid_count; i++)
        walk(c, n->kids[i]);
    switch ((NodeKind)n->kind) {
    case N_DEFER:
        check_defer(c, n);
        break;
    case N_GOTO:
    case N_BREAK:
    case N_CONTINUE:
        if (n->target)
            check_jump(c, n, 2 * n->begin,
                       2 * (n->kind == N_GOTO ? n->target->begin : n->target->end - 1));
        else if (c->func->is_async && !is_unevaluated(n)) // where no way is looked for
            diag(c->unit, n->begin, E_CANNOT_PARSE, "a jump leads nowhere");
        break;
    case N_RETURN:
        check_jump(c, n, 2 * n->begin, 0);
        break;
    case N_INDIRECT_GOTO:
        if (arrlen(c->func->exits))
            check_computed_goto(c, innermost_exit(c->func, 2 * n->begin));
        break;
    case N_CASE:
    case N_DEFAULT:
        if (n->target)
            check_jump(c, n, 2 * n->target->begin, 2 * n->begin);
        break;
    case N_WHILE:
        check_header(c, kid(n, 0), n);
        break;
    case N_DO:
        check_header(c, kid(n, 1), n);
        break;
    case N_FOR:
        check_header(c, kid(n, 1), n);
        check_header(c, kid(n, 2), n);
        break;
    case N_ASM:
        for (int i = 0; i < n->kid_count; i++)
            if (n->kids[i]->kind == N_GOTO && n->kids[i]->exit)
                diag(c->unit, n->kids[i]->begin, E_ASM_GOTO, n->kids[i]->name);
        break;
    default:
        break;
    }
}

void check_jumps(Unit *u, const Func *f)
{
    Checker c = {.unit = u, .func = f};
    walk(&c, f->body);
    arrfree(c.labels);
}
