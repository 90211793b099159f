// emit_function.c: what an async function becomes around its edited body: f__run, f__start,
// f__resume and f__type. A part of the pass emit.
#include "emit.h"

#include <string.h>

enum { FEW = 2 }; // awaits

// How what is made of a function, beside its ordinary symbol, is linked.
static const char *storage_text(const Callee *c)
{
    return c->is_static || (c->func && c->is_local) ? "static " : "";
}

// Makes what another function of the program gives known here, before its first use.
static void declare_contract(Emitter *e, Callee *c)
{
    if (c->declared || c->has_contract)
        return;
    c->declared = true;
    const char *storage = storage_text(c);
    bool is_local = *storage;
    const char *unused = is_local ? "__attribute__((unused)) " : "";
    const char *linked = is_local ? "" : attribute_text(c->symbol_attributes);
    if (!c->func || c->func->dynamic)
        put_all(&e->out, "struct ", c->name, "__frame; __attribute__((unused)) ", linked,
                attribute_text(c->param_attributes), storage, "ac_poll ", c->name,
                "__start(struct ", c->name, "__frame *, ac_context *", has_params(c) ? ", " : "",
                has_params(c) ? c->declared_params : "", "); ");
    if (c->func && !c->is_static)
        put_all(&e->out, unused, linked, storage, "ac_poll ", c->name,
                "__resume(void *, ac_context *); ");
    put_all(&e->out, is_local ? unused : "extern ", linked, storage, "const ac_async_type ",
            c->name, "__type; ");
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

// The function's name in its definition; one of an inner declarator, if its result is a function's
// address. A typedef may declare it.
int name_token(const Func *f)
{
    const Unit *u = f->unit;
    int i = token_at(u, f->begin), first = i;
    while (u->tokens[i].offset < f->body_begin)
        if (token_is(u, i++, f->name) && (token_is(u, i, "(") || token_is(u, i, ")")))
            return i - 1;
    return first;
}

// Its requests share one place: of one in a block, which a jump may enter again, gcc thinks that it
// may be used when the block was left (-Wdangling-pointer).
static bool may_call_pointer(const Func *f)
{
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++)
        if (f->awaits[i]->group || f->awaits[i]->callee->is_pointer)
            return true;
    return false;
}

// Gives a variable an unspecified value, without an instruction where its type allows; but a _Bool
// must not be any byte. In memory, asm would keep it there for good.
static void leave_unspecified(Text *o, const Type *t, const char *name)
{
    if (t->is_bool)
        put_all(o, name, " = 0; ");
    else if ((t->is_integer || t->pointee) && t->size <= 8)
        put_all(o, "__asm__(\"\" : \"=r\"(", name, ")); ");
    else
        put_all(o, "__asm__(\"\" : \"=m\"(*(char (*)[sizeof ", name, "])&", name, ")); ");
}

void put_unspecified(Text *o, const Type *t, const char *type, const char *name)
{
    put_all(o, "__typeof__(", type, ") ", name, "; ");
    leave_unspecified(o, t, name);
}

// gcc shall have f__run in f__start, f__resume and the symbol if that is not much text.
static bool is_small(const Func *f)
{
    return f->dynamic && arrlen(f->awaits) <= 1 && !f->takes_label_address &&
           !f->callee->code_attributes;
}

// int n, int a[n]     The bound, for which n is there, is not written.
static bool is_named_in_params(const Func *f, const Var *v)
{
    const Unit *u = f->unit;
    int open = name_token(f) + 1;
    for (int i = open, last = closing_token(u, open); i < last; i++)
        if (token_is(u, i, v->name) && u->tokens[i].offset != v->offset)
            return true;
    return false;
}

