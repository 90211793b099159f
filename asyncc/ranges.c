// ranges.c: what compilers see of a value's range. A part of the pass edit.
//
// They warn of a comparison between a signed value and an unsigned one (-Wsign-compare), but not if
// they see that the signed one is never negative; and of a conversion to a narrower type or another
// sign (-Wconversion, -Wsign-conversion), but not if they see that nothing is lost. Of a temporary
// they do not see that, so it is told:
//
//   unsigned char c = a ? 1 : await fu(2);      (unsigned char)ac__t1
//   u < (a ? 1 : (await f(), B))                (unsigned long)ac__t1
//   g(a && await f(), e)                        (1 & ac__t1)
#include "edit.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

// From the lowest value to the highest one; those beyond 64 bits are cut off.
typedef struct {
    int64_t low, high;
} Range;

static const Range everything = {INT64_MIN, INT64_MAX}, truth = {0, 1};

static bool lies_in(Range a, Range b)
{
    return a.low >= b.low && a.high <= b.high;
}

static Range range_of_type(const Type *t)
{
    enum { EXACT = 1 << 24 }; // so many does a float tell apart
    if (t && t->is_bool)
        return truth;
    if (t && !strcmp(t->canonical, "float"))
        return (Range){-EXACT, EXACT};
    if (!t || !t->is_integer || t->size == 0)
        return everything;
    if (t->size >= sizeof(int64_t))
        return (Range){t->is_unsigned ? 0 : INT64_MIN, INT64_MAX};
    int64_t values = (int64_t)1 << 8 * t->size;
    return t->is_unsigned ? (Range){0, values - 1} : (Range){-values / 2, values / 2 - 1};
}

static bool is_operator(const Unit *u, const Node *n, const char *text)
{
    return n->kind == N_BINARY && token_is(u, operator_token(u, n), text);
}

static bool is_comparison(const Unit *u, const Node *n)
{
    static const char *const words[] = {"==", "!=", "<", ">", "<=", ">=", NULL};
    return n->kind == N_BINARY && token_is_one_of(u, operator_token(u, n), words);
}

// A number, or a character, of which others than these may be negative: 'a', '\n'.
static Range range_of_leaf(const Unit *u, const Node *n)
{
    const char *text = u->text + n->begin;
    size_t length = n->end - n->begin;
    Range r = range_of_type(n->type);
    if (*text == '\'' && length == 3 && isprint((unsigned char)text[1]))
        return (Range){text[1], text[1]};
    if (*text == '\'' && length == 4 && text[1] == '\\')
        return (Range){0, INT8_MAX};
    if (!isdigit((unsigned char)*text))
        return r;
    r.low = 0;
    char *end;
    unsigned long long value = strtoull(text, &end, 0);
    size_t suffix = strspn(end, "uUlL");
    if (end + suffix == text + length && value <= INT64_MAX)
        r.low = r.high = (int64_t)value;
    return r;
}

static Range range_of(const Unit *, const Node *);

// All bits below the highest one that is set.
static int64_t bits_of(int64_t n)
{
    int64_t bits = 0;
    while (bits < n)
        bits = bits * 2 + 1;
    return bits;
}

static Range range_of_binary(const Unit *u, const Node *n)
{
    Range r = range_of_type(n->type), a = range_of(u, n->kids[0]), b = range_of(u, n->kids[1]);
    bool both = a.low >= 0 && b.low >= 0;
    if (is_operator(u, n, "&") && (a.low >= 0 || b.low >= 0)) {
        int64_t x = a.low >= 0 ? a.high : INT64_MAX, y = b.low >= 0 ? b.high : INT64_MAX;
        return (Range){0, x < y ? x : y};
    }
    if ((is_operator(u, n, "|") || is_operator(u, n, "^")) && both)
        return (Range){0, bits_of(a.high | b.high)};
    if (is_operator(u, n, "%") && a.low >= 0 && b.low > 0)
        return (Range){0, a.high < b.high ? a.high : b.high - 1};
    if (((is_operator(u, n, "%") || is_operator(u, n, ">>")) && a.low >= 0) ||
        (is_operator(u, n, "/") && both))
        return (Range){0, a.high};
    Range sum = everything;
    if (is_operator(u, n, "+") && both && !__builtin_add_overflow(a.high, b.high, &sum.high))
        sum.low = a.low + b.low;
    if (is_operator(u, n, "*") && both && !__builtin_mul_overflow(a.high, b.high, &sum.high))
        sum.low = a.low * b.low;
    return lies_in(sum, r) ? sum : r;
}

