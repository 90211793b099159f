// check_places.h: what places in objects are made of, for check_values.c.
//
// A place is the N_VAR that declares a variable, or an N_REF in steps: N_MEMBER, N_ARROW, N_INDEX
// and N_DEREF, with N_PAREN, which is none, anywhere among them.
#ifndef ASYNCC_CHECK_PLACES_H
#define ASYNCC_CHECK_PLACES_H

#include "asyncc.h"

// The N_REF or N_VAR that a place begins with. NULL: it begins with something else.
const Node *root_of(const Node *place);

// The largest place that an N_REF is the root of.
const Node *largest_place(const Node *ref);

int depth_of(const Node *place); // its steps

// The part of it that is made of so many steps.
const Node *part(const Node *place, int depth);

// A step that leads out of the object, along a pointer.
bool follows_pointer(const Node *step);
int pointers_to(const Node *place); // how many such steps it has

// Whether it lies behind a pointer, not in the variable itself.
bool is_elsewhere(const Node *place);

// An N_MEMBER's or N_ARROW's name, with which it ends, in Unit.text.
const char *member_name(const Unit *, const Node *, size_t *length);

// Which of its record's members an N_MEMBER or N_ARROW is; -1: one of an unnamed member, or of a
// union.
int find_member(const Unit *, const Node *);

bool is_number(const Unit *, const Node *);

// The value of an integer constant. False: it is not told.
bool number_value(const Unit *, const Node *, unsigned long long *value);

bool same_text(const Unit *, const Node *a, const Node *b);

#endif
