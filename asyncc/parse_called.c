// parse_called.c: the ordinary functions whose bodies libclang gets, for escape to look where
// addresses go that they are given. A part of the pass parse.
//
//   static void fill(char *p, size_t n) …     static, so this one is what is called; a pointer
//   char buf[64];                             buf is an array
//   char *at = buf + 4;                       at gets its value from one
//   fill(at, 8);                              so fill's body is needed; and what it gives p to
//
// All of it is told by tokens, as libclang has seen nothing yet. What is missed here is taken to
// keep what it is given, so that is never wrong.
#include "parse.h"

#include <string.h>

// Names, of functions with bodies, or of variables by which addresses may be handed on.
typedef struct {
    char *key;
    ptrdiff_t value; // of a function: the index of its body
} * Names;

typedef struct {
    Parser *parser;
    const Unit *unit;
    Body *bodies;
    Names functions;
    Awaiting **awaiting;
} Finder;

static ptrdiff_t find_name(const Unit *u, Names *names, int token)
{
    char name[MAX_NAME];
    const Token *t = &u->tokens[token];
    if (t->kind != T_IDENT || t->length >= MAX_NAME)
        return -1;
    copy_name(name, u, t);
    return shgeti(*names, name);
}

static void add_name(const Unit *u, Names *names, int token, ptrdiff_t value)
{
    char name[MAX_NAME];
    const Token *t = &u->tokens[token];
    if (t->kind != T_IDENT || t->length >= MAX_NAME)
        return;
    copy_name(name, u, t);
    shput(*names, name, value);
}

// Is it known to be what runs when its name is called, and may it be given an address?
static bool may_be_lent(const Unit *u, const Body *b)
{
    bool is_static = false, has_pointer = false;
    for (int i = b->first; i < b->name; i++) // behind braces that may be another function's
        is_static = (is_static && punct(u, i) != '}') || token_is(u, i, "static");
    bool in_bound = false, may_keep = false; // int a[(kept = p, 1)]
    for (int i = b->name; u->tokens[i].offset < b->range.begin; i++) {
        char c = punct(u, i);
        has_pointer |= c == '*' || c == '[';
        in_bound = c == '[' || (in_bound && c != ']');
        may_keep |= in_bound && (c == '(' || token_assigns(u, i));
    }
    return is_static && has_pointer && !may_keep && !u->tokens[b->name].system;
}

// Whether an address may stand from the token i on, to the end of the operand or the argument list
// that begins there.
static bool has_address(const Unit *u, Names *holders, int i, uint32_t end)
{
    int depth = 0;
    for (; u->tokens[i].offset < end; i++) {
        char c = punct(u, i);
        if (c == '&' || find_name(u, holders, i) >= 0)
            return true;
        depth += (c == '(' || c == '[' || c == '{') - (c == ')' || c == ']' || c == '}');
        if (depth < 0 || (depth == 0 && (c == ')' || c == ',' || c == ';')))
            return false;
    }
    return false;
}

// The names of a body's arrays, of what `&` stands before, and of what is assigned from them.
static void find_holders(const Unit *u, Names *holders, Range body)
{
    for (int i = token_at(u, body.begin); u->tokens[i].offset < body.end; i++) {
        char c = punct(u, i);
        if (c == '&')
            add_name(u, holders, i + 1, 0);
        else if (c == '[' || (c == '=' && has_address(u, holders, i + 1, body.end)))
            add_name(u, holders, i - 1, 0);
    }
}

// The body of the function that is called at the token i; NULL: it is not known, or kept already.
static Body *called_at(Finder *f, int i)
{
    ptrdiff_t at = punct(f->unit, i + 1) == '(' ? find_name(f->unit, &f->functions, i) : -1;
    Body *b = at < 0 ? NULL : &f->bodies[f->functions[at].value];
    return b && !b->called ? b : NULL;
}

static void find_in(Finder *f, Awaiting in)
{
    const Unit *u = f->unit;
    Names holders = NULL;
    for (int i = token_at(u, in.body.begin); u->tokens[i].offset < in.body.end; i++) {
        Body *b = called_at(f, i);
        if (!b)
            continue;
        if (!holders) {
            sh_new_strdup(holders);
            for (int k = in.params; u->tokens[k].offset < in.body.begin; k++)
                add_name(u, &holders, k, 0);
            find_holders(u, &holders, in.body);
        }
        if (!has_address(u, &holders, i + 1, in.body.end))
            continue;
        b->called = true;
        arrput(*f->awaiting, ((Awaiting){b->range, b->name + 1}));
        hmput(f->parser->called, u->tokens[b->name].offset, b->range);
    }
    shfree(holders);
}

void find_called(Parser *p, Body *bodies, Awaiting **awaiting)
{
    Finder f = {.parser = p, .unit = p->unit, .bodies = bodies, .awaiting = awaiting};
    sh_new_strdup(f.functions);
    for (ptrdiff_t i = 0; i < arrlen(bodies) && arrlen(*awaiting); i++)
        if (may_be_lent(f.unit, &bodies[i]))
            add_name(f.unit, &f.functions, bodies[i].name, i);
    for (ptrdiff_t i = 0; i < arrlen(*awaiting) && shlen(f.functions); i++)
        find_in(&f, (*awaiting)[i]);
    shfree(f.functions);
}
