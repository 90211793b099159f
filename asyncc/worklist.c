// worklist.c: the order in which the analyses of flow visit blocks.
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

// Numbers the blocks in postorder.
BlockOrder order_blocks(const Func *f)
{
    Arena *a = f->unit->arena;
    int count = (int)arrlen(f->blocks), n = 0, depth = 0;
    BlockOrder o = {arena_alloc(a, (size_t)count * sizeof(int)), arena_alloc(a, (size_t)count)};
    int *stack = arena_alloc(a, (size_t)count * sizeof *stack);
    int *next = arena_alloc(a, (size_t)count * sizeof *next); // successor, from 1
    for (int root = 0; root < count; root++) {
        if (next[root])
            continue;
        stack[depth++] = root;
        next[root] = 1;
        while (depth) {
            int block = stack[depth - 1];
            const Block *b = &f->blocks[block];
            int k = next[block]++ - 1;
            o.reached[block] = root == 0;
            if (k >= arrlen(b->succs)) {
                o.postorder[n++] = stack[--depth];
            } else if (!next[b->succs[k]]) {
                next[b->succs[k]] = 1;
                stack[depth++] = b->succs[k];
            }
        }
    }
    return o;
}

Worklist worklist(const Func *f, const BlockOrder *order, bool backward)
{
    int count = (int)arrlen(f->blocks);
    return (Worklist){.order = order->postorder,
                      .queued = arena_alloc(f->unit->arena, (size_t)count),
                      .at = -1,
                      .count = count,
                      .backward = backward};
}
