// emit.c: the lowered C. The only file that writes C; it owns the line markers.
//
// Outside the functions that use the dialect the text goes out as it came. A function is written as
// its frame, f__run with the edited body, f__start, f__resume and the ordinary symbol f. What is
// generated stands on the line of the user's text around it, so that every tool names that line.
// Requires: edit. Provides: Unit.out.
#include "emit.h"
#include "options.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    Unit *unit;
    bool for_reading; // --emit=c: preprocessed again
    const Func *func;
    FILE *out;
    uint32_t line; // where the output stands, as line markers count
    uint16_t file;
    bool system;
    long line_begin;    // where in the output
    int last;           // the token that was written last, -1 if something else followed
    int pragmas_before; // the token in front of which pragmas were written last
} Emitter;

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
static void marker(Emitter *e, const Token *t, uint32_t column)
{
    const char *path = quoted_path(e->unit, e->unit->files[t->file].path);
    bool near = e->line != UINT32_MAX && t->file == e->file && t->system == e->system &&
                t->line > e->line && t->line - e->line <= 8;
    if (near)
        for (uint32_t i = e->line; i < t->line; i++)
            fputc('\n', e->out);
    else if (!e->for_reading)
        fprintf(e->out, "\n# %u \"%s\"%s\n", t->line, path, t->system ? " 3" : "");
    else if (!e->unit->options->no_line)
        fprintf(e->out, "\n#line %u \"%s\"\n", t->line, path);
    else
        fputc('\n', e->out);
    e->line_begin = ftell(e->out);
    if (column > 1)
        fprintf(e->out, "%*s", (int)column - 1, "");
    e->line = t->line;
    e->file = t->file;
    e->system = t->system;
    e->last = -1;
}

// Compilers stop counting columns in very long lines: goes on in a new one for the same user's
// line.
static void wrap(Emitter *e)
{
    if (ftell(e->out) - e->line_begin < 2000 || e->line == UINT32_MAX)
        return;
    Token here = {.line = e->line, .file = e->file, .system = e->system};
    marker(e, &here, 0);
}

