// parse_skip.c: the text that libclang gets. It need not look into the bodies of plain functions.
//
//   static int plain(int n)             static int plain(int n)
//   {                                   {
//       return n > 4 ? twice(n) : 0;
//   }                                   }
//   async int f(int n)                  async int f(int n)
//   {                                   {
//       return await g(plain(n));           return await g(plain(n));
//   }                                   }
//
// Offsets stay what they are. A body is kept if one of the dialect's words stands in its
// definition, or if it may call an async function, which check then has a word to say about. In
// doubt it is kept. What is wrong in it is found by the compiler behind.
#include "parse.h"

#include <stdlib.h>

typedef struct {
    uint32_t begin, end;
} Range;

typedef struct {
    Unit *unit;
    struct {
        char *key;
        bool value;
    } *names; // all that may be those of async functions: what is declared with `_Async`
    Range *bodies;
} Skipper;

static char punct(const Unit *u, int i)
{
    const Token *t = &u->tokens[i];
    return t->kind == T_PUNCT && t->length == 1 ? u->text[t->offset] : 0;
}

static bool ends_declaration(const Unit *u, int i)
{
    char c = punct(u, i);
    return c == ';' || c == '{' || c == '}';
}

// The identifiers of the declaration that an `_Async` stands in.
static void add_names(Skipper *s, int at)
{
    Unit *u = s->unit;
    int i = at;
    while (i > 0 && !ends_declaration(u, i - 1))
        i--;
    for (; u->tokens[i].kind != T_EOF && !ends_declaration(u, i); i++)
        if (u->tokens[i].kind == T_IDENT)
            shput(s->names, token_text(u, i), true);
}

static bool may_call_async(Skipper *s, int first, int last)
{
    Unit *u = s->unit;
    char name[256];
    for (int i = first; i <= last; i++) {
        const Token *t = &u->tokens[i];
        if (t->kind != T_IDENT || punct(u, i + 1) != '(')
            continue;
        if (t->length >= sizeof name)
            return true;
        memcpy(name, u->text + t->offset, t->length);
        name[t->length] = 0;
        if (shgeti(s->names, name) >= 0)
            return true;
    }
    return false;
}

// Does the name before a parenthesis not make what is behind the closing one a function's body?
static bool is_no_function(const Unit *u, int name)
{
    static const char *const words[] = {
        "if",
        "for",
        "while",
        "switch",
        "sizeof",
        "_Alignof",
        "alignof",
        "__alignof__",
        "_Alignas",
        "alignas",
        "__declspec",
        "__typeof__",
        "typeof",
        "__typeof",
        "_Atomic",
        "_BitInt",
        "asm",
        "__asm__",
        "__asm",
        "__attribute__",
        "__attribute",
        "_Generic",
        "__typeof_unqual__",
        "__alignof",
        "typeof_unqual",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (token_is(u, name, words[i]))
            return true;
    return name < 0 || u->tokens[name].kind != T_IDENT;
}

static bool holds_word(const Parser *p, ptrdiff_t *at, uint32_t begin, uint32_t end)
{
    while (*at < arrlen(p->words) && p->words[*at] < begin)
        ++*at;
    return *at < arrlen(p->words) && p->words[*at] < end;
}

// False: the brackets do not match.
static bool find_bodies(Skipper *s, const Parser *p)
{
    Unit *u = s->unit;
    int depth = 0, open = -1, close = -1, body = -1; // brackets; the last pair of parentheses
    int first = 0;                                   // token of the declaration
    bool plain = true; // neither `=` nor `:` stands in the declaration so far
    ptrdiff_t word = 0;
    for (int i = 0; u->tokens[i].kind != T_EOF; i++) {
        char c = punct(u, i);
        if (c == '(' || c == '[' || c == '{') {
            if (!depth && c == '(')
                open = i;
            if (!depth && c == '{' && plain && close >= 0 && close == i - 1 &&
                !is_no_function(u, open - 1))
                body = i;
            depth++;
        } else if (c == ')' || c == ']' || c == '}') {
            if (--depth < 0)
                return false;
            if (!depth && c == ')')
                close = i;
            if (!depth && c == '}' && body >= 0) {
                Range r = {u->tokens[body].offset + 1, u->tokens[i].offset};
                if (!holds_word(p, &word, u->tokens[first].offset, r.end) &&
                    !may_call_async(s, body, i))
                    arrput(s->bodies, r);
                body = close = -1;
                first = i + 1;
                plain = true;
            }
        } else if (!depth && c == ';') {
            close = -1;
            first = i + 1;
            plain = true;
        } else if (!depth && (c == '=' || c == ':')) {
            plain = false;
        }
    }
    return depth == 0;
}

char *text_for_libclang(Parser *p)
{
    Unit *u = p->unit;
    Skipper s = {.unit = u};
    sh_new_strdup(s.names);
    for (ptrdiff_t i = 0; i < arrlen(p->words); i++)
        if (token_is(u, token_at(u, p->words[i]), "_Async"))
            add_names(&s, token_at(u, p->words[i]));
    char *text = arena_strndup(u->arena, u->text, u->length);
    if (find_bodies(&s, p))
        for (ptrdiff_t i = 0; i < arrlen(s.bodies); i++)
            memset(text + s.bodies[i].begin, ' ', s.bodies[i].end - s.bodies[i].begin);
    shfree(s.names);
    arrfree(s.bodies);
    return text;
}
