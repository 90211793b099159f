// lex.c: the tokens of the preprocessed text, each with the user's file and line.
//
//   # 7 "server.c"                     not a token: the next line is line 7 of server.c
//   #pragma pack(1)                    not a token either, it stays in the text
//   #define N 4                        (from -dD) remembered in Unit.macros and blanked, so that
//                                      nobody downstream expands a macro a second time
//   int n = _Await f(); // new        int, n, =, _Await, f, (, ), ;   and the comment is blanked,
//                                      but for one that speaks of falling through: compilers heed
//                                      it
//
// Offsets are exact, so that libclang's cursors, which count in the same text, meet tokens.
// Requires: Unit.text. Provides: Unit.tokens, Unit.files, Unit.macros, Unit.has_dialect.
#include "asyncc.h"
#include "options.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Unit *unit;
    const char *text;
    uint32_t pos, length;
    uint32_t line;
    uint16_t file;
    bool system, bol;
    struct {
        char *key;
        uint16_t value;
    } * files;
    const char *quoted; // the path in the last marker, as it is written there
    size_t quoted_length;
    uint16_t quoted_file;
} Lexer;

enum { IDENT_START = 1, IDENT = 2, SECOND = 4 };

// What a character may be: the first of an identifier, a later one, the second of a punctuator.
static const unsigned char classes[256] = {
    ['a' ... 'z'] = IDENT_START | IDENT,
    ['A' ... 'Z'] = IDENT_START | IDENT,
    ['_'] = IDENT_START | IDENT,
    ['$'] = IDENT_START | IDENT,
    [0x80 ... 0xff] = IDENT_START | IDENT,
    ['0' ... '9'] = IDENT,
    ['<'] = SECOND,
    ['='] = SECOND,
    ['>'] = SECOND,
    ['.'] = SECOND,
    ['+'] = SECOND,
    ['-'] = SECOND,
    ['&'] = SECOND,
    ['|'] = SECOND,
    [':'] = SECOND,
};

static bool is_ident_start(unsigned char c)
{
    return classes[c] & IDENT_START;
}

static bool is_ident(unsigned char c)
{
    return classes[c] & IDENT;
}

static uint16_t intern_file(Lexer *lx, const char *path)
{
    Unit *u = lx->unit;
    ptrdiff_t known = shgeti(lx->files, path);
    if (known >= 0)
        return lx->files[known].value;
    if (arrlen(u->files) >= UINT16_MAX)
        return 0;
    arrput(u->files, ((File){.path = arena_strndup(u->arena, path, strlen(path))}));
    uint16_t number = (uint16_t)(arrlen(u->files) - 1);
    shput(lx->files, u->files[number].path, number);
    return number;
}

// The file of a path in quotes, as a marker has it: as a rule the same as in the last one.
static uint16_t quoted_file(Lexer *lx, const char *quoted, size_t n)
{
    if (lx->quoted && lx->quoted_length == n && !memcmp(lx->quoted, quoted, n))
        return lx->quoted_file;
    char *path = arena_alloc(lx->unit->arena, n + 1), *out = path;
    for (size_t i = 0; i < n; i++) {
        if (quoted[i] == '\\' && i + 1 < n)
            i++;
        *out++ = quoted[i];
    }
    lx->quoted = quoted;
    lx->quoted_length = n;
    return lx->quoted_file = intern_file(lx, path);
}

static uint32_t line_end(const Lexer *lx, uint32_t p)
{
    const char *nl = memchr(lx->text + p, '\n', lx->length - p);
    return nl ? (uint32_t)(nl - lx->text) : lx->length;
}

