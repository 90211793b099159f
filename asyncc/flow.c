// flow.c: what holds a value while an await waits.
//
// The files of flow.h do the work, on the control-flow graph of one async function after the other.
// Requires: hoist. Provides: Func.blocks, and what flow_addresses.c, escape.c, liveness.c,
// lifetimes.c and places.c find.
#include "flow.h"
#include "options.h"

#include <string.h>

// In the graph every way into an exit leads to all that go on behind it. So the end of a scope with
// exits counts as reached only where what stands in it comes to its end.
static void find_scopes_that_are_left(Func *f)
{
    size_t count = (size_t)arrlen(f->blocks);
    Arena *a = f->unit->arena;
    bool *reached = arena_alloc(a, count), *is_end = arena_alloc(a, count);
    int *end_behind = arena_alloc(a, count * sizeof *end_behind), *stack = NULL;
    for (ptrdiff_t i = 0; i < arrlen(f->scopes); i++)
        if (f->scopes[i]->last_exit) {
            end_behind[f->scopes[i]->last_block] = f->scopes[i]->end_block;
            is_end[f->scopes[i]->end_block] = true;
        }
    arrput(stack, 0);
    while (arrlen(stack)) {
        int block = arrpop(stack);
        if (reached[block])
            continue;
        reached[block] = true;
        if (end_behind[block] && !f->blocks[block].leads_nowhere)
            arrput(stack, end_behind[block]);
        for (ptrdiff_t k = 0; k < arrlen(f->blocks[block].succs); k++)
            if (!is_end[f->blocks[block].succs[k]] && !f->blocks[block].leads_nowhere)
                arrput(stack, f->blocks[block].succs[k]);
    }
    arrfree(stack);
    for (ptrdiff_t i = 0; i < arrlen(f->scopes); i++) {
        Scope *s = f->scopes[i];
        s->is_left =
            s->last_exit && (!reached[s->last_block] || f->blocks[s->last_block].leads_nowhere);
    }
}

void flow(Unit *u)
{
    const char *dump = u->options->dump;
    find_lending_functions(u);
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++) {
        Func *f = u->funcs[i];
        if (!f->is_async || !(arrlen(f->awaits) || arrlen(f->exits)))
            continue;
        for (ptrdiff_t k = 0; k < arrlen(f->vars); k++) // of what check could not look into
            f->vars[k]->escapes = f->vars[k]->address_taken;
        find_addresses(f);
        find_escapes(f);
        build_graph(f);
        BlockOrder order = order_blocks(f);
        if (arrlen(f->exits))
            find_scopes_that_are_left(f);
        if (arrlen(f->awaits)) {
            find_cold_awaits(f);
            find_crossings(f, &order);
            find_places(f, &order);
        }
        if (!dump || strcmp(dump, "flow")) // the memory serves for the next one
            free_graph(f);
    }
}
