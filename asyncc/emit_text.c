// emit_text.c: the part of emit that writes the user's text with its edits, and keeps its lines and
// columns.
#include "emit.h"
#include "options.h"

#include <string.h>

const char *quoted_path(const Unit *u, const char *path)
{
    if (!path[strcspn(path, "\"\\")])
        return path;
    char *quoted = arena_alloc(u->arena, 2 * strlen(path) + 1), *out = quoted;
    for (; *path; *out++ = *path++)
        if (*path == '"' || *path == '\\')
            *out++ = '\\';
    return quoted;
}

// Goes to the token's line: by line breaks if it is near, else by a line marker.
void emit_marker(Emitter *e, const Token *t, uint32_t column)
{
    if (!e->path || t->file != e->file)
        e->path = quoted_path(e->unit, e->unit->files[t->file].path);
    bool near = e->line != UINT32_MAX && t->file == e->file && t->system == e->system &&
                t->line > e->line && t->line - e->line <= 8;
    if (near)
        for (uint32_t i = e->line; i < t->line; i++)
            put_char('\n', &e->out);
    else if (!e->for_reading) {
        put("\n# ", &e->out);
        put_number(t->line, &e->out);
        put_all(&e->out, " \"", e->path, t->system ? "\" 3\n" : "\"\n");
    } else if (!e->unit->options->no_line)
        print(&e->out, "\n#line %u \"%s\"\n", t->line, e->path);
    else
        put_char('\n', &e->out);
    e->line_begin = e->out.length;
    if (column > 1)
        put_blanks(column - 1, &e->out);
    e->line = t->line;
    e->file = t->file;
    e->system = t->system;
    e->last = -1;
}

// Compilers stop counting columns in very long lines: goes on in a new one for the same user's
// line.
void emit_wrap(Emitter *e)
{
    if (e->out.length - e->line_begin < 2000 || e->line == UINT32_MAX)
        return;
    Token here = {.line = e->line, .file = e->file, .system = e->system};
    emit_marker(e, &here, 0);
}

void emit_as_system(Emitter *e, bool system)
{
    Token here = {.line = e->line, .file = e->file, .system = system};
    if (e->system != system && !e->for_reading)
        emit_marker(e, &here, 0);
}

// `#pragma` lines that want a loop behind them that is one for the C compiler, too.
static bool is_loop_hint(const char *line)
{
    static const char *const hints[] = {" GCC unroll", " GCC ivdep", " GCC novector",
                                        " clang loop", " unroll",    " nounroll"};
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (!strncmp(line + strlen("#pragma"), hints[i], strlen(hints[i])))
            return true;
    return false;
}

static bool loop_awaits(const Emitter *e, uint32_t begin)
{
    for (ptrdiff_t i = 0; e->func && i < arrlen(e->func->loops); i++)
        if (e->func->loops[i] == begin)
            return true;
    return false;
}

// `#pragma` lines between two tokens: whether there are any.
bool emit_pragmas(Emitter *e, uint32_t begin, uint32_t end)
{
    const char *s = e->unit->text;
    bool any = false;
    for (uint32_t p = begin; p < end; p++)
        if (s[p] == '#' && !strncmp(s + p, "#pragma", 7)) {
            if (is_loop_hint(s + p) && loop_awaits(e, end))
                continue;
            uint32_t q = p;
            while (q < end && s[q] != '\n')
                q++;
            print(&e->out, "\n%.*s\n", (int)(q - p), s + p);
            e->line = UINT32_MAX;
            any = true;
            p = q;
        }
    return any;
}

// Those in front of token i: before all that is put in front of it, and once.
static bool pragmas_before(Emitter *e, int i)
{
    const Token *t = &e->unit->tokens[i];
    if (!i || t->offset <= t[-1].offset + t[-1].length + 7 || hmgeti(e->pragmas_before, i) >= 0 ||
        !emit_pragmas(e, t[-1].offset + t[-1].length, t->offset))
        return false;
    hmput(e->pragmas_before, i, 1);
    return true;
}

// A parenthesis of ours in front of an expression goes with it into the user's column, since
// compilers take its place for the expression's. False: there is none.
static bool take_parenthesis(Emitter *e)
{
    size_t n = e->out.length;
    while (n > e->line_begin && e->out.data[n - 1] == ' ')
        n--;
    if (n == e->line_begin || e->out.data[n - 1] != '(')
        return false;
    e->out.length = n - 1;
    return true;
}

// Goes to the line and column where the user has the token, or will with a blank unless it is
// joined with what was written last: whether it is now.
static bool go_to_token(Emitter *e, int i, bool joined)
{
    const Token *t = &e->unit->tokens[i];
    // The word is a system header's macro, but what stands for the value is the user's.
    bool system = t[token_is(e->unit, i, "_Await")].system;
    // Text for reading is closed up; what only the compiler sees keeps the user's columns.
    uint32_t column = column_of(e->unit, i);
    uint32_t at = (uint32_t)(e->out.length - e->line_begin) + (joined ? 1 : 2);
    if (t->file != e->file || t->line != e->line || (system != e->system && !e->for_reading) ||
        (column && at > column && !e->for_reading)) {
        bool inside = column > 1 && e->last != i - 1 && take_parenthesis(e);
        Token here = *t;
        here.system = system;
        emit_marker(e, &here, column - inside);
        if (inside)
            put_char('(', &e->out);
        return true;
    }
    if (column > at && !e->for_reading)
        put_blanks(column - at, &e->out);
    return joined;
}

