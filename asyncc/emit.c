// emit.c: the lowered C. The only file that writes C; it owns the line markers.
//
// Outside the functions that use the dialect the text goes out as it came. A function is written as
// its frame, f__run with the edited body, f__start, f__resume and the ordinary symbol f. What is
// generated stands on the line of the user's text around it, so that every tool names that line.
// Requires: edit. Provides: Unit.out.
#include "emit.h"
#include "options.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static void steps(Emitter *e, const Step *s);

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
static bool pragmas(Emitter *e, uint32_t begin, uint32_t end)
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
        !pragmas(e, t[-1].offset + t[-1].length, t->offset))
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
    // Text for reading is closed up; what only the compiler sees keeps the user's columns.
    uint32_t column = column_of(e->unit, i);
    uint32_t at = (uint32_t)(e->out.length - e->line_begin) + (joined ? 1 : 2);
    if (t->file != e->file || t->line != e->line || (t->system != e->system && !e->for_reading) ||
        (column && at > column && !e->for_reading)) {
        bool inside = column > 1 && e->last != i - 1 && take_parenthesis(e);
        emit_marker(e, t, column - inside);
        if (inside)
            put_char('(', &e->out);
        return true;
    }
    if (column > at && !e->for_reading)
        put_blanks(column - at, &e->out);
    return joined;
}

void emit_token(Emitter *e, int i)
{
    const Token *t = &e->unit->tokens[i];
    bool joined = e->last == i - 1 && i && t[-1].offset + t[-1].length == t->offset;
    joined = go_to_token(e, i, joined);
    // What lex left of comments between tokens says that a fall-through is meant.
    uint32_t gap = i ? t->offset - t[-1].offset - t[-1].length : 0;
    if (gap >= strlen("/**/") && memchr(e->unit->text + t->offset - gap, '/', gap))
        put(" /* fall through */", &e->out);
    if (!erased_tokens(e->unit, i)) {
        if (!joined)
            put_char(' ', &e->out);
        if (e->unevaluated && token_is(e->unit, i, "_Await"))
            put("__extension__", &e->out);
        else if (e->unevaluated && token_is(e->unit, i, "_Defer"))
            put("if (0)", &e->out);
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
    while (k < hi) {
        ptrdiff_t mid = k + (hi - k) / 2;
        if (edits[mid].begin < at)
            k = mid + 1;
        else
            hi = mid;
    }
    return k;
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
    while (k < hi) {
        ptrdiff_t mid = k + (hi - k) / 2;
        if (edits[mid].begin == begin && edits[mid].end > end)
            k = mid + 1;
        else
            hi = mid;
    }
    return k;
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
            steps(e, d->steps);
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
        pragmas_before(e, i);
        emit_token(e, i++);
        at = t->offset + t->length;
    }
}

// ---------------------------------------------------------------------------------------------
// awaits
// ---------------------------------------------------------------------------------------------

static void save_restore(Emitter *e, const Await *a, bool save)
{
    for (ptrdiff_t i = 0; i < arrlen(a->live); i++) {
        const Var *v = a->live[i];
        const char *x = var_text(e->func, v);
        if (v->opaque)
            print(&e->out,
                  save ? "__builtin_memcpy(ac__fr->await_%s.%s, &%s, sizeof %s); "
                       : "__builtin_memcpy(&%3$s, ac__fr->await_%1$s.%2$s, sizeof %4$s); ",
                  a->label, v->field, x, x);
        else if (save && v->type->is_record && !v->type->is_volatile)
            // Members may have no value yet: gcc takes their copies in an assignment for uses.
            print(&e->out,
                  "__builtin_memcpy((void *)&ac__fr->await_%s.%s, (const void *)&%s, sizeof %s); ",
                  a->label, v->field, x, x);
        else if (save)
            put_all(&e->out, "ac__fr->await_", a->label, ".", v->field, " = ", x, "; ");
        else
            put_all(&e->out, x, " = ac__fr->await_", a->label, ".", v->field, "; ");
    }
}