// `#pragma` lines between two tokens: whether there are any.
static bool pragmas(Emitter *e, uint32_t begin, uint32_t end)
{
    const char *s = e->unit->text;
    bool any = false;
    for (uint32_t p = begin; p < end; p++)
        if (s[p] == '#' && !strncmp(s + p, "#pragma", 7)) {
            uint32_t q = p;
            while (q < end && s[q] != '\n')
                q++;
            fprintf(e->out, "\n%.*s\n", (int)(q - p), s + p);
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
    if (!i || e->pragmas_before == i || t->offset <= t[-1].offset + t[-1].length + 7 ||
        !pragmas(e, t[-1].offset + t[-1].length, t->offset))
        return false;
    e->pragmas_before = i;
    return true;
}

static void token(Emitter *e, int i)
{
    const Token *t = &e->unit->tokens[i];
    bool joined = e->last == i - 1 && i && t[-1].offset + t[-1].length == t->offset;
    // Text for reading is closed up; what only the compiler sees keeps the user's columns.
    uint32_t column = column_of(e->unit, i);
    uint32_t at = (uint32_t)(ftell(e->out) - e->line_begin) + (joined ? 1 : 2);
    if (t->file != e->file || t->line != e->line || (t->system != e->system && !e->for_reading) ||
        (column && at > column && !e->for_reading)) {
        marker(e, t, column);
        joined = true;
    } else if (column > at && !e->for_reading) {
        fprintf(e->out, "%*s", (int)(column - at), "");
    }
    // What lex left of comments between tokens says that a fall-through is meant.
    if (i && memchr(e->unit->text + t[-1].offset + t[-1].length, '/',
                    t->offset - t[-1].offset - t[-1].length))
        fputs(" /* fall through */", e->out);
    if (!token_is(e->unit, i, "_Async")) {
        if (!joined)
            fputc(' ', e->out);
        fwrite(e->unit->text + t->offset, 1, t->length, e->out);
    }
    e->last = i;
}

// While an edit prints, neither it nor those that were printed in front of it, at its place, count.
static void suspend_edits(Edit *edits, ptrdiff_t last, int change)
{
    for (ptrdiff_t k = last; k >= 0 && edits[k].begin == edits[last].begin; k--)
        if (k == last || edits[k].end == edits[k].begin)
            edits[k].printing += change;
}

// Prints [begin, end) with its edits, but those that stand for the value of `owner`.
static void range(Emitter *e, uint32_t begin, uint32_t end, const Node *owner)
{
    const Unit *u = e->unit;
    Edit *edits = e->func->edits;
    ptrdiff_t k = 0, count = arrlen(edits), hi = count;
    while (k < hi) {
        ptrdiff_t mid = k + (hi - k) / 2;
        if (edits[mid].begin < begin)
            k = mid + 1;
        else
            hi = mid;
    }
    uint32_t at = begin;
    int i = token_at(u, begin);
    while (at < end || (k < count && edits[k].begin <= end)) {
        for (; k < count &&
               (edits[k].begin < at || edits[k].end > end ||
                (owner && edits[k].owner == owner && edits[k].rank) || edits[k].printing);
             k++)
            if (edits[k].begin > end)
                break;
        // An insertion at the very end belongs to the text behind, but for a whole statement's.
        bool apply = k < count && edits[k].begin <= end && edits[k].end <= end &&
                     (i >= (int)arrlen(u->tokens) || edits[k].begin <= u->tokens[i].offset ||
                      u->tokens[i].offset >= end);
        if (apply) {
            Edit *d = &edits[k++];
            const Token *next = &u->tokens[i];
            if (d->begin == next->offset && pragmas_before(e, i))
                marker(e, next, column_of(e->unit, i));
            if (!d->closes && next->offset < end && next->line != e->line &&
                next->file == e->file && next->line > e->line)
                marker(e, next, column_of(e->unit, i));
            suspend_edits(edits, d - edits, 1);
            fprintf(e->out, " %s", d->text ? d->text : "");
            e->last = -1;
            steps(e, d->steps);
            fputs(d->lead ? d->lead : "", e->out);
            if (d->slice_end)
                range(e, d->slice_begin, d->slice_end, d->owner);
            fprintf(e->out, "%s", d->tail ? d->tail : "");
            e->last = -1;
            suspend_edits(edits, d - edits, -1);
            if (d->end > at)
                at = d->end;
            while (u->tokens[i].offset < at && u->tokens[i].kind != T_EOF)
                i++;
            continue;
        }
        const Token *t = &u->tokens[i];
        if (t->offset >= end || t->kind == T_EOF)
            break;
        pragmas_before(e, i);
        token(e, i++);
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
            fprintf(e->out,
                    save ? "__builtin_memcpy(ac__fr->await_%s.%s, &%s, sizeof %s); "
                         : "__builtin_memcpy(&%3$s, ac__fr->await_%1$s.%2$s, sizeof %4$s); ",
                    a->label, v->field, x, x);
        else if (save)
            fprintf(e->out, "ac__fr->await_%s.%s = %s; ", a->label, v->field, x);
        else
            fprintf(e->out, "%s = ac__fr->await_%s.%s; ", x, a->label, v->field);
    }
}

static void arguments(Emitter *e, const Node *call, const char *separator)
{
    for (int i = 1; i < call->kid_count; i++) {
        fputs(separator, e->out);
        separator = ", ";
        e->last = -1;
        range(e, call->kids[i]->begin, call->kids[i]->end, NULL);
    }
}

// A function that a pointer leads to takes the request and starts, or returns its value.
static void call_pointer(Emitter *e, const Step *s)
{
    FILE *o = e->out;
    const Node *call = s->node->kids[0];
    fputs("{ __auto_type ac__fn = (", o);
    range(e, call->kids[0]->begin, call->kids[0]->end, NULL);
    fprintf(o,
            "); ac_request ac__rq = {.function = (void (*)(void))ac__fn, .cx = ac__cx, "
            ".outer = ac_requested}; ac_requested = &ac__rq; %sac__fn(",
            s->temp ? "__auto_type ac__v = " : "");
    arguments(e, call, "");
    fputs("); if (!ac_request_taken(&ac__rq)) { ", o);
    if (s->temp)
        fprintf(o, "__builtin_memcpy((void *)&%s, (const void *)&ac__v, sizeof ac__v); ",
                var_text(e->func, s->temp));
    fputs("} else { void *ac__c = ac__rq.frame; ac_poll ac__p = ac__rq.poll; ", o);
}

static void await(Emitter *e, const Step *s)
{
    const Await *a = s->node->await;
    const char *g = a->callee->name, *f = e->func->name;
    FILE *o = e->out;
    bool pointer = a->callee->is_pointer;
    if (pointer)
        call_pointer(e, s);
    else if (a->dynamic)
        fprintf(o,
                "{ void *ac__c = ac_push(ac__cx, %s__type.size); ac_poll ac__p = ac__c ? "
                "%s__start(ac__c, ac__cx",
                g, g);
    else if (a->runs_directly)
        fprintf(o, "{ ac_poll ac__p = %s__run(&ac__fr->await_%s.callee, ac__cx, %s__START", g,
                a->label, g);
    else
        fprintf(o, "{ ac_poll ac__p = %s__start(&ac__fr->await_%s.callee, ac__cx", g, a->label);
    if (!pointer) {
        arguments(e, s->node->kids[0], ", ");
        fprintf(o, ")%s; ", a->dynamic ? " : AC_UNWIND" : "");
    }
    fputs("if (ac__p != AC_READY) { ", o);
    if (pointer)
        fputs("if (ac__p == AC_PENDING) { ac_link(ac__cx, ac__c, ac__rq.type); ", o);
    else if (a->dynamic)
        fprintf(o, "if (ac__p == AC_PENDING) { ac_link(ac__cx, ac__c, &%s__type); ", g);
    else
        fputs("if (ac__p == AC_UNWIND) goto ac__unwind; ", o);
    save_restore(e, a, true);
    fprintf(o, "ac__fr->ac__state = %s__AWAIT_%s; return AC_PENDING; ac__resume_%s: ", f, a->label,
            a->label);
    if (a->dynamic)
        fputs("ac__c = ac__cx->child; ac__p = ac__cx->poll; ", o);
    else
        fprintf(o,
                "ac__p = %s__resume(&ac__fr->await_%s.callee, ac__cx); "
                "if (ac__p == AC_PENDING) return AC_PENDING; ",
                g, a->label);
    save_restore(e, a, false);
    if (a->dynamic)
        fputs("} if (ac__p == AC_UNWIND) { if (ac__c) ac_pop(ac__cx, ac__c); goto ac__unwind; } } ",
              o);
    else
        fputs("if (ac__p == AC_UNWIND) goto ac__unwind; } ", o);
    if (pointer && s->temp)
        fprintf(o, "__builtin_memcpy((void *)&%s, ac__c, sizeof ac__v); ",
                var_text(e->func, s->temp));
    else if (s->temp && !read_in_place(s->temp) && copied_as_bytes(a->callee->result)) {
        const char *x = var_text(e->func, s->temp);
        fprintf(o, "__builtin_memcpy((void *)&%s, ", x);
        if (a->dynamic)
            fprintf(o, "ac__c, sizeof %s); ", x);
        else
            fprintf(o, "(void *)&ac__fr->await_%s.callee.result, sizeof %s); ", a->label, x);
    } else if (s->temp && a->dynamic)
        fprintf(o, "%s = *(__typeof__(%s) *)ac__c; ", var_text(e->func, s->temp),
                type_text(e->func, a->callee->result, true));
    else if (s->temp && !read_in_place(s->temp))
        fprintf(o, "%s = ac__fr->await_%s.callee.result; ", var_text(e->func, s->temp), a->label);
    if (a->dynamic)
        fputs("ac_pop(ac__cx, ac__c); ", o);
    fputs(pointer ? "} } " : "} ", o);
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
                fprintf(e->out, "__typeof__(%s) %s; ", type_text(e->func, v->type, true), v->name);
            } else {
                // Behind a comma arrays are pointers and qualifiers are gone, as in a value.
                fputs("__typeof__(((void)0, ", e->out);
                range(e, s->node->begin, s->node->end, s->node);
                fprintf(e->out, ")) %s%s; ", v->has_witness ? "*" : "",
                        v->has_witness ? witness_name(e->func, v) : v->name);
            }
        }
        declare_temps(e, s->then);
        declare_temps(e, s->otherwise);
    }
}

