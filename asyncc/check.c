// check.c: the rules of the language. The only pass that rejects; nothing after it may fail.
//
// Each rule is one row of diag.def and one test in test/Check. What libclang found wrong is put to
// the user's own compiler, whose messages are then the report: asyncc rejects nothing that it
// takes. Requires: parse. Provides: Unit.errors.
#include "asyncc.h"
#include "driver.h"
#include "options.h"

#include <string.h>

typedef struct {
    Unit *unit;
    Func *func;
    bool awkward;       // some variable of the function must meet no await
    const Node **jumps; // if so: those that may lead back
} Checker;

static const char *called_name(const Node *call)
{
    const Node *f = call && call->kind == N_CALL ? strip_parens(kid(call, 0)) : NULL;
    return f && f->kind == N_REF ? f->name : NULL;
}

static bool is_part(const Node *n)
{
    return n->kind == N_MEMBER || n->kind == N_ARROW || n->kind == N_INDEX;
}

// Whether functions of a type do not return. libclang writes that behind their own parameters:
//
//   void (int) __attribute__((noreturn))
//   void (*(int) __attribute__((noreturn)))(char)     of those that return a pointer to functions
//
// A parenthesis directly behind a word belongs to the result: __attribute__((…)), _BitInt(7).
bool never_returns(const Type *function)
{
    static const char word[] = "noreturn";
    const char *text = function->canonical, *at = strchr(text, '(');
    while (at && ((at > text && is_in_name(at[-1])) || !strncmp(at, "(unnamed", 8) ||
                  !strncmp(at, "(anonymous", 10))) {
        int open = 0;
        do
            open += (*at == '(') - (*at == ')');
        while (*++at && open);
        at = strchr(at, '(');
    }
    while (at && at[0] == '(' && at[1] == '*')
        at = strpbrk(at + 1, "()");
    int depth = 0;
    bool behind = false;
    for (; at && *at && depth >= 0; at++) {
        if (behind && !strncmp(at, word, strlen(word)))
            return true;
        depth += (*at == '(') - (*at == ')');
        behind |= !depth;
    }
    return false;
}

// To gcc the type of such functions is a volatile one.
static void check_pointer(Unit *u, const Callee *callee, const Node *call)
{
    const Node *f = callee && callee->is_pointer ? kid(call, 0) : NULL;
    const Type *t = f ? f->type : NULL;
    t = t && t->pointee ? t->pointee : t;
    u->awaits_pointers |= f != NULL;
    if (t && t->is_function && never_returns(t))
        diag(u, call->begin, E_NORETURN_POINTER);
}

// The operand of await, ac_spawn, ac_run: a call of an async function.
static void check_operand(Checker *c, Node *n, const char *word)
{
    Unit *u = c->unit;
    Node *call = kid(n, 0);
    // Its call is not shown, see parse_hidden.c.
    bool hidden = !call && n->parent && n->parent->kind == N_UNEVALUATED;
    if (n->kind == N_AWAIT && ((call && call->kind == N_GROUP) || hidden))
        return;
    if (!call || call->kind != N_CALL) {
        const Node *base = call;
        while (base && is_part(base))
            base = kid(base, 0);
        if (n->kind == N_AWAIT && call && is_part(call) && base && base->kind == N_CALL)
            diag(u, n->begin, E_OPERAND_GOES_ON,
                 arena_strndup(u->arena, u->text + base->begin, base->kids[0]->end - base->begin));
        else
            diag(u, n->begin, E_OPERAND_NOT_CALL, word);
        return;
    }
    check_pointer(u, n->callee, call);
    if (n->callee && n->callee->is_async)
        return;
    const char *name = called_name(call);
    diag(u, call->begin, E_OPERAND_NOT_ASYNC, name ? name : "this", word);
}

static const char *const spawn_names[] = {"ac_spawn", "ac_spawn_in", "ac_spawn_on"};

// On another worker begins what can keep its arguments: what asyncc compiles. The runtime's own
// operations, and such as are written by hand, begin at once; a pointer may lead to one.
static void check_spawn_on(Checker *c, const Node *n)
{
    const Callee *callee = n->callee;
    if (callee->is_pointer)
        diag(c->unit, n->kids[0]->begin, E_SPAWN_ON_POINTER);
    else if (callee->has_contract && !callee->func)
        diag(c->unit, n->kids[0]->begin, E_SPAWN_ON_LEAF, callee->name);
}

