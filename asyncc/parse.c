// parse.c: from libclang's cursors to the trees of asyncc.h. These files alone know libclang.
//
// libclang sees the preprocessed text with `_Await` defined as `__extension__` and `_Async` as an
// annotation, so a cursor's offsets are offsets of Unit.text:
//
//   n += _Await f(n - 1);
//
//   CompoundAssignOperator          N_COMPOUND_ASSIGN
//     DeclRefExpr n                   N_REF n
//     UnaryOperator __extension__     N_AWAIT
//       CallExpr f                      N_CALL f
//         BinaryOperator -                N_BINARY …
//
// parse_parts.c lists a function's cursors. The tree is built by parse_tree.c, parse_expr.c and
// parse_decl.c, types by parse_types.c; parse_skip.c makes the text that libclang gets.
// Requires: lex. Provides: Unit.callees, Unit.funcs with body, vars, scopes, awaits.
#include "driver.h"
#include "options.h"
#include "parse.h"

#include <stdlib.h>
#include <string.h>

uint32_t offset_of(CXSourceLocation loc)
{
    unsigned offset = 0;
    clang_getFileLocation(loc, NULL, NULL, NULL, &offset);
    return offset;
}

uint32_t begin_of(CXCursor c)
{
    return offset_of(clang_getRangeStart(clang_getCursorExtent(c)));
}

uint32_t end_of(CXCursor c)
{
    return offset_of(clang_getRangeEnd(clang_getCursorExtent(c)));
}

// Both ends.
void range_of(CXCursor c, uint32_t *begin, uint32_t *end)
{
    CXSourceRange r = clang_getCursorExtent(c);
    *begin = offset_of(clang_getRangeStart(r));
    *end = offset_of(clang_getRangeEnd(r));
}

const char *take_string(Unit *u, CXString s)
{
    const char *p = clang_getCString(s);
    const char *copy = arena_strndup(u->arena, p ? p : "", p ? strlen(p) : 0);
    clang_disposeString(s);
    return copy;
}

// Whether a word of the dialect stands in [begin, end).
bool has_word(const Parser *p, uint32_t begin, uint32_t end)
{
    ptrdiff_t lo = LOWER_BOUND(i, 0, arrlen(p->words), p->words[i] < begin);
    return lo < arrlen(p->words) && p->words[lo] < end;
}

// The async function of the name that a token is, if it is one.
static Callee *callee_named(Unit *u, int index)
{
    const Token *t = &u->tokens[index];
    char name[256];
    if (t->length >= sizeof name)
        return shget(u->callees, token_text(u, index));
    memcpy(name, u->text + t->offset, t->length);
    name[t->length] = 0;
    return shget(u->callees, name);
}

// Does an ordinary function call one that is async? Then it is built too, for check to see.
static bool calls_async(Parser *p, uint32_t begin, uint32_t end)
{
    Unit *u = p->unit;
    for (int i = token_at(u, begin); u->tokens[i].offset < end; i++) {
        const Token *t = &u->tokens[i];
        if (t->kind == T_IDENT && !t->system && is_called(u, i) && callee_named(u, i))
            return true;
    }
    return false;
}

// The calls of a group have what an await has, but no number of their own.
static void add_branches(Func *f, Node *group)
{
    for (int i = first_branch(group); i < group->kid_count; i++) {
        Node *call = branch_call(group->kids[i]);
        if (call->kind == N_GROUP) {
            add_branches(f, call);
        } else if (call->callee) {
            call->await = arena_alloc(f->unit->arena, sizeof *call->await);
            call->await->node = call;
            call->await->callee = call->callee;
        }
    }
}

// A scope's tasks may use what its block declares: that is kept until they have ended, also while
// the condition, which runs once more at the end of the block, says that it is the end.
static Scope *kept_scope(const Node *await)
{
    const Node *loop = scope_ended_by(await);
    if (!loop && await->callee && !strcmp(await->callee->name, "ac_scope_enter"))
        loop = await->parent->kind == N_FOR ? await->parent : NULL;
    return loop && kid(loop, 3) && loop->kids[3]->kind == N_BLOCK ? loop->kids[3]->scope
                                                                  : await->scope;
}