static void step(Emitter *e, const Step *s)
{
    const Node *n = s->node;
    wrap(e);
    bool elsewhere = s->kind == STEP_SPILL && n->temp && n->temp != s->temp, by_bytes;
    switch (s->kind) {
    case STEP_AWAIT:
        await(e, s);
        break;
    case STEP_SPILL:
    case STEP_EVAL:
        by_bytes = s->temp && s->temp->type->has_const_member;
        if (by_bytes) // it cannot be assigned
            fprintf(e->out, "{ __typeof__(%s) ac__value = (", var_text(e->func, s->temp));
        else if (s->temp)
            fprintf(e->out, "%s = %s(", var_text(e->func, s->temp), s->as_bool ? "!!" : "");
        else
            fputs("(void)(", e->out);
        range(e, n->begin, n->end, elsewhere || (n->temp && !s->temp) ? NULL : n);
        fputs("); ", e->out);
        if (by_bytes)
            fprintf(e->out,
                    "__builtin_memcpy((void *)&%s, (void *)&ac__value, sizeof ac__value); } ",
                    var_text(e->func, s->temp));
        break;
    case STEP_IF:
        fprintf(e->out, "if (%s", s->negate ? "!(" : "");
        if (s->temp)
            fputs(var_text(e->func, s->temp), e->out);
        else
            range(e, n->begin, n->end, NULL);
        fputs(s->negate ? ")) { " : ") { ", e->out);
        for (const Step *t = s->then; t; t = t->next)
            step(e, t);
        fputs("} ", e->out);
        if (s->otherwise) {
            fputs("else { ", e->out);
            for (const Step *t = s->otherwise; t; t = t->next)
                step(e, t);
            fputs("} ", e->out);
        }
        break;
    case STEP_BLOCK:
        range(e, n->begin, n->end, NULL);
        fputc(' ', e->out);
        break;
    }
}

