// parse.c: from libclang's cursors to the trees of asyncc.h. The only file that knows libclang.
//
// libclang sees the preprocessed text with `_Await` defined as `__extension__` and `_Async` as an
// annotation, so a cursor's offsets are offsets of Unit.text:
//
//   n += _Await f(n - 1);
//
//   CompoundAssignOperator          N_COMPOUND_ASSIGN
//     DeclRefExpr n                   N_REF n
//     UnaryOperator __extension__     N_AWAIT
//       CallExpr f                      N_CALL f
//         BinaryOperator -                N_BINARY …
//
// What libclang hides is settled by tokens: which of the three parts of a `for` are absent, where a
// statement's semicolon is. Implicit casts have no text of their own and are left out.
// Requires: lex. Provides: Unit.callees, Unit.funcs with body, vars, scopes, awaits.
#include "asyncc.h"
#include "options.h"

#include <clang-c/Index.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Unit *unit;
    CXTranslationUnit tu;
    struct {
        const void *key;
        Type *value;
    } *types; // by libclang's own type pointer
    struct {
        uint32_t key;
        Var *value;
    } *vars; // by the offset of the declared name
    struct {
        char *key;
        int value;
    } *names;        // NAME__frame structs, NAME__start functions
    uint32_t *words; // offsets of the dialect's words, ascending
    struct {
        uint32_t key;
        int value;
    } *seen_awaits;
    Func *func;
    Scope *scope;
    Node *breakable, *loop;
} Parser;

// ---------------------------------------------------------------------------------------------
// offsets and strings
// ---------------------------------------------------------------------------------------------

static uint32_t offset_of(CXSourceLocation loc)
{
    unsigned offset = 0;
    clang_getExpansionLocation(loc, NULL, NULL, NULL, &offset);
    return offset;
}

static uint32_t begin_of(CXCursor c)
{
    return offset_of(clang_getRangeStart(clang_getCursorExtent(c)));
}

static uint32_t end_of(CXCursor c)
{
    return offset_of(clang_getRangeEnd(clang_getCursorExtent(c)));
}

static const char *take_string(Unit *u, CXString s)
{
    const char *p = clang_getCString(s);
    const char *copy = arena_strndup(u->arena, p ? p : "", p ? strlen(p) : 0);
    clang_disposeString(s);
    return copy;
}

// The number of the dialect's words in [begin, end).
static bool has_word(const Parser *p, uint32_t begin, uint32_t end)
{
    ptrdiff_t lo = 0, hi = arrlen(p->words);
    while (lo < hi) {
        ptrdiff_t mid = lo + (hi - lo) / 2;
        if (p->words[mid] < begin)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < arrlen(p->words) && p->words[lo] < end;
}

// The text of [begin, end) on one line, without `_Async`, `register` and line markers.
static const char *joined_tokens(Unit *u, uint32_t begin, uint32_t end)
{
    char *buf = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&buf, &n);
    for (int i = token_at(u, begin); f && u->tokens[i].offset < end; i++)
        if (!token_is(u, i, "_Async") && !token_is(u, i, "register"))
            fprintf(f, "%s%.*s", ftell(f) ? " " : "", (int)u->tokens[i].length,
                    u->text + u->tokens[i].offset);
    if (f)
        fclose(f);
    const char *copy = arena_strndup(u->arena, buf ? buf : "", n);
    free(buf);
    return copy;
}

// ---------------------------------------------------------------------------------------------
// types
// ---------------------------------------------------------------------------------------------

static bool declared_at_file_scope(CXCursor decl)
{
    for (;;) {
        CXCursor parent = clang_getCursorSemanticParent(decl);
        enum CXCursorKind k = clang_getCursorKind(parent);
        if (k == CXCursor_TranslationUnit || clang_isInvalid(k))
            return true;
        if (k != CXCursor_StructDecl && k != CXCursor_UnionDecl && k != CXCursor_EnumDecl)
            return false;
        decl = parent;
    }
}

// Can the type, as spelled, be written at file scope? `sugar`: typedef names and the like are
// taken as they are, and must be declared there; otherwise t is canonical.
static bool is_nameable(CXType t, bool sugar)
{
    switch (t.kind) {
    case CXType_Pointer:
        return is_nameable(clang_getPointeeType(t), sugar);
    case CXType_ConstantArray:
    case CXType_IncompleteArray:
    case CXType_Vector:
    case CXType_ExtVector:
    case CXType_Complex:
        return is_nameable(clang_getElementType(t), sugar);
    case CXType_VariableArray:
        return false;
    case CXType_Atomic:
        return is_nameable(clang_Type_getValueType(t), sugar);
    case CXType_FunctionProto:
    case CXType_FunctionNoProto:
        for (int i = 0; i < clang_getNumArgTypes(t); i++)
            if (!is_nameable(clang_getArgType(t, (unsigned)i), sugar))
                return false;
        return is_nameable(clang_getResultType(t), sugar);
    case CXType_Elaborated:
        return is_nameable(clang_Type_getNamedType(t), sugar);
    case CXType_Typedef:
        return declared_at_file_scope(clang_getTypeDeclaration(t));
    case CXType_Record:
    case CXType_Enum: {
        CXCursor decl = clang_getTypeDeclaration(t);
        CXString s = clang_getTypeSpelling(t);
        bool unnamed = strchr(clang_getCString(s), '(') != NULL;
        clang_disposeString(s);
        return !unnamed && declared_at_file_scope(decl);
    }
    case CXType_Auto:
    case CXType_Unexposed:
        return !sugar && t.kind != CXType_Unexposed;
    default:
        return t.kind != CXType_Invalid;
    }
}

static enum CXVisitorResult visit_const_field(CXCursor field, CXClientData data)
{
    bool *found = data;
    CXType t = clang_getCanonicalType(clang_getCursorType(field));
    while (t.kind == CXType_ConstantArray || t.kind == CXType_IncompleteArray)
        t = clang_getElementType(t);
    if (clang_isConstQualifiedType(t))
        *found = true;
    else if (t.kind == CXType_Record)
        clang_Type_visitFields(t, visit_const_field, data);
    return *found ? CXVisit_Break : CXVisit_Continue;
}

