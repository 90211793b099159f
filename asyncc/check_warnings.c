// check_warnings.c: warnings that the compiler behind cannot give, since it does not see the user's
// text: libclang found them. A part of the pass check.
//
//   async int f(void) { }        control reaches the end of non-void async function 'f'
//   await old(1);                async function 'old' is deprecated
//
// or since it sees what asyncc made of it:
//
//   struct s s = {1, f(&s.a)};   's' is used in its own initialiser
//
// Requires: parse.
#include "asyncc.h"
#include "options.h"

static bool is_inline(const Unit *u, const Func *f)
{
    for (int i = token_at(u, f->begin); u->tokens[i].offset < f->body_begin; i++)
        if (token_is(u, i, "inline") || token_is(u, i, "__inline") || token_is(u, i, "__inline__"))
            return true;
    return false;
}

// Whether the compiler behind gives it without -Wall.
static bool is_by_default(const Unit *u, Lint lint)
{
    bool clang = u->is_from_clang;
    if (lint == LINT_DEPRECATED)
        return !clang || u->options->deprecated_asked >= 0;
    if (lint == LINT_UNUSED_RESULT)
        return !clang || u->options->unused_value_asked >= 0;
    return lint == LINT_RETURN_ADDRESS || (clang && lint == LINT_RETURN_TYPE);
}

// Lowered code returns otherwise. Of this gcc warns without being asked, and clang refuses it.
void check_returned(Unit *u, const Func *f, const Node *n)
{
    bool is_empty = token_is(u, token_at(u, n->begin) + 1, ";");
    const Node *value = kid(n, 0);
    bool drops = f->result->is_void && value && value->type && !value->type->is_void;
    if (!f->is_async || u->tokens[token_at(u, n->begin)].system ||
        !lint_is_on(u->options, LINT_RETURN_TYPE, true))
        return;
    if (drops)
        diag_lint(u, value->begin, LINT_RETURN_TYPE, false, W_RETURN_VALUE, f->name);
    else if (is_empty && !f->result->is_void)
        diag_lint(u, n->begin, LINT_RETURN_TYPE, false, W_RETURN_NOTHING, f->name);
}

// What an expression is evaluated for: as the operand of `&`; for its value, which of an array is
// its address; for what lies there.
typedef enum { FOR_ADDRESS, FOR_VALUE, FOR_CONTENTS } Use;

// And what its i-th operand is evaluated for.
static Use use_of_kid(const Node *n, int i, Use use)
{
    if (use == FOR_CONTENTS || n->kind == N_CALL || n->kind == N_GROUP)
        return FOR_CONTENTS; // a function may look there, and write
    if (i > 0)
        return FOR_VALUE;
    bool place = use == FOR_ADDRESS || is_array(n);
    switch ((NodeKind)n->kind) {
    case N_ADDRESS:
        return FOR_ADDRESS;
    case N_PAREN:
    case N_MEMBER:
        return place ? FOR_ADDRESS : FOR_VALUE;
    case N_INDEX:
    case N_ARROW:
    case N_DEREF:
        return place ? FOR_VALUE : FOR_CONTENTS;
    default:
        return FOR_VALUE;
    }
}

// The first place in n that takes more of v than its address. NULL: none does.
static const Node *find_use(const Node *n, const Var *v, Use use)
{
    if (!n || n->kind == N_UNEVALUATED || (n->kind == N_CALL && is_unevaluated_builtin(n)))
        return NULL;
    if (n->kind == N_REF)
        return n->var == v && use != FOR_ADDRESS && !(use == FOR_VALUE && is_array(n)) ? n : NULL;
    const Node *found = NULL;
    for (int i = 0; i < n->kid_count && !found; i++)
        found = find_use(n->kids[i], v, use_of_kid(n, i, use));
    return found;
}

// C leaves open which parts of a variable are set while others are computed. The compilers set them
// in order; what lies in the frame is set as a whole.
void check_own_initialiser(Unit *u, const Func *f, const Node *n)
{
    const Node *list = kid(n, 0);
    const Var *v = n->var;
    if (!v || v->is_static || !list || list->kind != N_INIT_LIST || !arrlen(f->awaits) ||
        !(v->type->is_record || v->type->is_array || v->type->is_vector) ||
        !lint_is_on(u->options, LINT_INIT_ORDER, true))
        return;
    const Node *use = find_use(list, v, FOR_VALUE);
    if (use)
        diag_lint(u, use->begin, LINT_INIT_ORDER, false, W_INIT_ORDER, v->name);
}

// What the compiler behind would say of an async function, did it see the user's text; and of what
// is awaited or started.
void check_warnings(Unit *u)
{
    for (ptrdiff_t i = 0; i < arrlen(u->parse_warnings); i++) {
        uint32_t at = u->parse_warnings[i].offset;
        const Func *f = func_at(u, at);
        Lint lint = (Lint)u->parse_warnings[i].lint;
        bool of_call = lint == LINT_DEPRECATED || lint == LINT_UNUSED_RESULT;
        // What libclang is not told to say unless the options do, a `#pragma` has asked for.
        bool is_error = u->parse_warnings[i].is_error;
        bool by_pragma = is_error || lint == LINT_RETURN_TYPE;
        if (!f || !(of_call ? u->parse_warnings[i].at_call : f->is_async) ||
            u->tokens[token_at(u, at)].system || u->options->no_warnings ||
            !(by_pragma || lint_is_on(u->options, lint, is_by_default(u, lint))))
            continue;
        if (lint == LINT_DEPRECATED)
            diag_lint(u, at, lint, is_error, W_DEPRECATED, u->parse_warnings[i].text);
        else if (lint == LINT_UNUSED_RESULT)
            diag_lint(u, at, lint, is_error, W_UNUSED_RESULT, token_text(u, token_at(u, at)));
        else if (lint == LINT_RETURN_ADDRESS)
            diag_lint(u, at, lint, is_error, W_RETURN_ADDRESS, f->name);
        else if (lint == LINT_RETURN_TYPE)
            diag_lint(u, at, lint, is_error, W_RETURN_TYPE, f->name);
        else if (!is_inline(u, f) &&
                 !f->callee->address_taken) // in text that libclang does not see
            diag_lint(u, at, lint, is_error, W_UNUSED_FUNCTION, f->name);
    }
}
