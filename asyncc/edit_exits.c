// edit_exits.c: what leaves blocks with exits. A part of the pass edit.
//
//   defer { puts("end"); }      if (0) { ac__exit_1: { puts("end"); }
//                                   if (ac__why_1 >> 1 == 2) { goto ac__end_1; }
//                                   { ac__fr->result = ac__returned; … return AC_READY; } }
//   if (n)                      if (n)
//       return n;                   { ac__returned = (n); ac__why_1 = 0; goto ac__exit_1; }
//   …                           …
//   }                               ac__why_1 = 4; goto ac__exit_1; ac__end_1:; }
//
// An exit's code stays where it was written, so that its names mean what they meant there.
#include "edit.h"
#include "options.h"

#include <string.h>

static bool copied_by_parts(const Type *t)
{
    return t->is_record || t->size > 8;
}

static const char *end_label(const Func *f, const Scope *s)
{
    return arena_printf(f->unit->arena, "ac__end_%d", s->last_exit->number);
}

// Where the way leads when all its exits have run.
static const char *arrive_text(const Func *f, int leave)
{
    Arena *a = f->unit->arena;
    const Leave *to = &f->leaves[leave];
    if (leave == LEAVE_UNWIND)
        return "goto ac__unwind;";
    if (leave == LEAVE_RETURN && !f->returned)
        return return_text(f, "AC_READY", NULL);
    if (leave == LEAVE_RETURN) {
        const char *x = var_text(f, f->returned);
        if (f->by_value)
            return return_text(f, "AC_READY", x);
        // Both may be in the frame, and overlap.
        return arena_printf(a,
                            copied_by_parts(f->result)
                                ? "__builtin_memmove((void *)&ac__fr->result, (void *)&%s, "
                                  "sizeof ac__fr->result); %s"
                                : "ac__fr->result = %s; %s",
                            x, return_text(f, "AC_READY", NULL));
    }
    if (to->scope)
        return arena_printf(a, "goto %s;", end_label(f, to->scope));
    switch ((NodeKind)to->jump->kind) {
    case N_BREAK:
        return "break;";
    case N_CONTINUE: // edit_do and edit_for give the loop a label for it
        return to->jump->target->name ? arena_printf(a, "goto %s;", to->jump->target->name)
                                      : "continue;";
    default:
        return arena_printf(a, "goto %s;", to->jump->name);
    }
}

static const char *unshield_text(const Func *f, const Exit *x)
{
    return x->shields
               ? arena_printf(f->unit->arena, "ac_unshield(ac__cx, %s & 1); ", var_text(f, x->why))
               : "";
}

// Tells who tests how exits run (--hooks).
static const char *hook_text(const Func *f, const Exit *x, const char *what)
{
    return f->unit->options->hooks
               ? arena_printf(f->unit->arena, "ac__hook_exit(ac__cx, \"%s\", %d, AC__EXIT_%s); ",
                              f->name, x->number, what)
               : "";
}

static bool stands_in(const Exit *inner, const Exit *outer)
{
    while (inner && inner != outer)
        inner = inner->within;
    return inner;
}

static const char *onward_text(const Func *f, const Exit *from, const Exit *next, int leave)
{
    Arena *a = f->unit->arena;
    const char *text = "";
    for (; from && !(next && stands_in(next->within, from)); from = from->within)
        if (leave == LEAVE_UNWIND) // nothing else leads out of an exit
            text = arena_printf(a, "%s%s%s", text, hook_text(f, from, "ENDED"),
                                unshield_text(f, from));
    if (!next)
        return arena_printf(a, "%s%s", text, arrive_text(f, leave));
    return arena_printf(a, "%s%s = %du; goto ac__exit_%d;", text, var_text(f, next->why), 2 * leave,
                        next->number);
}

// A cleanup has been entered before the end of its declaration, if that is left within.
const char *leave_text(const Func *f, const Node *n, const Exit *from, const Exit *next, int leave)
{
    const char *text = onward_text(f, from, next, leave);
    for (; next && next->var; next = next->outer) {
        const Node *declaration = next->node->parent;
        if (n->begin < declaration->begin || n->end > declaration->end)
            break;
        text = arena_printf(f->unit->arena, "%s%s", hook_text(f, next, "ENTERED"), text);
    }
    return text;
}

// Whether a way that leads through x goes on through the exit around it, and nothing runs between.
static bool goes_on(const Func *f, const Exit *x, int leave)
{
    return exit_behind(f, x, leave) && (leave != LEAVE_UNWIND || !x->within);
}