static bool is_variably_modified(CXType t)
{
    for (;;) {
        switch (t.kind) {
        case CXType_VariableArray:
            return true;
        case CXType_Pointer:
            t = clang_getPointeeType(t);
            break;
        case CXType_ConstantArray:
        case CXType_IncompleteArray:
            t = clang_getElementType(t);
            break;
        default:
            return false;
        }
    }
}

static Type *make_type(Parser *p, CXType t)
{
    Unit *u = p->unit;
    ptrdiff_t known = hmgeti(p->types, t.data[0]);
    if (known >= 0 && t.data[0])
        return p->types[known].value;
    Type *type = arena_alloc(u->arena, sizeof *type);
    CXType ct = clang_getCanonicalType(t);
    // libclang crashes when asked for the size of what a builtin's name has for a type.
    bool sized = ct.kind != CXType_Unexposed && ct.kind != CXType_Invalid;
    long long size = sized ? clang_Type_getSizeOf(t) : 0,
              align = sized ? clang_Type_getAlignOf(t) : 0;
    type->size = size > 0 ? (uint64_t)size : 0;
    type->align = align > 0 ? (uint32_t)align : 1;
    type->spelling = take_string(u, clang_getTypeSpelling(t));
    bool sugar = is_nameable(t, true);
    if (sugar || is_nameable(ct, false)) {
        CXType written = sugar ? t : ct;
        type->text = take_string(u, clang_getTypeSpelling(written));
        type->plain = take_string(u, clang_getTypeSpelling(clang_getUnqualifiedType(written)));
    }
    type->is_void = ct.kind == CXType_Void;
    type->is_bool = ct.kind == CXType_Bool;
    type->is_record = ct.kind == CXType_Record;
    type->is_array = ct.kind == CXType_ConstantArray || ct.kind == CXType_IncompleteArray ||
                     ct.kind == CXType_VariableArray;
    type->is_variably_modified = is_variably_modified(ct);
    CXType e = ct;
    while (e.kind == CXType_ConstantArray || e.kind == CXType_IncompleteArray)
        e = clang_getElementType(e);
    type->is_const = clang_isConstQualifiedType(e);
    type->is_volatile = clang_isVolatileQualifiedType(e);
    type->is_atomic = e.kind == CXType_Atomic;
    if (e.kind == CXType_Record)
        clang_Type_visitFields(e, visit_const_field, &type->has_const_member);
    if (ct.kind == CXType_ConstantArray)
        type->count = (uint64_t)clang_getArraySize(ct);
    if (ct.kind == CXType_ConstantArray && type->text) {
        CXType element = clang_getElementType(ct);
        if (t.kind == CXType_ConstantArray)
            element = clang_getElementType(t);
        CXType ce = clang_getCanonicalType(element);
        if (ce.kind != CXType_ConstantArray && ce.kind != CXType_IncompleteArray) {
            type->array = type->count;
            type->element =
                take_string(u, clang_getTypeSpelling(is_nameable(element, true) ? element : ce));
        }
    }
    if (t.data[0])
        hmput(p->types, t.data[0], type);
    return type;
}

// ---------------------------------------------------------------------------------------------
// the tree of a function
// ---------------------------------------------------------------------------------------------

static Node *build(Parser *p, CXCursor c, Node *parent);
static void inherit(Node *n);

static Node *new_node(Parser *p, NodeKind kind, CXCursor c, Node *parent)
{
    Node *n = arena_alloc(p->unit->arena, sizeof *n);
    n->kind = (uint8_t)kind;
    n->begin = begin_of(c);
    n->end = end_of(c);
    n->parent = parent;
    n->scope = p->scope;
    return n;
}

static enum CXChildVisitResult collect_child(CXCursor c, CXCursor parent, CXClientData data)
{
    (void)parent;
    CXCursor **list = data;
    ptrdiff_t n = arrlen(*list);
    // `a ?: b` shows a three times, a declaration in a specifier twice.
    if (n && clang_getCursorKind((*list)[n - 1]) == clang_getCursorKind(c) &&
        begin_of((*list)[n - 1]) == begin_of(c) && end_of((*list)[n - 1]) == end_of(c) &&
        clang_getCursorKind(c) != CXCursor_VarDecl)
        return CXChildVisit_Continue;
    arrput(*list, c);
    return CXChildVisit_Continue;
}

static CXCursor *children_of(CXCursor c)
{
    CXCursor *list = NULL;
    clang_visitChildren(c, collect_child, &list);
    return list;
}

static void set_kids(Parser *p, Node *n, Node **kids, int count)
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

static bool is_tag_declaration(enum CXCursorKind k)
{
    return k == CXCursor_StructDecl || k == CXCursor_UnionDecl || k == CXCursor_EnumDecl;
}

// Every child that is an expression or statement, in order.
static void build_kids(Parser *p, Node *n, CXCursor c)
{
    CXCursor *list = children_of(c);
    Node **kids = NULL;
    for (ptrdiff_t i = 0; i < arrlen(list); i++) {
        enum CXCursorKind k = clang_getCursorKind(list[i]);
        // Implicit values of an initialiser list have no text.
        bool inside = begin_of(list[i]) >= n->begin && end_of(list[i]) <= n->end;
        if (is_type_reference(k) || is_tag_declaration(k) || !inside)
            continue;
        arrput(kids, build(p, list[i], n));
    }
    set_kids(p, n, kids, (int)arrlen(kids));
    arrfree(kids);
    arrfree(list);
}

