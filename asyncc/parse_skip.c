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
// definition, or if it may call an async function, which check then has a word to say about; and
// if an async function calls it, perhaps by way of others, and it may be given an address, for
// escape to look where that goes. In doubt it is kept. What is wrong in it is found by the compiler
// behind. Nor need it look at what system headers declare of functions that nothing else names.
#include "parse.h"

#include <stdlib.h>
#include <strings.h>

enum { MARKS = 4096 };

// A declaration of a function in a system header: it is not needed if nothing else has its name.
typedef struct {
    Range range;
    int name; // token
} Prototype;

typedef struct {
    Unit *unit;
    // All that may be those of async functions: what is declared with `_Async`, or by a typedef
    // that is; whether it may be such a typedef's.
    struct {
        char *key;
        bool value;
    } * names;
    bool has_types;
    Body *bodies; // of plain functions
    Awaiting *awaiting;
    Prototype *prototypes;
} Skipper;

static bool ends_declaration(const Unit *u, int i)
{
    char c = punct(u, i);
    return c == ';' || c == '{' || c == '}';
}

static bool may_be_type(Skipper *s, const char *name)
{
    ptrdiff_t i = shgeti(s->names, name);
    return i >= 0 && s->names[i].value;
}

// The identifiers of the declaration that a token stands in. What it defines in braces is not
// looked into.
static void add_names(Skipper *s, int at)
{
    Unit *u = s->unit;
    int i = at;
    bool is_type = false;
    while (i > 0 && !ends_declaration(u, i - 1))
        i--;
    for (; u->tokens[i].kind != T_EOF && !ends_declaration(u, i); i++) {
        is_type |= token_is(u, i, "typedef");
        if (u->tokens[i].kind == T_IDENT && !is_type_word(u, i)) {
            const char *name = token_text(u, i);
            bool names_type = is_type || may_be_type(s, name);
            shput(s->names, name, names_type);
        }
        if (tag_brace(u, i))
            i = closing_token(u, tag_brace(u, i));
    }
    s->has_types |= is_type;
}

static void add_names_by_types(Skipper *s)
{
    Unit *u = s->unit;
    char name[MAX_NAME];
    for (int i = 0; s->has_types && u->tokens[i].kind != T_EOF; i++) {
        const Token *t = &u->tokens[i];
        if (t->kind != T_IDENT || t->length >= MAX_NAME)
            continue;
        copy_name(name, u, t);
        if (may_be_type(s, name))
            add_names(s, i);
    }
}

