// parse_tree.c: from a cursor to the node that stands for it; statements.
//
// What libclang hides is settled by tokens: which of the three parts of a `for` are absent, where a
// statement's semicolon is. Implicit casts have no text of their own and are left out.
#include "parse.h"

#include <string.h>

Node *new_node(Parser *p, NodeKind kind, Part *c, Node *parent)
{
    Node *n = arena_alloc(p->unit->arena, sizeof *n);
    n->kind = (uint8_t)kind;
    measure(p, c);
    n->begin = c->begin;
    n->end = c->end;
    n->parent = parent;
    n->scope = p->scope;
    n->in_extension = parent && parent->in_extension;
    return n;
}

void set_kids(Parser *p, Node *n, Node **kids, int count)
{
    n->kids = arena_alloc(p->unit->arena, sizeof(Node *) * (size_t)(count ? count : 1));
    if (count)
        memcpy(n->kids, kids, sizeof(Node *) * (size_t)count);
    n->kid_count = count;
}

static bool is_type_reference(enum CXCursorKind k)
{
    return k == CXCursor_TypeRef || k == CXCursor_MemberRef || k == CXCursor_LabelRef ||
           clang_isAttribute(k) || k == CXCursor_NamespaceRef;
}

bool is_tag_declaration(enum CXCursorKind k)
{
    return k == CXCursor_StructDecl || k == CXCursor_UnionDecl || k == CXCursor_EnumDecl;
}

// An implicit cast has its operand's text and nothing else. To measure it takes libclang as long as
// to measure the operand; so it is told by where both are and by what follows. What may start like
// its only operand and go on behind it is a member or element of a vector, or a wrong expression.
static bool is_implicit_cast(const Parser *p, Part *c, Part *operand)
{
    if (p->has_errors || !clang_equalLocations(clang_getCursorLocation(c->cursor),
                                               clang_getCursorLocation(operand->cursor)))
        return false;
    const Unit *u = p->unit;
    int next = token_at(u, end_of_part(p, operand));
    return !token_is(u, next, ".") && !token_is(u, next, "->") && !token_is(u, next, "[");
}

static Part *without_implicit_casts(const Parser *p, Part *c)
{
    while (clang_getCursorKind(c->cursor) == CXCursor_UnexposedExpr && count_parts(c) == 1 &&
           is_implicit_cast(p, c, first_part(c)))
        c = first_part(c);
    return c;
}

// Of an array's bounds in a type's name libclang shows the inner ones first, and those in the
// operand of sizeof twice.
static Part **sorted_operands(const Parser *p, Part *c)
{
    Part **list = NULL;
    for (Part *k = first_part(c); k < behind_part(c); k = behind_part(k)) {
        ptrdiff_t at = arrlen(list);
        measure(p, k);
        while (at && list[at - 1]->begin > k->begin)
            at--;
        if (!at || list[at - 1]->begin != k->begin || list[at - 1]->end != k->end)
            arrins(list, at, k);
    }
    return list;
}

static bool is_edited(const Node *n)
{
    bool found = (n->kind == N_REF && n->var) || n->kind == N_AWAIT;
    for (int i = 0; i < n->kid_count && !found; i++)
        found = n->kids[i] && is_edited(n->kids[i]);
    return found;
}

// What is declared within a type: a struct, union or enum, or a parameter of a function. Nothing in
// it is evaluated, but it may name variables. NULL: nothing in it needs an edit.
Node *build_inner(Parser *p, Part *c, Node *parent)
{
    Node *n = new_node(p, N_UNEVALUATED, c, parent);
    build_kids(p, n, c);
    inherit(n);
    return is_edited(n) ? n : NULL;
}

static void build_kid(Parser *p, Node *n, Part *c)
{
    enum CXCursorKind k = clang_getCursorKind(c->cursor);
    if (is_type_reference(k))
        return;
    if (is_tag_declaration(k) || k == CXCursor_ParmDecl) {
        Node *inner = build_inner(p, c, n);
        if (inner)
            n->kids[n->kid_count++] = inner;
        return;
    }
    // Implicit values of an initialiser list have no text.
    c = without_implicit_casts(p, c);
    measure(p, c);
    if (c->begin < n->begin || c->end > n->end)
        return;
    n->kids[n->kid_count] = build(p, c, n);
    n->kid_count++;
}

