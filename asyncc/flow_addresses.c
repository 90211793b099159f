// flow_addresses.c: whose address is taken. A part of the pass flow.
//
//   int *p = &a, b[2], c;     a and b, which decays where it is used; not c
//   use((int[]){1, 2});       the compound literal, which gets a variable of its own
//   use(f().array);           the value of f(), too: it lives as long as the full expression
//
// Requires: hoist. Provides: Var.address_taken, Node.var of such literals and values.
#include "asyncc.h"

typedef enum { VALUE, PLACE_OF } Access;

static void pin_object(Func *f, Node *n)
{
    if (n->var || !n->type || !n->type->size)
        return;
    Var *v = arena_alloc(f->unit->arena, sizeof *v);
    v->name = "literal";
    v->type = n->type;
    v->scope = n->scope;
    v->offset = n->begin;
    v->is_temp = true;
    v->address_taken = true;
    v->stands_for = n;
    add_var(f, v);
    n->var = v;
}

// Whether n is a structure or union that is no object elsewhere, in an expression that awaits.
// (6.2.4 gives it a lifetime if it has an array.)
static bool is_value_beside_await(const Node *n)
{
    bool is_value = n->kind == N_CALL || n->kind == N_ASSIGN || n->kind == N_COND ||
                    n->kind == N_COMMA || n->kind == N_STMT_EXPR || n->kind == N_CAST ||
                    n->kind == N_OTHER; // va_arg
    const Node *whole = n;
    while (whole->parent && whole->parent->kind >= N_AWAIT)
        whole = whole->parent;
    return is_value && n->type && n->type->is_record && whole->has_await;
}

// GNU C: int a[2] = (int[2]){1, 2};
static bool initialises_array(const Node *n)
{
    const Node *p = n->parent;
    return p && p->kind == N_VAR && (!p->var || p->var->type->is_array);
}

static void find_in(Func *f, Node *n, Access access)
{
    if (!n || n->kind == N_UNEVALUATED)
        return;
    bool array = n->type && n->type->is_array;
    // An array in a value that stands aside: its address may be kept over a later await.
    bool read_at_once = n->temp && n->temp->source && n->temp->source->last_of_all;
    if (n->temp && access == PLACE_OF && !read_at_once)
        n->temp->address_taken = true;
    switch ((NodeKind)n->kind) {
    case N_REF:
        if (n->var && (access == PLACE_OF || array))
            n->var->address_taken = true;
        return;
    case N_COMPOUND_LITERAL:
        if (access == PLACE_OF || (array && !initialises_array(n)))
            pin_object(f, n);
        break;
    case N_ADDRESS:
        find_in(f, kid(n, 0), PLACE_OF);
        return;
    case N_SELECTION: // the value that it selects is what it is there
        for (int i = 0; i < n->kid_count; i++)
            find_in(f, n->kids[i], access);
        return;
    case N_ASM: // what it does with its operands is not known
        for (int i = 0; i < n->kid_count; i++)
            find_in(f, n->kids[i], PLACE_OF);
        return;
    case N_PAREN:
        find_in(f, kid(n, 0), access);
        return;
    case N_MEMBER:
        find_in(f, kid(n, 0), array ? PLACE_OF : access);
        return;
    case N_INDEX:
        for (int i = 0; i < n->kid_count; i++) {
            Node *k = n->kids[i];
            find_in(f, k, k && k->type && k->type->is_array ? PLACE_OF : VALUE);
        }
        return;
    case N_UNARY: // __real and __imag are lvalues too
        find_in(f, kid(n, 0), access);
        return;
    default:
        if (access == PLACE_OF && !n->temp && !n->gone && is_value_beside_await(n))
            pin_object(f, n);
        break;
    }
    for (int i = 0; i < n->kid_count; i++)
        find_in(f, n->kids[i], VALUE);
}

void find_addresses(Func *f)
{
    find_in(f, f->body, VALUE);
}
