// hoist.c: awaits out of expressions, in order.
//
//   x = a() + (await f(b()) && c) ? d : await g();
//
//   t1 = a();                   STEP_SPILL   an effect to the left of an await happens before it
//   t2 = await f(b());          STEP_AWAIT
//   if (t1 + (t2 && c))         STEP_IF      an await in an arm runs only if the arm does
//       t4 = d;
//   else
//       t3 = await g(), t4 = t3;
//   x = t4;                     what is left of the expression
//
// The order is that of the text: awaits, calls and side effects from left to right; plain reads of
// variables stay where their value is used, behind the awaits. So an operand without effects is
// never spilled. What C sequences stays sequenced.
// Requires: check. Provides: Node.pre of full expressions, Node.temp, Node.gone, temporaries.
#include "asyncc.h"

#include <string.h>

typedef struct {
    Func *func;
    Step **tail; // where the next step goes
} Hoister;

static void hoist_statement(Func *f, Node *n);
static void lower(Hoister *h, Node *n);

static Step *add_step(Hoister *h, StepKind kind, Node *n)
{
    Step *s = arena_alloc(h->func->unit->arena, sizeof *s);
    s->kind = kind;
    s->node = n;
    *h->tail = s;
    h->tail = &s->next;
    return s;
}

static bool is_void(const Node *n)
{
    return !n->type || n->type->is_void;
}

// Has what is left of n, after its awaits were hoisted, an effect? Once it has none, that is so for
// good: remembered, lest each operator of a long expression asks all operands on its left.
static bool has_effect_left(Node *n)
{
    if (!n->has_effect || n->temp || n->gone || n->settled || n->kind == N_UNEVALUATED)
        return false;
    if (!n->has_await || n->acts)
        return true;
    for (int i = 0; i < n->kid_count; i++)
        if (n->kids[i] && has_effect_left(n->kids[i]))
            return true;
    n->settled = true;
    return false;
}

static void spill(Hoister *h, Node *n)
{
    if (n->kind == N_INIT_LIST || is_designated(h->func->unit, n)) { // no values themselves
        for (int i = 0; i < n->kid_count; i++)
            if (has_effect_left(n->kids[i]))
                spill(h, n->kids[i]);
        return;
    }
    Step *s = add_step(h, STEP_SPILL, n);
    s->temp = n->temp = new_temp_of_value(h->func, n);
}

// What a subscript takes an element of where it lies, rather than of a copy: an array, or a vector.
static bool has_elements(const Node *n)
{
    return is_array(n) || (n->type && n->type->is_vector);
}

// Is it an object, and no value?
static bool is_object(const Node *n)
{
    switch ((NodeKind)n->kind) {
    case N_PAREN:
    case N_MEMBER:
        return is_object(kid(n, 0));
    case N_INDEX:
        return (!has_elements(n->kids[0]) || is_object(n->kids[0])) &&
               (!has_elements(n->kids[1]) || is_object(n->kids[1]));
    case N_REF:
    case N_DEREF:
    case N_ARROW:
        return true;
    default:
        return false;
    }
}

static void stabilise(Hoister *h, Node *n);

// An operand of a subscript. An array that varies is a pointer of a type that does not.
static void settle_subscript(Hoister *h, Node *n)
{
    if (has_elements(n) && is_object(n) && !n->type->is_variably_modified)
        stabilise(h, n);
    else if (has_effect_left(n))
        spill(h, n);
}

// Of an lvalue that is selected, which one counts is for the compiler behind to say.
static void fix_selected(Hoister *h, Node *n, void (*fix)(Hoister *, Node *))
{
    for (int i = 0; i < n->kid_count; i++) {
        if (n->kids[i]->kind == N_UNEVALUATED)
            continue;
        Step *list = NULL;
        Hoister inner = {h->func, &list};
        fix(&inner, n->kids[i]);
        if (!list)
            continue;
        Step *s = add_step(h, STEP_IF, n);
        s->choice = i;
        s->then = list;
    }
}