static void steps(Emitter *e, const Step *s)
{
    declare_temps(e, s);
    for (; s; s = s->next)
        step(e, s);
}

// ---------------------------------------------------------------------------------------------
// functions
// ---------------------------------------------------------------------------------------------

static void field(Emitter *e, const Type *t, const char *type, const char *name)
{
    if (t->array && type == t->text)
        fprintf(e->out, "__typeof__(%s) %s[%llu]; ", t->element, name,
                (unsigned long long)t->array);
    else // a frame is aligned to 8
        fprintf(e->out, "__typeof__(%s) %s%s; ", type, name,
                t->align > 8 ? " __attribute__((packed, aligned(8)))" : "");
}

static void slot(Emitter *e, const Var *v, const char *type)
{
    unsigned slack = v->align > 8 && v->place == PLACE_PINNED ? v->align - 8 : 0;
    if (v->opaque)
        fprintf(e->out, "_Alignas(8) char %s[%llu]; ", v->field,
                (unsigned long long)v->type->size + slack);
    else
        field(e, v->type, type, v->field);
}

static void scope_fields(Emitter *e, const Scope *s)
{
    for (ptrdiff_t i = 0; i < arrlen(s->vars); i++)
        if (s->vars[i]->place == PLACE_PINNED)
            slot(e, s->vars[i], s->vars[i]->type->text);
    if (!s->has_await)
        return;
    fputs("union { ", e->out);
    for (ptrdiff_t i = 0; i < arrlen(s->awaits); i++) {
        const Await *a = s->awaits[i];
        if (a->dynamic && !arrlen(a->live))
            continue;
        fputs("struct { ", e->out);
        for (ptrdiff_t k = 0; k < arrlen(a->live); k++)
            slot(e, a->live[k], a->live[k]->type->plain);
        if (!a->dynamic)
            fprintf(e->out, "struct %s__frame callee; ", a->callee->name);
        fprintf(e->out, "} await_%s; ", a->label);
    }
    for (ptrdiff_t i = 0; i < arrlen(s->children); i++) {
        fputs("struct { ", e->out);
        scope_fields(e, s->children[i]);
        fputs("}; ", e->out);
    }
    fputs("}; ", e->out);
}

static bool has_params(const Callee *c)
{
    return arrlen(c->params) > 0;
}

static void frame_struct(Emitter *e, const Func *f)
{
    fprintf(e->out, "enum %s__state { %s__START, %s__ENTER", f->name, f->name, f->name);
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++)
        fprintf(e->out, ", %s__AWAIT_%s", f->name, f->awaits[i]->label);
    fprintf(e->out,
            ", %s__DONE }; __extension__ struct __attribute__((may_alias)) %s__frame { union { ",
            f->name, f->name);
    if (!f->result->is_void)
        field(e, f->result, f->result->plain, "result");
    if (f->dynamic && has_params(f->callee)) {
        fputs("struct { ", e->out);
        for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
            field(e, f->callee->params[i], f->callee->params[i]->plain, f->scope->vars[i]->name);
        fputs("} enter; ", e->out);
    }
    fputs("struct { ", e->out);
    scope_fields(e, f->scope);
    fprintf(e->out, "}; }; unsigned %s ac__state; }; ", arrlen(f->awaits) < 250 ? "char" : "short");
}

