// support.h: what every pass uses: memory, texts, messages.
#ifndef ASYNCC_SUPPORT_H
#define ASYNCC_SUPPORT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <stb/stb_ds.h>

typedef struct Arena Arena;
typedef struct Unit Unit;

// arena.c
Arena *arena_new(void);
void arena_free(Arena *);
void *arena_alloc(Arena *, size_t size); // zeroed; out of memory ends the program with a message
char *arena_strndup(Arena *, const char *s, size_t n);
char *arena_printf(Arena *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

// realloc(), but that it ends the program without memory, too.
void *checked_realloc(void *, size_t);

// text.c: a text that is written from its beginning to its end, zero-terminated.
typedef struct {
    char *data;
    size_t length, room;
} Text;

void make_room(Text *, size_t length); // for that many bytes more, and the zero
void put_blanks(size_t count, Text *);
void put_number(unsigned long long, Text *);
void print(Text *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void print_list(Text *, const char *format, va_list) __attribute__((format(printf, 2, 0)));
char *text_taken(Text *, size_t *length); // what was written, to be freed
char *arena_text(Arena *, Text *);        // the same, moved to the arena

static inline void put_bytes(const char *s, size_t n, Text *t)
{
    if (t->room - t->length <= n)
        make_room(t, n);
    memcpy(t->data + t->length, s, n);
    t->length += n;
    t->data[t->length] = 0;
}

static inline void put(const char *s, Text *t)
{
    put_bytes(s, strlen(s), t);
}

// Strings, one behind the other: formats take several times as long. In line, so that the lengths
// of literals are known.
__attribute__((always_inline)) static inline void put_strings(Text *t, const char *const strings[],
                                                              size_t count)
{
#pragma GCC unroll 16
    for (size_t i = 0; i < count; i++)
        put(strings[i], t);
}
#define put_all(text, ...)                                                                         \
    put_strings(text, (const char *const[]){__VA_ARGS__},                                          \
                sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static inline void put_char(char c, Text *t)
{
    put_bytes(&c, 1, t);
}

// Whether it may stand in a name: isalnum(), whatever the locale, and without a call.
static inline bool is_in_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || (c & 0x80);
}

// The first i in [from, to) for which `before`, an expression of i, is false; `to`: there is none.
// Those for which it is true must come first.
#define LOWER_BOUND(i, from, to, before)                                                           \
    __extension__({                                                                                \
        ptrdiff_t low_ = (from), high_ = (to);                                                     \
        while (low_ < high_) {                                                                     \
            ptrdiff_t i = low_ + (high_ - low_) / 2;                                               \
            if (before)                                                                            \
                low_ = i + 1;                                                                      \
            else                                                                                   \
                high_ = i;                                                                         \
        }                                                                                          \
        low_;                                                                                      \
    })

// Whether a list, which ends in NULL, has the word.
static inline bool is_one_of(const char *word, const char *const *list)
{
    while (*list && strcmp(word, *list) != 0)
        list++;
    return *list;
}

typedef enum {
#define DIAG(id, severity, text) id,
#include "diag.def"
#undef DIAG
    DIAG_COUNT
} DiagId;

// Reports at a place of Unit.text; shown at the user's file, line and column, with a caret.
void diag(Unit *, uint32_t offset, DiagId, ...);
// Reports what the user's options ask for: a warning, or an error, which a `#pragma` may want, too.
void diag_lint(Unit *, uint32_t offset, int lint, bool is_error, DiagId, ...);
// Reports about no place in particular: "asyncc: error: …".
void diag_plain(DiagId, ...);

#endif