// Fixes which object an lvalue means: the effects in it happen now, the access itself later.
static void stabilise(Hoister *h, Node *n)
{
    if (!n || n->temp || !has_effect_left(n))
        return;
    switch ((NodeKind)n->kind) {
    case N_PAREN:
    case N_MEMBER:
    case N_UNARY: // __real and __imag
        stabilise(h, kid(n, 0));
        break;
    case N_INDEX:
        for (int i = 0; i < n->kid_count; i++)
            settle_subscript(h, n->kids[i]);
        break;
    case N_DEREF:
    case N_ARROW:
        if (has_effect_left(kid(n, 0)))
            spill(h, kid(n, 0));
        break;
    case N_SELECTION:
        fix_selected(h, n, stabilise);
        break;
    case N_COMPOUND_LITERAL:
        for (int i = 0; i < n->kid_count; i++)
            if (n->kids[i] && has_effect_left(n->kids[i]))
                spill(h, n->kids[i]);
        break;
    default:
        break;
    }
}

// Operands that C leaves unsequenced, from `first` on: left to right. Those before the last effect
// are out of the way when it happens.
static void lower_operands(Hoister *h, Node *n, int first)
{
    int last = -1;
    for (int i = first; i < n->kid_count; i++)
        if (n->kids[i] && n->kids[i]->has_effect)
            last = i;
    for (int i = first; i <= last; i++) {
        Node *k = n->kids[i];
        if (!k)
            continue;
        lower(h, k);
        if (i < last && n->kind == N_INDEX)
            settle_subscript(h, k);
        else if (i < last && n->kind == N_ASM && is_object(k))
            stabilise(h, k);
        else if (i < last && has_effect_left(k) && (!is_void(k) || is_designated(h->func->unit, k)))
            spill(h, k);
    }
}

static void lower_into(Hoister *h, Node *n, Var *temp, bool as_bool)
{
    lower(h, n);
    if (!temp && n->gone)
        return;
    Step *s = add_step(h, temp ? STEP_SPILL : STEP_EVAL, n);
    s->temp = temp;
    s->as_bool = as_bool;
}

static Step *lower_branch(Func *f, Node *n, Var *temp, bool as_bool)
{
    Step *list = NULL;
    Hoister h = {f, &list};
    lower_into(&h, n, temp, as_bool);
    return list;
}

// Fixes which object an lvalue means until a later suspension: what its pointers and subscripts
// are, too.
static void capture(Hoister *h, Node *n)
{
    if (!n || n->temp)
        return;
    switch ((NodeKind)n->kind) {
    case N_PAREN:
    case N_MEMBER:
    case N_UNARY:
        capture(h, kid(n, 0));
        break;
    case N_INDEX:
        for (int i = 0; i < n->kid_count; i++)
            if (has_elements(n->kids[i]))
                capture(h, n->kids[i]);
            else if (n->kids[i]->kind != N_LEAF && !n->kids[i]->temp)
                spill(h, n->kids[i]);
        break;
    case N_DEREF:
    case N_ARROW:
        if (!kid(n, 0)->temp)
            spill(h, kid(n, 0));
        break;
    case N_SELECTION:
        fix_selected(h, n, capture);
        break;
    default:
        break;
    }
}

// What the branches need, in the order of the text: the operands of calls, and lvalues.
static void collect_operands(Node *group, Node ***list)
{
    if (group->group == GROUP_TIMEOUT)
        arrput(*list, group->kids[0]);
    for (int i = first_branch(group); i < group->kid_count; i++) {
        Node *branch = group->kids[i], *call = branch_call(branch);
        if (branch->kind == N_ASSIGN)
            arrput(*list, branch);
        if (call->kind == N_GROUP)
            collect_operands(call, list);
        else
            for (int k = call->callee->is_pointer ? 0 : 1; k < call->kid_count; k++)
                arrput(*list, call->kids[k]);
    }
}

