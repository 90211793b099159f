// dump.c: what a pass left, as text: for tests, and for reading along.
#include "asyncc.h"

#include <string.h>

static const char *const place_names[] = {"local", "saved", "pinned"};

static void dump_lex(const Unit *u, FILE *out)
{
    for (ptrdiff_t i = 0; i < arrlen(u->tokens); i++) {
        const Token *t = &u->tokens[i];
        if (!t->system && t->kind != T_EOF)
            fprintf(out, "%s:%u: %.*s\n", u->files[t->file].path, t->line, (int)t->length,
                    u->text + t->offset);
    }
}

static void dump_parse(const Unit *u, FILE *out)
{
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++) {
        const Func *f = u->funcs[i];
        fprintf(out, "%s%s %s\n", f->is_static ? "static " : "", f->is_async ? "async" : "plain",
                f->name);
        for (ptrdiff_t k = 0; k < arrlen(f->vars); k++)
            if (!f->vars[k]->is_temp)
                fprintf(out, "  %s %s: %s\n", f->vars[k]->is_param ? "param" : "local",
                        f->vars[k]->name, f->vars[k]->type->spelling);
        for (ptrdiff_t k = 0; k < arrlen(f->awaits); k++)
            fprintf(out, "  await %s: %s\n", f->awaits[k]->label,
                    f->awaits[k]->callee ? f->awaits[k]->callee->name : "?");
    }
}

// A node's tokens with the user's spacing, line markers left out.
static void print_range(const Unit *u, uint32_t begin, uint32_t end, FILE *out)
{
    for (int i = token_at(u, begin), first = i; u->tokens[i].offset < end; i++) {
        const Token *t = &u->tokens[i];
        uint32_t gap = i > first ? t[-1].offset + t[-1].length : t->offset;
        bool space = gap < t->offset;
        // A line break in the gap comes from the preprocessor: only two words need a space then.
        if (space && memchr(u->text + gap, '\n', t->offset - gap))
            space = t[-1].kind != T_PUNCT && t->kind != T_PUNCT;
        bool await = token_is(u, i, "_Await");
        fprintf(out, "%s%.*s", space ? " " : "", await ? 5 : (int)t->length,
                await ? "await" : u->text + t->offset);
    }
}

static void print_source(const Unit *u, const Node *n, FILE *out)
{
    print_range(u, n->begin, n->end, out);
}

static void dump_steps(const Unit *u, const Step *s, int depth, FILE *out)
{
    for (; s; s = s->next) {
        static const char *const names[] = {"spill", "await", "eval", "if", "block"};
        fprintf(out, "%*s%s%s", depth * 2, "", names[s->kind], s->negate ? " not" : "");
        if (s->temp)
            fprintf(out, " %s", s->temp->name);
        if (s->node) {
            fputs(s->temp ? " = " : " ", out);
            print_source(u, s->node, out);
        }
        fputc('\n', out);
        dump_steps(u, s->then, depth + 1, out);
        if (s->otherwise) {
            fprintf(out, "%*selse\n", depth * 2, "");
            dump_steps(u, s->otherwise, depth + 1, out);
        }
    }
}

static void dump_steps_of(const Unit *u, const Node *n, FILE *out)
{
    if (!n)
        return;
    if (n->pre) {
        fprintf(out, "  line %u\n", u->tokens[token_at(u, n->begin)].line);
        dump_steps(u, n->pre, 2, out);
    }
    for (int i = 0; i < n->kid_count; i++)
        dump_steps_of(u, n->kids[i], out);
}

static void dump_hoist(const Unit *u, const Func *f, FILE *out)
{
    dump_steps_of(u, f->body, out);
}