// Is n the value of the expression around it, or is that a part of n?
static bool gives_value_of(const Node *n, const Node *around)
{
    return around->kind == N_PAREN || around->kind == N_CAST ||
           (is_part(around) && around->kids[0] == n) ||
           (around->kind == N_COMMA && around->kids[around->kid_count - 1] == n) ||
           (around->kind == N_COND && around->kids[0] != n);
}

static bool is_awaited(const Node *call)
{
    const Node *n = call, *p = call->parent;
    for (; p && p->kind == N_PAREN; p = p->parent)
        n = p;
    const Node *outer = p;
    for (; outer && gives_value_of(n, outer); outer = outer->parent)
        n = outer;
    if (outer != p && outer && outer->kind == N_AWAIT)
        return true; // what is wrong is said of the operand
    if (p && p->kind == N_ASSIGN && p->kids[1] == call)
        p = p->parent && p->parent->kind == N_GROUP ? p->parent : NULL;
    if (p && p->kind == N_GROUP)
        return true;
    return p && (p->kind == N_AWAIT || p->kind == N_SPAWN || p->kind == N_RUN) && p->callee;
}

// What is called may be named by `*f` or `&f`, too.
static bool calls_async(const Node *call)
{
    const Node *f = strip_parens(kid(call, 0));
    while (f && (f->kind == N_DEREF || f->kind == N_ADDRESS))
        f = strip_parens(kid(f, 0));
    return call->calls_async || (f && f->kind == N_REF && f->callee && f->callee->is_async);
}

bool is_unevaluated(const Node *n)
{
    for (; n; n = n->parent)
        if (n->kind == N_UNEVALUATED)
            return true;
    return false;
}

// What a variable has that cannot be left and entered again; DIAG_COUNT: nothing.
static DiagId trouble_at_await(const Var *v)
{
    return v->type->is_variably_modified ? E_VLA_AT_AWAIT
           : v->in_register              ? E_REGISTER_AT_AWAIT
           : v->in_directive             ? E_DIRECTIVE_AT_AWAIT
           : v->odd_alignment            ? E_ALIGNMENT_AT_AWAIT
                                         : DIAG_COUNT;
}

// Where an await is shown.
static uint32_t await_place(const Node *await)
{
    const Node *scope = scope_ended_by(await);
    return scope ? scope->begin : await->begin;
}

// The runtime's blocks await where they are entered and where they are left: said once, in the
// user's words.
static void report_outside(Unit *u, const Node *await)
{
    static const char *const blocks[][2] = {{"ac_scope_enter", "ac_scope"},
                                            {"ac_shield_enter", "ac_shielded"},
                                            {"ac_deadline_enter", "ac_deadline"},
                                            {"ac_local_enter", "ac_with_local"}};
    const Node *loop = await->parent;
    while (loop && loop->kind != N_FOR)
        loop = loop->parent;
    const Node *enter = loop ? strip_parens(kid(loop, 1)) : NULL;
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (enter && enter->callee && !strcmp(enter->callee->name, blocks[i][0]) &&
            (await == enter || await->parent->kind == N_CLEANUP)) {
            if (await == enter)
                diag(u, loop->begin, E_BLOCK_OUTSIDE, blocks[i][1]);
            return;
        }
    diag(u, await->begin, E_AWAIT_OUTSIDE);
}

static void find_jumps(const Node ***jumps, const Node *n)
{
    if (!n)
        return;
    if (n->kind == N_GOTO || n->kind == N_INDIRECT_GOTO)
        arrput(*jumps, n);
    for (int i = 0; i < n->kid_count; i++)
        find_jumps(jumps, n->kids[i]);
}

// May jumps lead back to the await from where the variable, declared behind it in s, has a value?
// From each place all that stands behind it in s may be reached; a jump there may lead further
// back.
static bool comes_back(const Checker *c, const Scope *s, const Var *v, const Node *await)
{
    uint32_t first = v->offset;
    for (ptrdiff_t i = 0; i < arrlen(c->jumps) && s->has_label; i++) {
        const Node *n = c->jumps[i];
        bool known = n->kind != N_INDIRECT_GOTO && n->target;
        uint32_t target = known ? n->target->begin : s->begin;
        if (n->begin <= first || n->begin >= s->end || target < s->begin || target >= first)
            continue;
        first = target;
        i = -1; // others count now
    }
    return first <= await->begin;
}

