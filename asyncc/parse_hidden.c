// parse_hidden.c: what libclang does not show at all: the labels of an asm goto, the operands of
// attributes and of _BitInt, the types of a _Generic and of __builtin_convertvector, what
// directives of OpenMP name.
//
//   _Alignas(sizeof a) char b[4];     N_UNEVALUATED, Func.attributes
//                                       N_REF a
//
// Variables that are named there may be in the frame, so their names must be edited. They are
// looked up here as C does it, from the innermost scope outwards. Members and tags are no
// variables.
#include "parse.h"

#include "options.h"

#include <string.h>

// An identifier that libclang does not show, as a node of its own.
static Node *hidden_node(Parser *p, Node *n, int token, NodeKind kind)
{
    const Token *t = &p->unit->tokens[token];
    Node *e = arena_alloc(p->unit->arena, sizeof *e);
    e->kind = (uint8_t)kind;
    e->begin = t->offset;
    e->end = t->offset + t->length;
    e->name = token_text(p->unit, token);
    e->scope = p->scope;
    e->parent = n;
    return e;
}

// The variable of the function, with automatic storage, that a name means at a place.
static Var *variable_named(Parser *p, const char *name, uint32_t place)
{
    for (Scope *s = p->scope; s; s = s->parent)
        for (ptrdiff_t k = arrlen(s->names) - 1; k >= 0; k--)
            if (s->name_offsets[k] < place && !strcmp(s->names[k], name)) {
                ptrdiff_t at = hmgeti(p->vars, s->name_offsets[k]);
                Var *v = at >= 0 ? p->vars[at].value : NULL;
                return v && !v->is_static ? v : NULL;
            }
    return NULL;
}

// Is it a name that is declared there, of a parameter or a member?
//
//   void (*)(int n, char *s)     struct { int n; }
static bool is_declared_there(const Unit *u, int token)
{
    static const char *const operators[] = {
        "sizeof",   "_Alignof", "alignof", "__alignof__", "__alignof",     "__real__",
        "__imag__", "__real",   "__imag",  "_Await",      "__extension__", "return",
        "case",     "else",     "do",      NULL};
    int before = token - 1;
    while (token_is(u, before, "*"))
        before--;
    if (token_is(u, before, "}"))
        return closes_tag(u, before);
    if (u->tokens[before].kind != T_IDENT || token_is_one_of(u, before, operators))
        return false;
    return before == token - 1 || is_type_word(u, before) || token_is(u, before - 1, "struct") ||
           token_is(u, before - 1, "union") || token_is(u, before - 1, "enum");
}

// Is it the member in __builtin_offsetof(struct s, n)?
static bool is_designator(const Unit *u, int token)
{
    int i = token - 1;
    if (!token_is(u, i, ","))
        return false;
    for (; i > 0 && nesting(u, i) <= 0; i--)
        if (nesting(u, i) < 0)
            i = opening_token(u, i);
    return token_is(u, i - 1, "__builtin_offsetof");
}

// Adds what the token names to the kids of n, if that is a variable; or an await, which is not run.
static void name_hidden(Parser *p, Node *n, int token, Node ***kids)
{
    static const char *const before[] = {".", "->", "struct", "union", "enum"};
    const Unit *u = p->unit;
    if (u->tokens[token].kind != T_IDENT)
        return;
    if (token_is(u, token, "_Await")) {
        hmput(p->seen_words, u->tokens[token].offset, 1);
        arrput(*kids, hidden_node(p, n, token, N_AWAIT));
        return;
    }
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (token_is(u, token - 1, before[i]))
            return;
    Var *v = variable_named(p, token_text(u, token), u->tokens[token].offset);
    if (!v || is_declared_there(u, token) || is_designator(u, token))
        return;
    Node *ref = hidden_node(p, n, token, N_REF);
    ref->var = v;
    ref->type = v->type;
    arrput(*kids, ref);
}

// The type that a _Generic looks at (C2y, and clang's), as the first of its parts.
static void add_generic_operand(Parser *p, Node *generic)
{
    Unit *u = p->unit;
    int first = token_at(u, generic->begin) + 2, depth = 0, i = first;
    if (!token_is(u, first - 2, "_Generic"))
        return;
    Node **kids = NULL, **parts = NULL, *type = hidden_node(p, generic, first, N_UNEVALUATED);
    for (; u->tokens[i].offset < generic->end && (depth || !token_is(u, i, ",")); i++) {
        depth += nesting(u, i);
        name_hidden(p, type, i, &kids);
    }
    type->end = u->tokens[i - 1].offset + u->tokens[i - 1].length;
    set_kids(p, type, kids, (int)arrlen(kids));
    arrput(parts, type);
    for (int k = 0; k < generic->kid_count; k++)
        arrput(parts, generic->kids[k]);
    set_kids(p, generic, parts, (int)arrlen(parts));
    arrfree(kids);
    arrfree(parts);
}

// Of a _Generic it does not show the types: what typeof in them names stands between the values.
// It belongs to what is looked at, as the controlling expression does.
void build_generic_types(Parser *p, Node *generic)
{
    Unit *u = p->unit;
    if (!controls_generic(u, generic))
        add_generic_operand(p, generic);
    Node *looked_at = generic->kid_count ? generic->kids[0] : NULL, **kids = NULL;
    if (!looked_at || looked_at->kind != N_UNEVALUATED)
        return;
    for (int k = 0; k < looked_at->kid_count; k++)
        arrput(kids, looked_at->kids[k]);
    for (int k = 1; k < generic->kid_count; k++) {
        int depth = 0;
        for (int i = token_at(u, generic->kids[k - 1]->end);
             u->tokens[i].offset < generic->kids[k]->begin; i++) {
            depth += nesting(u, i);
            if (depth > 0)
                name_hidden(p, looked_at, i, &kids);
        }
    }
    set_kids(p, looked_at, kids, (int)arrlen(kids));
    arrfree(kids);
}