static Range joined(Range a, Range b)
{
    return (Range){a.low < b.low ? a.low : b.low, a.high > b.high ? a.high : b.high};
}

static Range range_of(const Unit *u, const Node *n)
{
    if (!n)
        return everything;
    if (is_comparison(u, n))
        return truth;
    switch ((NodeKind)n->kind) {
    case N_ANDOR:
        return truth;
    case N_PAREN:
        return range_of(u, kid(n, 0));
    case N_COMMA:
        return range_of(u, kid(n, 1));
    case N_COND: { // of two parts, the first is a value, too
        int last = n->kid_count - 1;
        return joined(range_of(u, kid(n, last - 1)), range_of(u, kid(n, last)));
    }
    case N_STMT_EXPR: {
        const Node *last = last_statement(n);
        return last && last->kind == N_EXPR_STMT ? range_of(u, kid(last, 0)) : everything;
    }
    case N_UNARY: {
        if (token_is(u, token_at(u, n->begin), "!"))
            return truth;
        Range all = range_of_type(n->type), r = range_of(u, kid(n, 0));
        bool is_minus = token_is(u, token_at(u, n->begin), "-") && r.low >= 0;
        return is_minus && lies_in((Range){-r.high, -r.low}, all) ? (Range){-r.high, -r.low} : all;
    }
    case N_BINARY:
        return kid(n, 1) ? range_of_binary(u, n) : everything;
    case N_LEAF:
        return range_of_leaf(u, n);
    case N_REF:
        return n->is_enumerator ? (Range){n->value, n->value} : range_of_type(n->type);
    default:
        return range_of_type(n->type);
    }
}

// The sum or product of which it is a part, of int, which none of its parts can exceed.
static const Node *sum_of(const Unit *u, const Node *n)
{
    const Node *p = n->parent;
    while (p && p->type && p->type->is_int &&
           (p->kind == N_PAREN || is_operator(u, p, "+") || is_operator(u, p, "*")))
        n = p, p = n->parent;
    return n;
}

// `sum` is a side of a comparison. If it is never negative, no part of it is.
static const char *compared(const Unit *u, const Node *n, const Node *sum)
{
    const Node *p = sum->parent;
    const Type *other = p->kids[p->kids[0] == sum]->type;
    if (!n->type->is_integer || n->type->size > sizeof(uint64_t) ||
        (n->type->is_unsigned && !n->temp->type->is_promoted))
        return "";
    return other && other->is_unsigned && other->size >= sizeof(int) && range_of(u, sum).low >= 0
               ? "(unsigned long)"
               : "";
}

// Whether a value becomes another one's, and what it is converted to then; NULL: not known here.
static bool is_given(const Func *f, const Node *whole, const Type **to)
{
    const Node *p = whole->parent;
    *to = NULL;
    switch ((NodeKind)p->kind) {
    case N_ASSIGN:
    case N_COMPOUND_ASSIGN:
        if (!p->kids[0]->is_bit_field)
            *to = p->kids[0]->type;
        return p->kids[1] == whole;
    case N_VAR:
        *to = p->var ? p->var->type : NULL;
        return true;
    case N_RETURN:
        *to = f->result;
        return true;
    case N_BINARY:
        *to = p->type;
        return true;
    case N_COND:
        *to = p->type;
        return p->kids[0] != whole || p->kid_count == 2;
    default:
        return p->kind == N_CALL || p->kind == N_INIT_LIST;
    }
}

const char *range_text(const Func *f, const Node *n, const Node *whole)
{
    const Unit *u = f->unit;
    if (!whole->parent || !n->type)
        return "";
    const Node *sum = sum_of(u, whole);
    if (sum->parent && is_comparison(u, sum->parent))
        return compared(u, n, sum);
    const Type *to;
    if (!n->type->is_int || !is_given(f, whole, &to))
        return "";
    Range r = range_of(u, n), all = range_of_type(n->type), taken = range_of_type(to);
    if (to && (to->is_bool || lies_in(all, taken)))
        return "";
    if (to && !to->is_enum)
        return lies_in(r, taken) ? arena_printf(u->arena, "(%s)", to->canonical) : "";
    return r.low >= 0 && r.high < all.high
               ? arena_printf(u->arena, "%lld & ", (long long)bits_of(r.high))
               : "";
}
