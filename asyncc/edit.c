// edit.c: the lowered text of each async function, as edits of the user's.
//
//   if (await f(n) < 0) return 1;
//
//   { <steps of the condition> if (ac__t1 < 0) { ac__fr->result = (1); <end> } }
//   ^ inserted                     ^ replaced  ^ inserted            ^ inserted
//
// What is not edited is printed as it stands. An expression whose steps must run in a loop moves
// into the loop's body: the header's place is emptied, a slice prints it again.
// Requires: frame. Provides: Func.edits, sorted.
#include "asyncc.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    Func *func;
    Unit *unit;
    const Node *node; // being edited
    int depth;
} Editor;

enum { RANK_REF, RANK_TEMP, RANK_MOVE };

const char *var_text(const Func *f, const Var *v)
{
    Arena *a = f->unit->arena;
    if (v->place != PLACE_PINNED)
        return v->rename ? v->rename : v->name;
    if (!v->opaque)
        return arena_printf(a, "ac__fr->%s", v->field);
    return arena_printf(a, "(*(__typeof__(%s) *)(((uintptr_t)ac__fr->%s + %u) & -(uintptr_t)%u))",
                        v->type->text, v->field, v->type->align - 1, v->type->align);
}

bool read_in_place(const Var *v)
{
    return v->source && v->source->last && !v->source->dynamic && v->place == PLACE_LOCAL;
}

const char *temp_text(const Func *f, const Var *v)
{
    if (read_in_place(v))
        return arena_printf(f->unit->arena, "ac__fr->await_%s.callee.result", v->source->label);
    return var_text(f, v);
}

static Edit *put(Editor *e, uint32_t begin, uint32_t end, const char *text)
{
    Edit edit = {.begin = begin, .end = end, .text = text};
    // Insertions at one place: what closes comes first and from the inside, what opens follows.
    edit.closes = begin == end && e->node && begin == e->node->end;
    if (begin == end)
        edit.rank = edit.closes ? 100000 + e->depth : -e->depth;
    arrput(e->func->edits, edit);
    return &e->func->edits[arrlen(e->func->edits) - 1];
}

static Edit *put_steps(Editor *e, uint32_t begin, uint32_t end, const char *text, Step *steps,
                       const char *tail)
{
    Edit *edit = put(e, begin, end, text);
    edit->steps = steps;
    edit->tail = tail;
    return edit;
}

// The end of a declarator that begins behind `from`, its `=`, or 0.
static void scan_declarator(const Unit *u, uint32_t from, uint32_t *equals, uint32_t *end)
{
    int depth = 0;
    *equals = 0;
    *end = from;
    for (int i = token_at(u, from); u->tokens[i].kind != T_EOF; i++) {
        const Token *t = &u->tokens[i];
        char c = t->kind == T_PUNCT && t->length == 1 ? u->text[t->offset] : 0;
        depth += c == '(' || c == '[' || c == '{';
        depth -= c == ')' || c == ']' || c == '}';
        *end = t->offset;
        if (depth == 0 && c == '=' && !*equals)
            *equals = t->offset;
        if (depth <= 0 && (c == ',' || c == ';'))
            return;
    }
}

static uint32_t declarator_begin(const Unit *u, uint32_t name)
{
    static const char *const words[] = {"*", "(", "const", "volatile", "restrict", "__restrict"};
    int first = token_at(u, name);
    for (int i = first - 1; i >= 0; i--) {
        bool part = false;
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            part |= token_is(u, i, words[w]);
        if (!part)
            break;
        if (token_is(u, i, "*") || token_is(u, i, "("))
            first = i;
    }
    return u->tokens[first].offset;
}

static bool is_zero_list(const Unit *u, uint32_t begin, uint32_t end)
{
    int i = token_at(u, begin);
    if (!token_is(u, i, "{"))
        return false;
    i += token_is(u, i + 1, "0") ? 2 : 1;
    return token_is(u, i, "}") && u->tokens[i].offset + 1 >= end - 1 && u->tokens[i].offset < end;
}

