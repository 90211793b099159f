// frame.c: where everything that crosses a suspension lives.
//
// clang-format off
//   async int f(int n)                  struct f__frame {
//   {                                       union {
//       char buf[64];                           int result;
//       fill(buf);                              struct {
//       if (n) {                                    char buf[64];        pinned
//           int k = await g(buf);                   union {
//           await h(n);                                 struct { int n; … callee; } await_12;
//           return k;                                   struct { int k; … callee; } await_13;
//       }                                           };
//       return await g(buf);                    };
//   }                                       };
//                                           unsigned char ac__state;
// clang-format on
//
// A variable that crosses an await stays a C local and is saved, in that await's own struct, if
// that is cheap and safe; else it is pinned: it lives in the frame from its block's entry on.
// Scopes overlap: two blocks that are not nested share their bytes, and so do two awaits.
// A callee's frame is embedded if its struct is known by then (defined above, or in a header);
// else it is allocated at run time on the strand's stack.
// Requires: flow. Provides: Var.place, .field, .rename, Await.dynamic, Func.dynamic, Scope order.
#include "asyncc.h"

#include <string.h>

enum { MAX_SAVED_SIZE = 32, MAX_DEPTH = 32, FRAME_ALIGN = 8 };

// Is an await among what can happen between v's declaration and the end of its scope?
static bool await_in_lifetime(const Func *f, const Var *v)
{
    if (!v->scope->has_await)
        return false;
    if (v->scope->has_label || v->is_param)
        return true;
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++) {
        const Node *n = f->awaits[i]->node;
        if (n->begin >= v->scope->begin && n->end <= v->scope->end && n->end > v->offset)
            return true;
    }
    return false;
}

static bool can_be_saved(const Var *v)
{
    const Type *t = v->type;
    return !v->unassigned && t->size <= MAX_SAVED_SIZE && !t->is_array && !t->is_volatile &&
           !t->is_atomic && !t->has_const_member && (!t->is_const || v->is_temp);
}

static void place(Func *f, Var *v)
{
    if (v->address_taken)
        v->place = await_in_lifetime(f, v) ? PLACE_PINNED : PLACE_LOCAL;
    else if (v->crosses)
        v->place = can_be_saved(v) ? PLACE_SAVED : PLACE_PINNED;
    if (v->place != PLACE_LOCAL)
        v->opaque = !v->type->text || v->type->align > FRAME_ALIGN;
    if (v->place == PLACE_PINNED && !v->type->text)
        diag(f->unit, v->offset, E_NOT_SUPPORTED, "a variable of a local type in the frame");
}

// Names that the frame has for parts of its own.
static bool is_reserved(const char *name)
{
    return !strcmp(name, "result") || !strcmp(name, "enter") || !strncmp(name, "await_", 6) ||
           !strncmp(name, "ac__", 4);
}

// Fields bear the variable's name; the second of a name gets a number.
static void name_fields(Func *f)
{
    struct {
        char *key;
        int value;
    } *used = NULL;
    for (ptrdiff_t i = 0; i < arrlen(f->vars); i++) {
        Var *v = f->vars[i];
        if (v->place == PLACE_LOCAL)
            continue;
        const char *name = v->name;
        int nth = shget(used, name) + 1;
        shput(used, name, nth);
        bool taken = nth > 1 || is_reserved(name);
        if (v->literal)
            v->field = arena_printf(f->unit->arena, "ac__literal_%d", nth);
        else if (taken && !v->is_temp)
            v->field = arena_printf(f->unit->arena, "%s__%d", name, nth);
        else
            v->field = name;
    }
    shfree(used);
}

// Is v's name, where await a stands, that of something else?
static bool is_hidden_at(const Var *v, const Await *a)
{
    for (const Scope *s = a->scope; s && s != v->scope->parent; s = s->parent)
        for (ptrdiff_t i = 0; i < arrlen(s->names); i++)
            if (s->name_offsets[i] != v->offset && !strcmp(s->names[i], v->name) &&
                (s != v->scope || s->name_offsets[i] > v->offset))
                return true;
    return false;
}

static void rename_hidden(Func *f)
{
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++) {
        Await *a = f->awaits[i];
        for (ptrdiff_t k = 0; k < arrlen(a->live); k++) {
            Var *v = a->live[k];
            if (!v->rename && !v->is_temp && is_hidden_at(v, a))
                v->rename = arena_printf(f->unit->arena, "ac__%s_%d", v->name, v->index);
        }
    }
}

// Only saved variables are stored; what is pinned is there already.
static void keep_saved(Func *f)
{
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++) {
        Await *a = f->awaits[i];
        ptrdiff_t n = 0;
        for (ptrdiff_t k = 0; k < arrlen(a->live); k++)
            if (a->live[k]->place == PLACE_SAVED)
                a->live[n++] = a->live[k];
        if (a->live)
            arrsetlen(a->live, (size_t)n);
    }
}

static void choose_callees(Func *f)
{
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++) {
        Await *a = f->awaits[i];
        Func *g = a->callee->func;
        bool above = g && g->begin < f->begin && g->depth < MAX_DEPTH;
        a->runs_directly = above;
        a->dynamic = !above && !(a->callee->has_frame && a->callee->has_contract && !g);
        if (above && g->depth + 1 > f->depth)
            f->depth = g->depth + 1;
        if (a->dynamic && g)
            g->dynamic = true;
    }
}

static void find_starts(Node *n)
{
    if (!n)
        return;
    for (int i = 0; i < n->kid_count; i++)
        find_starts(n->kids[i]);
    if ((n->kind == N_SPAWN || n->kind == N_RUN) && n->callee && n->callee->func)
        n->callee->func->dynamic = true;
}

void frame(Unit *u)
{
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++) {
        Func *f = u->funcs[i];
        find_starts(f->body);
        if (!f->is_async)
            continue;
        f->dynamic |= !f->is_static || f->is_main;
        for (ptrdiff_t k = 0; k < arrlen(f->vars); k++)
            place(f, f->vars[k]);
        rename_hidden(f);
        keep_saved(f);
        name_fields(f);
        choose_callees(f);
    }
}