// An await in it, or a frame that waits, must not meet what cannot be left and entered again.
static void check_scopes_at(Checker *c, Await *a)
{
    for (Scope *s = a->scope; s; s = s->parent)
        for (ptrdiff_t i = 0; i < arrlen(s->vars); i++) {
            Var *v = s->vars[i];
            DiagId id = trouble_at_await(v);
            // What the text comes to later is in scope only if a jump leads back from there, which
            // ends the scope of what is variably modified; or at the end of the block, where an
            // ac_scope awaits.
            bool in_scope = (id == E_VLA_AT_AWAIT
                                 ? v->bounds_end <= a->node->begin
                                 : v->offset <= a->node->begin || comes_back(c, s, v, a->node)) ||
                            (s == a->scope && scope_ended_by(a->node));
            if (id == DIAG_COUNT || !in_scope)
                continue;
            diag(c->unit, await_place(a->node), id, v->name);
            diag(c->unit, v->offset, NOTE_DECLARED, v->name);
            c->func->failed |= v->type->is_variably_modified;
        }
}

// [lvalue =] call, or [lvalue =] group.
static void check_group(Checker *c, const Node *n)
{
    const Unit *u = c->unit;
    const char *name = token_text(u, token_at(u, n->end) - 2); // ac__…_marker
    name = arena_printf(u->arena, "ac_%.*s", (int)strlen(name) - 11, name + 4);
    if (!u->group_type || !u->strand_type || !u->timer_type)
        diag(c->unit, n->begin, E_GROUP_HEADER, name);
    if (!is_awaited(n) && !is_unevaluated(n))
        diag(c->unit, n->begin, E_GROUP_NOT_AWAITED, name);
    if (n->kid_count - first_branch(n) > 255)
        diag(c->unit, n->begin, E_GROUP_SIZE, name);
    if (n->group == GROUP_TIMEOUT && n->kid_count > 2)
        diag(c->unit, n->kids[2]->begin, E_TIMEOUT_OF_ONE, name);
    const Type *time = n->group == GROUP_TIMEOUT ? n->kids[0]->type : NULL;
    if (time && (time->pointee || time->is_array || time->is_function))
        diag(c->unit, n->kids[0]->begin, E_TIMEOUT_TIME, name);
    for (int i = first_branch(n); i < n->kid_count; i++) {
        const Node *call = branch_call(n->kids[i]);
        if (call->kind == N_GROUP)
            continue;
        if (call->kind == N_AWAIT)
            diag(c->unit, call->begin, E_GROUP_AWAIT, name);
        else if (call->kind != N_CALL || !call->callee || !call->callee->is_async)
            diag(c->unit, n->kids[i]->begin, E_GROUP_BRANCH, name);
        else if (call->callee->is_pointer && !call->callee->result->is_void &&
                 !call->callee->result->plain) // whose place in the frame is declared at file scope
            diag(c->unit, n->kids[i]->begin, E_NOT_SUPPORTED,
                 "a call in a group, through a pointer, of a type without a name at file scope");
        else if (n->group == GROUP_TRY_ALL && !call->callee->result->is_int)
            diag(c->unit, n->kids[i]->begin, E_TRY_ALL_INT, call->callee->name);
        else
            check_pointer(c->unit, call->callee, call);
    }
}

static const char *const stack_bound[] = {"alloca",
                                          "__builtin_alloca",
                                          "__builtin_alloca_with_align",
                                          "__builtin_alloca_with_align_and_max",
                                          "__builtin_alloca_uninitialized",
                                          "__builtin_alloca_with_align_uninitialized",
                                          "setjmp",
                                          "_setjmp",
                                          "sigsetjmp",
                                          "__sigsetjmp",
                                          "__builtin_setjmp",
                                          "vfork",
                                          "getcontext",
                                          NULL};