// Writes the initialiser [begin, end) of a pinned variable into its slot.
static void initialise_pinned(Editor *e, const Var *v, uint32_t from, uint32_t begin, uint32_t end,
                              Step *steps, const char *prefix)
{
    Arena *a = e->unit->arena;
    const char *x = var_text(e->func, v);
    bool braces = token_is(e->unit, token_at(e->unit, begin), "{");
    if (v->type->is_array && is_zero_list(e->unit, begin, end)) {
        put_steps(e, from, end, prefix, steps,
                  arena_printf(a, "__builtin_memset((void *)&%s, 0, sizeof %s)", x, x));
    } else if (braces || v->type->is_array) {
        put_steps(e, from, begin, prefix, steps,
                  arena_printf(a, "__builtin_memcpy((void *)&%s, &(__typeof__(%s))%s", x, x,
                               braces ? "" : "{"));
        put(e, end, end, arena_printf(a, "%s, sizeof %s)", braces ? "" : "}", x));
    } else {
        const char *to = v->type->is_const && v->type->plain
                             ? arena_printf(a, "*(%s *)&%s", v->type->plain, x)
                             : x;
        put_steps(e, from, begin, prefix, steps, arena_printf(a, "%s = (", to));
        put(e, end, end, ")");
    }
}

static bool must_split(const Node *decl)
{
    for (int i = 0; i < decl->kid_count; i++) {
        const Node *v = decl->kids[i];
        if (v->kind == N_VAR &&
            ((v->var && v->var->place == PLACE_PINNED) || (kid(v, 0) && kid(v, 0)->pre)))
            return true;
    }
    return false;
}

// int a = 1, b[4], c = await f();     int a = 1; (b's slot) <steps> int c = ac__t1;
static void edit_declaration(Editor *e, Node *decl)
{
    Unit *u = e->unit;
    uint32_t specs_end = 0, from = decl->begin;
    for (int i = 0; i < decl->kid_count; i++) {
        Node *n = decl->kids[i];
        if (n->kind != N_VAR)
            continue;
        uint32_t start = declarator_begin(u, n->name_offset), equals = 0, end = 0;
        scan_declarator(u, n->name_offset, &equals, &end);
        if (!specs_end)
            specs_end = start;
        bool first = from == decl->begin;
        const char *separator = first ? "" : "; ";
        Step *steps = kid(n, 0) ? kid(n, 0)->pre : NULL;
        bool pinned = n->var && n->var->place == PLACE_PINNED;
        uint32_t init = equals ? u->tokens[token_at(u, equals) + 1].offset : 0;
        if (pinned) {
            if (init)
                initialise_pinned(e, n->var, from, init, end, steps, separator);
            else
                put(e, from, end, separator);
        } else if (first) {
            if (steps)
                put_steps(e, from, from, NULL, steps, NULL);
        } else {
            Edit *edit = put_steps(e, from, start, separator, steps, NULL);
            edit->slice_begin = decl->begin;
            edit->slice_end = specs_end;
        }
        from = end;
    }
}

static bool has_continue(const Node *n, const Node *loop)
{
    if (!n)
        return false;
    if (n->kind == N_CONTINUE && n->target == loop)
        return true;
    for (int i = 0; i < n->kid_count; i++)
        if (has_continue(n->kids[i], loop))
            return true;
    return false;
}

static void edit_continues(Editor *e, Node *n, const Node *loop, const char *label)
{
    if (!n)
        return;
    if (n->kind == N_CONTINUE && n->target == loop)
        put(e, n->begin, n->end, arena_printf(e->unit->arena, "goto %s;", label));
    for (int i = 0; i < n->kid_count; i++)
        edit_continues(e, n->kids[i], loop, label);
}

static const char *continue_label(Editor *e, Node *loop, Node *body)
{
    if (!has_continue(body, loop))
        return "";
    const char *label = arena_printf(e->unit->arena, "ac__continue_%u", loop->begin);
    edit_continues(e, body, loop, label);
    return arena_printf(e->unit->arena, "%s:; ", label);
}

// Empties the place of an expression that is printed elsewhere.
static void move_away(Editor *e, const Node *n)
{
    Edit *edit = put(e, n->begin, n->end, "");
    edit->owner = n;
    edit->rank = RANK_MOVE;
}

static void edit_while(Editor *e, Node *n)
{
    Node *cond = n->kids[0], *body = n->kids[1];
    put_steps(e, n->begin, cond->begin, "for (;;) { ", cond->pre, "if (!(");
    put(e, cond->end, body->begin, ")) { break; } ");
    put(e, n->end, n->end, " }");
}

static void edit_do(Editor *e, Node *n)
{
    Node *body = n->kids[0], *cond = n->kids[1];
    put(e, n->begin, body->begin, "for (;;) { ");
    put_steps(e, body->end, cond->begin,
              arena_printf(e->unit->arena, " %s", continue_label(e, n, body)), cond->pre, "if (!(");
    put(e, cond->end, n->end, ")) { break; } }");
}

