// edit_decl.c: declarations that awaits or pinned variables take apart. A part of the pass edit.
#include "edit.h"

#include <string.h>

// The end of the declarator that begins at `from`; its `=`, or 0.
static void scan_declarator(const Unit *u, uint32_t from, uint32_t *equals, uint32_t *end)
{
    int depth = 0;
    *equals = 0;
    *end = from;
    for (int i = token_at(u, from); u->tokens[i].kind != T_EOF; i++) {
        const Token *t = &u->tokens[i];
        char c = t->kind == T_PUNCT && t->length == 1 ? u->text[t->offset] : 0;
        depth += c == '(' || c == '[' || c == '{';
        depth -= c == ')' || c == ']' || c == '}';
        *end = t->offset;
        if (depth == 0 && c == '=' && !*equals)
            *equals = t->offset;
        if (depth <= 0 && (c == ',' || c == ';'))
            return;
    }
}

// Where the declarator of a name begins: at its outermost `*` or parenthesis. Qualifiers and
// attributes may stand before the name, too, and what stands before both belongs to the specifiers.
static uint32_t declarator_begin(const Unit *u, uint32_t declaration, uint32_t name)
{
    int first = token_at(u, name);
    for (int i = first - 1; i >= 0 && u->tokens[i].offset >= declaration; i--) {
        if (token_is(u, i, ")") || token_is(u, i, "]") || token_is(u, i, "}"))
            i = opening_token(u, i);
        else if (token_is(u, i, ","))
            break;
        else if (token_is(u, i, "*") || token_is(u, i, "("))
            first = i;
    }
    return u->tokens[first].offset;
}

// {}, {0} or "".
static bool is_all_zero(const Unit *u, uint32_t begin, uint32_t end)
{
    int i = token_at(u, begin);
    if (token_is(u, i, "\"\""))
        return u->tokens[i + 1].offset >= end;
    if (!token_is(u, i, "{"))
        return false;
    i += token_is(u, i + 1, "0") ? 2 : 1;
    return token_is(u, i, "}") && u->tokens[i].offset + 1 >= end - 1 && u->tokens[i].offset < end;
}

// Copies ac__init_N, which has the type of a pinned variable, into its slot.
//
// From a constant array gcc makes memcpy wide moves, and takes them for accesses behind a text that
// is shorter (-Warray-bounds); so an array goes in a struct.
static const char *copy_text(const Editor *e, const Var *v, const char *x)
{
    Arena *a = e->unit->arena;
    if (v->type->is_array && !v->type->is_volatile)
        return arena_printf(
            a,
            "; __extension__({ struct __attribute__((may_alias)) ac__bytes { char all[sizeof "
            "%s]; }; *(struct ac__bytes *)ac_slot((const volatile void *)&%s) = *(const struct "
            "ac__bytes *)(const void *)&ac__init_%d; })",
            x, x, v->index);
    return arena_printf(
        a, "; __builtin_memcpy(ac_slot((const volatile void *)&%s), %s&ac__init_%d), sizeof %s)", x,
        v->type->is_volatile ? "ac_slot((const volatile void *)" : "((const void *)", v->index, x);
}

// Writes the initialiser [begin, end) of a pinned variable into its slot: the edit in front of it.
static Edit *initialise_pinned(Editor *e, const Node *decl, const Var *v, uint32_t from,
                               uint32_t begin, uint32_t end, Step *steps, const char *prefix)
{
    Arena *a = e->unit->arena;
    const char *x = var_text(e->func, v);
    if (v->type->is_array && is_all_zero(e->unit, begin, end))
        return put_steps(
            e, from, end, prefix, steps,
            arena_printf(a, "__builtin_memset(ac_slot((const volatile void *)&%s), 0, sizeof %s)",
                         x, x));
    bool braces = token_is(e->unit, token_at(e->unit, begin), "{");
    if (braces || v->type->is_array || v->type->is_const || v->type->has_const_member) {
        // A variable of the same type takes it first. It has no block of its own: compound literals
        // in the initialiser live as long as v.
        put_edit(e, end, end, copy_text(e, v, x))->owner = decl;
        return put_steps(e, from, begin, prefix, steps,
                         arena_printf(a, "__typeof__(%s) ac__init_%d = ", x, v->index));
    }
    put_edit(e, end, end, ")")->owner = decl;
    return put_steps(e, from, begin, prefix, steps, arena_printf(a, "%s = (", x));
}

