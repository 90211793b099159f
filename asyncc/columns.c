// columns.c: where the user's own line has a token.
//
// The preprocessor keeps lines but not columns: it expands macros, and closes up blanks.
//
//   the user's line      if (n <   MAX)    await  f(n);
//   preprocessed         if (n < 4) _Await f(n);
//
// The two token sequences are aligned by their longest common subsequence, so that what a macro
// made has no column and everything else has its own.
#include "asyncc.h"
#include "driver.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NO_COLUMN = UINT16_MAX, MAX_FILE = 64 << 20, MAX_TOKENS = 500 };

// `#line` may name anything: only a file of reasonable size is read. Standard input may be one.
static void load(File *f)
{
    struct stat st;
    bool standard = !strcmp(f->path, "<stdin>");
    int fd = standard ? dup(STDIN_FILENO) : open(f->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    off_t start = standard ? standard_input_start() : 0;
    bool fits = fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size >= start &&
                st.st_size - start < MAX_FILE;
    f->loaded = true;
    arrput(f->lines, 0);
    size_t size = fits ? (size_t)(st.st_size - start) : 0;
    if (fits && (f->text = malloc(size + 1))) {
        ssize_t n;
        while (f->length < size && ((n = pread(fd, f->text + f->length, size - f->length,
                                               start + (off_t)f->length)) > 0 ||
                                    (n < 0 && errno == EINTR)))
            f->length += n > 0 ? (size_t)n : 0;
        f->text[f->length] = 0;
        const char *end = f->text + f->length, *p = f->text;
        while ((p = memchr(p, '\n', (size_t)(end - p))))
            arrput(f->lines, (uint32_t)(++p - f->text));
    }
    if (fd >= 0)
        close(fd);
}

const char *user_line(Unit *u, uint16_t file, uint32_t number, size_t *length)
{
    File *f = &u->files[file];
    if (!f->loaded)
        load(f);
    if (!f->text || number == 0 || number > (uint32_t)arrlen(f->lines))
        return NULL;
    uint32_t begin = f->lines[number - 1];
    bool last = number == (uint32_t)arrlen(f->lines);
    *length = (last ? f->length : f->lines[number] - 1) - begin;
    while (*length && f->text[begin + *length - 1] == '\r')
        --*length;
    return f->text + begin;
}

typedef struct {
    uint32_t begin, length;
} Word;

// isspace(), whatever the locale, and without a call.
static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// The beginning of the first word at or behind p, or the end of the line.
static uint32_t behind_blanks(const char *line, size_t length, uint32_t p)
{
    while (p < length) {
        if (is_blank(line[p])) {
            p++;
        } else if (line[p] == '/' && p + 1 < length && line[p + 1] == '*') {
            for (p += 2; p < length && !(line[p - 1] == '*' && line[p] == '/'); p++)
                ;
            p++;
        } else {
            return line[p] == '/' && p + 1 < length && line[p + 1] == '/' ? (uint32_t)length : p;
        }
    }
    return (uint32_t)length;
}

// The first word at or behind p; its length is 0 if there is none.
static Word next_word(const char *line, size_t length, uint32_t p)
{
    p = behind_blanks(line, length, p);
    return (Word){p, p < length ? token_end(line, p, (uint32_t)length) - p : 0};
}

static Word *words_of(const char *line, size_t length)
{
    Word *words = NULL;
    Word w = next_word(line, length, 0);
    for (; w.length && arrlen(words) < MAX_TOKENS; w = next_word(line, length, w.begin + w.length))
        arrput(words, w);
    return words;
}

// The keywords are macros: `await` becomes `_Await`.
static bool is_keyword_of(const char *text, size_t length, const char *word)
{
    return *text == '_' && length == strlen("_Await") && tolower((unsigned char)text[1]) == *word &&
           !memcmp(text + 2, word + 1, length - 2) &&
           (!memcmp(text, "_Await", length) || !memcmp(text, "_Async", length) ||
            !memcmp(text, "_Defer", length));
}

static bool same(const Unit *u, const Token *t, const char *line, Word w)
{
    const char *text = u->text + t->offset, *word = line + w.begin;
    if (t->length == w.length && !memcmp(text, word, w.length))
        return true;
    if (t->length == 1 && digraph(word, w.length) == *text)
        return true;
    return t->length == w.length + 1 && is_keyword_of(text, t->length, word);
}

// Most lines hold no macro but the keywords: their tokens are the line's words, one by one.
static bool align_one_by_one(Unit *u, int first, int last, const char *line, size_t length)
{
    uint32_t p = 0;
    for (int i = first; i <= last; i++) {
        Token *t = &u->tokens[i];
        const char *text = u->text + t->offset;
        p = behind_blanks(line, length, p);
        if (p + 1 >= NO_COLUMN)
            return false;
        t->column = (uint16_t)(p + 1);
        if (length - p >= t->length && !memcmp(text, line + p, t->length))
            p += t->length;
        else if (length - p >= t->length - 1 && is_keyword_of(text, t->length, line + p))
            p += t->length - 1;
        else
            return false;
        if (p < length && is_in_name(line[p]) && is_in_name(line[p - 1]))
            return false;
    }
    return behind_blanks(line, length, p) == length;
}

// Gives the tokens first to last, which stand on one line, their columns.
static void align(Unit *u, int first, int last)
{
    const Token *t = &u->tokens[first];
    size_t length = 0;
    const char *line = user_line(u, t->file, t->line, &length);
    if (line && last - first < MAX_TOKENS && align_one_by_one(u, first, last, line, length))
        return;
    Word *words = line ? words_of(line, length) : NULL;
    int n = last - first + 1 < MAX_TOKENS ? last - first + 1 : MAX_TOKENS;
    int m = (int)arrlen(words);
    for (int i = first; i <= last; i++)
        u->tokens[i].column = NO_COLUMN;
    // common[i][k]: the length of the longest common subsequence of what is behind i and k.
    uint16_t *common = calloc((size_t)(n + 1) * (size_t)(m + 1), sizeof *common);
#define COMMON(i, k) common[(size_t)(i) * (size_t)(m + 1) + (size_t)(k)]
    for (int i = n - 1; common && i >= 0; i--)
        for (int k = m - 1; k >= 0; k--) {
            uint16_t skip =
                COMMON(i + 1, k) > COMMON(i, k + 1) ? COMMON(i + 1, k) : COMMON(i, k + 1);
            uint16_t both = COMMON(i + 1, k + 1) + 1;
            COMMON(i, k) =
                both > skip && same(u, &u->tokens[first + i], line, words[k]) ? both : skip;
        }
    for (int i = 0, k = 0; common && i < n && k < m;) {
        if (COMMON(i, k) == COMMON(i + 1, k + 1) + 1 && COMMON(i, k) > COMMON(i, k + 1) &&
            same(u, &u->tokens[first + i], line, words[k])) {
            if (words[k].begin + 1 < NO_COLUMN)
                u->tokens[first + i].column = (uint16_t)(words[k].begin + 1);
            i++;
            k++;
        } else if (COMMON(i, k) == COMMON(i + 1, k)) {
            i++;
        } else {
            k++;
        }
    }
#undef COMMON
    free(common);
    arrfree(words);
}

uint32_t column_of(Unit *u, int index)
{
    Token *t = &u->tokens[index];
    if (t->kind == T_EOF)
        return 0;
    if (!t->column) {
        int first = index, last = index;
        while (first > 0 && t->line == u->tokens[first - 1].line &&
               t->file == u->tokens[first - 1].file)
            first--;
        while (u->tokens[last + 1].kind != T_EOF && t->line == u->tokens[last + 1].line &&
               t->file == u->tokens[last + 1].file)
            last++;
        align(u, first, last);
    }
    return t->column == NO_COLUMN ? 0 : t->column;
}