// Those that are evaluated, in the order of the text.
static void number_awaits(Func *f, Node *n)
{
    Unit *u = f->unit;
    if (!n || n->kind == N_UNEVALUATED)
        return;
    for (int i = 0; i < n->kid_count; i++)
        number_awaits(f, n->kids[i]);
    if (n->kind != N_AWAIT)
        return;
    Await *a = arena_alloc(u->arena, sizeof *a);
    a->number = (int)arrlen(f->awaits);
    a->line = u->tokens[token_at(u, n->begin)].line;
    a->node = n;
    a->callee = n->callee;
    a->scope = kept_scope(n);
    Node *operand = kid(n, 0); // NULL in wrong text
    if (operand && operand->kind == N_GROUP) {
        a->group = operand;
        add_branches(f, a->group);
    }
    n->await = a;
    arrput(f->awaits, a);
    arrput(a->scope->awaits, a);
    for (Scope *s = a->scope; s; s = s->parent)
        s->has_await = true;
}

static int by_line(const void *a, const void *b)
{
    const Await *x = *(Await *const *)a, *y = *(Await *const *)b;
    return x->line != y->line ? (x->line < y->line ? -1 : 1) : x->number - y->number;
}

// AWAIT_12, and AWAIT_12_2 for the second one of line 12.
static void label_awaits(Func *f)
{
    Await **sorted = NULL;
    for (ptrdiff_t i = 0; i < arrlen(f->awaits); i++)
        arrput(sorted, f->awaits[i]);
    if (sorted)
        qsort(sorted, (size_t)arrlen(sorted), sizeof *sorted, by_line);
    int nth = 1;
    for (ptrdiff_t i = 0; i < arrlen(sorted); i++) {
        nth = i && sorted[i - 1]->line == sorted[i]->line ? nth + 1 : 1;
        sorted[i]->label = nth == 1 ? arena_printf(f->unit->arena, "%u", sorted[i]->line)
                                    : arena_printf(f->unit->arena, "%u_%d", sorted[i]->line, nth);
    }
    arrfree(sorted);
}

Func *make_function(Parser *p, CXCursor c, Callee *callee)
{
    Unit *u = p->unit;
    Part *all = find_parts(p, c), *body = NULL;
    for (Part *k = first_part(all); k < behind_part(all); k = behind_part(k))
        if (clang_getCursorKind(k->cursor) == CXCursor_CompoundStmt)
            body = k;
    if (!body)
        return NULL;
    Func *f = arena_alloc(u->arena, sizeof *f);
    f->unit = u;
    f->name = callee ? callee->name : take_string(u, clang_getCursorSpelling(c));
    f->is_async = callee != NULL;
    f->is_static = clang_Cursor_getStorageClass(c) == CX_SC_Static || (callee && callee->is_static);
    f->is_main = f->is_async && !strcmp(f->name, "main");
    f->begin = begin_of(c);
    // A leading `_Async` and attributes may stand before libclang's beginning.
    f->begin = u->tokens[before_attributes(u, token_at(u, f->begin))].offset;
    f->body_begin = begin_of_part(p, body);
    f->end = end_of(c);
    f->defines_tags = defines_tags(u, f->body_begin, f->end);
    f->result = make_type(p, clang_getCursorResultType(c));
    f->callee = callee;
    if (callee) {
        callee->func = f;
        if (!f->result->plain)
            f->result = callee->result;
        read_definitions_of_result(f, offset_of(clang_getCursorLocation(c)));
    }
    p->func = f;
    p->scope = NULL;
    p->breakable = p->loop = p->in_switch = NULL;
    f->scope = open_scope(p, f->begin, f->end);
    for (int i = 0; i < clang_Cursor_getNumArguments(c); i++) {
        CXCursor param = clang_Cursor_getArgument(c, (unsigned)i);
        Var *v = declare_var(p, param, adjusted_type(u, c, param, (unsigned)i), false);
        v->type = param_type(p, callee, v->type, i);
    }
    f->body = build(p, body, NULL);
    return f;
}

// One that is rewritten.
static void build_function(Parser *p, CXCursor c, Callee *callee)
{
    Func *f = make_function(p, c, callee);
    if (!f)
        return;
    build_attributes(p, f);
    find_directives(p, f);
    number_awaits(f, f->body);
    label_awaits(f);
    arrput(p->unit->funcs, f);
}

