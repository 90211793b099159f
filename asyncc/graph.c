// graph.c: the part of flow that builds the control-flow graph: statements, jumps and exits.
//
// It is built over the hoisted tree, so a block's events stand in the order in which the lowered
// program evaluates. Provides: Func.blocks.
#include "graph.h"

int new_block(Builder *b, const char *what)
{
    Block block = {.what = what};
    arrput(b->func->blocks, block);
    return (int)arrlen(b->func->blocks) - 1;
}

void edge(Builder *b, int from, int to)
{
    arrput(b->func->blocks[from].succs, to);
    arrput(b->func->blocks[to].preds, from);
}

// Goes on in a new block that the current one falls into.
int fall_into(Builder *b, const char *what)
{
    int next = new_block(b, what);
    edge(b, b->current, next);
    b->current = next;
    return next;
}

static void fall_into_rare(Builder *b, const char *what, bool rare)
{
    int next = fall_into(b, what);
    b->func->blocks[next].rare = rare;
}

// A compound literal stays as long as its block, behind which the next expression may stand.
static void end_own_variables(Builder *b, const Scope *s)
{
    for (ptrdiff_t i = 0; i < arrlen(s->vars); i++)
        if (!s->vars[i]->is_temp || s->vars[i]->stands_for)
            event(b, EV_END, s->vars[i], NULL);
}

static void end_variables(Builder *b, const Scope *s)
{
    for (ptrdiff_t i = 0; i < arrlen(s->children); i++)
        if (s->children[i]->ends_with == s)
            end_own_variables(b, s->children[i]);
    if (!s->ends_with)
        end_own_variables(b, s);
}

// Builder.known's block, made when it is first led to.
static int known_block(Builder *b, const void *key, const char *what)
{
    ptrdiff_t i = hmgeti(b->known, key);
    if (i >= 0)
        return b->known[i].value;
    int block = new_block(b, what);
    hmput(b->known, key, block);
    return block;
}

// Is it a call of a function that is known not to return?
static bool does_not_return(const Unit *u, const Node *n)
{
    static const char *const builtins[] = {"__builtin_abort", "__builtin_exit", "__builtin_trap",
                                           "__builtin_unreachable", NULL};
    const Node *f = n && n->kind == N_CALL ? strip_parens(kid(n, 0)) : NULL;
    return f && (token_is_one_of(u, token_at(u, f->begin), builtins) ||
                 (f->type && f->type->is_function && never_returns(f->type)));
}

static bool names(const Node *n, const Var *v)
{
    if (!n || n->var == v)
        return n;
    for (int i = 0; i < n->kid_count; i++)
        if (names(n->kids[i], v))
            return true;
    return false;
}

// Nothing is in a variable where its declaration is reached: with the steps of an initialiser that
// names it, before these, which may assign it. If there is an initialiser, what a jump has brought
// along from behind it stays until then (C17 6.2.4p6).
static void declare(Builder *b, const Node *n, bool before_steps)
{
    const Node *init = kid(n, 0);
    Var *v = n->var;
    if (!v || v->is_static)
        return;
    v->named_early = init && init->pre && names(init, v);
    if (before_steps == v->named_early && !(init && v->scope->has_label))
        event(b, EV_UNDEF, v, NULL);
}

// The innermost statement expression around n; NULL: there is none.
static const Node *statements_around(const Node *n)
{
    do
        n = n->parent;
    while (n && n->kind != N_STMT_EXPR);
    return n;
}

static int jump_block(Builder *b, const Node *jump)
{
    if (jump->kind == N_GOTO)
        return known_block(b, jump->target, "label");
    ptrdiff_t i = jump->kind == N_BREAK ? hmgeti(b->break_targets, jump->target)
                                        : hmgeti(b->continue_targets, jump->target);
    return jump->kind == N_BREAK ? b->break_targets[i].value : b->continue_targets[i].value;
}

