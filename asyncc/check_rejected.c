// check_rejected.c: the part of check about what libclang rejects and the compiler behind takes.
#include "asyncc.h"
#include "driver.h"

#include <string.h>

typedef struct {
    uint32_t begin, end; // offsets
} Region;

static Node *statement_at(Node *n, uint32_t offset)
{
    if (!n || offset < n->begin || offset >= n->end)
        return NULL;
    Node *found = n->kind < N_VAR ? n : NULL;
    for (int i = 0; i < n->kid_count; i++) {
        Node *inner = statement_at(n->kids[i], offset);
        found = inner ? inner : found;
    }
    return found;
}

static const Node *reference_at(const Node *n, uint32_t offset)
{
    if (!n || ((n->kind == N_REF || n->kind == N_LEAF) && n->begin == offset) ||
        (n->kind == N_VAR && n->name_offset == offset))
        return n;
    const Node *found = NULL;
    for (int i = 0; i < n->kid_count && !found; i++)
        found = n->kids[i] ? reference_at(n->kids[i], offset) : NULL;
    return found;
}

static bool is_declared(const Scope *s, const char *name)
{
    for (; s; s = s->parent)
        for (ptrdiff_t i = 0; i < arrlen(s->names); i++)
            if (!strcmp(s->names[i], name))
                return true;
    return false;
}

// Does a statement expression that awaits have its value by the statement n, which is its last one
// or in that? It is kept in a variable, whose type would be what libclang takes it for.
static bool gives_kept_value(const Node *n)
{
    for (const Node *around = n->parent; around; around = around->parent) {
        const Node *last = around->kind == N_STMT_EXPR ? last_statement(around) : NULL;
        if (last && last->begin <= n->begin && n->end <= last->end && around->has_await &&
            !is_dropped(around))
            return true;
    }
    return false;
}

// Else the declared names may have another type, or have lost an attribute, a cleanup for instance.
static bool is_in_initialiser(const Node *declaration, uint32_t offset)
{
    for (int i = 0; i < declaration->kid_count; i++) {
        const Node *n = declaration->kids[i], *init = n && n->kind == N_VAR ? kid(n, 0) : NULL;
        if (init && init->begin <= offset && offset < init->end)
            return true;
    }
    return false;
}

// A statement without an await is left as it is. It does no harm that it is not understood if the
// tree shows every local variable in it; what happens to these is not known, so they are pinned.
// But if it declares a struct of variable size, an await can have it in its scope.
static bool is_harmless(const Unit *u, Func *f, uint32_t offset, const char *text)
{
    Node *s = statement_at(f->body, offset);
    bool simple = s && (s->kind == N_DECL || s->kind == N_EXPR_STMT || s->kind == N_RETURN);
    bool varies = !strncmp(text, "fields must have a constant size", 32);
    static const char *const types[] = {"auto",       "__auto_type",   "typeof", "__typeof",
                                        "__typeof__", "typeof_unqual", NULL};
    if (!simple || s->has_await || gives_kept_value(s) ||
        (s->kind == N_DECL && (varies ? s->scope->has_await : !is_in_initialiser(s, offset))))
        return false;
    for (int i = token_at(u, s->begin); u->tokens[i].offset < s->end; i++) {
        if (token_is(u, i, "{") && token_is(u, i - 1, ")")) // a function's body
            return false;
        if (token_is(u, i, "_Await")) // in a part that is no expression to libclang
            return false;
        if (token_is_one_of(u, i, types)) // a variable's may be that of what it rejects
            return false;
        if (u->tokens[i].kind != T_IDENT || token_is(u, i - 1, ".") || token_is(u, i - 1, "->") ||
            !is_declared(s->scope, token_text(u, i)))
            continue;
        const Node *n = reference_at(s, u->tokens[i].offset);
        if (!n)
            return false;
        if (n->var)
            n->var->address_taken = true;
    }
    return true;
}

static bool is_rejected(const Unit *u, uint32_t offset)
{
    for (ptrdiff_t i = 0; i < arrlen(u->parse_errors); i++)
        if (u->parse_errors[i].offset == offset)
            return true;
    return false;
}

// Does the attribute at a token change what a type is, or what its objects are?
static bool is_of_type(const Unit *u, int attribute)
{
    static const char *const words[] = {"aligned",         "__aligned__",         "mode",
                                        "__mode__",        "vector_size",         "__vector_size__",
                                        "ext_vector_type", "__ext_vector_type__", NULL};
    for (int i = attribute + 1, end = closing_token(u, attribute + 1); i < end; i++)
        if (token_is_one_of(u, i, words))
            return true;
    return false;
}

