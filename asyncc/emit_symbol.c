// emit_symbol.c: the ordinary symbol of an async function, and what it does if it is called. A part
// of the pass emit.
#include "emit.h"

#include <string.h>

// The user's own declaration of the function. Its parameters are shown elsewhere.
void emit_declarator(Emitter *e, const Func *f, bool shown)
{
    int name = shown && !e->for_reading ? name_token(f) : 0;
    // `__extension__` and attributes of C23 come first.
    int i = token_at(e->unit, f->begin), first = i;
    while (token_is(e->unit, first, "__extension__"))
        first++;
    first = behind_attributes(e->unit, first);
    ptrdiff_t k = 0, tag = 0; // the next parameter and the next tag
    for (; e->unit->tokens[i].offset < f->body_begin; i++) {
        const Token *t = &e->unit->tokens[i];
        if (i == first && f->is_static)
            put(" __attribute__((unused)) ", &e->out);
        while (tag < arrlen(f->tags) && t->offset >= f->tags[tag].end)
            tag++;
        if (tag < arrlen(f->tags) && t->offset >= f->tags[tag].begin) {
            if (t->offset == f->tags[tag].begin)
                put_all(&e->out, " ", f->tags[tag].name, " ");
            continue;
        }
        for (; k < arrlen(f->scope->vars) && f->scope->vars[k]->offset <= t->offset; k++)
            if (f->scope->vars[k]->is_unnamed && f->scope->vars[k]->offset == t->offset)
                put_all(&e->out, f->scope->vars[k]->name, " ");
        int erased = erased_tokens(e->unit, i);
        if (erased)
            i += erased - 1;
        else if (i <= name)
            emit_token(e, i);
        else {
            put_bytes(e->unit->text + t->offset, t->length, &e->out);
            put_char(' ', &e->out);
        }
        if (i == name)
            emit_as_system(e, true);
    }
}

static bool has_parameter_of_its_name(const Func *f)
{
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
        if (!strcmp(f->scope->vars[i]->name, f->name))
            return true;
    return false;
}

// Any request, wherever its frame is to stand. Apart from the symbol, so that this one has to save
// no registers for it.
static void take_any_request(Emitter *e, const Func *f)
{
    Text *o = &e->out;
    const char *n = f->name, *code = attribute_text(f->callee->code_attributes);
    put_all(o, *code ? "__attribute__((noinline)) " : "__attribute__((noinline, cold)) ", code,
            "static __typeof__(", f->result->plain, ") ", n, "__request(ac_request *ac__rq",
            has_params(f->callee) ? ", " : "", has_params(f->callee) ? f->callee->params_text : "",
            ") { struct ", n, "__frame *ac__fr = ac_request_frame(ac__rq, &", n,
            "__type); ac_poll ac__p = ac__fr ? ", n, "__start(ac__fr, ac__rq->cx");
    pass_params(o, f);
    put(") : AC_UNWIND; ", o);
    if (!f->result->is_void)
        put_unspecified(o, f->result, f->result->plain, "ac__r");
    put_all(o, "ac_request_end(ac__rq, &", n, "__type, ac__fr, ac__p, ",
            f->result->is_void ? "0); } " : "(void *)&ac__r); return ac__r; } ");
}

// Runs under the request of an await through a pointer, in room on the strand's stack. What is
// returned where that has not ended is unspecified: nobody looks at it.
static void take_request(Emitter *e, const Func *f, const char *self)
{
    Text *o = &e->out;
    const char *n = f->name;
    bool is_void = f->result->is_void;
    put_all(o, "ac_request *ac__rq = ac_take_request((void (*)(void))", self, ", \"", n,
            "\"); struct ", n, "__frame *ac__fr = ac_request_room(ac__rq, ", n,
            "__type.size); if (!ac__fr) ", is_void ? "{ " : "return ", n, "__request(ac__rq");
    pass_params(o, f);
    put_all(o, is_void ? "); return; } " : "); ", f->by_value ? "struct " : "ac_poll ",
            f->by_value ? n : "", f->by_value ? "__value ac__v = " : "ac__p = ", n,
            "__run(ac__fr, ac__rq->cx, ", n, "__START");
    pass_params(o, f);
    put("); ", o);
    if (!f->by_value && !is_void)
        put_unspecified(o, f->result, f->result->plain, "ac__r");
    put_all(o, "if (__builtin_expect(", f->by_value ? "ac__v.poll" : "ac__p",
            " == AC_READY, 1)) { ",
            f->by_value || is_void ? ""
                                   : "__builtin_memcpy((void *)&ac__r, (const void *)ac__fr, "
                                     "sizeof ac__r); ",
            "ac_request_leave_room(ac__rq, ac__fr); } else { ac_request_report(ac__rq, &", n,
            "__type, ac__fr, ",
            f->by_value ? "ac__v.poll); } return ac__v.result; } "
            : is_void   ? "ac__p); } } "
                        : "ac__p); } return ac__r; } ");
}

// The ordinary symbol: main runs the loop; any other function takes the request of an await through
// a pointer, or must not be called.
void emit_symbol(Emitter *e, const Func *f)
{
    Text *o = &e->out;
    const char *self = f->name;
    if (f->dynamic && !f->is_main)
        take_any_request(e, f);
    if (f->dynamic && has_parameter_of_its_name(f)) {
        self = arena_printf(e->unit->arena, "%s__symbol", f->name);
        emit_declarator(e, f, false);
        put_all(o, "; static void (*const ", self, ")(void) = (void (*)(void))", f->name, "; ");
    }
    emit_declarator(e, f, true);
    put("{ ", o);
    if (f->is_main)
        put("ac_context ac__sub; void *ac__body = ac_run_begin(&ac__sub, &main__type); "
            "ac_run_end(&ac__sub, ac__body, main__start(ac__body, &ac__sub",
            o);
    if (f->is_main)
        pass_params(o, f);
    if (f->is_main) {
        put_all(o, ")); ", f->result->is_void ? "" : "int ac__r = *(int *)ac__body; ",
                "ac_run_free(ac__body); ", f->result->is_void ? "" : "return ac__r; ", "} ");
    } else if (f->dynamic) {
        take_request(e, f, self);
    } else {
        for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
            put_all(o, "(void)", f->scope->vars[i]->name, "; ");
        put_all(o, "ac_not_awaited(\"", f->name, "\"); } ");
    }
}