// Its line and parameters are the user's: it is they that warnings are shown at.
static void run_function(Emitter *e, const Func *f)
{
    Text *o = &e->out;
    const Callee *c = f->callee;
    int name = name_token(f);
    if (!e->for_reading)
        emit_marker(e, &e->unit->tokens[name], column_of(e->unit, name));
    put_all(o, f->takes_label_address ? "__attribute__((noinline)) " : "",
            attribute_text(c->code_attributes), is_small(f) ? "static __inline__ " : "static ",
            f->by_value ? "struct " : "ac_poll ", f->name, f->by_value ? "__value " : "",
            f->by_value ? f->name : "", "__run(struct ", f->name,
            "__frame *ac__fr, ac_context *ac__cx, enum ", f->name, "__state ac__at",
            has_params(c) ? ", " : "");
    if (has_params(c) && c->params_begin < c->params_end && !e->for_reading)
        emit_range(e, c->params_begin, c->params_end, NULL);
    else if (has_params(c))
        put(c->params_text, o);
    put(") { (void)ac__fr; (void)ac__cx; ", o);
    if (arrlen(f->awaits))
        put("ac_poll ac__poll; ", o);
    if (may_call_pointer(f))
        put("__attribute__((unused)) ac_request ac__rq; ", o);
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
        if (f->scope->vars[i]->is_unnamed || is_named_in_params(f, f->scope->vars[i]))
            put_all(o, "(void)", f->scope->vars[i]->name, "; ");
    if (f->uses_func_name)
        put_all(o, "static const char ac__func[] = \"", f->name, "\"; ");
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
        if (f->scope->vars[i]->rename && f->scope->vars[i]->place != PLACE_PINNED)
            put_all(o, "__typeof__(", type_text(f, f->callee->params[i], true), ") ",
                    f->scope->vars[i]->rename, " = ", f->scope->vars[i]->name, "; ");
    for (ptrdiff_t i = 0; i < arrlen(f->exits); i++)
        if (f->exits[i]->why->place != PLACE_PINNED)
            put_all(o, "unsigned ", f->exits[i]->why->name, " = 0; ");
    if (f->returned && f->returned->place != PLACE_PINNED)
        put_unspecified(o, f->result, type_text(f, f->result, true), f->returned->name);
    // clang makes one table of jumps for the start and the states if it knows that they are one
    // value. A start shall not go through it, and few states shall have none.
    put_all(o, "if (ac__at != ", f->name, "__START) { ",
            arrlen(f->awaits) >= 3 ? "__asm__(\"\" : \"+r\"(ac__at)); " : "",
            "switch ((int)ac__at) { ");
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++)
        put_all(o, "case ", f->name, "__AWAIT_", f->awaits[i]->label, ": goto ac__resume_",
                f->awaits[i]->label, "; ");
    put("default: __builtin_unreachable(); } } ", o); // f__resume looks
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++) {
        const Var *v = f->scope->vars[i]; // declared as an array, it cannot be named in sizeof
        if (v->place == PLACE_PINNED)
            put_all(o, "__builtin_memcpy(",
                    v->type->is_const || v->type->is_volatile || v->type->is_record
                        ? "ac_slot((const volatile void *)&"
                        : "((void *)&",
                    var_text(f, v), "), ",
                    v->type->is_volatile ? "ac_slot((const volatile void *)&" : "((const void *)&",
                    v->name, "), sizeof(__typeof__(", v->name, "))); ");
    }
    emit_range(e, f->body_begin, f->end, NULL);
    if (f->is_main && !f->result->is_void && !f->by_value) // then 0 is what is returned
        put(" ac__fr->result = 0;", o);
    // Often this is not reached. clang warns of returns for which that is so, but not of this.
    put_all(o, " (void)ac__fr; ", return_text(f, "AC_READY", NULL), " ");
    if (arrlen(f->awaits))
        put_all(o,
                "ac__unwind: __attribute__((unused)); ac__poll = AC_UNWIND; "
                "ac__leave: __attribute__((unused)); ",
                return_text(f, "ac__poll", NULL), " ");
    put("} ", o);
}

// Hands the parameters on, behind other arguments.
void pass_params(Text *o, const Func *f)
{
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
        put_all(o, ", ", f->scope->vars[i]->name);
}

