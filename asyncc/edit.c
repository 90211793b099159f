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
#include "edit.h"

#include <stdlib.h>
#include <string.h>

const char *type_text(const Func *f, const Type *t, bool plain)
{
    for (int i = 0; i < f->alias_count; i++)
        if (f->aliases[i] == t)
            return arena_printf(f->unit->arena, "%s__%s_%d", f->name, plain ? "plain" : "type", i);
    return plain ? t->plain : t->text;
}

bool becomes_member(const Callee *c, int i, const Node *operand)
{
    return c->params[i - 1]->is_record && operand->type && !operand->type->is_record;
}

bool copied_as_bytes(const Type *t)
{
    return t->has_const_member || t->align > 8;
}

const char *witness_name(const Func *f, const Var *v)
{
    return arena_printf(f->unit->arena, "ac__type_%d", v->index);
}

// Another declarator of the same declaration, so for a type of every kind: a pointer to a function
// that returns a pointer.
const char *behind_witness(const Func *f, const Var *v)
{
    return arena_printf(f->unit->arena,
                        " __attribute__((unused)), *(*ac__size_%d)(char (*)[sizeof(*%s) <= %llu ? "
                        "1 : -1]) __attribute__((unused))",
                        v->index, witness_name(f, v), (unsigned long long)v->type->size);
}

// The address of a pinned variable, as void * if its type has no name there.
static const char *slot_text(const Func *f, const Var *v)
{
    Arena *a = f->unit->arena;
    if (v->align <= 8)
        return arena_printf(a, "%sac__fr->%s", v->opaque ? "(void *)" : "&", v->field);
    return arena_printf(
        a, "(void *)(((__typeof__(sizeof 0))ac__fr->%s + %u) & -(__typeof__(sizeof 0))%u)",
        v->field, v->align - 1, v->align);
}

const char *var_text(const Func *f, const Var *v)
{
    Arena *a = f->unit->arena;
    if (v->place != PLACE_PINNED)
        return v->rename ? v->rename : v->name;
    if (!v->opaque)
        return arena_printf(a, "ac__fr->%s", v->field);
    if (v->has_witness)
        return arena_printf(a, "(*(__typeof__(%s))%s)", witness_name(f, v), slot_text(f, v));
    return arena_printf(a, "(*(__typeof__(%s) *)%s)", type_text(f, v->type, false),
                        slot_text(f, v));
}

bool gives_value(const Await *a)
{
    return !a->group && a->runs_directly && a->callee->func->by_value;
}

bool read_in_place(const Var *v)
{
    return v->source && v->source->last && !v->source->dynamic && !gives_value(v->source) &&
           v->place == PLACE_LOCAL;
}

const char *temp_text(const Func *f, const Var *v)
{
    if (read_in_place(v))
        return arena_printf(f->unit->arena, "ac__fr->await_%s.callee.%sresult", v->source->label,
                            v->source->group ? "head." : "");
    return var_text(f, v);
}

Edit *put_edit(Editor *e, uint32_t begin, uint32_t end, const char *text)
{
    Edit edit = {.begin = begin, .end = end, .text = text, .node = e->node};
    // Insertions at one place: what closes comes first and from the inside, what opens follows.
    edit.closes = begin == end && e->node && begin == e->node->end;
    if (begin == end)
        edit.rank = edit.closes ? 100000 + e->depth : -e->depth;
    arrput(e->func->edits, edit);
    return &e->func->edits[arrlen(e->func->edits) - 1];
}

Edit *put_steps(Editor *e, uint32_t begin, uint32_t end, const char *text, Step *steps,
                const char *tail)
{
    Edit *edit = put_edit(e, begin, end, text);
    edit->steps = steps;
    edit->tail = tail;
    return edit;
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
    if (n->kind == N_CONTINUE && n->target == loop && !n->exit)
        put_edit(e, n->begin, n->end, arena_printf(e->unit->arena, "goto %s;", label));
    for (int i = 0; i < n->kid_count; i++)
        edit_continues(e, n->kids[i], loop, label);
}

