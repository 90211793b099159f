// parse_expr.c: the expressions that libclang shows as something else or not at all: awaits, the
// markers of ac_spawn and ac_run, operands that are not evaluated, `->`.
#include "parse.h"

#include <string.h>

Callee *known_callee(Parser *p, const char *name)
{
    ptrdiff_t i = shgeti(p->unit->callees, name);
    return i >= 0 ? p->unit->callees[i].value : NULL;
}

// One outside the function is known by its declaration.
static bool is_constexpr_variable(Parser *p, CXCursor decl, const Var *v)
{
    const Unit *u = p->unit;
    if (v)
        return v->is_constexpr;
    uint32_t name = offset_of(clang_getCursorLocation(decl));
    for (int i = token_at(u, begin_of(decl)); u->tokens[i].offset < name; i++)
        if (token_is(u, i, "constexpr"))
            return true;
    return false;
}

void build_ref(Parser *p, Node *n, CXCursor c)
{
    CXCursor decl = clang_getCursorReferenced(c);
    n->name = token_text(p->unit, token_at(p->unit, n->begin));
    enum CXCursorKind k = clang_getCursorKind(decl);
    if (k == CXCursor_VarDecl || k == CXCursor_ParmDecl) {
        ptrdiff_t i = hmgeti(p->vars, offset_of(clang_getCursorLocation(decl)));
        n->is_constant = is_constexpr_variable(p, decl, i >= 0 ? p->vars[i].value : NULL);
        if (i >= 0 && !p->vars[i].value->is_static) {
            n->var = p->vars[i].value;
            if (n->var->is_param)
                n->type = n->var->type;
        }
    } else if (k == CXCursor_FunctionDecl) {
        n->callee = known_callee(p, n->name);
    } else if (k == CXCursor_EnumConstantDecl) {
        n->is_constant = n->is_enumerator = true;
        n->value = clang_getEnumConstantDeclValue(decl);
    }
}

Callee *direct_callee(Node *call)
{
    Node *f = call->kind == N_CALL ? strip_parens(kid(call, 0)) : NULL;
    return f && f->kind == N_REF ? f->callee : NULL;
}

// The callee of a call that is awaited or started. Through a pointer, `(*p)(x)` is `p(x)`.
static Callee *awaited_callee(Parser *p, Node *call)
{
    if (!call || call->kind != N_CALL)
        return NULL;
    Callee *direct = direct_callee(call);
    Node *f = strip_parens(kid(call, 0));
    if (direct) {
        hmput(p->direct_calls, f->begin, CALL);
        return direct;
    }
    while (f && f->kind == N_DEREF && f->type && f->type->is_function)
        f = strip_parens(kid(f, 0));
    // A function that is not async cannot become one.
    if (!f || !f->type || !call->type ||
        (f->kind == N_REF && f->type->is_function && f == strip_parens(kid(call, 0))))
        return NULL;
    call->kids[0] = f;
    Callee *c = arena_alloc(p->unit->arena, sizeof *c);
    c->name = "a pointer";
    c->is_async = c->is_pointer = true;
    c->result = call->type;
    return c;
}

static const struct {
    const char *marker, *name;
} groups[] = {
    [GROUP_ALL] = {"ac__all_marker", "ac_all"},
    [GROUP_TRY_ALL] = {"ac__try_all_marker", "ac_try_all"},
    [GROUP_SELECT] = {"ac__select_marker", "ac_select"},
    [GROUP_TIMEOUT] = {"ac__timeout_marker", "ac_timeout"},
};

// What stands for a group where a callee is asked for.
static Callee *group_callee(Parser *p, const Node *group)
{
    Callee *c = arena_alloc(p->unit->arena, sizeof *c);
    c->name = groups[group->group].name;
    c->is_async = true;
    c->result = group->type;
    return c;
}

