// parse_decl.c: scopes, and the variables and other names that are declared in them.
#include "parse.h"

#include "options.h"

#include <stdlib.h>
#include <string.h>

static void declare_name(Parser *p, const char *name, uint32_t offset)
{
    arrput(p->scope->names, name);
    arrput(p->scope->name_offsets, offset);
}

// Whether the brace at a token begins a scope, and not the values of a list.
static bool begins_block(const Unit *u, int i)
{
    static const char *const before[] = {"(", "{", "}", ";", ":", "else", "do", "_Defer", NULL};
    static const char *const headers[] = {"if", "while", "for", "switch", NULL};
    if (!token_is(u, i, "{"))
        return false;
    i = before_attributes(u, i);
    if (token_is(u, i - 1, ")")) // else a compound literal's
        return token_is_one_of(u, opening_token(u, i - 1) - 1, headers);
    return token_is_one_of(u, i - 1, before);
}

// The constants of the enums that are defined in the scope, anywhere but in the blocks in it:
// within records, sizeof and casts, too.
static void declare_enumerators(Parser *p, uint32_t begin, uint32_t end)
{
    const Unit *u = p->unit;
    for (int i = token_at(u, begin) + 1; u->tokens[i].offset < end; i++) {
        int brace = tag_brace(u, i), close = brace ? closing_token(u, brace) : 0;
        if (!brace && begins_block(u, i))
            i = closing_token(u, i);
        for (int k = brace + 1; k < close && token_is(u, i, "enum"); k++) {
            declare_name(p, token_text(u, k), u->tokens[k].offset);
            while (k < close && !token_is(u, k, ","))
                k = nesting(u, k) > 0 ? closing_token(u, k) + 1 : k + 1;
        }
        if (brace)
            i = brace;
    }
}

Scope *open_scope(Parser *p, uint32_t begin, uint32_t end)
{
    Scope *s = arena_alloc(p->unit->arena, sizeof *s);
    s->parent = p->scope;
    s->begin = begin;
    s->end = end;
    arrput(p->func->scopes, s);
    if (p->scope)
        arrput(p->scope->children, s);
    p->scope = s;
    if (p->func->defines_tags)
        declare_enumerators(p, begin, end);
    return s;
}

// Where the name of a variable stands, or would stand if a parameter had one. In `int (char)`
// libclang gives the place behind the `(`, where it would if the rest of a declarator followed, as
// in `int ([4])`.
uint32_t place_of_name(const Unit *u, CXCursor c)
{
    uint32_t place = offset_of(clang_getCursorLocation(c));
    CXString name = clang_getCursorSpelling(c);
    bool has_name = *clang_getCString(name);
    clang_disposeString(name);
    if (has_name)
        return place;
    int i = token_at(u, place);
    bool array = token_is(u, i, "[") && !token_is(u, i + 1, "[");
    return token_is(u, i - 1, "(") && !array ? u->tokens[i - 1].offset : place;
}

// The offset is another one on each machine, where headers have other paths; the token's line and
// number on it are not.
const char *unnamed_param(Unit *u, uint32_t offset)
{
    int i = token_at(u, offset), first = i;
    while (first > 0 && u->tokens[first - 1].line == u->tokens[i].line)
        first--;
    return arena_printf(u->arena, "ac__unnamed_%u_%d", u->tokens[i].line, i - first);
}

Var *declare_var(Parser *p, CXCursor c, CXType type, bool is_constexpr)
{
    Unit *u = p->unit;
    Var *v = arena_alloc(u->arena, sizeof *v);
    v->name = take_string(u, clang_getCursorSpelling(c));
    v->type = make_type(p, type);
    v->scope = p->scope;
    v->is_param = clang_getCursorKind(c) == CXCursor_ParmDecl;
    v->is_unnamed = !*v->name;
    v->offset = place_of_name(u, c);
    if (v->is_unnamed)
        v->name = unnamed_param(u, v->offset);
    enum CX_StorageClass sc = clang_Cursor_getStorageClass(c);
    v->is_constexpr = is_constexpr;
    v->is_static = sc == CX_SC_Static || sc == CX_SC_Extern || is_constexpr;
    declare_name(p, v->name, v->offset);
    if (!v->is_static)
        add_var(p->func, v);
    else if (v->type->is_variably_modified)
        arrput(p->scope->vars, v);
    hmput(p->vars, v->offset, v);
    return v;
}