static void edit_for(Editor *e, Node *n)
{
    Node *init = n->kids[0], *cond = n->kids[1], *step = n->kids[2], *body = n->kids[3];
    bool init_out =
        init && (init->kind == N_DECL ? must_split(init) : init->kid_count && init->kids[0]->pre);
    if (init_out) {
        put(e, n->begin, init->begin, "{ ");
        put(e, init->end, init->end, " for (;");
    }
    if (cond && cond->pre) {
        move_away(e, cond);
        Edit *edit = put_steps(e, body->begin, body->begin, "{ ", cond->pre, ")) { break; } ");
        edit->slice_begin = cond->begin;
        edit->slice_end = cond->end;
        edit->lead = "if (!(";
        edit->owner = cond;
    } else if (step && step->pre) {
        put(e, body->begin, body->begin, "{ ");
    }
    if (step && step->pre) {
        move_away(e, step);
        Edit *edit = put_steps(e, n->end, n->end,
                               arena_printf(e->unit->arena, " %s", continue_label(e, n, body)),
                               step->pre, "; ");
        edit->slice_begin = step->begin;
        edit->slice_end = step->end;
        edit->owner = step;
    }
    if ((cond && cond->pre) || (step && step->pre))
        put(e, n->end, n->end, " }");
    if (init_out)
        put(e, n->end, n->end, " }");
}

static const char *const finish =
    "if ((int)ac__at != ac__START) ac__fr->ac__state = ac__DONE; return AC_READY; }";

static void edit_return(Editor *e, Node *n)
{
    const Func *f = e->func;
    Node *value = kid(n, 0);
    if (!value) {
        put(e, n->begin, n->end, arena_printf(e->unit->arena, "{ %s", finish));
        return;
    }
    // A record could overlap the result: it goes through a temporary.
    const char *open = f->result->is_void ? "("
                       : f->result->is_record
                           ? arena_printf(e->unit->arena, "%s ac__r = (", f->result->plain)
                           : "ac__fr->result = (";
    put_steps(e, n->begin, value->begin, "{ ", value->pre, open);
    put(e, value->end, n->end,
        arena_printf(e->unit->arena, "); %s%s",
                     f->result->is_record ? "ac__fr->result = ac__r; " : "", finish));
}

// ac_spawn(f(a, b)) becomes a statement expression; only the gaps between arguments are edited.
static void edit_start(Editor *e, Node *n)
{
    Arena *a = e->unit->arena;
    const Callee *c = n->callee;
    Node *call = n->kids[0];
    bool spawn = n->kind == N_SPAWN;
    const char *text = "__extension__({ ac_context ac__sub; ", *names = "";
    uint32_t from = n->begin;
    for (int i = 1; i < call->kid_count; i++) {
        const char *type = c->params[i - 1]->plain ? c->params[i - 1]->plain : "__auto_type";
        put(e, from, call->kids[i]->begin,
            arena_printf(a, "%s__typeof__(%s) ac__a%u_%d = (", text, type, n->begin, i));
        names = arena_printf(a, "%s, ac__a%u_%d", names, n->begin, i);
        text = "); ";
        from = call->kids[i]->end;
    }
    if (spawn)
        text =
            arena_printf(a,
                         "%sac_task *ac__task = ac_spawn_begin(&ac__sub, %s, &%s__type); "
                         "if (ac__task) ac_spawn_end(&ac__sub, ac__task, "
                         "%s__start(ac_task_frame(ac__task), &ac__sub%s)); ac__task; })",
                         text, e->func->is_async ? "ac__cx->loop" : "0", c->name, c->name, names);
    else
        text = arena_printf(a,
                            "%svoid *ac__body = ac_run_begin(&ac__sub, &%s__type); "
                            "ac_run_end(&ac__sub, ac__body, %s__start(ac__body, &ac__sub%s)); "
                            "%sac_run_free(ac__body); %s})",
                            text, c->name, c->name, names,
                            c->result->is_void ? ""
                                               : arena_printf(a, "%s ac__r = *(%s *)ac__body; ",
                                                              c->result->plain, c->result->plain),
                            c->result->is_void ? "" : "ac__r; ");
    put(e, from, n->end, text);
}