bool must_split(const Func *f, const Node *decl)
{
    for (int i = 0; i < decl->kid_count; i++) {
        const Node *v = decl->kids[i];
        uint32_t begin, end = 0;
        if (v->pre || next_moved_definition(f, decl, i, &begin, &end) ||
            (v->kind == N_VAR &&
             ((v->var && v->var->place == PLACE_PINNED) || (kid(v, 0) && kid(v, 0)->pre))))
            return true;
    }
    return false;
}

// Puts a definition, [begin, end) in a statement, in front of it at `to`, between two texts: what
// names it then.
//
// … struct s { … } …     struct s { … } *ac__tag_N; … __typeof__(*ac__tag_N) …
// … typeof(({ … })) …    typedef typeof(({ … })) ac__tag_N; … ac__tag_N …
//
// A name for a typeof keeps `_Atomic`, which gcc's typeof of an object leaves out.
static const char *move_definition(Editor *e, const Node *statement, uint32_t to, uint32_t begin,
                                   uint32_t end, const char *lead, const char *tail, bool is_typeof)
{
    Arena *a = e->unit->arena;
    const char *tag =
        arena_printf(a, is_typeof ? " ac__tag_%d" : " __typeof__(*ac__tag_%d)", ++e->tags);
    Edit *edit = put_edit(e, to, to, is_typeof ? arena_printf(a, "%stypedef ", lead) : lead);
    edit->owner = statement;
    edit->slice_begin = begin;
    edit->slice_end = end;
    edit->tail = arena_printf(a, " %sac__tag_%d __attribute__((unused))%s", is_typeof ? "" : "*",
                              e->tags, tail);
    edit = put_edit(e, begin, end, tag);
    edit->moved_to = to;
    edit->rank = RANK_MOVE;
    return tag;
}

bool has_definitions(const Func *f, const Node *n)
{
    bool any = false;
    for (int i = 0; i < n->kid_count; i++) {
        uint32_t begin, end = 0;
        any |= next_moved_definition(f, n, i, &begin, &end);
    }
    return any;
}

// Puts the definitions of tags in the parts [first, last) of a statement at a place in front, the
// first of them behind `lead`.
void move_definitions(Editor *e, const Node *n, int first, int last, uint32_t to, const char *lead)
{
    for (int i = first; i < last; i++) {
        uint32_t begin, end = 0;
        for (; next_moved_definition(e->func, n, i, &begin, &end); lead = "")
            move_definition(e, n, to, begin, end, lead, "; ", false);
    }
}

// In front of a statement in a block; what is a part of another one, or has parts that may use the
// tags, becomes a block: whether it does.
bool edit_definitions(Editor *e, const Node *n)
{
    const Node *around = n->parent;
    const char *lead = "";
    if (!has_definitions(e->func, n))
        return false;
    for (; around->kind == N_LABEL || around->kind == N_CASE || around->kind == N_DEFAULT;
         around = around->parent)
        lead = "; "; // no declaration follows a label
    bool is_block = around->kind != N_BLOCK || (n->kind != N_EXPR_STMT && n->kind != N_RETURN);
    move_definitions(e, n, 0, n->kid_count, n->begin, is_block ? "{ " : lead);
    return is_block;
}

// struct s { … } a, b;     struct s { … } *ac__tag_N; __typeof__(*ac__tag_N) a; …
//
// A declaration's specifiers are repeated for each declarator, but what they define must not be,
// nor the labels and the definitions in a statement expression: where such things are, and what
// stands for each.
typedef struct {
    uint32_t begin, end;
    const char *tag;
} Moved;

typedef struct {
    uint32_t begin, end;
    Moved *moved; // in order of the text
} Specifiers;

