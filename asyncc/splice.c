// splice.c: --emit=c, the user's file with each function that uses the dialect replaced.
//
//   #include <asyncc.h>                       #define ASYNCC_LOWERED 1
//   #define MAX 4                             #line 1 "f.c"
//   /* adds */                                #include <asyncc.h>
//   async int f(int a)                        #define MAX 4
//   {                                         /* adds */
//       return await g(a) + MAX;              #pragma push_macro("MAX")   (if MAX occurs in it)
//   }                                         #undef MAX
//   int h(void);                              #line 4 "f.c"
//                                             enum f__state { … the lowered f, macros expanded
//                                             #pragma pop_macro("MAX")
//                                             #line 8 "f.c"
//                                             int h(void);
//
// The lowered text is preprocessed already, the rest of the file is not yet. So whole lines are
// replaced: all that the compiler saw on them comes from the preprocessed text, and no macro that
// is defined there may expand in it again. Lines are added to a region until none of its comments,
// brackets and conditionals goes on behind it. Where that cannot be (functions from an included
// file, or lines that belong to two), the whole preprocessed text is written instead.
#include "driver.h"
#include "emit.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NESTED_IFS = 64 };

typedef struct {
    size_t begin;
    const char *file; // as `#line` has it
    uint32_t line;
    bool whole; // does not begin in a comment, in a string or behind a backslash
} Line;

typedef struct {
    enum { CODE, BLOCK_COMMENT, LINE_COMMENT, STRING, CHARACTER } in;
    bool at_start, directive;
    bool odd;                     // what this does not follow was seen
    int depth;                    // of brackets
    int ifs;                      // conditionals that began here
    int endifs;                   // and ends of those that began before
    int if_depth[MAX_NESTED_IFS]; // brackets open where they began
    const char *hash;             // of a directive on this line: behind its `#`
    char word[16];                // and its name
} Scan;

// Lines that are replaced by what becomes of the preprocessed text [begin, end).
typedef struct {
    ptrdiff_t first, last;
    uint32_t begin, end;
    int endifs; // ends, on these lines, of conditionals that began before
} Region;

typedef struct {
    Unit *unit;
    char *text;
    size_t length;
    Line *lines; // and one behind the last
    Region *regions;
    bool is_odd;        // the lines are not told apart
    bool renames_oddly; // a line is called as one before, or nobody knows how
    Text out;
    struct {
        char *key;
        int value;
    } * macros; // that may be defined where the output stands: the last text that named it
    struct {
        char *key;
        int value;
    } * poisoned;
    int texts; // so many were looked at, but for MACRO_DEFINED
    ptrdiff_t next_event;
} Splicer;

enum { MACRO_DEFINED = 1 }; // and named by no text

// ---------------------------------------------------------------------------------------------
// the user's file
// ---------------------------------------------------------------------------------------------

static bool read_file(Splicer *s)
{
    const char *path = s->unit->path;
    bool standard = !strcmp(path, "-");
    if (standard)
        rewind_standard_input();
    FILE *f = standard ? stdin : fopen(path, "r");
    Text copy = {0};
    char buf[65536];
    for (size_t n; f && (n = fread(buf, 1, sizeof buf, f)) > 0;)
        put_bytes(buf, n, &copy);
    size_t size;
    s->text = text_taken(&copy, &size);
    bool ok = f && !ferror(f);
    if (f && !standard)
        fclose(f);
    s->length = ok ? size : 0;
    if (!ok)
        diag_plain(E_CANNOT_READ, path, strerror(errno));
    return ok;
}

static void conditional(Scan *c)
{
    int top = c->ifs < MAX_NESTED_IFS ? c->ifs : MAX_NESTED_IFS - 1;
    if (!strncmp(c->word, "if", 2)) {
        c->if_depth[top] = c->depth;
        c->ifs++;
    } else if (!strncmp(c->word, "el", 2)) {
        // Only one of the branches counts.
        c->depth = c->ifs ? c->if_depth[top - 1] : 0;
    } else if (!strcmp(c->word, "endif")) {
        c->endifs += !c->ifs;
        c->ifs -= c->ifs > 0;
    }
}

static bool continues(const char *p, const char *end)
{
    return continuation(p, (uint32_t)(end - p));
}

// Is half of a token, or of what begins or ends a comment, at the end of a continued line?
static bool is_split(char last, char first)
{
    return (last == '/' && (first == '/' || first == '*' || first == '\\')) ||
           (last == '*' && (first == '/' || first == '\\')) ||
           (last == '%' && (first == ':' || first == '\\'));
}

