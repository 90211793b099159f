// flow.h: what the analyses of the control-flow graph share.
#ifndef ASYNCC_FLOW_H
#define ASYNCC_FLOW_H

#include "asyncc.h"

// Blocks in an order that puts each behind those that it leads to, if that can be.
typedef struct {
    int *postorder; // from the entry, then from what it does not reach
    bool *reached;  // from the entry
} BlockOrder;

// Blocks that are to be visited, each after those that it depends on if that can be: the sweeps
// over all of them are then no more than loops are deep.
typedef struct {
    const int *order;
    bool *queued;
    int left, at, count;
    bool backward;
} Worklist;

// graph.c: Func.blocks, until free_graph.
void build_graph(Func *);

BlockOrder order_blocks(const Func *);
// Empty. Backward: from the ends of the function.
Worklist worklist(const Func *, const BlockOrder *, bool backward);
void enqueue(Worklist *, int block);
int dequeue(Worklist *);

// Does liveness look at the event? What has its address taken is kept by its lifetime.
static inline bool counts_for_liveness(const Event *e)
{
    return (e->kind == EV_USE || e->kind == EV_DEF || e->kind == EV_UNDEF) &&
           !e->var->address_taken;
}

// liveness.c: can the variable be named where the await is?
bool in_scope_at(const Var *, const Await *);

// cold.c: whether a condition is expected to hold: 1, or not to: -1; a label that is rarely
// reached; and Await.cold.
int expected(const Unit *, Node *condition);
bool is_cold_label(const Unit *, const Node *label);
void find_cold_awaits(Func *);

// liveness.c: Await.near, .far, Func.far, Var.crosses, .unassigned, .crossings.
void find_crossings(Func *, const BlockOrder *);

// places.c: Var.place.
void find_places(Func *, const BlockOrder *);

// lifetimes.c: of what is pinned by now or has its address taken, Var.rank, .meets, Await.keeps and
// .keeps_all.
void find_lifetimes(Func *, const BlockOrder *);

// liveness_far.c: for the variables in `far`, Await.far of all awaits, Var.crosses, .unassigned and
// .crossings.
void find_far_crossings(Func *, const BlockOrder *);

#endif
