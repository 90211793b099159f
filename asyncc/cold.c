// cold.c: which awaits are rarely reached. A part of the pass flow.
//
//   if (__builtin_expect(n < 0, 0))         who wrote `unlikely` expects that it is not taken
//       return await report(n);             cold
//   if (__builtin_expect(ready, 1))
//       return 0;
//   return await wait();                    cold: what is expected leaves before
//   failed: __attribute__((cold));
//   await close();                          cold, if every way here passes by the label
//
// An await is cold, too, if its callee has the attribute `cold`. The builder of the graph marks
// blocks that begin with what is not expected (Block.rare); cold is what cannot be reached from the
// entry without them. frame.c decides what follows from it.
#include "flow.h"

#include <stdlib.h>
#include <string.h>

enum { EVEN = 0, LIKELY = 1, UNLIKELY = -1 };

// The constant that a token is; false if it is none.
static bool constant(const Unit *u, const Node *n, double *value)
{
    int i = token_at(u, n->begin);
    char *end;
    if (u->tokens[i].kind != T_NUMBER || u->tokens[i + 1].offset < n->end)
        return false;
    *value = strtod(u->text + u->tokens[i].offset, &end);
    return true;
}

static int expected_by(const Unit *u, const Node *call)
{
    double value, probability = 1;
    const char *name = token_text(u, token_at(u, call->begin));
    bool with_probability = !strcmp(name, "__builtin_expect_with_probability");
    if ((!with_probability && strcmp(name, "__builtin_expect") != 0) || call->kid_count < 3 ||
        !constant(u, call->kids[2], &value))
        return EVEN;
    if (with_probability && (!kid(call, 3) || !constant(u, call->kids[3], &probability)))
        return EVEN;
    int direction = value != 0 ? LIKELY : UNLIKELY;
    return probability >= 0.9 ? direction : probability <= 0.1 ? -direction : EVEN;
}

// Is the condition expected to hold?
int expected(const Unit *u, Node *condition)
{
    Node *n = strip_parens(condition);
    if (!n)
        return EVEN;
    if (n->kind == N_CALL)
        return expected_by(u, n);
    if (n->kind == N_UNARY && token_is(u, token_at(u, n->begin), "!"))
        return -expected(u, kid(n, 0));
    if (n->kind != N_ANDOR)
        return EVEN;
    // One that is unlikely makes a conjunction so; one that is likely, a disjunction.
    int left = expected(u, kid(n, 0)), right = expected(u, kid(n, 1));
    bool both = token_is(u, token_at(u, n->kids[0]->end), "&&");
    int decides = both ? UNLIKELY : LIKELY;
    return left == decides || right == decides ? decides : left == right ? left : EVEN;
}

// `name: __attribute__((cold))`
bool is_cold_label(const Unit *u, const Node *label)
{
    int i = token_at(u, label->begin) + 2;
    if (!is_attribute(u, i))
        return false;
    for (int end = closing_token(u, i + 1); i < end; i++)
        if (token_is(u, i, "cold") || token_is(u, i, "__cold__"))
            return true;
    return false;
}

// As it is written there: with brackets around it, but nothing else.
static bool has_attribute(const Callee *c, const char *name, const char *other_name)
{
    const char *all = c->code_attributes;
    return all && (strstr(all, name) || strstr(all, other_name));
}

void find_cold_awaits(Func *f)
{
    int count = (int)arrlen(f->blocks), depth = 0;
    bool *warm = arena_alloc(f->unit->arena, (size_t)count);
    int *stack = arena_alloc(f->unit->arena, (size_t)count * sizeof *stack);
    stack[depth++] = 0;
    warm[0] = true;
    while (depth) {
        const Block *b = &f->blocks[stack[--depth]];
        for (ptrdiff_t i = 0; i < arrlen(b->succs); i++)
            if (!warm[b->succs[i]] && !f->blocks[b->succs[i]].rare) {
                warm[b->succs[i]] = true;
                stack[depth++] = b->succs[i];
            }
    }
    for (int i = 0; i < count; i++)
        for (ptrdiff_t k = 0; k < arrlen(f->blocks[i].events); k++) {
            Await *a = f->blocks[i].events[k].await;
            if (a && f->blocks[i].events[k].kind == EV_AWAIT)
                a->cold = !has_attribute(a->callee, "((hot))", "((__hot__))") &&
                          (!warm[i] || has_attribute(a->callee, "((cold))", "((__cold__))"));
        }
}
