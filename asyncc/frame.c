// frame.c: where everything that crosses a suspension lives.
//
//   async int f(int n)
//   {
//       char buf[64];                 pinned: its address is taken, and an await keeps it
//       int k = fill(buf, n);         saved at the await: a cheap copy
//       k += await g(buf);            g's frame is embedded: it is defined above
//       return k + await f(n - 1);    f's is dynamic
//   }
//
// Which variables are saved, and which are pinned, places.c has found; which bytes of the frame all
// that gets, layout.c says.
// A callee's frame is embedded if its struct is known by then (defined above, or in a header);
// else it is allocated at run time on the strand's stack. So is one that is much larger than all
// the rest of the caller's frame, and rarely needed. Requires: flow. Provides: Var.field, .rename,
// Await.live, .dynamic, Func.dynamic, .aliases, .slots.
#include "asyncc.h"
#include "options.h"

#include <string.h>

enum { MAX_DEPTH = 32, FRAME_ALIGN = 8, LARGE = 128 };

static void describe_slot(Var *v)
{
    // Only the declaration tells the type. What is saved has the value in either, but for pointers.
    const Type *t = v->type;
    bool pinned = v->place == PLACE_PINNED;
    bool inferred = t->is_inferred && (pinned || t->pointee);
    bool local = t->names_local_typedef && pinned && (t->pointee || t->is_array);
    bool untold = !t->text || ((inferred || local) && !v->is_temp && !v->is_param);
    if (v->place != PLACE_LOCAL)
        v->opaque = untold || v->align > FRAME_ALIGN;
    // A typedef, or a variable, that is used keeps a use, and a tag its definition.
    v->has_witness =
        pinned && !v->stands_for &&
        (untold ||
         ((t->names_local_typedef || v->needs_declarator || v->told_by_values) && !v->is_temp));
}

// Names that the frame has for parts of its own.
static bool is_reserved(const char *name)
{
    return !strcmp(name, "result") || !strcmp(name, "enter") || !strcmp(name, "callee") ||
           !strncmp(name, "await_", 6) || !strncmp(name, "ac__", 4);
}

// Fields bear the variable's name; the second of a name gets a number, one that makes it no other
// variable's.
static void name_fields(Func *f)
{
    struct {
        char *key;
        int value;
    } *used = NULL;
    for (ptrdiff_t i = 0; i < arrlen(f->vars); i++)
        shput(used, f->vars[i]->name, 0);
    for (ptrdiff_t i = 0; i < arrlen(f->vars); i++) {
        Var *v = f->vars[i];
        if (v->place == PLACE_LOCAL)
            continue;
        int nth = shget(used, v->name) + 1;
        bool numbered = !v->is_temp && (nth > 1 || is_reserved(v->name));
        v->field = v->stands_for ? arena_printf(f->unit->arena, "ac__literal_%d", nth)
                   : numbered    ? arena_printf(f->unit->arena, "%s__%d", v->name, nth)
                                 : v->name;
        while (numbered && shgeti(used, v->field) >= 0)
            v->field = arena_printf(f->unit->arena, "%s__%d", v->name, ++nth);
        shput(used, v->name, nth);
    }
    shfree(used);
}

// A name that is declared more than once, in a scope. No hole: keys are compared as bytes.
typedef struct {
    const Scope *scope;
    ptrdiff_t name;
} DeclaredKey;

// What the body declares.
typedef struct {
    struct {
        char *key;
        int value;
    } * names; // how often each is declared
    struct {
        DeclaredKey key;
        uint32_t value;
    } * last; // where one that is declared more than once is, in a scope, the last time
} Declared;

static Declared find_declared(const Func *f)
{
    Declared d = {NULL, NULL};
    bool repeated = false;
    for (ptrdiff_t i = 0; i < arrlen(f->scopes); i++)
        for (ptrdiff_t k = 0; k < arrlen(f->scopes[i]->names); k++) {
            const char *name = f->scopes[i]->names[k];
            int nth = shget(d.names, name) + 1;
            shput(d.names, name, nth);
            repeated |= nth > 1;
        }
    for (ptrdiff_t i = 0; repeated && i < arrlen(f->scopes); i++)
        for (ptrdiff_t k = 0; k < arrlen(f->scopes[i]->names); k++) {
            const Scope *s = f->scopes[i];
            ptrdiff_t name = shgeti(d.names, s->names[k]);
            DeclaredKey key = {s, name};
            if (d.names[name].value > 1 && hmget(d.last, key) < s->name_offsets[k])
                hmput(d.last, key, s->name_offsets[k]);
        }
    return d;
}