// libclang does not show the operands of an asm statement: its identifiers are looked up here.
static void build_asm(Parser *p, Node *n)
{
    Unit *u = p->unit;
    Node **kids = NULL;
    int depth = 0;
    for (int i = token_at(u, n->begin); u->tokens[i].offset < n->end; i++) {
        if (token_is(u, i, "("))
            depth++;
        else if (token_is(u, i, ")"))
            depth--;
        if (depth < 2 || u->tokens[i].kind != T_IDENT || token_is(u, i - 1, ".") ||
            token_is(u, i - 1, "->"))
            continue;
        const char *name = token_text(u, i);
        Var *v = NULL;
        for (Scope *s = p->scope; s && !v; s = s->parent)
            for (ptrdiff_t k = arrlen(s->names) - 1; k >= 0 && !v; k--)
                if (!strcmp(s->names[k], name)) {
                    ptrdiff_t at = hmgeti(p->vars, s->name_offsets[k]);
                    v = at >= 0 ? p->vars[at].value : NULL;
                    if (!v || v->is_static)
                        goto next;
                }
        if (v) {
            Node *ref = arena_alloc(u->arena, sizeof *ref);
            ref->kind = N_REF;
            ref->begin = u->tokens[i].offset;
            ref->end = ref->begin + u->tokens[i].length;
            ref->var = v;
            ref->name = name;
            ref->type = v->type;
            ref->scope = p->scope;
            arrput(kids, ref);
        }
    next:;
    }
    set_kids(p, n, kids, (int)arrlen(kids));
    arrfree(kids);
}

static Scope *open_scope(Parser *p, uint32_t begin, uint32_t end)
{
    Scope *s = arena_alloc(p->unit->arena, sizeof *s);
    s->parent = p->scope;
    s->begin = begin;
    s->end = end;
    arrput(p->func->scopes, s);
    if (p->scope)
        arrput(p->scope->children, s);
    p->scope = s;
    return s;
}

static void declare_name(Parser *p, const char *name, uint32_t offset)
{
    arrput(p->scope->names, name);
    arrput(p->scope->name_offsets, offset);
}

// libclang gives the place where the name would stand.
static const char *unnamed_param(Unit *u, uint32_t offset)
{
    return arena_printf(u->arena, "ac__unnamed_%u", offset);
}

static Var *declare_var(Parser *p, CXCursor c, CXType type)
{
    Unit *u = p->unit;
    Var *v = arena_alloc(u->arena, sizeof *v);
    v->name = take_string(u, clang_getCursorSpelling(c));
    v->type = make_type(p, type);
    v->scope = p->scope;
    v->offset = offset_of(clang_getCursorLocation(c));
    v->is_param = clang_getCursorKind(c) == CXCursor_ParmDecl;
    v->is_unnamed = !*v->name;
    if (v->is_unnamed)
        v->name = unnamed_param(u, v->offset);
    enum CX_StorageClass sc = clang_Cursor_getStorageClass(c);
    v->is_static = sc == CX_SC_Static || sc == CX_SC_Extern;
    declare_name(p, v->name, v->offset);
    if (!v->is_static)
        add_var(p->func, v);
    hmput(p->vars, v->offset, v);
    return v;
}

// Where a statement really ends: behind the semicolon that libclang leaves out.
static uint32_t behind_semicolon(const Unit *u, uint32_t end)
{
    int i = token_at(u, end);
    return token_is(u, i, ";") ? u->tokens[i].offset + 1 : end;
}

static Node *build_statement(Parser *p, CXCursor c, Node *parent)
{
    enum CXCursorKind k = clang_getCursorKind(c);
    if (clang_isExpression(k)) {
        Node *s = new_node(p, N_EXPR_STMT, c, parent);
        Node *e = build(p, c, s);
        set_kids(p, s, &e, 1);
        s->end = behind_semicolon(p->unit, s->end);
        inherit(s);
        return s;
    }
    return build(p, c, parent);
}

static void build_block(Parser *p, Node *n, CXCursor c)
{
    Scope *outer = p->scope;
    n->scope = open_scope(p, n->begin, n->end);
    CXCursor *list = children_of(c);
    Node **kids = NULL;
    for (ptrdiff_t i = 0; i < arrlen(list); i++)
        arrput(kids, build_statement(p, list[i], n));
    set_kids(p, n, kids, (int)arrlen(kids));
    arrfree(kids);
    arrfree(list);
    p->scope = outer;
}

static void build_body(Parser *p, Node *n, int index, CXCursor c)
{
    n->kids[index] = build_statement(p, c, n);
    if (n->kids[index]->end > n->end)
        n->end = n->kids[index]->end;
}

static void build_for(Parser *p, Node *n, CXCursor c)
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
    CXCursor *list = children_of(c);
    for (ptrdiff_t i = 0; i < arrlen(list); i++) {
        uint32_t b = begin_of(list[i]);
        if (b < mark[0])
            n->kids[0] = build_statement(p, list[i], n);
        else if (b < mark[1])
            n->kids[1] = build(p, list[i], n);
        else if (b < mark[2])
            n->kids[2] = build(p, list[i], n);
        else
            build_body(p, n, 3, list[i]);
    }
    n->scope->end = n->end;
    arrfree(list);
    p->scope = outer;
}

// What an attribute asks of the place where v lives. libclang shows no attribute's operands.
static void read_attribute(const Unit *u, Var *v, CXCursor attribute)
{
    int t = token_at(u, begin_of(attribute));
    v->in_register |= clang_getCursorKind(attribute) == CXCursor_AsmLabelAttr;
    v->has_cleanup |= token_is(u, t, "cleanup") || token_is(u, t, "__cleanup__");
    if (clang_getCursorKind(attribute) != CXCursor_AlignedAttr)
        return;
    const Token *number = &u->tokens[t + 2];
    bool plain = token_is(u, t + 1, "(") && number->kind == T_NUMBER && token_is(u, t + 3, ")");
    unsigned long align = plain ? strtoul(u->text + number->offset, NULL, 0) : 0;
    if (align > v->align)
        v->align = (uint32_t)align;
    v->odd_alignment |= align == 0 || align > 4096;
}