// `__extension__ await f();` has two words of a kind: at the beginning of a statement libclang
// shows one operator for both.
static void begin_at_await(Parser *p, Node *n, Part *c)
{
    const Unit *u = p->unit;
    if (token_is(u, token_at(u, n->begin), "_Await"))
        return;
    uint32_t operand = count_parts(c) ? begin_of_part(p, first_part(c)) : n->end;
    for (int i = token_at(u, n->begin); u->tokens[i].offset < operand; i++)
        if (token_is(u, i, "_Await"))
            n->begin = u->tokens[i].offset;
}

void build_unary(Parser *p, Node *n, Part *c)
{
    switch (clang_getCursorUnaryOperatorKind(c->cursor)) {
    case CXUnaryOperator_AddrOf:
        n->kind = N_ADDRESS;
        break;
    case CXUnaryOperator_Deref:
        n->kind = N_DEREF;
        break;
    case CXUnaryOperator_PostInc:
    case CXUnaryOperator_PostDec:
    case CXUnaryOperator_PreInc:
    case CXUnaryOperator_PreDec:
        n->kind = N_INCDEC;
        break;
    case CXUnaryOperator_Extension:
        begin_at_await(p, n, c);
        if (token_is(p->unit, token_at(p->unit, n->begin), "_Await")) {
            n->kind = N_AWAIT;
            hmput(p->seen_words, n->begin, 1);
        } else {
            n->kind = N_PAREN;
            n->in_extension = true;
        }
        break;
    default:
        break;
    }
    build_kids(p, n, c);
    if (n->kind == N_AWAIT) {
        Node *call = strip_parens(kid(n, 0));
        n->callee = call && call->kind == N_GROUP ? group_callee(p, call) : awaited_callee(p, call);
        if (call && (call->kind == N_CALL || call->kind == N_GROUP))
            n->kids[0] = call;
        if (call && call->kind == N_CALL)
            call->callee = n->callee;
    }
}

static void add_branch(Parser *p, Node *n, Node ***list)
{
    if (n->kind == N_COMMA) {
        add_branch(p, n->kids[0], list);
        add_branch(p, n->kids[1], list);
        return;
    }
    n = strip_parens(n);
    Node *call = n;
    if (n->kind == N_ASSIGN)
        call = n->kids[1] = strip_parens(n->kids[1]);
    if (call->kind == N_CALL)
        call->callee = awaited_callee(p, call);
    arrput(*list, n);
}

// ac_all(n = f(x), g(y)) reads `((n = f(x), g(y)), ac__all_marker)`, ac_timeout(5, f(x)) reads
// `((void)(5), (f(x)), ac__timeout_marker)`. Branches are not cast: libclang is to say whose result
// is ignored.
static bool recognise_group(Parser *p, Node *n, Node *left, const Node *right)
{
    Node **list = NULL;
    size_t kind = 0;
    if (!right || right->kind != N_REF)
        return false;
    while (kind < sizeof groups / sizeof *groups && strcmp(right->name, groups[kind].marker))
        kind++;
    if (kind == sizeof groups / sizeof *groups)
        return false;
    if (kind == GROUP_TIMEOUT) {
        if (left->kind != N_COMMA || left->kids[0]->kind != N_CAST)
            return false;
        arrput(list, strip_parens(left->kids[0]->kids[0]));
        left = left->kids[1];
    }
    add_branch(p, left->kind == N_PAREN ? left->kids[0] : left, &list);
    for (ptrdiff_t i = 0; kind == GROUP_TRY_ALL && i < arrlen(list); i++)
        if (direct_callee(list[i]))
            hmput(p->direct_calls, strip_parens(list[i]->kids[0])->begin, CALL_WITH_RESULT);
    n->kind = N_GROUP;
    n->group = (uint8_t)kind;
    set_kids(p, n, list, (int)arrlen(list));
    arrfree(list);
    return true;
}

static bool is_marker(const Node *n, const char *name)
{
    return n && n->kind == N_REF && !strcmp(n->name, name);
}