static void free_declared(Declared *d)
{
    shfree(d->names);
    hmfree(d->last);
}

// Is v's name, where await a stands, that of something else?
static bool is_hidden_at(const Var *v, ptrdiff_t name, const Await *a, Declared *d)
{
    for (const Scope *s = a->scope; s && s != v->scope->parent; s = s->parent) {
        DeclaredKey key = {s, name};
        uint32_t last = hmget(d->last, key);
        if (last && last != v->offset && (s != v->scope || last > v->offset))
            return true;
    }
    return false;
}

// Looks only at names that are declared more than once: the others hide nothing.
static void rename_hidden(Func *f, Declared *d)
{
    for (ptrdiff_t i = 0; d->last && i < arrlen(f->awaits); i++) {
        Await *a = f->awaits[i];
        for (ptrdiff_t k = 0; k < arrlen(a->live); k++) {
            Var *v = a->live[k];
            ptrdiff_t name = v->rename || v->is_temp ? -1 : shgeti(d->names, v->name);
            if (name >= 0 && d->names[name].value > 1 && is_hidden_at(v, name, a, d))
                v->rename = arena_printf(f->unit->arena, "ac__%s_%d", v->name, v->index);
        }
    }
}

// Only saved variables are stored; what is pinned is there already.
static void list_saved(Func *f)
{
    uint64_t *saved = arena_alloc(f->unit->arena, far_words(f) * sizeof *saved);
    for (ptrdiff_t i = 0; i < arrlen(f->far); i++)
        saved[i / 64] |= (uint64_t)(f->far[i]->place == PLACE_SAVED) << i % 64;
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++) {
        Await *a = f->awaits[i];
        ptrdiff_t n = 0;
        a->live = crossing(f, a, saved);
        for (ptrdiff_t k = 0; k < arrlen(a->live); k++)
            if (a->live[k]->place == PLACE_SAVED)
                a->live[n++] = a->live[k];
        if (a->live)
            arrsetlen(a->live, (size_t)n);
    }
}

typedef struct {
    Func *func;
    Declared *declared;
    struct {
        char *key;
        int value;
    } * tags; // and may be types that the body defines
    Type **types;
} Hider;

// Does a name in the type's text mean something else somewhere in the body?
static bool is_hidden(Hider *h, const char *text)
{
    bool hidden = false, tag = false;
    for (const char *s = text; *s && !hidden;) {
        size_t n = 0;
        while (is_in_name(s[n]))
            n++;
        if (n) {
            char *word = arena_strndup(h->func->unit->arena, s, n);
            hidden = tag ? shgeti(h->tags, word) >= 0 : shgeti(h->declared->names, word) >= 0;
            tag = !strcmp(word, "struct") || !strcmp(word, "union") || !strcmp(word, "enum");
        }
        s += n ? n : 1;
    }
    return hidden;
}

static void add_alias(Hider *h, Type *t)
{
    if (t->asked == h->func)
        return;
    t->asked = h->func;
    if (t->text && (is_hidden(h, t->text) || (t->plain != t->text && is_hidden(h, t->plain))))
        arrput(h->types, t);
}

static void add_start_aliases(Hider *h, const Node *n)
{
    if (!n)
        return;
    for (int i = 0; i < n->kid_count; i++)
        add_start_aliases(h, n->kids[i]);
    bool starts = n->kind == N_SPAWN || n->kind == N_RUN || (n->kind == N_CALL && n->await);
    if (!starts || !n->callee || n->callee->is_pointer)
        return;
    add_alias(h, n->callee->result);
    for (ptrdiff_t i = 0; i < arrlen(n->callee->params); i++)
        add_alias(h, n->callee->params[i]);
}

// Types that generated code names in the body, but that the body hides there.
static void find_aliases(Func *f, Declared *d)
{
    const Unit *u = f->unit;
    Hider h = {.func = f, .declared = d};
    for (int t = token_at(u, f->body_begin); u->tokens[t].offset < f->end; t++)
        if (u->tokens[t].kind == T_IDENT && // or `enum e : char {`
            (token_is(u, t + 1, "{") || token_is(u, t + 1, ";") || token_is(u, t + 1, ":")))
            shput(h.tags, token_text(u, t), 1);
    add_alias(&h, f->result);
    for (ptrdiff_t i = 0; i < arrlen(f->vars); i++)
        add_alias(&h, f->vars[i]->type);
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++)
        if (!f->awaits[i]->callee->is_pointer)
            add_alias(&h, f->awaits[i]->callee->result);
    add_start_aliases(&h, f->body);
    f->alias_count = (int)arrlen(h.types);
    f->aliases = arena_alloc(u->arena, sizeof *h.types * (size_t)(f->alias_count + 1));
    for (int i = 0; i < f->alias_count; i++)
        f->aliases[i] = h.types[i];
    arrfree(h.types);
    shfree(h.tags);
}