// Every child that is an expression or statement, in order.
void build_kids(Parser *p, Node *n, Part *c)
{
    n->kids = arena_alloc(p->unit->arena, sizeof(Node *) * (size_t)(count_parts(c) + 1));
    if (n->kind == N_UNEVALUATED || n->kind == N_CAST) {
        Part **list = sorted_operands(p, c);
        for (ptrdiff_t i = 0; i < arrlen(list); i++)
            build_kid(p, n, list[i]);
        arrfree(list);
        return;
    }
    for (Part *k = first_part(c); k < behind_part(c); k = behind_part(k))
        build_kid(p, n, k);
}

// Where a statement really ends: behind the semicolon that libclang leaves out.
static uint32_t behind_semicolon(const Unit *u, uint32_t end)
{
    int i = token_at(u, end);
    return token_is(u, i, ";") ? u->tokens[i].offset + 1 : end;
}

static Node *build_statement(Parser *p, Part *c, Node *parent)
{
    if (clang_isExpression(clang_getCursorKind(c->cursor))) {
        Node *s = new_node(p, N_EXPR_STMT, c, parent);
        Node *e = build(p, c, s);
        set_kids(p, s, &e, 1);
        s->end = behind_semicolon(p->unit, s->end);
        inherit(s);
        return s;
    }
    return build(p, c, parent);
}

static void build_block(Parser *p, Node *n, Part *c)
{
    Scope *outer = p->scope;
    n->scope = open_scope(p, n->begin, n->end);
    n->scope->is_block = true;
    n->kids = arena_alloc(p->unit->arena, sizeof(Node *) * (size_t)(count_parts(c) + 1));
    for (Part *k = first_part(c); k < behind_part(c); k = behind_part(k)) {
        n->kids[n->kid_count] = build_statement(p, k, n);
        n->kid_count++;
    }
    p->scope = outer;
}

static void build_body(Parser *p, Node *n, int index, Part *c)
{
    n->kids[index] = build_statement(p, c, n);
    if (n->kids[index]->end > n->end)
        n->end = n->kids[index]->end;
}

// From here on, jumps are those of the loop or switch: in what is evaluated once, in front of it,
// they still leave the one around.
static void enter(Parser *p, Node *n)
{
    p->breakable = n;
    *(n->kind == N_SWITCH ? &p->in_switch : &p->loop) = n;
}

static void build_for(Parser *p, Node *n, Part *c)
{
    Unit *u = p->unit;
    Scope *outer = p->scope;
    n->scope = open_scope(p, n->begin, n->end);
    // The semicolons at depth 0 of the header, and its closing parenthesis.
    uint32_t mark[3] = {0, 0, 0};
    int found = 0, depth = 0;
    for (int i = token_at(u, n->begin) + 1; u->tokens[i].kind != T_EOF; i++) {
        const Token *t = &u->tokens[i];
        char ch = t->kind == T_PUNCT && t->length == 1 ? u->text[t->offset] : 0;
        if (ch == '(' || ch == '[' || ch == '{')
            depth++;
        else if (ch == ')' || ch == ']' || ch == '}')
            depth--;
        if (ch == ';' && depth == 1 && found < 2)
            mark[found++] = t->offset;
        if (ch == ')' && depth == 0) {
            mark[2] = t->offset;
            break;
        }
    }
    Node *kids[4] = {NULL, NULL, NULL, NULL};
    set_kids(p, n, kids, 4);
    for (Part *k = first_part(c); k < behind_part(c); k = behind_part(k)) {
        uint32_t b = begin_of_part(p, k);
        if (b >= mark[0])
            enter(p, n);
        if (b < mark[0])
            n->kids[0] = build_statement(p, k, n);
        else if (b < mark[1])
            n->kids[1] = build(p, k, n);
        else if (b < mark[2])
            n->kids[2] = build(p, k, n);
        else
            build_body(p, n, 3, k);
    }
    n->scope->end = n->end;
    p->scope = outer;
}