// Goes on over one physical line, behind which there is at least a zero.
static void scan_line(Scan *c, const char *p, const char *end)
{
    bool continued = false;
    for (const char *begin = p; p < end; p++) {
        char next = p + 1 < end ? p[1] : 0;
        continued = continues(p, end);
        c->odd |= continued && p > begin && is_split(p[-1], *end);
        if (continued || *p == '\n')
            break;
        c->odd |= *p == '?' && next == '?' && p + 2 < end && strchr("=/'()!<>-", p[2]);
        switch (c->in) {
        case CODE:
            if (*p == '/' && next == '*') {
                c->in = BLOCK_COMMENT;
                p++;
            } else if (*p == '/' && next == '/') {
                c->in = LINE_COMMENT;
            } else if (*p == '"' || *p == '\'') {
                c->in = *p == '"' ? STRING : CHARACTER;
            } else if (isdigit((unsigned char)*p)) { // 1'000
                p += token_end(p, 0, (uint32_t)(end - p)) - 1;
            } else if (is_in_name(*p)) {
                while (p + 1 < end && is_in_name(p[1]))
                    p++;
                c->odd |= *p == 'R' && p + 1 < end && p[1] == '"';
            } else if (c->at_start && (*p == '#' || (*p == '%' && next == ':'))) {
                size_t n = 0;
                for (p += *p == '#' ? 1 : 2, c->hash = p; p < end && (*p == ' ' || *p == '\t'); p++)
                    ;
                for (; p < end && isalpha((unsigned char)*p) && n + 1 < sizeof c->word; p++)
                    c->word[n++] = *p;
                c->odd |= p < end && (*p == '\\' || (*p == '/' && !n));
                p--;
                c->word[n] = 0;
                c->directive = true;
                conditional(c);
            } else if (!c->directive) {
                c->depth += *p == '(' || *p == '{' || *p == '[';
                c->depth -= *p == ')' || *p == '}' || *p == ']';
            }
            c->at_start &= c->in == BLOCK_COMMENT || isspace((unsigned char)*p);
            break;
        case BLOCK_COMMENT:
            if (*p == '*' && next == '/') {
                c->in = CODE;
                p++;
            }
            break;
        case LINE_COMMENT:
            break;
        case STRING:
        case CHARACTER:
            if (*p == '\\' && next) {
                p++;
                c->odd |= continues(p, end);
            } else if (*p == (c->in == STRING ? '"' : '\'')) {
                c->in = CODE;
            }
            break;
        }
    }
    if (!continued) {
        if (c->in != BLOCK_COMMENT)
            c->in = CODE;
        c->directive = false;
        c->at_start = true;
    }
}

static const char *line_end(const Splicer *s, size_t begin)
{
    const char *nl = memchr(s->text + begin, '\n', s->length - begin);
    return nl ? nl + 1 : s->text + s->length;
}

// Whether one of the macros that the file may use has the word. The dialect's own do not count.
static bool macros_mention(const Splicer *s, const char *word)
{
    bool found = false;
    for (ptrdiff_t i = 0; i < arrlen(s->unit->macros) && !found; i++) {
        const MacroEvent *m = &s->unit->macros[i];
        bool own = !strncmp(m->name, "ac_", 3) || !strcmp(m->name, "_Defer");
        found = !own && strstr(m->directive, word);
    }
    return found;
}

// Does the file's text have the word between two lines?
static bool lines_mention(const Splicer *s, ptrdiff_t first, ptrdiff_t behind, const char *word)
{
    size_t begin = s->lines[first].begin, end = s->lines[behind].begin;
    return memmem(s->text + begin, end - begin, word, strlen(word));
}

// Whether the file uses __COUNTER__: where functions are replaced, nobody counts. Of the dialect's
// own macros only that their numbers differ is asked.
static bool counts(const Splicer *s)
{
    return lines_mention(s, 0, arrlen(s->lines) - 1, "__COUNTER__") ||
           macros_mention(s, "__COUNTER__");
}

// Whether pragmas come from where nobody looks for them.
static bool hides_pragmas(const Splicer *s)
{
    return macros_mention(s, "push_macro") || macros_mention(s, "pop_macro");
}

static bool stands_before(const char *text, const char *p, const char *word)
{
    size_t n = strlen(word);
    return (size_t)(p - text) >= n && !memcmp(p - n, word, n);
}

