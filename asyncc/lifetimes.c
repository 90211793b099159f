// lifetimes.c: when what may have to live in the frame holds a value there.
//
//   char a[64], b[64];
//   fill(a);  await f(a);  use(a);      a holds a value from here to here,
//   fill(b);  await f(b);  use(b);      b from here on: they meet nowhere, and share bytes
//
// A variable holds a value where one may have been written before (forward, from any mention) and
// may be read later (backward, by liveness). If its address is kept by something that is not known,
// it holds one from its first mention to the end of its block. Two variables meet if one is
// written, or reached through its address, where the other holds a value. An await keeps what holds
// a value across it, and what is written or reached while its own result may still be read where
// the callee left it: until the full expression ends.
// Requires: Func.blocks; places of what is pinned in any case. A part of the pass flow.
#include "flow.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    Func *func;
    size_t words;
    uint64_t *escaping;
    bool *
        read_behind; // of the block that is looked at: by event, may its variable be read behind it
    uint64_t *written_in, *read_out; // by block
} Lifetimes;

static void add(uint64_t *set, int i)
{
    set[i / 64] |= (uint64_t)1 << (i % 64);
}

static void drop(uint64_t *set, int i)
{
    set[i / 64] &= ~((uint64_t)1 << (i % 64));
}

static bool unite(uint64_t *to, const uint64_t *from, size_t words)
{
    uint64_t news = 0;
    for (size_t i = 0; i < words; i++) {
        news |= from[i] & ~to[i];
        to[i] |= from[i];
    }
    return news;
}

static uint64_t *set_of(const Lifetimes *l, uint64_t *sets, ptrdiff_t block)
{
    return sets + (size_t)block * l->words;
}

static int rank(const Event *e)
{
    return e->var ? e->var->rank : 0;
}

static bool is_mention(const Event *e)
{
    return e->kind == EV_USE || e->kind == EV_DEF || e->kind == EV_TOUCH || e->kind == EV_ACCESS;
}

// Does the event end what v's bytes are needed for? An assignment, or a jump back past a
// declaration, ends the value but not the object, which a pointer may still lead to; the end of
// its block ends both.
static bool ends(const Event *e)
{
    bool reachable = e->var->is_held || e->var->escapes;
    return e->kind == EV_END || (e->kind == EV_UNDEF && !reachable);
}

static void written_through(const Event *e, uint64_t *set)
{
    if (!rank(e))
        return;
    if (is_mention(e))
        add(set, rank(e));
    else if (ends(e))
        drop(set, rank(e));
}

static void read_through(const Event *e, uint64_t *set)
{
    if (!rank(e))
        return;
    if (e->kind == EV_USE || e->kind == EV_ACCESS)
        add(set, rank(e));
    else if (ends(e) || (e->kind == EV_DEF && !e->var->is_held))
        drop(set, rank(e));
}

static void solve_written(Lifetimes *l, Worklist w, uint64_t *set)
{
    Func *f = l->func;
    for (int i = 0; i < w.count; i++)
        enqueue(&w, i);
    while (w.left) {
        int i = dequeue(&w);
        const Block *b = &f->blocks[i];
        memcpy(set, set_of(l, l->written_in, i), l->words * sizeof *set);
        for (ptrdiff_t e = 0; e < arrlen(b->events); e++)
            written_through(&b->events[e], set);
        for (ptrdiff_t s = 0; s < arrlen(b->succs); s++)
            if (unite(set_of(l, l->written_in, b->succs[s]), set, l->words))
                enqueue(&w, b->succs[s]);
    }
}

static void solve_read(Lifetimes *l, Worklist w, uint64_t *set)
{
    Func *f = l->func;
    for (int i = 0; i < w.count; i++)
        enqueue(&w, i);
    while (w.left) {
        int i = dequeue(&w);
        const Block *b = &f->blocks[i];
        memcpy(set, set_of(l, l->read_out, i), l->words * sizeof *set);
        for (ptrdiff_t e = arrlen(b->events) - 1; e >= 0; e--)
            read_through(&b->events[e], set);
        for (ptrdiff_t p = 0; p < arrlen(b->preds); p++)
            if (unite(set_of(l, l->read_out, b->preds[p]), set, l->words))
                enqueue(&w, b->preds[p]);
    }
}

// Adds who holds a value, given what may have been written and what may be read.
static void add_holders(const Lifetimes *l, uint64_t *to, const uint64_t *written,
                        const uint64_t *read)
{
    for (size_t i = 0; i < l->words; i++)
        to[i] |= written[i] & (read[i] | l->escaping[i]);
}

// Is a's value read where its callee left it, perhaps after other steps?
static bool stays_in_place(const Await *a)
{
    return a->node->temp && a->last;
}

static void drop_pending(Block *b, bool all)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < arrlen(b->pending); i++)
        if (!all && !b->pending[i]->is_read)
            b->pending[n++] = b->pending[i];
    if (b->pending)
        arrsetlen(b->pending, (size_t)n);
}

