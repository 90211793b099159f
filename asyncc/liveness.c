// liveness.c: which variables cross which await.
//
//   int n = f();  await g();  use(n);      n crosses: it is live behind the await
//   int m = f();  use(m);     await g();   m does not: it stays a C local
//   int k; if (c) k = 1;  await g();  if (c) use(k);
//                                          k crosses, but may not be assigned: frame pins it
//   int u;  await g();  use(u);            nothing has touched u: it does not cross, and the C
//                                          compiler warns as it does without the await
//
// Most variables, above all temporaries, live in a few blocks only. Each of them is followed by
// itself: backward from its uses to where it is assigned, then forward from where it is not
// assigned yet. So the work grows with the function, and not with the number of variables times
// that of blocks. The few that live far and wide are left to liveness_far.c, on bit sets; what has
// its address taken, to lifetimes.c.
// A part of the pass flow. Requires: blocks. Provides: Await.near, Await.far, Func.far,
// Var.crosses, .unassigned, .crossings.
#include "flow.h"

#include <string.h>

// Blocks, edges and awaits that a variable may reach to be followed by itself.
enum { NEAR = 96 };

typedef struct {
    int block, event;
} Mention;

// What is known of a block while a variable is followed.
typedef struct {
    int var;        // its index and 1; of another one: nothing is
    int first, end; // of its mentions there
    bool live_out;
    unsigned state_in; // what may be: of State
} Visit;

// TOUCHED: something has mentioned it since its declaration, or it was not declared.
typedef enum { UNASSIGNED = 1, TOUCHED = 2 } State;

typedef struct {
    Func *func;
    const BlockOrder *order;
    Mention *mentions; // events of variables: by variable, then in the order of the blocks
    int *mentions_of;  // where those of a variable begin
    Mention *awaits;   // in the order of the blocks
    int *awaits_of;    // where those of a block begin
    Visit *visits;     // by block
    int *blocks;       // that were visited
    Await **crossed;
    int var, left; // how far it may still be followed
} Tracker;

static const Event *event_at(const Tracker *t, Mention m)
{
    return &t->func->blocks[m.block].events[m.event];
}

// Sorts the events, by counting those of each variable and each block first.
static void collect_mentions(Tracker *t)
{
    const Func *f = t->func;
    Arena *a = f->unit->arena;
    ptrdiff_t vars = arrlen(f->vars), blocks = arrlen(f->blocks);
    t->mentions_of = arena_alloc(a, (size_t)(vars + 2) * sizeof(int));
    t->awaits_of = arena_alloc(a, (size_t)(blocks + 1) * sizeof(int));
    int awaits = 0, mentions = 0;
    int *next = t->mentions_of + 1; // in the end each has moved to where the next one begins
    for (ptrdiff_t b = 0; b < blocks; b++) {
        t->awaits_of[b] = awaits;
        for (ptrdiff_t e = 0; e < arrlen(f->blocks[b].events); e++) {
            const Event *ev = &f->blocks[b].events[e];
            if (ev->kind == EV_AWAIT) {
                awaits++;
            } else if (counts_for_liveness(ev)) {
                next[ev->var->index + 1]++;
                mentions++;
            }
        }
    }
    t->awaits_of[blocks] = awaits;
    for (ptrdiff_t v = 0; v < vars; v++)
        next[v + 1] += next[v];
    t->awaits = arena_alloc(a, (size_t)(awaits + 1) * sizeof(Mention));
    t->mentions = arena_alloc(a, (size_t)(mentions + 1) * sizeof(Mention));
    awaits = 0;
    for (int b = 0; b < (int)blocks; b++)
        for (int e = 0; e < (int)arrlen(f->blocks[b].events); e++) {
            const Event *ev = &f->blocks[b].events[e];
            if (ev->kind == EV_AWAIT)
                t->awaits[awaits++] = (Mention){b, e};
            else if (counts_for_liveness(ev))
                t->mentions[next[ev->var->index]++] = (Mention){b, e};
        }
}

