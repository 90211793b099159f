// definitions.c: tags that are defined among specifiers and within expressions. A part of the
// passes check and edit.
//
//   take(&(struct t { int a; }){await f()});     struct t x;
//
// The expression goes into a block of its own, for its steps; the tag and the constants of an enum
// that it defines belong to the block around it. So the definition is moved in front of the
// statement, or of the condition of a `do`. What has no name stays where it is.
#include "asyncc.h"

#include <string.h>

static bool is_tag_word(const Unit *u, int i)
{
    return token_is(u, i, "struct") || token_is(u, i, "union") || token_is(u, i, "enum");
}

// The brace of `struct s {`, behind attributes, a tag, the type of an enum; 0: there is none. If
// there is a tag, it stands at *tag.
static int definition_brace(const Unit *u, int word, int *tag)
{
    int i = word + 1;
    for (;; i++) {
        bool attribute = is_attribute(u, i);
        if (!attribute && !token_is(u, i, "["))
            break;
        i = closing_token(u, i + attribute);
    }
    *tag = u->tokens[i].kind == T_IDENT ? i++ : 0;
    if (token_is(u, word, "enum") && token_is(u, i, ":"))
        for (i++; u->tokens[i].kind == T_IDENT; i++)
            if (token_is(u, i + 1, "("))
                i = closing_token(u, i + 1);
    return token_is(u, i, "{") ? i : 0;
}

int tag_brace(const Unit *u, int word)
{
    int tag;
    return u->tokens[word].kind == T_IDENT && is_tag_word(u, word) ? definition_brace(u, word, &tag)
                                                                   : 0;
}

bool closes_tag(const Unit *u, int close)
{
    int open = opening_token(u, close), tag;
    for (int i = open - 1; i >= 0; i--) {
        if (token_is(u, i, ")") || token_is(u, i, "]"))
            i = opening_token(u, i);
        else if (is_tag_word(u, i))
            return definition_brace(u, i, &tag) == open;
        else if (token_is(u, i, ";") || token_is(u, i, "{") || token_is(u, i, "}"))
            return false;
    }
    return false;
}

bool find_definition(const Unit *u, uint32_t *begin, uint32_t *end)
{
    int last = token_at(u, *end), tag;
    for (int i = token_at(u, *begin); i < last; i++) {
        if (token_is(u, i, "(") && token_is(u, i + 1, "{")) // a statement expression: a block
            i = closing_token(u, i + 1);
        int brace = is_tag_word(u, i) ? definition_brace(u, i, &tag) : 0;
        if (!brace)
            continue;
        // Attributes behind the closing one belong to the type.
        int close = closing_token(u, brace);
        while (is_attribute(u, close + 1))
            close = closing_token(u, close + 2);
        *begin = u->tokens[i].offset;
        *end = u->tokens[close].offset + u->tokens[close].length;
        return true;
    }
    return false;
}

bool defines_tags(const Unit *u, uint32_t begin, uint32_t end)
{
    for (int i = token_at(u, begin); u->tokens[i].offset < end; i++)
        if (tag_brace(u, i))
            return true;
    return false;
}

// Whether the name at a token stands in [from, to), too: as a tag or otherwise.
static bool occurs(const Unit *u, int name, bool as_tag, uint32_t from, uint32_t to)
{
    const char *text = token_text(u, name);
    for (int i = token_at(u, from); u->tokens[i].offset < to; i++)
        if (token_is(u, i, text) && is_tag_word(u, i - 1) == as_tag && !token_is(u, i - 1, ".") &&
            !token_is(u, i - 1, "->"))
            return true;
    return false;
}

// Of the constants of the enum whose brace is given, the first that occurs in [from, to), or 0.
static int constant_before(const Unit *u, int brace, uint32_t from, uint32_t to)
{
    int close = closing_token(u, brace);
    for (int i = brace + 1; i < close; i++) {
        if (occurs(u, i, false, from, to))
            return i;
        while (i < close && !token_is(u, i, ","))
            i = token_is(u, i, "(") ? closing_token(u, i) + 1 : i + 1;
    }
    return 0;
}