// Goes through a block's events, first backward: each changes one bit of what may be read, which is
// undone on the way forward. `pending` are awaits whose results may still be read. Afterwards the
// block's sets are no longer those of its ends.
static void record_block(Lifetimes *l, Block *b, ptrdiff_t index)
{
    ptrdiff_t count = arrlen(b->events);
    uint64_t *written = set_of(l, l->written_in, index), *read = set_of(l, l->read_out, index);
    for (ptrdiff_t e = count - 1; e >= 0; e--) {
        l->read_behind[e] = in_set(read, rank(&b->events[e]));
        read_through(&b->events[e], read);
    }
    if (b->resumed_from) {
        const Block *from = &l->func->blocks[b->resumed_from - 1];
        for (ptrdiff_t i = 0; i < arrlen(from->pending); i++)
            arrput(b->pending, from->pending[i]);
    }
    for (ptrdiff_t e = 0; e < count; e++) {
        const Event *ev = &b->events[e];
        bool mention = is_mention(ev) && rank(ev);
        if (mention)
            add_holders(l, ev->var->meets, written, read);
        written_through(ev, written);
        if (rank(ev))
            (l->read_behind[e] ? add : drop)(read, rank(ev));
        if (mention) {
            add_holders(l, ev->var->meets, written, read);
            for (ptrdiff_t i = 0; i < arrlen(b->pending); i++)
                add(b->pending[i]->keeps, rank(ev));
        }
        // An array in the value may be reached by its address until the end of it all.
        if (ev->kind == EV_USE && ev->var->source && !ev->var->type->is_record)
            ((Await *)ev->var->source)->is_read = true;
        if (ev->kind == EV_AWAIT) {
            add_holders(l, ev->await->keeps, written, read);
            ev->await->is_read = !stays_in_place(ev->await);
            arrput(b->pending, ev->await);
        } else if (ev->kind == EV_STEP || ev->kind == EV_SETTLED) {
            drop_pending(b, ev->kind == EV_SETTLED);
        }
    }
}

static void record(Lifetimes *l)
{
    Func *f = l->func;
    bool *continued = arena_alloc(f->unit->arena, (size_t)arrlen(f->blocks));
    for (ptrdiff_t i = 0; i < arrlen(f->blocks); i++) {
        record_block(l, &f->blocks[i], i);
        if (f->blocks[i].resumed_from)
            continued[f->blocks[i].resumed_from - 1] = true;
    }
    for (ptrdiff_t i = 0; i < arrlen(f->blocks); i++) {
        Block *b = &f->blocks[i];
        for (ptrdiff_t k = 0; k < arrlen(b->pending) && !continued[i] && arrlen(b->succs); k++)
            b->pending[k]->keeps_all = true;
    }
}

static bool may_be_pinned(const Var *v)
{
    return v->place == PLACE_PINNED || (v->address_taken && !v->type->is_variably_modified);
}

// Gives ranks, and finds what escapes.
static void rank_variables(Lifetimes *l)
{
    Func *f = l->func;
    Arena *arena = f->unit->arena;
    size_t count = 0;
    for (ptrdiff_t i = 0; i < arrlen(f->vars); i++)
        if (may_be_pinned(f->vars[i]))
            f->vars[i]->rank = (int)++count;
    l->words = count ? count / 64 + 1 : 0;
    l->escaping = arena_alloc(arena, l->words * sizeof *l->escaping);
    for (ptrdiff_t i = 0; i < arrlen(f->vars); i++) {
        Var *v = f->vars[i];
        if (v->rank)
            v->meets = arena_alloc(arena, l->words * sizeof *v->meets);
        if (v->rank && v->escapes)
            add(l->escaping, v->rank);
    }
}

void find_lifetimes(Func *f, const BlockOrder *order)
{
    Lifetimes l = {.func = f};
    if (arrlen(f->awaits))
        rank_variables(&l);
    if (!l.words)
        return;
    size_t count = (size_t)arrlen(f->blocks), longest = 0;
    for (size_t i = 0; i < count; i++)
        if (arrlenu(f->blocks[i].events) > longest)
            longest = arrlenu(f->blocks[i].events);
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++)
        f->awaits[i]->keeps = arena_alloc(f->unit->arena, l.words * sizeof(uint64_t));
    size_t bytes = (2 * count + 1) * l.words * sizeof(uint64_t);
    l.written_in = memset(checked_realloc(NULL, bytes), 0, bytes);
    l.read_out = l.written_in + count * l.words;
    uint64_t *set = l.read_out + count * l.words;
    l.read_behind = arena_alloc(f->unit->arena, longest);
    solve_written(&l, worklist(f, order, false), set);
    solve_read(&l, worklist(f, order, true), set);
    record(&l);
    free(l.written_in);
}
