// arena.c: memory that lives as long as a unit, given back all at once.
//
// Blocks are chained; an allocation is a pointer that moves up. Everything comes out zeroed, and
// running out of memory ends the program here, so that no caller has to look.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// stb_ds, whose one implementation is here, grows its arrays through the same check.
static void *checked_realloc(void *p, size_t size);
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
};

static void *checked(void *p)
{
    if (!p) {
        fputs("asyncc: error: out of memory\n", stderr);
        exit(1);
    }
    return p;
}

static void *checked_realloc(void *p, size_t size)
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

char *arena_printf(Arena *arena, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    char *s = arena_alloc(arena, (size_t)(n < 0 ? 0 : n) + 1);
    vsnprintf(s, (size_t)(n < 0 ? 0 : n) + 1, fmt, again);
    va_end(again);
    return s;
}

FILE *memory_stream(char **text, size_t *length)
{
    return checked(open_memstream(text, length));
}

void close_memory_stream(FILE *stream)
{
    bool failed = ferror(stream);
    checked(fclose(stream) || failed ? NULL : stream);
}
