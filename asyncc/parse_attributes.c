// parse_attributes.c: attributes of async functions. What they say of the user's function is not
// true of each function that it becomes.
//
//   __attribute__((weak, noreturn, cold)) async void f(char *s) __attribute__((nonnull(1)));
//
//   ordinary symbol                    weak, cold, nonnull(1): but for what it does not keep
//   f__start, f__resume, f__type       weak
//   f__start, f__run, f__resume        cold
//   f__start                           nonnull(3): behind the frame and the context
//   behind an await                    noreturn
//
// What is dropped is marked in the tokens, in every declaration: the compiler behind would believe
// it in calls through pointers that it can follow.
#include "parse.h"

#include <stdlib.h>
#include <string.h>

typedef enum {
    KEEP,
    DROP,
    NO_RETURN,
    EVERY_SYMBOL,
    CODE,
    PARAMS,
    DEPRECATED,
    GNU_INLINE,
    REFUSE
} Treatment;

static const struct {
    const char *name;
    Treatment treatment;
} attributes[] = {
    // a symbol that may return without a result, and waits
    {"noreturn", NO_RETURN},
    {"_Noreturn", NO_RETURN},
    {"const", DROP},
    {"pure", DROP},
    {"reproducible", DROP},
    {"unsequenced", DROP},
    {"malloc", DROP},
    {"returns_nonnull", DROP},
    {"returns_twice", DROP},
    {"assume_aligned", DROP},
    {"alloc_align", DROP},
    {"weak", EVERY_SYMBOL},
    {"visibility", EVERY_SYMBOL},
    // how code is made
    {"cold", CODE},
    {"disable_sanitizer_instrumentation", CODE},
    {"flatten", CODE},
    {"hot", CODE},
    {"minsize", CODE},
    {"no_address_safety_analysis", CODE},
    {"no_instrument_function", CODE},
    {"no_profile_instrument_function", CODE},
    {"no_sanitize", CODE},
    {"no_sanitize_address", CODE},
    {"no_sanitize_coverage", CODE},
    {"no_sanitize_memory", CODE},
    {"no_sanitize_thread", CODE},
    {"no_sanitize_undefined", CODE},
    {"no_stack_protector", CODE},
    {"noclone", CODE},
    {"noinline", CODE},
    {"noipa", CODE},
    {"optimize", CODE},
    {"optnone", CODE},
    {"section", CODE},
    {"stack_protect", CODE},
    {"target", CODE},
    {"access", PARAMS},
    {"format", PARAMS},
    {"nonnull", PARAMS},
    // the ordinary symbol names itself
    {"deprecated", DEPRECATED},
    {"gnu_inline", GNU_INLINE},
    // what only one function of the given name can be
    {"alias", REFUSE},
    {"constructor", REFUSE},
    {"destructor", REFUSE},
    {"ifunc", REFUSE},
    {"interrupt", REFUSE},
    {"may_alias", REFUSE}, // of what a pointer to it leads to, which frames do not tell
    {"naked", REFUSE},
    {"overloadable", REFUSE}, // the other functions of that name have frames, too
    {"symver", REFUSE},
    {"target_clones", REFUSE},
    {"weakref", REFUSE},
};

static Treatment treatment_of(const Unit *u, int token)
{
    const Token *t = &u->tokens[token];
    const char *s = u->text + t->offset;
    size_t n = t->length;
    if (n > 4 && !memcmp(s, "__", 2) && !memcmp(s + n - 2, "__", 2)) {
        s += 2;
        n -= 4;
    }
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        if (strlen(attributes[i].name) == n && !memcmp(attributes[i].name, s, n))
            return attributes[i].treatment;
    return KEEP;
}

// An attribute with its arguments, as GNU C writes it; numbers of parameters, if it has some, count
// two more.
static const char *written(Unit *u, int first, int last, bool renumber)
{
    static const char *const named[] = {"format", "__format__", "access", "__access__", NULL};
    const char *text = "__attribute__((";
    bool is_named = token_is_one_of(u, first, named); // format(printf, 1, 0)
    for (int i = first; i <= last; i++) {
        text = arena_printf(u->arena, "%s%s", text, token_text(u, i));
        bool opens = i == first + 1, separates = token_is(u, i, ",");
        if (!renumber || i == last || !(separates || (opens && !is_named)))
            continue;
        int end = i + 1;
        while (end < last && !token_is(u, end, ","))
            end = nesting(u, end) > 0 ? closing_token(u, end) + 1 : end + 1;
        const char *number = joined_tokens(u, u->tokens[i + 1].offset, u->tokens[end].offset);
        // 0 stands for no parameter
        text = u->tokens[i + 1].kind != T_NUMBER || end != i + 2
                   ? arena_printf(u->arena, "%s((%s) ? (%s) + 2 : 0)", text, number, number)
               : strtol(number, NULL, 0)
                   ? arena_printf(u->arena, "%s%ld", text, strtol(number, NULL, 0) + 2)
                   : arena_printf(u->arena, "%s0", text);
        i = end - 1;
    }
    return arena_printf(u->arena, "%s)) ", text);
}

