// ranges.c: what compilers see of a value's range. A part of the pass edit.
//
// They warn of a comparison between a signed value and an unsigned one (-Wsign-compare), but not if
// they see that the signed one is never negative: it is a constant, say, or 0 or 1. And they warn
// of a conversion to a narrower type (-Wconversion), but not if they see that nothing is lost. Of a
// temporary they do not see that, so it is converted explicitly, as it is without that.
#include "edit.h"

#include <ctype.h>
#include <string.h>

static bool is_comparison(const Unit *u, const Node *n)
{
    static const char *const words[] = {"==", "!=", "<", ">", "<=", ">=", NULL};
    return n->kind == N_BINARY && token_is_one_of(u, operator_token(u, n), words);
}

static bool is_unsigned(const Type *t)
{
    return t && t->is_integer && !strncmp(t->canonical, "unsigned", 8);
}

// A small number; or a character, of which others than these may be negative.
static bool is_small(const Unit *u, const Node *n)
{
    const char *text = u->text + n->begin;
    size_t length = n->end - n->begin;
    if (n->kind != N_LEAF || length == 0)
        return false;
    if (*text == '\'')
        return length == 3 && isprint((unsigned char)text[1]);
    return isdigit((unsigned char)*text) &&
           (length == 1 || (length == 2 && isdigit((unsigned char)text[1])));
}

static bool is_truth_value(const Unit *u, const Node *n)
{
    return n->kind == N_ANDOR || is_comparison(u, n) || (n->type && n->type->is_bool) ||
           (n->kind == N_UNARY && token_is(u, token_at(u, n->begin), "!"));
}

typedef bool Holds(const Unit *, const Node *, const Type *to);

// Does it hold for each expression that n's value may be the value of?
static bool holds_for_all(const Unit *u, const Node *n, Holds *holds, const Type *to)
{
    if (!n)
        return false;
    switch ((NodeKind)n->kind) {
    case N_PAREN:
        return holds_for_all(u, kid(n, 0), holds, to);
    case N_COMMA:
        return holds_for_all(u, kid(n, 1), holds, to);
    case N_COND: // of two parts, the first is a value, too
        for (int i = n->kid_count == 2 ? 0 : 1; i < n->kid_count; i++)
            if (!holds_for_all(u, n->kids[i], holds, to))
                return false;
        return true;
    case N_STMT_EXPR: {
        const Node *last = last_statement(n);
        return last && last->kind == N_EXPR_STMT && holds_for_all(u, kid(last, 0), holds, to);
    }
    default:
        return holds(u, n, to);
    }
}

static bool is_never_negative(const Unit *u, const Node *n, const Type *to)
{
    static const char *const both[] = {"/", "|", "^", NULL}, *const left[] = {"%", ">>", NULL};
    // It is promoted to int, with room to spare.
    if (n->type && is_unsigned(n->type) && n->type->size < sizeof(int))
        return true;
    if (is_truth_value(u, n) || is_small(u, n))
        return true;
    switch ((NodeKind)n->kind) {
    case N_BINARY: {
        if (!kid(n, 1))
            return false;
        int op = operator_token(u, n);
        bool a = holds_for_all(u, n->kids[0], is_never_negative, to);
        bool b = holds_for_all(u, n->kids[1], is_never_negative, to);
        return token_is(u, op, "&")
                   ? a || b
                   : a && (token_is_one_of(u, op, left) || (b && token_is_one_of(u, op, both)));
    }
    case N_MEMBER:
    case N_ARROW:
        return n->is_bit_field && is_unsigned(n->type);
    case N_LEAF:
        return isdigit((unsigned char)u->text[n->begin]);
    default:
        return false;
    }
}

static bool is_truth(const Unit *u, const Node *n, const Type *to)
{
    (void)to;
    return is_truth_value(u, n);
}

// Is the value one of the type, before it is promoted?
static bool fits(const Unit *u, const Node *n, const Type *to)
{
    if (is_truth_value(u, n) || is_small(u, n))
        return true;
    return n->type && n->type->is_integer && !n->is_bit_field &&
           (!strcmp(n->type->canonical, to->canonical) ||
            (is_unsigned(n->type) && n->type->size < to->size));
}

static bool is_narrow(const Type *t)
{
    static const char *const names[] = {"char",  "signed char",    "unsigned char",
                                        "short", "unsigned short", NULL};
    for (int i = 0; t && names[i]; i++)
        if (t->is_integer && !strcmp(t->canonical, names[i]))
            return true;
    return false;
}

static const char *compared(const Unit *u, const Node *n, const Node *whole)
{
    const Node *p = whole->parent;
    if (!n->type || !n->type->is_integer || n->type->size > sizeof(uint64_t) ||
        (is_unsigned(n->type) && !n->temp->type->is_promoted))
        return "";
    const Type *other = p->kids[p->kids[0] == whole]->type;
    return is_unsigned(other) && other->size >= sizeof(int) &&
                   holds_for_all(u, n, is_never_negative, NULL)
               ? "(unsigned long)"
               : "";
}

// What a value is converted to, if it is given to an object or returned; NULL: not known here.
static const Type *target_of(const Func *f, const Node *whole)
{
    const Node *p = whole->parent;
    switch ((NodeKind)p->kind) {
    case N_ASSIGN:
    case N_COMPOUND_ASSIGN:
        return p->kids[1] == whole ? p->kids[0]->type : NULL;
    case N_VAR:
        return p->var->type;
    case N_RETURN:
        return f->result;
    default:
        return NULL;
    }
}

const char *range_text(const Func *f, const Node *n, const Node *whole)
{
    const Unit *u = f->unit;
    const Node *p = whole->parent;
    if (!p || !n->type)
        return "";
    if (is_comparison(u, p))
        return compared(u, n, whole);
    if (!n->type->is_int)
        return "";
    const Type *to = target_of(f, whole);
    if (is_narrow(to) && holds_for_all(u, n, fits, to))
        return arena_printf(u->arena, "(%s)", to->canonical);
    bool bits = (p->kind == N_ASSIGN || p->kind == N_COMPOUND_ASSIGN) && p->kids[0]->is_bit_field;
    bool part = p->kind == N_CALL || p->kind == N_INIT_LIST;
    return (bits || part) && holds_for_all(u, n, is_truth, NULL) ? "!!" : "";
}