// The program may mean another by the name: a pointer, or what it defines itself.
static bool is_own_function(const Unit *u, const Node *f)
{
    if (f->var || (f->type && f->type->pointee))
        return true;
    for (int i = 0; u->tokens[i].kind != T_EOF; i++)
        if (token_is(u, i, f->name) && token_is(u, i + 1, "(") &&
            token_is(u, closing_token(u, i + 1) + 1, "{"))
            return true;
    return false;
}

bool is_stack_bound(const char *name)
{
    return is_one_of(name, stack_bound);
}

// What looks like a call may treat its operands in ways of its own. These take their values.
static void check_builtin(Checker *c, const Node *n)
{
    static const char *const calls[] = {"__builtin_shufflevector", "__builtin_convertvector",
                                        "__builtin_va_arg",        "sizeof",
                                        "__builtin_offsetof",      NULL};
    Unit *u = c->unit;
    int first = token_at(u, n->begin);
    const char *name = token_text(u, first);
    bool call = !strncmp(name, "__atomic_", 9) || !strncmp(name, "__c11_atomic_", 13);
    if (n->has_await && u->tokens[first].kind == T_IDENT && token_is(u, first + 1, "(") && !call &&
        !is_one_of(name, calls) && !is_unevaluated(n))
        diag(u, n->begin, E_AWAIT_IN, name);
}

const Node *first_await(const Node *n, bool deferred)
{
    if (!n || !n->has_await || n->kind == N_UNEVALUATED || (n->kind == N_DEFER && !deferred))
        return NULL;
    const Node *found = NULL;
    for (int i = 0; i < n->kid_count && !found; i++)
        found = first_await(n->kids[i], deferred);
    return found || n->kind != N_AWAIT ? found : n;
}

// OpenMP and OpenACC: a directive makes a region of the statement behind it, but for these.
static bool makes_region(const char *directive)
{
    static const char *const alone[] = {
        "barrier",       "taskwait", "taskyield", "flush",   "cancel", "cancellation",
        "threadprivate", "declare",  "end",       "depobj",  "error",  "nothing",
        "requires",      "interop",  "update",    "enter",   "exit",   "wait",
        "init",          "shutdown", "set",       "routine", "cache",  NULL};
    char word[32] = "";
    int used = 0;
    sscanf(directive, " %31[a-z]%n", word, &used);
    if (!strcmp(word, "target")) // target update, target enter data, target exit data
        sscanf(directive + used, " %31[a-z]", word);
    return !is_one_of(word, alone);
}

static void check_region(Checker *c, const Node *n)
{
    Unit *u = c->unit;
    int first = token_at(u, n->begin);
    uint32_t p = first ? u->tokens[first - 1].offset + u->tokens[first - 1].length : 0;
    for (; p + 8 < n->begin; p++) {
        if (u->text[p] != '#' || strncmp(u->text + p, "#pragma", 7))
            continue;
        const char *family = u->text + p + 7 + strspn(u->text + p + 7, " \t");
        bool known = (u->options->omp && !strncmp(family, "omp ", 4)) ||
                     (u->options->acc && !strncmp(family, "acc ", 4));
        if (!known || !makes_region(family + 4))
            continue;
        const char *name = arena_printf(u->arena, "%.3s", family);
        const Node *await = first_await(n, true);
        if (await)
            diag(u, await->begin, E_AWAIT_IN_REGION, name);
        return;
    }
}

static bool defines_record(const Unit *u, const Node *n)
{
    for (int i = token_at(u, n->begin); u->tokens[i].offset < n->end; i++)
        if ((token_is(u, i, "struct") || token_is(u, i, "union")) &&
            (token_is(u, i + 1, "{") || token_is(u, i + 2, "{")))
            return true;
    return false;
}

// The step of a `for` that awaits is written behind the body, so that the body's pragmas would hold
// for it.
static void check_step(Unit *u, const Node *loop)
{
    static const char pragma[] = "\n#pragma pack";
    const Node *step = kid(loop, 2), *body = kid(loop, 3);
    if (!u->has_packs || !step || !step->has_await || !body || !defines_record(u, step))
        return;
    const char *at = strstr(u->text + body->begin, pragma);
    if (at && at < u->text + body->end)
        diag(u, step->begin, E_PACKED_STEP);
}