// The operand of the typeof at a token holds a statement expression: where it ends, or 0.
static uint32_t end_of_statements(const Unit *u, int i)
{
    static const char *const words[] = {"typeof",        "__typeof",          "__typeof__",
                                        "typeof_unqual", "__typeof_unqual__", NULL};
    if (!token_is_one_of(u, i, words))
        return 0;
    int close = closing_token(u, i + 1);
    for (int k = i + 2; k < close; k++)
        if (token_is(u, k, "{") && token_is(u, k - 1, "("))
            return u->tokens[close].offset + 1;
    return 0;
}

// The next definition, or thing that must not be repeated, from *begin to *end, or false.
static bool find_unique(const Unit *u, uint32_t *begin, uint32_t *end, bool repeated,
                        bool *statements)
{
    uint32_t tag_begin = *begin, tag_end = *end, limit = *end;
    bool defines = find_definition(u, &tag_begin, &tag_end);
    limit = defines ? tag_begin : limit;
    for (int i = token_at(u, *begin); repeated && u->tokens[i].offset < limit; i++) {
        uint32_t behind = end_of_statements(u, i);
        if (!behind)
            continue;
        *begin = u->tokens[i].offset;
        *end = behind;
        *statements = true;
        return true;
    }
    *begin = tag_begin;
    *end = tag_end;
    *statements = false;
    return defines;
}

static Specifiers edit_specifiers(Editor *e, const Node *decl, uint32_t end)
{
    Specifiers s = {decl->begin, end, NULL};
    const char *extension = decl->in_extension ? "__extension__ " : "";
    uint32_t to = end;
    int declarators = 0;
    bool statements;
    for (int i = 0; i < decl->kid_count; i++)
        declarators += decl->kids[i]->name_offset != 0;
    for (uint32_t begin = decl->begin;
         find_unique(e->unit, &begin, &to, declarators > 1, &statements); begin = to, to = end)
        arrput(s.moved, ((Moved){begin, to,
                                 move_definition(e, decl, decl->begin, begin, to, extension, "; ",
                                                 statements)}));
    return s;
}

// Puts the specifiers before a further declarator, in the place of the comma. Attributes may stand
// between both.
static void repeat_specifiers(Editor *e, const Node *decl, const Specifiers *s, uint32_t comma,
                              Step *steps)
{
    uint32_t behind = comma + 1, from = s->begin;
    for (ptrdiff_t i = 0; i <= arrlen(s->moved); i++) {
        const Moved *m = i < arrlen(s->moved) ? &s->moved[i] : NULL;
        Edit *edit =
            i ? put_edit(e, behind, behind, NULL) : put_steps(e, comma, behind, "; ", steps, NULL);
        edit->owner = decl;
        edit->slice_begin = from;
        edit->slice_end = m ? m->begin : s->end;
        edit->tail = m ? m->tag : NULL;
        from = m ? m->end : s->end;
    }
}

// T a[2] = {…};     T (*ac__type_N)[2] __attribute__((unused)), …; <a's slot> = {…};
//
// T cannot be named where the frame is declared. So the declaration stays, as that of an unused
// pointer, and its type is the pointer's; the slot in the frame is plain bytes.
static void declare_witness(Editor *e, const Node *n, uint32_t equals, uint32_t end)
{
    Unit *u = e->unit;
    const Var *v = n->var;
    const char *witness = witness_name(e->func, v);
    int name = token_at(u, n->name_offset);
    put_edit(e, n->name_offset, n->name_offset + u->tokens[name].length,
             arena_printf(u->arena, "(*%s)", witness));
    int bound = name + 1;
    while (v->type->is_array && token_is(u, bound, ")"))
        bound++;
    if (token_is(u, bound, "[") && token_is(u, bound + 1, "]"))
        put_edit(e, u->tokens[bound + 1].offset, u->tokens[bound + 1].offset,
                 arena_printf(u->arena, "%llu", (unsigned long long)v->type->count));
    uint32_t at = equals ? equals : end;
    put_edit(e, at, at, behind_witness(e->func, v));
}

