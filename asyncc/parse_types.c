// parse_types.c: what the later passes need to know of a libclang type, above all how it can be
// written at file scope, where frames are declared.
#include "parse.h"

#include <string.h>

static bool declared_at_file_scope(CXCursor decl)
{
    for (;;) {
        CXCursor parent = clang_getCursorSemanticParent(decl);
        enum CXCursorKind k = clang_getCursorKind(parent);
        if (k == CXCursor_TranslationUnit || clang_isInvalid(k))
            return true;
        if (k != CXCursor_StructDecl && k != CXCursor_UnionDecl && k != CXCursor_EnumDecl)
            return false;
        decl = parent;
    }
}

// libclang has no kind of its own for it. Nor for typeof, whose operand may have such a type.
static bool is_bit_int(CXType t)
{
    CXString s = clang_getTypeSpelling(t);
    bool found = t.kind == CXType_Unexposed && strstr(clang_getCString(s), "_BitInt(") &&
                 !strstr(clang_getCString(s), "typeof");
    clang_disposeString(s);
    return found;
}

// Can the type, as spelled, be written at file scope? `sugar`: typedef names and the like are
// taken as they are, and must be declared there; otherwise t is canonical.
static bool is_nameable(CXType t, bool sugar)
{
    switch (t.kind) {
    case CXType_Pointer:
        return is_nameable(clang_getPointeeType(t), sugar);
    case CXType_ConstantArray:
    case CXType_IncompleteArray:
    case CXType_Vector:
    case CXType_ExtVector:
    case CXType_Complex:
        return is_nameable(clang_getElementType(t), sugar);
    case CXType_VariableArray:
        return false;
    case CXType_Atomic:
        return is_nameable(clang_Type_getValueType(t), sugar);
    case CXType_FunctionProto:
    case CXType_FunctionNoProto:
        for (int i = 0; i < clang_getNumArgTypes(t); i++)
            if (!is_nameable(clang_getArgType(t, (unsigned)i), sugar))
                return false;
        return is_nameable(clang_getResultType(t), sugar);
    case CXType_Elaborated:
        return is_nameable(clang_Type_getNamedType(t), sugar);
    case CXType_Typedef:
        return declared_at_file_scope(clang_getTypeDeclaration(t));
    case CXType_Record:
    case CXType_Enum: {
        CXCursor decl = clang_getTypeDeclaration(t);
        CXString s = clang_getTypeSpelling(t);
        bool unnamed = strchr(clang_getCString(s), '(') != NULL;
        clang_disposeString(s);
        return !unnamed && declared_at_file_scope(decl);
    }
    case CXType_Auto:
        return !sugar;
    case CXType_Unexposed:
        return is_bit_int(t);
    default:
        return t.kind != CXType_Invalid;
    }
}

// What an array of arrays consists of in the end; other types as they are.
static CXType element_of(CXType t)
{
    while (t.kind == CXType_ConstantArray || t.kind == CXType_IncompleteArray)
        t = clang_getElementType(t);
    return t;
}

// Of an array the elements count: their qualifiers are the canonical array's own.
static bool is_const(CXType canonical)
{
    return clang_isConstQualifiedType(element_of(canonical)) ||
           clang_isConstQualifiedType(canonical);
}

static enum CXVisitorResult visit_const_field(CXCursor field, CXClientData data)
{
    bool *found = data;
    CXType t = clang_getCanonicalType(clang_getCursorType(field));
    if (is_const(t))
        *found = true;
    t = element_of(t);
    if (t.kind == CXType_Record)
        clang_Type_visitFields(t, visit_const_field, data);
    return *found ? CXVisit_Break : CXVisit_Continue;
}

typedef struct {
    Unit *unit;
    Member *members;
} Members;

static enum CXVisitorResult visit_member(CXCursor field, CXClientData data)
{
    Members *m = data;
    CXType t = clang_getCanonicalType(clang_getCursorType(field));
    const char *name = take_string(m->unit, clang_getCursorSpelling(field));
    bool is_scalar = t.kind == CXType_Pointer || t.kind == CXType_Enum ||
                     (t.kind >= CXType_FirstBuiltin && t.kind <= CXType_LastBuiltin);
    if (*name || t.kind == CXType_Record) // not what only fills up bits
        arrput(m->members, ((Member){name, !is_scalar}));
    return CXVisit_Continue;
}

static void find_members(Unit *u, Type *record, CXType t)
{
    Members m = {.unit = u};
    clang_Type_visitFields(t, visit_member, &m);
    record->member_count = (int)arrlen(m.members);
    Member *members = arena_alloc(u->arena, (size_t)arrlen(m.members) * sizeof *members + 1);
    if (m.members)
        memcpy(members, m.members, (size_t)arrlen(m.members) * sizeof *members);
    record->members = members;
    arrfree(m.members);
}