static const char *continue_label(Editor *e, Node *loop, Node *body)
{
    if (!has_continue(body, loop))
        return "";
    const char *label = arena_printf(e->unit->arena, "ac__continue_%d", ++e->loops);
    edit_continues(e, body, loop, label);
    loop->name = label;
    return arena_printf(e->unit->arena, "%s:; ", label);
}

// Empties the place of an expression that is printed elsewhere, as a slice owned by the loop: the
// expression's own edit, if its value is a temporary, still counts there.
static void move_away(Editor *e, const Node *loop, const Node *n)
{
    Edit *edit = put_edit(e, n->begin, n->end, "");
    edit->owner = loop;
    edit->rank = RANK_MOVE;
}

static void edit_while(Editor *e, Node *n)
{
    Node *cond = n->kids[0], *body = n->kids[1];
    put_steps(e, n->begin, cond->begin, "for (;;) { ", cond->pre, "if (!(");
    put_edit(e, cond->end, body->begin, ")) { break; } ");
    put_edit(e, n->end, n->end, " }");
}

static void edit_do(Editor *e, Node *n)
{
    Node *body = n->kids[0], *cond = n->kids[1];
    // What the condition defines goes in front of it, where tags of the body must have ended.
    bool braces = body->kind != N_BLOCK && has_definitions(e->func, n);
    put_edit(e, n->begin, body->begin, braces ? "for (;;) { { " : "for (;;) { ");
    put_edit(e, body->end, body->end,
             arena_printf(e->unit->arena, "%s %s", braces ? " }" : "", continue_label(e, n, body)));
    move_definitions(e, n, 1, 2, body->end, ""); // the body knows nothing of them
    put_steps(e, body->end, cond->begin, "", cond->pre, "if (!(");
    put_edit(e, cond->end, n->end, ")) { break; } }");
}

static void edit_for(Editor *e, Node *n)
{
    Node *init = n->kids[0], *cond = n->kids[1], *step = n->kids[2], *body = n->kids[3];
    // In front of a #pragma that a loop in the body has.
    const Token *closing = &e->unit->tokens[token_at(e->unit, body->begin) - 1];
    uint32_t behind_header = closing->offset + closing->length;
    bool defines = has_definitions(e->func, n);
    bool init_out = init && (defines || n->scope->last_exit ||
                             (init->kind == N_DECL ? must_split(e->func, init)
                                                   : init->kid_count && init->kids[0]->pre));
    if (init_out) {
        put_edit(e, n->begin, init->begin, "{ ");
        move_definitions(e, n, 0, 1, init->begin, "");
        move_definitions(e, n, 1, 3, init->end, "");
        put_edit(e, init->end, init->end, " for (;");
    } else if (defines) {
        move_definitions(e, n, 1, 3, n->begin, "{ ");
    }
    if (cond && cond->pre) {
        move_away(e, n, cond);
        Edit *edit = put_steps(e, behind_header, behind_header, " { ", cond->pre, ")) { break; } ");
        edit->slice_begin = cond->begin;
        edit->slice_end = cond->end;
        edit->lead = "if (!(";
        edit->owner = n;
    } else if ((step && step->pre) || init_out) { // or what follows seems to belong to it
        put_edit(e, behind_header, behind_header, " { ");
    }
    if (step && step->pre) {
        move_away(e, n, step);
        Edit *edit = put_steps(e, n->end, n->end,
                               arena_printf(e->unit->arena, " %s", continue_label(e, n, body)),
                               step->pre, "); ");
        edit->lead = "(void)(";
        edit->slice_begin = step->begin;
        edit->slice_end = step->end;
        edit->owner = n;
    }
    if ((cond && cond->pre) || (step && step->pre) || init_out)
        put_edit(e, n->end, n->end, " }");
    if (init_out)
        put_edit(e, n->end, n->end,
                 arena_printf(e->unit->arena, "%s }", end_text(e->func, n->scope, "")));
    else if (defines)
        put_edit(e, n->end, n->end, " }");
}

const char *return_text(const Func *f, const char *poll, const char *value)
{
    if (!f->by_value)
        return arena_printf(f->unit->arena, "return %s;", poll);
    return arena_printf(f->unit->arena, "return __extension__(struct %s__value){.poll = %s%s%s};",
                        f->name, poll, value ? ", .result = " : "", value ? value : "");
}

