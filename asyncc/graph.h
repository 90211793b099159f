// graph.h: what builds the control-flow graph of a function.
#ifndef ASYNCC_GRAPH_H
#define ASYNCC_GRAPH_H

#include "flow.h"

typedef struct {
    Func *func;
    int current; // block
    struct {
        const void
            *key; // a label, an Exit, a Scope whose end it is; a statement expression, or NULL
                  // for the function's body, from which computed gotos reach all labels there
        int value;
    } * known; // blocks that are led to from several places
    struct {
        const Node *key;
        int value;
    } * break_targets, *continue_targets;
    Var **reached;             // whose addresses the full expression has taken so far
    Var **mentioned;           // others, by the step, and by those around it
    ptrdiff_t first_mentioned; // by the step
    bool unordered;            // one of those, before something else was written
    const Node *root;          // of the step or the full expression
    bool awaited;              // it has an await, whose result may be read
    int nesting;               // of full expressions, by statement expressions
    int switch_head;           // block of the innermost switch's controlling expression
    bool switch_default;
} Builder;

// graph.c: a new block; an edge; a new block that the current one falls into, where it goes on.
int new_block(Builder *, const char *what);
void edge(Builder *, int from, int to);
int fall_into(Builder *, const char *what);
// Goes on by a way, through the exit `next` (NULL: there is none) or to where it leads.
void leave(Builder *, const Exit *next, int way);
void statement(Builder *, Node *);

// graph_expressions.c: what happens in the current block, in order.
void event(Builder *, EventKind, Var *, Await *);
// What stands in front of a full expression; that, with it and its end; and a part of one.
void steps(Builder *, Step *);
void full_expression(Builder *, Node *);
void expression(Builder *, Node *);
void operands(Builder *, Node *);
// A variable, in parentheses or not, gets a value; anything else is no variable.
void define_if_variable(Builder *, Node *);
// The end of a step, and of a full expression.
void end_operands(Builder *);
void settle(Builder *);

#endif