// What a declarator is made of, from a token on: a name, a list of parameters, the name of a
// register or a symbol, attributes. The last of its tokens, or -1: that is a part of a type.
static int end_of_declarator_part(const Unit *u, int i)
{
    static const char *const types[] = {"typeof",        "__typeof__", "__typeof",
                                        "typeof_unqual", "_Alignas",   "alignas",
                                        "_Atomic",       "_BitInt",    NULL};
    static const char *const behind[] = {";", "=", ",", "[", NULL};
    if (u->tokens[i].kind != T_IDENT || token_is_one_of(u, i, types) ||
        (is_attribute(u, i) && is_of_type(u, i)))
        return -1;
    if (token_is(u, i + 1, "("))
        return closing_token(u, i + 1);
    bool is_name = token_is_one_of(u, i + 1, behind) || is_attribute(u, i + 1) ||
                   token_is(u, i + 1, "asm") || token_is(u, i + 1, "__asm__");
    return is_name ? i : -1;
}

// At file scope, the bodies of functions, what objects begin with, and what declarators are made of
// but for those of types and async functions, in order of the text. What is not understood there
// stays as it is; in the rest, types would be taken for others.
static Region *find_regions(const Unit *u)
{
    Region *regions = NULL;
    uint32_t value = 0;
    int depth = 0, tag = 0;
    bool tells_types = false;
    for (int i = 0; u->tokens[i].kind != T_EOF; i++) {
        tag = depth || !tag_brace(u, i) ? tag : tag_brace(u, i);
        uint32_t begin = u->tokens[i].offset;
        bool outside = !depth && !value, is_braced = outside && i != tag && token_is(u, i, "{");
        tells_types |= outside && (token_is(u, i, "typedef") || token_is(u, i, "_Async"));
        int end = outside && !tells_types ? end_of_declarator_part(u, i) : -1;
        if (is_braced || end >= 0)
            i = is_braced ? closing_token(u, i) : end;
        else
            depth += nesting(u, i);
        if (outside && end < 0 && token_is(u, i, "="))
            value = begin;
        bool ends = !depth && value && (token_is(u, i, ",") || token_is(u, i, ";"));
        if (is_braced || ends || end >= 0)
            arrput(regions, ((Region){ends ? value : begin, u->tokens[i].offset}));
        value = ends ? 0 : value;
        tells_types &= !is_braced && (depth || !token_is(u, i, ";"));
    }
    return regions;
}

static bool is_in_directive(const Unit *u, uint32_t offset)
{
    const char *p = u->text + offset;
    while (p > u->text && p[-1] != '\n')
        p--;
    return p[strspn(p, " \t")] == '#';
}

static bool is_in_region(const Region *regions, uint32_t offset)
{
    ptrdiff_t lo = LOWER_BOUND(i, 0, arrlen(regions), regions[i].begin <= offset);
    return lo && offset <= regions[lo - 1].end;
}

// gcc's named address spaces are unknown words to libclang, which complains of them or of what is
// behind them: the token, or -1.
static int address_space_at(const Unit *u, uint32_t offset)
{
    static const char *const spaces[] = {"__seg_fs", "__seg_gs", NULL};
    for (int i = token_at(u, offset), last = i - 2; i >= 0 && i > last; i--)
        if (token_is_one_of(u, i, spaces))
            return i;
    return -1;
}

typedef struct {
    Unit *unit;
    Region *regions;
    const Func *spaced; // the last function in which an address space was found
} Rejections;

static void check_rejected_at(Rejections *r, uint32_t offset, const char *text)
{
    Unit *u = r->unit;
    Func *f = func_at(u, offset);
    const char *name = token_text(u, token_at(u, offset));
    int space = address_space_at(u, offset);
    if (f && arrlen(f->awaits) && is_stack_bound(name)) {
        diag(u, offset, E_STACK_BOUND, name);
    } else if (f ? is_harmless(u, f, offset, text)
                 : is_in_region(r->regions, offset) || is_in_directive(u, offset)) {
        ;
    } else if (space >= 0) {
        if (!f || f != r->spaced)
            diag(u, u->tokens[space].offset, E_NOT_SUPPORTED,
                 arena_printf(u->arena, "the address space '%s' outside ordinary functions",
                              token_text(u, space)));
        r->spaced = f;
    } else if (!f || f != r->spaced) { // else this follows from that
        diag(u, offset, E_CANNOT_PARSE, text);
    }
}

// What libclang does not know it declares, for the rest of a block or of the file: there it says
// nothing any more.
static void check_rejection(Rejections *r, ptrdiff_t error)
{
    Unit *u = r->unit;
    uint32_t at = u->parse_errors[error].offset;
    const char *text = u->parse_errors[error].text;
    check_rejected_at(r, at, text);
    if (strncmp(text, "use of unknown builtin", 22) != 0)
        return;
    int first = token_at(u, at);
    const char *name = token_text(u, first);
    for (int i = first + 1; i < (int)arrlen(u->tokens); i++)
        if (token_is(u, i, name)) {
            if (is_rejected(u, u->tokens[i].offset))
                break; // which goes on from there
            check_rejected_at(r, u->tokens[i].offset, text);
        }
}

void check_rejected(Unit *u)
{
    if (!arrlen(u->parse_errors))
        return;
    if (syntax_check_original(u) != 0) {
        u->errors++;
        return;
    }
    Rejections r = {.unit = u, .regions = find_regions(u)};
    for (ptrdiff_t i = 0; i < arrlen(u->parse_errors); i++)
        check_rejection(&r, i);
    arrfree(r.regions);
}