// __auto_type, or C23's `auto` without a type.
static bool is_auto_type(const Unit *u, uint32_t begin, uint32_t end)
{
    static const char *const others[] = {"const",  "volatile",  "restrict",      "register",
                                         "static", "constexpr", "__extension__", NULL};
    bool is_auto = false, has_type = false;
    for (int i = token_at(u, begin); u->tokens[i].offset < end; i++) {
        if (token_is(u, i, "__auto_type"))
            return true;
        if (token_is(u, i, "auto"))
            is_auto = true;
        else if (is_attribute(u, i) || token_is(u, i, "_Alignas") || token_is(u, i, "alignas"))
            i = closing_token(u, i + 1);
        else if (token_is(u, i, "["))
            i = closing_token(u, i);
        else
            has_type |= !token_is_one_of(u, i, others);
    }
    return is_auto && !has_type;
}

// __auto_type x = 1;     __auto_type ac__init_N = 1; T *ac__type_N; <x's slot> = ac__init_N;
//
// The initialiser alone tells the type T, and stands in one place, since it may define a record.
static void declare_auto(Editor *e, const Node *decl, const Node *n, uint32_t end)
{
    Unit *u = e->unit;
    const Var *v = n->var;
    put_edit(e, n->name_offset, n->name_offset + u->tokens[token_at(u, n->name_offset)].length,
             arena_printf(u->arena, "ac__init_%d", v->index));
    put_edit(e, end, end,
             arena_printf(u->arena, "; __typeof__(ac__init_%d) *%s%s%s", v->index,
                          witness_name(e->func, v), behind_witness(e->func, v),
                          copy_text(e, v, var_text(e->func, v))))
        ->owner = decl;
}

// What is saved may be saved by its address.
void drop_register(Editor *e, const Node *decl)
{
    const Unit *u = e->unit;
    bool saved = false;
    for (int i = 0; i < decl->kid_count; i++)
        saved |= decl->kids[i]->var && decl->kids[i]->var->place != PLACE_LOCAL;
    for (int t = token_at(u, decl->begin); saved && u->tokens[t].offset < decl->end; t++)
        if (token_is(u, t, "register"))
            put_edit(e, u->tokens[t].offset, u->tokens[t].offset + 8, "");
}

// constexpr int n = 3;     __attribute__((unused)) static constexpr int n = 3;
//
// An `auto` beside a type says nothing but that it is not static.
void keep_constants(Editor *e, const Node *decl)
{
    const Unit *u = e->unit;
    int first = 0; // declarator, behind tags
    while (first < decl->kid_count && decl->kids[first]->kind != N_VAR)
        first++;
    const Var *v = first < decl->kid_count ? decl->kids[first]->var : NULL;
    if (!v || !v->is_constexpr)
        return;
    uint32_t end = declarator_begin(u, decl->begin, v->offset);
    bool infers = is_auto_type(u, decl->begin, end);
    for (int t = token_at(u, decl->begin); u->tokens[t].offset < end; t++) {
        uint32_t begin = u->tokens[t].offset;
        if (token_is(u, t, "constexpr"))
            // What is in the frame does not name its bound any more.
            put_edit(e, begin, begin, "__attribute__((unused)) static ");
        else if (token_is(u, t, "auto") && !infers)
            put_edit(e, begin, begin + 4, "");
    }
}

static const char *alignment_name(const Unit *u, const Var *v)
{
    return arena_printf(u->arena, "ac__align_%d", v->index);
}

// _Alignas(N * 2) char b[4];     (b's slot, aligned to 64) enum …; _Static_assert(…);
//
// Only the compiler behind knows what the expression gives; where it is more, it says so. It has a
// name where other declarations cannot hide what the expression names.
static void check_alignment(Editor *e, const Node *decl, const Var *v)
{
    Unit *u = e->unit;
    if (!v->aligned_by)
        return;
    bool attribute =
        token_is(u, v->aligned_by, "aligned") || token_is(u, v->aligned_by, "__aligned__");
    int open = v->aligned_by + 1;
    Edit *edit = put_edit(
        e, decl->end, decl->end,
        arena_printf(u->arena, " __extension__ enum { %s = __alignof__(struct { %s",
                     alignment_name(u, v), attribute ? "__attribute__((aligned" : "_Alignas"));
    edit->slice_begin = u->tokens[open].offset;
    edit->slice_end = u->tokens[closing_token(u, open)].offset + 1;
    edit->tail = arena_printf(u->arena,
                              "%s char ac__c; }) }; _Static_assert(%s <= %d, \"the alignment of "
                              "'%s', in scope at an 'await', is more than %d\");",
                              attribute ? "))" : "", alignment_name(u, v), MAX_TOLD_ALIGN, v->name,
                              MAX_TOLD_ALIGN);
}