static bool has_label_at(const Node *n, uint32_t offset)
{
    if (!n || offset < n->begin || offset >= n->end)
        return false;
    bool found = n->kind == N_LABEL && n->begin == offset;
    for (int i = 0; i < n->kid_count && !found; i++)
        found = has_label_at(n->kids[i], offset);
    return found;
}

// Is it the name of a label in what is printed for its type?
static bool is_label(const Emitter *e, int i)
{
    return token_is(e->unit, i + 1, ":") && has_label_at(e->for_type, e->unit->tokens[i].offset);
}

// In what is printed for its type, a label with its attributes, `l: __attribute__((unused))` or
// `[[…]] l:`, is left out: a function has it once. The token behind it, or i: there is none.
static int behind_label(const Emitter *e, int i)
{
    const Unit *u = e->unit;
    int name = behind_attributes(u, i);
    if (!is_label(e, name))
        return i;
    for (i = name + 2; is_attribute(u, i); i++)
        i = closing_token(u, i + 1);
    return i;
}

// Does it stand in `__label__ a, b;`, before the semicolon?
static bool declares_label(const Unit *u, int i)
{
    while (i > 0 && !token_is(u, i, "__label__") &&
           (token_is(u, i, ",") || u->tokens[i].kind == T_IDENT) &&
           (token_is(u, i - 1, ",") || token_is(u, i - 1, "__label__") ||
            u->tokens[i - 1].kind == T_IDENT))
        i--;
    return token_is(u, i, "__label__");
}

static bool is_goto(const Unit *u, int i)
{
    return token_is(u, i, "goto") && u->tokens[i + 1].kind == T_IDENT;
}

// Is the semicolon that of a `return`?
static bool ends_return(const Unit *u, int semicolon)
{
    for (int i = semicolon - 1; i > 0 && !token_is(u, i, ";") && !token_is(u, i, "{"); i--) {
        if (token_is(u, i, "return"))
            return true;
        if (nesting(u, i) < 0)
            i = opening_token(u, i);
    }
    return false;
}

// This comment counts at every level of the warning that heeds any, but no directive may stand
// behind it. In the token's own line it would move what follows.
void emit_fallthrough(Emitter *e, const Token *t)
{
    Token above = *t;
    above.line--;
    if (t->file != e->file || above.line != e->line || t->system != e->system)
        emit_marker(e, &above, 0);
    put(" /*-fallthrough*/", &e->out);
}

void emit_token(Emitter *e, int i)
{
    const Token *t = &e->unit->tokens[i];
    bool joined = e->last == i - 1 && i && t[-1].offset + t[-1].length == t->offset;
    bool above = t->falls_through && !e->for_reading && t->line;
    if (above)
        emit_fallthrough(e, t);
    joined = go_to_token(e, i, joined);
    if (t->falls_through && !above)
        put(" /*-fallthrough*/", &e->out);
    if (!erased_tokens(e->unit, i)) {
        if (!joined)
            put_char(' ', &e->out);
        if ((e->unevaluated || e->for_type) && token_is(e->unit, i, "_Await"))
            put("__extension__", &e->out);
        else if (e->unevaluated && token_is(e->unit, i, "_Defer"))
            put("if (0)", &e->out);
        else if (e->for_type && is_goto(e->unit, i))
            put("(void)", &e->out);
        else if (e->for_type && i && is_goto(e->unit, i - 1))
            put("0", &e->out);
        else if (e->for_type && token_is(e->unit, i, "return")) // the function has another type
            put(token_is(e->unit, i + 1, ";") ? "(void)(0" : "(void)(", &e->out);
        else if (e->for_type && token_is(e->unit, i, ";") && ends_return(e->unit, i))
            put(");", &e->out);
        else if (e->for_type && declares_label(e->unit, i))
            ; // a function has it once
        else
            put_bytes(e->unit->text + t->offset, t->length, &e->out);
    }
    e->last = i;
}

// The first edit at or behind k that begins at `at` or later.
static ptrdiff_t first_from(const Edit *edits, ptrdiff_t k, uint32_t at)
{
    ptrdiff_t step = 1, hi = arrlen(edits);
    for (; k + step < hi && edits[k + step].begin < at; step *= 2)
        k += step;
    hi = k + step < hi ? k + step : hi;
    return LOWER_BOUND(i, k, hi, edits[i].begin < at);
}