static void check_node(Checker *c, Node *n)
{
    Unit *u = c->unit;
    if (!n)
        return;
    for (int i = 0; i < n->kid_count; i++)
        check_node(c, n->kids[i]);
    if (n->kind < N_VAR && n->has_await && (u->options->omp || u->options->acc))
        check_region(c, n);
    if (n->kind < N_VAR)
        check_definitions(c->func, n);
    switch ((NodeKind)n->kind) {
    case N_AWAIT:
        if (!c->func->is_async)
            report_outside(u, n);
        check_operand(c, n, "await");
        if (n->await && c->awkward && !c->func->failed)
            check_scopes_at(c, n->await);
        break;
    case N_GROUP:
        check_group(c, n);
        break;
    case N_SPAWN:
        check_operand(c, n, spawn_names[n->spawn]);
        if (n->spawn == SPAWN_ON && n->callee && n->callee->is_async)
            check_spawn_on(c, n);
        break;
    case N_RUN:
        if (c->func->is_async)
            diag(u, n->begin, E_RUN_IN_ASYNC);
        check_operand(c, n, "ac_run");
        break;
    case N_CALL: {
        const char *name = called_name(n);
        if (n->callee && n->callee->is_async && !is_awaited(n) && !is_unevaluated(n))
            diag(u, n->begin, E_NOT_AWAITED, n->callee->name);
        else if (!n->callee && calls_async(n) && !is_awaited(n) && !is_unevaluated(n))
            diag(u, n->begin, E_NOT_AWAITED,
                 arena_strndup(u->arena, u->text + n->begin, n->kids[0]->end - n->begin));
        if (name && arrlen(c->func->awaits) && is_stack_bound(name) && !is_unevaluated(n) &&
            !is_own_function(u, strip_parens(kid(n, 0))))
            diag(u, n->begin, E_STACK_BOUND, name);
        break;
    }
    case N_OTHER:
        check_builtin(c, n);
        break;
    case N_OTHER_STMT:
        if (n->has_await)
            diag(u, n->begin, E_AWAIT_IN, "this kind of statement");
        break;
    case N_RETURN:
        check_returned(u, c->func, n);
        break;
    case N_CASE:
        for (int i = 0; i + 1 < n->kid_count; i++)
            if (n->kids[i]->has_await)
                diag(u, n->kids[i]->begin, E_AWAIT_IN, "a case label");
        break;
    case N_FOR:
        check_step(u, n);
        break;
    case N_VAR:
        if (n->has_await && !n->var)
            diag(u, n->begin, E_AWAIT_IN, "this declaration");
        if (n->has_await && n->var && n->var->is_static)
            diag(u, n->begin, E_AWAIT_IN, "a static initialiser");
        check_own_initialiser(u, c->func, n);
        break;
    case N_LOCAL_DECL:
        if (n->has_await && kid(n, 0)) // no typedef's
            diag(u, n->begin, E_AWAIT_IN, "this declaration");
        break;
    default:
        break;
    }
}

static bool is_frame_type_known(const Type *t)
{
    return t->text || t->is_sized;
}

static bool same_token(const Unit *u, int i, int k)
{
    const Token *a = &u->tokens[i], *b = &u->tokens[k];
    return a->length == b->length && !memcmp(u->text + a->offset, u->text + b->offset, a->length);
}

// Whether nothing but attributes stands between two attributes.
static bool stand_together(const Unit *u, int first, int second)
{
    int depth = 2;
    for (int i = first; i < second; i++) {
        if (!depth && !is_attribute(u, i) && !token_is(u, i, "[") && !token_is(u, i, "("))
            return false;
        depth += nesting(u, i);
    }
    return true;
}