static void arguments(Emitter *e, const Node *call, const char *separator)
{
    if (call->kind == N_CALL && call->var) // a cleanup
        put_all(&e->out, separator, "&", var_text(e->func, call->var));
    for (int i = 1; i < call->kid_count; i++) {
        put(separator, &e->out); // without a blank: the next token has its own
        separator = ",";
        e->last = -1;
        emit_range(e, call->kids[i]->begin, call->kids[i]->end, NULL);
    }
}

// A function that a pointer leads to returns its value, or has taken the request and is pending.
static void call_pointer(Emitter *e, const Step *s)
{
    Text *o = &e->out;
    const Node *call = s->node->kids[0];
    put("{ __extension__ __auto_type ac__fn = (", o);
    emit_range(e, call->kids[0]->begin, call->kids[0]->end, NULL);
    put_all(o,
            "); ac_request *ac__outer = ac_requested; ac__rq.function = (void (*)(void))ac__fn; "
            "ac__rq.cx = ac__cx; ac__rq.begin = 0; ac__rq.poll = AC_READY; "
            "ac_requested = &ac__rq; ",
            s->temp ? "__extension__ __auto_type ac__v = " : "", "ac__fn(");
    arguments(e, call, "");
    put("); ac_requested = ac__outer; ac_poll ac__p = ac__rq.poll; ", o);
}

// The caller or callee unwinds: to the exits, or out.
static void unwind(Emitter *e, const Await *a)
{
    put_all(&e->out, "{ ", leave_text(e->func, a->node, a->in_exit, a->exit, LEAVE_UNWIND), " } ");
}

// The poll and the result become two variables at once: the place that a resume jumps to must not
// lie in the block of a record, of which gcc would think that it is gone (-Wdangling-pointer).
static void start_by_value(Emitter *e, const Step *s, const Await *a)
{
    const char *g = a->callee->name;
    put("{ ac_poll ac__p; ", &e->out);
    if (s->temp)
        put_all(&e->out, "__typeof__(", type_text(e->func, a->callee->result, true),
                ") ac__result; ");
    put_all(&e->out, "{ struct ", g, "__value ac__v = ", g, "__run(&ac__fr->await_", a->label,
            ".callee, ac__cx, ", g, "__START");
}