// Makes what another function of the program gives known here, before its first use.
static void declare_contract(Emitter *e, Callee *c)
{
    if (c->declared || c->has_contract)
        return;
    c->declared = true;
    const char *storage = c->is_static ? "static " : "";
    if (!c->func || c->func->dynamic)
        fprintf(e->out,
                "struct %s__frame; __attribute__((unused)) %sac_poll %s__start(struct %s__frame *, "
                "ac_context *%s%s); ",
                c->name, storage, c->name, c->name, has_params(c) ? ", " : "",
                has_params(c) ? c->params_text : "");
    if (c->func && !c->is_static)
        fprintf(e->out, "ac_poll %s__resume(void *, ac_context *); ", c->name);
    fprintf(e->out, "%s %sconst ac_async_type %s__type; ",
            c->is_static ? "__attribute__((unused))" : "extern", storage, c->name);
}

static void declare_callees(Emitter *e, const Node *n)
{
    if (!n)
        return;
    if (n->callee && !n->callee->is_pointer &&
        (n->kind == N_SPAWN || n->kind == N_RUN || (n->await && n->await->dynamic)))
        declare_contract(e, n->callee);
    for (int i = 0; i < n->kid_count; i++)
        declare_callees(e, n->kids[i]);
}

static void run_function(Emitter *e, const Func *f)
{
    FILE *o = e->out;
    const char *params = has_params(f->callee) ? f->callee->params_text : "",
               *comma = *params ? ", " : "";
    fprintf(o,
            "%sstatic ac_poll %s__run(struct %s__frame *ac__fr, ac_context *ac__cx, "
            "enum %s__state ac__at%s%s) { enum { ac__START = %s__START, ac__DONE = %s__DONE }; ",
            f->takes_label_address ? "__attribute__((noinline)) " : "", f->name, f->name, f->name,
            comma, params, f->name, f->name);
    fputs("(void)ac__fr; (void)ac__cx; ", o);
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
        if (f->scope->vars[i]->is_unnamed)
            fprintf(o, "(void)%s; ", f->scope->vars[i]->name);
    if (f->uses_func_name)
        fprintf(o, "static const char ac__func[] = \"%s\"; ", f->name);
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
        if (f->scope->vars[i]->rename && f->scope->vars[i]->place != PLACE_PINNED)
            fprintf(o, "__typeof__(%s) %s = %s; ", type_text(f, f->callee->params[i], true),
                    f->scope->vars[i]->rename, f->scope->vars[i]->name);
    fprintf(o, "switch ((int)ac__at) { case ac__START: ");
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++) {
        const Var *v = f->scope->vars[i];
        if (v->place == PLACE_PINNED)
            fprintf(o, "__builtin_memcpy((void *)&%s, (const void *)&%s, sizeof %s); ",
                    var_text(f, v), v->name, v->name);
    }
    fputs("break; ", o);
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++)
        fprintf(o, "case %s__AWAIT_%s: goto ac__resume_%s; ", f->name, f->awaits[i]->label,
                f->awaits[i]->label);
    fprintf(o, "default: ac_bad_resume(&%s__type, ac__at); } ", f->name);
    range(e, f->body_begin, f->end, NULL);
    if (f->is_main && !f->result->is_void)
        fputs(" ac__fr->result = 0;", o);
    fputs(" if ((int)ac__at != ac__START) ac__fr->ac__state = ac__DONE; return AC_READY; ", o);
    if (arrlen(f->awaits))
        fputs("ac__unwind: ac__fr->ac__state = ac__DONE; return AC_UNWIND; ", o);
    fputs("} ", o);
}

// Hands the parameters on, behind other arguments.
static void pass_params(FILE *o, const Func *f)
{
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
        fprintf(o, ", %s", f->scope->vars[i]->name);
}

// Keeps a parameter for a start that goes through the queue, or takes it back.
static void enter_param(FILE *o, const Func *f, ptrdiff_t i, bool keep)
{
    const char *x = f->scope->vars[i]->name;
    if (copied_as_bytes(f->callee->params[i]))
        fprintf(o,
                keep
                    ? "__builtin_memcpy((void *)&ac__fr->enter.%s, (const void *)&%s, sizeof %s); "
                    : "__builtin_memcpy((void *)&%2$s, (void *)&ac__fr->enter.%1$s, sizeof %3$s); ",
                x, x, x);
    else
        fprintf(o, keep ? "ac__fr->enter.%s = %s; " : "%2$s = ac__fr->enter.%1$s; ", x, x);
}

