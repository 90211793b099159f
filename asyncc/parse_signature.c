// parse_signature.c: the parameters and the result of a function, as generated code writes them.
//
//   async int f(int, const char *const s[], register int n);
//
//   params_text    int ac__unnamed_17, const char *const s[], int n
//
// A type without a name is written by what does name it: that of a parameter by its declaration,
// that of the result by a call that is not evaluated.
//
//   struct { int a; } x;                          __typeof__(((void)0, *(__typeof__(x) *)0))
//   async __typeof__(x) f(__typeof__(x) y);       __typeof__(f(*(…) *)0))
#include "parse.h"

#include <string.h>

// The text of [begin, end) on one line, without `_Async`, `register` and line markers.
const char *joined_tokens(Unit *u, uint32_t begin, uint32_t end)
{
    Text text = {0};
    for (int i = token_at(u, begin); u->tokens[i].offset < end; i++)
        if (!erased_tokens(u, i) && !token_is(u, i, "register")) {
            put(text.length ? " " : "", &text);
            put_bytes(u->text + u->tokens[i].offset, u->tokens[i].length, &text);
        }
    return arena_text(u->arena, &text);
}

// The parentheses of the parameter list of the function whose name stands at `name`.
void find_params(const Unit *u, uint32_t name, uint32_t *begin, uint32_t *end)
{
    int i = behind_attributes(u, token_at(u, name) + 1), depth = 0;
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

// `int a[n]` as a parameter is `int *a`: the bound is evaluated, but nothing depends on it. One
// that has effects cannot be left out. [*begin, *end) is what stands between the brackets.
static bool can_drop_bound(const Unit *u, CXCursor param, uint32_t *begin, uint32_t *end)
{
    int i = token_at(u, offset_of(clang_getCursorLocation(param))), depth = 0;
    i = behind_attributes(u, i + (u->tokens[i].kind == T_IDENT));
    while (token_is(u, i, ")"))
        i = behind_attributes(u, i + 1);
    *begin = *end = u->tokens[i].offset + 1;
    for (; u->tokens[i].kind != T_EOF; i++) {
        depth += token_is(u, i, "[") - token_is(u, i, "]");
        if (!depth)
            break;
        bool call = token_is(u, i, "(") && !token_is(u, i - 1, "sizeof") &&
                    (u->tokens[i - 1].kind == T_IDENT || nesting(u, i - 1) < 0);
        if (call || token_assigns(u, i))
            return false;
    }
    *end = u->tokens[i].offset;
    return true;
}

// What stays between the brackets: not a bound that varies, nor `const`, which libclang takes off
// the type.
static const char *kept_bound(Unit *u, CXCursor param, uint32_t begin, uint32_t end)
{
    static const char *const kept[] = {"volatile", "__volatile", "__volatile__",
                                       "restrict", "__restrict", "__restrict__",
                                       NULL},
                             *const dropped[] = {"const", "__const", "__const__", NULL};
    CXType t = clang_getCanonicalType(clang_getCursorType(param));
    const char *text = "";
    for (int i = token_at(u, begin); u->tokens[i].offset < end; i++)
        if (token_is_one_of(u, i, kept) ||
            (t.kind != CXType_VariableArray && !token_is_one_of(u, i, dropped)))
            text = arena_printf(u->arena, "%s %s", text, token_text(u, i));
    return text;
}

static bool is_array_type(CXType t)
{
    return t.kind == CXType_ConstantArray || t.kind == CXType_IncompleteArray ||
           t.kind == CXType_VariableArray;
}

// The parameters on one line, without `_Async` and `register`; those without a name are given one.
static const char *params_text(Unit *u, CXCursor function, const Callee *c, uint32_t begin,
                               uint32_t end, bool in_block)
{
    const char *text = "";
    // Where a typedef declares the function, there is none in the text; a block's may use names of
    // its own.
    if (in_block || !token_is(u, token_at(u, begin) - 1, "(")) {
        for (ptrdiff_t i = 0; i < arrlen(c->params); i++)
            text = arena_printf(u->arena, "%s%s__typeof__(%s) ac__param_%d", text, i ? ", " : "",
                                c->params[i]->text, (int)i);
        return text;
    }
    for (int i = 0; i < clang_Cursor_getNumArguments(function); i++) {
        CXCursor param = clang_Cursor_getArgument(function, (unsigned)i);
        CXString name = clang_getCursorSpelling(param);
        if (!*clang_getCString(name)) {
            uint32_t at = place_of_name(u, param);
            text = arena_printf(u->arena, "%s%s %s", text, joined_tokens(u, begin, at),
                                unnamed_param(u, at));
            begin = at;
        }
        clang_disposeString(name);
        uint32_t bound, bound_end;
        if (is_array_type(clang_getCursorType(param)) &&
            can_drop_bound(u, param, &bound, &bound_end)) {
            text = arena_printf(u->arena, "%s %s%s", text, joined_tokens(u, begin, bound),
                                kept_bound(u, param, bound, bound_end));
            begin = bound_end;
        }
    }
    return arena_printf(u->arena, "%s%s%s", text, *text ? " " : "", joined_tokens(u, begin, end));
}

// libclang shows a parameter as it was written: an array or a function, where it is a pointer.
CXType adjusted_type(const Unit *u, CXCursor function, CXCursor param, unsigned nth)
{
    uint32_t begin, end;
    CXType written = clang_getCursorType(param), t = clang_getCanonicalType(written);
    bool decays = t.kind == CXType_FunctionProto || t.kind == CXType_FunctionNoProto ||
                  (is_array_type(t) &&
                   (t.kind != CXType_VariableArray || can_drop_bound(u, param, &begin, &end)));
    return decays ? clang_getArgType(clang_getCanonicalType(clang_getCursorType(function)), nth)
                  : written;
}

// Does what stands in the bracket at a token name a parameter of the function? Only in the list of
// another function's parameters that may be: as `[*]` it is of the same type.
static bool names_param(const Unit *u, CXCursor function, int bracket)
{
    bool found = false;
    for (int k = 0; k < clang_Cursor_getNumArguments(function); k++) {
        CXString name = clang_getCursorSpelling(clang_Cursor_getArgument(function, (unsigned)k));
        for (int i = bracket + 1, end = closing_token(u, bracket); i < end; i++)
            found |= u->tokens[i].kind == T_IDENT && token_is(u, i, clang_getCString(name));
        clang_disposeString(name);
    }
    return found;
}

// The nth parameter of the list at [begin, end), without its name: a type. NULL: it defines one,
// which nothing else can be. An attribute of a function that it points to can stand behind a name
// only.
static const char *abstract_param(Unit *u, CXCursor function, int nth, uint32_t begin, uint32_t end)
{
    CXCursor param = clang_Cursor_getArgument(function, (unsigned)nth);
    uint32_t name = place_of_name(u, param);
    const char *text = "", *whole = "", *named = NULL;
    bool has_attribute = false;
    for (int i = token_at(u, begin); u->tokens[i].offset < end; i++) {
        if (token_is(u, i, ",")) {
            if (nth-- == 0)
                break;
            continue;
        }
        if (token_is(u, i, "{"))
            return NULL;
        bool attribute = is_attribute(u, i), behind = i && token_is(u, i - 1, ")");
        bool opens = attribute || token_is(u, i, "(") || token_is(u, i, "[");
        int next = opens ? closing_token(u, i + attribute) + 1 : i + 1;
        for (; i < next; i++) {
            if (nth != 0 || token_is(u, i, "register") || erased_tokens(u, i))
                continue;
            const char *word = token_text(u, i);
            bool is_name = u->tokens[i].kind == T_IDENT && u->tokens[i].offset == name;
            named = is_name ? word : named;
            if (!is_name && !attribute)
                text = arena_printf(u->arena, "%s %s", text, word);
            if (!attribute || behind)
                whole = arena_printf(u->arena, "%s %s", whole, word);
            if (token_is(u, i, "[") && names_param(u, function, i)) {
                text = arena_printf(u->arena, "%s *", text);
                whole = arena_printf(u->arena, "%s *", whole);
                i = closing_token(u, i) - 1;
            }
        }
        i--;
        has_attribute |= nth == 0 && attribute && behind;
    }
    if (!has_attribute || !named)
        return text;
    return arena_printf(u->arena, "__typeof__(((struct {%s; } *)0)->%s)", whole, named);
}

static Type *named_type(Unit *u, const Type *t, const char *text)
{
    Type *named = arena_alloc(u->arena, sizeof *named);
    *named = *t;
    named->text = named->plain = text;
    return named;
}

// Does the type name a tag that the list at [begin, end) defines within an expression or typeof? To
// libclang it seems to be declared at file scope.
static bool names_tag_of_list(Unit *u, const Type *t, uint32_t begin, uint32_t end)
{
    for (int i = token_at(u, begin); u->tokens[i].offset < end; i++) {
        int brace = tag_brace(u, i);
        if (!brace || u->tokens[brace - 1].kind != T_IDENT)
            continue;
        const char *tag = arena_printf(u->arena, "%s %s", token_text(u, i), token_text(u, i + 1));
        const char *at = strstr(t->canonical, tag);
        if (at && !is_in_name(at[strlen(tag)]))
            return true;
    }
    return false;
}

// The parameters' types without qualifiers, and the result's.
static void read_types(Parser *p, CXCursor c, Callee *callee, uint32_t begin, uint32_t end)
{
    Unit *u = p->unit;
    CXType t = clang_getCanonicalType(clang_getCursorType(c));
    const char *arguments = "";
    bool named = true;
    arrfree(callee->params);
    for (int i = 0; i < clang_getNumArgTypes(t); i++) {
        Type *type = make_type(p, clang_getArgType(t, (unsigned)i));
        const char *text = type->plain ? NULL : abstract_param(u, c, i, begin, end);
        if (text) // behind a comma arrays are pointers and qualifiers are gone
            type = named_type(
                u, type,
                arena_printf(u->arena, "__typeof__(((void)0, *(__typeof__(%s) *)0))", text));
        if (names_tag_of_list(u, type, begin, end))
            type = named_type(u, type, NULL);
        named &= type->plain != NULL;
        if (named)
            arguments = arena_printf(u->arena, "%s%s*(__typeof__(%s) *)0", arguments, i ? ", " : "",
                                     type->plain);
        arrput(callee->params, type);
    }
    // What callers are told must not name a type that is declared later.
    if (callee->declared_params && !callee->has_no_prototype)
        return;
    callee->result = make_type(p, clang_getCursorResultType(c));
    if (callee->result->plain || !named)
        return;
    callee->result = named_type(
        u, callee->result, arena_printf(u->arena, "__typeof__(%s(%s))", callee->name, arguments));
    callee->names_result = true;
}

void read_signature(Parser *p, CXCursor c, Callee *callee)
{
    Unit *u = p->unit;
    uint32_t begin, end, name = offset_of(clang_getCursorLocation(c));
    find_params(u, name, &begin, &end);
    read_types(p, c, callee, begin, end);
    // The definition's own names count, wherever other declarations stand.
    if (!callee->func) {
        bool in_block = p->func && name > p->func->begin && name < p->func->end;
        callee->params_text = params_text(u, c, callee, begin, end, in_block);
        bool as_written = begin < end && !strcmp(callee->params_text, joined_tokens(u, begin, end));
        for (int i = token_at(u, begin); as_written && u->tokens[i].offset < end; i++)
            as_written = !token_is(u, i, "register");
        callee->params_begin = as_written ? begin : end;
        callee->params_end = end;
    }
    if (!callee->declared_params || callee->has_no_prototype)
        callee->declared_params = callee->params_text;
}

// A parameter of a type without a name, as it is declared.
Type *param_type(Parser *p, const Callee *callee, Type *t, int nth)
{
    if (t->text || !callee || nth >= arrlen(callee->params) || !callee->params[nth]->plain)
        return t;
    const char *plain = callee->params[nth]->plain;
    Type *named = named_type(p->unit, t, plain);
    named->text = arena_printf(p->unit->arena, "%s%s%s", t->is_const ? "const " : "",
                               t->is_volatile ? "volatile " : "", plain);
    return named;
}

// `struct { … }` among the specifiers of a definition, or within them: given a name if it has none,
// it goes in front of everything that the function becomes.
void read_definitions_of_result(Func *f, uint32_t name)
{
    Unit *u = f->unit;
    for (int i = token_at(u, f->begin); u->tokens[i].offset < name; i++) {
        int brace = tag_brace(u, i), place = i + 1; // of the tag, behind attributes
        if (!brace) {
            bool skipped = is_attribute(u, i) || token_is(u, i, "[");
            i = skipped ? closing_token(u, i + is_attribute(u, i)) : i;
            continue;
        }
        while (is_attribute(u, place) || token_is(u, place, "["))
            place = closing_token(u, place + is_attribute(u, place)) + 1;
        bool tagged = u->tokens[place].kind == T_IDENT;
        int nth = (int)arrlen(f->tags);
        const char *tag = tagged ? token_text(u, place)
                          : nth  ? arena_printf(u->arena, "%s__result_%d", f->name, nth)
                                 : arena_printf(u->arena, "%s__result", f->name);
        int end = closing_token(u, brace) + 1;
        while (is_attribute(u, end))
            end = closing_token(u, end + 1) + 1;
        DefinedTag defined = {u->tokens[i].offset, u->tokens[end].offset,
                              arena_printf(u->arena, "%s %s", token_text(u, i), tag)};
        arrput(f->tags, defined);
        uint32_t rest = u->tokens[place].offset;
        f->tag_definitions =
            arena_printf(u->arena, "%s%s %s %s; ", f->tag_definitions ? f->tag_definitions : "",
                         joined_tokens(u, defined.begin, rest), tagged ? "" : tag,
                         joined_tokens(u, rest, defined.end));
        i = end - 1;
    }
}
