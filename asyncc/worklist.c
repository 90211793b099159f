// worklist.c: the order in which the analyses of flow visit blocks. A part of the pass flow.
#include "flow.h"

void enqueue(Worklist *w, int block)
{
    w->left += !w->queued[block];
    w->queued[block] = true;
}

int dequeue(Worklist *w)
{
    do
        w->at = w->at + 1 < w->count ? w->at + 1 : 0;
    while (!w->queued[w->order[w->backward ? w->at : w->count - 1 - w->at]]);
    int block = w->order[w->backward ? w->at : w->count - 1 - w->at];
    w->queued[block] = false;
    w->left--;
    return block;
}

// Numbers the blocks in postorder, from the entry and then from what it does not reach.
int *postorder(const Func *f)
{
    int count = (int)arrlen(f->blocks), n = 0, depth = 0;
    int *order = arena_alloc(f->unit->arena, (size_t)count * sizeof *order);
    int *stack = arena_alloc(f->unit->arena, (size_t)count * sizeof *stack);
    int *next = arena_alloc(f->unit->arena, (size_t)count * sizeof *next); // successor, from 1
    for (int root = 0; root < count; root++) {
        if (next[root])
            continue;
        stack[depth++] = root;
        next[root] = 1;
        while (depth) {
            const Block *b = &f->blocks[stack[depth - 1]];
            int k = next[stack[depth - 1]]++ - 1;
            if (k >= arrlen(b->succs)) {
                order[n++] = stack[--depth];
            } else if (!next[b->succs[k]]) {
                next[b->succs[k]] = 1;
                stack[depth++] = b->succs[k];
            }
        }
    }
    return order;
}

Worklist worklist(const Func *f, int *order, bool backward)
{
    int count = (int)arrlen(f->blocks);
    return (Worklist){.order = order,
                      .queued = arena_alloc(f->unit->arena, (size_t)count),
                      .at = -1,
                      .count = count,
                      .backward = backward};
}