// 0, which is N_BLOCK: of others.
static const uint8_t simple_kinds[] = {
    [CXCursor_CallExpr] = N_CALL,
    [CXCursor_ParenExpr] = N_PAREN,
    [CXCursor_ArraySubscriptExpr] = N_INDEX,
    [CXCursor_CStyleCastExpr] = N_CAST,
    [CXCursor_CompoundAssignOperator] = N_COMPOUND_ASSIGN,
    [CXCursor_ConditionalOperator] = N_COND,
    [CXCursor_CompoundLiteralExpr] = N_COMPOUND_LITERAL,
    [CXCursor_InitListExpr] = N_INIT_LIST,
    [CXCursor_StmtExpr] = N_STMT_EXPR,
    [CXCursor_UnaryExpr] = N_UNEVALUATED,
    [CXCursor_IntegerLiteral] = N_LEAF,
    [CXCursor_FloatingLiteral] = N_LEAF,
    [CXCursor_ImaginaryLiteral] = N_LEAF,
    [CXCursor_StringLiteral] = N_LEAF,
    [CXCursor_CharacterLiteral] = N_LEAF,
    [CXCursor_AddrLabelExpr] = N_LEAF,
    [CXCursor_GenericSelectionExpr] = N_SELECTION,
    [CXCursor_DeclStmt] = N_DECL,
    [CXCursor_IfStmt] = N_IF,
    [CXCursor_WhileStmt] = N_WHILE,
    [CXCursor_DoStmt] = N_DO,
    [CXCursor_ForStmt] = N_FOR,
    [CXCursor_SwitchStmt] = N_SWITCH,
    [CXCursor_CaseStmt] = N_CASE,
    [CXCursor_DefaultStmt] = N_DEFAULT,
    [CXCursor_LabelStmt] = N_LABEL,
    [CXCursor_GotoStmt] = N_GOTO,
    [CXCursor_IndirectGotoStmt] = N_INDIRECT_GOTO,
    [CXCursor_BreakStmt] = N_BREAK,
    [CXCursor_ContinueStmt] = N_CONTINUE,
    [CXCursor_ReturnStmt] = N_RETURN,
    [CXCursor_NullStmt] = N_NULL,
    [CXCursor_GCCAsmStmt] = N_ASM,
};

static NodeKind kind_of(CXCursor c)
{
    enum CXCursorKind k = clang_getCursorKind(c);
    if (k == CXCursor_CompoundStmt)
        return N_BLOCK;
    if (k < sizeof simple_kinds && simple_kinds[k])
        return simple_kinds[k];
    if (k == CXCursor_BinaryOperator) {
        switch (clang_getCursorBinaryOperatorKind(c)) {
        case CXBinaryOperator_Assign:
            return N_ASSIGN;
        case CXBinaryOperator_LAnd:
        case CXBinaryOperator_LOr:
            return N_ANDOR;
        case CXBinaryOperator_Comma:
            return N_COMMA;
        default:
            return N_BINARY;
        }
    }
    return clang_isStatement(k) ? N_OTHER_STMT : N_OTHER;
}

// The statement whose parts are [controlling expressions…] body.
static void build_controlled(Parser *p, Node *n, Part *c, int controls)
{
    n->kid_count = count_parts(c);
    n->kids = arena_alloc(p->unit->arena, sizeof(Node *) * (size_t)(n->kid_count + 1));
    Part *part = first_part(c);
    for (int i = 0; i < n->kid_count; i++, part = behind_part(part)) {
        if (n->kind == N_WHILE || (n->kind == N_SWITCH && i == controls))
            enter(p, n);
        if (i < controls)
            n->kids[i] = build(p, part, n);
        else
            build_body(p, n, i, part);
    }
}