// The result goes to the frame or, by value, to the caller; while exits run, which use the frame,
// it waits in a variable.
static void edit_return(Editor *e, Node *n)
{
    const Func *f = e->func;
    Arena *a = e->unit->arena;
    Node *value = kid(n, 0);
    // Within the value of another return it needs a name of its own.
    const Node *around = n->parent;
    while (around && around->kind != N_STMT_EXPR)
        around = around->parent;
    const char *r = around ? arena_printf(a, "ac__r_%d", ++e->starts) : "ac__r";
    const char *end = n->exit ? leave_text(f, n, NULL, n->exit, LEAVE_RETURN)
                              : return_text(f, "AC_READY", value ? r : NULL);
    if (!value) {
        put_edit(e, n->begin, n->end, arena_printf(a, "{ %s }", end));
        return;
    }
    const char *to = n->exit && f->returned ? var_text(f, f->returned) : "ac__fr->result";
    const char *open, *copy = "", *close = "";
    bool copies = f->result->is_record || f->result->size > 8;
    if (f->result->is_void) {
        open = "(void)(";
    } else if (copies || (f->by_value && !n->exit)) {
        // What is copied in parts could overlap the result: it goes through a temporary. gcc takes
        // the result for a part of what lies in the same bytes, and finds that too small.
        open = arena_printf(a, "{ __typeof__(%s) %s = (", type_text(f, f->result, true), r);
        copy = copies ? arena_printf(a,
                                     "__builtin_memcpy(ac_slot((void *)&%1$s), &%2$s, "
                                     "sizeof %2$s); ",
                                     to, r)
                      : "";
        close = " }";
    } else {
        open = arena_printf(a, "%s = (", to);
    }
    put_steps(e, n->begin, value->begin, "{ ", value->pre, open);
    put_edit(e, value->end, n->end, arena_printf(a, "); %s%s }%s", copy, end, close));
}

// What ac_spawn and its like become begins with the scope or the worker, if there is one: the text
// that goes on, and from where. One start may stand in an argument of another: the names that each
// declares end in its `number`, so that none hides another's (-Wshadow).
static const char *open_start(Editor *e, const Node *n, int number, uint32_t *from)
{
    const Node *place = kid(n, 1);
    *from = n->begin;
    if (!place)
        return "__extension__({ ";
    put_edit(e, n->begin, place->begin,
             arena_printf(e->unit->arena, "__extension__({ %sac__place_%d = (",
                          n->spawn == SPAWN_ON ? "int " : "struct ac_scope *", number));
    *from = place->end;
    return "); ";
}

