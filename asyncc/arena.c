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

enum { ALIGN = 16, BLOCK = 64 << 10 };

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

static ArenaBlock *new_block(Arena *arena, size_t least)
{
    size_t size = sizeof(ArenaBlock) + least;
    size = size < BLOCK ? BLOCK : size;
    ArenaBlock *b = checked(malloc(size));
    *b = (ArenaBlock){.next = arena->blocks, .size = size - sizeof *b};
    return arena->blocks = b;
}

// Not zeroed.
static char *take(Arena *arena, size_t size)
{
    size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    ArenaBlock *b = arena->blocks;
    if (!b || b->size - b->used < size)
        b = new_block(arena, size);
    char *p = b->data + b->used;
    b->used += size;
    return p;
}

void *arena_alloc(Arena *arena, size_t size)
{
    return memset(take(arena, size), 0, size);
}

char *arena_strndup(Arena *arena, const char *s, size_t n)
{
    char *copy = take(arena, n + 1);
    memcpy(copy, s, n);
    copy[n] = 0;
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
