// temporaries.c: variables for values that stand aside while other parts of their expression are
// evaluated, and what types these values have. A part of the pass hoist.
#include "asyncc.h"

Type *int_type(Func *f)
{
    Type *t = arena_alloc(f->unit->arena, sizeof *t);
    t->text = t->plain = t->spelling = "int";
    t->size = sizeof(int);
    t->align = _Alignof(int);
    return t;
}

// The value of an array or a function is a pointer; its type has no text of its own.
static Type *decayed_type(Func *f)
{
    Type *t = arena_alloc(f->unit->arena, sizeof *t);
    t->spelling = "pointer";
    t->size = t->align = sizeof(void *);
    return t;
}

// A value has the type of the object that it is read from, without the qualifiers.
static Type *value_type(Func *f, Type *type)
{
    if (!type->is_const && !type->is_volatile)
        return type;
    Type *t = arena_alloc(f->unit->arena, sizeof *t);
    *t = *type;
    t->text = t->plain;
    t->is_const = t->is_volatile = false;
    return t;
}

// Has n the value of a bit-field, or one computed of it, or chosen by its type? Compilers differ in
// its type: unsigned : 3 promotes to int, but not from everywhere, and to gcc that of unsigned long
// : 40 has 40 bits.
static bool is_of_bit_field(const Node *n)
{
    if (n && n->kind == N_UNEVALUATED) // what a _Generic looks at
        return is_of_bit_field(kid(n, 0));
    if (!n || !n->type || n->type->pointee || n->type->is_record || n->type->is_void)
        return false;
    if (n->temp)
        return n->temp->type->is_promoted;
    switch ((NodeKind)n->kind) {
    case N_MEMBER:
    case N_ARROW:
        return n->is_bit_field;
    case N_PAREN:
    case N_UNARY:
    case N_INCDEC:
    case N_ASSIGN:
    case N_COMPOUND_ASSIGN:
        return is_of_bit_field(kid(n, 0));
    case N_COMMA:
        return is_of_bit_field(kid(n, 1));
    case N_BINARY:
    case N_COND:
    case N_SELECTION:
        for (int i = 0; i < n->kid_count; i++)
            if (is_of_bit_field(n->kids[i]))
                return true;
        return false;
    case N_STMT_EXPR: {
        const Node *last = last_statement(n);
        return last && last->kind == N_EXPR_STMT && is_of_bit_field(kid(last, 0));
    }
    default:
        return false;
    }
}

static Type *promoted_type(Func *f, const Type *type)
{
    Type *t = arena_alloc(f->unit->arena, sizeof *t);
    t->spelling = type->spelling;
    t->size = type->size > sizeof(int) ? type->size : sizeof(int);
    t->align = type->align > _Alignof(int) ? type->align : _Alignof(int);
    t->is_promoted = true;
    return t;
}

Var *new_temp(Func *f, Scope *scope, Type *type)
{
    Var *v = arena_alloc(f->unit->arena, sizeof *v);
    v->name = arena_printf(f->unit->arena, "ac__t%d", ++f->temp_count);
    v->type = type->is_array || type->is_function ? decayed_type(f) : value_type(f, type);
    v->scope = scope;
    v->is_temp = true;
    add_var(f, v);
    return v;
}

// Compilers differ in the type of the elements that a comparison of vectors gives, if they are as
// large as a long. A typedef of a block, or an attribute, may say how what a pointer leads to is
// aligned and aliased.
static bool is_named_by_libclang_alone(const Unit *u, const Node *n)
{
    const Type *t = n->type;
    bool told = t->pointee && (t->names_local_typedef || t->is_inferred);
    for (int i = token_at(u, n->begin); t->pointee && !told && u->tokens[i].offset < n->end; i++)
        told = is_attribute(u, i);
    return t->is_vector || told;
}

static Type *unnamed_type(Func *f, const Type *type)
{
    Type *t = arena_alloc(f->unit->arena, sizeof *t);
    *t = *type;
    t->text = t->plain = NULL;
    return t;
}

Var *new_temp_of_value(Func *f, const Node *n)
{
    // Its scope could not be entered again behind the await.
    if (n->type->value_varies && !f->failed) {
        diag(f->unit, n->begin, E_VM_VALUE_AT_AWAIT);
        f->failed = true;
    }
    return new_temp(f, n->scope,
                    is_of_bit_field(n)                       ? promoted_type(f, n->type)
                    : is_named_by_libclang_alone(f->unit, n) ? unnamed_type(f, n->type)
                                                             : n->type);
}

Var *new_temp_of_parts(Func *f, const Node *n)
{
    Var *v = new_temp_of_value(f, n);
    if (!v->type->plain)
        v->typed_by = n;
    return v;
}
