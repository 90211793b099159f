// layout.c: which bytes of the frame everything gets that crosses a suspension.
//
//   async int f(int n)                     0  result | n of ENTER | buf
//   {                                     64  n at line 5 | callee at line 6
//       char buf[64];                     68  callee at line 5
//       fill(buf);                        72  state
//       n = await g(buf, n) + n;
//       return await h();
//   }
//
// Slots share bytes where no two of them hold a value at the same time: pinned variables that do
// not meet; what is saved at one await and at another; and the callees' frames. The larger a slot,
// the sooner it is placed, each as low as those allow that it must not overlap. The state comes
// last, into a hole that all awaits have, or behind everything. The result is written when nothing
// else counts any more, but for the state.
// Requires: places of variables, chosen callees. A part of the pass frame.
#include "asyncc.h"

#include <stdlib.h>

enum { FRAME_ALIGN = 8 };

// Bytes that are taken: [begin, end).
typedef struct {
    uint64_t begin, end;
} Range;

static uint64_t round_up(uint64_t n, uint64_t align)
{
    return (n + align - 1) / align * align;
}

// Ranges are kept sorted, and joined where they touch.
static void take(Range **taken, const Slot *s)
{
    Range r = {s->offset, s->offset + s->used};
    ptrdiff_t first = arrlen(*taken), last;
    if (!s->used)
        return;
    while (first && (*taken)[first - 1].end >= r.begin)
        first--;
    for (last = first; last < arrlen(*taken) && (*taken)[last].begin <= r.end; last++) {
        r.begin = (*taken)[last].begin < r.begin ? (*taken)[last].begin : r.begin;
        r.end = (*taken)[last].end > r.end ? (*taken)[last].end : r.end;
    }
    if (last == first) {
        arrins(*taken, first, r);
    } else {
        (*taken)[first] = r;
        arrdeln(*taken, first + 1, last - first - 1);
    }
}

// The lowest place among the ranges.
static void fit(Slot *s, const Range *taken)
{
    uint64_t at = 0;
    for (ptrdiff_t i = 0; i < arrlen(taken) && taken[i].begin < at + s->used; i++)
        at = round_up(taken[i].end, s->align);
    s->offset = at;
}

// ---------------------------------------------------------------------------------------------
// sizes
// ---------------------------------------------------------------------------------------------

static uint32_t field_align(uint32_t align)
{
    return align > FRAME_ALIGN ? FRAME_ALIGN : align;
}

static Slot slot_of(SlotKind kind, const Type *t)
{
    return (Slot){.kind = kind, .size = t->size, .used = t->size, .align = field_align(t->align)};
}

// What is over-aligned finds its own place in a slot that is larger.
static Slot variable_slot(const Var *v, const Await *a)
{
    Slot s = slot_of(a ? SLOT_SAVED : SLOT_PINNED, v->type);
    s.var = v;
    s.await = a;
    s.align = field_align(v->align);
    if (!a && v->align > FRAME_ALIGN)
        s.size = s.used = s.size + v->align - FRAME_ALIGN;
    return s;
}

static void add_member(Slot *to, uint64_t size, uint64_t used, uint32_t align)
{
    uint64_t at = round_up(to->size, align);
    to->size = at + size;
    to->used = at + used;
    if (align > to->align)
        to->align = align;
}

static void add_frame(Slot *to, const Callee *c, uint32_t align)
{
    if (c->func)
        add_member(to, c->func->frame_size, c->func->frame_used,
                   c->func->frame_align > align ? c->func->frame_align : align);
    else
        add_member(to, c->frame->size, c->frame->size,
                   c->frame->align > align ? c->frame->align : align);
}

// As emit_group.c declares it.
static void add_group(const Unit *u, Slot *to, const Node *group, uint32_t align)
{
    Slot s = {.align = align};
    int branches = group->kid_count - first_branch(group);
    add_member(&s, u->group_type->size, u->group_type->size, u->group_type->align);
    add_member(&s, u->strand_type->size * (uint64_t)branches, 0, u->strand_type->align);
    if (group->group == GROUP_TIMEOUT)
        add_member(&s, u->timer_type->size, 0, u->timer_type->align);
    for (int i = first_branch(group); i < group->kid_count; i++) {
        const Node *call = branch_call(group->kids[i]);
        const Type *result = call->callee ? call->callee->result : NULL;
        if (call->kind == N_GROUP)
            add_group(u, &s, call, FRAME_ALIGN);
        else if (!call->await->dynamic)
            add_frame(&s, call->callee, FRAME_ALIGN);
        else
            add_member(&s, result->is_void ? 0 : result->size, 0, FRAME_ALIGN);
    }
    s.size = round_up(s.size, s.align);
    add_member(to, s.size, s.size, s.align);
}

// ---------------------------------------------------------------------------------------------
// places
// ---------------------------------------------------------------------------------------------

static bool meet(const Var *v, const Var *w)
{
    return !v->rank || !w->rank || in_set(v->meets, w->rank) || in_set(w->meets, v->rank);
}

// Slots stand in an array, so that the order of those that are alike does not hang on qsort.
static int by_size(const void *x, const void *y)
{
    const Slot *a = *(Slot *const *)x, *b = *(Slot *const *)y;
    if (a->size != b->size)
        return a->size > b->size ? -1 : 1;
    if (a->align != b->align)
        return a->align > b->align ? -1 : 1;
    return a < b ? -1 : a > b;
}

static Slot **sorted_by_size(Slot *slots, ptrdiff_t count)
{
    Slot **order = NULL;
    for (ptrdiff_t i = 0; i < count; i++)
        arrput(order, &slots[i]);
    if (order)
        qsort(order, (size_t)count, sizeof *order, by_size);
    return order;
}

