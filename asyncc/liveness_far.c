// liveness_far.c: the crossings of variables that live in many blocks.
//
// Liveness: backward, live = use ∪ (live-out − def). Definite assignment: forward, intersection.
// Both on bit sets of Func.far. A part of the pass flow.
#include "flow.h"

#include <string.h>

typedef struct {
    uint64_t *live_in, *live_out, *assigned_in;
} Sets;

typedef struct {
    Func *func;
    size_t words;
    int *bit_of; // by Var.index, from 1; 0: it is not far
    Sets *sets;  // by block
    uint64_t *set;
    uint32_t *last_offset; // of the far variables up to each
} Solver;

static void assign_bit(uint64_t *set, int bit, bool value)
{
    uint64_t mask = (uint64_t)1 << bit % 64;
    set[bit / 64] = value ? set[bit / 64] | mask : set[bit / 64] & ~mask;
}

static void live_through(const Solver *s, const Event *e)
{
    int bit = counts_for_liveness(e) ? s->bit_of[e->var->index] : 0;
    if (bit)
        assign_bit(s->set, bit - 1, e->kind == EV_USE);
}

static void assigned_through(const Solver *s, const Event *e)
{
    int bit = counts_for_liveness(e) && e->kind != EV_USE ? s->bit_of[e->var->index] : 0;
    if (bit)
        assign_bit(s->set, bit - 1, e->kind == EV_DEF);
}

static void solve_liveness(Solver *s, Worklist w)
{
    const Func *f = s->func;
    size_t bytes = s->words * sizeof *s->set;
    for (int i = 0; i < w.count; i++)
        enqueue(&w, i);
    while (w.left) {
        int i = dequeue(&w);
        const Block *b = &f->blocks[i];
        for (ptrdiff_t k = 0; k < arrlen(b->succs); k++)
            for (size_t n = 0; n < s->words; n++)
                s->sets[i].live_out[n] |= s->sets[b->succs[k]].live_in[n];
        memcpy(s->set, s->sets[i].live_out, bytes);
        for (ptrdiff_t e = arrlen(b->events) - 1; e >= 0; e--)
            live_through(s, &b->events[e]);
        if (memcmp(s->set, s->sets[i].live_in, bytes)) {
            memcpy(s->sets[i].live_in, s->set, bytes);
            for (ptrdiff_t p = 0; p < arrlen(b->preds); p++)
                enqueue(&w, b->preds[p]);
        }
    }
}

// assigned_in starts full and shrinks; only what can be reached from the entry is visited.
static void solve_assignment(Solver *s, Worklist w)
{
    const Func *f = s->func;
    size_t bytes = s->words * sizeof *s->set;
    for (int i = 0; i < w.count; i++)
        memset(s->sets[i].assigned_in, i ? 0xff : 0, bytes);
    for (ptrdiff_t i = 0; i < arrlen(f->far); i++)
        if (f->far[i]->is_param)
            assign_bit(s->sets[0].assigned_in, (int)i, true);
    bool *reached = arena_alloc(f->unit->arena, (size_t)w.count);
    enqueue(&w, 0);
    while (w.left) {
        int i = dequeue(&w);
        const Block *b = &f->blocks[i];
        reached[i] = true;
        memcpy(s->set, s->sets[i].assigned_in, bytes);
        for (ptrdiff_t e = 0; e < arrlen(b->events); e++)
            assigned_through(s, &b->events[e]);
        for (ptrdiff_t k = 0; k < arrlen(b->succs); k++) {
            uint64_t lost = 0, *to = s->sets[b->succs[k]].assigned_in;
            for (size_t n = 0; n < s->words; n++) {
                lost |= to[n] & ~s->set[n];
                to[n] &= s->set[n];
            }
            if (lost || !reached[b->succs[k]])
                enqueue(&w, b->succs[k]);
        }
    }
}

// How often each bit was set, counted in columns: bit i of digit k is bit k of the i-th count.
typedef struct {
    uint64_t *digits;
    size_t words;
} Counts;

enum { DIGITS = 32 };

static void count(Counts *c, size_t word, uint64_t bits)
{
    uint64_t *digit = c->digits + word;
    for (; bits; digit += c->words) {
        uint64_t carry = *digit & bits;
        *digit ^= bits;
        bits = carry;
    }
}

static int counted(const Counts *c, ptrdiff_t bit)
{
    int n = 0;
    for (int k = 0; k < DIGITS - 1; k++)
        n |= (int)(c->digits[(size_t)k * c->words + (size_t)bit / 64] >> bit % 64 & 1) << k;
    return n;
}

