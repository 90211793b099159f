// arena.c: memory that lives as long as a unit, given back all at once.
//
// Blocks are chained; an allocation is a pointer that moves up. Everything comes out zeroed, and
// running out of memory ends the program here, so that no caller has to look.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// stb_ds, whose one implementation is here, grows its arrays through the same check.
void *checked_realloc(void *p, size_t size);
#define STBDS_REALLOC(context, pointer, size) checked_realloc(pointer, size)
#define STBDS_FREE(context, pointer) free(pointer)
#define STB_DS_IMPLEMENTATION
#include "asyncc.h"

enum { BLOCK_SIZE = 64 * 1024, ALIGN = 16 };

typedef struct ArenaBlock ArenaBlock;
struct ArenaBlock {
    ArenaBlock *next;
    size_t used, size;
    _Alignas(ALIGN) char data[];
};

struct Arena {
    ArenaBlock *blocks;
    Text formatted; // what arena_printf works in
};

static void *checked(void *p)
{
    if (!p) {
        fputs("asyncc: error: out of memory\n", stderr);
        exit(1);
    }
    return p;
}

void *checked_realloc(void *p, size_t size)
{
    return checked(realloc(p, size));
}

Arena *arena_new(void)
{
    return checked(calloc(1, sizeof(Arena)));
}

void arena_free(Arena *arena)
{
    if (!arena)
        return;
    for (ArenaBlock *b = arena->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    free(arena->formatted.data);
    free(arena);
}

void *arena_alloc(Arena *arena, size_t size)
{
    size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    ArenaBlock *b = arena->blocks;
    if (!b || b->size - b->used < size) {
        size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
        b = checked(calloc(1, sizeof(ArenaBlock) + room));
        b->size = room;
        b->next = arena->blocks;
        arena->blocks = b;
    }
    void *p = b->data + b->used;
    b->used += size;
    return p;
}

char *arena_strndup(Arena *arena, const char *s, size_t n)
{
    char *copy = arena_alloc(arena, n + 1);
    memcpy(copy, s, n);
    return copy;
}

char *arena_printf(Arena *arena, const char *format, ...)
{
    Text *t = &arena->formatted;
    va_list ap;
    va_start(ap, format);
    t->length = 0;
    print_list(t, format, ap);
    va_end(ap);
    return arena_strndup(arena, t->length ? t->data : "", t->length);
}