// Keeps a parameter for a start that goes through the queue, or takes it back.
static void enter_param(Text *o, const Func *f, ptrdiff_t i, bool keep)
{
    const char *x = f->scope->vars[i]->name;
    const Type *t = f->callee->params[i];
    if (copied_as_bytes(t) || t->is_record)
        print(o,
              keep ? "__builtin_memcpy(ac_slot((void *)&ac__fr->enter.%s), (const void *)&%s, "
                     "sizeof %s); "
                   : "__builtin_memcpy((void *)&%2$s, (void *)&ac__fr->enter.%1$s, sizeof %3$s); ",
              x, x, x);
    else
        print(o, keep ? "ac__fr->enter.%s = %s; " : "%2$s = ac__fr->enter.%1$s; ", x, x);
}

static void go_to_line(Emitter *e, int token)
{
    Token at = e->unit->tokens[token];
    at.system = e->system;
    if (at.line != e->line || at.file != e->file)
        emit_marker(e, &at, 0);
}

// A callee whose frame is embedded is resumed before its caller: through a chain of them, to the
// innermost, lead only these cases, if the C compiler inlines. Each stands at its await's line.
// Where no exit is to run, the caller's code is not even entered if the callee unwinds.
static void resume_callees(Emitter *e, const Func *f)
{
    Text *o = &e->out;
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++) {
        const Await *a = f->awaits[i];
        if (a->dynamic) { // the executor has resumed it
            put_all(o, "case ", f->name, "__AWAIT_", a->label, ": break; ");
            continue;
        }
        go_to_line(e, token_at(e->unit, a->node->begin));
        // A leaf is woken when it is done. A function that the C compiler can see often suspends
        // again, and the way through a chain of them should be the straight one.
        put_all(o, "case ", f->name, "__AWAIT_", a->label,
                ": ac__p = ", a->group ? "ac_group" : a->callee->name,
                a->group ? "_resume" : "__resume", "(&ac__fr->await_", a->label,
                ".callee, ac__cx); if (",
                a->runs_directly ? "__builtin_expect(ac__p == AC_PENDING, 1)"
                                 : "ac__p == AC_PENDING",
                ") return AC_PENDING; ",
                unwinds_at_once(a) ? "if (ac__p == AC_UNWIND) goto ac__ended; "
                                   : "ac__cx->poll = ac__p; ",
                "break; ");
    }
}

// What starts and resumes a function: its result goes into the frame.
static const char *run_name(const Func *f)
{
    return f->by_value ? "__into" : "__run";
}

static void into_frame(Text *o, const Func *f, const char *comma, const char *params)
{
    const char *n = f->name;
    put_all(o, "__attribute__((unused)) ", attribute_text(f->callee->code_attributes),
            "static ac_poll ", n, "__into(struct ", n, "__frame *ac__fr, ac_context *ac__cx, enum ",
            n, "__state ac__at", comma, params, ") { struct ", n, "__value ac__v = ", n,
            "__run(ac__fr, ac__cx, ac__at");
    pass_params(o, f);
    put("); if (ac__v.poll == AC_READY) ac__fr->result = ac__v.result; return ac__v.poll; } ", o);
}

static bool any_unwinds_at_once(const Func *f)
{
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++)
        if (unwinds_at_once(f->awaits[i]))
            return true;
    return false;
}

static void start_function(Text *o, const Func *f, const char *comma, const char *params)
{
    const char *n = f->name;
    put_all(o, attribute_text(f->callee->code_attributes), storage_text(f->callee), "ac_poll ", n,
            "__start(struct ", n, "__frame *ac__fr, ac_context *ac__cx", comma, params,
            ") { if (ac_cstack_low(ac__cx)) { ");
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
        enter_param(o, f, i, true);
    put_all(o, "ac__fr->ac__state = ", n, "__ENTER; return ac_requeue(ac__cx); } return ", n,
            run_name(f), "(ac__fr, ac__cx, ", n, "__START");
    pass_params(o, f);
    put("); } ", o);
}