static void await(Emitter *e, const Step *s)
{
    const Await *a = s->node->await;
    const char *g = a->callee->name, *f = e->func->name;
    Text *o = &e->out;
    bool pointer = a->callee->is_pointer;
    if (a->group)
        put("{ ", o), emit_group_start(e, a);
    else if (pointer)
        call_pointer(e, s);
    else if (a->dynamic)
        put_all(o, "{ void *ac__c = ac_push(ac__cx, ", g, "__type.size); ac_poll ac__p = ac__c ? ",
                g, "__start(ac__c, ac__cx");
    else if (gives_value(a))
        start_by_value(e, s, a);
    else if (a->runs_directly)
        put_all(o, "{ ac_poll ac__p = ", g, "__run(&ac__fr->await_", a->label, ".callee, ac__cx, ",
                g, "__START");
    else
        put_all(o, "{ ac_poll ac__p = ", g, "__start(&ac__fr->await_", a->label, ".callee, ac__cx");
    if (!pointer && !a->group) {
        arguments(e, s->node->kids[0], ",");
        put_all(o, ")", a->dynamic ? " : AC_UNWIND" : "", "; ");
        if (gives_value(a))
            put_all(o, "ac__p = ac__v.poll; ", s->temp ? "ac__result = ac__v.result; } " : "} ");
    }
    put("if (__builtin_expect(ac__p != AC_READY, 0)) { ", o);
    if (pointer)
        put("void *ac__c = ac__rq.frame; "
            "if (ac__p == AC_PENDING) { ac_link(ac__cx, ac__c, ac__rq.type); ",
            o);
    else if (a->dynamic)
        put_all(o, "if (ac__p == AC_PENDING) { ac_link(ac__cx, ac__c, &", g, "__type); ");
    else if (!unwinds_at_once(a))
        put("if (ac__p == AC_UNWIND) ", o), unwind(e, a);
    save_restore(e, a, true);
    // One that unwinds here has nothing to run: it may save as if it waited.
    put_all(o, "ac__fr->ac__state = ", f, "__AWAIT_", a->label,
            "; ac__poll = ", unwinds_at_once(a) ? "ac__p" : "AC_PENDING",
            "; goto ac__leave; ac__resume_", a->label, ": ");
    put(a->dynamic ? "ac__c = ac__cx->child; " : "", o);
    put(unwinds_at_once(a) ? "; " : "ac__p = ac__cx->poll; ", o);
    save_restore(e, a, false);
    put(a->dynamic           ? "} if (ac__p == AC_UNWIND) { if (ac__c) ac_pop(ac__cx, ac__c); "
        : unwinds_at_once(a) ? ""
                             : "if (ac__p == AC_UNWIND) ",
        o);
    if (!unwinds_at_once(a))
        unwind(e, a);
    put(a->dynamic ? "} " : "", o);
    if (gives_value(a) && s->temp)
        put_all(o, "ac__result = ac__fr->await_", a->label, ".callee.result; ");
    if (pointer)
        put_all(o, s->temp ? "__builtin_memcpy((void *)&ac__v, ac__c, sizeof ac__v); " : "",
                "ac_pop(ac__cx, ac__c); ");
    put("} ", o);
    if (a->group)
        emit_group_results(e, a);
    if (pointer && s->temp)
        put_all(o, "__builtin_memcpy((void *)&", var_text(e->func, s->temp),
                ", (const void *)&ac__v, sizeof ac__v); ");
    else if (s->temp && gives_value(a))
        put_all(o, var_text(e->func, s->temp), " = ac__result; ");
    else if (s->temp && !read_in_place(s->temp) && copied_as_bytes(a->callee->result)) {
        const char *x = var_text(e->func, s->temp);
        put_all(o, "__builtin_memcpy((void *)&", x, ", ");
        if (a->dynamic)
            put_all(o, "ac__c, sizeof ", x, "); ");
        else
            put_all(o, "(void *)&ac__fr->await_", a->label, ".callee.result, sizeof ", x, "); ");
    } else if (s->temp && a->dynamic)
        put_all(o, var_text(e->func, s->temp), " = *(__typeof__(",
                type_text(e->func, a->callee->result, true), ") *)ac__c; ");
    else if (s->temp && !read_in_place(s->temp))
        put_all(o, var_text(e->func, s->temp), " = ac__fr->await_", a->label, ".callee.",
                a->group ? "head." : "", "result; ");
    if (a->dynamic && !pointer)
        put("ac_pop(ac__cx, ac__c); ", o);
    // What compilers would conclude from the attribute.
    put(a->callee->never_returns ? "__builtin_trap(); } " : "} ", o);
}

// ---------------------------------------------------------------------------------------------
// steps
// ---------------------------------------------------------------------------------------------

// `?:` and && assign one temporary in several steps: the first one declares it.
static void declare_temps(Emitter *e, const Step *s)
{
    for (; s; s = s->next) {
        Var *v = s->temp;
        bool in_frame = v && v->place == PLACE_PINNED && !v->has_witness;
        if (v && s->kind != STEP_IF && !in_frame && !read_in_place(v) && !v->declared) {
            v->declared = true;
            if (v->type->plain) {
                put_all(&e->out, "__typeof__(", type_text(e->func, v->type, true), ") ", v->name,
                        "; ");
            } else {
                // Behind a comma arrays are pointers and qualifiers are gone, as in a value.
                const Node *n = v->typed_by ? v->typed_by : s->node;
                put(v->type->is_promoted ? "__typeof__(+(" : "__typeof__(((void)0, ", &e->out);
                e->unevaluated = v->typed_by;
                emit_range(e, n->begin, n->end, n);
                e->unevaluated = NULL;
                put_all(&e->out, ")) ", v->has_witness ? "*" : "",
                        v->has_witness ? witness_name(e->func, v) : v->name, "; ");
            }
        }
        declare_temps(e, s->then);
        declare_temps(e, s->otherwise);
    }
}