// ac_spawn(p(a, b)): whether p leads to an async function shows when it is called.
static void edit_start_of_pointer(Editor *e, Node *n)
{
    const Node *call = n->kids[0], *scope = kid(n, 1);
    bool spawn = n->kind == N_SPAWN, is_void = n->callee->result->is_void;
    Arena *a = e->unit->arena;
    int number = ++e->starts;
    const char *begin = scope   ? "ac_request_spawn_in, .frame = ac__place_%1$d"
                        : spawn ? "ac_request_spawn"
                                : "ac_request_run";
    const char *value = is_void ? "" : scope ? "(void)" : "__auto_type ac__v_%1$d = ";
    const char *text =
        arena_printf(a,
                     "); ac_request *ac__outer_%1$d = ac_requested, "
                     "ac__rq_%1$d = {.function = (void (*)(void))ac__fn_%1$d, .cx = &ac__sub_%1$d, "
                     ".begin = %2$s}; "
                     "ac_requested = &ac__rq_%1$d; %3$sac__fn_%1$d(",
                     number, arena_printf(a, begin, number), arena_printf(a, value, number));
    uint32_t from;
    const char *open = open_start(e, n, number, &from);
    put_edit(
        e, from, call->kids[0]->begin,
        arena_printf(a, "%1$sac_context ac__sub_%2$d; __auto_type ac__fn_%2$d = (", open, number));
    from = call->kids[0]->end;
    // What may jump away is evaluated before the request is left, and what has effects from left to
    // right; so is what stands before it.
    int first = call->kid_count;
    while (--first > 0 && !has_statements(call->kids[first]) && !call->kids[first]->has_effect)
        ;
    for (int i = 1; i <= first; i++) {
        const Node *k = call->kids[i];
        const char *comma = i > 1 ? ", " : "";
        if (may_be_null_constant(e->unit, k)) {
            text = arena_printf(a, "%s%s%s", text, comma, joined_tokens(e->unit, k->begin, k->end));
            continue;
        }
        put_edit(e, from, k->begin, // behind a comma, no bit-field
                 arena_printf(a, "); __auto_type ac__arg_%d_%d = ((void)0, ", number, i));
        from = k->end;
        text = arena_printf(a, "%s%sac__arg_%d_%d", text, comma, number, i);
    }
    for (int i = first + 1; i < call->kid_count; i++) {
        put_edit(e, from, call->kids[i]->begin,
                 i > 1 && i == first + 1 ? arena_printf(a, "%s, ", text) : text);
        text = ", ";
        from = call->kids[i]->end;
    }
    if (first + 1 < call->kid_count)
        text = "";
    const char *end =
        scope ? "ac_request_spawned_in(&ac__rq_%1$d, ac__outer_%1$d);"
        : spawn
            ? is_void
                  ? "ac_request_spawned(&ac__rq_%1$d, ac__outer_%1$d, 0, 0);"
                  : "ac_request_spawned(&ac__rq_%1$d, ac__outer_%1$d, (const void *)&ac__v_%1$d, "
                    "sizeof ac__v_%1$d);"
        : is_void
            ? "if (ac_request_taken(&ac__rq_%1$d, ac__outer_%1$d)) { ac_request_ran(&ac__rq_%1$d); "
              "ac_run_free(ac__rq_%1$d.frame); }"
            : "if (ac_request_taken(&ac__rq_%1$d, ac__outer_%1$d)) { ac_request_ran(&ac__rq_%1$d); "
              "__builtin_memcpy((void *)&ac__v_%1$d, ac__rq_%1$d.frame, sizeof ac__v_%1$d); "
              "ac_run_free(ac__rq_%1$d.frame); } *(volatile __typeof__(ac__v_%1$d) *)&ac__v_%1$d;";
    put_edit(e, from, n->end, arena_printf(a, "%s); %s })", text, arena_printf(a, end, number)));
}

// ac_spawn(f(a, b)) becomes a statement expression; only the gaps between arguments are edited.
static void edit_start(Editor *e, Node *n)
{
    if (n->callee->is_pointer) {
        edit_start_of_pointer(e, n);
        return;
    }
    Arena *a = e->unit->arena;
    const Callee *c = n->callee;
    Node *call = n->kids[0];
    bool spawn = n->kind == N_SPAWN;
    int number = ++e->starts;
    uint32_t from;
    const char *open = open_start(e, n, number, &from), *names = "",
               *text = arena_printf(a, "%sac_context ac__sub_%d; ", open, number);
    for (int i = 1; i < call->kid_count; i++) {
        const char *type =
            becomes_member(c, i, call->kids[i])
                ? "__auto_type"
                : arena_printf(a, "__typeof__(%s)", type_text(e->func, c->params[i - 1], true));
        put_edit(e, from, call->kids[i]->begin,
                 arena_printf(a, "%s%s ac__arg_%d_%d = (", text, type, number, i));
        names = arena_printf(a, "%s, ac__arg_%d_%d", names, number, i);
        text = "); ";
        from = call->kids[i]->end;
    }
    if (spawn) {
        static const char *const suffixes[] = {
            [SPAWN] = "", [SPAWN_IN] = "_in", [SPAWN_ON] = "_on"};
        const char *how = suffixes[n->spawn];
        const char *place = kid(n, 1)           ? arena_printf(a, "ac__place_%d", number)
                            : e->func->is_async ? "ac__cx"
                                                : "0";
        // It ends in a call: its value may be dropped without a word.
        text = arena_printf(
            a,
            "%1$sac_task *ac__task_%2$d = ac_spawn%3$s_begin(&ac__sub_%2$d, %4$s, &%5$s__type); "
            "ac__task_%2$d ? ac_spawn%3$s_end(&ac__sub_%2$d, ac__task_%2$d, "
            "%5$s__start(ac_task_frame(ac__task_%2$d), &ac__sub_%2$d%6$s)) : 0; })",
            text, number, how, place, c->name, names);
    } else {
        text = arena_printf(a,
                            "%1$svoid *ac__body_%2$d = ac_run_begin(&ac__sub_%2$d, &%3$s__type); "
                            "ac_run_end(&ac__sub_%2$d, ac__body_%2$d, "
                            "%3$s__start(ac__body_%2$d, &ac__sub_%2$d%4$s)); ",
                            text, number, c->name, names);
        // As of a call, the value may be dropped without a word.
        const char *end = c->result->is_void
                              ? "%1$sac_run_free(ac__body_%2$d); })"
                              : "%1$s__typeof__(%3$s) ac__r_%2$d; "
                                "__builtin_memcpy((void *)&ac__r_%2$d, ac__body_%2$d, "
                                "sizeof ac__r_%2$d); ac_run_free(ac__body_%2$d); "
                                "*(volatile __typeof__(ac__r_%2$d) *)&ac__r_%2$d; })";
        text = arena_printf(a, end, text, number, type_text(e->func, c->result, true));
    }
    put_edit(e, from, n->end, text);
}