static void count_nested(Func *f, const Func *g)
{
    f->nested += g->nested + 1;
    if (f->nested > MANY_NESTED)
        f->nested = MANY_NESTED;
}

static void choose_callee(Func *f, Await *a)
{
    Func *g = a->callee->func;
    bool embeds = !f->unit->options->no_embed;
    bool above = embeds && g && g->begin < f->begin && g->depth < MAX_DEPTH && !a->callee->is_weak;
    a->runs_directly = above;
    a->dynamic = !above && !(embeds && a->callee->has_frame && a->callee->has_contract && !g);
    if (above && g->depth + 1 > f->depth)
        f->depth = g->depth + 1;
    if (above)
        count_nested(f, g);
    if (a->dynamic && g)
        g->dynamic = true;
}

static bool fits_register(const Type *t)
{
    return !t->is_void && !t->is_record && t->size <= 8 && !copied_as_bytes(t);
}

// A result that fits a register goes there, if the caller can see the callee's code, and where the
// ordinary symbol gives it to who calls it through a pointer.
static void choose_results(Func *f)
{
    f->by_value |= f->dynamic && !f->is_main && fits_register(f->result);
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++) {
        const Await *a = f->awaits[i];
        if (!a->group && a->runs_directly)
            a->callee->func->by_value = fits_register(a->callee->result);
    }
}

static void set_embedded(Await *a, bool embedded)
{
    a->runs_directly = embedded;
    a->dynamic = !embedded;
}

// A callee that is rarely awaited is dynamic if its frame is by far larger than all the rest of the
// caller's. False: then the callee must be one that others may start, which it was not laid out as.
static bool lay_out_cold(Func *f)
{
    Await **cold = NULL;
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++) {
        Await *a = f->awaits[i];
        if (a->cold && !a->group && a->runs_directly && a->callee->func->frame_size >= LARGE) {
            set_embedded(a, false);
            arrput(cold, a);
        }
    }
    lay_out(f);
    uint64_t rest = f->frame_size;
    bool known = true, anew = false;
    for (ptrdiff_t i = 0; i < arrlen(cold); i++) {
        Func *g = cold[i]->callee->func;
        if (g->frame_size < rest + LARGE || g->frame_size < 2 * rest) {
            set_embedded(cold[i], true);
            anew = true;
        } else {
            known &= g->dynamic;
            g->dynamic = true;
        }
    }
    arrfree(cold);
    if (anew)
        lay_out(f);
    return known;
}

static bool lay_out_all(Unit *u)
{
    bool known = true;
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++)
        if (u->funcs[i]->is_async)
            known &= lay_out_cold(u->funcs[i]);
    return known;
}

static void choose_callees(Func *f, const Node *n)
{
    if (!n)
        return;
    if (n->await && !n->await->group)
        choose_callee(f, n->await);
    for (int i = first_branch(n); n->await && n->await->group && i < n->kid_count; i++) {
        const Callee *branch = branch_call(n->kids[i])->callee;
        if (branch && branch->func) {
            branch->func->is_branch = true;
            count_nested(f, branch->func);
        }
    }
    for (int i = 0; i < n->kid_count; i++)
        choose_callees(f, n->kids[i]);
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
        Declared declared = find_declared(f);
        find_aliases(f, &declared);
        if (!f->is_async) {
            free_declared(&declared);
            continue;
        }
        f->dynamic |= !f->is_static || f->is_main || f->callee->address_taken;
        for (ptrdiff_t k = 0; k < arrlen(f->vars); k++)
            describe_slot(f->vars[k]);
        list_saved(f);
        rename_hidden(f, &declared);
        free_declared(&declared);
        name_fields(f);
        choose_callees(f, f->body);
    }
    // Only now it is known of each whether it may be started by others.
    while (!lay_out_all(u))
        ;
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++)
        if (u->funcs[i]->is_async)
            choose_results(u->funcs[i]);
    check_budgets(u);
}