static void dump_flow(const Unit *u, const Func *f, FILE *out)
{
    (void)u;
    for (ptrdiff_t i = 0; i < arrlen(f->blocks); i++) {
        const Block *b = &f->blocks[i];
        fprintf(out, "  b%td %s:", i, b->what);
        for (ptrdiff_t e = 0; e < arrlen(b->events); e++) {
            static const char *const names[] = {"use",   "def",    "undef", "await",
                                                "touch", "access", "end"};
            const Event *ev = &b->events[e];
            if (!ev->var && !ev->await)
                continue;
            fprintf(out, " %s:%s", names[ev->kind], ev->var ? ev->var->name : ev->await->label);
        }
        for (ptrdiff_t s = 0; s < arrlen(b->succs); s++)
            fprintf(out, "%sb%d", s ? " " : " -> ", b->succs[s]);
        fputc('\n', out);
    }
    for (ptrdiff_t i = 0; i < arrlen(f->vars); i++) {
        const Var *v = f->vars[i];
        if (v->address_taken)
            fprintf(out, "  address of %s%s\n", v->name, v->escapes ? " escapes" : "");
        for (ptrdiff_t k = 0; k < arrlen(v->holds); k++)
            fprintf(out, "  %s may hold that of %s\n", v->name, v->holds[k]->name);
    }
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++) {
        fprintf(out, "  await %s live:", f->awaits[i]->label);
        Var **live = crossing(f, f->awaits[i], NULL);
        for (ptrdiff_t k = 0; k < arrlen(live); k++)
            fprintf(out, " %s%s", live[k]->name, live[k]->unassigned ? "?" : "");
        arrfree(live);
        fputc('\n', out);
    }
}

static void dump_frame(const Unit *u, const Func *f, FILE *out)
{
    (void)u;
    for (ptrdiff_t i = 0; i < arrlen(f->vars); i++) {
        const Var *v = f->vars[i];
        fprintf(out, "  %s: %s", v->name, place_names[v->place]);
        if (v->rename)
            fprintf(out, ", renamed %s", v->rename);
        fputc('\n', out);
    }
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++) {
        const Await *a = f->awaits[i];
        fprintf(out, "  await %s %s %s saves:", a->label, a->callee->name,
                a->dynamic ? "dynamic" : "embedded");
        for (ptrdiff_t k = 0; k < arrlen(a->live); k++)
            fprintf(out, " %s", a->live[k]->name);
        fputc('\n', out);
    }
}

// The text of a block would fill the page: the line says enough.
static void dump_edit(const Unit *u, const Func *f, FILE *out)
{
    for (ptrdiff_t i = 0; i < arrlen(f->edits); i++) {
        const Edit *d = &f->edits[i];
        fprintf(out, "  line %u: ", u->tokens[token_at(u, d->begin)].line);
        if (d->end > d->begin) {
            fputs("replace '", out);
            print_range(u, d->begin, d->end, out);
            fputs("' by '", out);
        } else {
            fputs("before '", out);
            print_range(u, d->begin, d->begin + 1, out);
            fputs("' insert '", out);
        }
        fprintf(out, "%s%s%s", d->text ? d->text : "", d->steps ? "<steps>" : "",
                d->lead ? d->lead : "");
        if (d->slice_end)
            print_range(u, d->slice_begin, d->slice_end, out);
        fprintf(out, "%s'\n", d->tail ? d->tail : "");
        dump_steps(u, d->steps, 2, out);
    }
}

void dump(const Unit *u, const char *pass, FILE *out)
{
    static const struct {
        const char *pass;
        void (*write)(const Unit *, const Func *, FILE *);
        bool ordinary; // also of functions that are not async
    } writers[] = {
        {"hoist", dump_hoist, false},
        {"flow", dump_flow, false},
        {"frame", dump_frame, false},
        {"edit", dump_edit, true},
    };
    if (!strcmp(pass, "lex"))
        dump_lex(u, out);
    else if (!strcmp(pass, "parse") || !strcmp(pass, "check"))
        dump_parse(u, out);
    else if (!strcmp(pass, "emit"))
        fwrite(u->out, 1, u->out_length, out);
    for (size_t w = 0; w < sizeof writers / sizeof *writers; w++)
        for (ptrdiff_t i = 0; i < arrlen(u->funcs) && !strcmp(pass, writers[w].pass); i++) {
            const Func *f = u->funcs[i];
            if (!f->is_async && !writers[w].ordinary)
                continue;
            fprintf(out, "%s%s\n", f->is_async ? "async " : "", f->name);
            writers[w].write(u, f, out);
        }
}