// `# 12 "file" flags` or `#line 12 "file"`; p is behind the `#` and blanks.
static bool line_marker(Lexer *lx, uint32_t p, uint32_t end)
{
    const char *s = lx->text;
    if (end - p > 5 && !strncmp(s + p, "line", 4) && (s[p + 4] == ' ' || s[p + 4] == '\t'))
        p += 5;
    while (p < end && (s[p] == ' ' || s[p] == '\t'))
        p++;
    if (p >= end || !isdigit((unsigned char)s[p]))
        return false;
    uint32_t line = 0;
    while (p < end && isdigit((unsigned char)s[p]))
        line = line * 10 + (uint32_t)(s[p++] - '0');
    while (p < end && s[p] == ' ')
        p++;
    if (p < end && s[p] == '"') {
        uint32_t b = ++p;
        while (p < end && s[p] != '"')
            p += s[p] == '\\' && p + 1 < end ? 2 : 1;
        lx->file = quoted_file(lx, s + b, p - b);
        lx->system = false;
        for (; p < end; p++)
            if (s[p] == '3')
                lx->system = true;
    }
    lx->line = line;
    return true;
}

static void macro_event(Lexer *lx, uint32_t hash, uint32_t p, uint32_t end, bool undef)
{
    Unit *u = lx->unit;
    while (p < end && (lx->text[p] == ' ' || lx->text[p] == '\t'))
        p++;
    uint32_t b = p;
    while (p < end && is_ident((unsigned char)lx->text[p]))
        p++;
    MacroEvent ev = {.offset = hash, .line = lx->line, .file = lx->file, .undef = undef};
    ev.name = arena_strndup(u->arena, lx->text + b, p - b);
    ev.directive = arena_strndup(u->arena, lx->text + hash, end - hash);
    arrput(u->macros, ev);
    memset(u->text + hash, ' ', end - hash);
}

static void directive(Lexer *lx)
{
    uint32_t hash = lx->pos, end = line_end(lx, hash), p = hash + 1;
    const char *s = lx->text;
    while (p < end && (s[p] == ' ' || s[p] == '\t'))
        p++;
    lx->pos = end;
    if (line_marker(lx, p, end)) {
        // The marker names the line behind its own newline.
        lx->line--;
    } else if (end - p > 6 && !strncmp(s + p, "define", 6)) {
        macro_event(lx, hash, p + 6, end, false);
    } else if (end - p > 5 && !strncmp(s + p, "undef", 5)) {
        macro_event(lx, hash, p + 5, end, true);
    }
}

static void quoted(Lexer *lx, char quote)
{
    const char *s = lx->text;
    lx->pos++;
    while (lx->pos < lx->length && s[lx->pos] != quote && s[lx->pos] != '\n')
        lx->pos += s[lx->pos] == '\\' && lx->pos + 1 < lx->length && s[lx->pos + 1] != '\n' ? 2 : 1;
    if (lx->pos < lx->length && s[lx->pos] == quote)
        lx->pos++;
    if (lx->pos > lx->length)
        lx->pos = lx->length;
}

static bool speaks_of_falling_through(const char *s, size_t n)
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

// A comment is no token. -Wcomment has looked at it already.
static bool comment(Lexer *lx)
{
    char *s = lx->unit->text;
    uint32_t begin = lx->pos, end = begin + 2;
    if (end > lx->length || s[begin] != '/')
        return false;
    if (s[begin + 1] == '*') {
        while (end < lx->length && !(s[end] == '*' && end + 1 < lx->length && s[end + 1] == '/'))
            end++;
        end = end + 2 < lx->length ? end + 2 : lx->length;
    } else if (s[begin + 1] == '/' && !(lx->unit->options && lx->unit->options->c90)) {
        end = line_end(lx, begin);
        while (end < lx->length && s[end - 1] == '\\')
            end = line_end(lx, end + 1);
    } else {
        return false;
    }
    bool keep = speaks_of_falling_through(s + begin + 2, end - begin - 2);
    for (uint32_t i = begin; i < end; i++) {
        if (s[i] == '\n')
            lx->line++;
        else if (!keep)
            s[i] = ' ';
    }
    lx->pos = end;
    return true;
}

static const char *const long_puncts[] = {"<<=", ">>=", "...", "->", "++", "--", "<<", ">>",
                                          "<=",  ">=",  "==",  "!=", "&&", "||", "+=", "-=",
                                          "*=",  "/=",  "%=",  "&=", "|=", "^=", "::"};

