// flow.c: the control-flow graph of each async function.
//
// The graph is built over the hoisted tree, so a block's events stand in the order in which the
// lowered program evaluates. What has its address taken is accessed again at the end of each full
// expression, and behind each await in it.
// Requires: hoist. Provides: Func.blocks, and what flow_addresses.c, escape.c, liveness.c,
// lifetimes.c and places.c find.
#include "flow.h"
#include "options.h"

#include <string.h>

typedef struct {
    Func *func;
    int current; // block
    struct {
        const Node *key;
        int value;
    } * labels;
    struct {
        const Exit *key;
        int value;
    } * exits;
    struct {
        const Scope *key;
        int value;
    } * ends;
    struct {
        const Node *key; // a statement expression; NULL: the function's body
        int value;       // the block from which computed gotos reach all labels there
    } * meetings;
    struct {
        const Node *key;
        int value;
    } * break_targets, *continue_targets;
    Var **reached;             // whose addresses the full expression has taken so far
    Var **mentioned;           // others, by the step, and by those around it
    ptrdiff_t first_mentioned; // by the step
    bool unordered;            // one of those, before something else was written
    const Node *root;          // of the step or the full expression
    bool awaited;              // it has an await, whose result may be read
    int nesting;               // of full expressions, by statement expressions
    int switch_head;           // block of the innermost switch's controlling expression
    bool switch_default;
} Builder;

static int new_block(Builder *b, const char *what)
{
    Block block = {.what = what};
    arrput(b->func->blocks, block);
    return (int)arrlen(b->func->blocks) - 1;
}

static void edge(Builder *b, int from, int to)
{
    arrput(b->func->blocks[from].succs, to);
    arrput(b->func->blocks[to].preds, from);
}

// Goes on in a new block that the current one falls into.
static int fall_into(Builder *b, const char *what)
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

static void event(Builder *b, EventKind kind, Var *v, Await *a)
{
    Event e = {kind, v, a};
    arrput(b->func->blocks[b->current].events, e);
    if (v && v->address_taken && kind != EV_END && kind != EV_UNDEF && kind != EV_ACCESS)
        arrput(b->reached, v);
    for (ptrdiff_t i = 0; v && kind == EV_USE && i < arrlen(v->holds); i++) {
        event(b, EV_ACCESS, v->holds[i], NULL);
        arrput(b->reached, v->holds[i]);
    }
}

// By an operand.
static void mention(Builder *b, EventKind kind, Var *v)
{
    event(b, kind, v, NULL);
    if (kind != EV_USE || v->address_taken)
        b->unordered |= arrlen(b->mentioned) > b->first_mentioned;
    if (!v->address_taken)
        arrput(b->mentioned, v);
}

// What was given an address may reach through it until the end of the full expression: a call
// copies from one of its operands to another when all of them have been evaluated.
static void access_reached(Builder *b)
{
    for (ptrdiff_t i = 0; i < arrlen(b->reached); i++)
        event(b, EV_ACCESS, b->reached[i], NULL);
}

// The operands of a step are evaluated in any order: what it reads may be read after all that it
// writes, and the other way round.
static void end_operands(Builder *b)
{
    for (ptrdiff_t i = b->first_mentioned; b->unordered && i < arrlen(b->mentioned); i++) {
        Event e = {EV_USE, b->mentioned[i], NULL};
        arrput(b->func->blocks[b->current].events, e);
    }
    // A statement expression's end is not that of the step around it.
    if (b->mentioned && !b->nesting)
        arrsetlen(b->mentioned, 0);
    b->first_mentioned = arrlen(b->mentioned);
    b->unordered = false;
}

static void settle(Builder *b)
{
    end_operands(b);
    access_reached(b);
    if (b->nesting)
        return;
    arrsetlen(b->reached, 0);
    if (b->awaited)
        event(b, EV_SETTLED, NULL, NULL);
    b->awaited = false;
}