static void check_func(Unit *u, Func *f)
{
    Checker c = {.unit = u, .func = f};
    for (ptrdiff_t i = 0; i < arrlen(f->scopes); i++)
        for (ptrdiff_t k = 0; k < arrlen(f->scopes[i]->vars); k++)
            c.awkward |= trouble_at_await(f->scopes[i]->vars[k]) != DIAG_COUNT;
    if (f->is_async) {
        Callee *self = f->callee;
        if (self->has_no_prototype)
            diag(u, f->begin, E_NO_PROTOTYPE, f->name);
        else if (self->is_variadic)
            diag(u, f->begin, E_VARIADIC, f->name);
        for (ptrdiff_t i = 0; i < arrlen(f->scope->vars); i++) {
            const Var *v = f->scope->vars[i];
            if (!v->type->is_variably_modified)
                continue;
            diag(u, v->offset, E_VM_PARAMETER, v->name, f->name);
            f->failed = true;
        }
        if (self->is_defined && !self->refused) // more than one by 'overloadable'
            diag(u, f->begin, E_DEFINED_AGAIN, f->name);
        self->is_defined = true;
        if (self->has_frame)
            diag(u, f->begin, E_FRAME_NAME, f->name, f->name);
        uint64_t bytes;
        if (self->frame_max && !frame_max(u, self->frame_max, &bytes))
            diag(u, u->tokens[self->frame_max].offset, E_FRAME_MAX);
        bool named = self->result->plain || f->failed;
        for (ptrdiff_t i = 0; i < arrlen(self->params); i++)
            named &= self->params[i]->plain || f->failed;
        if (!named)
            diag(u, f->begin, E_UNNAMED_TYPE, f->name);
    }
    if (c.awkward)
        find_jumps(&c.jumps, f->body);
    check_node(&c, f->body);
    arrfree(c.jumps);
    check_jumps(u, f);
    check_tasks(u, f);
    if (f->is_async)
        check_locks(u, f->body);
    for (ptrdiff_t i = 0; i < arrlen(f->vars); i++) {
        Var *v = f->vars[i];
        if (arrlen(f->awaits) && !v->type->is_variably_modified && !is_frame_type_known(v->type))
            diag(u, v->offset, E_UNKNOWN_SIZE, v->name);
        // Only the first one runs, but gcc takes another of those that stand side by side.
        for (ptrdiff_t k = 0; k < arrlen(v->later_cleanups) && f->is_async && !u->is_from_clang;
             k++)
            if (stand_together(u, v->cleanup, v->later_cleanups[k]) &&
                !same_token(u, v->cleanup + 2, v->later_cleanups[k] + 2)) {
                diag(u, v->offset, E_NOT_SUPPORTED, "several cleanups of one variable");
                break;
            }
    }
}

static void check_callees(Unit *u)
{
    bool kept_file = u->options && u->options->mode == MODE_EMIT_C;
    for (int i = 1; kept_file && i < (int)arrlen(u->tokens); i++)
        if (u->tokens[i].dropped && !u->tokens[i - 1].dropped && !func_at(u, u->tokens[i].offset))
            diag(u, u->tokens[i].offset, E_ATTRIBUTE_IN_EMIT_C, token_text(u, i));
    for (ptrdiff_t i = 0; i < shlen(u->callees); i++) {
        const Callee *c = u->callees[i].value;
        if (c->refused)
            diag(u, c->refused, E_ATTRIBUTE, token_text(u, token_at(u, c->refused)));
        if (c->is_async && c->is_alias)
            diag(u, c->offset, E_ALIAS, c->name);
        if (c->undeclared && !c->misdeclared) {
            diag(u, c->undeclared, E_UNDECLARED, c->name);
            diag(u, c->offset, NOTE_DECLARED, c->name);
        }
        if (!c->misdeclared)
            continue;
        diag(u, c->misdeclared, E_MISDECLARED, c->name);
        diag(u, c->offset, NOTE_DECLARED, c->name);
    }
}

// Those attributes that calls through pointers rule out.
static void check_const_of_pointers(Unit *u)
{
    bool kept_file = u->options && u->options->mode == MODE_EMIT_C;
    for (int i = 0; (i = drop_const_of_pointers(u, i)) >= 0; i++)
        if (kept_file && !func_at(u, u->tokens[i].offset))
            diag(u, u->tokens[i].offset, E_CONST_IN_EMIT_C);
}

void check(Unit *u)
{
    check_rejected(u);
    if (u->errors)
        return;
    for (ptrdiff_t i = 0; i < arrlen(u->misplaced_words); i++)
        diag(u, u->misplaced_words[i].offset, u->misplaced_words[i].rule);
    check_callees(u);
    find_unlockers(u);
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++)
        check_func(u, u->funcs[i]);
    if (u->awaits_pointers && !u->is_from_clang)
        check_const_of_pointers(u);
    if (u->options && !u->errors)
        check_warnings(u);
}