// A variable, or a member of one: nothing in it is evaluated.
static bool is_plain(const Node *lvalue)
{
    while (lvalue->kind == N_PAREN || lvalue->kind == N_MEMBER)
        lvalue = lvalue->kids[0];
    return lvalue->kind == N_REF;
}

// All operands are evaluated before the first branch starts, left to right. Those behind the last
// that takes a step are left to the block that starts the branches.
static void lower_group(Hoister *h, Node *group)
{
    Node **list = NULL;
    collect_operands(group, &list);
    ptrdiff_t last = -1;
    for (ptrdiff_t i = 0; i < arrlen(list); i++)
        if (list[i]->kind == N_ASSIGN ? !is_plain(list[i]->kids[0]) : list[i]->has_await)
            last = i;
    for (ptrdiff_t i = 0; i <= last; i++) {
        Node *k = list[i];
        lower(h, k->kind == N_ASSIGN ? k->kids[0] : k);
        if (k->kind == N_ASSIGN)
            capture(h, k->kids[0]);
        else if (i < last && !k->temp && !may_be_null_constant(h->func->unit, k))
            spill(h, k);
    }
    arrfree(list);
}

static bool names_constants_only(const Node *n)
{
    if (n->var || n->acts || (n->kind == N_REF && !n->is_constant) || n->kind == N_STMT_EXPR ||
        n->kind == N_COMPOUND_LITERAL || n->kind == N_MEMBER || n->kind == N_ARROW ||
        n->kind == N_DEREF || n->kind == N_INDEX ||
        (n->kind == N_LEAF && n->name)) // a label's address
        return false;
    for (int i = 0; i < n->kid_count; i++)
        if (n->kids[i] && !names_constants_only(n->kids[i]))
            return false;
    return true;
}

bool may_be_null_constant(const Unit *u, const Node *n)
{
    return names_constants_only(n) && !defines_tags(u, n->begin, n->end);
}

bool has_statements(const Node *n)
{
    if (!n || n->temp || n->gone || n->kind == N_UNEVALUATED)
        return false;
    if (n->kind == N_STMT_EXPR)
        return true;
    for (int i = 0; i < n->kid_count; i++)
        if (has_statements(n->kids[i]))
            return true;
    return false;
}

// A statement expression among the arguments may jump away, and must not do so when the request is
// left that a call through a pointer is preceded by, or when the callee's frame was pushed.
static void lower_call(Hoister *h, Node *call, int first)
{
    lower_operands(h, call, first);
    for (int i = call->kid_count - 1; i > 0; i--)
        if (has_effect_left(call->kids[i]) && has_statements(call->kids[i])) {
            spill(h, call->kids[i]);
            break; // those before it have been spilled
        }
}

static void lower_await(Hoister *h, Node *n)
{
    if (n->await->group)
        lower_group(h, n->await->group);
    else
        lower_call(h, n->kids[0], n->callee->is_pointer ? 0 : 1);
    Step *s = add_step(h, STEP_AWAIT, n);
    s->awaits = true;
    if (is_void(n))
        n->gone = true;
    else {
        s->temp = n->temp = new_temp(h->func, n->scope, n->callee->result);
        n->temp->source = n->await;
    }
}

static void lower_andor(Hoister *h, Node *n)
{
    Node *left = n->kids[0], *right = n->kids[1];
    lower(h, left);
    if (!right->has_await)
        return;
    bool is_or = false;
    const Unit *u = h->func->unit;
    for (int i = token_at(u, left->end); u->tokens[i].offset < right->begin; i++)
        is_or |= token_is(u, i, "||");
    n->temp = new_temp(h->func, n->scope, int_type(h->func));
    Step *first = add_step(h, STEP_SPILL, left);
    first->temp = n->temp;
    first->as_bool = true;
    Step *s = add_step(h, STEP_IF, NULL);
    s->temp = n->temp;
    s->negate = is_or;
    s->awaits = true;
    s->then = lower_branch(h->func, right, n->temp, true);
}