// From a derived type to what it points to, consists of or returns. False: it is not derived.
static bool step_into(CXType *t)
{
    switch (t->kind) {
    case CXType_Pointer:
        *t = clang_getPointeeType(*t);
        return true;
    case CXType_ConstantArray:
    case CXType_IncompleteArray:
        *t = clang_getElementType(*t);
        return true;
    case CXType_Atomic:
        *t = clang_Type_getValueType(*t);
        return true;
    case CXType_FunctionProto:
    case CXType_FunctionNoProto:
        *t = clang_getResultType(*t);
        return true;
    case CXType_Elaborated:
        *t = clang_Type_getNamedType(*t);
        return true;
    default:
        return false;
    }
}

static bool is_variably_modified(CXType t)
{
    while (t.kind != CXType_VariableArray && step_into(&t))
        ;
    return t.kind == CXType_VariableArray;
}

static bool is_unsigned(CXType canonical)
{
    if (canonical.kind == CXType_Enum)
        canonical = clang_getCanonicalType(
            clang_getEnumDeclIntegerType(clang_getTypeDeclaration(canonical)));
    return canonical.kind >= CXType_Bool && canonical.kind <= CXType_UInt128;
}

// Is it written with a typedef that a block declares? Of functions only the result counts.
static bool names_local_typedef(CXType t)
{
    while (t.kind != CXType_Typedef && step_into(&t))
        ;
    return t.kind == CXType_Typedef && !declared_at_file_scope(clang_getTypeDeclaration(t));
}

static bool is_typeof(CXType t)
{
    if (t.kind != CXType_Unexposed)
        return false;
    CXString s = clang_getTypeSpelling(t);
    bool found = strstr(clang_getCString(s), "typeof");
    clang_disposeString(s);
    return found;
}

// __auto_type s = u8"text", __typeof__(bits.wide + 1) y: libclang and the compiler behind may infer
// different types. gcc 12's u8 is char in C23, too, and what it computes of a bit-field wider than
// int has the bit-field's bits. And of pointers libclang does not show may_alias.
static bool is_inferred(const Unit *u, CXType t)
{
    bool aliases = u->has_may_alias && clang_getCanonicalType(element_of(t)).kind == CXType_Pointer;
    while (t.kind != CXType_Auto && !is_typeof(t) && step_into(&t))
        ;
    return aliases || t.kind == CXType_Auto || is_typeof(t);
}

// void (*)(int) __attribute__((noreturn)): where libclang writes an attribute, nobody reads it.
static bool is_misspelled(const char *text)
{
    return strstr(text, ") __attribute__((");
}

// libclang crashes when asked for the size of what a builtin's name has for a type, and of an
// __auto_type that no initialiser made a type.
static bool is_sized(CXType t)
{
    while (t.kind == CXType_ConstantArray || t.kind == CXType_IncompleteArray ||
           t.kind == CXType_Atomic)
        t = t.kind == CXType_Atomic ? clang_Type_getValueType(t) : clang_getElementType(t);
    return (t.kind != CXType_Unexposed || is_bit_int(t)) && t.kind != CXType_Auto &&
           t.kind != CXType_Invalid;
}

// The word `bool`.
static const char *next_bool(const char *s)
{
    for (const char *at = s; (at = strstr(at, "bool")); at += 4)
        if ((at == s || !is_in_name(at[-1])) && !is_in_name(at[4]))
            return at;
    return NULL;
}

// A type as libclang spells it, for gcc too, which has no name for what a va_list is made of, and
// in whose C23 `bool` is no keyword before version 13. It is one if it is left without typedefs.
static const char *written_type(Unit *u, CXType t)
{
    const char *text = take_string(u, clang_getTypeSpelling(t)), *at;
    const char *tag = strstr(text, "struct __va_list_tag");
    if (tag)
        text = arena_printf(u->arena, "%.*s__typeof__(**(__builtin_va_list *)0)%s",
                            (int)(tag - text), text, tag + 20);
    const char *complex = u->is_from_clang ? NULL : strstr(text, "_Complex __float128");
    if (complex) // which gcc does not read
        text = arena_printf(u->arena, "%.*s_Complex _Float128%s", (int)(complex - text), text,
                            complex + strlen("_Complex __float128"));
    if (u->is_from_clang || !next_bool(text) ||
        !next_bool(take_string(u, clang_getTypeSpelling(clang_getCanonicalType(t)))))
        return text;
    while ((at = next_bool(text)))
        text = arena_printf(u->arena, "%.*s_Bool%s", (int)(at - text), text, at + 4);
    return text;
}

