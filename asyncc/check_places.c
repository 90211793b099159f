// check_places.c: what places in objects are made of. A part of the pass check.
//
//   t[i].next->name        root t; steps [i] .next ->name, one of which follows a pointer
//
// Requires: parse. Provides: nothing in the tree.
#include "check_places.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool picks(const Node *n)
{
    return n->kind == N_MEMBER || n->kind == N_ARROW || n->kind == N_INDEX || n->kind == N_DEREF ||
           n->kind == N_PAREN;
}

const Node *root_of(const Node *place)
{
    while (place && picks(place))
        place = kid(place, 0);
    return place && (place->kind == N_REF || place->kind == N_VAR) ? place : NULL;
}

const Node *largest_place(const Node *ref)
{
    const Node *n = ref;
    while (n->parent && picks(n->parent) && kid(n->parent, 0) == n)
        n = n->parent;
    return n;
}

bool follows_pointer(const Node *step)
{
    return step->kind == N_ARROW || step->kind == N_DEREF ||
           (step->kind == N_INDEX && !is_array(strip_parens(kid(step, 0))));
}

int pointers_to(const Node *place)
{
    int steps = 0;
    for (; picks(place); place = kid(place, 0))
        steps += place->kind != N_PAREN && follows_pointer(place);
    return steps;
}

bool is_elsewhere(const Node *place)
{
    return pointers_to(place) > 0;
}

int depth_of(const Node *place)
{
    int depth = 0;
    for (; picks(place); place = kid(place, 0))
        depth += place->kind != N_PAREN;
    return depth;
}

const Node *part(const Node *place, int depth)
{
    int steps = depth_of(place);
    while (steps > depth || place->kind == N_PAREN) {
        steps -= place->kind != N_PAREN;
        place = kid(place, 0);
    }
    return place;
}

bool same_text(const Unit *u, const Node *a, const Node *b)
{
    size_t length = a->end - a->begin;
    return length == b->end - b->begin && !memcmp(u->text + a->begin, u->text + b->begin, length);
}

const char *member_name(const Unit *u, const Node *n, size_t *length)
{
    uint32_t begin = n->end;
    while (begin > n->begin && is_in_name(u->text[begin - 1]))
        begin--;
    *length = n->end - begin;
    return u->text + begin;
}

bool is_number(const Unit *u, const Node *n)
{
    uint32_t i = n->begin;
    while (i < n->end && is_in_name(u->text[i]))
        i++;
    return i == n->end && i > n->begin && isdigit((unsigned char)u->text[n->begin]);
}

bool number_value(const Unit *u, const Node *n, unsigned long long *value)
{
    char digits[32], *end;
    size_t length = n->end - n->begin;
    if (!is_number(u, n) || length >= sizeof digits)
        return false;
    memcpy(digits, u->text + n->begin, length);
    digits[length] = 0;
    bool binary = digits[0] == '0' && (digits[1] | 32) == 'b';
    *value = binary ? strtoull(digits + 2, &end, 2) : strtoull(digits, &end, 0);
    return !end[strspn(end, "uUlL")];
}

int find_member(const Unit *u, const Node *n)
{
    const Type *t = kid(n, 0) ? kid(n, 0)->type : NULL;
    size_t length;
    const char *name = member_name(u, n, &length);
    if (t && t->pointee)
        t = t->pointee;
    for (int i = 0; t && i < t->member_count && !t->is_union; i++)
        if (!strncmp(t->members[i].name, name, length) && !t->members[i].name[length])
            return i;
    return -1;
}