// __builtin_convertvector(v, __typeof__(w)): nor the type that it converts to.
void build_conversion(Parser *p, Node *n)
{
    const Unit *u = p->unit;
    int from = token_at(u, n->kids[0]->end), to = closing_token(u, token_at(u, n->begin) + 1);
    Node **kids = NULL, *type = hidden_node(p, n, from, N_UNEVALUATED);
    type->end = u->tokens[to].offset;
    for (int i = from; i < to; i++)
        name_hidden(p, type, i, &kids);
    set_kids(p, type, kids, (int)arrlen(kids));
    arrfree(kids);
    set_kids(p, n, (Node *[]){n->kids[0], type}, 2);
}

// What stands behind the fourth colon of an asm goto are labels.
void build_asm_labels(Parser *p, Node *n)
{
    Unit *u = p->unit;
    Node **kids = NULL;
    int depth = 0, colons = 0;
    for (int i = 0; i < n->kid_count; i++)
        arrput(kids, n->kids[i]);
    for (int i = token_at(u, n->begin); u->tokens[i].offset < n->end; i++) {
        depth += token_is(u, i, "(") - token_is(u, i, ")");
        colons += depth == 1 ? token_is(u, i, ":") + 2 * token_is(u, i, "::") : 0;
        if (depth == 1 && colons == 4 && u->tokens[i].kind == T_IDENT)
            arrput(kids, hidden_node(p, n, i, N_GOTO));
    }
    set_kids(p, n, kids, (int)arrlen(kids));
    arrfree(kids);
}

// The innermost scope in which a place is, and in which names are declared.
static Scope *scope_at(Scope *s, uint32_t place)
{
    for (ptrdiff_t i = 0; i < arrlen(s->children); i++)
        if (s->children[i]->begin <= place && place < s->children[i]->end)
            return scope_at(s->children[i], place);
    return s;
}

// Adds the variables that are named between two tokens.
static void name_between(Parser *p, Func *f, int token, int end, Node *n, Node ***kids)
{
    p->scope = scope_at(f->scope, p->unit->tokens[token].offset);
    for (int i = token + 1; i < end; i++)
        name_hidden(p, n, i, kids);
}

// The operands of alignments, of attributes that are told by values, and of _BitInt, and the types
// of enums, anywhere in a function.
void build_attributes(Parser *p, Func *f)
{
    static const char *const words[] = {
        "aligned",         "__aligned__",         "vector_size",         "__vector_size__",
        "assume",          "__assume__",          "warn_if_not_aligned", "__warn_if_not_aligned__",
        "ext_vector_type", "__ext_vector_type__", "assume_aligned",      "__assume_aligned__",
        "alloc_size",      "__alloc_size__"};
    const Unit *u = p->unit;
    int end = 0; // of an attribute
    Node **kids = NULL, *n = hidden_node(p, NULL, token_at(u, f->body_begin), N_UNEVALUATED);
    for (int i = token_at(u, f->body_begin); u->tokens[i].offset < f->end; i++) {
        if (is_attribute(u, i) || (token_is(u, i, "[") && token_is(u, i + 1, "[")))
            end = closing_token(u, token_is(u, i, "[") ? i : i + 1);
        bool named =
            token_is(u, i, "_Alignas") || token_is(u, i, "alignas") || token_is(u, i, "_BitInt");
        for (size_t w = 0; i < end && w < sizeof words / sizeof *words; w++)
            named |= token_is(u, i, words[w]);
        if (named && token_is(u, i + 1, "("))
            name_between(p, f, i + 1, closing_token(u, i + 1), n, &kids);
        if (token_is(u, i, "enum"))
            name_between(p, f, i, tag_brace(u, i), n, &kids);
    }
    set_kids(p, n, kids, (int)arrlen(kids));
    arrfree(kids);
    f->attributes = n;
}

// The variables that a line of text names.
static void name_in_directive(Parser *p, const Func *f, uint32_t begin, uint32_t end)
{
    const char *text = p->unit->text;
    p->scope = scope_at(f->scope, begin);
    for (uint32_t at = begin, length = 0; at < end; at += length ? length : 1) {
        for (length = 0; is_in_name(text[at + length]);)
            length++;
        Var *v = length ? variable_named(p, arena_strndup(p->unit->arena, text + at, length), begin)
                        : NULL;
        if (v)
            v->in_directive = true;
    }
}

// #pragma omp parallel for reduction(+ : sum)     sum is named where nothing can be edited
void find_directives(Parser *p, const Func *f)
{
    const Unit *u = p->unit;
    const char *limit = u->text + f->end, *at = u->text + f->body_begin;
    if (!u->options->omp && !u->options->acc)
        return;
    while ((at = strstr(at, "\n#pragma")) && at < limit) {
        at += strlen("\n#pragma");
        const char *family = at + strspn(at, " \t");
        uint32_t begin = (uint32_t)(family - u->text), length = (uint32_t)strcspn(family, "\n");
        if ((u->options->omp && !strncmp(family, "omp ", 4)) ||
            (u->options->acc && !strncmp(family, "acc ", 4)))
            name_in_directive(p, f, begin, begin + length);
    }
}