// Whether a definition names its parameters in the old way: their types come later or not at all.
static bool is_old_definition(CXCursor c, uint32_t params_end)
{
    for (int i = 0; i < clang_Cursor_getNumArguments(c); i++) {
        CXCursor param = clang_Cursor_getArgument(c, (unsigned)i);
        uint32_t begin = offset_of(clang_getRangeStart(clang_getCursorExtent(param)));
        uint32_t name = offset_of(clang_getCursorLocation(param));
        CXString s = clang_getCursorSpelling(param);
        bool untyped = *clang_getCString(s) && begin == name;
        clang_disposeString(s);
        if (begin >= params_end || untyped)
            return true;
    }
    return false;
}

// Whether a definition is one for this file only, beside which the program has another, is a matter
// of all declarations at file scope (C17 6.7.4p7), or of its own `extern` (GNU C).
static void read_linkage(const Unit *u, Callee *callee, CXCursor c)
{
    enum CX_StorageClass class = clang_Cursor_getStorageClass(c);
    callee->is_static |= class == CX_SC_Static;
    if (clang_getCursorKind(clang_getCursorLexicalParent(c)) != CXCursor_TranslationUnit)
        return;
    static const char *const words[] = {"inline", "__inline", "__inline__", NULL};
    const Options *o = u->options;
    bool inlines_as_gnu89 = o && (o->gnu89_inline ? o->gnu89_inline > 0 : o->gnu89_std);
    int name = token_at(u, offset_of(clang_getCursorLocation(c)));
    bool is_inline = declared_word(u, name, words) >= 0;
    callee->is_inline |= is_inline;
    callee->is_external |= !is_inline || class == CX_SC_Extern;
    bool as_gnu89 = callee->is_gnu_inline || inlines_as_gnu89;
    if (is_inline && clang_isCursorDefinition(c) && as_gnu89)
        callee->is_gnu_inline = class == CX_SC_Extern;
    callee->is_local = callee->is_static || callee->is_gnu_inline ||
                       (!as_gnu89 && callee->is_inline && !callee->is_external);
}

// Where it was declared before, if that was without the word; 0 otherwise.
static uint32_t declared_without(const Unit *u, CXCursor c)
{
    CXCursor first = clang_getCanonicalCursor(c);
    if (clang_equalCursors(first, c) || async_word(u, first) >= 0 || has_async_type(first))
        return 0;
    return offset_of(clang_getCursorLocation(first));
}

// What a declaration says of an async function, the first one or another: its callee.
Callee *declare_async(Parser *p, CXCursor c, const char *name)
{
    Unit *u = p->unit;
    Callee *callee = known_callee(p, name);
    uint32_t name_at = offset_of(clang_getCursorLocation(c)), params_begin, params_end;
    find_params(u, name_at, &params_begin, &params_end);
    if (!callee) {
        callee = arena_alloc(u->arena, sizeof *callee);
        callee->name = name;
        callee->is_async = true;
        callee->offset = name_at;
        callee->undeclared = declared_without(u, c);
        shput(u->callees, name, callee);
    }
    hmput(p->direct_calls, name_at, CALL);
    int word = async_word(u, c);
    if (word >= 0)
        hmput(p->seen_words, u->tokens[word].offset, 1);
    read_attributes(p, callee, name_at);
    CXCursor definition = clang_getCursorDefinition(c);
    if (!clang_Cursor_isNull(definition) && async_word(u, definition) < 0)
        callee->misdeclared = offset_of(clang_getCursorLocation(definition));
    read_linkage(u, callee, c);
    read_visibility(p, callee, c);
    CXType t = clang_getCanonicalType(clang_getCursorType(c));
    read_signature(p, c, callee);
    static const char *const frame_max[] = {"_FrameMax", NULL};
    int limit = declared_word(u, token_at(u, name_at), frame_max);
    if (limit >= 0) {
        callee->frame_max = (uint32_t)limit;
        hmput(p->seen_words, u->tokens[limit].offset, 1);
    }
    callee->lends |= lent_params(u, params_begin, params_end);
    callee->is_variadic = t.kind == CXType_FunctionProto && clang_isFunctionTypeVariadic(t);
    // A definition by `()` says that there are no parameters.
    if (clang_isCursorDefinition(c))
        callee->has_no_prototype = is_old_definition(c, params_end);
    else if (!callee->func)
        callee->has_no_prototype = t.kind == CXType_FunctionNoProto;
    return callee;
}