// A typedef may qualify a type without a name: typedef const struct { int x; } point; A value is
// left without the qualifiers. (An array is none.)
static const char *plain_type(Unit *u, CXType t, CXType canonical, const char *text)
{
    CXType plain = clang_getUnqualifiedType(t);
    if (is_nameable(plain, true))
        return written_type(u, plain);
    bool is_value = canonical.kind == CXType_Record || canonical.kind == CXType_Enum;
    return is_value ? arena_printf(u->arena, "__typeof__(((void)0, *(%s *)0))", text) : text;
}

Type *make_type(Parser *p, CXType t)
{
    Unit *u = p->unit;
    ptrdiff_t known = hmgeti(p->types, t.data[0]);
    if (known >= 0 && t.data[0])
        return p->types[known].value;
    Type *type = arena_alloc(u->arena, sizeof *type);
    CXType ct = clang_getCanonicalType(t);
    long long size = is_sized(ct) ? clang_Type_getSizeOf(t) : -1,
              align = is_sized(ct) ? clang_Type_getAlignOf(t) : 0;
    type->size = size > 0 ? (uint64_t)size : 0;
    type->is_sized = size >= 0;
    type->align = align > 0 ? (uint32_t)align : 1;
    type->spelling = take_string(u, clang_getTypeSpelling(t));
    // A typedef within a block may tell another alignment than the type that it names.
    bool sugar = is_nameable(t, true);
    bool same = align == (is_sized(ct) ? clang_Type_getAlignOf(ct) : 0);
    if (sugar || (same && is_nameable(ct, false))) {
        CXType written = sugar ? t : ct;
        type->text = written_type(u, written);
        type->plain = plain_type(u, written, ct, type->text);
        if (is_misspelled(type->text))
            type->text = type->plain = NULL;
    }
    type->names_local_typedef = names_local_typedef(t);
    type->is_inferred = is_inferred(u, t);
    type->is_function = ct.kind == CXType_FunctionProto || ct.kind == CXType_FunctionNoProto;
    type->is_void = ct.kind == CXType_Void;
    type->is_bool = ct.kind == CXType_Bool;
    type->is_int = ct.kind == CXType_Int;
    type->is_enum = ct.kind == CXType_Enum;
    type->is_unsigned = is_unsigned(ct);
    type->is_integer = type->is_enum || (ct.kind >= CXType_FirstBuiltin &&
                                         ct.kind <= CXType_Int128 && ct.kind != CXType_Void);
    CXType bare = ct.kind == CXType_Invalid ? ct : clang_getUnqualifiedType(ct);
    type->canonical = take_string(u, clang_getTypeSpelling(bare));
    if (ct.kind == CXType_Pointer)
        type->pointee = make_type(p, t.kind == CXType_Pointer ? clang_getPointeeType(t)
                                                              : clang_getPointeeType(ct));
    type->is_record = ct.kind == CXType_Record;
    type->is_union =
        type->is_record && clang_getCursorKind(clang_getTypeDeclaration(ct)) == CXCursor_UnionDecl;
    if (type->is_record)
        find_members(u, type, ct);
    // libclang calls what has no tag by the name of its typedef.
    bool may_have_tag = ct.kind == CXType_Record || ct.kind == CXType_Enum;
    if (may_have_tag && !same && !strchr(type->canonical, ' '))
        make_type(p, bare)->is_realigned = true;
    type->is_array = ct.kind == CXType_ConstantArray || ct.kind == CXType_IncompleteArray ||
                     ct.kind == CXType_VariableArray;
    type->is_vector = ct.kind == CXType_Vector || ct.kind == CXType_ExtVector;
    type->is_variably_modified = is_variably_modified(ct);
    type->value_varies = is_variably_modified(type->is_array ? clang_getElementType(ct) : ct);
    CXType e = element_of(ct);
    type->is_const = is_const(ct);
    type->is_volatile = clang_isVolatileQualifiedType(e) || clang_isVolatileQualifiedType(ct);
    type->is_atomic = e.kind == CXType_Atomic;
    if (e.kind == CXType_Record)
        clang_Type_visitFields(e, visit_const_field, &type->has_const_member);
    if (ct.kind == CXType_ConstantArray)
        type->count = (uint64_t)clang_getArraySize(ct);
    if (ct.kind == CXType_ConstantArray && type->text) {
        CXType element = clang_getElementType(ct);
        if (t.kind == CXType_ConstantArray)
            element = clang_getElementType(t);
        CXType ce = clang_getCanonicalType(element);
        bool named = is_nameable(element, true);
        if (ce.kind != CXType_ConstantArray && ce.kind != CXType_IncompleteArray &&
            (named || is_nameable(ce, false))) {
            type->array = type->count;
            type->element = written_type(u, named ? element : ce);
        }
    }
    if (t.data[0])
        hmput(p->types, t.data[0], type);
    return type;
}
