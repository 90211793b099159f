// fallthrough.c: comments that say that falling through is meant, for -Wimplicit-fallthrough. A
// part of the pass lex.
//
//           n++; /* fall through */
//       case 2:                           Token.falls_through
//
// They are looked for in the user's files, between two tokens of one. A preprocessor that is asked
// to keep comments reads another program: a directive behind one is none, macros take them along.
// What a program wrote may call its lines by `#line` after a file that is not there, or after those
// of itself: then its comments stand on lines that are called like that.
#include "asyncc.h"
#include "options.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct {
    uint32_t line, column; // from 1
    const char *file;      // as `#line` has it, with `length` characters; NULL: there was none
    size_t length;
    const char *behind;
} Comment;

static size_t skip_letters(const char *s, size_t i, size_t n, const char *letters)
{
    while (i < n && strchr(letters, s[i]))
        i++;
    return i;
}

// falls?[ \t-]*thr(ough|u), anywhere, in any case.
static bool names_falling_through(const char *s, size_t n)
{
    for (size_t i = 0; i + 4 <= n; i++) {
        if (strncasecmp(s + i, "fall", 4) != 0)
            continue;
        size_t k = i + 4;
        k = skip_letters(s, k + (k < n && (s[k] == 's' || s[k] == 'S')), n, " \t-");
        if ((n - k >= 7 && !strncasecmp(s + k, "through", 7)) ||
            (n - k >= 4 && !strncasecmp(s + k, "thru", 4)))
            return true;
    }
    return false;
}

// Only what is taken for a command, with nothing else beside it.
static bool commands_falling_through(const char *s, size_t n)
{
    static const char *const commands[] = {"-fallthrough", "@fallthrough@", "lint -fallthrough",
                                           "FALLTHROUGH", "FALLTHRU"};
    size_t begin = skip_letters(s, 0, n, " \t");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        size_t length = strlen(commands[i]), at = *commands[i] == 'F' ? begin : 0;
        if (n - at >= length && !memcmp(s + at, commands[i], length) &&
            skip_letters(s, at + length, n, " \t\r\n") == n)
            return true;
    }
    return false;
}

bool speaks_of_falling_through(const char *s, size_t n, int level)
{
    static const char *const before[] = {"lint", "else", "intentionally", "intentional"};
    char word[24] = "", *w = word;
    size_t k = 0;
    if (s[-1] == '*' && n >= 2) // the end of the comment
        n -= 2;
    if (level != 3)
        return level == 1   ? true
               : level == 2 ? names_falling_through(s, n)
               : level == 4 ? commands_falling_through(s, n)
                            : false;
    for (size_t i = 0; i < n && k + 1 < sizeof word; i++)
        if (isalpha((unsigned char)s[i]))
            word[k++] = (char)tolower((unsigned char)s[i]);
    for (size_t i = 0; i < sizeof before / sizeof *before && w == word; i++)
        if (!strncmp(word, before[i], strlen(before[i])))
            w += strlen(before[i]);
    return !strncmp(w, "fallthr", 7) || !strncmp(w, "fallsthr", 8);
}

static const char option[] = "implicit-fallthrough";

// What stands behind the option's name: `=2`; 3 without a number.
static int level_in(const char *behind)
{
    return *behind == '=' && isdigit((unsigned char)behind[1]) ? behind[1] - '0' : 3;
}

// Of what options ask the last one counts, of what pragmas ask the lowest. How the output of
// --emit=c will be compiled is not known. clang heeds attributes only.
int fallthrough_level(const Unit *u)
{
    const Options *o = u->options;
    int level = NO_FALLTHROUGH_COMMENTS;
    if (!o || u->is_from_clang)
        return level;
    for (ptrdiff_t i = 0; i < arrlen(o->args); i++) {
        const char *a = o->args[i].words[0], *name = strstr(a, option);
        if (o->args[i].kind != ARG_COMPILE)
            continue;
        if (name)
            level = level_in(name + sizeof option - 1);
        else if ((!strcmp(a, "-W") || !strcmp(a, "-Wextra")) && level == NO_FALLTHROUGH_COMMENTS)
            level = 3;
    }
    if (level > 3 && strstr(u->text, "\"-Wextra\""))
        level = 3;
    if (level == NO_FALLTHROUGH_COMMENTS && o->mode == MODE_EMIT_C)
        level = 3;
    for (const char *p = u->text; (p = strstr(p, "\"-Wimplicit-fallthrough"));) {
        p += 3 + sizeof option - 1;
        level = level_in(p) < level ? level_in(p) : level;
    }
    return level;
}

