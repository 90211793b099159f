// check_values.h: which values local variables and their parts are given, for check_tasks.c.
#ifndef ASYNCC_CHECK_VALUES_H
#define ASYNCC_CHECK_VALUES_H

#include "asyncc.h"

// Where a variable is named: `t[i].handle = v` names t, by that place, and gives it the value v.
typedef struct {
    const Node *place; // the largest part of it that is picked there
    const Node *value; // what it is given; NULL: nothing, or by way of what it has
    const Node *user;  // what is done with it, around parentheses and casts; NULL: not known
} Mention;

// What a function's text says of them. Not const anywhere: answers are kept.
typedef struct Values Values;

Values *find_values(const Func *);
void free_values(Values *);

// All mentions of what the place is a part of, in the order of the text. NULL: it is no such place.
const Mention *mentions_of(Values *, const Node *place);

typedef enum { APART, PERHAPS, SAME } Overlap;

// Of two places that begin with one variable: whether b may name what a does, or a part of it. What
// holds a is PERHAPS the same; what b finds along a pointer in a is not.
// An element is surely the same one only if its index is, on all ways from the first of the two to
// the other. NULL for the values: only numbers are.
Overlap compare_places(const Unit *, Values *, const Node *a, const Node *b);

// Whether two places, of any variables, surely have nothing in common.
bool are_apart(const Unit *, const Node *a, const Node *b);

// How many parts, by their text, of what the place is a part of are changed; and the last mention
// before a place in the text that gives the nth of them a value, or NULL.
ptrdiff_t count_given(Values *, const Node *place);
const Mention *last_given(Values *, const Node *place, ptrdiff_t nth, uint32_t before);

// Whether it lies in a local variable itself, of which all mentions are known.
bool is_own_place(Values *, const Node *place);

// The mention that gives the place, or what it is a part of, the value that it surely has when `at`
// is reached, if it is by one way only; NULL: not known.
const Mention *reaching(Values *, const Node *place, const Node *at);

// Around parentheses, casts and the checks of debug builds.
const Node *user_of(const Node *);

// Within them.
const Node *plain_value(const Node *);

bool is_null(const Unit *, const Node *value);

// What an initialiser or a compound literal says of a part of its object: `&n` of {&n, 1} for s.p.
// NULL: not known.
const Node *initialiser_of(const Unit *, const Node *value, const Node *place);

// What a mention that reaches a place gives to it. NULL: not known.
const Node *given_by(Values *, const Mention *, const Node *place);

// The index of the first of the mentions that begins at a place or behind it.
ptrdiff_t mention_at(const Mention *, uint32_t begin);

// What is passed on a way from one place back to another, in front of it: a loop, or the function's
// body, if a label stands there or it is in a defer. NULL: there is no such way.
const Node *way_back(Values *, const Node *to, const Node *from);

// The index of the first of the mentions that such a way may lead to.
ptrdiff_t first_on_way_back(Values *, const Mention *, const Node *from);

// Of some nodes in the order of the text, the index of the first that begins at a place or behind
// it.
ptrdiff_t node_at(const Node *const *nodes, uint32_t begin);

#endif