// The rest of the switch over what the function waits for: it was not begun (ENTER), which happens
// if the executor resumes it, or something is wrong. Of a function that only its callers resume
// their states say that it waits. In others the state is read anew, so that the C compiler need not
// keep it, and compares it in memory.
static void resume_otherwise(Text *o, const Func *f, bool has_enter)
{
    const char *n = f->name;
    put("default: ", o);
    if (f->dynamic)
        put_all(o, "if (ac__at != ", n, "__ENTER) ");
    if (f->dynamic || f->is_branch)
        put_all(o, "ac_bad_resume_here(\"", n,
                "\", *(volatile __typeof__(ac__fr->ac__state) *)&ac__fr->ac__state, ");
    else
        put_all(o, "ac_bad_embedded_here(\"", n, "\", ac__fr->ac__state, ");
    put("__builtin_FILE(), __builtin_LINE()); ", o);
    if (f->dynamic)
        put_all(o, "ac__fr->ac__state = ", n, "__START; ac__at = ", n, "__START; ");
    put(has_enter ? "goto ac__enter; } " : "} ", o);
}

static void resume_function(Emitter *e, const Func *f)
{
    Text *o = &e->out;
    const char *n = f->name, *code = attribute_text(f->callee->code_attributes);
    bool has_enter = f->dynamic && arrlen(f->scope->vars);
    put_all(o, "__attribute__((unused)) ", code, storage_text(f->callee),
            f->is_static && !*code ? "__inline__ " : "", "ac_poll ", n,
            "__resume(void *ac__body, ac_context *ac__cx) { struct ", n,
            "__frame *ac__fr = ac__body; int ac__at = ac__fr->ac__state; ");
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
        put_all(o, "__typeof__(", type_text(f, f->callee->params[i], true), ") ",
                f->scope->vars[i]->name, "; ");
    put("ac_poll ac__p; switch (", o);
    if (arrlen(f->awaits) == 1)
        put_all(o, "__builtin_expect(ac__at, ", n, "__AWAIT_", f->awaits[0]->label, ")) { ");
    else
        put("ac__at) { ", o);
    Token here = {.line = e->line, .file = e->file, .system = e->system};
    resume_callees(e, f);
    go_to_line(e, name_token(f)); // which debug builds name
    resume_otherwise(o, f, has_enter);
    if (e->line != here.line || e->file != here.file)
        emit_marker(e, &here, 0);
    // What parameters hold is restored before use. Above the switch, their unspecified values would
    // be kept in registers, which the function had to save, while callees are resumed.
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
        leave_unspecified(o, f->callee->params[i], f->scope->vars[i]->name);
    put(has_enter ? "if (0) { ac__enter: " : "", o);
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars) && has_enter; i++)
        enter_param(o, f, i, false);
    put(has_enter ? "} " : "", o);
    // Read anew, the cases of awaits that have their callees in one place become one for the C
    // compiler; it makes one dispatch of a chain of functions with few awaits if it is not.
    put_all(o, "ac__p = ", n, run_name(f), "(ac__fr, ac__cx, (enum ", n, "__state)",
            arrlen(f->awaits) > FEW ? "ac__fr->ac__state" : "ac__at");
    pass_params(o, f);
    put("); ", o);
    if (any_unwinds_at_once(f))
        put("ac__ended: ", o);
    put_all(o, "if (ac__p != AC_PENDING) ac__fr->ac__state = ", n, "__DONE; return ac__p; } ");
}

static void descriptor(Text *o, const Func *f)
{
    const char *n = f->name;
    put_all(o, storage_text(f->callee), "const ac_async_type ", n, "__type = {\"", n,
            "\", (sizeof(struct ", n, "__frame) + 7) & ~7u, ");
    if (f->result->is_void)
        put("0", o);
    else
        put_all(o, "sizeof(((struct ", n, "__frame *)0)->result)");
    put_all(o, ", ", n, "__resume, ");
    if (f->dynamic)
        put_all(o, "(void (*)(void))", n, "__start, 0}; ");
    else
        put("0, 0}; ", o);
}

