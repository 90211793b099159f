// diag.c: messages in clang's style, at the user's file, line and column.
//
// Unit.text is preprocessed, so a token's column in it is not the user's. The k-th token of a
// spelling on the preprocessed line is taken for the k-th of the same spelling in the user's line.
#include "asyncc.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

typedef enum { SEV_ERROR, SEV_WARNING, SEV_NOTE } Severity;

static const struct {
    Severity severity;
    const char *text;
} rows[] = {
#define DIAG(id, severity, text) {severity, text},
#include "diag.def"
#undef DIAG
};

static const char *const severity_names[] = {"error", "warning", "note"};

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$';
}

// The 1-based column of the nth occurrence of word in line, 0 if there is none.
static size_t find_nth(const char *line, const char *word, size_t n, int nth)
{
    for (const char *p = line; (p = strstr(p, word)); p++) {
        bool starts = !is_word(*word) || p == line || !is_word(p[-1]);
        if (starts && (!is_word(*word) || !is_word(p[n])) && nth-- == 0)
            return (size_t)(p - line) + 1;
    }
    return 0;
}

static char *read_line(const char *path, uint32_t number)
{
    FILE *f = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t n = -1;
    for (uint32_t i = 0; f && i < number && (n = getline(&line, &room, f)) >= 0; i++)
        ;
    if (f)
        fclose(f);
    if (n < 0) {
        free(line);
        return NULL;
    }
    line[strcspn(line, "\r\n")] = 0;
    return line;
}

static size_t column_of(Unit *u, int index, const char *line)
{
    const Token *t = &u->tokens[index];
    int nth = 0;
    for (int i = index - 1; i >= 0 && u->tokens[i].line == t->line && u->tokens[i].file == t->file;
         i--)
        if (u->tokens[i].length == t->length &&
            !memcmp(u->text + u->tokens[i].offset, u->text + t->offset, t->length))
            nth++;
    const char *word = token_text(u, index);
    size_t column = 0;
    if (!strcmp(word, "_Await"))
        column = find_nth(line, "await", 5, nth);
    else if (!strcmp(word, "_Async"))
        column = find_nth(line, "async", 5, nth);
    if (!column)
        column = find_nth(line, word, t->length, nth);
    return column ? column : strspn(line, " \t") + 1;
}

void diag(Unit *u, uint32_t offset, DiagId id, ...)
{
    int index = token_at(u, offset);
    const Token *t = &u->tokens[index];
    const char *path = u->files[t->file].path;
    char *line = read_line(path, t->line);
    size_t column = line ? column_of(u, index, line) : 1;
    fprintf(stderr, "%s:%u:%zu: %s: ", path, t->line, column, severity_names[rows[id].severity]);
    va_list ap;
    va_start(ap, id);
    vfprintf(stderr, rows[id].text, ap);
    va_end(ap);
    fputc('\n', stderr);
    if (line) {
        fprintf(stderr, "%s\n", line);
        for (size_t i = 0; i + 1 < column; i++)
            fputc(line[i] == '\t' ? '\t' : ' ', stderr);
        fputs("^\n", stderr);
    }
    free(line);
    if (rows[id].severity == SEV_ERROR)
        u->errors++;
    else if (rows[id].severity == SEV_WARNING)
        u->warnings++;
}

void diag_plain(DiagId id, ...)
{
    fprintf(stderr, "asyncc: %s: ", severity_names[rows[id].severity]);
    va_list ap;
    va_start(ap, id);
    vfprintf(stderr, rows[id].text, ap);
    va_end(ap);
    fputc('\n', stderr);
}