// What each scope with an await knows by name.
static void find_scopes(const Solver *s)
{
    const Func *f = s->func;
    for (ptrdiff_t i = 0; i < arrlen(f->scopes); i++)
        if (f->scopes[i]->has_await)
            f->scopes[i]->far = arena_alloc(f->unit->arena, s->words * sizeof *s->set);
    for (ptrdiff_t i = 0; i < arrlen(f->far); i++)
        if (f->far[i]->scope->far)
            assign_bit(f->far[i]->scope->far, (int)i, true);
    for (ptrdiff_t i = 0; i < arrlen(f->scopes); i++) { // outer ones first
        const Scope *scope = f->scopes[i];
        for (size_t k = 0; scope->far && scope->parent && k < s->words; k++)
            scope->far[k] |= scope->parent->far[k];
    }
}

// Those of the variables that cross the await which are declared behind it.
static void find_undeclared(const Solver *s, const Await *a, uint64_t *unassigned)
{
    const Func *f = s->func;
    ptrdiff_t lo = LOWER_BOUND(i, 0, arrlen(f->far), s->last_offset[i] <= a->node->begin);
    uint64_t from = UINT64_MAX << lo % 64;
    for (size_t k = (size_t)lo / 64; k < s->words; k++, from = UINT64_MAX)
        for (uint64_t left = a->far[k] & from & ~unassigned[k]; left; left &= left - 1) {
            ptrdiff_t i = (ptrdiff_t)k * 64 + __builtin_ctzll(left);
            if (f->far[i]->offset > a->node->begin)
                assign_bit(unassigned, (int)i, true);
        }
}

static void record(Solver *s)
{
    Func *f = s->func;
    Arena *a = f->unit->arena;
    size_t bytes = s->words * sizeof *s->set;
    Counts counts = {arena_alloc(a, DIGITS * bytes), s->words};
    uint64_t *crosses = arena_alloc(a, bytes), *unassigned = arena_alloc(a, bytes);
    for (ptrdiff_t i = 0; i < arrlen(f->blocks); i++) {
        const Block *b = &f->blocks[i];
        memcpy(s->set, s->sets[i].live_out, bytes);
        for (ptrdiff_t e = arrlen(b->events) - 1; e >= 0; e--) {
            Await *await = b->events[e].await;
            if (await) {
                await->far = arena_alloc(a, bytes);
                for (size_t k = 0; k < s->words; k++) {
                    await->far[k] = s->set[k] & await->scope->far[k];
                    crosses[k] |= s->set[k];
                    unassigned[k] |= s->set[k] & ~await->scope->far[k]; // it has no name there
                    count(&counts, k, await->far[k]);
                }
                find_undeclared(s, await, unassigned);
            }
            live_through(s, &b->events[e]);
        }
        memcpy(s->set, s->sets[i].assigned_in, bytes);
        for (ptrdiff_t e = 0; e < arrlen(b->events); e++) {
            const Await *await = b->events[e].await;
            for (size_t k = 0; await && k < s->words; k++)
                unassigned[k] |= await->far[k] & ~s->set[k];
            assigned_through(s, &b->events[e]);
        }
    }
    for (ptrdiff_t i = 0; i < arrlen(f->far); i++) {
        Var *v = f->far[i];
        v->crossings = counted(&counts, i);
        v->crosses = crosses[i / 64] >> i % 64 & 1;
        v->unassigned = unassigned[i / 64] >> i % 64 & 1;
    }
}

void find_far_crossings(Func *f, const BlockOrder *order)
{
    Arena *a = f->unit->arena;
    Solver s = {.func = f, .words = far_words(f)};
    size_t blocks = (size_t)arrlen(f->blocks), bytes = s.words * sizeof *s.set;
    s.sets = arena_alloc(a, blocks * sizeof *s.sets);
    for (size_t i = 0; i < blocks; i++) {
        uint64_t *sets = arena_alloc(a, 3 * bytes);
        s.sets[i] = (Sets){sets, sets + s.words, sets + 2 * s.words};
    }
    s.set = arena_alloc(a, bytes);
    s.bit_of = arena_alloc(a, (size_t)arrlen(f->vars) * sizeof *s.bit_of);
    s.last_offset = arena_alloc(a, (size_t)arrlen(f->far) * sizeof *s.last_offset);
    for (ptrdiff_t i = 0; i < arrlen(f->far); i++) {
        uint32_t before = i ? s.last_offset[i - 1] : 0, offset = f->far[i]->offset;
        s.bit_of[f->far[i]->index] = (int)i + 1;
        s.last_offset[i] = offset > before ? offset : before;
    }
    find_scopes(&s);
    solve_liveness(&s, worklist(f, order, true));
    solve_assignment(&s, worklist(f, order, false));
    record(&s);
}
