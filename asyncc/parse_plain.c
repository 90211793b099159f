// parse_plain.c: ordinary functions, as far as calls of them with addresses of variables are looked
// into. A part of the pass parse.
//
//   static void fill(char *p) { *p = 1; }     its tree, if an async function calls it
//   int scan(ac_noescape const char *);       what is declared of it
//
// Only of a static function is it known that its definition is what runs. One of the user's that
// bears the name of one of the C library may be another.
#include "parse.h"

// By bit, the parameters in a list that are marked `_Noescape`.
unsigned lent_params(const Unit *u, uint32_t begin, uint32_t end)
{
    unsigned lends = 0;
    int depth = 0, nth = 0;
    for (int i = token_at(u, begin); u->tokens[i].offset < end; i++) {
        depth += nesting(u, i);
        nth += !depth && token_is(u, i, ",");
        if (!depth && nth < 32 && token_is(u, i, "_Noescape"))
            lends |= 1u << nth;
    }
    return lends;
}

// Of those of system headers only what they declare to lend is of interest.
void add_plain_function(Parser *p, CXCursor c, const char *name)
{
    Unit *u = p->unit;
    uint32_t name_at = offset_of(clang_getCursorLocation(c)), list_begin, list_end;
    find_params(u, name_at, &list_begin, &list_end);
    unsigned lends = lent_params(u, list_begin, list_end);
    if (u->tokens[token_at(u, name_at)].system && !lends)
        return;
    if (shgeti(u->plain, name) < 0)
        shput(u->plain, name, (PlainFunction){0});
    u->plain[shgeti(u->plain, name)].value.lends |= lends;
    if (clang_isCursorDefinition(c) && hmgeti(p->called, name_at) >= 0)
        shput(p->bodies, name, c);
}

// A pointer may bear the name of a function of the C library and lead to another one.
void add_plain_variable(Parser *p, CXCursor c)
{
    Unit *u = p->unit;
    CXType pointee = clang_getPointeeType(clang_getCanonicalType(clang_getCursorType(c)));
    if (pointee.kind != CXType_FunctionProto && pointee.kind != CXType_FunctionNoProto)
        return;
    if (u->tokens[token_at(u, offset_of(clang_getCursorLocation(c)))].system)
        return;
    const char *name = take_string(u, clang_getCursorSpelling(c));
    if (shgeti(u->plain, name) < 0)
        shput(u->plain, name, (PlainFunction){0});
}

// Where libclang has found errors it leaves out what it does not understand, also elsewhere. The
// list of calls grows by those in the functions that are built.
void build_plain_functions(Parser *p)
{
    Unit *u = p->unit;
    for (ptrdiff_t i = 0; i < arrlen(p->plain_calls) && !arrlen(u->parse_errors); i++) {
        const char *name = p->plain_calls[i];
        ptrdiff_t body = shgeti(p->bodies, name), at = shgeti(u->plain, name);
        if (body >= 0 && !u->plain[at].value.func)
            u->plain[at].value.func = make_function(p, p->bodies[body].value, NULL);
    }
}
