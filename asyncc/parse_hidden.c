// parse_hidden.c: what libclang does not show at all: the operands of an asm statement and of
// alignments, the types of a _Generic.
//
//   _Alignas(sizeof a) char b[4];     N_VAR b
//                                       N_UNEVALUATED
//                                         N_REF a
//
// Variables that are named there may be in the frame, so their names must be edited. They are
// looked up here as C does it, from the innermost scope outwards. Members and tags are no
// variables.
#include "parse.h"

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

// The variable of the function, with automatic storage, that an identifier names here.
static Var *variable_named(Parser *p, int token)
{
    const char *name = token_text(p->unit, token);
    for (Scope *s = p->scope; s; s = s->parent)
        for (ptrdiff_t k = arrlen(s->names) - 1; k >= 0; k--)
            if (!strcmp(s->names[k], name)) {
                ptrdiff_t at = hmgeti(p->vars, s->name_offsets[k]);
                Var *v = at >= 0 ? p->vars[at].value : NULL;
                return v && !v->is_static ? v : NULL;
            }
    return NULL;
}

// Adds what the token names to the kids of n, if that is a variable.
static void name_hidden(Parser *p, Node *n, int token, Node ***kids)
{
    static const char *const before[] = {".", "->", "struct", "union", "enum"};
    const Unit *u = p->unit;
    if (u->tokens[token].kind != T_IDENT)
        return;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (token_is(u, token - 1, before[i]))
            return;
    Var *v = variable_named(p, token);
    if (!v)
        return;
    Node *ref = hidden_node(p, n, token, N_REF);
    ref->var = v;
    ref->type = v->type;
    arrput(*kids, ref);
}

// Of a _Generic it does not show the types: what typeof in them names stands between the values.
// It belongs to what is looked at, as the controlling expression does.
void build_generic_types(Parser *p, const Node *generic)
{
    Unit *u = p->unit;
    Node *looked_at = generic->kids[0], **kids = NULL;
    if (looked_at->kind != N_UNEVALUATED)
        return;
    arrput(kids, looked_at->kids[0]);
    for (int k = 1; k < generic->kid_count; k++) {
        int depth = 0;
        for (int i = token_at(u, generic->kids[k - 1]->end);
             u->tokens[i].offset < generic->kids[k]->begin; i++) {
            depth += token_is(u, i, "(") - token_is(u, i, ")");
            if (depth > 0)
                name_hidden(p, looked_at, i, &kids);
        }
    }
    set_kids(p, looked_at, kids, (int)arrlen(kids));
    arrfree(kids);
}

// libclang does not show the operands of an asm statement: its identifiers are looked up here. What
// stands behind the fourth colon of an asm goto are labels.
void build_asm(Parser *p, Node *n)
{
    Unit *u = p->unit;
    Node **kids = NULL;
    int depth = 0, colons = 0;
    for (int i = token_at(u, n->begin); u->tokens[i].offset < n->end; i++) {
        if (token_is(u, i, "("))
            depth++;
        else if (token_is(u, i, ")"))
            depth--;
        if (token_is(u, i, "_Await")) { // for check, which refuses it
            hmput(p->seen_words, u->tokens[i].offset, 1);
            n->has_await = true;
        }
        colons += depth == 1 ? token_is(u, i, ":") + 2 * token_is(u, i, "::") : 0;
        if (depth == 1 && colons == 4 && u->tokens[i].kind == T_IDENT)
            arrput(kids, hidden_node(p, n, i, N_GOTO));
        if (depth >= 2)
            name_hidden(p, n, i, &kids);
    }
    set_kids(p, n, kids, (int)arrlen(kids));
    arrfree(kids);
}

// The operand of an alignment, in the parentheses that open at the token: NULL if it names none.
Node *build_alignment(Parser *p, Node *declarator, int open)
{
    const Unit *u = p->unit;
    int close = closing_token(u, open);
    Node **kids = NULL, *n = hidden_node(p, declarator, open, N_UNEVALUATED);
    n->end = u->tokens[close].offset;
    for (int i = open + 1; i < close; i++)
        name_hidden(p, n, i, &kids);
    set_kids(p, n, kids, (int)arrlen(kids));
    arrfree(kids);
    return n->kid_count ? n : NULL;
}
