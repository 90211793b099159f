// liveness.h: what the two files of the analysis share.
#ifndef ASYNCC_LIVENESS_H
#define ASYNCC_LIVENESS_H

#include "asyncc.h"

// Blocks in an order that puts each before those that it leads to, if that can be.
typedef struct {
    int *postorder; // from the entry, then from what it does not reach
    bool *reached;  // from the entry
} BlockOrder;

// liveness_far.c: for the variables in `far`, Await.far of all awaits, Var.crosses, .unassigned and
// .crossings.
void find_far_crossings(Func *, const BlockOrder *);

#endif