static const char *behind_comment(const char *p, const char *end)
{
    uint32_t n;
    if (p[1] == '*') {
        for (p += 2; p < end; p++)
            if ((n = comment_end(p, (uint32_t)(end - p))))
                return p + n;
        return end;
    }
    for (p += 2; p < end && *p != '\n'; p += n ? n : 1)
        n = continuation(p, (uint32_t)(end - p));
    return p;
}

static const char *behind_quotes(const char *p, const char *end)
{
    char quote = *p++;
    while (p < end && *p != quote && *p != '\n')
        p += *p == '\\' && p + 1 < end ? 2 : 1;
    return p < end && *p == quote ? p + 1 : p;
}

// Behind a name, a number such as 0xA'B, or a raw string.
static const char *behind_word(const char *p, const char *end)
{
    const char *begin = p;
    if (isdigit((unsigned char)*p))
        return p + token_end(p, 0, (uint32_t)(end - p));
    while (p < end && is_in_name(*p))
        p++;
    bool raw = p < end && p[-1] == 'R' && *p == '"';
    return raw ? begin + token_end(begin, 0, (uint32_t)(end - begin)) : p;
}

// `#line 7 "y.y"` or `# 7 "y.y" 1`, from the `#` on: the next line is called so.
static void read_line_directive(const char *p, const char *end, Comment *here)
{
    char *rest;
    for (p++; p < end && (*p == ' ' || *p == '\t'); p++)
        ;
    p += end - p > 4 && !memcmp(p, "line", 4) ? 4 : 0;
    unsigned long number = strtoul(p, &rest, 10);
    if (rest == p || rest > end)
        return;
    here->line = (uint32_t)number - 1;
    const char *name = memchr(rest, '"', (size_t)(end - rest));
    const char *close = name ? memchr(name + 1, '"', (size_t)(end - name) - 1) : NULL;
    if (close) {
        here->file = name + 1;
        here->length = (size_t)(close - name) - 1;
    }
}

// Those of a file, in order. `named`: their lines are called as `#line` says.
static Comment *find_comments(const char *text, size_t length, bool named, int level)
{
    Comment *found = NULL, here = {.line = 1};
    const char *end = text + length, *line = text;
    bool at_start = true;
    for (const char *p = text, *next; p < end; p = next) {
        bool comment = *p == '/' && p + 1 < end && (p[1] == '*' || p[1] == '/');
        bool quotes = *p == '"' || *p == '\'';
        if (named && at_start && *p == '#') {
            const char *nl = memchr(p, '\n', (size_t)(end - p));
            read_line_directive(p, nl ? nl : end, &here);
        }
        next = comment          ? behind_comment(p, end)
               : quotes         ? behind_quotes(p, end)
               : is_in_name(*p) ? behind_word(p, end)
                                : p + 1;
        here.column = (uint32_t)(p - line) + 1;
        here.behind = next;
        if (comment && speaks_of_falling_through(p + 2, (size_t)(next - p) - 2, level))
            arrput(found, here);
        at_start = *p == '\n' || (at_start && (comment || isspace((unsigned char)*p)));
        for (; (p = memchr(p, '\n', (size_t)(next - p))); p++) {
            here.line++;
            line = p + 1;
        }
    }
    return found;
}

static int in_order(const void *a, const void *b)
{
    const Comment *c = a, *d = b;
    return c->line != d->line ? (c->line > d->line) - (c->line < d->line)
                              : (c->column > d->column) - (c->column < d->column);
}