static void place_pinned(Slot *pinned, ptrdiff_t count)
{
    Slot **order = sorted_by_size(pinned, count);
    Range *taken = NULL;
    for (ptrdiff_t i = 0; i < count; i++) {
        arrsetlen(taken, 0);
        for (ptrdiff_t k = 0; k < i; k++)
            if (meet(order[i]->var, order[k]->var))
                take(&taken, order[k]);
        fit(order[i], taken);
    }
    arrfree(order);
    arrfree(taken);
}

// The parts of one await, around `kept`, which every await keeps, and what this one keeps of the
// pinned variables.
static void place_parts(const Await *a, Slot *parts, ptrdiff_t count, Slot *const *pinned,
                        const Range *kept)
{
    Slot **order = sorted_by_size(parts, count);
    Range *taken = NULL;
    for (ptrdiff_t i = 0; i < arrlen(kept); i++)
        arrput(taken, kept[i]);
    for (ptrdiff_t i = 0; i < arrlen(pinned); i++)
        if (keeps(a, pinned[i]->var))
            take(&taken, pinned[i]);
    for (ptrdiff_t i = 0; i < count; i++) {
        fit(order[i], taken);
        take(&taken, order[i]);
    }
    arrfree(order);
    arrfree(taken);
}

static int by_offset(const void *x, const void *y)
{
    const Slot *a = x, *b = y;
    if (a->offset != b->offset)
        return a->offset < b->offset ? -1 : 1;
    return a->size != b->size ? (a->size < b->size ? -1 : 1) : a->var->index - b->var->index;
}

static int by_offset_then_index(const void *x, const void *y)
{
    return by_offset(*(Slot *const *)x, *(Slot *const *)y);
}

// The pinned variables are `count_pinned` slots from `first_pinned` on.
static void add_awaits(Func *f, ptrdiff_t first_pinned, ptrdiff_t count_pinned)
{
    Slot *copies = arena_alloc(f->unit->arena, (size_t)count_pinned * sizeof *copies + 1);
    Slot **pinned = NULL;
    Range *kept = NULL;
    for (ptrdiff_t i = 0; i < count_pinned; i++) {
        copies[i] = f->slots[first_pinned + i];
        if (copies[i].var->rank)
            arrput(pinned, &copies[i]);
        else
            take(&kept, &copies[i]);
    }
    if (pinned)
        qsort(pinned, (size_t)arrlen(pinned), sizeof *pinned, by_offset_then_index);
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++) {
        const Await *a = f->awaits[i];
        ptrdiff_t first = arrlen(f->slots);
        for (ptrdiff_t k = 0; k < arrlen(a->live); k++)
            arrput(f->slots, variable_slot(a->live[k], a));
        Slot callee = {.kind = SLOT_CALLEE, .await = a, .align = 1};
        if (a->group)
            add_group(f->unit, &callee, a->group, 1);
        else if (!a->dynamic)
            add_frame(&callee, a->callee, 1);
        if (a->group || !a->dynamic)
            arrput(f->slots, callee);
        ptrdiff_t count = arrlen(f->slots) - first;
        if (!count) // nor need there be any slots
            continue;
        place_parts(a, f->slots + first, count, pinned, kept);
        qsort(f->slots + first, (size_t)count, sizeof *f->slots, by_offset);
    }
    arrfree(pinned);
    arrfree(kept);
}

// Also anew, after another choice of callees.
void lay_out(Func *f)
{
    arrsetlen(f->slots, 0);
    f->frame_size = f->frame_used = 0;
    if (!f->result->is_void)
        arrput(f->slots, slot_of(SLOT_RESULT, f->result));
    uint64_t at = 0;
    for (ptrdiff_t i = 0; i < arrlen(f->callee->params) && f->dynamic; i++) {
        Slot s = slot_of(SLOT_PARAM, f->callee->params[i]);
        s.var = f->scope->vars[i];
        s.offset = round_up(at, s.align);
        at = s.offset + s.size;
        arrput(f->slots, s);
    }
    ptrdiff_t pinned = arrlen(f->slots);
    for (ptrdiff_t i = 0; i < arrlen(f->vars); i++)
        if (f->vars[i]->place == PLACE_PINNED)
            arrput(f->slots, variable_slot(f->vars[i], NULL));
    ptrdiff_t count = arrlen(f->slots) - pinned;
    if (count)
        place_pinned(f->slots + pinned, count);
    add_awaits(f, pinned, count);

    ptrdiff_t states = arrlen(f->awaits) + 3; // START, ENTER, DONE
    uint32_t state_size = states <= UINT8_MAX ? 1 : states <= UINT16_MAX ? 2 : 4;
    Slot state = {SLOT_STATE, NULL, NULL, 0, state_size, state_size, state_size};
    Range *taken = NULL;
    for (ptrdiff_t i = 0; i < arrlen(f->slots); i++)
        take(&taken, &f->slots[i]);
    fit(&state, taken);
    arrfree(taken);
    arrput(f->slots, state);
    f->frame_align = 1;
    for (ptrdiff_t i = 0; i < arrlen(f->slots); i++) {
        const Slot *s = &f->slots[i];
        if (s->offset + s->used > f->frame_used)
            f->frame_used = s->offset + s->used;
        if (s->offset + s->size > f->frame_size)
            f->frame_size = s->offset + s->size;
        if (s->align > f->frame_align)
            f->frame_align = s->align;
    }
    f->frame_size = round_up(f->frame_size, f->frame_align);
}