static void top_level_function(Parser *p, CXCursor c)
{
    Unit *u = p->unit;
    uint32_t begin, end;
    range_of(c, &begin, &end);
    const char *name = take_string(u, clang_getCursorSpelling(c));
    size_t n = strlen(name);
    if (n > 7 && !strcmp(name + n - 7, "__start"))
        shput(p->names, name, NULL);
    Callee *callee = known_callee(p, name);
    bool has_words = has_word(p, begin, end);
    bool is_async = has_async_type(c);
    if (!has_words && !callee && !is_async) {
        if (clang_isCursorDefinition(c) && calls_async(p, begin, end))
            build_function(p, c, NULL);
        else
            add_plain_function(p, c, name);
        return;
    }
    // The annotation is inherited from earlier declarations; it is lost behind a definition, and
    // goes to a struct that it follows.
    is_async = is_async || async_word(u, c) >= 0 || is_annotated(c);
    if (is_async)
        callee = declare_async(p, c, name);
    if (clang_isCursorDefinition(c) && has_words)
        build_function(p, c, is_async ? callee : NULL);
}

// Of the structs of the file, those that frames are made of.
static void top_level_struct(Parser *p, CXCursor c)
{
    Unit *u = p->unit;
    CXString s = clang_getCursorSpelling(c);
    const char *name = clang_getCString(s);
    size_t n = strlen(name);
    const Type **part = !strcmp(name, "ac_group")    ? &u->group_type
                        : !strcmp(name, "ac_strand") ? &u->strand_type
                        : !strcmp(name, "ac_timer")  ? &u->timer_type
                                                     : NULL;
    if (part)
        *part = make_type(p, clang_getCursorType(c));
    else if (n > 7 && !strcmp(name + n - 7, "__frame"))
        shput(p->names, arena_strndup(u->arena, name, n), make_type(p, clang_getCursorType(c)));
    clang_disposeString(s);
}

static enum CXChildVisitResult top_level(CXCursor c, CXCursor parent, CXClientData data)
{
    (void)parent;
    Parser *p = data;
    switch (clang_getCursorKind(c)) {
    case CXCursor_FunctionDecl:
        top_level_function(p, c);
        break;
    case CXCursor_StructDecl:
        if (clang_isCursorDefinition(c))
            top_level_struct(p, c);
        break;
    case CXCursor_VarDecl:
        add_plain_variable(p, c);
        break;
    default:
        break;
    }
    return CXChildVisit_Continue;
}

static void collect_words(Parser *p)
{
    Unit *u = p->unit;
    for (int i = 0; i < (int)arrlen(u->tokens); i++)
        if (u->tokens[i].kind == T_IDENT &&
            is_dialect_word(u->text + u->tokens[i].offset, u->tokens[i].length))
            arrput(p->words, u->tokens[i].offset);
}

// An error that is a warning by nature, as the user's `#pragma` wants it or since libclang is newer
// than others: the compiler behind says so. A function that nobody declared returns int. But the
// name of a builtin that libclang does not know hides its real type.
static bool is_mere_warning(const Unit *u, CXDiagnostic d)
{
    CXString option = clang_getDiagnosticOption(d, NULL);
    const char *name = clang_getCString(option);
    bool warning = *name, undeclared = !strcmp(name, "-Wimplicit-function-declaration");
    clang_disposeString(option);
    const Token *t = &u->tokens[token_at(u, offset_of(clang_getDiagnosticLocation(d)))];
    return warning && !(undeclared && t->length > 2 && !memcmp(u->text + t->offset, "__", 2));
}

