// fallthrough.c: comments that say that falling through is meant, for -Wimplicit-fallthrough. A
// part of the pass lex.
//
//           n++; /* fall through */
//       case 2:                           Token.falls_through
//
// They are looked for in the user's files, between two tokens of one. A preprocessor that is asked
// to keep comments reads another program: a directive behind one is none, macros take them along.
#include "asyncc.h"
#include "options.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    uint32_t line, column; // from 1
} Comment;

bool speaks_of_falling_through(const char *s, size_t n)
{
    char word[16] = "";
    size_t k = 0;
    for (size_t i = 0; i < n && k + 1 < sizeof word; i++)
        if (isalpha((unsigned char)s[i]))
            word[k++] = (char)tolower((unsigned char)s[i]);
    return !strncmp(word, "fallthr", 7) || !strncmp(word, "fallsthr", 8) ||
           !strncmp(word, "lintfallthr", 11) || !strncmp(word, "elsefallthr", 11) ||
           !strncmp(word, "intentionalfall", 15);
}

// Is anything asked that heeds them? How the output of --emit=c will be compiled is not known.
static bool are_heeded(const Unit *u)
{
    const Options *o = u->options;
    for (ptrdiff_t i = 0; i < arrlen(o->args); i++) {
        const char *a = o->args[i].words[0];
        if (o->args[i].kind == ARG_COMPILE &&
            (!strcmp(a, "-W") || !strcmp(a, "-Wextra") || strstr(a, "implicit-fallthrough")))
            return true;
    }
    return o->mode == MODE_EMIT_C || strstr(u->text, "\"-Wextra\"") ||
           strstr(u->text, "\"-Wimplicit-fallthrough");
}

static const char *behind_comment(const char *p, const char *end)
{
    if (p[1] == '*') {
        for (p += 2; p < end && !(*p == '/' && p[-1] == '*'); p++)
            if (*p == '\\' && p + 1 < end && p[1] == '\n' && p[-1] == '*' && p + 2 < end &&
                p[2] == '/')
                return p + 3;
        return p < end ? p + 1 : end;
    }
    while (p < end && (*p != '\n' || p[-1] == '\\'))
        p++;
    return p;
}

static const char *behind_quotes(const char *p, const char *end)
{
    char quote = *p++;
    while (p < end && *p != quote && *p != '\n')
        p += *p == '\\' && p + 1 < end ? 2 : 1;
    return p < end && *p == quote ? p + 1 : p;
}

// Those of a file, in order.
static Comment *find_comments(const char *text, size_t length)
{
    Comment *found = NULL;
    const char *end = text + length, *line = text;
    uint32_t number = 1;
    for (const char *p = text, *next; p < end; p = next) {
        bool comment = *p == '/' && p + 1 < end && (p[1] == '*' || p[1] == '/');
        // 1'000
        bool quotes = *p == '"' || (*p == '\'' && (p == text || !isdigit((unsigned char)p[-1])));
        next = comment ? behind_comment(p, end) : quotes ? behind_quotes(p, end) : p + 1;
        if (comment && speaks_of_falling_through(p + 2, (size_t)(next - p) - 2))
            arrput(found, ((Comment){number, (uint32_t)(p - line) + 1}));
        for (; (p = memchr(p, '\n', (size_t)(next - p))); p++) {
            number++;
            line = p + 1;
        }
    }
    return found;
}

static bool may_be_label(const Unit *u, int i)
{
    return u->tokens[i].kind == T_IDENT && !u->tokens[i].system &&
           (token_is(u, i, "case") || token_is(u, i, "default") || token_is(u, i + 1, ":"));
}

// Does one stand between the token and the one before it? What a macro made has no column.
static bool stands_before(Unit *u, const Comment *comments, int i)
{
    const Token *t = &u->tokens[i], *before = i ? t - 1 : NULL;
    bool same_file = before && before->file == t->file && before->line <= t->line;
    uint32_t from = same_file ? before->line : t->line;
    ptrdiff_t lo = 0, hi = arrlen(comments);
    while (lo < hi) {
        ptrdiff_t mid = lo + (hi - lo) / 2;
        if (comments[mid].line < from)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < arrlen(comments) && comments[lo].line <= t->line; lo++)
        if (!(same_file && comments[lo].line == from &&
              comments[lo].column < column_of(u, i - 1)) &&
            !(comments[lo].line == t->line && comments[lo].column > column_of(u, i)))
            return true;
    return false;
}

void find_fallthroughs(Unit *u)
{
    if (!u->has_dialect || !u->options || !are_heeded(u))
        return;
    ptrdiff_t count = arrlen(u->files);
    Comment **comments = arena_alloc(u->arena, (size_t)count * sizeof *comments);
    bool *known = arena_alloc(u->arena, (size_t)count);
    for (int i = 0; u->tokens[i].kind != T_EOF; i++) {
        if (!may_be_label(u, i))
            continue;
        uint16_t file = u->tokens[i].file;
        size_t length;
        if (!known[file] && user_line(u, file, 1, &length))
            comments[file] = find_comments(u->files[file].text, u->files[file].length);
        known[file] = true;
        u->tokens[i].falls_through |= arrlen(comments[file]) && stands_before(u, comments[file], i);
    }
    for (ptrdiff_t i = 0; i < count; i++)
        arrfree(comments[i]);
}