// The first kid that is a value: behind the condition, or what _Generic looks at.
static int first_choice(const Unit *u, const Node *n)
{
    return n->kids[0]->kind == N_UNEVALUATED || !token_is(u, token_at(u, n->begin), "_Generic");
}

// _Generic(x, int: f(), default: g())      _Generic(x, int: 1, default: 0)
static void emit_choice(Emitter *e, const Node *n, int choice)
{
    uint32_t at = n->begin;
    for (int i = first_choice(e->unit, n); i < n->kid_count; i++) {
        const Node *k = n->kids[i];
        emit_range(e, at, k->begin, NULL);
        print(&e->out, " %d ", i == choice);
        at = k->end;
    }
    emit_range(e, at, n->end, NULL);
}

void pragma_line(Emitter *e, const char *text)
{
    Token here = {.line = e->line, .file = e->file, .system = e->system};
    put_all(&e->out, "\n#pragma ", text);
    e->line = UINT32_MAX;
    emit_marker(e, &here, 0);
}

static void step(Emitter *e, const Step *s);

// What is taken out of an expression with `__extension__` in front is not told of -Wpedantic there.
static void quiet_step(Emitter *e, const Step *s)
{
    e->quiet = true;
    pragma_line(e, "GCC diagnostic push");
    pragma_line(e, "GCC diagnostic ignored \"-Wpedantic\"");
    step(e, s);
    pragma_line(e, "GCC diagnostic pop");
    e->quiet = false;
}

static void step(Emitter *e, const Step *s)
{
    const Node *n = s->node;
    if (n && n->in_extension && !e->quiet) {
        quiet_step(e, s);
        return;
    }
    emit_wrap(e);
    bool elsewhere = s->kind == STEP_SPILL && n->temp && n->temp != s->temp, by_bytes, own_type;
    switch (s->kind) {
    case STEP_AWAIT:
        await(e, s);
        break;
    case STEP_SPILL:
    case STEP_EVAL:
        // It cannot be assigned, or its type may be defined in here, and another one outside.
        own_type = s->temp && !s->temp->type->plain;
        by_bytes =
            s->temp && (s->temp->type->has_const_member || (own_type && s->temp->type->is_record));
        if (by_bytes)
            put("{ __extension__ __auto_type ac__value = (", &e->out);
        else if (own_type)
            put_all(&e->out, var_text(e->func, s->temp), " = (__typeof__(",
                    var_text(e->func, s->temp), "))(");
        else if (s->temp)
            put_all(&e->out, var_text(e->func, s->temp), " = ", s->as_bool ? "!!" : "", "(");
        else
            put("(void)(", &e->out);
        emit_range(e, n->begin, n->end, elsewhere || (n->temp && !s->temp) ? NULL : n);
        put("); ", &e->out);
        if (by_bytes)
            put_all(&e->out, "__builtin_memcpy((void *)&", var_text(e->func, s->temp),
                    ", (void *)&ac__value, sizeof ac__value); } ");
        break;
    case STEP_IF:
        put_all(&e->out, "if (", s->negate ? "!(" : "");
        if (s->temp)
            put(var_text(e->func, s->temp), &e->out);
        else if (s->choice)
            emit_choice(e, n, s->choice);
        else
            emit_range(e, n->begin, n->end, NULL);
        put(s->negate ? ")) { " : ") { ", &e->out);
        for (const Step *t = s->then; t; t = t->next)
            step(e, t);
        put("} ", &e->out);
        if (s->otherwise) {
            put("else { ", &e->out);
            for (const Step *t = s->otherwise; t; t = t->next)
                step(e, t);
            put("} ", &e->out);
        }
        break;
    case STEP_BLOCK:
        emit_range(e, n->begin, n->end, NULL);
        put_char(' ', &e->out);
        break;
    }
}

static void steps(Emitter *e, const Step *s)
{
    declare_temps(e, s);
    for (; s; s = s->next)
        step(e, s);
}