// The names behind each `GCC poison`: they must not be written any more, but macros that were
// defined before may expand to them.
static void find_poisoned_in(Splicer *s, const char *text, size_t length)
{
    const char *p = text, *end = text + length;
    while ((p = memmem(p, (size_t)(end - p), "poison", 6))) {
        const char *before = p;
        for (p += 6; before > text && isspace((unsigned char)before[-1]);)
            before--;
        if (!stands_before(text, before, "GCC") && !stands_before(text, before, "clang"))
            continue;
        while (p < end && (isspace((unsigned char)*p) || is_in_name(*p)) && *p != '\n') {
            const char *name = p;
            while (p < end && is_in_name(*p))
                p++;
            if (p > name)
                shput(s->poisoned, arena_strndup(s->unit->arena, name, (size_t)(p - name)), 1);
            else
                p++;
        }
    }
}

// In the file and in all that it includes: the preprocessed text does not have these pragmas.
static void find_poisoned(Splicer *s)
{
    Unit *u = s->unit;
    size_t length;
    find_poisoned_in(s, s->text, s->length);
    for (ptrdiff_t i = 0; i < arrlen(u->files); i++)
        if (user_line(u, (uint16_t)i, 1, &length))
            find_poisoned_in(s, u->files[i].text, u->files[i].length);
}

static const char *behind_blanks(const char *p, const char *end)
{
    while (p < end && isspace((unsigned char)*p))
        p++;
    return p;
}

// `#line 7 "y.y"` or `# 7 "y.y" 1`, from behind the `#` on: what the next line is called. False: it
// is not written like this, but perhaps by macros.
static bool line_directive(Splicer *s, const char *p, const char *end, Line *next)
{
    p = behind_blanks(p, end);
    if (p == end)
        return true; // a `#` alone
    if (end - p > 4 && !strncmp(p, "line", 4))
        p = behind_blanks(p + 4, end);
    char *rest;
    unsigned long number = strtoul(p, &rest, 10);
    if (!isdigit((unsigned char)*p) || (!isspace((unsigned char)*rest) && rest < end))
        return false;
    next->line = (uint32_t)number;
    p = behind_blanks(rest, end);
    if (p < end && *p == '"') {
        const char *name = ++p;
        while (p < end && *p != '"' && *p != '\\')
            p++;
        if (p == end || *p == '\\')
            return false;
        next->file = arena_strndup(s->unit->arena, name, (size_t)(p - name));
        p++;
    }
    while (p < end && (isspace((unsigned char)*p) || isdigit((unsigned char)*p)))
        p++;
    return p == end;
}

static void split_lines(Splicer *s)
{
    const char *path = s->unit->path;
    Line line = {0, !strcmp(path, "-") ? "<stdin>" : path, 1, true};
    Scan c = {.at_start = true};
    struct {
        char *key;
        uint32_t value;
    } *reached = NULL; // the last line of each file
    while (line.begin < s->length) {
        arrput(s->lines, line);
        const char *begin = s->text + line.begin, *end = line_end(s, line.begin);
        *c.word = 0;
        c.hash = NULL;
        scan_line(&c, begin, end);
        const Line before = line;
        line.begin = (size_t)(end - s->text);
        line.line++;
        line.whole = c.in == CODE && c.at_start;
        if (c.hash && (!*c.word || !strcmp(c.word, "line"))) {
            shput(reached, before.file, before.line);
            s->renames_oddly |=
                !line_directive(s, c.hash, end, &line) ||
                (shgeti(reached, line.file) >= 0 && line.line <= shget(reached, line.file));
        }
    }
    shfree(reached);
    line.whole = true;
    arrput(s->lines, line);
    s->is_odd = c.odd;
}

// ---------------------------------------------------------------------------------------------
// regions
// ---------------------------------------------------------------------------------------------

// The physical line, at or behind `from`, that a token stands on; -1: it is not of this file.
static ptrdiff_t line_of(const Splicer *s, const Token *t, ptrdiff_t from)
{
    const char *file = s->unit->files[t->file].path;
    for (ptrdiff_t i = from; i + 1 < arrlen(s->lines); i++)
        if (s->lines[i].line == t->line && !strcmp(s->lines[i].file, file))
            return i;
    return -1;
}

// Does a line begin with what may be the arguments of a macro whose name ends a line before?
static bool begins_with_arguments(const Splicer *s, ptrdiff_t line)
{
    const char *p = s->text + s->lines[line].begin, *end = s->text + s->length;
    while (p < end && (isspace((unsigned char)*p) || *p == '\\'))
        p++;
    return p < end && *p == '(';
}