static uint32_t punct_length(const char *s, uint32_t room)
{
    if (room < 2 || !(classes[(unsigned char)s[1]] & SECOND))
        return 1;
    for (size_t i = 0; i < sizeof long_puncts / sizeof *long_puncts; i++) {
        const char *p = long_puncts[i];
        if (p[0] == s[0] && p[1] == s[1] && (!p[2] || (room > 2 && p[2] == s[2])))
            return p[2] ? 3 : 2;
    }
    return 1;
}

static TokenKind scan(Lexer *lx)
{
    const char *s = lx->text;
    unsigned char c = (unsigned char)s[lx->pos];
    if (is_ident_start(c)) {
        uint32_t b = lx->pos;
        while (lx->pos < lx->length && is_ident((unsigned char)s[lx->pos]))
            lx->pos++;
        size_t n = lx->pos - b;
        bool prefix = (n == 1 && (c == 'L' || c == 'u' || c == 'U')) ||
                      (n == 2 && c == 'u' && s[b + 1] == '8');
        if (prefix && lx->pos < lx->length && (s[lx->pos] == '"' || s[lx->pos] == '\'')) {
            char quote = s[lx->pos];
            quoted(lx, quote);
            return quote == '"' ? T_STRING : T_CHAR;
        }
        return T_IDENT;
    }
    if (isdigit(c) ||
        (c == '.' && lx->pos + 1 < lx->length && isdigit((unsigned char)s[lx->pos + 1]))) {
        while (lx->pos < lx->length) {
            unsigned char d = (unsigned char)s[lx->pos];
            unsigned char prev = lx->pos ? (unsigned char)s[lx->pos - 1] : 0;
            if (is_ident(d) || d == '.' || ((d == '+' || d == '-') && strchr("eEpP", prev)))
                lx->pos++;
            else
                break;
        }
        return T_NUMBER;
    }
    if (c == '"' || c == '\'') {
        quoted(lx, (char)c);
        return c == '"' ? T_STRING : T_CHAR;
    }
    lx->pos += punct_length(s + lx->pos, lx->length - lx->pos);
    return T_PUNCT;
}

bool is_dialect_word(const char *s, uint32_t n)
{
    static const char *const words[] = {"_Async",
                                        "_Await",
                                        "_Defer",
                                        "ac__spawn_marker",
                                        "ac__run_marker",
                                        "ac__all_marker",
                                        "ac__try_all_marker",
                                        "ac__select_marker",
                                        "ac__timeout_marker"};
    if (n < 6 || (*s != '_' && *s != 'a'))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == n && !memcmp(s, words[i], n))
            return true;
    return false;
}

void lex(Unit *u)
{
    Lexer lx = {.unit = u, .text = u->text, .length = u->length, .line = 1, .bol = true};
    lx.file = intern_file(&lx, u->path);
    while (lx.pos < lx.length) {
        char c = lx.text[lx.pos];
        if (c == '\n') {
            lx.pos++;
            lx.line++;
            lx.bol = true;
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
            lx.pos++;
        } else if (c == '#' && lx.bol) {
            directive(&lx);
        } else if (c != '/' || !comment(&lx)) {
            Token t = {.offset = lx.pos, .line = lx.line, .file = lx.file, .system = lx.system};
            lx.bol = false;
            t.kind = (uint8_t)scan(&lx);
            t.length = lx.pos - t.offset;
            if (t.kind == T_IDENT && is_dialect_word(lx.text + t.offset, t.length))
                u->has_dialect = true;
            arrput(u->tokens, t);
        }
    }
    Token eof = {.offset = u->length, .line = lx.line, .file = lx.file, .kind = T_EOF};
    arrput(u->tokens, eof);
    shfree(lx.files);
}

uint32_t token_end(const char *text, uint32_t begin, uint32_t length)
{
    Lexer lx = {.text = text, .pos = begin, .length = length};
    scan(&lx);
    return lx.pos;
}

int token_at(const Unit *u, uint32_t offset)
{
    int lo = 0, hi = (int)arrlen(u->tokens) - 1;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (u->tokens[mid].offset < offset)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

const char *token_text(const Unit *u, int index)
{
    const Token *t = &u->tokens[index];
    return arena_strndup(u->arena, u->text + t->offset, t->length);
}
