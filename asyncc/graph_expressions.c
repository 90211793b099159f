// graph_expressions.c: the part of flow that finds what expressions do to variables, in order.
//
// What has its address taken is accessed again at the end of each full expression, and behind each
// await in it. Operands of a step are evaluated in any order.
#include "graph.h"

void event(Builder *b, EventKind kind, Var *v, Await *a)
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
void end_operands(Builder *b)
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

void settle(Builder *b)
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

void define_if_variable(Builder *b, Node *n)
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

// One of the kids from `first` on is evaluated; of _Generic only the compiler behind knows which.
static void one_of(Builder *b, Node *n, int first)
{
    int before = b->current, after = new_block(b, "join");
    for (int i = first; i < n->kid_count; i++) {
        b->current = before;
        fall_into(b, "arm");
        expression(b, n->kids[i]);
        edge(b, b->current, after);
    }
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

void operands(Builder *b, Node *n)
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
        if (n->kid_count == 2)
            optional(b, kid(n, 1));
        else
            one_of(b, n, 1);
        break;
    case N_SELECTION:
        if (n->has_effect)
            one_of(b, n, 0);
        else
            operands(b, n);
        break;
    case N_STMT_EXPR:
        nested_statement(b, kid(n, 0), false);
        break;
    case N_UNEVALUATED:
        break;
    default:
        operands(b, n);
        break;
    }
    if (has_place(n))
        mention(b, EV_TOUCH, n->var);
}

void expression(Builder *b, Node *n)
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

void steps(Builder *b, Step *list)
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

void full_expression(Builder *b, Node *n)
{
    if (!n)
        return;
    steps(b, n->pre);
    b->root = strip_parens(n);
    expression(b, n);
    settle(b);
}
