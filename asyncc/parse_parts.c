// parse_parts.c: what libclang shows within a function, in one list. A part of the pass parse.
//
//   { n += 2; }      CompoundStmt                 size 4
//                      CompoundAssignOperator     size 3
//                        DeclRefExpr n            size 1
//                        IntegerLiteral 2         size 1
#include "parse.h"

// Of one token, whose end is known here. For others libclang lexes their last one anew.
static bool is_one_token(enum CXCursorKind k)
{
    return k == CXCursor_DeclRefExpr || k == CXCursor_IntegerLiteral ||
           k == CXCursor_FloatingLiteral || k == CXCursor_CharacterLiteral;
}

void measure(const Parser *p, Part *part)
{
    if (part->end)
        return;
    if (is_one_token(clang_getCursorKind(part->cursor))) {
        part->begin = offset_of(clang_getCursorLocation(part->cursor));
        part->end = part->begin + p->unit->tokens[token_at(p->unit, part->begin)].length;
    } else {
        range_of(part->cursor, &part->begin, &part->end);
    }
}

// `a ?: b` shows a three times, at first as what it is; a declaration in a specifier is shown
// twice. What a cast has of its type is sorted later; to libclang all that a stand-in casts has the
// same place (parse_builtins.c).
static bool is_repeated(const Parser *p, Part *last, Part *next, enum CXCursorKind within)
{
    enum CXCursorKind kind = clang_getCursorKind(next->cursor);
    if (within == CXCursor_CallExpr || within == CXCursor_BinaryOperator ||
        within == CXCursor_CompoundAssignOperator || within == CXCursor_CompoundStmt ||
        within == CXCursor_CStyleCastExpr || kind == CXCursor_VarDecl ||
        (kind != clang_getCursorKind(last->cursor) && kind != CXCursor_UnexposedExpr))
        return false;
    measure(p, last);
    measure(p, next);
    return last->begin == next->begin && last->end == next->end;
}

static void open_part(Parser *p, Part part)
{
    int at = (int)arrlen(p->parts);
    arrput(p->parts, part);
    arraddnptr(p->open_parts, 1);
    arrlast(p->open_parts).part = arrlast(p->open_parts).last = at;
}

static void close_part(Parser *p)
{
    int part = arrpop(p->open_parts).part;
    p->parts[part].size = (int)arrlen(p->parts) - part;
}

static bool is_same(CXCursor a, CXCursor b)
{
    return a.kind == b.kind && a.data[0] == b.data[0] && a.data[1] == b.data[1];
}

static enum CXChildVisitResult add_part(CXCursor c, CXCursor parent, CXClientData data)
{
    Parser *p = data;
    Part next = {.cursor = c};
    while (arrlen(p->open_parts) > 1 &&
           !is_same(p->parts[arrlast(p->open_parts).part].cursor, parent))
        close_part(p);
    int within = arrlast(p->open_parts).part, last = arrlast(p->open_parts).last;
    if (last != within &&
        is_repeated(p, &p->parts[last], &next, clang_getCursorKind(p->parts[within].cursor)))
        return CXChildVisit_Continue;
    arrlast(p->open_parts).last = (int)arrlen(p->parts);
    open_part(p, next);
    return CXChildVisit_Recurse;
}

Part *find_parts(Parser *p, CXCursor function)
{
    if (p->parts)
        arrsetlen(p->parts, 0);
    open_part(p, (Part){.cursor = function});
    clang_visitChildren(function, add_part, p);
    while (arrlen(p->open_parts))
        close_part(p);
    return p->parts;
}
