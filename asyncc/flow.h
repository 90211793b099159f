// flow.h: what the files of the pass flow share.
#ifndef ASYNCC_FLOW_H
#define ASYNCC_FLOW_H

#include "asyncc.h"

// Blocks that are to be visited, each after those that it depends on if that can be: the sweeps
// over all of them are then no more than loops are deep.
typedef struct {
    int *order;
    bool *queued;
    int left, at, count;
    bool backward;
} Worklist;

// The blocks in postorder, from the entry and then from what it does not reach.
int *postorder(const Func *);
// Empty. Backward: from the ends of the function.
Worklist worklist(const Func *, int *postorder, bool backward);
void enqueue(Worklist *, int block);
int dequeue(Worklist *);

#endif