// __alignof__(b)     __alignof__((*(struct { _Alignas(64) char ac__to; } *)0))
//
// What stands for b has the alignment of its type.
const char *aligned_text(const Editor *e, const Node *n)
{
    static const char *const words[] = {"__alignof__", "__alignof", "_Alignof", "alignof"};
    Unit *u = e->unit;
    const Var *v = n->var;
    const Node *around = n->parent;
    while (around && around->kind == N_PAREN)
        around = around->parent;
    if (!around || around->kind != N_UNEVALUATED ||
        (!v->aligned_to && !v->aligned_by && !v->aligned_alone))
        return NULL;
    bool asked = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        asked |= token_is(u, token_at(u, around->begin), words[i]);
    if (!asked)
        return NULL;
    const char *by =
        v->aligned_by ? arena_printf(u->arena, "_Alignas(%s) char ac__by; ", alignment_name(u, v))
                      : "";
    const char *alone = v->aligned_alone ? "char ac__alone __attribute__((aligned)); " : "";
    return arena_printf(u->arena, "__extension__(*(struct { _Alignas(%u) char ac__to; %s%s} *)0)",
                        v->aligned_to, by, alone);
}

// int a = 1, b[4], c = await f();     int a = 1; (b's slot) <steps> int c = ac__t1;
void edit_declaration(Editor *e, Node *decl)
{
    Unit *u = e->unit;
    Specifiers specs = {0};
    uint32_t from = decl->begin;
    for (int i = 0; i < decl->kid_count; i++) {
        Node *n = decl->kids[i];
        if (n->var && n->var->place == PLACE_PINNED)
            check_alignment(e, decl, n->var);
        if (!n->name_offset)
            continue;
        uint32_t start = declarator_begin(u, decl->begin, n->name_offset), equals = 0, end = 0;
        scan_declarator(u, start, &equals, &end);
        bool first = !specs.end;
        if (first)
            specs = edit_specifiers(e, decl, start);
        const char *separator = first ? "" : "; ";
        uint32_t tag_begin, tag_end = 0;
        while (next_moved_definition(e->func, decl, i, &tag_begin, &tag_end))
            move_definition(e, decl, from, tag_begin, tag_end, separator, first ? "; " : "", false);
        // No await in an initialiser meets a type with bounds.
        Step *steps = n->pre ? n->pre : n->kind == N_VAR && kid(n, 0) ? kid(n, 0)->pre : NULL;
        const Var *v = n->var;
        bool pinned = v && v->place == PLACE_PINNED;
        uint32_t init = equals ? u->tokens[token_at(u, equals) + 1].offset : 0;
        bool is_auto = pinned && v->has_witness &&
                       (v->told_by_values || is_auto_type(u, decl->begin, specs.end));
        if (pinned && !v->has_witness) {
            if (init)
                initialise_pinned(e, decl, v, from, init, end, steps, separator);
            else
                put_edit(e, from, end, separator);
        } else {
            Step *before = pinned && !is_auto ? NULL : steps;
            if (!first)
                repeat_specifiers(e, decl, &specs, from, before);
            else if (before)
                put_steps(e, from, from, NULL, before, NULL)->owner = decl;
            if (is_auto) {
                declare_auto(e, decl, n, end);
            } else if (pinned) {
                declare_witness(e, n, equals, end);
                if (init)
                    initialise_pinned(e, decl, v, equals, init, end, steps, "; ");
            }
        }
        from = end;
    }
    arrfree(specs.moved);
}