static void collect_warning(Unit *u, CXDiagnostic d)
{
    CXString option = clang_getDiagnosticOption(d, NULL);
    const char *name = clang_getCString(option);
    for (int i = 0; i < LINT_COUNT; i++)
        if (!strncmp(name, "-W", 2) && !strcmp(name + 2, lint_name((Lint)i))) {
            arraddnptr(u->parse_warnings, 1);
            u->parse_warnings[arrlen(u->parse_warnings) - 1].offset =
                offset_of(clang_getDiagnosticLocation(d));
            u->parse_warnings[arrlen(u->parse_warnings) - 1].lint = i;
            u->parse_warnings[arrlen(u->parse_warnings) - 1].is_error =
                clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error;
            u->parse_warnings[arrlen(u->parse_warnings) - 1].text =
                take_string(u, clang_getDiagnosticSpelling(d));
        }
    clang_disposeString(option);
}

// What libclang does not understand in an ordinary function need not be understood. Takes those
// functions out of the text: true, then it is to be parsed anew.
static bool take_out_functions(Parser *p, char *text)
{
    bool found = false;
    for (unsigned i = 0; i < clang_getNumDiagnostics(p->tu) && hmlen(p->called); i++) {
        CXDiagnostic d = clang_getDiagnostic(p->tu, i);
        if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error)
            found |= blank_called(p, text, offset_of(clang_getDiagnosticLocation(d)));
        clang_disposeDiagnostic(d);
    }
    if (found)
        clang_disposeTranslationUnit(p->tu);
    return found;
}

static void collect_errors(Parser *p)
{
    Unit *u = p->unit;
    for (unsigned i = 0; i < clang_getNumDiagnostics(p->tu); i++) {
        CXDiagnostic d = clang_getDiagnostic(p->tu, i);
        enum CXDiagnosticSeverity severity = clang_getDiagnosticSeverity(d);
        if (severity >= CXDiagnostic_Error && !is_mere_warning(u, d)) {
            p->has_errors = true;
            arraddnptr(u->parse_errors, 1);
            u->parse_errors[arrlen(u->parse_errors) - 1].offset =
                offset_of(clang_getDiagnosticLocation(d));
            u->parse_errors[arrlen(u->parse_errors) - 1].text =
                take_string(u, clang_getDiagnosticSpelling(d));
        } else if (severity >= CXDiagnostic_Warning) {
            collect_warning(u, d);
        }
        clang_disposeDiagnostic(d);
    }
}

// The text has no macro and no inclusion left, so no header of libclang's own is ever read and no
// predefined macro may act. What gcc 12 only warns of is no error.
static const char *const base_args[] = {
    "-x",
    "c",
    "-undef",
    "-nostdinc",
    "-ferror-limit=0",
    "-fbracket-depth=4096",
    "-fno-spell-checking",
    "-fvisibility=protected", // of what says nothing of it
    "-Wno-everything",
    "-Wsystem-headers", // so does clang begin its predefined macros
    "-Wunused-function",
    "-Wreturn-stack-address",
    "-Wdeprecated-declarations",
    "-Wunused-result",
    "-Werror=implicit-function-declaration",
    "-Wno-error",
    "-Wno-error=implicit-int",
    "-Wno-error=int-conversion",
    "-Wno-error=incompatible-pointer-types",
    "-Wno-error=incompatible-function-pointer-types",
    "-Wno-error=return-type",
    "-D_Await=__extension__",
    "-D_Defer=if(1)",
    "-D_Noescape=",
    "-D_FrameMax(n)=",
    "-D_Async=__attribute__((annotate(\"asyncc.async\")))",
};

// The types that gcc knows as keywords get clang's names, and an attribute in its headers has the
// arguments that clang takes. For clang the headers define these types.
static const char *const gcc_args[] = {
    "-D__malloc__(...)=__malloc__", "-D_Float32=float",        "-D_Float64=double",
    "-D_Float32x=double",           "-D_Float64x=long double",
#if defined(__aarch64__)
    "-D_Float128=long double",
#else
    "-D_Float128=__float128",       "-D__float80=long double",
#endif
};