// Once.
static void add_attribute(Unit *u, const char **text, const char *more)
{
    if (!*text || !strstr(*text, more))
        *text = arena_printf(u->arena, "%s%s", *text ? *text : "", more);
}

// One attribute: its name, and what stands up to `last`.
static void treat(Unit *u, Callee *c, int name, int last)
{
    const char **text;
    switch (treatment_of(u, name)) {
    case NO_RETURN:
        c->never_returns = true;
        /* fall through */
    case DROP:
        for (int i = name; i <= last; i++)
            u->tokens[i].dropped = true;
        // `[[gnu::const]]`
        for (int i = name - 1; token_is(u, name - 1, "::") && i >= name - 2; i--)
            u->tokens[i].dropped = true;
        return;
    case REFUSE:
        c->refused = u->tokens[name].offset;
        return;
    case DEPRECATED:
        c->is_deprecated = true;
        return;
    case GNU_INLINE:
        c->is_gnu_inline = true;
        return;
    case EVERY_SYMBOL:
        text = &c->symbol_attributes;
        c->is_weak |= last == name; // visibility has an argument
        break;
    case CODE:
        text = &c->code_attributes;
        break;
    case PARAMS:
        text = &c->param_attributes;
        break;
    default:
        return;
    }
    const char *more = written(u, name, last, treatment_of(u, name) == PARAMS);
    add_attribute(u, text, more);
}

// The list of attributes in (begin, end).
static void treat_list(Unit *u, Callee *c, int begin, int end)
{
    for (int i = begin + 1; i < end; i++) {
        if (token_is(u, i + 1, "::"))
            i += 2;
        int last = token_is(u, i + 1, "(") ? closing_token(u, i + 1) : i;
        if (!token_is(u, i, ","))
            treat(u, c, i, last);
        i = last;
    }
}

// Steps over the attributes that end in front of token i.
int before_attributes(const Unit *u, int i)
{
    for (;;) {
        int open = i > 0 ? opening_token(u, i - 1) : i;
        if (token_is(u, i - 1, "]") && token_is(u, open + 1, "["))
            i = open;
        else if (token_is(u, i - 1, ")") && is_attribute(u, open - 1))
            i = open - 1;
        else if (token_is(u, i - 1, "_Async") || token_is(u, i - 1, "__extension__"))
            i--;
        else
            return i;
    }
}

int declaration_begin(const Unit *u, int name)
{
    int i = name;
    while (i > 0 && !token_is(u, i - 1, ";") && !token_is(u, i - 1, "{") &&
           !(token_is(u, i - 1, "}") && !closes_tag(u, i - 1)))
        i = token_is(u, i - 1, ")") || token_is(u, i - 1, "]") || token_is(u, i - 1, "}")
                ? opening_token(u, i - 1)
                : i - 1;
    return i;
}

int declared_word(const Unit *u, int name, const char *const *words)
{
    int begin = declaration_begin(u, name);
    for (int i = name - 1; i >= begin; i--) {
        if (token_is_one_of(u, i, words))
            return i;
        if (nesting(u, i) < 0) // a type among the specifiers, another declarator's parameters
            i = opening_token(u, i);
    }
    return -1;
}

// The comma in front of the declarator that has the name, else the declaration's first token; at
// *params the parenthesis of the first declarator.
static int before_declarator(const Unit *u, int first, int name, int *params)
{
    static const char *const words[] = {
        "typeof",  "__typeof__", "__typeof",          "typeof_unqual", "_Alignas", "alignas",
        "_Atomic", "_BitInt",    "__typeof_unqual__", "_FrameMax",     NULL};
    int comma = first;
    *params = name;
    for (int i = first; i < name; i++) {
        bool attribute = is_attribute(u, i);
        if (token_is(u, i, ","))
            comma = i;
        i += attribute || token_is_one_of(u, i, words);
        if (token_is(u, i, "(") && closing_token(u, i) > name)
            continue;
        if (token_is(u, i, "(") && *params == name && !attribute &&
            !token_is_one_of(u, i - 1, words))
            *params = i;
        if (nesting(u, i) > 0)
            i = closing_token(u, i);
    }
    return comma;
}