// The text between functions, as it came but for `_Async`; for reading without its line markers.
static void verbatim(Emitter *e, uint32_t begin, uint32_t end)
{
    Unit *u = e->unit;
    int i = token_at(u, begin);
    for (; e->for_reading && u->tokens[i].offset < end && u->tokens[i].kind != T_EOF; i++) {
        pragmas(e, begin, u->tokens[i].offset);
        int erased = erased_tokens(u, i);
        if (erased)
            i += erased - 1;
        else
            emit_token(e, i);
        begin = u->tokens[i].offset + u->tokens[i].length;
    }
    for (; u->tokens[i].offset < end && u->tokens[i].kind != T_EOF; i++) {
        int erased = erased_tokens(u, i);
        if (!erased)
            continue;
        put_bytes(u->text + begin, u->tokens[i].offset - begin, &e->out);
        i += erased - 1;
        begin = u->tokens[i].offset + u->tokens[i].length;
    }
    if (!e->for_reading)
        put_bytes(u->text + begin, end - begin, &e->out);
}

// The flag in the line marker at p: '1' enters a file, '2' goes back to one. 0: neither, or no
// marker.
static char nesting_flag(const char *p)
{
    const char *flags = p[0] == '#' && p[1] == ' ' && isdigit((unsigned char)p[2]) ? p : NULL;
    for (const char *c = p; flags && *c != '\n' && *c; c++)
        if (*c == '"')
            flags = c + 1;
    return flags && (flags[1] == '1' || flags[1] == '2') && flags[-1] == '"' ? flags[1] : 0;
}

// A function that ends in another file than it begins in: enters or leaves what its text does,
// which markers within it do not say, for those behind it go on from there.
static void nest_as_text(Emitter *e, uint32_t begin, uint32_t end)
{
    const char *text = e->unit->text;
    const char **open = NULL; // markers without a counterpart
    for (const char *p = text + begin; (p = strchr(p, '\n')) && p < text + end; p++) {
        char flag = nesting_flag(p + 1);
        if (flag == '2' && arrlen(open) && nesting_flag(arrlast(open)) == '1')
            (void)arrpop(open);
        else if (flag)
            arrput(open, p + 1);
    }
    for (ptrdiff_t i = 0; i < arrlen(open); i++)
        print(&e->out, "\n%.*s\n", (int)strcspn(open[i], "\n"), open[i]);
    arrfree(open);
}

static void between(Emitter *e, uint32_t begin, uint32_t end)
{
    Unit *u = e->unit;
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++) {
        const Func *f = u->funcs[i];
        if (f->begin < begin || f->end > end)
            continue;
        verbatim(e, begin, f->begin);
        emit_function(e, f);
        begin = f->end;
        e->line = UINT32_MAX;
        if (!e->for_reading) {
            nest_as_text(e, f->begin, f->end);
            emit_marker(e, &u->tokens[token_at(u, begin) - 1], 0);
        }
    }
    verbatim(e, begin, end);
}

static char *text_between(Emitter *e, uint32_t begin, uint32_t end)
{
    size_t length;
    between(e, begin, end);
    hmfree(e->pragmas_before);
    return text_taken(&e->out, &length);
}

char *emit_between(Unit *u, uint32_t begin, uint32_t end)
{
    return text_between(&(Emitter){.unit = u, .for_reading = true, .line = UINT32_MAX}, begin, end);
}

char *emit_whole(Unit *u, bool markers)
{
    Emitter e = {.unit = u, .for_reading = !markers, .line = markers ? 0 : UINT32_MAX};
    return text_between(&e, 0, u->length);
}

// Of the lowered text, about: the longer it is, the more it takes to move it to where it can grow.
static size_t expected_length(const Unit *u)
{
    size_t length = u->length;
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++)
        length += (size_t)(u->funcs[i]->end - u->funcs[i]->begin) * 16;
    return length;
}

void emit(Unit *u)
{
    if (u->options->mode == MODE_EMIT_C) {
        splice(u);
        return;
    }
    Emitter e = {.unit = u};
    make_room(&e.out, expected_length(u));
    between(&e, 0, u->length);
    hmfree(e.pragmas_before);
    u->out = text_taken(&e.out, &u->out_length);
}