// 64, 0x40u, 0b1000000, 1'024.
static bool is_number(const Unit *u, int t, unsigned long *value)
{
    char digits[72], *rest;
    size_t n = 0;
    for (uint32_t i = 0; i < u->tokens[t].length && n + 1 < sizeof digits; i++)
        if (u->text[u->tokens[t].offset + i] != '\'')
            digits[n++] = u->text[u->tokens[t].offset + i];
    digits[n] = 0;
    bool binary = digits[0] == '0' && (digits[1] | 32) == 'b';
    *value = strtoul(digits + 2 * binary, &rest, binary ? 2 : 0);
    return u->tokens[t].kind == T_NUMBER && !rest[strspn(rest, "uUlL")];
}

// What an alignment asks of the place where v lives. Told by an expression, whose value is not
// known here, it may be as much as frames give any variable; edit has the compiler behind look
// whether it is more.
static void read_alignment(const Unit *u, Var *v, int t)
{
    // Alone it asks for what suits every type, of which compilers and their options think
    // differently: of no more than a vector's.
    uint32_t align = MAX_TOLD_ALIGN;
    int end = token_is(u, t + 1, "(") ? closing_token(u, t + 1) : t;
    unsigned long value;
    if (end == t + 3 && is_number(u, t + 2, &value)) {
        v->odd_alignment |= value > 4096;
        align = (uint32_t)value;
        if (align > v->aligned_to)
            v->aligned_to = align;
    } else if (end > t) {
        v->odd_alignment |= v->aligned_by != 0;
        v->aligned_by = t;
    } else {
        v->aligned_alone = true;
    }
    if (align > v->align)
        v->align = align;
}

// libclang shows no attribute's operands.
static void read_attribute(const Unit *u, Var *v, CXCursor attribute)
{
    int t = token_at(u, begin_of(attribute));
    if (token_is(u, t + 1, "::")) // [[gnu::cleanup(f)]]
        t += 2;
    v->in_register |= clang_getCursorKind(attribute) == CXCursor_AsmLabelAttr;
    bool is_cleanup = token_is(u, t, "cleanup") || token_is(u, t, "__cleanup__");
    if (is_cleanup && v->cleanup && !v->is_static)
        arrput(v->later_cleanups, t);
    else if (is_cleanup)
        v->cleanup = t;
    if (clang_getCursorKind(attribute) == CXCursor_AlignedAttr)
        read_alignment(u, v, t);
}

// What the declarators of a declaration share. Each of them shows what its specifiers define and
// evaluate: of that, all definitions before `known` and all operands before `end` are built.
typedef struct {
    uint32_t known;
    uint32_t end; // of the specifiers: where the name of the first declarator is; 0: none is built
    bool names_variable;
} Specified;

static bool names_variable(const Node *n)
{
    if (!n || (n->kind == N_REF && n->var))
        return n != NULL;
    for (int i = 0; i < n->kid_count; i++)
        if (names_variable(n->kids[i]))
            return true;
    return false;
}

// What a declarator of type t has behind the first kid: structs and the like that are defined
// within typeof, parameters of functions, the bounds of arrays, the operands of typeof. These are
// evaluated only if the type varies.
static void build_type_part(Parser *p, Node *n, const Type *t, Part *c, Specified *specified,
                            Node ***kids)
{
    enum CXCursorKind k = clang_getCursorKind(c->cursor);
    bool is_tag = is_tag_declaration(k);
    if (is_tag || k == CXCursor_ParmDecl) {
        Node *inner =
            !is_tag || begin_of_part(p, c) >= specified->known ? build_inner(p, c, n) : NULL;
        if (inner)
            arrput(*kids, inner);
        specified->known =
            is_tag && end_of_part(p, c) > specified->known ? c->end : specified->known;
    }
    if (!clang_isExpression(k) || begin_of_part(p, c) < specified->end)
        return;
    Node *e = build(p, c, n);
    specified->names_variable |= e->begin < n->name_offset && names_variable(e);
    if (!t->is_variably_modified) {
        Node *wrapper = new_node(p, N_UNEVALUATED, c, n);
        set_kids(p, wrapper, &e, 1);
        inherit(wrapper);
        e = wrapper;
    }
    arrput(*kids, e);
}