// A compound literal stays as long as its block, behind which the next expression may stand.
static void end_own_variables(Builder *b, const Scope *s)
{
    for (ptrdiff_t i = 0; i < arrlen(s->vars); i++)
        if (!s->vars[i]->is_temp || s->vars[i]->literal)
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

static int label_block(Builder *b, const Node *label)
{
    ptrdiff_t i = hmgeti(b->labels, label);
    if (i >= 0)
        return b->labels[i].value;
    int block = new_block(b, "label");
    hmput(b->labels, label, block);
    return block;
}

// The innermost statement expression around n; NULL: there is none.
static const Node *statements_around(const Node *n)
{
    do
        n = n->parent;
    while (n && n->kind != N_STMT_EXPR);
    return n;
}

static int meeting(Builder *b, const Node *around)
{
    ptrdiff_t i = hmgeti(b->meetings, around);
    if (i >= 0)
        return b->meetings[i].value;
    int block = new_block(b, "computed goto");
    hmput(b->meetings, around, block);
    return block;
}

// Where the code of an exit begins, and where the end of its scope is.
static int exit_block(Builder *b, const Exit *x)
{
    ptrdiff_t i = hmgeti(b->exits, x);
    if (i < 0) {
        hmput(b->exits, x, new_block(b, "exit"));
        i = hmgeti(b->exits, x);
    }
    return b->exits[i].value;
}

static int end_block(Builder *b, const Scope *s)
{
    ptrdiff_t i = hmgeti(b->ends, s);
    if (i < 0) {
        hmput(b->ends, s, new_block(b, "end"));
        i = hmgeti(b->ends, s);
    }
    return b->ends[i].value;
}

static int jump_block(Builder *b, const Node *jump)
{
    if (jump->kind == N_GOTO)
        return label_block(b, jump->target);
    ptrdiff_t i = jump->kind == N_BREAK ? hmgeti(b->break_targets, jump->target)
                                        : hmgeti(b->continue_targets, jump->target);
    return jump->kind == N_BREAK ? b->break_targets[i].value : b->continue_targets[i].value;
}

// Goes on by a way, through the exit `next` or to where it leads.
static void leave(Builder *b, const Exit *next, int way)
{
    const Leave *to = &b->func->leaves[way];
    if (next) {
        event(b, EV_DEF, next->why, NULL);
        // No result is read then; but in the block of an exit one may wait already.
        if (b->func->returned && way != LEAVE_RETURN && !next->within)
            event(b, EV_DEF, b->func->returned, NULL);
        edge(b, b->current, exit_block(b, next));
    } else if (way == LEAVE_RETURN && b->func->returned) {
        event(b, EV_USE, b->func->returned, NULL);
    } else if (to->jump) {
        edge(b, b->current, jump_block(b, to->jump));
    } else if (to->scope) {
        edge(b, b->current, end_block(b, to->scope));
    }
}

// The end of a block: its exits run.
static void end_scope(Builder *b, const Scope *s)
{
    if (s->last_exit) {
        leave(b, s->last_exit, s->last_exit->leaves[0]);
        b->current = end_block(b, s);
    }
    end_variables(b, s);
}

static void statement(Builder *b, Node *n);
static void steps(Builder *b, Step *list);
static void expression(Builder *b, Node *n);

// The operand of an assignment: what is evaluated to find the object, not the object itself.
static void destination(Builder *b, Node *n)
{
    if (!n || n->temp)
        return;
    switch ((NodeKind)n->kind) {
    case N_REF:
        if (n->var)
            mention(b, EV_TOUCH, n->var);
        return;
    case N_PAREN:
    case N_MEMBER:
    case N_UNARY:
        destination(b, kid(n, 0));
        return;
    default:
        expression(b, n);
        return;
    }
}

static void define_if_variable(Builder *b, Node *n)
{
    n = strip_parens(n);
    if (n && n->kind == N_REF && n->var)
        mention(b, EV_DEF, n->var);
}

// What the root assigns is written when all operands have been evaluated.
static void assign(Builder *b, const Node *n)
{
    if (n == b->root)
        end_operands(b);
    define_if_variable(b, kid(n, 0));
}

// Evaluated or not: the current block forks around it.
static void optional(Builder *b, Node *n)
{
    if (!n->has_effect) {
        expression(b, n);
        return;
    }
    int before = b->current, after = new_block(b, "join");
    edge(b, before, after);
    fall_into(b, "arm");
    expression(b, n);
    edge(b, b->current, after);
    b->current = after;
}

// The full expression around it goes on behind it. Whether it is a step of its own, or an operand:
// then what it mentions, unless it ends there, is among what that step mentions.
static void nested_statement(Builder *b, Node *n, bool is_step)
{
    ptrdiff_t first = b->first_mentioned, kept = arrlen(b->mentioned);
    b->first_mentioned = kept;
    b->nesting++;
    statement(b, n);
    b->nesting--;
    for (ptrdiff_t i = kept; !is_step && i < arrlen(b->mentioned); i++)
        if (!lies_within(b->mentioned[i]->scope, n->scope))
            b->mentioned[kept++] = b->mentioned[i];
    if (b->mentioned)
        arrsetlen(b->mentioned, (size_t)kept);
    b->first_mentioned = first;
    b->unordered = kept > first;
}

static void operands(Builder *b, Node *n)
{
    for (int i = 0; i < n->kid_count; i++)
        expression(b, n->kids[i]);
}

static void evaluate(Builder *b, Node *n)
{
    switch ((NodeKind)n->kind) {
    case N_REF:
        if (n->var)
            mention(b, EV_USE, n->var);
        break;
    case N_ASSIGN:
        destination(b, kid(n, 0));
        expression(b, kid(n, 1));
        assign(b, n);
        break;
    case N_COMPOUND_ASSIGN:
        expression(b, kid(n, 0));
        expression(b, kid(n, 1));
        assign(b, n);
        break;
    case N_INCDEC:
        expression(b, kid(n, 0));
        assign(b, n);
        break;
    case N_ANDOR:
        expression(b, kid(n, 0));
        optional(b, kid(n, 1));
        break;
    case N_COND:
        expression(b, kid(n, 0));
        if (n->kid_count == 2) {
            optional(b, kid(n, 1));
        } else {
            int before, after = new_block(b, "join");
            before = b->current;
            fall_into(b, "arm");
            expression(b, kid(n, 1));
            edge(b, b->current, after);
            b->current = before;
            fall_into(b, "arm");
            expression(b, kid(n, 2));
            edge(b, b->current, after);
            b->current = after;
        }
        break;
    case N_STMT_EXPR:
        nested_statement(b, kid(n, 0), false);
        break;
    case N_UNEVALUATED:
        break;
    default:
        operands(b, n);
        if (n->kind == N_COMPOUND_LITERAL && n->var)
            mention(b, EV_TOUCH, n->var);
        break;
    }
}

static void expression(Builder *b, Node *n)
{
    if (!n || n->gone)
        return;
    if (n->temp)
        mention(b, EV_USE, n->temp);
    else
        evaluate(b, n);
}

static void branch(Builder *b, Step *then, Step *otherwise)
{
    int before = b->current, after = new_block(b, "join");
    fall_into(b, "arm");
    steps(b, then);
    edge(b, b->current, after);
    b->current = before;
    if (otherwise) {
        fall_into(b, "arm");
        steps(b, otherwise);
    }
    edge(b, b->current, after);
    b->current = after;
}

static void call_operands(Builder *b, Node *call)
{
    for (int i = call->callee->is_pointer ? 0 : 1; i < call->kid_count; i++)
        expression(b, call->kids[i]);
}

static void group_operands(Builder *b, Node *group)
{
    if (group->group == GROUP_TIMEOUT)
        expression(b, group->kids[0]);
    for (int i = first_branch(group); i < group->kid_count; i++) {
        Node *call = branch_call(group->kids[i]);
        if (call->kind == N_GROUP)
            group_operands(b, call);
        else
            call_operands(b, call);
    }
}

// When all have ended, the lvalues are assigned.
static void group_results(Builder *b, Node *group)
{
    for (int i = first_branch(group); i < group->kid_count; i++) {
        Node *branch = group->kids[i];
        if (branch_call(branch)->kind == N_GROUP)
            group_results(b, branch_call(branch));
        if (branch->kind != N_ASSIGN)
            continue;
        destination(b, branch->kids[0]);
        end_operands(b);
        define_if_variable(b, branch->kids[0]);
        end_operands(b);
    }
}

static void steps(Builder *b, Step *list)
{
    for (Step *s = list; s; s = s->next) {
        switch (s->kind) {
        case STEP_SPILL:
            b->root = s->node;
            if (s->node->temp && s->node->temp != s->temp)
                mention(b, EV_USE, s->node->temp);
            else if (!s->node->gone)
                evaluate(b, s->node);
            break;
        case STEP_EVAL:
            b->root = s->node;
            if (s->node->temp)
                mention(b, EV_USE, s->node->temp);
            else
                evaluate(b, s->node);
            break;
        case STEP_AWAIT: {
            Node *call = s->node->kids[0];
            if (call->kind == N_GROUP)
                group_operands(b, call);
            else
                call_operands(b, call);
            end_operands(b);
            event(b, EV_AWAIT, NULL, s->node->await);
            b->awaited = true;
            access_reached(b);
            if (s->node->await->exit) {
                int awaited = b->current;
                fall_into(b, "unwinding");
                leave(b, s->node->await->exit, LEAVE_UNWIND);
                b->current = awaited;
                int resumed = fall_into(b, "resumed"); // which may move the blocks
                b->func->blocks[resumed].resumed_from = awaited + 1;
            }
            if (call->kind == N_GROUP)
                group_results(b, call);
            break;
        }
        case STEP_IF:
            if (s->temp)
                mention(b, EV_USE, s->temp);
            else if (!s->choice)
                expression(b, s->node);
            end_operands(b);
            branch(b, s->then, s->otherwise);
            continue;
        case STEP_BLOCK:
            nested_statement(b, s->node, true);
            break;
        }
        end_operands(b);
        if (s->temp && s->kind != STEP_BLOCK)
            event(b, EV_DEF, s->temp, NULL);
        if (b->awaited)
            event(b, EV_STEP, NULL, NULL);
    }
}

static void full_expression(Builder *b, Node *n)
{
    if (!n)
        return;
    steps(b, n->pre);
    b->root = strip_parens(n);
    expression(b, n);
    settle(b);
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
    b->current = exit_block(b, x);
    if (n->kind == N_DEFER)
        statement(b, kid(n, 0));
    else
        full_expression(b, kid(n, 0));
    if (x->var)
        event(b, EV_USE, x->var, NULL);
    settle(b);
    event(b, EV_USE, x->why, NULL);
    int after = b->current;
    for (ptrdiff_t i = 0; i < arrlen(x->leaves); i++) {
        b->current = after;
        fall_into(b, "leave");
        leave(b, exit_behind(b->func, x, x->leaves[i]), x->leaves[i]);
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

static bool names(const Node *n, const Var *v)
{
    if (!n || n->var == v)
        return n;
    for (int i = 0; i < n->kid_count; i++)
        if (names(n->kids[i], v))
            return true;
    return false;
}

static void statement(Builder *b, Node *n)
{
    if (!n)
        return;
    switch ((NodeKind)n->kind) {
    case N_EXPR_STMT:
        full_expression(b, kid(n, 0));
        if (n->temp)
            event(b, EV_DEF, n->temp, NULL);
        break;
    case N_VAR:
        steps(b, n->pre);
        steps(b, kid(n, 0) ? kid(n, 0)->pre : NULL);
        if (n->var && !n->var->is_static) {
            n->var->named_early = kid(n, 0) && kid(n, 0)->pre && names(kid(n, 0), n->var);
            event(b, EV_UNDEF, n->var, NULL);
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
        int block = label_block(b, n);
        b->func->blocks[block].rare = is_cold_label(b->func->unit, n);
        edge(b, b->current, block);
        b->current = block;
        if (b->func->takes_label_address)
            edge(b, meeting(b, statements_around(n)), block);
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
            edge(b, b->current, meeting(b, around));
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
        for (int i = 0; i < n->kid_count; i++)
            expression(b, n->kids[i]);
        for (int i = 0; i < n->kid_count; i++)
            define_if_variable(b, n->kids[i]);
        settle(b);
        for (int i = 0; i < n->kid_count; i++)
            if (n->kids[i]->kind == N_GOTO && n->kids[i]->target) {
                edge(b, b->current, label_block(b, n->kids[i]->target));
                fall_into(b, "asm");
            }
        break;
    default: // N_DECL
        for (int i = 0; i < n->kid_count; i++)
            statement(b, n->kids[i]);
        break;
    }
}

static void build_graph(Func *f)
{
    Builder b = {.func = f, .switch_head = -1};
    b.current = new_block(&b, "entry");
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
        event(&b, EV_TOUCH, f->scope->vars[i], NULL);
    settle(&b);
    statement(&b, f->body);
    hmfree(b.labels);
    hmfree(b.exits);
    hmfree(b.ends);
    hmfree(b.meetings);
    hmfree(b.break_targets);
    hmfree(b.continue_targets);
    arrfree(b.reached);
    arrfree(b.mentioned);
}

void flow(Unit *u)
{
    const char *dump = u->options->dump;
    find_lending_functions(u);
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++) {
        Func *f = u->funcs[i];
        if (!f->is_async || !arrlen(f->awaits))
            continue;
        for (ptrdiff_t k = 0; k < arrlen(f->vars); k++) // of what check could not look into
            f->vars[k]->escapes = f->vars[k]->address_taken;
        find_addresses(f);
        find_escapes(f);
        build_graph(f);
        BlockOrder order = order_blocks(f);
        find_cold_awaits(f);
        find_crossings(f, &order);
        find_places(f, &order);
        if (!dump || strcmp(dump, "flow")) // the memory serves for the next one
            free_graph(f);
    }
}