// Behind an edit that ends too late: the first that begins elsewhere or ends by `end`. Edits that
// begin at one place come in the order of their ends, the last one first.
static ptrdiff_t first_within(const Edit *edits, ptrdiff_t k, uint32_t end)
{
    uint32_t begin = edits[k].begin;
    ptrdiff_t step = 1, hi = arrlen(edits);
    for (; k + step < hi && edits[k + step].begin == begin && edits[k + step].end > end; step *= 2)
        k += step;
    hi = k + step < hi ? k + step : hi;
    return LOWER_BOUND(i, k, hi, edits[i].begin == begin && edits[i].end > end);
}

// While an edit prints, neither it nor those that were printed in front of it, at its place, count.
static void suspend_edits(Edit *edits, ptrdiff_t last, int change)
{
    uint32_t begin = edits[last].begin;
    ptrdiff_t k = first_from(edits, 0, begin); // insertions come first
    for (; k < last && edits[k].end == begin; k++)
        edits[k].printing += change;
    edits[last].printing += change;
}

// What stands at an end of a range may belong to what is around it.
static bool is_outside(const Edit *d, uint32_t begin, uint32_t end)
{
    const Node *n = d->node;
    return d->begin == d->end && n &&
           ((d->begin == begin && n->begin < begin) ||
            (d->begin == end && (n->begin < begin || n->end > end)));
}

// In an expression that is printed for its type only the names of variables from outside change,
// and the tags that were moved there.
static bool counts(const Emitter *e, const Edit *d)
{
    const Node *n = e->unevaluated;
    return !n || (d->var && (d->var->offset < n->begin || d->var->offset >= n->end)) ||
           (d->moved_to && d->moved_to <= n->begin);
}

// The first edit from k on that counts where [begin, end) is printed and has come to `at`, or the
// first one behind it.
static ptrdiff_t next_edit(const Emitter *e, ptrdiff_t k, uint32_t begin, uint32_t end, uint32_t at,
                           const Node *owner)
{
    const Edit *edits = e->func->edits;
    for (;;) {
        if (k < arrlen(edits) && edits[k].begin < at)
            k = first_from(edits, k, at);
        if (k >= arrlen(edits) || edits[k].begin > end)
            return k;
        const Edit *d = &edits[k];
        if (d->end > end)
            k = first_within(edits, k, end);
        else if ((owner && d->owner == owner && d->rank) || d->printing ||
                 (d->moved_to && d->begin == begin && d->end == end) || is_outside(d, begin, end) ||
                 !counts(e, d))
            k++;
        else
            return k;
    }
}

// Prints [begin, end) with its edits, but those that stand for the value of `owner`.
void emit_range(Emitter *e, uint32_t begin, uint32_t end, const Node *owner)
{
    const Unit *u = e->unit;
    Edit *edits = e->func->edits;
    ptrdiff_t count = arrlen(edits), k = first_from(edits, 0, begin);
    uint32_t at = begin;
    int i = token_at(u, begin);
    while (at < end || (k < count && edits[k].begin <= end)) {
        k = next_edit(e, k, begin, end, at, owner);
        // An insertion at the very end belongs to the text behind, but for a whole statement's.
        bool apply = k < count && edits[k].begin <= end && edits[k].end <= end &&
                     (i >= (int)arrlen(u->tokens) || edits[k].begin <= u->tokens[i].offset ||
                      u->tokens[i].offset >= end);
        if (apply) {
            Edit *d = &edits[k++];
            const Token *next = &u->tokens[i];
            if (d->begin == next->offset && pragmas_before(e, i))
                emit_marker(e, next, column_of(e->unit, i));
            if (!d->closes && next->offset < end && next->line != e->line &&
                next->file == e->file && next->line > e->line)
                emit_marker(e, next, column_of(e->unit, i));
            suspend_edits(edits, d - edits, 1);
            // What is the value of something stands where that does.
            bool moved = (d->var || d->owner) && d->text && !d->steps && d->begin == next->offset &&
                         d->end > d->begin && !e->for_reading && go_to_token(e, i, false);
            put_all(&e->out, moved ? "" : " ", d->text ? d->text : "");
            e->last = -1;
            emit_steps(e, d->steps);
            put(d->lead ? d->lead : "", &e->out);
            if (d->slice_end)
                emit_range(e, d->slice_begin, d->slice_end, d->owner);
            put(d->tail ? d->tail : "", &e->out);
            e->last = -1;
            suspend_edits(edits, d - edits, -1);
            if (d->end > at)
                at = d->end;
            for (int near = 0; near < 8 && u->tokens[i].offset < at; near++)
                i++;
            if (u->tokens[i].offset < at)
                i = token_at(u, at);
            continue;
        }
        const Token *t = &u->tokens[i];
        if (t->offset >= end || t->kind == T_EOF)
            break;
        int behind = e->for_type ? behind_label(e, i) : i;
        if (behind > i) {
            i = behind;
            at = u->tokens[i].offset;
            continue;
        }
        pragmas_before(e, i);
        emit_token(e, i++);
        at = t->offset + t->length;
    }
}

void pragma_line(Emitter *e, const char *text)
{
    Token here = {.line = e->line, .file = e->file, .system = e->system};
    put_all(&e->out, "\n#pragma ", text);
    e->line = UINT32_MAX;
    emit_marker(e, &here, 0);
}