static Visit *visit(Tracker *t, int block)
{
    Visit *v = &t->visits[block];
    if (v->var != t->var + 1) {
        *v = (Visit){.var = t->var + 1};
        arrput(t->blocks, block);
    }
    return v;
}

static bool is_visited(const Tracker *t, int block)
{
    return t->visits[block].var == t->var + 1;
}

// Is the variable live at the block's beginning?
static bool live_in(const Tracker *t, const Visit *v)
{
    return v->first < v->end ? event_at(t, t->mentions[v->first])->kind == EV_USE : v->live_out;
}

// From a block at whose beginning the variable is live to those before it, and so on.
static void follow_back(Tracker *t, int block, int **queue)
{
    arrput(*queue, block);
    while (arrlen(*queue) && t->left >= 0) {
        const Block *b = &t->func->blocks[arrpop(*queue)];
        t->left -= (int)arrlen(b->preds) + 1;
        for (ptrdiff_t p = 0; p < arrlen(b->preds) && t->left >= 0; p++) {
            Visit *v = visit(t, b->preds[p]);
            if (!v->live_out && v->first == v->end)
                arrput(*queue, b->preds[p]);
            v->live_out = true;
        }
    }
    arrsetlen(*queue, 0);
}

static void follow_uses(Tracker *t)
{
    int *queue = NULL;
    ptrdiff_t uses = arrlen(t->blocks);
    for (ptrdiff_t i = 0; i < uses && t->left >= 0; i++) {
        const Visit *v = &t->visits[t->blocks[i]];
        if (event_at(t, t->mentions[v->first])->kind == EV_USE)
            follow_back(t, t->blocks[i], &queue);
    }
    arrfree(queue);
}

// A state at the end of a block is that at the beginning of those behind it.
static void pass_on(Tracker *t, int from, State state)
{
    int *queue = NULL;
    arrput(queue, from);
    while (arrlen(queue)) {
        const Block *b = &t->func->blocks[arrpop(queue)];
        for (ptrdiff_t s = 0; s < arrlen(b->succs); s++) {
            int to = b->succs[s];
            Visit *v = &t->visits[to];
            if (!is_visited(t, to) || v->state_in & state || !live_in(t, v))
                continue;
            v->state_in |= state;
            bool through = true;
            for (int m = v->first; m < v->end && through; m++)
                through = event_at(t, t->mentions[m])->kind == EV_USE;
            if (through && v->live_out)
                arrput(queue, to);
        }
    }
    arrfree(queue);
}

// Behind an event of the variable.
static unsigned state_behind(EventKind kind, unsigned state)
{
    return kind == EV_UNDEF ? UNASSIGNED : kind == EV_DEF ? TOUCHED : state | TOUCHED;
}

static void find_states(Tracker *t)
{
    const Func *f = t->func;
    bool is_param = f->vars[t->var]->is_param;
    for (ptrdiff_t i = 0; i < arrlen(t->blocks); i++) {
        int block = t->blocks[i];
        Visit *v = &t->visits[block];
        unsigned state = block ? 0 : is_param ? TOUCHED : TOUCHED | UNASSIGNED;
        if (live_in(t, v))
            v->state_in |= state;
        for (int m = v->first; m < v->end; m++)
            state = state_behind(event_at(t, t->mentions[m])->kind, state);
        if (v->live_out && state & TOUCHED)
            pass_on(t, block, TOUCHED);
        if (v->live_out && state & UNASSIGNED && t->order->reached[block])
            pass_on(t, block, UNASSIGNED);
    }
}

// No part of it is assigned alone, which is no event here.
static bool is_whole(const Type *t)
{
    return !t->is_record && !t->is_array && !t->is_vector && !strstr(t->canonical, "_Complex");
}