// Goes on by a way, through the exit `next` or to where it leads.
void leave(Builder *b, const Exit *next, int way)
{
    const Leave *to = &b->func->leaves[way];
    if (next) {
        event(b, EV_DEF, next->why, NULL);
        // No result is read then; but in the block of an exit one may wait already.
        if (b->func->returned && way != LEAVE_RETURN && !next->within)
            event(b, EV_DEF, b->func->returned, NULL);
        edge(b, b->current, known_block(b, next, "exit"));
    } else if (way == LEAVE_RETURN && b->func->returned) {
        event(b, EV_USE, b->func->returned, NULL);
    } else if (to->jump) {
        edge(b, b->current, jump_block(b, to->jump));
    } else if (to->scope) {
        edge(b, b->current, known_block(b, to->scope, "end"));
    }
}

// The end of a block: its exits run.
static void end_scope(Builder *b, Scope *s)
{
    s->last_block = b->current;
    if (s->last_exit) {
        leave(b, s->last_exit, s->last_exit->leaves[0]);
        b->current = s->end_block = known_block(b, s, "end");
    }
    end_variables(b, s);
}

static void loop(Builder *b, Node *n)
{
    bool is_do = n->kind == N_DO, is_for = n->kind == N_FOR;
    if (is_for)
        statement(b, kid(n, 0));
    Node *cond = is_do ? kid(n, 1) : is_for ? kid(n, 1) : kid(n, 0);
    Node *body = is_do ? kid(n, 0) : is_for ? kid(n, 3) : kid(n, 1);
    int after = new_block(b, "after"), body_block = new_block(b, "body");
    int test = new_block(b, "test");
    int next = is_for ? new_block(b, "step") : test;
    hmput(b->break_targets, n, after);
    hmput(b->continue_targets, n, next);
    edge(b, b->current, is_do ? body_block : test);
    b->func->blocks[body_block].rare = !is_do && expected(b->func->unit, cond) < 0;
    b->current = body_block;
    statement(b, body);
    edge(b, b->current, next);
    if (is_for) {
        b->current = next;
        full_expression(b, kid(n, 2));
        edge(b, b->current, test);
    }
    b->current = test;
    full_expression(b, cond);
    edge(b, b->current, body_block);
    // A constant condition is not looked into: the compiler behind warns by the same graph.
    if (cond)
        edge(b, b->current, after);
    b->current = after;
    if (is_for)
        end_scope(b, n->scope);
}

static void switch_statement(Builder *b, Node *n)
{
    full_expression(b, kid(n, 0));
    int head = b->switch_head, after = new_block(b, "after");
    bool has_default = b->switch_default;
    b->switch_head = b->current;
    b->switch_default = false;
    hmput(b->break_targets, n, after);
    b->current = new_block(b, "switch body");
    statement(b, kid(n, 1));
    edge(b, b->current, after);
    if (!b->switch_default)
        edge(b, b->switch_head, after);
    b->current = after;
    b->switch_head = head;
    b->switch_default = has_default;
}

// What runs when its block is left. It stands apart from what is around it.
static void exit_code(Builder *b, Node *n)
{
    const Exit *x = n->exit;
    int before = b->current;
    b->current = known_block(b, x, "exit");
    if (n->kind == N_DEFER)
        statement(b, kid(n, 0));
    else
        full_expression(b, kid(n, 0));
    if (x->var)
        event(b, EV_USE, x->var, NULL);
    settle(b);
    event(b, EV_USE, x->why, NULL);
    int after = b->current;
    bool goes_on = false; // ways without a result that do are one
    for (ptrdiff_t i = 0; i < arrlen(x->leaves); i++) {
        int way = x->leaves[i];
        const Exit *next = exit_behind(b->func, x, way);
        if (goes_on && next && way != LEAVE_RETURN)
            continue;
        goes_on |= next && way != LEAVE_RETURN;
        b->current = after;
        fall_into(b, "leave");
        leave(b, next, way);
    }
    b->current = before;
}

static void jump(Builder *b, const Node *n)
{
    if (n->exit) {
        leave(b, n->exit, n->leave);
    } else {
        for (const Scope *s = n->scope; s && !lies_within(n->target->scope, s); s = s->parent)
            end_variables(b, s);
        edge(b, b->current, jump_block(b, n));
    }
    b->current = new_block(b, "unreachable");
}