// Whether a definition gives names that the block around it knows from then on.
static bool gives_names(const Unit *u, uint32_t begin, uint32_t end)
{
    int tag = 0;
    for (int i = token_at(u, begin); u->tokens[i].offset < end; i++)
        if (is_tag_word(u, i) && definition_brace(u, i, &tag) && (tag || token_is(u, i, "enum")))
            return true;
    return false;
}

// Of these names the first that stands in [from, begin), where it has another meaning, or 0.
static int name_before(const Unit *u, uint32_t from, uint32_t begin, uint32_t end)
{
    for (int i = token_at(u, begin), tag = 0; u->tokens[i].offset < end; i++) {
        int brace = is_tag_word(u, i) ? definition_brace(u, i, &tag) : 0;
        if (tag && brace && occurs(u, tag, true, from, begin))
            return tag;
        int constant = brace && token_is(u, i, "enum") ? constant_before(u, brace, from, begin) : 0;
        if (constant)
            return constant;
    }
    return 0;
}

static bool goes_into_block(const Node *n)
{
    if (n->kind == N_AWAIT || n->kind == N_SPAWN || n->kind == N_RUN ||
        n->kind == N_COMPOUND_LITERAL)
        return true;
    for (int i = 0; i < n->kid_count; i++)
        if (n->kids[i] && goes_into_block(n->kids[i]))
            return true;
    return false;
}

// The i-th expression of a statement, or its i-th declarator from the name on: what and where it
// is.
static const Node *part_of(const Node *n, int i, uint32_t *begin, uint32_t *end)
{
    const Node *k = n->kids[i];
    bool controls = n->kind == N_IF || n->kind == N_SWITCH || n->kind == N_WHILE ||
                    n->kind == N_DO || n->kind == N_FOR;
    bool holds = controls || n->kind == N_RETURN || n->kind == N_INDIRECT_GOTO ||
                 (n->kind == N_EXPR_STMT && (n->parent->kind != N_FOR || n != n->parent->kids[0]));
    bool is_part =
        k && (k->kind == N_VAR                             ? n->kind == N_DECL
              : k->kind == N_EXPR_STMT && n->kind == N_FOR ? i == 0
                                                           : holds && k->kind >= N_AWAIT);
    if (!is_part)
        return NULL;
    *begin = k->kind == N_VAR ? k->name_offset : k->begin;
    *end = k->end;
    for (int j = 0; j < k->kid_count; j++)
        if (k->kids[j] && k->kids[j]->end > *end)
            *end = k->kids[j]->end;
    return k;
}

bool next_moved_definition(const Func *f, const Node *statement, int i, uint32_t *begin,
                           uint32_t *end)
{
    const Unit *u = f->unit;
    uint32_t from = 0, to = 0;
    if (!f->defines_tags)
        return false;
    const Node *part = part_of(statement, i, &from, &to);
    *begin = *end ? *end : from;
    *end = to;
    for (; part && find_definition(u, begin, end); *begin = *end, *end = to)
        if (gives_names(u, *begin, *end))
            return goes_into_block(part);
    return false;
}

void check_definitions(const Func *f, const Node *n)
{
    Unit *u = f->unit;
    // A definition in the condition of a `do` is moved behind its body.
    uint32_t from = n->kind == N_DO ? n->kids[0]->end : n->begin;
    for (int i = 0; i < n->kid_count; i++) {
        uint32_t begin, end = 0;
        while (next_moved_definition(f, n, i, &begin, &end)) {
            int name = name_before(u, from, begin, end);
            if (name)
                diag(u, u->tokens[name].offset, E_DEFINED_LATE, token_text(u, name));
        }
    }
}