static void lower_cond(Hoister *h, Node *n)
{
    lower(h, n->kids[0]);
    bool two = n->kid_count == 2;
    if (!n->kids[1]->has_await && (two || !n->kids[2]->has_await))
        return;
    Var *temp = is_void(n) ? NULL : new_temp_of_parts(h->func, n);
    Step *s;
    if (two && !temp) {
        s = add_step(h, STEP_IF, n->kids[0]);
        s->negate = true;
        s->then = lower_branch(h->func, n->kids[1], NULL, false);
    } else if (two) {
        Step *first = add_step(h, STEP_SPILL, n->kids[0]);
        first->temp = temp;
        s = add_step(h, STEP_IF, NULL);
        s->temp = temp;
        s->negate = true;
        s->then = lower_branch(h->func, n->kids[1], temp, false);
    } else {
        s = add_step(h, STEP_IF, n->kids[0]);
        s->then = lower_branch(h->func, n->kids[1], temp, false);
        s->otherwise = lower_branch(h->func, n->kids[2], temp, false);
    }
    s->awaits = true;
    n->temp = temp;
    n->gone = !temp;
}

// Which value counts is for the compiler behind to say.
static void lower_selection(Hoister *h, Node *n)
{
    for (int i = 0; i < n->kid_count; i++) {
        if (!n->kids[i]->has_await)
            continue;
        Step *s = add_step(h, STEP_IF, n);
        s->choice = i;
        s->awaits = true;
        Hoister inner = {h->func, &s->then};
        lower(&inner, n->kids[i]);
    }
}

bool is_dropped(const Node *n)
{
    const Node *p = n->parent;
    while (p->kind == N_PAREN || (p->kind == N_COMMA && p->kids[1] == n)) {
        n = p;
        p = p->parent;
    }
    return (p->kind == N_EXPR_STMT && !p->temp) || p->kind == N_COMMA ||
           (p->kind == N_FOR && p->kids[2] == n) || (p->kind == N_CAST && is_void(p));
}

// A value that is dropped needs no temporary, whose type might be another one than libclang's: a
// function that it does not know may be void.
static void lower_statement_expression(Hoister *h, Node *n)
{
    Node *block = kid(n, 0), *last = last_statement(n);
    Step *s = add_step(h, STEP_BLOCK, block);
    s->awaits = true;
    bool valued = last && last->kind == N_EXPR_STMT && !is_void(n);
    if (valued && is_dropped(n)) {
        n->gone = last->gone = true;
    } else if (valued) {
        s->temp = n->temp = new_temp_of_parts(h->func, n);
        last->temp = n->temp;
    } else {
        n->gone = true;
    }
    hoist_statement(h->func, block);
}

// By whose value one operand of n is chosen, element by element: all of them are evaluated.
static bool is_chosen_by_vector(const Node *n)
{
    return (n->kind == N_ANDOR || n->kind == N_COND) && n->kids[0]->type &&
           n->kids[0]->type->is_vector;
}