// A jump into a block finds the variables of the block without a value, though they are live before
// it; and within a block one may lead back to an await that stands before the declaration. There is
// no name to save them by.
static void cross_await(Tracker *t, Await *a, unsigned state)
{
    Var *v = t->func->vars[t->var];
    bool named = lies_within(a->scope, v->scope);
    // Of an exit that reads it when the await unwinds, compilers would have something to say.
    if (state == UNASSIGNED && is_whole(v->type) && !a->exit)
        return;
    v->crosses = true;
    v->unassigned |= state & UNASSIGNED || !named || v->offset > a->node->begin;
    if (named)
        arrput(t->crossed, a);
}

// The awaits of a block at which the variable is live, and whether it is assigned there.
static void cross(Tracker *t, int block)
{
    const Visit *v = &t->visits[block];
    unsigned state = v->state_in;
    int m = v->first, a = t->awaits_of[block], end = t->awaits_of[block + 1];
    while (a < end) {
        for (; m < v->end && t->mentions[m].event < t->awaits[a].event; m++)
            state = state_behind(event_at(t, t->mentions[m])->kind, state);
        bool live = m < v->end ? event_at(t, t->mentions[m])->kind == EV_USE : v->live_out;
        int until = m < v->end ? t->mentions[m].event : INT32_MAX;
        if (!live && m == v->end)
            break;
        if (!live) // on to the first await behind the next mention
            a = (int)LOWER_BOUND(i, a, end, t->awaits[i].event < until);
        for (; live && a < end && t->awaits[a].event < until && t->left >= 0; a++, t->left--)
            cross_await(t, event_at(t, t->awaits[a])->await, state);
        if (t->left < 0)
            break;
    }
}

// Whether the variable was followed to the end of its life.
static bool follow(Tracker *t, int var)
{
    Var *v = t->func->vars[var];
    t->var = var;
    t->left = NEAR;
    arrsetlen(t->blocks, 0);
    arrsetlen(t->crossed, 0);
    for (int m = t->mentions_of[var]; m < t->mentions_of[var + 1]; m++) {
        Visit *here = visit(t, t->mentions[m].block);
        if (here->first == here->end)
            here->first = m;
        here->end = m + 1;
    }
    follow_uses(t);
    if (t->left >= 0)
        find_states(t);
    for (ptrdiff_t i = 0; i < arrlen(t->blocks) && t->left >= 0; i++)
        cross(t, t->blocks[i]);
    if (t->left < 0) {
        v->crosses = v->unassigned = false;
        return false;
    }
    v->crossings = (int)arrlen(t->crossed);
    for (ptrdiff_t i = 0; i < arrlen(t->crossed); i++)
        arrput(t->crossed[i]->near, v);
    return true;
}

void find_crossings(Func *f, const BlockOrder *order)
{
    Tracker t = {.func = f, .order = order};
    t.visits = arena_alloc(f->unit->arena, (size_t)arrlen(f->blocks) * sizeof(Visit));
    collect_mentions(&t);
    for (ptrdiff_t i = 0; i < arrlen(f->vars); i++)
        if (!follow(&t, (int)i))
            arrput(f->far, f->vars[i]);
    arrfree(t.blocks);
    arrfree(t.crossed);
    if (f->far)
        find_far_crossings(f, order);
}

Var **crossing(const Func *f, const Await *a, const uint64_t *among)
{
    Var **all = NULL;
    ptrdiff_t near = 0;
    for (size_t k = 0; a->far && k < far_words(f); k++)
        for (uint64_t left = a->far[k] & (among ? among[k] : UINT64_MAX); left; left &= left - 1) {
            Var *v = f->far[k * 64 + (size_t)__builtin_ctzll(left)];
            for (; near < arrlen(a->near) && a->near[near]->index < v->index; near++)
                arrput(all, a->near[near]);
            arrput(all, v);
        }
    for (; near < arrlen(a->near); near++)
        arrput(all, a->near[near]);
    return all;
}