static void entry_points(Emitter *e, const Func *f)
{
    const char *params = has_params(f->callee) ? f->callee->params_text : "",
               *comma = *params ? ", " : "";
    if (f->by_value)
        into_frame(&e->out, f, comma, params);
    if (f->dynamic)
        start_function(&e->out, f, comma, params);
    resume_function(e, f);
    descriptor(&e->out, f);
}

static bool names_itself(const Func *f)
{
    const Unit *u = f->unit;
    for (int i = token_at(u, f->body_begin); u->tokens[i].offset < f->end; i++)
        if (token_is(u, i, f->name))
            return true;
    return false;
}

// What the last `#pragma scalar_storage_order` before `offset` says of the types behind it.
static const char *storage_order(const Unit *u, uint32_t offset)
{
    ptrdiff_t i = arrlen(u->storage_orders);
    while (i && u->storage_orders[i - 1] > offset)
        i--;
    if (!i)
        return " default";
    const char *order = u->text + u->storage_orders[i - 1];
    return arena_strndup(u->arena, order, strcspn(order, "\n"));
}

// The types that asyncc adds have the layout that it knows, whatever the user's pragmas say of
// others.
static void own_types(Emitter *e, const Func *f)
{
    const Unit *u = e->unit;
    bool packs = u->has_packs, orders = arrlen(u->storage_orders) && !u->is_from_clang;
    if (packs) {
        pragma_line(e, "pack(push)");
        pragma_line(e, "pack()");
    }
    if (orders) {
        pragma_line(e, "GCC diagnostic push");
        pragma_line(e, "GCC diagnostic ignored \"-Wscalar-storage-order\""); // in a union
        pragma_line(e, "scalar_storage_order default");
    }
    emit_frame(e, f);
    if (f->by_value)
        put_all(&e->out, "struct ", f->name, "__value { ac_poll poll; __typeof__(",
                f->result->plain, ") result __attribute__((aligned(8))); }; ");
    if (orders) {
        pragma_line(e,
                    arena_printf(u->arena, "scalar_storage_order%s", storage_order(u, f->begin)));
        pragma_line(e, "GCC diagnostic pop");
    }
    if (packs)
        pragma_line(e, "pack(pop)");
}

static void emit_aliases(Emitter *e, const Func *f)
{
    for (int i = 0; i < f->alias_count; i++)
        print(&e->out,
              "__attribute__((unused)) typedef __typeof__(%s) %s; __attribute__((unused)) "
              "typedef __typeof__(%s) %s; ",
              f->aliases[i]->text, type_text(f, f->aliases[i], false), f->aliases[i]->plain,
              type_text(f, f->aliases[i], true));
}

void emit_function(Emitter *e, const Func *f)
{
    Unit *u = e->unit;
    e->func = f;
    // `async` comes from a macro of a system header: the function itself does not.
    Token first = u->tokens[token_at(u, f->begin)];
    e->system = first.system;
    first.system = u->tokens[token_at(u, f->body_begin)].system;
    e->line = UINT32_MAX;
    emit_marker(e, &first, 0);
    declare_callees(e, f->body);
    if (!f->is_async) {
        if (f->alias_count) {
            emit_as_system(e, true);
            emit_aliases(e, f);
            emit_as_system(e, false);
            emit_marker(e, &first, 0);
        }
        emit_range(e, f->begin, f->end, NULL);
    } else {
        put(f->tag_definitions ? f->tag_definitions : "", &e->out);
        emit_as_system(e, true);
        emit_aliases(e, f);
        if (names_itself(f) || f->callee->names_result) {
            emit_declarator(e, f, false);
            put("; ", &e->out);
        }
        own_types(e, f);
        emit_wrap(e);
        declare_contract(e, f->callee);
        run_function(e, f);
        emit_as_system(e, true);
        emit_wrap(e);
        entry_points(e, f);
        emit_wrap(e);
        if (f->callee->is_deprecated) {
            pragma_line(e, "GCC diagnostic push");
            pragma_line(e, "GCC diagnostic ignored \"-Wdeprecated-declarations\"");
        }
        emit_symbol(e, f);
        if (f->callee->is_deprecated)
            pragma_line(e, "GCC diagnostic pop");
    }
}