static void build_var(Parser *p, Node *n, CXCursor c)
{
    Var *v = declare_var(p, c, clang_getCursorType(c));
    n->var = v;
    n->name = v->name;
    n->name_offset = v->offset;
    CXCursor init = clang_Cursor_getVarDeclInitializer(c);
    bool has_init = !clang_Cursor_isNull(init);
    Node **kids = NULL;
    arrput(kids, NULL);
    CXCursor *list = children_of(c);
    for (ptrdiff_t i = 0; i < arrlen(list); i++) {
        enum CXCursorKind k = clang_getCursorKind(list[i]);
        if (has_init && clang_equalCursors(list[i], init)) {
            kids[0] = build(p, init, n);
            continue;
        }
        if (clang_isAttribute(k)) {
            read_attribute(p->unit, v, list[i]);
            continue;
        }
        if (clang_isExpression(k) && !(has_init && begin_of(list[i]) == begin_of(init))) {
            // An array bound or the operand of typeof: evaluated only if the type varies.
            Node *e = build(p, list[i], n);
            if (!v->type->is_variably_modified) {
                Node *wrapper = new_node(p, N_UNEVALUATED, list[i], n);
                set_kids(p, wrapper, &e, 1);
                e = wrapper;
            }
            arrput(kids, e);
        }
    }
    if (has_init && !kids[0]) {
        kids[0] = build(p, init, n);
    }
    arrfree(list);
    set_kids(p, n, kids, (int)arrlen(kids));
    arrfree(kids);
}

static enum CXChildVisitResult declare_enumerator(CXCursor c, CXCursor parent, CXClientData data)
{
    (void)parent;
    Parser *p = data;
    if (clang_getCursorKind(c) == CXCursor_EnumConstantDecl)
        declare_name(p, take_string(p->unit, clang_getCursorSpelling(c)),
                     offset_of(clang_getCursorLocation(c)));
    return CXChildVisit_Continue;
}

static void build_decl(Parser *p, Node *n, CXCursor c)
{
    CXCursor *list = children_of(c);
    Node **kids = NULL;
    for (ptrdiff_t i = 0; i < arrlen(list); i++) {
        enum CXCursorKind k = clang_getCursorKind(list[i]);
        if (k == CXCursor_VarDecl) {
            Node *v = new_node(p, N_VAR, list[i], n);
            build_var(p, v, list[i]);
            inherit(v);
            arrput(kids, v);
            continue;
        }
        Node *d = new_node(p, N_LOCAL_DECL, list[i], n);
        if (k == CXCursor_FunctionDecl)
            d->name_offset = offset_of(clang_getCursorLocation(list[i]));
        if (k == CXCursor_TypedefDecl || k == CXCursor_FunctionDecl)
            declare_name(p, take_string(p->unit, clang_getCursorSpelling(list[i])),
                         offset_of(clang_getCursorLocation(list[i])));
        if (k == CXCursor_EnumDecl)
            clang_visitChildren(list[i], declare_enumerator, p);
        build_kids(p, d, list[i]);
        inherit(d);
        arrput(kids, d);
    }
    set_kids(p, n, kids, (int)arrlen(kids));
    arrfree(kids);
    arrfree(list);
}

static Callee *known_callee(Parser *p, const char *name)
{
    ptrdiff_t i = shgeti(p->unit->callees, name);
    return i >= 0 ? p->unit->callees[i].value : NULL;
}

static void build_ref(Parser *p, Node *n, CXCursor c)
{
    CXCursor decl = clang_getCursorReferenced(c);
    n->name = take_string(p->unit, clang_getCursorSpelling(c));
    enum CXCursorKind k = clang_getCursorKind(decl);
    if (k == CXCursor_VarDecl || k == CXCursor_ParmDecl) {
        ptrdiff_t i = hmgeti(p->vars, offset_of(clang_getCursorLocation(decl)));
        if (i >= 0 && !p->vars[i].value->is_static) {
            n->var = p->vars[i].value;
            if (n->var->is_param)
                n->type = n->var->type;
        }
    } else if (k == CXCursor_FunctionDecl) {
        n->callee = known_callee(p, n->name);
    }
}

static Callee *direct_callee(Node *call)
{
    Node *f = call->kind == N_CALL ? strip_parens(kid(call, 0)) : NULL;
    return f && f->kind == N_REF ? f->callee : NULL;
}

static void build_unary(Parser *p, Node *n, CXCursor c)
{
    switch (clang_getCursorUnaryOperatorKind(c)) {
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
        if (token_is(p->unit, token_at(p->unit, n->begin), "_Await")) {
            n->kind = N_AWAIT;
            hmput(p->seen_awaits, n->begin, 1);
        }
        break;
    default:
        break;
    }
    build_kids(p, n, c);
    if (n->kind == N_AWAIT) {
        Node *call = strip_parens(kid(n, 0));
        n->callee = call ? direct_callee(call) : NULL;
        if (call && call->kind == N_CALL)
            n->kids[0] = call;
    }
}

// ac_spawn(f(x)) reads `((void)(f(x)), ac__spawn_marker)`, ac_run(f(x)) reads
// `((void)ac__run_marker, f(x))`.
static void recognise_marker(Node *n)
{
    Node *comma = kid(n, 0);
    if (!comma || comma->kind != N_COMMA)
        return;
    Node *left = kid(comma, 0), *right = kid(comma, 1);
    if (right && right->kind == N_REF && !strcmp(right->name, "ac__spawn_marker") &&
        left->kind == N_CAST) {
        n->kind = N_SPAWN;
        n->kids[0] = strip_parens(kid(left, 0));
    } else {
        // The marker is the leftmost operand, should the argument hold a comma itself.
        Node *first = left;
        while (first && first->kind == N_COMMA)
            first = kid(first, 0);
        Node *marker = first && first->kind == N_CAST ? kid(first, 0) : NULL;
        if (!marker || marker->kind != N_REF || strcmp(marker->name, "ac__run_marker"))
            return;
        n->kind = N_RUN;
        n->kids[0] = first == left ? strip_parens(right) : comma;
    }
    n->kid_count = 1;
    n->callee = n->kids[0] ? direct_callee(n->kids[0]) : NULL;
}

// In an expression that names a type, the operands of typeof and the bounds of arrays come among
// its children. They are evaluated only if the type varies.
static void mark_type_operands(Parser *p, Node *n, CXCursor c, int count)
{
    for (int i = 0; i < count; i++) {
        if (n->type && n->type->is_variably_modified)
            continue;
        Node *wrapper = new_node(p, N_UNEVALUATED, c, n);
        wrapper->begin = n->kids[i]->begin;
        wrapper->end = n->kids[i]->end;
        set_kids(p, wrapper, &n->kids[i], 1);
        n->kids[i] = wrapper;
    }
}