static bool may_be_label(const Unit *u, int i)
{
    return u->tokens[i].kind == T_IDENT && !u->tokens[i].system &&
           (token_is(u, i, "case") || token_is(u, i, "default") || token_is(u, i + 1, ":"));
}

// Is the token the next one on the comment's line? Where columns are not known, its text tells.
static bool is_followed_by(const Unit *u, const Comment *c, int i)
{
    const Token *t = &u->tokens[i];
    const char *p = c->behind;
    while (*p == ' ' || *p == '\t')
        p++;
    return !strncmp(p, u->text + t->offset, t->length);
}

// Does one stand between the token and the one before it? What a macro made has no column, nor have
// those on lines that are called after others.
static bool stands_before(Unit *u, const Comment *comments, int i)
{
    const Token *t = &u->tokens[i], *before = i ? t - 1 : NULL;
    bool same_file = before && before->file == t->file && before->line <= t->line;
    const Comment from = {.line = same_file ? before->line : t->line,
                          .column = same_file ? column_of(u, i - 1) : 0};
    ptrdiff_t lo = LOWER_BOUND(k, 0, arrlen(comments), in_order(&comments[k], &from) < 0);
    for (; lo < arrlen(comments) && comments[lo].line <= t->line; lo++) {
        uint32_t column = column_of(u, i);
        if (comments[lo].line < t->line || comments[lo].column < column ||
            (!column && is_followed_by(u, &comments[lo], i)))
            return true;
        if (column)
            break;
    }
    return false;
}

// The input itself, if it can be read.
static const File *input_file(Unit *u)
{
    const char *path = !strcmp(u->path, "-") ? "<stdin>" : u->path;
    size_t length;
    for (ptrdiff_t i = 0; i < arrlen(u->files); i++)
        if (!strcmp(u->files[i].path, path))
            return user_line(u, (uint16_t)i, 1, &length) ? &u->files[i] : NULL;
    return NULL;
}

// Those on the lines of a file: its own, or, if it is the input or cannot be read, those of the
// input, `own`, on lines that are called like that.
static Comment *comments_of(Unit *u, uint16_t file, const File *input, const Comment *own,
                            int level)
{
    const File *f = &u->files[file];
    size_t length;
    bool is_read = user_line(u, file, 1, &length);
    if (is_read &&
        (!input || f->length != input->length || memcmp(f->text, input->text, f->length) != 0))
        return find_comments(f->text, f->length, false, level);
    Comment *found = NULL;
    for (ptrdiff_t i = 0; i < arrlen(own); i++) {
        const Comment *c = &own[i];
        bool same = c->file ? strlen(f->path) == c->length && !memcmp(f->path, c->file, c->length)
                            : f == input;
        if (same)
            arrput(found, *c);
    }
    if (found)
        qsort(found, (size_t)arrlen(found), sizeof *found, in_order);
    return found;
}

void find_fallthroughs(Unit *u)
{
    int level = u->has_dialect ? fallthrough_level(u) : NO_FALLTHROUGH_COMMENTS;
    if (level == NO_FALLTHROUGH_COMMENTS)
        return;
    ptrdiff_t count = arrlen(u->files);
    Comment **comments = arena_alloc(u->arena, (size_t)count * sizeof *comments);
    bool *known = arena_alloc(u->arena, (size_t)count);
    const File *input = input_file(u);
    Comment *own = input ? find_comments(input->text, input->length, true, level) : NULL;
    for (int i = 0; u->tokens[i].kind != T_EOF; i++) {
        if (!may_be_label(u, i))
            continue;
        uint16_t file = u->tokens[i].file;
        if (!known[file])
            comments[file] = comments_of(u, file, input, own, level);
        known[file] = true;
        u->tokens[i].falls_through |= arrlen(comments[file]) && stands_before(u, comments[file], i);
    }
    for (ptrdiff_t i = 0; i < count; i++)
        arrfree(comments[i]);
    arrfree(own);
}
