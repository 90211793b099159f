// emit.c: the lowered C. The only pass that writes C.
//
// Outside the functions that use the dialect the text goes out as it came. A function is written as
// its frame, f__run with the edited body, f__start, f__resume and the ordinary symbol f. What is
// generated stands on the line of the user's text around it, so that every tool names that line.
// Requires: edit. Provides: Unit.out.
#include "emit.h"
#include "options.h"

#include <ctype.h>
#include <string.h>

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
                e->for_type = n;
                e->unevaluated = v->typed_by;
                emit_range(e, n->begin, n->end, n);
                e->for_type = e->unevaluated = NULL;
                put_all(&e->out, ")) ", v->has_witness ? "*" : "",
                        v->has_witness ? witness_name(e->func, v) : v->name,
                        v->has_witness ? behind_witness(e->func, v) : "", "; ");
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
        emit_await(e, s);
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

void emit_steps(Emitter *e, const Step *s)
{
    declare_temps(e, s);
    for (; s; s = s->next)
        step(e, s);
}

static uint32_t column_in_text(const Unit *u, uint32_t offset)
{
    uint32_t begin = offset;
    while (begin && u->text[begin - 1] != '\n')
        begin--;
    return offset - begin + 1;
}

// The text between functions, as it came but for `_Async`; for reading without its line markers.
static void verbatim(Emitter *e, uint32_t begin, uint32_t end)
{
    Unit *u = e->unit;
    int i = token_at(u, begin);
    for (; e->for_reading && u->tokens[i].offset < end && u->tokens[i].kind != T_EOF; i++) {
        emit_pragmas(e, begin, u->tokens[i].offset);
        int erased = erased_tokens(u, i);
        if (erased)
            i += erased - 1;
        else
            emit_token(e, i);
        begin = u->tokens[i].offset + u->tokens[i].length;
    }
    if (e->for_reading)
        emit_pragmas(e, begin, end);
    for (; u->tokens[i].offset < end && u->tokens[i].kind != T_EOF; i++) {
        int erased = erased_tokens(u, i);
        if (!erased && !u->tokens[i].falls_through)
            continue;
        put_bytes(u->text + begin, u->tokens[i].offset - begin, &e->out);
        if (!erased) {
            const Token *t = &u->tokens[i];
            uint32_t column = column_of(u, i);
            e->line = UINT32_MAX;
            emit_fallthrough(e, t);
            emit_marker(e, t, column ? column : column_in_text(u, t->offset));
            e->line = UINT32_MAX;
            begin = t->offset;
            continue;
        }
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

static char *text_between(Emitter *e, uint32_t begin, uint32_t end, size_t *length)
{
    between(e, begin, end);
    hmfree(e->pragmas_before);
    return text_taken(&e->out, length);
}

char *emit_between(Unit *u, uint32_t begin, uint32_t end, size_t *length)
{
    Emitter e = {.unit = u, .for_reading = true, .line = UINT32_MAX};
    return text_between(&e, begin, end, length);
}

char *emit_whole(Unit *u, bool markers, size_t *length)
{
    Emitter e = {.unit = u, .for_reading = !markers, .line = markers ? 0 : UINT32_MAX};
    return text_between(&e, 0, u->length, length);
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