static void build_loop(Parser *p, Node *n, Part *c)
{
    Node *breakable = p->breakable, *loop = p->loop, *in_switch = p->in_switch;
    if (n->kind == N_FOR) {
        build_for(p, n, c);
    } else if (n->kind == N_DO) {
        enter(p, n);
        Node *kids[2] = {NULL, NULL};
        set_kids(p, n, kids, 2);
        if (count_parts(c) == 2) {
            n->kids[0] = build_statement(p, first_part(c), n);
            n->kids[1] = build(p, behind_part(first_part(c)), n);
        }
        n->end = behind_semicolon(p->unit, n->end);
    } else {
        build_controlled(p, n, c, 1);
    }
    p->breakable = breakable;
    p->loop = loop;
    p->in_switch = in_switch;
}

static void build_parts(Parser *p, Node *n, Part *c)
{
    Unit *u = p->unit;
    switch ((NodeKind)n->kind) {
    case N_BLOCK:
        build_block(p, n, c);
        break;
    case N_DECL:
        while (token_is(u, token_at(u, n->begin) - 1, "__extension__"))
            n->begin = u->tokens[token_at(u, n->begin) - 1].offset;
        n->in_extension |= token_is(u, token_at(u, n->begin), "__extension__");
        build_decl(p, n, c);
        break;
    case N_IF:
        build_controlled(p, n, c, 1);
        if (token_is(u, token_at(u, n->begin), "_Defer")) { // see base_args in parse.c
            n->kind = N_DEFER;
            n->kids[0] = n->kids[1];
            n->kid_count = 1;
        }
        break;
    case N_WHILE:
    case N_DO:
    case N_FOR:
    case N_SWITCH:
        build_loop(p, n, c);
        break;
    case N_CASE:
        n->target = p->in_switch;
        build_controlled(p, n, c, count_parts(c) - 1);
        break;
    case N_LABEL:
        n->name = take_string(u, clang_getCursorSpelling(c->cursor));
        for (Scope *s = p->scope; s; s = s->parent)
            s->has_label = true;
        build_controlled(p, n, c, 0);
        break;
    case N_DEFAULT:
        n->target = p->in_switch;
        build_controlled(p, n, c, 0);
        break;
    case N_GOTO: {
        int label = token_at(u, n->begin) + 1;
        n->name = token_text(u, label);
        n->end = behind_semicolon(u, n->end);
        break;
    }
    case N_BREAK:
    case N_CONTINUE:
        n->target = n->kind == N_BREAK ? p->breakable : p->loop;
        n->end = behind_semicolon(u, n->end);
        break;
    case N_RETURN:
    case N_INDIRECT_GOTO:
    case N_NULL:
    case N_OTHER_STMT:
        build_kids(p, n, c);
        n->end = behind_semicolon(u, n->end);
        break;
    case N_ASM:
        build_kids(p, n, c);
        build_asm_labels(p, n);
        n->end = behind_semicolon(u, n->end);
        break;
    case N_LEAF: // only an imaginary one has a part
        break;
    case N_CALL:
        build_kids(p, n, c);
        build_call(p, n, c->cursor);
        break;
    default:
        build_kids(p, n, c);
        break;
    }
}

void inherit(Node *n)
{
    bool evaluated = n->kind != N_UNEVALUATED;
    for (int i = 0; i < n->kid_count; i++) {
        Node *k = n->kids[i];
        if (!k)
            continue;
        k->parent = n;
        if (k->end > n->end) // libclang takes what ends with a macro to end where that begins
            n->end = k->end;
        if (evaluated) {
            n->has_await |= k->has_await;
            n->has_effect |= k->has_effect;
            n->cleans_up |= k->cleans_up;
        }
    }
    switch ((NodeKind)n->kind) {
    case N_AWAIT:
    case N_GROUP:
    case N_DEFER: // a statement expression that holds one is taken apart, too
        n->has_await = true;
        n->acts = true;
        break;
    case N_STMT_EXPR: // or a cleanup
        n->has_await |= n->cleans_up;
        n->acts = true;
        break;
    case N_CALL:
    case N_SPAWN:
    case N_RUN:
    case N_INCDEC:
    case N_ASSIGN:
    case N_COMPOUND_ASSIGN:
    case N_ASM:
        n->acts = true;
        break;
    case N_REF:
    case N_DEREF:
    case N_INDEX:
    case N_MEMBER:
    case N_ARROW:
        n->acts = n->type && n->type->is_volatile;
        break;
    default:
        break;
    }
    n->has_effect |= n->acts;
}