static void entry_points(Emitter *e, const Func *f)
{
    FILE *o = e->out;
    const char *n = f->name, *params = has_params(f->callee) ? f->callee->params_text : "";
    const char *comma = *params ? ", " : "", *storage = f->is_static ? "static " : "";
    if (f->dynamic) {
        fprintf(o,
                "%sac_poll %s__start(struct %s__frame *ac__fr, ac_context *ac__cx%s%s) { "
                "if (ac_cstack_low(ac__cx)) { ",
                storage, n, n, comma, params);
        for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
            enter_param(o, f, i, true);
        fprintf(o,
                "ac__fr->ac__state = %s__ENTER; return ac_requeue(ac__cx); } "
                "return %s__run(ac__fr, ac__cx, %s__START",
                n, n, n);
        pass_params(o, f);
        fputs("); } ", o);
    }
    fprintf(o,
            "__attribute__((unused)) %sac_poll %s__resume(void *ac__body, ac_context *ac__cx) { "
            "struct %s__frame *ac__fr = ac__body; int ac__at = ac__fr->ac__state; ",
            storage, n, n);
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
        // Unspecified values, which are restored before use; but a _Bool must not be any byte.
        fprintf(
            o,
            f->callee->params[i]->is_bool
                ? "__typeof__(%1$s) %2$s = 0; "
                : "__typeof__(%1$s) %2$s; __asm__(\"\" : \"=m\"(*(char (*)[sizeof %2$s])&%2$s)); ",
            type_text(f, f->callee->params[i], true), f->scope->vars[i]->name);
    if (f->dynamic) {
        fprintf(o, "if (ac__at == %s__ENTER) { ", n);
        for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
            enter_param(o, f, i, false);
        fprintf(o, "ac__fr->ac__state = %s__DONE; ac__at = %s__START; } else ", n, n);
    }
    fprintf(o,
            "if (ac__at == %s__START) ac__at = %s__DONE; "
            "return %s__run(ac__fr, ac__cx, (enum %s__state)ac__at",
            n, n, n, n);
    pass_params(o, f);
    fprintf(o,
            "); } %sconst ac_async_type %s__type = {\"%s\", (sizeof(struct %s__frame) + 7) & ~7u, ",
            storage, n, n, n);
    fprintf(o, f->result->is_void ? "0" : "sizeof(((struct %s__frame *)0)->result)", n);
    fprintf(o,
            f->dynamic ? ", %s__resume, (void (*)(void))%s__start, 0}; " : ", %s__resume, 0, 0}; ",
            n, n);
}

// The user's own declaration of the function.
static void declarator(Emitter *e, const Func *f)
{
    if (f->is_static)
        fputs("__attribute__((unused)) ", e->out);
    for (int i = token_at(e->unit, f->begin); e->unit->tokens[i].offset < f->body_begin; i++) {
        const Token *t = &e->unit->tokens[i];
        for (ptrdiff_t k = 0; k < arrlen(f->scope->vars); k++)
            if (f->scope->vars[k]->is_unnamed && f->scope->vars[k]->offset == t->offset)
                fprintf(e->out, "%s ", f->scope->vars[k]->name);
        if (!token_is(e->unit, i, "_Async"))
            fprintf(e->out, "%.*s ", (int)t->length, e->unit->text + t->offset);
    }
}

static bool names_itself(const Func *f)
{
    const Unit *u = f->unit;
    for (int i = token_at(u, f->body_begin); u->tokens[i].offset < f->end; i++)
        if (token_is(u, i, f->name))
            return true;
    return false;
}