// `sizeof(int[n])` reads n: an array's bound in a type, but not in the operand of typeof.
static bool is_evaluated_sizeof(const Unit *u, const Node *n)
{
    int depth = 0, first = token_at(u, n->begin) + 1;
    if (!n->kid_count || n->kids[0]->begin == u->tokens[first].offset)
        return false;
    for (int i = first; u->tokens[i].offset < n->end; i++) {
        depth += token_is(u, i, "(");
        depth -= token_is(u, i, ")");
        if (depth == 1 && token_is(u, i, "["))
            return true;
    }
    return false;
}

// Builtins whose operands are looked at, not evaluated.
static bool is_unevaluated_builtin(const Node *call)
{
    static const char *const names[] = {"__builtin_constant_p", "__builtin_classify_type",
                                        "__builtin_object_size", "__builtin_dynamic_object_size"};
    const Node *f = strip_parens(kid(call, 0));
    for (size_t i = 0; f && f->kind == N_REF && i < sizeof names / sizeof *names; i++)
        if (!strcmp(f->name, names[i]))
            return true;
    return false;
}

static bool token_between(const Unit *u, uint32_t begin, uint32_t end, const char *text)
{
    for (int i = token_at(u, begin); u->tokens[i].offset < end; i++)
        if (token_is(u, i, text))
            return true;
    return false;
}

static void build_unexposed(Parser *p, Node *n, CXCursor c)
{
    Unit *u = p->unit;
    build_kids(p, n, c);
    int first = token_at(u, n->begin);
    if (n->kid_count == 2 && token_between(u, n->kids[0]->end, n->kids[1]->begin, "?"))
        n->kind = N_COND;
    else if (u->tokens[first].kind == T_IDENT && token_is(u, first + 1, "("))
        n->has_effect = true; // va_arg, an atomic builtin
}

static const struct {
    enum CXCursorKind from;
    NodeKind to;
} simple_kinds[] = {
    {CXCursor_CallExpr, N_CALL},
    {CXCursor_ParenExpr, N_PAREN},
    {CXCursor_ArraySubscriptExpr, N_INDEX},
    {CXCursor_CStyleCastExpr, N_CAST},
    {CXCursor_CompoundAssignOperator, N_COMPOUND_ASSIGN},
    {CXCursor_ConditionalOperator, N_COND},
    {CXCursor_CompoundLiteralExpr, N_COMPOUND_LITERAL},
    {CXCursor_InitListExpr, N_INIT_LIST},
    {CXCursor_StmtExpr, N_STMT_EXPR},
    {CXCursor_UnaryExpr, N_UNEVALUATED},
    {CXCursor_IntegerLiteral, N_LEAF},
    {CXCursor_FloatingLiteral, N_LEAF},
    {CXCursor_ImaginaryLiteral, N_LEAF},
    {CXCursor_StringLiteral, N_LEAF},
    {CXCursor_CharacterLiteral, N_LEAF},
    {CXCursor_AddrLabelExpr, N_LEAF},
    {CXCursor_GenericSelectionExpr, N_OTHER},
    {CXCursor_CompoundStmt, N_BLOCK},
    {CXCursor_DeclStmt, N_DECL},
    {CXCursor_IfStmt, N_IF},
    {CXCursor_WhileStmt, N_WHILE},
    {CXCursor_DoStmt, N_DO},
    {CXCursor_ForStmt, N_FOR},
    {CXCursor_SwitchStmt, N_SWITCH},
    {CXCursor_CaseStmt, N_CASE},
    {CXCursor_DefaultStmt, N_DEFAULT},
    {CXCursor_LabelStmt, N_LABEL},
    {CXCursor_GotoStmt, N_GOTO},
    {CXCursor_IndirectGotoStmt, N_INDIRECT_GOTO},
    {CXCursor_BreakStmt, N_BREAK},
    {CXCursor_ContinueStmt, N_CONTINUE},
    {CXCursor_ReturnStmt, N_RETURN},
    {CXCursor_NullStmt, N_NULL},
    {CXCursor_GCCAsmStmt, N_ASM},
};