// Lets it grow until what comes behind it stands for itself.
static bool grow(const Splicer *s, Region *r)
{
    Scan c = {.at_start = true};
    ptrdiff_t count = arrlen(s->lines) - 1;
    for (ptrdiff_t i = r->first; i < count; i++) {
        scan_line(&c, s->text + s->lines[i].begin, s->text + s->lines[i + 1].begin);
        if (i >= r->last && c.depth <= 0 && !c.ifs && s->lines[i + 1].whole &&
            !begins_with_arguments(s, i + 1)) {
            r->last = i;
            r->endifs = c.endifs;
            return true;
        }
    }
    return false;
}

// What was undefined may be defined again: a compiler does not tell of `#pragma pop_macro`. And to
// put away a macro that there is not does no harm.
static void follow_macros(Splicer *s, uint32_t until)
{
    const MacroEvent *events = s->unit->macros;
    for (; s->next_event < arrlen(events) && events[s->next_event].offset < until; s->next_event++)
        shput(s->macros, events[s->next_event].name, MACRO_DEFINED);
}

// Can it be pushed? gcc takes only the letters of ASCII, digits and `_` for a part of its name.
static bool is_pushable(const Unit *u, const char *name)
{
    while (is_in_name(*name) && *name != '$' && !(*name & 0x80))
        name++;
    return !*name || u->is_from_clang;
}

static void put_macro_away(Splicer *s, const char *name)
{
    if (is_pushable(s->unit, name))
        print(&s->out, "\n#pragma push_macro(\"%s\")", name);
    print(&s->out, "\n#undef %s", name);
}

static void restore_macro(Splicer *s, const char *name)
{
    if (is_pushable(s->unit, name)) {
        print(&s->out, "\n#pragma pop_macro(\"%s\")", name);
        return;
    }
    ptrdiff_t i = s->next_event - 1;
    while (strcmp(s->unit->macros[i].name, name) != 0)
        i--;
    print(&s->out, "\n%s", s->unit->macros[i].directive);
}

// The identifiers of a text that are macros by now, each once.
static char **macros_in(Splicer *s, const char *p, size_t length)
{
    char **found = NULL, *name = NULL;
    int number = ++s->texts + MACRO_DEFINED;
    const char *end = p + length;
    for (bool at_start = true; p < end;) {
        if (at_start && *p == '#') {
            p += strcspn(p, "\n");
        } else if (isspace((unsigned char)*p)) {
            at_start |= *p++ == '\n';
            continue;
        } else if (*p == '/' && p[1] == '*') { // that tells of falling through
            const char *close = strstr(p + 2, "*/");
            p = close ? close + 2 : end;
        } else if (*p == '/' && p[1] == '/') {
            p += strcspn(p, "\n");
        } else {
            size_t n = token_end(p, 0, (uint32_t)(end - p));
            if (is_in_name(*p) && !isdigit((unsigned char)*p) && is_in_name(p[n - 1])) {
                arrsetlen(name, n + 1);
                memcpy(name, p, n);
                name[n] = 0;
                ptrdiff_t i = shgeti(s->macros, name);
                if (i >= 0 && s->macros[i].value != number) {
                    s->macros[i].value = number;
                    arrput(found, s->macros[i].key);
                }
            }
            p += n;
        }
        at_start = false;
    }
    arrfree(name);
    return found;
}

static void write_region(Splicer *s, const Region *r)
{
    Unit *u = s->unit;
    size_t length;
    char *text = emit_between(u, r->begin, r->end, &length);
    follow_macros(s, r->begin);
    char **macros = macros_in(s, text, length);
    for (ptrdiff_t i = 0; i < arrlen(macros); i++)
        put_macro_away(s, macros[i]);
    put_bytes(text, length, &s->out);
    for (ptrdiff_t i = arrlen(macros) - 1; i >= 0; i--)
        restore_macro(s, macros[i]);
    put_char('\n', &s->out);
    arrfree(macros);
    free(text);
    // What the replaced lines defined is meant for those behind.
    for (ptrdiff_t i = s->next_event; i < arrlen(u->macros) && u->macros[i].offset < r->end; i++)
        print(&s->out, "%s\n", u->macros[i].directive);
    follow_macros(s, r->end);
    for (int i = 0; i < r->endifs; i++)
        put("#endif\n", &s->out);
}

