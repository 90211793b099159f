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

// open_memstream() writes byte by byte, and clears and copies all that it grows by.
typedef struct {
    char **text;
    size_t *length, room;
} Memory;

static ssize_t write_memory(void *cookie, const char *s, size_t n)
{
    Memory *m = cookie;
    if (m->room - *m->length <= n) {
        m->room = 2 * m->room + n + 1;
        *m->text = checked_realloc(*m->text, m->room);
    }
    memcpy(*m->text + *m->length, s, n);
    *m->length += n;
    (*m->text)[*m->length] = 0;
    return (ssize_t)n;
}

// Only to be asked where it stands, which is the end.
static int seek_memory(void *cookie, off64_t *offset, int whence)
{
    Memory *m = cookie;
    (void)whence;
    *offset = (off64_t)*m->length;
    return 0;
}

static int free_memory(void *cookie)
{
    free(cookie);
    return 0;
}

FILE *memory_stream(char **text, size_t *length)
{
    Memory *m = checked(malloc(sizeof *m));
    *m = (Memory){text, length, 1};
    *text = checked(calloc(1, 1));
    *length = 0;
    return checked(
        fopencookie(m, "w", (cookie_io_functions_t){NULL, write_memory, seek_memory, free_memory}));
}

void close_memory_stream(FILE *stream)
{
    bool failed = ferror(stream);
    checked(fclose(stream) || failed ? NULL : stream);
}