// To gcc's -Wsequence-point `&ac__fr->x` reads x, unlike `&x`: where x is modified within some
// larger expression, its address is written by an offset.
static void find_modified(Node *n)
{
    if (!n)
        return;
    bool modifies = n->kind == N_INCDEC || n->kind == N_ASSIGN || n->kind == N_COMPOUND_ASSIGN;
    const Node *target = modifies ? strip_parens(kid(n, 0)) : NULL;
    if (target && target->kind == N_REF && target->var && n->parent &&
        n->parent->kind > N_LOCAL_DECL)
        target->var->modified_within = true;
    for (int i = 0; i < n->kid_count; i++)
        find_modified(n->kids[i]);
}

static void edit_address(Editor *e, const Node *n)
{
    const Node *ref = strip_parens(kid(n, 0));
    const Var *v = ref && ref->kind == N_REF ? ref->var : NULL;
    if (!v || !v->modified_within || v->place != PLACE_PINNED || v->opaque)
        return;
    Edit *edit = put_edit(e, n->begin, n->end,
                          arena_printf(e->unit->arena,
                                       "((__typeof__(&ac__fr->%s))(void *)((char *)ac__fr + "
                                       "__builtin_offsetof(struct %s__frame, %s)))",
                                       v->field, e->func->name, v->field));
    edit->rank = RANK_REF;
    edit->var = v;
}

// g(a)     g(({ __auto_type p = a; <p is hidden>; p; }))
//
// Of a parameter that is declared as an array gcc checks the size (-Wstringop-overflow), which it
// takes from whatever member of the frame lies at that place. See ac_slot in abi.h.
static void edit_array(Editor *e, const Node *n)
{
    Arena *a = e->unit->arena;
    const Node *root = n;
    while (root && (root->kind == N_PAREN || root->kind == N_ADDRESS || root->kind == N_MEMBER ||
                    root->kind == N_INDEX))
        root = kid(root, 0);
    if (!root || root->kind != N_REF || !root->var || root->var->place != PLACE_PINNED)
        return;
    int i = ++e->starts;
    Edit *edit = put_edit(e, n->begin, n->end,
                          arena_printf(a, "__extension__({ __auto_type ac__array_%d = ", i));
    edit->slice_begin = n->begin;
    edit->slice_end = n->end;
    edit->tail = arena_printf(a, "; __asm__(\"\" : \"+r\"(ac__array_%d)); ac__array_%d; })", i, i);
    edit->owner = n;
    edit->rank = RANK_REF;
}