static NodeKind kind_of(CXCursor c)
{
    enum CXCursorKind k = clang_getCursorKind(c);
    for (size_t i = 0; i < sizeof simple_kinds / sizeof *simple_kinds; i++)
        if (simple_kinds[i].from == k)
            return simple_kinds[i].to;
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
static void build_controlled(Parser *p, Node *n, CXCursor c, int controls)
{
    CXCursor *list = children_of(c);
    int count = (int)arrlen(list);
    set_kids(p, n, NULL, 0);
    n->kids = arena_alloc(p->unit->arena, sizeof(Node *) * (size_t)(count + 1));
    n->kid_count = count;
    for (int i = 0; i < count; i++) {
        if (i < controls)
            n->kids[i] = build(p, list[i], n);
        else
            build_body(p, n, i, list[i]);
    }
    arrfree(list);
}

static void build_loop(Parser *p, Node *n, CXCursor c)
{
    Node *breakable = p->breakable, *loop = p->loop;
    p->breakable = n;
    if (n->kind != N_SWITCH)
        p->loop = n;
    if (n->kind == N_FOR) {
        build_for(p, n, c);
    } else if (n->kind == N_DO) {
        CXCursor *list = children_of(c);
        Node *kids[2] = {NULL, NULL};
        set_kids(p, n, kids, 2);
        if (arrlen(list) == 2) {
            n->kids[0] = build_statement(p, list[0], n);
            n->kids[1] = build(p, list[1], n);
        }
        n->end = behind_semicolon(p->unit, n->end);
        arrfree(list);
    } else {
        build_controlled(p, n, c, 1);
    }
    p->breakable = breakable;
    p->loop = loop;
}

static void build_member(Parser *p, Node *n, CXCursor c)
{
    build_kids(p, n, c);
    n->kind = N_MEMBER;
    Node *base = kid(n, 0);
    if (base && token_is(p->unit, token_at(p->unit, base->end), "->"))
        n->kind = N_ARROW;
}

static void build_parts(Parser *p, Node *n, CXCursor c)
{
    Unit *u = p->unit;
    switch ((NodeKind)n->kind) {
    case N_BLOCK:
        build_block(p, n, c);
        break;
    case N_DECL:
        while (token_is(u, token_at(u, n->begin) - 1, "__extension__"))
            n->begin = u->tokens[token_at(u, n->begin) - 1].offset;
        build_decl(p, n, c);
        break;
    case N_IF:
        build_controlled(p, n, c, 1);
        break;
    case N_WHILE:
    case N_DO:
    case N_FOR:
    case N_SWITCH:
        build_loop(p, n, c);
        break;
    case N_CASE: {
        CXCursor *list = children_of(c);
        int controls = (int)arrlen(list) - 1;
        arrfree(list);
        build_controlled(p, n, c, controls);
        break;
    }
    case N_LABEL:
        n->name = take_string(u, clang_getCursorSpelling(c));
        for (Scope *s = p->scope; s; s = s->parent)
            s->has_label = true;
        build_controlled(p, n, c, 0);
        break;
    case N_DEFAULT:
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
        n->end = behind_semicolon(u, n->end);
        build_asm(p, n);
        break;
    default:
        build_kids(p, n, c);
        break;
    }
}

static void inherit(Node *n)
{
    bool evaluated = n->kind != N_UNEVALUATED;
    for (int i = 0; i < n->kid_count; i++) {
        Node *k = n->kids[i];
        if (!k)
            continue;
        k->parent = n;
        if (evaluated) {
            n->has_await |= k->has_await;
            n->has_effect |= k->has_effect;
        }
    }
    switch ((NodeKind)n->kind) {
    case N_AWAIT:
        n->has_await = true;
        n->has_effect = true;
        break;
    case N_CALL:
    case N_SPAWN:
    case N_RUN:
    case N_INCDEC:
    case N_ASSIGN:
    case N_COMPOUND_ASSIGN:
    case N_STMT_EXPR:
    case N_ASM:
        n->has_effect = true;
        break;
    case N_REF:
    case N_DEREF:
    case N_INDEX:
    case N_MEMBER:
    case N_ARROW:
        if (n->type && n->type->is_volatile)
            n->has_effect = true;
        break;
    default:
        break;
    }
}

static Node *build(Parser *p, CXCursor c, Node *parent)
{
    enum CXCursorKind k = clang_getCursorKind(c);
    Node *n = new_node(p, kind_of(c), c, parent);
    if (clang_isExpression(k))
        n->type = make_type(p, clang_getCursorType(c));
    if (k == CXCursor_DeclRefExpr) {
        n->kind = N_REF;
        build_ref(p, n, c);
    } else if (k == CXCursor_UnaryOperator) {
        n->kind = N_UNARY;
        build_unary(p, n, c);
    } else if (k == CXCursor_MemberRefExpr) {
        build_member(p, n, c);
    } else if (k == CXCursor_UnexposedExpr) {
        build_unexposed(p, n, c);
        // An implicit cast has its operand's text and nothing else.
        if (n->kid_count == 1 && n->kids[0]->begin == n->begin && n->kids[0]->end == n->end) {
            n->kids[0]->parent = parent;
            return n->kids[0];
        }
    } else if (n->kind == N_OTHER_STMT) {
        // A statement behind an attribute is that statement.
        build_parts(p, n, c);
        if (n->kid_count == 0)
            n->kind = N_NULL;
        else if (n->kid_count == 1 && n->kids[0]->kind < N_VAR) {
            n->kids[0]->begin = n->begin;
            n->kids[0]->parent = parent;
            return n->kids[0];
        }
    } else if (k == CXCursor_AddrLabelExpr) {
        p->func->takes_label_address = true;
        n->name = token_text(p->unit, token_at(p->unit, n->begin) + 1);
    } else {
        build_parts(p, n, c);
        if (n->kind == N_PAREN)
            recognise_marker(n);
        if (n->kind == N_CALL)
            n->callee = direct_callee(n);
        if (n->kind == N_CALL && is_unevaluated_builtin(n)) {
            inherit(n);
            n->kind = n->has_await ? N_UNEVALUATED : N_CALL;
            n->has_await = false;
        }
        if (n->kind == N_CAST || n->kind == N_COMPOUND_LITERAL)
            mark_type_operands(p, n, c, n->kid_count - 1);
        if (n->kind == N_UNEVALUATED && is_evaluated_sizeof(p->unit, n))
            n->kind = N_OTHER;
    }
    inherit(n);
    return n;
}

// ---------------------------------------------------------------------------------------------
// declarations
// ---------------------------------------------------------------------------------------------

static enum CXChildVisitResult find_annotation(CXCursor c, CXCursor parent, CXClientData data)
{
    (void)parent;
    if (clang_getCursorKind(c) == CXCursor_AnnotateAttr) {
        CXString s = clang_getCursorSpelling(c);
        if (!strcmp(clang_getCString(s), "asyncc.async"))
            *(bool *)data = true;
        clang_disposeString(s);
    }
    return CXChildVisit_Continue;
}

// The parentheses of the parameter list of the function whose name stands at `name`.
static void find_params(const Unit *u, uint32_t name, uint32_t *begin, uint32_t *end)
{
    int i = token_at(u, name) + 1, depth = 0;
    while (token_is(u, i, ")"))
        i++;
    *begin = *end = u->tokens[i].offset + u->tokens[i].length;
    for (; u->tokens[i].kind != T_EOF; i++) {
        if (token_is(u, i, "("))
            depth++;
        else if (token_is(u, i, ")") && --depth == 0)
            break;
    }
    *end = u->tokens[i].offset;
}

// Does an ordinary function call one that is async? Then it is built too, for check to see.
static bool calls_async(Parser *p, uint32_t begin, uint32_t end)
{
    Unit *u = p->unit;
    for (int i = token_at(u, begin); u->tokens[i].offset < end; i++) {
        const Token *t = &u->tokens[i];
        if (t->kind != T_IDENT || t->system || !token_is(u, i + 1, "("))
            continue;
        char name[256];
        if (t->length < sizeof name) {
            memcpy(name, u->text + t->offset, t->length);
            name[t->length] = 0;
            if (shgeti(u->callees, name) >= 0)
                return true;
        }
    }
    return false;
}

// Numbers the awaits that are evaluated, in the order of the text.
static void number_awaits(Func *f, Node *n)
{
    Unit *u = f->unit;
    if (!n || n->kind == N_UNEVALUATED)
        return;
    for (int i = 0; i < n->kid_count; i++)
        number_awaits(f, n->kids[i]);
    if (n->kind != N_AWAIT)
        return;
    Await *a = arena_alloc(u->arena, sizeof *a);
    a->number = (int)arrlen(f->awaits);
    a->line = u->tokens[token_at(u, n->begin)].line;
    a->node = n;
    a->callee = n->callee;
    a->scope = n->scope;
    n->await = a;
    arrput(f->awaits, a);
    arrput(n->scope->awaits, a);
    for (Scope *s = n->scope; s; s = s->parent)
        s->has_await = true;
}

static int by_line(const void *a, const void *b)
{
    const Await *x = *(Await *const *)a, *y = *(Await *const *)b;
    return x->line != y->line ? (x->line < y->line ? -1 : 1) : x->number - y->number;
}

// AWAIT_12, and AWAIT_12_2 for the second one of line 12.
static void label_awaits(Func *f)
{
    Await **sorted = NULL;
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++)
        arrput(sorted, f->awaits[i]);
    if (sorted)
        qsort(sorted, (size_t)arrlen(sorted), sizeof *sorted, by_line);
    int nth = 1;
    for (ptrdiff_t i = 0; i < arrlen(sorted); i++) {
        nth = i && sorted[i - 1]->line == sorted[i]->line ? nth + 1 : 1;
        sorted[i]->label = nth == 1 ? arena_printf(f->unit->arena, "%u", sorted[i]->line)
                                    : arena_printf(f->unit->arena, "%u_%d", sorted[i]->line, nth);
    }
    arrfree(sorted);
}

