// parse_async.c: what is declared with `async`. A part of the pass parse.
//
// For libclang the word is an annotation, which is inherited from earlier declarations, and lost
// behind a definition and in the names of types. The tokens tell the rest.
#include "parse.h"

#include <string.h>

// The token in this very declaration of a function, -1: there is none.
int async_word(const Unit *u, CXCursor function)
{
    static const char *const words[] = {"_Async", NULL};
    return declared_word(u, token_at(u, offset_of(clang_getCursorLocation(function))), words);
}

static enum CXChildVisitResult find_annotation(CXCursor c, CXCursor parent, CXClientData data)
{
    (void)parent;
    if (clang_getCursorKind(c) == CXCursor_AnnotateAttr) {
        CXString s = clang_getCursorSpelling(c);
        if (!strcmp(clang_getCString(s), "asyncc.async"))
            *(bool *)data = true;
        clang_disposeString(s);
    }
    return CXChildVisit_Continue;
}

bool is_annotated(CXCursor declaration)
{
    bool found = false;
    clang_visitChildren(declaration, find_annotation, &found);
    return found;
}

// Whether a typedef by which the type is told, of itself or of what it leads to, has the word.
static bool has_async_typedef(CXType t)
{
    for (int i = 0; i < 4 && t.kind != CXType_Invalid; i++) {
        CXCursor type = clang_getTypeDeclaration(t);
        if (clang_getCursorKind(type) == CXCursor_TypedefDecl) {
            if (is_annotated(type))
                return true;
            t = clang_getTypedefDeclUnderlyingType(type);
        } else {
            CXType element = clang_getElementType(t);
            t = element.kind != CXType_Invalid ? element : clang_getPointeeType(t);
        }
    }
    return false;
}

// Whether a function is declared by a typedef of its type that has the word.
bool has_async_type(CXCursor function)
{
    CXType t = clang_getCursorType(function);
    return t.kind != CXType_FunctionProto && has_async_typedef(t);
}

static enum CXChildVisitResult take_child(CXCursor c, CXCursor parent, CXClientData data)
{
    (void)parent;
    CXCursor **children = data;
    arrput(*children, c);
    return CXChildVisit_Continue;
}

// Whether a value is that of a variable or member, or an element of one, that is declared with
// `async`, or has a typedef that is. Of what a call returns nothing is known.
static bool is_async_pointer(CXCursor c)
{
    enum CXCursorKind k = clang_getCursorKind(c);
    if (k == CXCursor_DeclRefExpr || k == CXCursor_MemberRefExpr) {
        CXCursor declaration = clang_getCursorReferenced(c);
        k = clang_getCursorKind(declaration);
        return (k == CXCursor_VarDecl || k == CXCursor_ParmDecl || k == CXCursor_FieldDecl) &&
               (is_annotated(declaration) || has_async_typedef(clang_getCursorType(declaration)));
    }
    if (k == CXCursor_CallExpr || k == CXCursor_GenericSelectionExpr)
        return false;
    if (k == CXCursor_CStyleCastExpr)
        return has_async_typedef(clang_getCursorType(c));
    CXCursor *children = NULL;
    clang_visitChildren(c, take_child, &children);
    ptrdiff_t count = arrlen(children);
    bool found = false;
    if (k == CXCursor_ConditionalOperator && count == 3)
        found = is_async_pointer(children[1]) || is_async_pointer(children[2]);
    else if (count) {
        bool last = k == CXCursor_StmtExpr || k == CXCursor_CompoundStmt ||
                    (k == CXCursor_BinaryOperator &&
                     clang_getCursorBinaryOperatorKind(c) == CXBinaryOperator_Comma);
        found = is_async_pointer(children[last ? count - 1 : 0]);
    }
    arrfree(children);
    return found;
}

static enum CXChildVisitResult take_first(CXCursor c, CXCursor parent, CXClientData data)
{
    (void)parent;
    *(CXCursor *)data = c;
    return CXChildVisit_Break;
}

// Whether what is called may be such a pointer.
bool calls_async_pointer(CXCursor call)
{
    CXCursor called = clang_getNullCursor();
    clang_visitChildren(call, take_first, &called);
    return is_async_pointer(called);
}