static void write_lines(Splicer *s, ptrdiff_t first, ptrdiff_t behind)
{
    if (first >= behind)
        return;
    if (!s->unit->options->no_line)
        print(&s->out, "#line %u \"%s\"\n", s->lines[first].line,
              quoted_path(s->unit, s->lines[first].file));
    size_t begin = s->lines[first].begin, end = s->lines[behind].begin;
    if (begin == 0 && end >= 3 && !memcmp(s->text, "\xEF\xBB\xBF", 3))
        begin = 3; // a byte order mark is none behind other text
    put_bytes(s->text + begin, end - begin, &s->out);
    if (end > begin && s->text[end - 1] != '\n')
        put_char('\n', &s->out);
}

static bool is_of_file(const Splicer *s, const Region *r, uint16_t file)
{
    return !strcmp(s->unit->files[file].path, s->lines[r->first].file);
}

static bool is_on_lines(const Splicer *s, const Region *r, uint16_t file, uint32_t line)
{
    return line >= s->lines[r->first].line && line <= s->lines[r->last].line &&
           is_of_file(s, r, file);
}

// What becomes of its lines, among it token `index`: their tokens, and what is none in front of the
// first one and behind the last one. False: a whole file is among that.
static bool text_of_lines(const Splicer *s, Region *r, int index)
{
    const Unit *u = s->unit;
    int first = index, last = index, before = index, behind = index;
    for (; before >= 0; before--) {
        const Token *t = &u->tokens[before];
        if (is_on_lines(s, r, t->file, t->line))
            first = before;
        else if (is_of_file(s, r, t->file))
            break;
    }
    for (; u->tokens[behind].kind != T_EOF; behind++) {
        const Token *t = &u->tokens[behind];
        if (is_on_lines(s, r, t->file, t->line))
            last = behind;
        else if (is_of_file(s, r, t->file))
            break;
    }
    uint32_t low = before < 0 ? 0 : u->tokens[before].offset, high = u->tokens[behind].offset;
    r->begin = u->tokens[first].offset;
    r->end = u->tokens[last].offset + u->tokens[last].length;
    for (ptrdiff_t i = 0; i < arrlen(u->loose); i++) {
        const Loose *l = &u->loose[i];
        if (l->offset < low || l->offset > high || !is_on_lines(s, r, l->file, l->line))
            continue;
        if (l->is_include && (l->offset < r->begin || l->offset > r->end))
            return false;
        r->begin = l->offset < r->begin ? l->offset : r->begin;
        r->end = l->end > r->end ? l->end : r->end;
    }
    for (ptrdiff_t i = 0; i < arrlen(u->macros); i++) {
        const MacroEvent *m = &u->macros[i];
        if (m->offset >= r->end && m->offset < high && is_on_lines(s, r, m->file, m->line))
            r->end = m->offset + 1;
    }
    return true;
}

// Whether a file that is included on its lines is to be read once: it would be read again behind.
static bool includes_once(const Splicer *s, const Region *r)
{
    Unit *u = s->unit;
    bool found = false;
    size_t length;
    for (ptrdiff_t i = 0; i < arrlen(u->loose) && !found; i++) {
        const Loose *l = &u->loose[i];
        if (l->is_include && l->offset > r->begin && l->offset <= r->end &&
            user_line(u, l->included, 1, &length)) {
            const File *f = &u->files[l->included];
            found = memmem(f->text, f->length, "once", 4);
        }
    }
    return found || lines_mention(s, r->first, r->last + 1, "#import");
}

// Its macros are expanded by now, and what is pushed and popped within it would act on those that
// are put away around it. Nor is it known what is popped in a file that is included there.
static bool acts_on_macros(const Splicer *s, const Region *r, ptrdiff_t *event)
{
    const Unit *u = s->unit;
    ptrdiff_t count = arrlen(u->macros);
    if (lines_mention(s, r->first, r->last + 1, "push_macro") ||
        lines_mention(s, r->first, r->last + 1, "pop_macro"))
        return true;
    for (; *event < count && u->macros[*event].offset < r->begin; ++*event)
        ;
    for (; *event < count && u->macros[*event].offset < r->end; ++*event)
        if (strcmp(u->files[u->macros[*event].file].path, s->lines[r->first].file) != 0)
            return true;
    return false;
}

static bool has_poisoned(Splicer *s, int begin, int end)
{
    bool found = false;
    for (int i = begin; i < end && shlen(s->poisoned) && !found; i++)
        found =
            s->unit->tokens[i].kind == T_IDENT && shgeti(s->poisoned, token_text(s->unit, i)) >= 0;
    return found;
}