// The parameters on one line, without `_Async` and `register`; those without a name are given one.
static const char *params_text(Unit *u, CXCursor function, uint32_t begin, uint32_t end)
{
    const char *text = "";
    for (int i = 0; i < clang_Cursor_getNumArguments(function); i++) {
        CXCursor param = clang_Cursor_getArgument(function, (unsigned)i);
        CXString name = clang_getCursorSpelling(param);
        if (!*clang_getCString(name)) {
            uint32_t at = offset_of(clang_getCursorLocation(param));
            text = arena_printf(u->arena, "%s%s %s", text, joined_tokens(u, begin, at),
                                unnamed_param(u, at));
            begin = at;
        }
        clang_disposeString(name);
    }
    return arena_printf(u->arena, "%s%s%s", text, *text ? " " : "", joined_tokens(u, begin, end));
}

// libclang shows a parameter as it was written: an array or a function, where it is a pointer.
static CXType adjusted_type(CXCursor function, CXCursor param, unsigned nth)
{
    CXType written = clang_getCursorType(param), t = clang_getCanonicalType(written);
    bool decays = t.kind == CXType_ConstantArray || t.kind == CXType_IncompleteArray ||
                  t.kind == CXType_FunctionProto || t.kind == CXType_FunctionNoProto;
    return decays ? clang_getArgType(clang_getCanonicalType(clang_getCursorType(function)), nth)
                  : written;
}

static void build_function(Parser *p, CXCursor c, Callee *callee)
{
    Unit *u = p->unit;
    CXCursor body = clang_getNullCursor();
    CXCursor *list = children_of(c);
    for (ptrdiff_t i = 0; i < arrlen(list); i++)
        if (clang_getCursorKind(list[i]) == CXCursor_CompoundStmt)
            body = list[i];
    if (clang_Cursor_isNull(body)) {
        arrfree(list);
        return;
    }
    Func *f = arena_alloc(u->arena, sizeof *f);
    f->unit = u;
    f->name = callee ? callee->name : take_string(u, clang_getCursorSpelling(c));
    f->is_async = callee != NULL;
    f->is_static = clang_Cursor_getStorageClass(c) == CX_SC_Static || (callee && callee->is_static);
    f->is_main = f->is_async && !strcmp(f->name, "main");
    f->begin = begin_of(c);
    // A leading `_Async` may stand before libclang's beginning.
    for (int t = token_at(u, f->begin); t > 0 && token_is(u, t - 1, "_Async"); t--)
        f->begin = u->tokens[t - 1].offset;
    f->body_begin = begin_of(body);
    f->end = end_of(c);
    f->result = make_type(p, clang_getCursorResultType(c));
    f->callee = callee;
    if (callee) {
        callee->func = f;
    }
    p->func = f;
    p->scope = NULL;
    p->breakable = p->loop = NULL;
    f->scope = open_scope(p, f->begin, f->end);
    arrfree(list);
    for (int i = 0; i < clang_Cursor_getNumArguments(c); i++) {
        CXCursor param = clang_Cursor_getArgument(c, (unsigned)i);
        declare_var(p, param, adjusted_type(c, param, (unsigned)i));
    }
    f->body = build(p, body, NULL);
    number_awaits(f, f->body);
    label_awaits(f);
    arrput(u->funcs, f);
}