static int by_begin(const void *x, const void *y)
{
    const Node *a = *(Node *const *)x, *b = *(Node *const *)y;
    return a->begin < b->begin ? -1 : a->begin > b->begin;
}

// The kids of a declarator; libclang may show its bounds from the last to the first.
static uint32_t set_declarator(Parser *p, Node *n, Node **kids)
{
    qsort(kids + 1, arrlenu(kids) - 1, sizeof *kids, by_begin);
    set_kids(p, n, kids, (int)arrlen(kids));
    uint32_t end = arrlen(kids) > 1 ? arrlast(kids)->end : n->name_offset;
    end = end > n->name_offset ? end : n->name_offset;
    arrfree(kids);
    return end;
}

// A constant needs no place in the frame, where it would be none: it may as well be static, but for
// one in the header of a loop, which C does not let be that.
static bool is_constexpr(const Unit *u, const Node *declaration)
{
    if (u->options && !u->options->c23)
        return false; // it is a name as any other
    bool found = false, elsewhere = declaration->parent->kind == N_FOR;
    for (int i = token_at(u, declaration->begin); u->tokens[i].kind == T_IDENT || nesting(u, i) > 0;
         i++) {
        found |= token_is(u, i, "constexpr");
        elsewhere |= token_is(u, i, "register") || token_is(u, i, "static");
        if (u->tokens[i].kind != T_IDENT)
            i = closing_token(u, i);
    }
    return found && !elsewhere;
}

// Among the parts of a variable; NULL: it has none.
static Part *initialiser_of(const Parser *p, Part *c)
{
    CXCursor init = clang_Cursor_getVarDeclInitializer(c->cursor);
    if (clang_Cursor_isNull(init))
        return NULL;
    for (Part *k = first_part(c); k < behind_part(c); k = behind_part(k))
        if (clang_equalCursors(k->cursor, init))
            return k;
    for (Part *k = first_part(c); k < behind_part(c); k = behind_part(k))
        if (begin_of_part(p, k) == begin_of(init))
            return k;
    return NULL;
}

static enum CXChildVisitResult visit_type_name(CXCursor c, CXCursor parent, CXClientData found)
{
    (void)parent;
    if (clang_getCursorKind(c) != CXCursor_TypeRef)
        return CXChildVisit_Continue;
    CXType t = clang_getTypedefDeclUnderlyingType(clang_getCursorReferenced(c));
    *(bool *)found |= clang_getCanonicalType(t).kind == CXType_IncompleteArray;
    return CXChildVisit_Continue;
}

// typedef int list[]; list x = {1, 2}; libclang shows x with the bounds that its values give it.
static bool is_told_by_values(const Unit *u, const Var *v, CXCursor variable)
{
    int i = token_at(u, v->offset) + 1;
    while (token_is(u, i, ")"))
        i++;
    bool found = false;
    if (v->type->is_array && !token_is(u, i, "["))
        clang_visitChildren(variable, visit_type_name, &found);
    return found;
}

static void build_var(Parser *p, Node *n, Part *c, Specified *specified)
{
    Var *v =
        declare_var(p, c->cursor, clang_getCursorType(c->cursor), is_constexpr(p->unit, n->parent));
    n->var = v;
    n->name = v->name;
    n->name_offset = v->offset;
    v->told_by_values = is_told_by_values(p->unit, v, c->cursor);
    Part *init = initialiser_of(p, c);
    Node **kids = NULL;
    arrput(kids, NULL);
    for (Part *k = first_part(c); k < behind_part(c); k = behind_part(k)) {
        if (k == init)
            kids[0] = build(p, k, n);
        else if (clang_isAttribute(clang_getCursorKind(k->cursor)))
            read_attribute(p->unit, v, k->cursor);
        else if (!(init && begin_of_part(p, k) == begin_of_part(p, init))) {
            build_type_part(p, n, v->type, k, specified, &kids);
            v->needs_declarator |= arrlen(kids) > 0 && names_variable(arrlast(kids));
        }
    }
    v->needs_declarator |= specified->names_variable;
    specified->end = specified->end ? specified->end : n->name_offset;
    v->bounds_end = set_declarator(p, n, kids);
    v->needs_declarator |= p->func->defines_tags && defines_tags(p->unit, v->offset, v->bounds_end);
}