// Whether its lines are called one after the other, after one file: only then the first and the
// last one tell which lines are called so.
static bool is_of_one_file(const Splicer *s, const Region *r)
{
    const Line *l = &s->lines[r->first + 1], *end = &s->lines[r->last + 1];
    while (l < end && l->line > l[-1].line && !strcmp(l->file, l[-1].file))
        l++;
    return l == end;
}

// Which lines are replaced by what; false: that cannot be.
static bool find_regions(Splicer *s)
{
    Unit *u = s->unit;
    ptrdiff_t done = 0, event = 0, count = arrlen(u->funcs);
    find_poisoned(s);
    for (ptrdiff_t i = 0; i < count;) {
        const Func *f = u->funcs[i];
        int token = token_at(u, f->begin), behind = token_at(u, f->end);
        Region r = {.first = line_of(s, &u->tokens[token], done)};
        r.last = r.first < 0 ? -1 : line_of(s, &u->tokens[behind - 1], r.first);
        while (r.first > 0 && (!s->lines[r.first].whole || begins_with_arguments(s, r.first)))
            r.first--;
        if (r.last < 0 || r.first < done || !grow(s, &r) || !is_of_one_file(s, &r))
            return false;
        if (!text_of_lines(s, &r, token) || includes_once(s, &r) || acts_on_macros(s, &r, &event) ||
            has_poisoned(s, token_at(u, r.begin), token_at(u, r.end)))
            return false;
        for (; i < count && u->funcs[i]->begin < r.end; i++)
            if (u->funcs[i]->end > r.end)
                return false;
        arrput(s->regions, r);
        done = r.last + 1;
    }
    return true;
}

// The user's file with its functions replaced.
static void write_spliced(Splicer *s)
{
    ptrdiff_t done = 0;
    for (ptrdiff_t i = 0; i < arrlen(s->regions); i++) {
        write_lines(s, done, s->regions[i].first);
        write_region(s, &s->regions[i]);
        done = s->regions[i].last + 1;
    }
    write_lines(s, done, arrlen(s->lines) - 1);
}

// The preprocessed text. What the command line defines is defined when it is compiled, too. Line
// markers tell which headers are the system's. But they are an extension: clang can be told to
// accept it, a pedantic gcc not.
static void write_whole(Splicer *s)
{
    Unit *u = s->unit;
    bool clang = u->is_from_clang;
    bool markers = !u->options->no_line && (clang || !u->options->pedantic);
    if (clang && markers)
        put("#pragma clang diagnostic ignored \"-Wgnu-line-marker\"\n", &s->out);
    size_t length;
    char *text = emit_whole(u, markers, &length);
    for (ptrdiff_t i = 0; i < arrlen(u->macros); i++)
        shput(s->macros, u->macros[i].name, MACRO_DEFINED);
    char **macros = macros_in(s, text, length);
    for (ptrdiff_t i = 0; i < arrlen(macros); i++)
        print(&s->out, "#undef %s\n", macros[i]);
    put_bytes(text, length, &s->out);
    put_char('\n', &s->out);
    arrfree(macros);
    free(text);
}

static bool has_many_nested(const Unit *u)
{
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++)
        if (u->funcs[i]->nested == MANY_NESTED)
            return true;
    return false;
}

void splice(Unit *u)
{
    Splicer s = {.unit = u};
    if (!u->reads_once && !read_file(&s)) {
        free(s.text);
        u->errors++;
        return;
    }
    split_lines(&s);
    put("#define ASYNCC_LOWERED 1\n", &s.out);
    for (const char *const *w = warnings_kept_silent(u->options, u->is_from_clang); *w; w++)
        print(&s.out, "#pragma GCC diagnostic ignored \"-W%s\"\n", *w);
    if (!u->is_from_clang && has_many_nested(u))
        put("#ifdef __OPTIMIZE__\n#pragma GCC optimize \"no-devirtualize\"\n#endif\n", &s.out);
    if (!u->input->is_preprocessed && !u->reads_once && !s.is_odd && !s.renames_oddly &&
        !counts(&s) && !hides_pragmas(&s) && find_regions(&s))
        write_spliced(&s);
    else
        write_whole(&s);
    u->out = text_taken(&s.out, &u->out_length);
    free(s.text);
    arrfree(s.lines);
    arrfree(s.regions);
    shfree(s.macros);
    shfree(s.poisoned);
}
