// check_initialisers.c: what an initialiser says of a part of an object. A part of the pass check.
//
//   struct args a = {&n, 1};         a.p is &n
//   int *t[] = {NULL, [2] = &n};     t[2] is &n
//
// Requires: parse. Provides: nothing in the tree.
#include "check_values.h"

#include <stdlib.h>
#include <string.h>

// The number of the member that a token names; -1: there is none.
static int member_at(const Unit *u, const Type *record, int token)
{
    for (int i = 0; i < record->member_count; i++)
        if (token_is(u, token, record->members[i].name))
            return i;
    return -1;
}

// The number of the element that a token names; -1: it is not so simple.
static int element_at(const Unit *u, int token)
{
    const Token *t = u->tokens + token;
    char *end;
    long number = t->kind == T_NUMBER && t->length < 9 ? strtol(u->text + t->offset, &end, 0) : -1;
    return number >= 0 && end == u->text + t->offset + t->length ? (int)number : -1;
}

// The number of a member or an element among those of its object; -1: not known.
static int number_of(const Unit *u, const Type *object, const Node *place)
{
    if (place->kind == N_MEMBER)
        return member_at(u, object, token_at(u, place->end) - 1);
    const Node *index = place->kind == N_INDEX ? strip_parens(kid(place, 1)) : NULL;
    bool is_token = index && token_at(u, index->end) == token_at(u, index->begin) + 1;
    return is_token && object->is_array ? element_at(u, token_at(u, index->begin)) : -1;
}

// The number of what is designated in an initialiser, `.p = ` or `[1] = `; -1: not known.
static int designated(const Unit *u, const Type *object, int token)
{
    if (token_is(u, token, ".") && token_is(u, token + 2, "="))
        return member_at(u, object, token + 1);
    if (token_is(u, token, "[") && token_is(u, token + 2, "]") && token_is(u, token + 3, "="))
        return element_at(u, token + 1);
    return -1;
}

// Whether a part is initialised by one value: those of a record's or an array's parts may stand
// there without braces.
static bool takes_one(const Type *object, const Type *part, int number, const Node *value)
{
    bool has_parts = object->is_array                ? part->is_record || part->is_array
                     : number < object->member_count ? object->members[number].has_parts
                                                     : true;
    return !has_parts || value->kind == N_INIT_LIST ||
           (value->type && (value->type->is_record || value->type->is_array));
}

const Node *initialiser_of(const Unit *u, const Node *value, const Node *place)
{
    const Node *list = value, *object = strip_parens(kid(place, 0)), *found = NULL;
    if (list && list->kind == N_COMPOUND_LITERAL && list->kid_count)
        list = list->kids[list->kid_count - 1];
    if (!list || list->kind != N_INIT_LIST || !object || !object->type || !place->type)
        return NULL;
    int wanted = number_of(u, object->type, place), next = 0;
    for (int i = 0; i < list->kid_count && wanted >= 0; i++, next++) {
        const Node *k = list->kids[i];
        if (k && is_designated(u, k) && k->kid_count) {
            next = designated(u, object->type, token_at(u, k->begin));
            k = k->kids[k->kid_count - 1];
        }
        if (!k || next < 0 || !takes_one(object->type, place->type, next, k))
            return NULL;
        if (next == wanted)
            found = k;
    }
    return found;
}