// A name for a type that varies is in the way of awaits like a variable.
static void build_typedef(Parser *p, Node *n, Part *c, Specified *specified)
{
    Type *type = make_type(p, clang_getTypedefDeclUnderlyingType(c->cursor));
    n->name_offset = offset_of(clang_getCursorLocation(c->cursor));
    Node **kids = NULL;
    arrput(kids, NULL);
    for (Part *k = first_part(c); k < behind_part(c); k = behind_part(k))
        build_type_part(p, n, type, k, specified, &kids);
    specified->end = specified->end ? specified->end : n->name_offset;
    uint32_t end = set_declarator(p, n, kids);
    if (type->is_variably_modified) {
        Var *v = arena_alloc(p->unit->arena, sizeof *v);
        v->name = take_string(p->unit, clang_getCursorSpelling(c->cursor));
        v->type = type;
        v->scope = p->scope;
        v->offset = n->name_offset;
        v->bounds_end = end;
        arrput(p->scope->vars, v);
    }
}

// The cleanup of the variable v. If it is an async function, a call of it, awaited, without text.
static Node *cleanup_node(Parser *p, const Node *v, Node *parent)
{
    Arena *a = p->unit->arena;
    Node *n = arena_alloc(a, sizeof *n), *await = arena_alloc(a, sizeof *n),
         *call = arena_alloc(a, sizeof *n), *ref = arena_alloc(a, sizeof *n);
    *n = (Node){.kind = N_CLEANUP, .begin = v->end - 1, .end = v->end, .parent = parent};
    n->scope = p->scope;
    n->var = v->var;
    n->cleans_up = p->func->is_async; // else the compiler behind cleans up
    Callee *callee = known_callee(p, token_text(p->unit, v->var->cleanup + 2));
    if (!callee || !callee->is_async)
        return n;
    *await = *call = *ref = *n;
    ref->kind = N_REF;
    ref->name = callee->name;
    call->kind = N_CALL;
    await->kind = N_AWAIT;
    ref->callee = call->callee = await->callee = callee;
    set_kids(p, call, &ref, 1);
    inherit(call);
    set_kids(p, await, &call, 1);
    inherit(await);
    set_kids(p, n, &await, 1);
    inherit(n);
    return n;
}

const Node *scope_ended_by(const Node *await)
{
    const Node *cleanup = await->parent, *loop = cleanup->parent->parent;
    bool ends = cleanup->kind == N_CLEANUP && await->callee && loop->kind == N_FOR &&
                !strcmp(await->callee->name, "ac_scope_leave");
    return ends ? loop : NULL;
}

void build_decl(Parser *p, Node *n, Part *c)
{
    Node **kids = NULL;
    Specified specified = {.known = n->begin};
    for (Part *part = first_part(c); part < behind_part(c); part = behind_part(part)) {
        CXCursor declaration = part->cursor;
        enum CXCursorKind k = clang_getCursorKind(declaration);
        if (k == CXCursor_VarDecl) {
            Node *v = new_node(p, N_VAR, part, n);
            build_var(p, v, part, &specified);
            inherit(v);
            arrput(kids, v);
            if (v->var->cleanup && !v->var->is_static)
                arrput(kids, cleanup_node(p, v, n));
            continue;
        }
        // Nothing in a struct, union or enum is evaluated.
        bool is_tag = is_tag_declaration(k);
        if (is_tag)
            specified.known = end_of_part(p, part);
        Node *d = new_node(p, is_tag ? N_UNEVALUATED : N_LOCAL_DECL, part, n);
        if (k == CXCursor_FunctionDecl) {
            d->name_offset = offset_of(clang_getCursorLocation(declaration));
            if (async_word(p->unit, declaration) >= 0 || has_async_type(declaration))
                declare_async(p, declaration,
                              take_string(p->unit, clang_getCursorSpelling(declaration)));
        }
        if (k == CXCursor_TypedefDecl || k == CXCursor_FunctionDecl)
            declare_name(p, take_string(p->unit, clang_getCursorSpelling(declaration)),
                         offset_of(clang_getCursorLocation(declaration)));
        if (k == CXCursor_TypedefDecl)
            build_typedef(p, d, part, &specified);
        else
            build_kids(p, d, part);
        inherit(d);
        arrput(kids, d);
    }
    set_kids(p, n, kids, (int)arrlen(kids));
    arrfree(kids);
}