// The ordinary symbol: main runs the loop; any other function takes the request of an await through
// a pointer, or must not be called.
static void symbol(Emitter *e, const Func *f)
{
    FILE *o = e->out;
    declarator(e, f);
    fputs("{ ", o);
    if (f->is_main)
        fputs("ac_context ac__sub; void *ac__body = ac_run_begin(&ac__sub, &main__type); "
              "ac_run_end(&ac__sub, ac__body, main__start(ac__body, &ac__sub",
              o);
    if (f->is_main)
        pass_params(o, f);
    if (f->is_main) {
        fprintf(o, ")); %sac_run_free(ac__body); %s} ",
                f->result->is_void ? "" : "int ac__r = *(int *)ac__body; ",
                f->result->is_void ? "" : "return ac__r; ");
    } else if (f->dynamic) {
        fprintf(o,
                "ac_request *ac__rq = ac_take_request((void (*)(void))%s, \"%s\"); "
                "if (ac_request_frame(ac__rq, &%s__type)) "
                "ac__rq->poll = %s__start(ac__rq->frame, ac__rq->cx",
                f->name, f->name, f->name, f->name);
        pass_params(o, f);
        fputs("); ", o);
        if (!f->result->is_void) // nobody looks at it
            fprintf(o,
                    "__typeof__(%s) ac__r; __asm__(\"\" : \"=m\"(*(char (*)[sizeof "
                    "ac__r])&ac__r)); return ac__r; ",
                    f->result->plain);
        fputs("} ", o);
    } else {
        for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
            fprintf(o, "(void)%s; ", f->scope->vars[i]->name);
        fprintf(o, "ac_not_awaited(\"%s\"); } ", f->name);
    }
}

static void function(Emitter *e, const Func *f)
{
    Unit *u = e->unit;
    e->func = f;
    // `async` comes from a macro of a system header: the function itself does not.
    Token first = u->tokens[token_at(u, f->begin)];
    e->system = first.system;
    first.system = u->tokens[token_at(u, f->body_begin)].system;
    e->line = UINT32_MAX;
    marker(e, &first, 0);
    declare_callees(e, f->body);
    if (!f->is_async) {
        range(e, f->begin, f->end, NULL);
    } else {
        for (int i = 0; i < f->alias_count; i++)
            fprintf(e->out,
                    "__attribute__((unused)) typedef __typeof__(%s) %s; __attribute__((unused)) "
                    "typedef __typeof__(%s) %s; ",
                    f->aliases[i]->text, type_text(f, f->aliases[i], false), f->aliases[i]->plain,
                    type_text(f, f->aliases[i], true));
        frame_struct(e, f);
        wrap(e);
        declare_contract(e, f->callee);
        if (names_itself(f)) {
            declarator(e, f);
            fputs("; ", e->out);
        }
        run_function(e, f);
        wrap(e);
        entry_points(e, f);
        wrap(e);
        symbol(e, f);
    }
}

// The text between functions, as it came but for `_Async`; for reading without its line markers.
static void verbatim(Emitter *e, uint32_t begin, uint32_t end)
{
    Unit *u = e->unit;
    int i = token_at(u, begin);
    for (; e->for_reading && u->tokens[i].offset < end && u->tokens[i].kind != T_EOF; i++) {
        pragmas(e, begin, u->tokens[i].offset);
        token(e, i);
        begin = u->tokens[i].offset + u->tokens[i].length;
    }
    for (; u->tokens[i].offset < end && u->tokens[i].kind != T_EOF; i++)
        if (token_is(u, i, "_Async")) {
            fwrite(u->text + begin, 1, u->tokens[i].offset - begin, e->out);
            begin = u->tokens[i].offset + u->tokens[i].length;
        }
    if (!e->for_reading)
        fwrite(u->text + begin, 1, end - begin, e->out);
}

static void between(Emitter *e, uint32_t begin, uint32_t end)
{
    Unit *u = e->unit;
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++) {
        const Func *f = u->funcs[i];
        if (f->begin < begin || f->end > end)
            continue;
        verbatim(e, begin, f->begin);
        function(e, f);
        begin = f->end;
        e->line = UINT32_MAX;
        if (!e->for_reading)
            marker(e, &u->tokens[token_at(u, begin) - 1], 0);
    }
    verbatim(e, begin, end);
}

char *emit_between(Unit *u, uint32_t begin, uint32_t end)
{
    Emitter e = {.unit = u, .for_reading = true, .line = UINT32_MAX};
    char *text = NULL;
    size_t length;
    e.out = memory_stream(&text, &length);
    between(&e, begin, end);
    close_memory_stream(e.out);
    return text;
}

void emit(Unit *u)
{
    if (u->options->mode == MODE_EMIT_C) {
        splice(u);
        return;
    }
    Emitter e = {.unit = u};
    e.out = memory_stream(&u->out, &u->out_length);
    between(&e, 0, u->length);
    close_memory_stream(e.out);
}