// ac_spawn(f(x)) reads `((void)(f(x)), ac__spawn_marker)`, ac_spawn_in(s, f(x)) and ac_spawn_on
// read `((void)(s), (void)(f(x)), ac__spawn_in_marker)`, ac_run(f(x)) reads
// `((void)ac__run_marker, f(x))`.
void recognise_marker(Parser *p, Node *n)
{
    Node *comma = kid(n, 0);
    if (!comma || comma->kind != N_COMMA)
        return;
    Node *left = kid(comma, 0), *right = kid(comma, 1);
    if (recognise_group(p, n, left, right))
        return;
    bool on = is_marker(right, "ac__spawn_on_marker");
    if (is_marker(right, "ac__spawn_marker") && left->kind == N_CAST) {
        n->kind = N_SPAWN;
        n->kids[0] = strip_parens(kid(left, 0));
    } else if ((on || is_marker(right, "ac__spawn_in_marker")) && left->kind == N_COMMA) {
        Node *list[] = {strip_parens(kid(left->kids[1], 0)), strip_parens(kid(left->kids[0], 0))};
        n->kind = N_SPAWN;
        n->spawn = on ? SPAWN_ON : SPAWN_IN;
        set_kids(p, n, list, 2);
        n->callee = awaited_callee(p, n->kids[0]);
        return;
    } else {
        // The marker is the leftmost operand, should the argument hold a comma itself.
        Node *first = left;
        while (first && first->kind == N_COMMA)
            first = kid(first, 0);
        Node *marker = first && first->kind == N_CAST ? kid(first, 0) : NULL;
        if (!is_marker(marker, "ac__run_marker"))
            return;
        n->kind = N_RUN;
        n->kids[0] = first == left ? strip_parens(right) : comma;
    }
    n->kid_count = 1;
    n->callee = awaited_callee(p, n->kids[0]);
}

// In an expression that names a type, the operands of typeof and the bounds of arrays come among
// its children. They are evaluated only if the type varies.
static void mark_type_operand(Parser *p, Node *n, Part *c, int i)
{
    if (n->type && n->type->is_variably_modified)
        return;
    Node *wrapper = new_node(p, N_UNEVALUATED, c, n);
    wrapper->begin = n->kids[i]->begin;
    wrapper->end = n->kids[i]->end;
    set_kids(p, wrapper, &n->kids[i], 1);
    inherit(wrapper);
    n->kids[i] = wrapper;
}

void mark_type_operands(Parser *p, Node *n, Part *c, int count)
{
    for (int i = 0; i < count; i++)
        mark_type_operand(p, n, c, i);
}

// The controlling expression of _Generic is looked at, not evaluated. 1 if it is n's first child.
int controls_generic(const Unit *u, const Node *n)
{
    int first = token_at(u, n->begin) + 2;
    return n->kid_count && n->kids[0]->begin == u->tokens[first].offset;
}

// sizeof evaluates its operand, or what the named type is made of, if that is an array whose length
// is not known before; else its value is.
bool is_evaluated_sizeof(CXCursor c)
{
    CXEvalResult value = clang_Cursor_Evaluate(c);
    bool known = value && clang_EvalResult_getKind(value) == CXEval_Int;
    if (value)
        clang_EvalResult_dispose(value);
    return !known;
}

// Which arguments are arrays or addresses for parameters that are declared as arrays.
static void mark_arrays(Node *call, CXCursor c)
{
    for (int i = 1; i < call->kid_count; i++) {
        Node *argument = call->kids[i];
        const Node *value = strip_parens(argument);
        if (value->kind != N_ADDRESS && !(value->type && value->type->is_array))
            continue;
        CXCursor param = clang_Cursor_getArgument(clang_getCursorReferenced(c), (unsigned)i - 1);
        enum CXTypeKind k = clang_getCursorType(param).kind;
        argument->is_for_array = k == CXType_ConstantArray || k == CXType_VariableArray;
    }
}

