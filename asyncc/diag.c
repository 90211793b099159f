// diag.c: messages in clang's style, at the user's file, line and column.
#include "asyncc.h"
#include "options.h"

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

// A token that a macro made is shown at the macro: behind the last token before it that has a
// column.
static size_t shown_column(Unit *u, int index, const char *line, size_t length)
{
    const Token *t = &u->tokens[index];
    size_t column = column_of(u, index), at = 0;
    if (column)
        return column;
    for (int i = index - 1;
         i >= 0 && !column && u->tokens[i].line == t->line && u->tokens[i].file == t->file; i--)
        column = column_of(u, i);
    if (column)
        at = token_end(line, (uint32_t)column - 1, (uint32_t)length);
    while (at < length && (line[at] == ' ' || line[at] == '\t'))
        at++;
    return at + 1;
}

// The caret stands under a character, which has several bytes in UTF-8. Of a long line there is a
// part around it.
static void show_line(const char *line, size_t length, size_t column)
{
    enum { AROUND = 200 };
    size_t begin = column > AROUND + 1 ? column - 1 - AROUND : 0;
    while (begin && begin < length && (line[begin] & 0xC0) == 0x80)
        begin++;
    size_t end = length > column + AROUND ? column + AROUND : length;
    while (end < length && (line[end] & 0xC0) == 0x80)
        end++;
    fprintf(stderr, "%.*s\n", (int)(end - begin), line + begin);
    for (size_t i = begin; i + 1 < column; i++)
        if ((line[i] & 0xC0) != 0x80)
            fputc(line[i] == '\t' ? '\t' : ' ', stderr);
    fputs("^\n", stderr);
}

static void report(Unit *u, uint32_t offset, Severity severity, const char *option,
                   const char *text, va_list ap)
{
    int index = token_at(u, offset);
    const Token *t = &u->tokens[index];
    const char *path = u->files[t->file].path;
    size_t length = 0;
    const char *line = user_line(u, t->file, t->line, &length);
    size_t column = line ? shown_column(u, index, line, length) : 1;
    fprintf(stderr, "%s:%u:%zu: %s: ", path, t->line, column, severity_names[severity]);
    vfprintf(stderr, text, ap);
    if (option)
        fprintf(stderr, " [-W%s%s]", severity == SEV_ERROR ? "error=" : "", option);
    fputc('\n', stderr);
    if (line)
        show_line(line, length, column);
    if (severity == SEV_ERROR)
        u->errors++;
    else if (severity == SEV_WARNING)
        u->warnings++;
}

void diag(Unit *u, uint32_t offset, DiagId id, ...)
{
    va_list ap;
    va_start(ap, id);
    report(u, offset, rows[id].severity, NULL, rows[id].text, ap);
    va_end(ap);
}

void diag_lint(Unit *u, uint32_t offset, int lint, bool is_error, DiagId id, ...)
{
    bool error = is_error || lint_is_error(u->options, (Lint)lint);
    va_list ap;
    va_start(ap, id);
    report(u, offset, error ? SEV_ERROR : SEV_WARNING, lint_name((Lint)lint), rows[id].text, ap);
    va_end(ap);
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