static void edit_expression(Editor *e, Node *n)
{
    Edit *edit;
    if (n->is_for_array)
        edit_array(e, n);
    if (n->kind == N_AWAIT && !n->await) { // in sizeof and its like: not run
        put_edit(e, n->begin, n->begin + 6, "__extension__");
        return;
    }
    if (n->temp && n->kind != N_EXPR_STMT) {
        const Node *whole = n; // the comma expression whose value n is
        while (whole->parent &&
               (whole->parent->kind == N_PAREN ||
                (whole->parent->kind == N_COMMA && whole->parent->kids[1] == whole)))
            whole = whole->parent;
        bool dropped =
            whole->parent && whole->parent->kind == N_COMMA && whole->parent->kids[0] == whole;
        edit = put_edit(e, n->begin, n->end,
                        arena_printf(e->unit->arena, "%s%s%s", dropped ? "(void)" : "",
                                     range_text(e->func, n, whole), temp_text(e->func, n->temp)));
        edit->owner = n;
        edit->rank = RANK_TEMP;
    } else if (n->gone) {
        edit = put_edit(e, n->begin, n->end, "(void)0");
        edit->owner = n;
        edit->rank = RANK_TEMP;
    }
    // The step that fills a temporary still needs these.
    if (n->kind == N_REF && n->var && (n->var->place == PLACE_PINNED || n->var->rename)) {
        const char *aligned = n->var->place == PLACE_PINNED ? aligned_text(e, n) : NULL;
        edit = put_edit(e, n->begin, n->end, aligned ? aligned : var_text(e->func, n->var));
        edit->rank = RANK_REF;
        edit->var = n->var;
    } else if (has_place(n) && n->var->place == PLACE_PINNED) {
        Arena *a = e->unit->arena;
        const char *slot = slot_text(e->func, n->var);
        int i = n->var->index;
        bool literal = n->kind == N_COMPOUND_LITERAL;
        const char *open = arena_printf(a, "(*__extension__({ __auto_type ac__literal_%d = %s", i,
                                        literal ? "&" : "(");
        const char *close = arena_printf(a,
                                         "%s; __builtin_memcpy(ac_slot((const volatile void *)%s), "
                                         "(const void *)%sac__literal_%d, sizeof %sac__literal_%d);"
                                         " (__typeof__(%sac__literal_%d))%s; }))",
                                         literal ? "" : ")", slot, literal ? "" : "&", i,
                                         literal ? "*" : "", i, literal ? "" : "&", i, slot);
        // Also where a temporary is filled with what ends with it.
        edit = put_edit(e, n->begin, n->end, open);
        edit->slice_begin = n->begin;
        edit->slice_end = n->end;
        edit->tail = close;
        edit->owner = n;
        edit->rank = RANK_REF;
    } else if (n->kind == N_ADDRESS) {
        edit_address(e, n);
    } else if (n->kind == N_SPAWN || n->kind == N_RUN) {
        edit_start(e, n);
    }
}

// The end of a block; in front of a `[[fallthrough]];`, which must be the last in front of a case.
static uint32_t before_fallthrough(const Unit *u, const Node *block)
{
    const Node *last = block->kid_count ? block->kids[block->kid_count - 1] : NULL;
    if (last && last->kind == N_NULL)
        for (int i = token_at(u, last->begin); u->tokens[i].offset < last->end; i++)
            if (token_is(u, i, "fallthrough") || token_is(u, i, "__fallthrough__"))
                return last->begin;
    return block->end - 1;
}

