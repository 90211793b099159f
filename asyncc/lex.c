// lex.c: the tokens of the preprocessed text, each with the user's file and line.
//
//   # 7 "server.c"                     not a token: the next line is line 7 of server.c
//   #pragma pack(1)                    not a token either, it stays in the text
//   #define N 4                        (from -dD) remembered in Unit.macros and blanked, so that
//                                      nobody downstream expands a macro a second time
//   int n = _Await f();                int, n, =, _Await, f, (, ), ;
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
    bool falls_through;    // a comment since the last token says so
    int fallthrough_level; // 0: not known yet
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
    ['%'] = SECOND,
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

// The length of a universal character name, `\u00e9` or `\U000000e9`; 0 if there is none.
static uint32_t universal_name(const char *s, uint32_t room)
{
    if (room < 2 || s[0] != '\\' || (s[1] != 'u' && s[1] != 'U'))
        return 0;
    uint32_t n = s[1] == 'u' ? 6 : 10;
    for (uint32_t i = 2; i < n; i++)
        if (i >= room || !isxdigit((unsigned char)s[i]))
            return 0;
    return n;
}

// A name has one spelling, for comparisons: UTF-8, which is shorter. Blanks fill the rest.
static void plain_name(char *s, uint32_t *length)
{
    uint32_t to = 0;
    for (uint32_t from = 0, n; from < *length; from += n) {
        n = universal_name(s + from, *length - from);
        if (!n) {
            n = 1;
            s[to++] = s[from];
            continue;
        }
        unsigned long c = 0;
        for (uint32_t i = 2; i < n; i++)
            c = c * 16 + (unsigned long)(isdigit((unsigned char)s[from + i])
                                             ? s[from + i] - '0'
                                             : (s[from + i] | 32) - 'a' + 10);
        int more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        s[to++] = (char)(more ? 0xff00 >> (more + 1) | c >> 6 * more : c);
        while (more--)
            s[to++] = (char)(0x80 | (c >> 6 * more & 0x3f));
    }
    memset(s + to, ' ', *length - to);
    *length = to;
}