static void top_level_function(Parser *p, CXCursor c)
{
    Unit *u = p->unit;
    uint32_t begin = begin_of(c), end = end_of(c);
    const char *name = take_string(u, clang_getCursorSpelling(c));
    size_t n = strlen(name);
    if (n > 7 && !strcmp(name + n - 7, "__start"))
        shput(p->names, name, 1);
    Callee *callee = known_callee(p, name);
    bool has_words = has_word(p, begin, end);
    if (!has_words && !callee) {
        if (clang_isCursorDefinition(c) && calls_async(p, begin, end))
            build_function(p, c, NULL);
        return;
    }
    bool is_async = false;
    clang_visitChildren(c, find_annotation, &is_async);
    uint32_t name_at = offset_of(clang_getCursorLocation(c)), params_begin, params_end;
    find_params(u, name_at, &params_begin, &params_end);
    if (is_async && !callee) {
        callee = arena_alloc(u->arena, sizeof *callee);
        callee->name = name;
        callee->is_async = true;
        callee->offset = name_at;
        shput(u->callees, name, callee);
    }
    if (is_async) {
        callee->is_static |= clang_Cursor_getStorageClass(c) == CX_SC_Static;
        callee->result = make_type(p, clang_getCursorResultType(c));
        CXType t = clang_getCanonicalType(clang_getCursorType(c));
        arrfree(callee->params);
        for (int i = 0; i < clang_getNumArgTypes(t); i++) {
            CXType a = clang_getArgType(t, (unsigned)i);
            arrput(callee->params, make_type(p, a));
        }
        // The definition's own names count, wherever other declarations stand.
        if (!callee->func)
            callee->params_text = params_text(u, c, params_begin, params_end);
        callee->is_variadic = clang_isFunctionTypeVariadic(t);
        callee->has_no_prototype = t.kind == CXType_FunctionNoProto;
    }
    if (clang_isCursorDefinition(c) && has_words) {
        if (callee && !is_async)
            callee->misdeclared = true;
        build_function(p, c, is_async ? callee : NULL);
    }
}

static enum CXChildVisitResult top_level(CXCursor c, CXCursor parent, CXClientData data)
{
    (void)parent;
    Parser *p = data;
    switch (clang_getCursorKind(c)) {
    case CXCursor_FunctionDecl:
        top_level_function(p, c);
        break;
    case CXCursor_StructDecl:
        if (clang_isCursorDefinition(c)) {
            CXString s = clang_getCursorSpelling(c);
            size_t n = strlen(clang_getCString(s));
            if (n > 7 && !strcmp(clang_getCString(s) + n - 7, "__frame"))
                shput(p->names, take_string(p->unit, s), 1);
            else
                clang_disposeString(s);
        }
        break;
    default:
        break;
    }
    return CXChildVisit_Continue;
}

static void collect_words(Parser *p)
{
    static const char *const words[] = {"_Async", "_Await", "ac__spawn_marker", "ac__run_marker"};
    Unit *u = p->unit;
    for (int i = 0; i < (int)arrlen(u->tokens); i++)
        if (u->tokens[i].kind == T_IDENT)
            for (size_t w = 0; w < sizeof words / sizeof *words; w++)
                if (token_is(u, i, words[w]))
                    arrput(p->words, u->tokens[i].offset);
}

static void collect_errors(Parser *p)
{
    Unit *u = p->unit;
    for (unsigned i = 0; i < clang_getNumDiagnostics(p->tu); i++) {
        CXDiagnostic d = clang_getDiagnostic(p->tu, i);
        if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error) {
            arraddnptr(u->parse_errors, 1);
            u->parse_errors[arrlen(u->parse_errors) - 1].offset =
                offset_of(clang_getDiagnosticLocation(d));
            u->parse_errors[arrlen(u->parse_errors) - 1].text =
                take_string(u, clang_getDiagnosticSpelling(d));
        }
        clang_disposeDiagnostic(d);
    }
}

// The text has no macro and no inclusion left, so no header of libclang's own is ever read and no
// predefined macro may act. The types that gcc knows as keywords get clang's names; what gcc 12
// only warns of is no error.
static const char *const base_args[] = {
    "-x",
    "c",
    "-undef",
    "-nostdinc",
    "-ferror-limit=0",
    "-fno-spell-checking",
    "-w",
    "-Wno-error",
    "-Wno-error=implicit-int",
    "-Wno-error=implicit-function-declaration",
    "-Wno-error=int-conversion",
    "-Wno-error=incompatible-pointer-types",
    "-Wno-error=incompatible-function-pointer-types",
    "-Wno-error=return-type",
    "-D_Await=__extension__",
    "-D_Async=__attribute__((annotate(\"asyncc.async\")))",
    "-D_Float32=float",
    "-D_Float64=double",
    "-D_Float32x=double",
    "-D_Float64x=long double",
#if defined(__aarch64__)
    "-D_Float128=long double",
#else
    "-D_Float128=__float128",
#endif
};

void parse(Unit *u)
{
    Parser p = {.unit = u};
    const char **args = NULL;
    for (size_t i = 0; i < sizeof base_args / sizeof *base_args; i++)
        arrput(args, base_args[i]);
    for (ptrdiff_t i = 0; u->options && i < arrlen(u->options->clang_args); i++)
        arrput(args, u->options->clang_args[i]);
    sh_new_strdup(u->callees);
    collect_words(&p);
    struct CXUnsavedFile file = {"asyncc-unit.c", u->text, u->length};
    CXIndex index = clang_createIndex(0, 0);
    enum CXErrorCode rc =
        clang_parseTranslationUnit2(index, "asyncc-unit.c", args, (int)arrlen(args), &file, 1,
                                    CXTranslationUnit_KeepGoing, &p.tu);
    if (rc != CXError_Success) {
        diag_plain(E_LIBCLANG, (int)rc);
        u->errors++;
    } else {
        collect_errors(&p);
        clang_visitChildren(clang_getTranslationUnitCursor(p.tu), top_level, &p);
        for (ptrdiff_t i = 0; i < shlen(u->callees); i++) {
            Callee *c = u->callees[i].value;
            c->has_frame = shgeti(p.names, arena_printf(u->arena, "%s__frame", c->name)) >= 0;
            c->has_contract = shgeti(p.names, arena_printf(u->arena, "%s__start", c->name)) >= 0;
        }
        for (ptrdiff_t i = 0; i < arrlen(p.words); i++)
            if (token_is(u, token_at(u, p.words[i]), "_Await") &&
                hmgeti(p.seen_awaits, p.words[i]) < 0)
                arrput(u->unmatched_awaits, p.words[i]);
        clang_disposeTranslationUnit(p.tu);
    }
    clang_disposeIndex(index);
    arrfree(args);
    arrfree(p.words);
    hmfree(p.types);
    hmfree(p.vars);
    hmfree(p.seen_awaits);
    shfree(p.names);
}
