// emit_frame.c: a function's states and its frame. A part of the pass emit.
#include "emit.h"

void emit_field(Emitter *e, const Type *t, const char *type, const char *name)
{
    const char *alignment = "";
    if (t->align > 8 || t->is_realigned) // a frame is aligned to 8
        alignment = arena_printf(e->unit->arena, " __attribute__((packed, aligned(%u)))",
                                 t->align > 8 ? 8 : t->align);
    if (t->array && type == t->text)
        print(&e->out, "__typeof__(%s) %s[%llu]; ", t->element, name, (unsigned long long)t->array);
    else
        put_all(&e->out, "__typeof__(", type, ") ", name, alignment, "; ");
}

// By its alias, if a variable has its type's name: clang finds the field that bears it before.
static void variable(Emitter *e, const Slot *s)
{
    const Var *v = s->var;
    if (v->opaque)
        print(&e->out, "_Alignas(%u) char %s[%llu]; ", s->align, v->field,
              (unsigned long long)s->size);
    else
        emit_field(e, v->type, type_text(e->func, v->type, s->kind == SLOT_SAVED), v->field);
}

static uint64_t aligned_to(uint64_t at, uint32_t align)
{
    return (at + align - 1) / align * align;
}

// What an await keeps for itself: struct { n at 8; the callee's frame at 16; … } await_7; a union
// of such ones, if something lies in bytes that only align the callee's frame.
static ptrdiff_t await_fields(Emitter *e, const Func *f, ptrdiff_t i)
{
    const Await *a = f->slots[i].await;
    bool overlap = false;
    for (ptrdiff_t k = i; f->slots[k + 1].await == a; k++)
        overlap |= f->slots[k].offset + f->slots[k].size > f->slots[k + 1].offset;
    put(overlap ? "union { struct { " : "struct { ", &e->out);
    uint64_t at = 0;
    for (; f->slots[i].await == a; i++) {
        const Slot *s = &f->slots[i];
        if (s->offset < at) {
            put("}; struct { ", &e->out);
            at = 0;
        }
        if (s->offset != aligned_to(at, s->align))
            print(&e->out, "char ac__gap_%td[%llu]; ", i, (unsigned long long)(s->offset - at));
        at = s->offset + s->size;
        if (s->kind == SLOT_SAVED)
            variable(e, s);
        else if (a->group)
            emit_group_struct(e, a->group, "callee");
        else
            put_all(&e->out, "struct ", a->callee->name, "__frame callee; ");
    }
    put_all(&e->out, overlap ? "}; } await_" : "} await_", a->label, "; ");
    return i - 1;
}

// The compiler behind must take what is made of records to lie where libclang does, and to be as
// large: each thing, since that need not show in the whole.
static void known_size(Emitter *e, const Type *t, const char *group, const char *label,
                       const char *name, uint64_t offset)
{
    if (!t->is_record && !t->is_array)
        return;
    print(&e->out, " && sizeof(((struct %s__frame *)0)->%s%s%s%s) == %llu", e->func->name, group,
          label, *group ? "." : "", name, (unsigned long long)t->size);
    if (offset)
        print(&e->out, " && __builtin_offsetof(struct %s__frame, %s%s%s%s) == %llu", e->func->name,
              group, label, *group ? "." : "", name, (unsigned long long)offset);
}

static void known_sizes(Emitter *e, const Func *f)
{
    known_size(e, f->result, "", "", "result", 0);
    for (ptrdiff_t i = 0; i < arrlen(f->scope->vars) && f->dynamic; i++)
        known_size(e, f->callee->params[i], "enter", "", f->scope->vars[i]->name, 0);
    for (ptrdiff_t i = 0; i < arrlen(f->slots); i++) {
        const Slot *s = &f->slots[i];
        if (s->var && !s->var->opaque && s->kind == SLOT_SAVED)
            known_size(e, s->var->type, "await_", s->await->label, s->var->field, s->offset);
        else if (s->var && !s->var->opaque && s->kind == SLOT_PINNED)
            known_size(e, s->var->type, "", "", s->var->field, s->offset);
    }
}

void emit_frame(Emitter *e, const Func *f)
{
    put_all(&e->out, "enum ", f->name, "__state { ", f->name, "__START, ", f->name, "__ENTER");
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++)
        put_all(&e->out, ", ", f->name, "__AWAIT_", f->awaits[i]->label);
    put_all(&e->out, ", ", f->name,
            "__DONE }; __extension__ struct __attribute__((may_alias, aligned(");
    put_number(f->frame_align, &e->out);
    put_all(&e->out, "))) ", f->name, "__frame { union { ");
    if (f->dynamic && has_params(f->callee)) {
        put("struct { ", &e->out);
        for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++)
            emit_field(e, f->callee->params[i], f->callee->params[i]->plain,
                       f->scope->vars[i]->name);
        put("} enter; ", &e->out);
    }
    for (ptrdiff_t i = 0; i < arrlen(f->slots); i++) {
        const Slot *s = &f->slots[i];
        const char *end = s->offset ? "}; " : "";
        if (s->offset && !s->await && s->kind != SLOT_PARAM)
            print(&e->out, "struct { char ac__before_%s[%llu]; ",
                  s->var ? s->var->field : "ac__state", (unsigned long long)s->offset);
        switch (s->kind) {
        case SLOT_RESULT:
            emit_field(e, f->result, type_text(f, f->result, true), "result");
            break;
        case SLOT_PARAM:
            break;
        case SLOT_PINNED:
            variable(e, s);
            put(end, &e->out);
            break;
        case SLOT_SAVED:
        case SLOT_CALLEE:
            i = await_fields(e, f, i);
            break;
        case SLOT_STATE:
            put_all(&e->out, "unsigned ",
                    s->size == 1   ? "char"
                    : s->size == 2 ? "short"
                                   : "int",
                    " ac__state; ", end);
            break;
        }
        emit_wrap(e);
    }
    print(&e->out,
          "}; }; __attribute__((unused)) typedef char "
          "%s__layout_is_known[sizeof(struct %s__frame) == %llu",
          f->name, f->name, (unsigned long long)f->frame_size);
    known_sizes(e, f);
    put(" ? 1 : -1]; ", &e->out);
}