// A function, or what leads to one: a pointer, an array of such.
static bool leads_to_function(CXType t)
{
    t = clang_getCanonicalType(t);
    for (CXType next = t; next.kind != CXType_Invalid;) {
        t = next;
        next = clang_getElementType(t);
        if (next.kind == CXType_Invalid)
            next = clang_getPointeeType(t);
    }
    return t.kind == CXType_FunctionProto || t.kind == CXType_FunctionNoProto;
}

// Whether the word at `offset` stands where another header names a parameter of what it only
// declares: without it the parameter has no name there, and is the same.
static bool is_parameter_name(const Parser *p, uint32_t offset, CXCursor parameter)
{
    const Unit *u = p->unit;
    int next = token_at(u, offset) + 1;
    if (clang_getCursorKind(parameter) != CXCursor_ParmDecl ||
        !(token_is(u, next, ")") || token_is(u, next, ",") || token_is(u, next, "[")))
        return false;
    CXCursor function = clang_getCursorSemanticParent(parameter);
    return clang_getCursorKind(function) != CXCursor_FunctionDecl ||
           !clang_isCursorDefinition(function);
}

// What parent declares is annotated by c, or c may hold declarations that are.
static enum CXChildVisitResult find_declared(CXCursor c, CXCursor parent, CXClientData data)
{
    Parser *p = data;
    enum CXCursorKind kind = clang_getCursorKind(c);
    if (kind == CXCursor_AnnotateAttr) {
        uint32_t offset = offset_of(clang_getCursorLocation(c));
        if (hmgeti(p->seen_words, offset) < 0) // later declarations inherit it
            hmput(p->seen_words, offset,
                  leads_to_function(clang_getCursorType(parent)) ||
                      is_parameter_name(p, offset, parent));
    }
    uint32_t begin, end;
    if (kind != CXCursor_CompoundStmt)
        return CXChildVisit_Recurse;
    range_of(c, &begin, &end);
    return has_word(p, begin, end) ? CXChildVisit_Recurse : CXChildVisit_Continue;
}

// Does an `async` that belongs to no function stand at the token i? What a macro of a header
// expands to may count as a part of the header: the next token tells.
static bool is_unseen_async(Parser *p, int i)
{
    const Unit *u = p->unit;
    return token_is(u, i, "_Async") && !u->tokens[i + 1].system &&
           hmgeti(p->seen_words, u->tokens[i].offset) < 0;
}

// In the name of a type the word has no effect: (async int (*)(void))p.
static bool stands_in_type_name(const Unit *u, int i)
{
    do
        i--;
    while (i >= 0 && u->tokens[i].kind == T_IDENT);
    return token_is(u, i, "(") || token_is(u, i, ",");
}

static void add_misplaced(Unit *u, uint32_t word, DiagId rule)
{
    arraddnptr(u->misplaced_words, 1);
    arrlast(u->misplaced_words).offset = word;
    arrlast(u->misplaced_words).rule = rule;
}

// Most of the words belong to functions. Only if others are left, all declarations are looked at.
static void find_misplaced_asyncs(Parser *p)
{
    Unit *u = p->unit;
    ptrdiff_t first = 0, count = arrlen(p->words);
    while (first < count && !is_unseen_async(p, token_at(u, p->words[first])))
        first++;
    if (first == count || p->has_errors)
        return;
    clang_visitChildren(clang_getTranslationUnitCursor(p->tu), find_declared, p);
    for (ptrdiff_t i = first; i < count; i++) {
        int token = token_at(u, p->words[i]);
        ptrdiff_t seen = hmgeti(p->seen_words, p->words[i]);
        if (seen >= 0 ? !p->seen_words[seen].value
                      : is_unseen_async(p, token) && !stands_in_type_name(u, token))
            add_misplaced(u, p->words[i], E_ASYNC_PLACE);
    }
}

void find_misplaced_words(Parser *p)
{
    Unit *u = p->unit;
    for (ptrdiff_t i = 0; i < arrlen(p->words); i++) {
        uint32_t at = p->words[i];
        if (hmgeti(p->seen_words, at) >= 0)
            continue;
        if (token_is(u, token_at(u, at), "_Await"))
            add_misplaced(u, at, func_at(u, at) ? E_AWAIT_PLACE : E_AWAIT_OUTSIDE);
        else if (token_is(u, token_at(u, at), "_FrameMax"))
            add_misplaced(u, at, E_FRAME_MAX_PLACE);
    }
    find_misplaced_asyncs(p);
}