static void edit_node(Editor *e, Node *n)
{
    if (!n)
        return;
    Node *first = kid(n, 0);
    const Node *outer = e->node;
    e->node = n;
    e->depth++;
    if (n->has_await && (n->kind == N_WHILE || n->kind == N_DO || n->kind == N_FOR))
        arrput(e->func->loops, n->begin);
    bool is_block = n->kind < N_VAR && n->kind != N_FOR && n->kind != N_DO && n->kind != N_DECL &&
                    edit_definitions(e, n);
    switch ((NodeKind)n->kind) {
    case N_EXPR_STMT:
        if (n->temp) { // the last statement of a statement expression: its value
            Arena *a = e->unit->arena;
            const char *x = var_text(e->func, n->temp), *close = "); }";
            const char *open = arena_printf(a, "%s = (", x);
            const Type *type = n->temp->type;
            bool has_own_type = n->temp->typed_by; // defined in here, and another one outside
            if (has_own_type && !type->is_record) {
                open = arena_printf(a, "%s = (__typeof__(%s))(", x, x);
            } else if (has_own_type || type->has_const_member) { // it cannot be assigned
                open = "__extension__ __auto_type ac__value = (";
                close = arena_printf(
                    a, "); __builtin_memcpy((void *)&%s, (void *)&ac__value, sizeof ac__value); }",
                    x);
            }
            put_steps(e, n->begin, n->begin, "{ ", first->pre, open);
            put_edit(e, first->end, n->end, close);
        } else if (n->gone) { // the last statement of one whose value is dropped
            put_steps(e, n->begin, n->begin, "{ ", first->pre, "(void)(");
            put_edit(e, first->end, n->end, "); }");
        } else if (first->pre) {
            // A result may be dropped without a word, a value that was computed of it may not.
            const Node *value = strip_parens(first);
            bool computed = (value->kind == N_BINARY || value->kind == N_UNARY) && !value->temp;
            put_steps(e, n->begin, n->begin, "{ ", first->pre, computed ? "" : "(void)(");
            put_edit(e, first->end, n->end, computed ? "; }" : "); }");
        }
        break;
    case N_IF:
    case N_SWITCH:
    case N_INDIRECT_GOTO:
    case N_ASM: {
        Step *before = n->kind == N_ASM ? n->pre : first->pre;
        if (before) {
            put_steps(e, n->begin, n->begin, "{ ", before, NULL);
            put_edit(e, n->end, n->end, " }");
        }
        break;
    }
    case N_WHILE:
        if (first->pre)
            edit_while(e, n);
        break;
    case N_DO:
        if (n->kids[1]->pre || has_definitions(e->func, n))
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
        drop_register(e, n);
        keep_constants(e, n);
        drop_cleanup(e, n);
        if (must_split(e->func, n))
            edit_declaration(e, n);
        break;
    case N_GOTO:
    case N_BREAK:
    case N_CONTINUE:
        edit_jump(e, n);
        break;
    case N_BLOCK:
        if (n->scope->last_exit) {
            uint32_t at = before_fallthrough(e->unit, n);
            const Node *varies = varying_behind_exits(n);
            if (varies)
                put_edit(e, varies->begin, varies->begin, "{ ");
            put_edit(e, at, at, end_text(e->func, n->scope, varies ? "} " : ""));
        }
        break;
    case N_DEFER:
    case N_CLEANUP:
        if (n->exit)
            edit_exit(e, n);
        else if (n->kind == N_DEFER) // in what is not evaluated
            put_edit(e, n->begin, n->kids[0]->begin, "if (0) ");
        break;
    case N_VAR:
        if (n->var && n->var->rename && n->var->place != PLACE_PINNED)
            put_edit(e, n->name_offset, n->name_offset + (uint32_t)strlen(n->name), n->var->rename);
        break;
    default:
        edit_expression(e, n);
        break;
    }
    if (is_block)
        put_edit(e, n->end, n->end, " }");
    for (int i = 0; i < n->kid_count && n->kind != N_CLEANUP; i++) // which has no text
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

// The function is called otherwise in the lowered text. To clang the builtin gives a char *.
static void edit_name_of_function(Editor *e, int t)
{
    const Unit *u = e->unit;
    bool named = token_is(u, t, "__func__") || token_is(u, t, "__FUNCTION__") ||
                 token_is(u, t, "__PRETTY_FUNCTION__");
    bool called = token_is(u, t, "__builtin_FUNCTION") && token_is(u, t + 1, "(");
    const Token *last = &u->tokens[called ? closing_token(u, t + 1) : t];
    if (!named && !called)
        return;
    put_edit(e, u->tokens[t].offset, last->offset + last->length,
             !called            ? "ac__func"
             : u->is_from_clang ? "((char *)ac__func)"
                                : "((const char *)ac__func)");
    e->func->uses_func_name = true;
}

void edit(Unit *u)
{
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++) {
        Func *f = u->funcs[i];
        Editor e = {.func = f, .unit = u};
        find_modified(f->body);
        edit_node(&e, f->body);
        edit_node(&e, f->attributes);
        for (int t = token_at(u, f->begin); f->is_async && u->tokens[t].offset < f->end; t++)
            edit_name_of_function(&e, t);
        for (ptrdiff_t k = 0; k < arrlen(f->edits); k++)
            f->edits[k].order = (int)k;
        if (f->edits)
            qsort(f->edits, (size_t)arrlen(f->edits), sizeof *f->edits, by_place);
    }
}
