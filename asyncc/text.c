// text.c: text that grows at its end, and what is formatted into it.
//
// The lowered text is put together from a great many small parts; stdio's streams cost several
// times as much for each. `print` knows the conversions that this program uses, and no others:
//
//   %s %.*s %.3s %2$s      strings; positions only if all arguments are strings
//   %*s                    of "": that many blanks
//   %d %u %td %llu %%
#include "asyncc.h"

#include <stdlib.h>

enum { MAX_POSITIONS = 8, FIRST_ROOM = 256 };

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

static void put_number(unsigned long long n, bool negative, Text *t)
{
    char digits[24], *p = digits + sizeof digits;
    do
        *--p = (char)('0' + n % 10);
    while (n /= 10);
    if (negative)
        *--p = '-';
    put_bytes(p, (size_t)(digits + sizeof digits - p), t);
}

static void put_signed(long long n, Text *t)
{
    put_number(n < 0 ? 0 - (unsigned long long)n : (unsigned long long)n, n < 0, t);
}

// `%2$s`: the arguments are read up to the one that is wanted.
typedef struct {
    const char *strings[MAX_POSITIONS];
    int count;
} Positions;

static const char *positional(Positions *p, int wanted, va_list *ap)
{
    while (p->count < wanted && p->count < MAX_POSITIONS)
        p->strings[p->count++] = va_arg(*ap, const char *);
    return p->strings[wanted - 1];
}

// One conversion, behind its `%`; where it ends.
static const char *convert(Text *t, const char *f, Positions *p, va_list *ap)
{
    if (f[0] >= '1' && f[0] < '1' + MAX_POSITIONS && f[1] == '$' && f[2] == 's') {
        put(positional(p, f[0] - '0', ap), t);
        return f + 3;
    }
    if (f[0] == '.') {
        size_t n = f[1] == '*' ? (size_t)va_arg(*ap, int) : (size_t)(f[1] - '0');
        put_bytes(va_arg(*ap, const char *), n, t);
        return f + 3;
    }
    switch (*f) {
    case 's':
        put(va_arg(*ap, const char *), t);
        return f + 1;
    case 'd':
        put_signed(va_arg(*ap, int), t);
        return f + 1;
    case 'u':
        put_number(va_arg(*ap, unsigned), false, t);
        return f + 1;
    case 't': // %td
        put_signed(va_arg(*ap, ptrdiff_t), t);
        return f + 2;
    case 'l': // %llu
        put_number(va_arg(*ap, unsigned long long), false, t);
        return f + 3;
    case '*': // %*s of ""
        put_blanks((size_t)va_arg(*ap, int), t);
        (void)va_arg(*ap, const char *);
        return f + 2;
    case '%':
        put_char('%', t);
        return f + 1;
    default:
        abort();
    }
}

void print_list(Text *t, const char *format, va_list list)
{
    Positions p = {.count = 0};
    va_list ap;
    va_copy(ap, list);
    for (const char *f = format; *f;) {
        size_t n = strcspn(f, "%");
        put_bytes(f, n, t);
        f += n;
        if (*f)
            f = convert(t, f + 1, &p, &ap);
    }
    va_end(ap);
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