// An argument for a transparent union, which libclang shows as a literal of that, has no such type
// itself. What is written as one begins before its list.
static bool is_implicit_literal(const Node *n)
{
    const Node *list = n->kind == N_COMPOUND_LITERAL ? kid(n, 0) : NULL;
    return list && list->kind == N_INIT_LIST && list->begin == n->begin && list->kid_count == 1;
}

static bool has_effects_in_kids(const Node *n)
{
    for (int i = 0; i < n->kid_count; i++)
        if (n->kids[i]->has_effect)
            return true;
    return false;
}

Node *build(Parser *p, Part *c, Node *parent)
{
    c = without_implicit_casts(p, c);
    enum CXCursorKind k = clang_getCursorKind(c->cursor);
    Node *n = new_node(p, kind_of(c->cursor), c, parent);
    if (clang_isExpression(k))
        n->type = make_type(p, clang_getCursorType(c->cursor));
    if (k == CXCursor_DeclRefExpr) {
        n->kind = N_REF;
        build_ref(p, n, c->cursor);
    } else if (k == CXCursor_UnaryOperator) {
        n->kind = N_UNARY;
        build_unary(p, n, c);
    } else if (k == CXCursor_MemberRefExpr) {
        build_member(p, n, c);
    } else if (k == CXCursor_UnexposedExpr) {
        build_unexposed(p, n, c);
        // An implicit cast has its operand's text and nothing else.
        if (n->kid_count == 1 && n->kids[0]->begin == n->begin && n->kids[0]->end >= n->end) {
            n->kids[0]->parent = parent;
            return n->kids[0];
        }
        if (n->kid_count == 3 &&
            token_is(p->unit, token_at(p->unit, n->begin), "__builtin_choose_expr"))
            n->kind = N_SELECTION;
    } else if (n->kind == N_OTHER_STMT) {
        // A statement behind an attribute is that statement.
        build_parts(p, n, c);
        if (n->kid_count == 0)
            n->kind = N_NULL;
        else if (n->kid_count == 1 && n->kids[0]->kind >= N_AWAIT) {
            n->kind = N_EXPR_STMT;
            n->begin = n->kids[0]->begin;
        }
        if (n->kid_count == 1 && n->kids[0]->kind < N_VAR) {
            // A hint for a loop stands in a #pragma, which is no token.
            n->kids[0]->begin = p->unit->tokens[token_at(p->unit, n->begin)].offset;
            n->kids[0]->parent = parent;
            return n->kids[0];
        }
    } else if (k == CXCursor_AddrLabelExpr) {
        p->func->takes_label_address = true;
        n->name = token_text(p->unit, token_at(p->unit, n->begin) + 1);
    } else if (is_stand_in(p->unit, n)) {
        build_stand_in(p, n, c);
    } else {
        build_parts(p, n, c);
        if (is_implicit_literal(n)) {
            n->kids[0]->kids[0]->parent = parent;
            return n->kids[0]->kids[0];
        }
        if (n->kind == N_PAREN)
            recognise_marker(p, n);
        if (n->kind == N_CALL)
            n->callee = direct_callee(n);
        if (n->kind == N_CALL && is_address_builtin(n)) {
            n->kind = N_ADDRESS;
            n->kids[0] = n->kids[1];
            n->kid_count = 1;
        }
        if (n->kind == N_CALL && is_unevaluated_builtin(n) && has_effects_in_kids(n))
            n->kind = N_UNEVALUATED;
        if (n->kind == N_CAST || n->kind == N_COMPOUND_LITERAL)
            mark_type_operands(p, n, c, n->kid_count - 1);
        if (k == CXCursor_GenericSelectionExpr) {
            if (controls_generic(p->unit, n))
                mark_type_operands(p, n, c, 1);
            build_generic_types(p, n);
        }
        if (k == CXCursor_UnaryExpr && is_evaluated_sizeof(c->cursor))
            n->kind = N_OTHER;
    }
    inherit(n);
    return n;
}