// Which static functions are named other than in declarations and direct calls? A pointer may lead
// to them. (To others one may lead anyway.) A variable of that name counts, too: it does no harm.
static void find_addresses_taken(Parser *p)
{
    Unit *u = p->unit;
    bool first[256] = {false};
    for (ptrdiff_t i = 0; i < shlen(u->callees); i++)
        first[(unsigned char)*u->callees[i].key] |= u->callees[i].value->is_static;
    for (ptrdiff_t i = 0; i < arrlen(u->tokens); i++) {
        const Token *t = &u->tokens[i];
        if (t->kind != T_IDENT || !first[(unsigned char)u->text[t->offset]] ||
            hmgeti(p->direct_calls, t->offset) >= 0)
            continue;
        Callee *c = callee_named(u, (int)i);
        if (c)
            c->address_taken = true;
    }
}

// Of a processor that gcc alone knows libclang knows no more without its name.
static bool leave_out_processors(const char **args)
{
    ptrdiff_t n = 0, all = arrlen(args);
    for (ptrdiff_t i = 0; i < all; i++)
        if (strncmp(args[i], "-march=", 7))
            args[n++] = args[i];
    arrsetlen(args, n);
    return n < all;
}

void parse(Unit *u)
{
    if (!load_libclang()) {
        u->errors++;
        return;
    }
    Parser p = {.unit = u};
    const char **args = NULL;
    for (size_t i = 0; i < sizeof base_args / sizeof *base_args; i++)
        arrput(args, base_args[i]);
    for (size_t i = 0; i < sizeof gcc_args / sizeof *gcc_args && !u->is_from_clang; i++)
        arrput(args, gcc_args[i]);
    add_stand_ins(&args);
    // For this one clang makes a graph of every function.
    if (u->options && lint_is_on(u->options, LINT_RETURN_TYPE, u->is_from_clang))
        arrput(args, "-Wreturn-type");
    for (ptrdiff_t i = 0; u->options && i < arrlen(u->options->clang_args); i++) {
        const char *a = u->options->clang_args[i];
        // To gcc strings are const then, too.
        bool writes = !u->is_from_clang && !strcmp(a, "-Werror=write-strings");
        arrput(args, writes ? "-Wwrite-strings" : a);
    }
    sh_new_strdup(u->callees);
    collect_words(&p);
    char *text = text_for_libclang(&p);
    struct CXUnsavedFile file = {"asyncc-unit.c", text, u->length};
    CXIndex index = clang_createIndex(0, 0);
    enum CXErrorCode rc;
    do
        rc = clang_parseTranslationUnit2(index, "asyncc-unit.c", args, (int)arrlen(args), &file, 1,
                                         CXTranslationUnit_KeepGoing, &p.tu);
    while (rc == CXError_Success ? take_out_functions(&p, text) : leave_out_processors(args));
    if (rc != CXError_Success) {
        diag_plain(E_LIBCLANG, (int)rc);
        u->errors++;
    } else {
        collect_errors(&p);
        clang_visitChildren(clang_getTranslationUnitCursor(p.tu), top_level, &p);
        for (ptrdiff_t i = 0; i < shlen(u->callees); i++) {
            Callee *c = u->callees[i].value;
            ptrdiff_t at = shgeti(p.names, arena_printf(u->arena, "%s__frame", c->name));
            c->has_frame = at >= 0;
            c->frame = at >= 0 ? p.names[at].value : NULL;
            c->has_contract = shgeti(p.names, arena_printf(u->arena, "%s__start", c->name)) >= 0;
        }
        read_weak_pragmas(u);
        build_plain_functions(&p);
        find_addresses_taken(&p);
        for (ptrdiff_t i = 0; i < arrlen(u->parse_warnings); i++) {
            ptrdiff_t call = hmgeti(p.direct_calls, u->parse_warnings[i].offset);
            u->parse_warnings[i].at_call =
                call >= 0 && !(u->parse_warnings[i].lint == LINT_UNUSED_RESULT &&
                               p.direct_calls[call].value == CALL_WITH_RESULT);
        }
        find_misplaced_words(&p);
        clang_disposeTranslationUnit(p.tu);
    }
    clang_disposeIndex(index);
    arrfree(p.parts);
    arrfree(p.open_parts);
    arrfree(args);
    arrfree(p.words);
    hmfree(p.types);
    hmfree(p.vars);
    hmfree(p.seen_words);
    hmfree(p.direct_calls);
    shfree(p.names);
    shfree(p.bodies);
    arrfree(p.plain_calls);
    hmfree(p.called);
}
