// emit_await.c: the part of emit that writes one await: the callee's start, what happens while it
// waits, and where its value goes.
#include "emit.h"

static void save_restore(Emitter *e, const Await *a, bool save)
{
    for (ptrdiff_t i = 0; i < arrlen(a->live); i++) {
        const Var *v = a->live[i];
        const char *x = var_text(e->func, v);
        if (v->opaque && save) // it must not be larger than libclang takes it to be
            print(&e->out,
                  "__builtin_memcpy(ac_slot(ac__fr->await_%s.%s), &%s, "
                  "sizeof(char[sizeof %s <= %llu ? (int)sizeof %s : -1])); ",
                  a->label, v->field, x, x, (unsigned long long)v->type->size, x);
        else if (v->opaque)
            print(&e->out, "__builtin_memcpy(&%s, ac__fr->await_%s.%s, sizeof %s); ", x, a->label,
                  v->field, x);
        else if (save && v->type->is_record && !v->type->is_volatile)
            // Members may have no value yet: gcc takes their copies in an assignment for uses.
            print(&e->out,
                  "__builtin_memcpy(ac_slot((void *)&ac__fr->await_%s.%s), (const void *)&%s, "
                  "sizeof %s); ",
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
static void call_by_value(Emitter *e, const Step *s, const Await *a)
{
    const char *g = a->callee->name;
    put("{ ac_poll ac__p; ", &e->out);
    if (s->temp)
        put_all(&e->out, "__typeof__(", type_text(e->func, a->callee->result, true),
                ") ac__result; ");
    put_all(&e->out, "{ struct ", g, "__value ac__v = ", g, "__run(&ac__fr->await_", a->label,
            ".callee, ac__cx, ", g, "__START");
    arguments(e, s->node->kids[0], ",");
    put_all(&e->out, "); ac__p = ac__v.poll; ", s->temp ? "ac__result = ac__v.result; } " : "} ");
}

static void call(Emitter *e, const Step *s, const Await *a)
{
    const char *g = a->callee->name;
    if (a->dynamic)
        put_all(&e->out, "{ void *ac__c = ac_push(ac__cx, ", g,
                "__type.size); ac_poll ac__p = ac__c ? ", g, "__start(ac__c, ac__cx");
    else if (a->runs_directly)
        put_all(&e->out, "{ ac_poll ac__p = ", g, "__run(&ac__fr->await_", a->label,
                ".callee, ac__cx, ", g, "__START");
    else
        put_all(&e->out, "{ ac_poll ac__p = ", g, "__start(&ac__fr->await_", a->label,
                ".callee, ac__cx");
    arguments(e, s->node->kids[0], ",");
    put_all(&e->out, ")", a->dynamic ? " : AC_UNWIND" : "", "; ");
}

// Opens the block of the await: what is awaited begins, and `ac__p` says how far it came.
static void begin(Emitter *e, const Step *s, const Await *a)
{
    if (a->group) {
        put("{ ", &e->out);
        emit_group_start(e, a);
    } else if (a->callee->is_pointer)
        call_pointer(e, s);
    else if (gives_value(a))
        call_by_value(e, s, a);
    else
        call(e, s, a);
}

// Leaves with what is pending, saved; where the function goes on when that has ended.
static void suspend(Emitter *e, const Await *a)
{
    Text *o = &e->out;
    save_restore(e, a, true);
    // One that unwinds here has nothing to run: it may save as if it waited.
    put_all(o, "ac__fr->ac__state = ", e->func->name, "__AWAIT_", a->label,
            "; ac__poll = ", unwinds_at_once(a) ? "ac__p" : "AC_PENDING",
            "; goto ac__leave; ac__resume_", a->label, ": ",
            a->dynamic ? "ac__c = ac__cx->child; " : "",
            unwinds_at_once(a) ? "; " : "ac__p = ac__cx->poll; ");
    save_restore(e, a, false);
}

// What happens if it is not ready: it is pending, or unwinds, at once or when it is resumed.
static void wait(Emitter *e, const Step *s, const Await *a)
{
    Text *o = &e->out;
    put("if (__builtin_expect(ac__p != AC_READY, 0)) { ", o);
    if (a->callee->is_pointer)
        put("void *ac__c = ac__rq.frame; "
            "if (ac__p == AC_PENDING) { ac_link(ac__cx, ac__c, ac__rq.type); ",
            o);
    else if (a->dynamic)
        put_all(o, "if (ac__p == AC_PENDING) { ac_link(ac__cx, ac__c, &", a->callee->name,
                "__type); ");
    else if (!unwinds_at_once(a))
        put("if (ac__p == AC_UNWIND) ", o), unwind(e, a);
    suspend(e, a);
    if (a->dynamic) {
        put("} if (ac__p == AC_UNWIND) { if (ac__c) ac_pop(ac__cx, ac__c); ", o);
        unwind(e, a);
        put("} ", o);
    } else if (!unwinds_at_once(a))
        put("if (ac__p == AC_UNWIND) ", o), unwind(e, a);
    if (gives_value(a) && s->temp)
        put_all(o, "ac__result = ac__fr->await_", a->label, ".callee.result; ");
    if (a->callee->is_pointer)
        put_all(o, s->temp ? "__builtin_memcpy((void *)&ac__v, ac__c, sizeof ac__v); " : "",
                "ac_pop(ac__cx, ac__c); ");
    put("} ", o);
}

// The value goes from where the callee left it to the temporary that stands for it.
static void take_result(Emitter *e, const Await *a, const Var *temp)
{
    Text *o = &e->out;
    const char *x = var_text(e->func, temp);
    if (read_in_place(temp))
        return;
    if (a->callee->is_pointer)
        put_all(o, "__builtin_memcpy((void *)&", x, ", (const void *)&ac__v, sizeof ac__v); ");
    else if (gives_value(a))
        put_all(o, x, " = ac__result; ");
    else if (copied_as_bytes(a->callee->result) && a->dynamic)
        put_all(o, "__builtin_memcpy((void *)&", x, ", ac__c, sizeof ", x, "); ");
    else if (copied_as_bytes(a->callee->result))
        put_all(o, "__builtin_memcpy((void *)&", x, ", (void *)&ac__fr->await_", a->label,
                ".callee.result, sizeof ", x, "); ");
    else if (a->dynamic)
        put_all(o, x, " = *(__typeof__(", type_text(e->func, a->callee->result, true),
                ") *)ac__c; ");
    else
        put_all(o, x, " = ac__fr->await_", a->label, ".callee.", a->group ? "head." : "",
                "result; ");
}

void emit_await(Emitter *e, const Step *s)
{
    const Await *a = s->node->await;
    begin(e, s, a);
    wait(e, s, a);
    if (a->group)
        emit_group_results(e, a);
    if (s->temp)
        take_result(e, a, s->temp);
    if (a->dynamic && !a->callee->is_pointer)
        put("ac_pop(ac__cx, ac__c); ", &e->out);
    // What compilers would conclude from the attribute.
    put(a->callee->never_returns ? "__builtin_trap(); } " : "} ", &e->out);
}