// Afterwards the text of n, its temps put in, holds no await any more.
static void lower(Hoister *h, Node *n)
{
    if (!n->has_await || n->kind == N_UNEVALUATED)
        return;
    switch (is_chosen_by_vector(n) ? N_OTHER : (NodeKind)n->kind) {
    case N_AWAIT:
        lower_await(h, n);
        break;
    case N_ANDOR:
        lower_andor(h, n);
        break;
    case N_COND:
        lower_cond(h, n);
        break;
    case N_COMMA:
        lower(h, n->kids[0]);
        if (n->kids[1]->has_await) {
            if (!n->kids[0]->gone)
                add_step(h, STEP_EVAL, n->kids[0]);
            n->kids[0]->gone = true;
            lower(h, n->kids[1]);
        }
        break;
    case N_SELECTION:
        lower_selection(h, n);
        break;
    case N_STMT_EXPR:
        lower_statement_expression(h, n);
        break;
    case N_ASSIGN:
    case N_COMPOUND_ASSIGN:
        lower(h, n->kids[0]);
        if (n->kids[1]->has_effect)
            stabilise(h, n->kids[0]);
        lower(h, n->kids[1]);
        break;
    case N_SPAWN: // the scope is evaluated first
        if (kid(n, 1))
            lower(h, n->kids[1]);
        if (kid(n, 1) && n->kids[0]->has_await && n->kids[1]->has_effect && !n->kids[1]->temp)
            spill(h, n->kids[1]);
        // fall through
    case N_RUN:
        lower_operands(h, n->kids[0], n->callee->is_pointer ? 0 : 1);
        break;
    default:
        lower_operands(h, n, 0);
        break;
    }
}

// An await whose value is used before any other await runs can be read where its callee left it.
// `outer`: awaits follow behind the whole list.
static void mark_last(Step *list, bool outer)
{
    bool awaits_follow = false;
    Step **steps = NULL;
    for (Step *s = list; s; s = s->next)
        arrput(steps, s);
    for (ptrdiff_t i = arrlen(steps) - 1; i >= 0; i--) {
        Step *s = steps[i];
        if (s->kind == STEP_AWAIT) {
            s->node->await->last = !awaits_follow;
            s->node->await->last_of_all = !awaits_follow && !outer;
        }
        if (s->kind == STEP_IF) {
            mark_last(s->then, awaits_follow || outer);
            mark_last(s->otherwise, awaits_follow || outer);
        }
        awaits_follow |= s->awaits;
    }
    arrfree(steps);
}

// Of a statement that has several expressions: those from `first` on.
static void expressions(Func *f, Node *n, int first)
{
    Hoister h = {f, &n->pre};
    lower_operands(&h, n, first);
    mark_last(n->pre, false);
}

static void full_expression(Func *f, Node *n)
{
    if (!n || !n->has_await)
        return;
    Hoister h = {f, &n->pre};
    lower(&h, n);
    mark_last(n->pre, false);
}

static void hoist_statement(Func *f, Node *n)
{
    if (!n || !n->has_await)
        return;
    switch ((NodeKind)n->kind) {
    case N_VAR:
    case N_LOCAL_DECL:
        for (int i = 1; i < n->kid_count; i++)
            if (n->kids[i]->has_await) {
                expressions(f, n, 1); // the bounds in its declarator
                break;
            }
        full_expression(f, kid(n, 0));
        break;
    case N_EXPR_STMT:
    case N_RETURN:
    case N_CLEANUP:
        full_expression(f, kid(n, 0));
        break;
    case N_IF:
    case N_WHILE:
    case N_SWITCH:
        full_expression(f, kid(n, 0));
        hoist_statement(f, kid(n, 1));
        hoist_statement(f, kid(n, 2));
        break;
    case N_DO:
        hoist_statement(f, kid(n, 0));
        full_expression(f, kid(n, 1));
        break;
    case N_FOR:
        hoist_statement(f, kid(n, 0));
        full_expression(f, kid(n, 1));
        full_expression(f, kid(n, 2));
        hoist_statement(f, kid(n, 3));
        break;
    case N_INDIRECT_GOTO:
        full_expression(f, kid(n, 0));
        break;
    case N_ASM:
        expressions(f, n, 0);
        break;
    default: // N_BLOCK, N_DECL, N_LABEL, N_CASE, N_DEFAULT: what they hold
        for (int i = 0; i < n->kid_count; i++)
            hoist_statement(f, n->kids[i]);
        break;
    }
}

void hoist(Unit *u)
{
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++)
        hoist_statement(u->funcs[i], u->funcs[i]->body);
}