// How many characters at p belong to an identifier that goes on there.
static uint32_t ident_part(const Lexer *lx, uint32_t p)
{
    if (p >= lx->length)
        return 0;
    return is_ident((unsigned char)lx->text[p]) ? 1 : universal_name(lx->text + p, lx->length - p);
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

static bool is_octal(const char *s)
{
    return s[0] >= '0' && s[0] <= '3' && s[1] >= '0' && s[1] <= '7' && s[2] >= '0' && s[2] <= '7';
}

// The file of a path in quotes, as a marker has it: as a rule the same as in the last one.
static uint16_t quoted_file(Lexer *lx, const char *quoted, size_t n)
{
    if (lx->quoted && lx->quoted_length == n && !memcmp(lx->quoted, quoted, n))
        return lx->quoted_file;
    char *path = arena_alloc(lx->unit->arena, n + 1), *out = path;
    for (size_t i = 0; i < n; i++) {
        // clang writes bytes that are not ASCII as octal numbers.
        if (quoted[i] == '\\' && i + 3 < n && is_octal(quoted + i + 1)) {
            *out++ = (char)((quoted[i + 1] - '0') << 6 | (quoted[i + 2] - '0') << 3 |
                            (quoted[i + 3] - '0'));
            i += 3;
            continue;
        }
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
        uint16_t left = lx->file;
        bool returns = false;
        lx->file = quoted_file(lx, s + b, p - b);
        lx->system = false;
        for (; p < end; p++) {
            if (s[p] == '3')
                lx->system = true;
            returns |= s[p] == '2';
        }
        if (returns && line)
            arrput(lx->unit->loose, ((Loose){end, end, line - 1, lx->file, true, left}));
    }
    lx->line = line;
    return true;
}

static void macro_event(Lexer *lx, uint32_t hash, uint32_t p, uint32_t end)
{
    Unit *u = lx->unit;
    while (p < end && (lx->text[p] == ' ' || lx->text[p] == '\t'))
        p++;
    uint32_t b = p;
    for (uint32_t n; p < end && (n = ident_part(lx, p));)
        p += n;
    MacroEvent ev = {.offset = hash, .line = lx->line, .file = lx->file};
    uint32_t length = p - b;
    ev.name = arena_strndup(u->arena, lx->text + b, length);
    plain_name(ev.name, &length);
    ev.name[length] = 0;
    ev.directive = arena_strndup(u->arena, lx->text + hash, end - hash);
    arrput(u->macros, ev);
    memset(u->text + hash, ' ', end - hash);
}

// What later passes want to know of pragmas; all stay in the text.
static void pragma(Unit *u, uint32_t p, uint32_t end)
{
    static const char order[] = "scalar_storage_order";
    while (p < end && u->text[p] == ' ')
        p++;
    if (!strncmp(u->text + p, "pack", 4))
        u->has_packs = true;
    else if (!strncmp(u->text + p, order, sizeof order - 1))
        arrput(u->storage_orders, p + (uint32_t)sizeof order - 1);
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
        macro_event(lx, hash, p + 6, end);
    } else if (end - p > 5 && !strncmp(s + p, "undef", 5)) {
        macro_event(lx, hash, p + 5, end);
    } else if (end - p > 6 && !strncmp(s + p, "pragma", 6)) {
        pragma(lx->unit, p + 6, end);
        arrput(lx->unit->loose, ((Loose){hash, end, lx->line, lx->file, false, 0}));
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

// GNU C: R"delimiter(text)delimiter", from its quote on. False: not such a string.
static bool raw_string(Lexer *lx)
{
    const char *s = lx->text + lx->pos;
    uint32_t room = lx->length - lx->pos, n = 1;
    while (n < room && n <= 17 && !strchr("() \\\t\v\f\n", s[n]))
        n++;
    if (n >= room || s[n] != '(')
        return false;
    for (uint32_t p = n + 1; p + n < room; p++)
        if (s[p] == ')' && s[p + n] == '"' && !memcmp(s + p + 1, s + 1, n - 1)) {
            lx->pos += p + n + 1;
            return true;
        }
    return false;
}

// The length of a backslash, blanks and the end of the line: compilers join such lines, but clang
// shows comments as they are written.
uint32_t continuation(const char *s, uint32_t room)
{
    uint32_t n = 1;
    while (n < room &&
           (s[n] == ' ' || s[n] == '\t' || s[n] == '\v' || s[n] == '\f' || s[n] == '\r'))
        n++;
    return *s == '\\' && n < room && s[n] == '\n' ? n + 1 : 0;
}

// The length of what ends a comment; 0: it goes on.
uint32_t comment_end(const char *s, uint32_t room)
{
    uint32_t n = 1;
    if (*s != '*')
        return 0;
    for (uint32_t more; n < room && (more = continuation(s + n, room - n));)
        n += more;
    return n < room && s[n] == '/' ? n + 1 : 0;
}

// A comment is no token. Only what was preprocessed by somebody else has some left.
static bool comment(Lexer *lx)
{
    char *s = lx->unit->text;
    uint32_t begin = lx->pos, end = begin + 2;
    if (end > lx->length || s[begin] != '/')
        return false;
    if (s[begin + 1] == '*') {
        uint32_t n = 0;
        while (end < lx->length && !(n = comment_end(s + end, lx->length - end)))
            end++;
        end += n;
    } else if (s[begin + 1] == '/' && !(lx->unit->options && lx->unit->options->c90)) {
        for (uint32_t n; end < lx->length && s[end] != '\n'; end += n ? n : 1)
            n = continuation(s + end, lx->length - end);
    } else {
        return false;
    }
    if (!lx->fallthrough_level)
        lx->fallthrough_level = fallthrough_level(lx->unit);
    lx->falls_through |=
        speaks_of_falling_through(s + begin + 2, end - begin - 2, lx->fallthrough_level);
    for (uint32_t i = begin; i < end; i++) {
        if (s[i] == '\n')
            lx->line++;
        else
            s[i] = ' ';
    }
    lx->pos = end;
    return true;
}

static const char *const long_puncts[] = {
    "<<=", ">>=", "...", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||",
    "+=",  "-=",  "*=",  "/=", "%=", "&=", "|=", "^=", "::", "<%", "%>", "<:", ":>"};

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
    if (is_ident_start(c) || universal_name(s + lx->pos, lx->length - lx->pos)) {
        uint32_t b = lx->pos;
        for (uint32_t n; (n = ident_part(lx, lx->pos));)
            lx->pos += n;
        size_t n = lx->pos - b;
        char quote = lx->pos < lx->length ? s[lx->pos] : 0;
        bool raw = quote == '"' && s[lx->pos - 1] == 'R';
        n -= raw;
        bool prefix = (n == 0 && raw) || (n == 1 && (c == 'L' || c == 'u' || c == 'U')) ||
                      (n == 2 && c == 'u' && s[b + 1] == '8');
        if (!prefix || (quote != '"' && quote != '\'') || (raw && !raw_string(lx)))
            return T_IDENT;
        if (!raw)
            quoted(lx, quote);
        return quote == '"' ? T_STRING : T_CHAR;
    }
    if (isdigit(c) ||
        (c == '.' && lx->pos + 1 < lx->length && isdigit((unsigned char)s[lx->pos + 1]))) {
        while (lx->pos < lx->length) {
            unsigned char d = (unsigned char)s[lx->pos];
            unsigned char prev = lx->pos ? (unsigned char)s[lx->pos - 1] : 0;
            // C23 separates digits by single quotes.
            bool separator = d == '\'' && lx->pos + 1 < lx->length &&
                             (isalnum((unsigned char)s[lx->pos + 1]) || s[lx->pos + 1] == '_');
            if (!is_ident(d) && d != '.' && !((d == '+' || d == '-') && strchr("eEpP", prev)) &&
                !separator)
                break;
            lx->pos += separator ? 2 : 1;
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

char digraph(const char *s, uint32_t n)
{
    static const char spelled[][3] = {"<%", "%>", "<:", ":>"};
    for (size_t i = 0; n == 2 && i < 4; i++)
        if (!memcmp(s, spelled[i], 2))
            return "{}[]"[i];
    return 0;
}

bool is_dialect_word(const char *s, uint32_t n)
{
    static const char *const words[] = {"_Async",
                                        "_Await",
                                        "_Defer",
                                        "_FrameMax",
                                        "ac__spawn_marker",
                                        "ac__spawn_in_marker",
                                        "ac__spawn_on_marker",
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

static bool is_may_alias(const char *s, uint32_t n)
{
    return (n == 9 && !memcmp(s, "may_alias", 9)) || (n == 13 && !memcmp(s, "__may_alias__", 13));
}

// Bytes of text for which Unit.first_tokens has an entry: a few tokens.
enum { STRETCH = 32 };

static void put_token(Unit *u, Token t)
{
    size_t index = arrlenu(u->tokens),
           stretch = index ? u->tokens[index - 1].offset / STRETCH + 1 : 0;
    for (; stretch <= t.offset / STRETCH; stretch++)
        u->first_tokens[stretch] = (uint32_t)index;
    arrput(u->tokens, t);
}

void lex(Unit *u)
{
    u->is_from_clang |= strstr(u->text, FROM_CLANG) != NULL;
    u->first_tokens = arena_alloc(u->arena, (u->length / STRETCH + 1) * sizeof *u->first_tokens);
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
            t.falls_through = lx.falls_through;
            lx.bol = lx.falls_through = false;
            t.kind = (uint8_t)scan(&lx);
            t.length = lx.pos - t.offset;
            char *text = u->text + t.offset;
            if (t.kind == T_IDENT) {
                u->has_dialect |= is_dialect_word(text, t.length);
                u->has_may_alias |= !t.system && is_may_alias(text, t.length);
                if (memchr(text, '\\', t.length))
                    plain_name(text, &t.length);
            } else if (t.kind == T_PUNCT && digraph(text, t.length)) {
                text[0] = digraph(text, t.length);
                text[1] = ' ';
                t.length = 1;
            } else if (t.kind == T_STRING) { // a raw one may hold line breaks
                for (uint32_t i = 0; i < t.length; i++)
                    lx.line += text[i] == '\n';
            }
            put_token(u, t);
        }
    }
    put_token(u, (Token){.offset = u->length, .line = lx.line, .file = lx.file, .kind = T_EOF});
    shfree(lx.files);
    find_fallthroughs(u);
}

uint32_t token_end(const char *text, uint32_t begin, uint32_t length)
{
    Lexer lx = {.text = text, .pos = begin, .length = length};
    scan(&lx);
    return lx.pos;
}

int token_at(const Unit *u, uint32_t offset)
{
    if (offset >= u->length)
        return (int)arrlen(u->tokens) - 1;
    uint32_t i = u->first_tokens[offset / STRETCH];
    while (u->tokens[i].offset < offset)
        i++;
    return (int)i;
}

int nesting(const Unit *u, int i)
{
    const Token *t = &u->tokens[i];
    if (t->kind != T_PUNCT || t->length != 1)
        return 0;
    switch (u->text[t->offset]) {
    case '(':
    case '[':
    case '{':
        return 1;
    case ')':
    case ']':
    case '}':
        return -1;
    default:
        return 0;
    }
}

bool token_assigns(const Unit *u, int i)
{
    const Token *t = &u->tokens[i];
    const char *s = u->text + t->offset;
    if (t->kind != T_PUNCT)
        return false;
    if (t->length == 2 && s[0] == s[1] && (*s == '+' || *s == '-'))
        return true;
    bool compares = t->length == 2 && strchr("=!<>", *s);
    return s[t->length - 1] == '=' && !compares;
}

int closing_token(const Unit *u, int i)
{
    int depth = 0, last = (int)arrlen(u->tokens) - 2;
    for (; i < last; i++) {
        depth += nesting(u, i);
        if (!depth)
            return i;
    }
    return last;
}

int behind_attributes(const Unit *u, int i)
{
    while (token_is(u, i, "[") && token_is(u, i + 1, "["))
        i = closing_token(u, i) + 1;
    return i;
}

int opening_token(const Unit *u, int i)
{
    int depth = 0;
    for (; i > 0; i--) {
        depth -= nesting(u, i);
        if (!depth)
            break;
    }
    return i;
}

const char *token_text(const Unit *u, int index)
{
    const Token *t = &u->tokens[index];
    return arena_strndup(u->arena, u->text + t->offset, t->length);
}