// A call, whose parts are there.
void build_call(Parser *p, Node *n, CXCursor c)
{
    const Node *f = strip_parens(kid(n, 0));
    bool direct = f && f->kind == N_REF && f->type && f->type->is_function;
    if (direct && !f->callee)
        arrput(p->plain_calls, f->name);
    n->calls_async = !direct && calls_async_pointer(c);
    mark_arrays(n, c);
}

static bool is_call_of(const Node *call, const char *name)
{
    const Node *f = strip_parens(kid(call, 0));
    return f && f->kind == N_REF && !strcmp(f->name, name);
}

// Builtins whose operands are looked at; what they do is not done.
bool is_unevaluated_builtin(const Node *call)
{
    return is_call_of(call, "__builtin_constant_p") ||
           is_call_of(call, "__builtin_classify_type") ||
           is_call_of(call, "__builtin_object_size") ||
           is_call_of(call, "__builtin_dynamic_object_size") ||
           is_call_of(call, "__builtin_assume");
}

// clang's other form of `&`: its operand is an object, not a value.
bool is_address_builtin(const Node *call)
{
    return call->kid_count == 2 && is_call_of(call, "__builtin_addressof");
}

static bool token_between(const Unit *u, uint32_t begin, uint32_t end, const char *text)
{
    for (int i = token_at(u, begin); u->tokens[i].offset < end; i++)
        if (token_is(u, i, text))
            return true;
    return false;
}

// va_arg(ap, type), offsetof(type, a[i])
static void mark_operands_of_builtin_type(Parser *p, Node *n, Part *c)
{
    const Unit *u = p->unit;
    int first = token_at(u, n->begin), depth = 0, comma = first + 2;
    bool is_first = token_is(u, first, "__builtin_offsetof");
    if (!is_first && !token_is(u, first, "__builtin_va_arg"))
        return;
    for (; u->tokens[comma].offset < n->end && (depth || !token_is(u, comma, ",")); comma++)
        depth += nesting(u, comma);
    for (int i = 0; i < n->kid_count; i++)
        if ((n->kids[i]->begin < u->tokens[comma].offset) == is_first)
            mark_type_operand(p, n, c, i);
}

void build_unexposed(Parser *p, Node *n, Part *c)
{
    Unit *u = p->unit;
    build_kids(p, n, c);
    mark_operands_of_builtin_type(p, n, c);
    int first = token_at(u, n->begin);
    if (n->kid_count == 2 && token_between(u, n->kids[0]->end, n->kids[1]->begin, "?"))
        n->kind = N_COND;
    else if (token_is(u, first, "__builtin_types_compatible_p"))
        n->kind = N_UNEVALUATED;
    else if (u->tokens[first].kind == T_IDENT && token_is(u, first + 1, "(") && n->kid_count)
        n->acts = !token_is(u, first, "__builtin_offsetof"); // va_arg, an atomic builtin
    if (n->kid_count == 1 && token_is(u, first, "__builtin_convertvector"))
        build_conversion(p, n);
    // The components of one of clang's vectors; a `.` in front is a designator's.
    int behind = n->kid_count == 1 ? token_at(u, n->kids[0]->end) : -1;
    if (behind < 0)
        return;
    if (token_is(u, behind, "."))
        n->kind = N_MEMBER;
    else if (token_is(u, behind, "->"))
        n->kind = N_ARROW;
}

void build_member(Parser *p, Node *n, Part *c)
{
    build_kids(p, n, c);
    n->kind = N_MEMBER;
    Node *base = kid(n, 0);
    if (base && token_is(p->unit, token_at(p->unit, base->end), "->"))
        n->kind = N_ARROW;
    n->is_bit_field = clang_Cursor_isBitField(clang_getCursorReferenced(c->cursor));
}
