// text.c: text that grows at its end, and what is formatted into it.
//
// The lowered text is put together from a great many small parts; stdio's streams cost several
// times as much for each.
#include "asyncc.h"

#include <stdlib.h>

enum { FIRST_ROOM = 256 };

void make_room(Text *t, size_t n)
{
    size_t room = t->room ? 2 * t->room : FIRST_ROOM;
    while (room - t->length <= n)
        room *= 2;
    t->data = checked_realloc(t->data, room);
    t->room = room;
}

void put_blanks(size_t n, Text *t)
{
    if (t->room - t->length <= n)
        make_room(t, n);
    memset(t->data + t->length, ' ', n);
    t->length += n;
    t->data[t->length] = 0;
}

void put_number(unsigned long long n, Text *t)
{
    char digits[24], *end = digits + sizeof digits, *p = end;
    do
        *--p = (char)('0' + n % 10);
    while (n /= 10);
    put_bytes(p, (size_t)(end - p), t);
}

// Formats whose directives are %s, %d, %u and %llu; false: there are others, and nothing was
// written.
static bool print_simply(Text *t, const char *format, va_list list)
{
    size_t begin = t->length;
    for (const char *p = format, *next; *p; p = next) {
        next = strchrnul(p, '%');
        put_bytes(p, (size_t)(next - p), t);
        if (!*next)
            break;
        if (next[1] == 's') {
            const char *text = va_arg(list, const char *);
            put(text ? text : "(null)", t); // as glibc has it
        } else if (next[1] == 'u') {
            put_number(va_arg(list, unsigned), t);
        } else if (next[1] == 'd') {
            int n = va_arg(list, int);
            put(n < 0 ? "-" : "", t);
            put_number(n < 0 ? -(unsigned)n : (unsigned)n, t);
        } else if (!strncmp(next, "%llu", 4)) {
            put_number(va_arg(list, unsigned long long), t);
            next += 2;
        } else {
            t->length = begin;
            return false;
        }
        next += 2;
    }
    return true;
}

void print_list(Text *t, const char *format, va_list list)
{
    // vsnprintf takes five times as long, and is left what it alone can do.
    va_list again;
    va_copy(again, list);
    bool done = print_simply(t, format, again);
    va_end(again);
    if (done)
        return;
    va_copy(again, list);
    if (!t->room)
        make_room(t, 0);
    size_t room = t->room - t->length;
    int n = vsnprintf(t->data + t->length, room, format, list);
    if (n >= 0 && (size_t)n >= room) {
        make_room(t, (size_t)n);
        vsnprintf(t->data + t->length, (size_t)n + 1, format, again);
    }
    t->length += n < 0 ? 0 : (size_t)n;
    va_end(again);
}

void print(Text *t, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    print_list(t, format, ap);
    va_end(ap);
}

char *text_taken(Text *t, size_t *length)
{
    if (!t->data)
        put_bytes("", 0, t);
    char *data = t->data;
    *length = t->length;
    *t = (Text){0};
    return data;
}

char *arena_text(Arena *arena, Text *t)
{
    char *copy = arena_strndup(arena, t->length ? t->data : "", t->length);
    free(t->data);
    *t = (Text){0};
    return copy;
}