static bool may_call_async(Skipper *s, int first, int last)
{
    Unit *u = s->unit;
    char name[256];
    for (int i = first; i <= last; i++) {
        const Token *t = &u->tokens[i];
        if (t->kind != T_IDENT || !is_called(u, i))
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

bool is_type_word(const Unit *u, int i)
{
    static const char *const words[] = {
        "void",     "char",       "short",      "int",        "long",      "float",
        "double",   "signed",     "unsigned",   "_Bool",      "_Complex",  "const",
        "volatile", "restrict",   "__restrict", "__int128",   "_Float16",  "_Float32",
        "_Float64", "_Float128",  "_Float32x",  "_Float64x",  "extern",    "static",
        "inline",   "__inline",   "__inline__", "__signed__", "_Noreturn", "__extension__",
        "register", "__float128", "__const",    "__volatile",
    };
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (token_is(u, i, words[k]))
            return true;
    return false;
}

// `T f(…);` or `T f(…) __attribute__((…));`, in a system header, of one function. What its type
// declares must not be missed: no tag stands before the name.
static bool is_prototype(const Unit *u, int first, int open, int close, int end)
{
    int name = open - 1;
    const Token *t = &u->tokens[name];
    if (!u->tokens[first].system || name <= first || is_no_function(u, name) ||
        is_type_word(u, name) || t->length >= MAX_NAME ||
        (t->length > 7 && !memcmp(u->text + t->offset + t->length - 7, "__start", 7)))
        return false;
    for (int i = first; i < name; i++)
        if (u->tokens[i].kind != T_IDENT
                ? punct(u, i) != '*'
                : token_is(u, i, "typedef") || token_is(u, i, "struct") ||
                      token_is(u, i, "union") || token_is(u, i, "enum") || is_no_function(u, i))
            return false;
    if (close + 1 != end && !is_attribute(u, close + 1) && !token_is(u, close + 1, "__asm__"))
        return false;
    uint32_t begin = u->tokens[first].offset;
    return !memmem(u->text + begin, u->tokens[end].offset - begin, "#pragma", 7);
}

static size_t mark_of(const Unit *u, const Token *t)
{
    const unsigned char *s = (const unsigned char *)u->text + t->offset;
    return (s[0] * 31u + s[t->length - 1] * 7u + s[t->length / 2] + t->length * 97u) % MARKS;
}

// Leaves those prototypes whose name occurs a second time in what libclang gets.
static void keep_mentioned(Skipper *s)
{
    Unit *u = s->unit;
    bool marks[MARKS] = {false};
    struct {
        char *key;
        int value;
    } *mentions = NULL;
    sh_new_strdup(mentions);
    char name[MAX_NAME];
    for (ptrdiff_t i = 0; i < arrlen(s->prototypes); i++) {
        const Token *t = &u->tokens[s->prototypes[i].name];
        marks[mark_of(u, t)] = true;
        copy_name(name, u, t);
        shput(mentions, name, 0);
    }
    ptrdiff_t body = 0;
    for (ptrdiff_t i = 0; i < arrlen(u->tokens); i++) {
        const Token *t = &u->tokens[i];
        if (t->kind != T_IDENT || t->length >= MAX_NAME || !marks[mark_of(u, t)])
            continue;
        while (body < arrlen(s->bodies) && s->bodies[body].range.end <= t->offset)
            body++;
        if (body < arrlen(s->bodies) && s->bodies[body].range.begin <= t->offset)
            continue;
        copy_name(name, u, t);
        ptrdiff_t known = shgeti(mentions, name);
        if (known >= 0)
            mentions[known].value++;
    }
    ptrdiff_t left = 0;
    for (ptrdiff_t i = 0; i < arrlen(s->prototypes); i++) {
        const Token *t = &u->tokens[s->prototypes[i].name];
        copy_name(name, u, t);
        if (shget(mentions, name) == 1)
            s->prototypes[left++] = s->prototypes[i];
    }
    if (s->prototypes)
        arrsetlen(s->prototypes, (size_t)left);
    shfree(mentions);
}

// False: the brackets do not match.
static bool find_bodies(Skipper *s, const Parser *p)
{
    Unit *u = s->unit;
    int depth = 0, open = -1, close = -1, body = -1; // brackets; the last pair of parentheses
    int first = 0;                                   // token of the declaration
    bool plain = true;                // no `=`, `:` or `,` stands in the declaration so far
    int params = -1, params_end = -1; // the first pair of parentheses of the declaration
    ptrdiff_t word = 0;
    for (int i = 0; u->tokens[i].kind != T_EOF; i++) {
        char c = punct(u, i);
        if (c == '(' || c == '[' || c == '{') {
            if (!depth && c == '(') {
                open = i;
                if (params < 0)
                    params = i;
            }
            if (!depth && c == '{' && plain && close >= 0 && close == i - 1 &&
                !is_no_function(u, open - 1))
                body = i;
            depth++;
        } else if (c == ')' || c == ']' || c == '}') {
            if (--depth < 0)
                return false;
            if (!depth && c == ')') {
                close = i;
                if (params_end < 0)
                    params_end = i;
            }
            if (!depth && c == '}' && body >= 0) {
                Body b = {
                    {u->tokens[body].offset + 1, u->tokens[i].offset}, first, open - 1, false};
                if (holds_word(p, &word, u->tokens[first].offset, b.range.end))
                    arrput(s->awaiting, ((Awaiting){b.range, body}));
                else if (!may_call_async(s, body, i))
                    arrput(s->bodies, b);
                body = close = params = params_end = -1;
                first = i + 1;
                plain = true;
            }
        } else if (!depth && c == ';') {
            if (plain && params > 0 && is_prototype(u, first, params, params_end, i)) {
                Prototype d = {{u->tokens[first].offset, u->tokens[i].offset + 1}, params - 1};
                if (!holds_word(p, &word, d.range.begin, d.range.end))
                    arrput(s->prototypes, d);
            }
            close = params = params_end = -1;
            first = i + 1;
            plain = true;
        } else if (!depth && (c == '=' || c == ':' || c == ',')) {
            plain = false;
        }
    }
    return depth == 0;
}

// Leaves what libclang gets after all.
static void drop_called(Skipper *s)
{
    ptrdiff_t left = 0;
    for (ptrdiff_t i = 0; i < arrlen(s->bodies); i++)
        if (!s->bodies[i].called)
            s->bodies[left++] = s->bodies[i];
    if (s->bodies)
        arrsetlen(s->bodies, (size_t)left);
}

// On `(::`, which is no C, clang 19 looks for the end of a name for ever. On `(:` it finds an
// error.
static void break_scopes(const Unit *u, char *text)
{
    for (char *at = text; (at = strstr(at, "::")); at += 2) {
        int i = token_at(u, (uint32_t)(at - text));
        if (token_is(u, i, "::") && token_is(u, i - 1, "("))
            at[1] = ' ';
    }
}

// Behind `#pragma weak h = g`, with h declared before, clang 19 gives h a type of which libclang
// crashes. What these pragmas say, parse_attributes.c finds. And what gcc takes for unknown may
// have macros in it.
static void drop_pragmas(char *text, const char *pragma)
{
    for (char *at = text; (at = strstr(at, pragma));) {
        at++;
        memset(at, ' ', strcspn(at, "\n"));
    }
}

// Is it the result of a function, declared by its name, that the `_Atomic` at a token qualifies,
// and nothing else? What leads to such functions keeps it: frames name its type.
//
//   _Atomic int f(void);     int *_Atomic f(void);     _Atomic int (f)(void) {
static bool qualifies_result(const Unit *u, int i)
{
    static const char *const types[] = {"typeof", "__typeof__", "__typeof", "_Alignas", NULL};
    int params = 0;
    for (int k = i - 1; k >= 0 && u->tokens[k].kind == T_IDENT; k--)
        if (token_is(u, k, "typedef"))
            return false;
    for (i += token_is(u, i + 1, "(") ? closing_token(u, i + 1) - i + 1 : 1; !params; i++) {
        if (is_attribute(u, i) || token_is_one_of(u, i, types))
            i = closing_token(u, i + 1);
        else if (tag_brace(u, i))
            i = closing_token(u, tag_brace(u, i));
        else if (u->tokens[i].kind == T_IDENT && token_is(u, i + 1, "("))
            params = i + 1;
        else if (token_is(u, i, "(") && u->tokens[i + 1].kind == T_IDENT &&
                 token_is(u, i + 2, ")") && token_is(u, i + 3, "("))
            params = i + 3;
        else if (u->tokens[i].kind != T_IDENT)
            return false;
    }
    for (i = closing_token(u, params) + 1; !token_is(u, i, ","); i++) {
        if (token_is(u, i, ";") || token_is(u, i, "{"))
            return true;
        if (u->tokens[i].kind == T_EOF || nesting(u, i) < 0)
            return false;
        i = nesting(u, i) > 0 ? closing_token(u, i) : i;
    }
    return false;
}

// gcc takes a value that is returned for what it is; to clang it stays atomic, which nothing takes.
static void drop_atomic(const Unit *u, int i, char *text)
{
    uint32_t begin = u->tokens[i].offset;
    if (!qualifies_result(u, i))
        return;
    memset(text + begin, ' ', strlen("_Atomic"));
    if (token_is(u, i + 1, "(")) {
        text[u->tokens[i + 1].offset] = ' ';
        text[u->tokens[closing_token(u, i + 1)].offset] = ' ';
    }
}

// What only gcc takes. 1.5F128 is 0001.5Q to clang, whose types stand for gcc's of these names
// (gcc_args in parse.c); `for (__extension__ int i …` loses a word.
static void translate_for_clang(const Unit *u, char *text)
{
    static const char *const suffixes[][2] = {
        {"f128", "q"}, {"f64x", "l"}, {"f32x", ""}, {"f64", ""}, {"f32", "f"}};
    for (ptrdiff_t i = 0; i < arrlen(u->tokens); i++) {
        const Token *t = &u->tokens[i];
        if (t->length == strlen("__extension__") && token_is(u, (int)i, "__extension__") &&
            token_is(u, (int)i - 1, "(") && token_is(u, (int)i - 2, "for"))
            memset(text + t->offset, ' ', t->length);
        if (t->length == strlen("_Atomic") && token_is(u, (int)i, "_Atomic"))
            drop_atomic(u, (int)i, text);
        if (t->kind != T_NUMBER || t->length < 5)
            continue;
        char *begin = text + t->offset, *end = begin + t->length;
        if (begin[1] == 'x' || begin[1] == 'X') {
            if (!memchr(begin, 'p', t->length) && !memchr(begin, 'P', t->length))
                continue; // an integer, of digits like these
            begin += 2;
        }
        for (size_t k = 0; k < sizeof suffixes / sizeof *suffixes; k++) {
            size_t length = strlen(suffixes[k][0]), rest = strlen(suffixes[k][1]);
            if (strncasecmp(end - length, suffixes[k][0], length) != 0)
                continue;
            memmove(begin + length - rest, begin, (size_t)(end - begin) - length);
            memset(begin, '0', length - rest);
            memcpy(end - rest, suffixes[k][1], rest);
            break;
        }
    }
}

static void blank(char *text, Range r)
{
    memset(text + r.begin, ' ', r.end - r.begin);
}

bool blank_called(Parser *p, char *text, uint32_t place)
{
    for (ptrdiff_t i = 0; i < hmlen(p->called); i++)
        if (p->called[i].value.begin <= place && place < p->called[i].value.end) {
            blank(text, p->called[i].value);
            (void)hmdel(p->called, p->called[i].key);
            return true;
        }
    return false;
}

char *text_for_libclang(Parser *p)
{
    Unit *u = p->unit;
    Skipper s = {.unit = u};
    sh_new_strdup(s.names);
    for (ptrdiff_t i = 0; i < arrlen(p->words); i++)
        if (token_is(u, token_at(u, p->words[i]), "_Async"))
            add_names(&s, token_at(u, p->words[i]));
    add_names_by_types(&s);
    char *text = arena_strndup(u->arena, u->text, u->length);
    break_scopes(u, text);
    drop_pragmas(text, "\n#pragma weak ");
    if (!u->is_from_clang) {
        drop_pragmas(text, "\n#pragma clang loop");
        drop_pragmas(text, "\n#pragma unroll");
        translate_for_clang(u, text);
    }
    if (find_bodies(&s, p)) {
        find_called(p, s.bodies, &s.awaiting);
        drop_called(&s);
        keep_mentioned(&s);
        for (ptrdiff_t i = 0; i < arrlen(s.bodies); i++)
            blank(text, s.bodies[i].range);
        for (ptrdiff_t i = 0; i < arrlen(s.prototypes); i++)
            blank(text, s.prototypes[i].range);
    }
    shfree(s.names);
    arrfree(s.prototypes);
    arrfree(s.bodies);
    arrfree(s.awaiting);
    return text;
}