void read_attributes(Parser *p, Callee *c, uint32_t name_offset)
{
    Unit *u = p->unit;
    int name = token_at(u, name_offset), first = declaration_begin(u, name), params;
    int declarator = before_declarator(u, first, name, &params);
    for (int i = first; u->tokens[i].kind != T_EOF && !token_is(u, i, ";"); i++) {
        if (i > name && (token_is(u, i, "{") || token_is(u, i, ",")))
            break;
        if (i == params && i < declarator) // the other declarators
            i = declarator;
        if (is_attribute(u, i)) {
            treat_list(u, c, i + 2, closing_token(u, i + 2));
            i = closing_token(u, i + 1);
        } else if (token_is(u, i, "[") && token_is(u, i + 1, "[")) {
            treat_list(u, c, i + 1, closing_token(u, i + 1));
            i = closing_token(u, i);
        } else if (token_is(u, i, "_Noreturn")) {
            treat(u, c, i, i);
        } else if (token_is(u, i, "(") || token_is(u, i, "{")) {
            int last = u->has_may_alias && token_is(u, i, "(") ? closing_token(u, i) : i;
            for (int k = i; k < last; k++)
                if (token_is(u, k, "may_alias") || token_is(u, k, "__may_alias__"))
                    treat(u, c, k, k);
            // Parameters and members have attributes of their own.
            i = i < name && closing_token(u, i) > name ? i : closing_token(u, i);
        }
    }
}

// Whether the declaration around the attributes at [first, last] is one function's.
static bool is_of_function(const Unit *u, int first, int last)
{
    static const char *const words[] = {"typedef", NULL};
    static const char *const ends[] = {";", "{", "}", "=", ")", NULL};
    if (declared_word(u, first, words) >= 0)
        return false;
    int i = before_attributes(u, first);
    if (token_is(u, i - 1, ")"))
        return u->tokens[opening_token(u, i - 1) - 1].kind == T_IDENT;
    for (i = last + 1; u->tokens[i].kind != T_EOF && !token_is_one_of(u, i, ends); i++) {
        if (is_attribute(u, i))
            i = closing_token(u, i + 1);
        else if (token_is(u, i, "("))
            return !token_is(u, i + 1, "*");
    }
    return false;
}

static int next_const_of_pointers(const Unit *u, int token)
{
    static const char *const words[] = {"const", "__const", "__const__", NULL};
    for (int i = token; u->tokens[i].kind != T_EOF; i++) {
        if (!token_is_one_of(u, i, words) ||
            !(token_is(u, i + 1, ",") || token_is(u, i + 1, ")") || token_is(u, i + 1, "]")))
            continue;
        int open = i;
        do
            open--;
        while (open > 0 && nesting(u, open) <= 0 && !token_is(u, open, ";"));
        if (token_is(u, open, "(") && is_attribute(u, open - 2)
                ? !is_of_function(u, open - 2, closing_token(u, open) + 1)
                : token_is(u, open, "[") && token_is(u, open - 1, "[") &&
                      !is_of_function(u, open - 1, closing_token(u, open) + 1))
            return i;
    }
    return -1;
}

// gcc takes calls through pointers to such functions to have no effect; libclang does not know of
// that.
int drop_const_of_pointers(Unit *u, int token)
{
    int i = next_const_of_pointers(u, token);
    if (i < 0)
        return -1;
    u->tokens[i].dropped = true;
    if (token_is(u, i - 1, "::"))
        u->tokens[i - 1].dropped = u->tokens[i - 2].dropped = true;
    return i;
}

// What pragmas say of a function's visibility. To libclang, 'protected' is what all others have.
void read_visibility(Parser *p, Callee *c, CXCursor declaration)
{
    enum CXVisibilityKind kind = clang_getCursorVisibility(declaration);
    bool has_attribute = strstr(c->symbol_attributes ? c->symbol_attributes : "", "visibility");
    if (c->is_static || has_attribute || kind == CXVisibility_Invalid ||
        kind == CXVisibility_Protected)
        return;
    add_attribute(p->unit, &c->symbol_attributes,
                  kind == CXVisibility_Hidden ? "__attribute__((__visibility__(\"hidden\"))) "
                                              : "__attribute__((__visibility__(\"default\"))) ");
}

// `#pragma weak f`, before f's declaration or behind it, is its attribute; with `= g`, its `alias`.
void read_weak_pragmas(Unit *u)
{
    static const char pragma[] = "\n#pragma weak ";
    for (const char *at = u->text; (at = strstr(at, pragma));) {
        at += strlen(pragma);
        size_t length = strcspn(at, " =\n");
        Callee *c = shget(u->callees, arena_strndup(u->arena, at, length));
        if (!c)
            continue;
        at += length;
        c->is_alias |= at[strspn(at, " ")] == '=';
        if (c->is_weak || *at != '\n')
            continue;
        c->is_weak = true;
        add_attribute(u, &c->symbol_attributes, "__attribute__((weak)) ");
    }
}
