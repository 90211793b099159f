// liveness.c: which variables cross which await: two analyses over the control-flow graph.
//
//   int n = f();  await g();  use(n);      n crosses: it is live behind the await
//   int m = f();  use(m);     await g();   m does not: it stays a C local
//   int k; if (c) k = 1;  await g();  if (c) use(k);
//                                          k crosses, but may not be assigned: frame pins it
//
// Liveness: backward, live = use ∪ (live-out − def). Definite assignment: forward, intersection.
// Both on bit sets of Func.vars. A part of the pass flow.
#include "flow.h"

#include <string.h>

static bool bit(const uint64_t *set, int i)
{
    return set[i / 64] >> (i % 64) & 1;
}
static void set_bit(uint64_t *set, int i)
{
    set[i / 64] |= (uint64_t)1 << (i % 64);
}
static void clear_bit(uint64_t *set, int i)
{
    set[i / 64] &= ~((uint64_t)1 << (i % 64));
}

// What has its address taken is kept by its lifetime, which lifetimes.c finds.
static void live_through(const Event *e, uint64_t *live)
{
    if (e->var && e->var->address_taken)
        return;
    if (e->kind == EV_USE)
        set_bit(live, e->var->index);
    else if (e->kind == EV_DEF || e->kind == EV_UNDEF)
        clear_bit(live, e->var->index);
}

static void assigned_through(const Event *e, uint64_t *assigned)
{
    if (e->kind == EV_DEF)
        set_bit(assigned, e->var->index);
    else if (e->kind == EV_UNDEF)
        clear_bit(assigned, e->var->index);
}

static void solve_liveness(Func *f, Worklist w, size_t words, uint64_t *set)
{
    for (int i = 0; i < w.count; i++)
        enqueue(&w, i);
    while (w.left) {
        Block *b = &f->blocks[dequeue(&w)];
        for (ptrdiff_t s = 0; s < arrlen(b->succs); s++)
            for (size_t k = 0; k < words; k++)
                b->live_out[k] |= f->blocks[b->succs[s]].live_in[k];
        memcpy(set, b->live_out, words * sizeof *set);
        for (ptrdiff_t e = arrlen(b->events) - 1; e >= 0; e--)
            live_through(&b->events[e], set);
        if (memcmp(set, b->live_in, words * sizeof *set)) {
            memcpy(b->live_in, set, words * sizeof *set);
            for (ptrdiff_t p = 0; p < arrlen(b->preds); p++)
                enqueue(&w, b->preds[p]);
        }
    }
}

// assigned_in starts full and shrinks; only what can be reached from the entry is visited.
static void solve_assignment(Func *f, Worklist w, size_t words, uint64_t *set)
{
    for (int i = 0; i < w.count; i++)
        memset(f->blocks[i].assigned_in, i ? 0xff : 0, words * sizeof *set);
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
        set_bit(f->blocks[0].assigned_in, f->scope->vars[i]->index);
    bool *reached = arena_alloc(f->unit->arena, (size_t)w.count);
    enqueue(&w, 0);
    while (w.left) {
        int i = dequeue(&w);
        Block *b = &f->blocks[i];
        reached[i] = true;
        memcpy(set, b->assigned_in, words * sizeof *set);
        for (ptrdiff_t e = 0; e < arrlen(b->events); e++)
            assigned_through(&b->events[e], set);
        for (ptrdiff_t s = 0; s < arrlen(b->succs); s++) {
            Block *to = &f->blocks[b->succs[s]];
            uint64_t lost = 0;
            for (size_t k = 0; k < words; k++) {
                lost |= to->assigned_in[k] & ~set[k];
                to->assigned_in[k] &= set[k];
            }
            if (lost || !reached[b->succs[s]])
                enqueue(&w, b->succs[s]);
        }
    }
}

static bool in_scope_at(const Var *v, const Await *a)
{
    const Scope *s = a->scope;
    while (s && s != v->scope)
        s = s->parent;
    return s;
}

// A jump into a block finds the variables of the block without a value, though they are live before
// it; and within a block one may lead back to an await that stands before the declaration. There is
// no name to save them by.
static void record_await(Func *f, Await *a, size_t words, const uint64_t *live)
{
    for (size_t k = 0; k < words; k++)
        for (uint64_t left = live[k]; left; left &= left - 1) {
            Var *v = f->vars[k * 64 + (size_t)__builtin_ctzll(left)];
            bool named = in_scope_at(v, a);
            v->crosses = true;
            v->unassigned |= !named || v->offset > a->node->begin;
            if (named)
                arrput(a->live, v);
        }
}

static void record_crossings(Func *f, size_t words, uint64_t *set)
{
    for (ptrdiff_t i = 0; i < arrlen(f->blocks); i++) {
        Block *b = &f->blocks[i];
        memcpy(set, b->live_out, words * sizeof *set);
        for (ptrdiff_t e = arrlen(b->events) - 1; e >= 0; e--) {
            if (b->events[e].kind == EV_AWAIT)
                record_await(f, b->events[e].await, words, set);
            live_through(&b->events[e], set);
        }
        memcpy(set, b->assigned_in, words * sizeof *set);
        for (ptrdiff_t e = 0; e < arrlen(b->events); e++) {
            if (b->events[e].kind == EV_AWAIT) {
                Await *a = b->events[e].await;
                for (ptrdiff_t k = 0; k < arrlen(a->live); k++)
                    if (!bit(set, a->live[k]->index))
                        a->live[k]->unassigned = true;
            }
            assigned_through(&b->events[e], set);
        }
    }
}

void find_crossings(Func *f)
{
    Arena *arena = f->unit->arena;
    size_t words = (size_t)arrlen(f->vars) / 64 + 1;
    for (ptrdiff_t i = 0; i < arrlen(f->blocks); i++) {
        f->blocks[i].live_in = arena_alloc(arena, words * sizeof(uint64_t));
        f->blocks[i].live_out = arena_alloc(arena, words * sizeof(uint64_t));
        f->blocks[i].assigned_in = arena_alloc(arena, words * sizeof(uint64_t));
    }
    uint64_t *set = arena_alloc(arena, words * sizeof *set);
    int *order = postorder(f);
    solve_liveness(f, worklist(f, order, true), words, set);
    solve_assignment(f, worklist(f, order, false), words, set);
    record_crossings(f, words, set);
}