void statement(Builder *b, Node *n)
{
    if (!n)
        return;
    switch ((NodeKind)n->kind) {
    case N_EXPR_STMT:
        full_expression(b, kid(n, 0));
        if (n->temp)
            event(b, EV_DEF, n->temp, NULL);
        b->func->blocks[b->current].leads_nowhere |=
            does_not_return(b->func->unit, strip_parens(kid(n, 0)));
        break;
    case N_VAR:
        declare(b, n, true);
        steps(b, n->pre);
        steps(b, kid(n, 0) ? kid(n, 0)->pre : NULL);
        if (n->var && !n->var->is_static) {
            declare(b, n, false);
            for (int i = 1; i < n->kid_count; i++)
                expression(b, n->kids[i]);
            if (kid(n, 0)) {
                expression(b, kid(n, 0));
                end_operands(b);
                event(b, EV_DEF, n->var, NULL);
            }
        }
        settle(b);
        break;
    case N_LOCAL_DECL:
        steps(b, n->pre);
        operands(b, n);
        break;
    case N_NULL:
        break;
    case N_IF: {
        full_expression(b, kid(n, 0));
        int before = b->current, after = new_block(b, "after");
        int likely = expected(b->func->unit, kid(n, 0));
        fall_into_rare(b, "then", likely < 0);
        statement(b, kid(n, 1));
        edge(b, b->current, after);
        b->current = before;
        if (kid(n, 2) || likely > 0) {
            fall_into_rare(b, "else", likely > 0);
            statement(b, kid(n, 2));
        }
        edge(b, b->current, after);
        b->current = after;
        break;
    }
    case N_WHILE:
    case N_DO:
    case N_FOR:
        loop(b, n);
        break;
    case N_SWITCH:
        switch_statement(b, n);
        break;
    case N_CASE:
    case N_DEFAULT:
        fall_into(b, "case");
        if (b->switch_head >= 0)
            edge(b, b->switch_head, b->current);
        b->switch_default |= n->kind == N_DEFAULT;
        statement(b, n->kid_count ? n->kids[n->kid_count - 1] : NULL);
        break;
    case N_LABEL: {
        int block = known_block(b, n, "label");
        b->func->blocks[block].rare = is_cold_label(b->func->unit, n);
        edge(b, b->current, block);
        b->current = block;
        if (b->func->takes_label_address)
            edge(b, known_block(b, statements_around(n), "computed goto"), block);
        statement(b, kid(n, 0));
        break;
    }
    case N_GOTO:
    case N_BREAK:
    case N_CONTINUE:
        jump(b, n);
        break;
    case N_INDIRECT_GOTO:
        full_expression(b, kid(n, 0));
        for (const Node *around = n; around;) { // none leads into a statement expression
            around = statements_around(around);
            edge(b, b->current, known_block(b, around, "computed goto"));
        }
        b->current = new_block(b, "unreachable");
        break;
    case N_RETURN:
        full_expression(b, kid(n, 0));
        if (n->exit) {
            if (b->func->returned)
                event(b, EV_DEF, b->func->returned, NULL);
            leave(b, n->exit, LEAVE_RETURN);
        }
        b->current = new_block(b, "unreachable");
        break;
    case N_DEFER:
    case N_CLEANUP:
        if (n->exit)
            exit_code(b, n);
        break;
    case N_BLOCK:
        for (int i = 0; i < n->kid_count; i++)
            statement(b, n->kids[i]);
        end_scope(b, n->scope);
        break;
    case N_ASM:
        steps(b, n->pre);
        for (int i = 0; i < n->kid_count; i++)
            expression(b, n->kids[i]);
        for (int i = 0; i < n->kid_count; i++)
            define_if_variable(b, n->kids[i]);
        settle(b);
        for (int i = 0; i < n->kid_count; i++)
            if (n->kids[i]->kind == N_GOTO && n->kids[i]->target) {
                edge(b, b->current, known_block(b, n->kids[i]->target, "label"));
                fall_into(b, "asm");
            }
        break;
    default: // N_DECL
        for (int i = 0; i < n->kid_count; i++)
            statement(b, n->kids[i]);
        break;
    }
}

void build_graph(Func *f)
{
    Builder b = {.func = f, .switch_head = -1};
    b.current = new_block(&b, "entry");
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
        event(&b, EV_TOUCH, f->scope->vars[i], NULL);
    settle(&b);
    statement(&b, f->body);
    hmfree(b.known);
    hmfree(b.break_targets);
    hmfree(b.continue_targets);
    arrfree(b.reached);
    arrfree(b.mentioned);
}