// What follows when x has run. Many ways that go on are told apart only where they end: else the
// text would be as long as there are exits times ways. Of a few, gcc sees better which variables
// they have set if each has a constant of its own.
static void put_ways(const Func *f, const Exit *x, Text *t)
{
    enum { FEW = 16 };
    const char *why = var_text(f, x->why);
    ptrdiff_t count = arrlen(x->leaves), going_on = 0;
    for (ptrdiff_t i = 0; i < count; i++)
        going_on += goes_on(f, x, x->leaves[i]);
    bool at_once = going_on > FEW;
    for (ptrdiff_t i = 0; i < count; i++) {
        if (at_once && goes_on(f, x, x->leaves[i]))
            continue;
        const char *on = onward_text(f, x->within, exit_behind(f, x, x->leaves[i]), x->leaves[i]);
        if (at_once || i < count - 1)
            print(t, "if (%s >> 1 == %d) { %s } ", why, x->leaves[i], on);
        else
            print(t, "(void)%s; %s", why, on);
    }
    if (at_once)
        print(t, "%s = %s%s; goto ac__exit_%d;", var_text(f, x->outer->why), why,
              x->shields ? " & ~1u" : "", x->outer->number);
}

// The code of an exit is behind `n`, its declaration, or, for a defer, that itself.
void edit_exit(Editor *e, Node *n)
{
    const Func *f = e->func;
    Arena *a = e->unit->arena;
    const Exit *x = n->exit;
    const char *why = var_text(f, x->why);
    Text begin = {0}, end = {0};
    print(&begin, "; %sif (0) { ac__exit_%d:; ", hook_text(f, x, "ENTERED"), x->number);
    if (x->shields)
        print(&begin, "%s |= ac_shield(ac__cx); ", why);
    put(hook_text(f, x, "BEGINS"), &begin);
    print(&end, "%s%s", hook_text(f, x, "ENDED"), unshield_text(f, x));
    put_ways(f, x, &end);
    put(" }", &end);
    if (n->kind == N_DEFER) {
        put_edit(e, n->begin, n->kids[0]->begin, arena_text(a, &begin));
        put_edit(e, n->end, n->end, arena_text(a, &end));
    } else {
        uint32_t at = n->parent->end;
        if (!kid(n, 0))
            print(&begin, "%s(&%s); ", token_text(e->unit, x->var->cleanup + 2),
                  var_text(f, x->var));
        const Node *cleanup = e->node;
        e->node = n->parent; // which this closes
        put_steps(e, at, at, arena_text(a, &begin), kid(n, 0) ? kid(n, 0)->pre : NULL,
                  arena_text(a, &end));
        e->node = cleanup;
    }
}

// The first statement of a block that declares what is variably modified, behind an exit. Jumps
// from there to the exit leave the declaration's scope, but no jump may lead into it, so not to the
// end of the block: from here to there, it gets braces of its own.
const Node *varying_behind_exits(const Node *block)
{
    const Scope *s = block->scope;
    const Exit *first = s->last_exit;
    while (first && first->outer && first->outer->scope == s)
        first = first->outer;
    if (!first)
        return NULL;
    const Node *n = first->node;
    uint32_t from = n->kind == N_DEFER ? n->end : n->parent->end, place = UINT32_MAX;
    for (ptrdiff_t i = 0; i < arrlen(s->vars); i++) {
        const Var *v = s->vars[i];
        if (v->type->is_variably_modified && v->offset >= from && v->offset < place)
            place = v->offset;
    }
    for (int i = 0; i < block->kid_count; i++)
        if (block->kids[i] && block->kids[i]->begin <= place && place < block->kids[i]->end)
            return block->kids[i];
    return NULL;
}

const char *end_text(const Func *f, const Scope *s, const char *close)
{
    const Exit *x = s->last_exit;
    if (!x)
        return "";
    // Else gcc would warn that a block ended by a `break` falls through to the case behind it.
    const char *never = s->is_left ? "__builtin_trap(); " : "";
    return arena_printf(f->unit->arena, " %s %s%s:; %s", onward_text(f, x->within, x, x->leaves[0]),
                        close, end_label(f, s), never);
}

void edit_jump(Editor *e, Node *n)
{
    if (!n->exit)
        return;
    Edit *edit = put_edit(e, n->begin, n->end, NULL);
    // No jump leaves an exit's own block.
    edit->text =
        arena_printf(e->unit->arena, "{ %s }", leave_text(e->func, n, NULL, n->exit, n->leave));
    edit->rank = RANK_MOVE;
}

void drop_cleanup(Editor *e, const Node *declaration)
{
    const Unit *u = e->unit;
    for (int i = 0; i < declaration->kid_count; i++) {
        const Node *n = declaration->kids[i];
        if (n->kind != N_CLEANUP || !n->exit)
            continue;
        for (ptrdiff_t k = -1; k < arrlen(n->var->later_cleanups); k++) {
            const Token *t = &u->tokens[k < 0 ? n->var->cleanup : n->var->later_cleanups[k]];
            put_edit(e, t->offset, t[3].offset + t[3].length, "__unused__");
        }
    }
}