static void edit_expression(Editor *e, Node *n)
{
    Edit *edit;
    if (n->kind == N_AWAIT && !n->await) { // in sizeof and its like: not run
        put(e, n->begin, n->begin + 6, "__extension__");
        return;
    }
    if (n->temp && n->kind != N_EXPR_STMT) {
        bool dropped = n->parent && n->parent->kind == N_COMMA && n->parent->kids[0] == n;
        edit = put(e, n->begin, n->end,
                   arena_printf(e->unit->arena, "%s%s", dropped ? "(void)" : "",
                                temp_text(e->func, n->temp)));
        edit->owner = n;
        edit->rank = RANK_TEMP;
    } else if (n->gone) {
        edit = put(e, n->begin, n->end, "(void)0");
        edit->owner = n;
        edit->rank = RANK_TEMP;
    } else if (n->kind == N_REF && n->var && (n->var->place == PLACE_PINNED || n->var->rename)) {
        edit = put(e, n->begin, n->end, var_text(e->func, n->var));
        edit->rank = RANK_REF;
    } else if (n->kind == N_COMPOUND_LITERAL && n->var && n->var->place == PLACE_PINNED) {
        const char *x = var_text(e->func, n->var);
        put(e, n->begin, n->begin,
            arena_printf(e->unit->arena, "(*(__typeof__(%s) *)__builtin_memcpy((void *)&%s, &", x,
                         x));
        put(e, n->end, n->end, arena_printf(e->unit->arena, ", sizeof %s))", x));
    } else if (n->kind == N_SPAWN || n->kind == N_RUN) {
        edit_start(e, n);
    }
}

static void edit_node(Editor *e, Node *n)
{
    if (!n)
        return;
    Node *first = kid(n, 0);
    const Node *outer = e->node;
    e->node = n;
    e->depth++;
    switch ((NodeKind)n->kind) {
    case N_EXPR_STMT:
        if (n->temp) { // the last statement of a statement expression: its value
            put_steps(e, n->begin, n->begin, "{ ", first->pre,
                      arena_printf(e->unit->arena, "%s = (", var_text(e->func, n->temp)));
            put(e, first->end, n->end, "); }");
        } else if (first->pre) {
            put_steps(e, n->begin, n->begin, "{ ", first->pre, "(void)(");
            put(e, first->end, n->end, "); }");
        }
        break;
    case N_IF:
    case N_SWITCH:
    case N_INDIRECT_GOTO:
        if (first->pre) {
            put_steps(e, n->begin, n->begin, "{ ", first->pre, NULL);
            put(e, n->end, n->end, " }");
        }
        break;
    case N_WHILE:
        if (first->pre)
            edit_while(e, n);
        break;
    case N_DO:
        if (n->kids[1]->pre)
            edit_do(e, n);
        break;
    case N_FOR:
        edit_for(e, n);
        break;
    case N_RETURN:
        if (e->func->is_async)
            edit_return(e, n);
        break;
    case N_DECL:
        if (must_split(n))
            edit_declaration(e, n);
        break;
    case N_VAR:
        if (n->var && n->var->rename && n->var->place != PLACE_PINNED)
            put(e, n->name_offset, n->name_offset + (uint32_t)strlen(n->name), n->var->rename);
        break;
    default:
        edit_expression(e, n);
        break;
    }
    for (int i = 0; i < n->kid_count; i++)
        edit_node(e, n->kids[i]);
    e->node = outer;
    e->depth--;
}

// Outer before inner, insertions at a place in the order they were made (arrays are sorted stably
// by `order`, which begins as the index).
static int by_place(const void *x, const void *y)
{
    const Edit *a = x, *b = y;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    bool a_empty = a->end == a->begin, b_empty = b->end == b->begin;
    if (a_empty != b_empty)
        return a_empty ? -1 : 1;
    if (a->end != b->end)
        return a->end > b->end ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank > b->rank ? -1 : 1;
    return a->order - b->order;
}

void edit(Unit *u)
{
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++) {
        Func *f = u->funcs[i];
        Editor e = {f, u, NULL, 0};
        edit_node(&e, f->body);
        for (int t = token_at(u, f->begin); u->tokens[t].offset < f->end; t++)
            if (f->is_async && (token_is(u, t, "__func__") || token_is(u, t, "__FUNCTION__") ||
                                token_is(u, t, "__PRETTY_FUNCTION__"))) {
                put(&e, u->tokens[t].offset, u->tokens[t].offset + u->tokens[t].length, "ac__func");
                f->uses_func_name = true;
            }
        for (ptrdiff_t k = 0; k < arrlen(f->edits); k++)
            f->edits[k].order = (int)k;
        if (f->edits)
            qsort(f->edits, (size_t)arrlen(f->edits), sizeof *f->edits, by_place);
    }
}
