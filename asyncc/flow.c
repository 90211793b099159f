// flow.c: what holds a value while an await waits.
//
// The files of flow.h do the work, on the control-flow graph of one async function after the other.
// Requires: hoist. Provides: Func.blocks, and what flow_addresses.c, escape.c, liveness.c,
// lifetimes.c and places.c find.
#include "flow.h"
#include "options.h"

#include <string.h>

static void find_scopes_that_are_left(Func *f, const BlockOrder *order)
{
    for (ptrdiff_t i = 0; i < arrlen(f->scopes); i++)
        f->scopes[i]->is_left =
            f->scopes[i]->last_exit && !order->reached[f->scopes[i]->last_block];
}

void flow(Unit *u)
{
    const char *dump = u->options->dump;
    find_lending_functions(u);
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++) {
        Func *f = u->funcs[i];
        if (!f->is_async || !arrlen(f->awaits))
            continue;
        for (ptrdiff_t k = 0; k < arrlen(f->vars); k++) // of what check could not look into
            f->vars[k]->escapes = f->vars[k]->address_taken;
        find_addresses(f);
        find_escapes(f);
        build_graph(f);
        BlockOrder order = order_blocks(f);
        find_scopes_that_are_left(f, &order);
        find_cold_awaits(f);
        find_crossings(f, &order);
        find_places(f, &order);
        if (!dump || strcmp(dump, "flow")) // the memory serves for the next one
            free_graph(f);
    }
}
