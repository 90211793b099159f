// signs.c: what compilers see of a value's sign. A part of the pass edit.
//
// They warn of a comparison between a signed value and an unsigned one (-Wsign-compare), but not if
// they see that the signed one is never negative: it is a constant, say, or 0 or 1. Of a temporary
// they do not see that, so it is converted to an unsigned type there, as it is by the comparison.
#include "edit.h"

#include <ctype.h>
#include <string.h>

static bool is_comparison(const Unit *u, const Node *n)
{
    static const char *const words[] = {"==", "!=", "<", ">", "<=", ">=", NULL};
    return n->kind == N_BINARY && n->kid_count == 2 && n->kids[1] &&
           token_is_one_of(u, operator_token(u, n), words);
}

static bool is_unsigned(const Type *t)
{
    return t && t->is_integer && !strncmp(t->canonical, "unsigned", 8);
}

static bool is_never_negative(const Unit *u, const Node *n)
{
    static const char *const both[] = {"/", "|", "^", NULL}, *const left[] = {"%", ">>", NULL};
    if (!n)
        return false;
    // It is promoted to int, with room to spare.
    if (n->type && (n->type->is_bool || (is_unsigned(n->type) && n->type->size < sizeof(int))))
        return true;
    switch ((NodeKind)n->kind) {
    case N_PAREN:
        return is_never_negative(u, kid(n, 0));
    case N_COMMA:
        return is_never_negative(u, kid(n, 1));
    case N_ANDOR:
        return true;
    case N_UNARY:
        return token_is(u, token_at(u, n->begin), "!");
    case N_BINARY: {
        if (is_comparison(u, n))
            return true;
        if (n->kid_count != 2 || !n->kids[1])
            return false;
        int op = operator_token(u, n);
        bool a = is_never_negative(u, n->kids[0]), b = is_never_negative(u, n->kids[1]);
        return token_is(u, op, "&")
                   ? a || b
                   : a && (token_is_one_of(u, op, left) || (b && token_is_one_of(u, op, both)));
    }
    case N_COND: // of two parts, the first is a value, too
        for (int i = n->kid_count == 2 ? 0 : 1; i < n->kid_count; i++)
            if (!is_never_negative(u, n->kids[i]))
                return false;
        return true;
    case N_STMT_EXPR: {
        const Node *last = last_statement(n);
        return last && last->kind == N_EXPR_STMT && is_never_negative(u, kid(last, 0));
    }
    case N_MEMBER:
    case N_ARROW:
        return n->is_bit_field && is_unsigned(n->type);
    case N_LEAF: // a number; or a character, of which others than these may be negative
        return isdigit((unsigned char)u->text[n->begin]) ||
               (u->text[n->begin] == '\'' && n->end == n->begin + 3 &&
                isprint((unsigned char)u->text[n->begin + 1]));
    default:
        return false;
    }
}

const char *compared_sign(const Unit *u, const Node *n, const Node *whole)
{
    const Node *p = whole->parent;
    if (!p || !is_comparison(u, p) || !n->type || !n->type->is_integer ||
        n->type->size > sizeof(uint64_t) || (is_unsigned(n->type) && !n->temp->type->is_promoted))
        return "";
    const Type *other = p->kids[p->kids[0] == whole]->type;
    return is_unsigned(other) && other->size >= sizeof(int) && is_never_negative(u, n)
               ? "(unsigned long)"
               : "";
}
