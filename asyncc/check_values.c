// check_values.c: which values local variables and their parts are given. A part of the pass check.
//
//   int *p = NULL;
//   struct args a = {.n = 1};
//   p = &n;                   p's value from here on
//   a.p = p;                  a.p's value
//   if (more)
//       p = q;
//   f(a.p, p);                a.p is p; what p is, is not known
//
// A value counts where every way to a place leads past it, and past no other one behind it. That is
// told by the text, without a control-flow graph: the passes that make one come later. Requires:
// parse. Provides: nothing in the tree.
#include "check_values.h"

#include <ctype.h>
#include <string.h>

typedef struct {
    Mention *all; // in the order of the text
    bool lent;    // its address is taken, or what cannot be looked into uses it
} Known;

struct Values {
    const Func *func;
    struct {
        const Var *key;
        Known value;
    } * locals;
    struct {
        const char *key;
        Known value;
    } * others;           // variables of the file, by name
    const Node **labels;  // and those of switches
    const Node **again;   // loops and defers, which run later than their place in the text says
    const Node **exits;   // defers and cleanups
    const Node **effects; // by which what lies behind a pointer may change
};

// ---------------------------------------------------------------------------------------------
// places
// ---------------------------------------------------------------------------------------------

static bool picks(const Node *n)
{
    return n->kind == N_MEMBER || n->kind == N_ARROW || n->kind == N_INDEX || n->kind == N_DEREF ||
           n->kind == N_PAREN;
}

// The N_REF or N_VAR that a place begins with.
static const Node *root_of(const Node *place)
{
    while (place && picks(place))
        place = kid(place, 0);
    return place && (place->kind == N_REF || place->kind == N_VAR) ? place : NULL;
}

static const Node *largest_place(const Node *ref)
{
    const Node *n = ref;
    while (n->parent && picks(n->parent) && kid(n->parent, 0) == n)
        n = n->parent;
    return n;
}

// A step that leads out of the object, along a pointer.
static bool follows_pointer(const Node *step)
{
    return step->kind == N_ARROW || step->kind == N_DEREF ||
           (step->kind == N_INDEX && !is_array(strip_parens(kid(step, 0))));
}

static int pointers_to(const Node *place)
{
    int steps = 0;
    for (; picks(place); place = kid(place, 0))
        steps += place->kind != N_PAREN && follows_pointer(place);
    return steps;
}

// Whether it lies behind a pointer, not in the variable itself.
static bool is_elsewhere(const Node *place)
{
    return pointers_to(place) > 0;
}

static int depth_of(const Node *place)
{
    int depth = 0;
    for (; picks(place); place = kid(place, 0))
        depth += place->kind != N_PAREN;
    return depth;
}

// The place's part that is made of so many steps.
static const Node *part(const Node *place, int depth)
{
    int steps = depth_of(place);
    while (steps > depth || place->kind == N_PAREN) {
        steps -= place->kind != N_PAREN;
        place = kid(place, 0);
    }
    return place;
}

static bool same_text(const Unit *u, const Node *a, const Node *b)
{
    size_t length = a->end - a->begin;
    return length == b->end - b->begin && !memcmp(u->text + a->begin, u->text + b->begin, length);
}

// An N_MEMBER's or N_ARROW's name, with which it ends.
static const char *member_name(const Unit *u, const Node *n, size_t *length)
{
    uint32_t begin = n->end;
    while (begin > n->begin && is_in_name(u->text[begin - 1]))
        begin--;
    *length = n->end - begin;
    return u->text + begin;
}

static bool is_number(const Unit *u, const Node *n)
{
    uint32_t i = n->begin;
    while (i < n->end && is_in_name(u->text[i]))
        i++;
    return i == n->end && i > n->begin && isdigit((unsigned char)u->text[n->begin]);
}

static bool is_union(const Node *object)
{
    const Type *t = object->type;
    if (t && t->pointee)
        t = t->pointee;
    return !t || !t->canonical || !strncmp(t->canonical, "union ", 6);
}

// Is a variable in the expression, which is written at two places, changed between them?
static bool changes_between(const Unit *u, const Node *a, const Node *b)
{
    static const char *const changes[] = {
        "=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "++", "<<=", ">>=", "--", NULL};
    static const char *const before[] = {"++", "--", "&", NULL};
    if (b->begin < a->begin)
        return changes_between(u, b, a);
    if (b->begin - a->end > 10000) // far apart much may happen
        return true;
    for (int i = token_at(u, a->begin); u->tokens[i].offset < a->end; i++) {
        if (u->tokens[i].kind != T_IDENT)
            continue;
        const char *name = token_text(u, i);
        for (int k = token_at(u, a->end); u->tokens[k].offset < b->begin; k++)
            if (token_is(u, k, name) &&
                (token_is_one_of(u, k + 1, changes) || token_is_one_of(u, k - 1, before)))
                return true;
    }
    return false;
}

static Overlap compare_steps(const Unit *u, const Node *a, const Node *b)
{
    if (a->kind != b->kind)
        return PERHAPS;
    if (a->kind == N_DEREF)
        return SAME;
    if (a->kind == N_INDEX) {
        const Node *i = strip_parens(kid(a, 1)), *k = strip_parens(kid(b, 1));
        if (!i || !k)
            return PERHAPS;
        if (is_number(u, i) && is_number(u, k))
            return same_text(u, i, k) ? SAME : APART;
        return same_text(u, i, k) && !changes_between(u, i, k) ? SAME : PERHAPS;
    }
    size_t length, other;
    const char *name = member_name(u, a, &length), *second = member_name(u, b, &other);
    bool same = length == other && !memcmp(name, second, length);
    return same ? SAME : is_union(kid(a, 0)) ? PERHAPS : APART;
}

Overlap compare_places(const Unit *u, const Node *a, const Node *b)
{
    int x = depth_of(a), y = depth_of(b);
    Overlap result = x == y ? SAME : PERHAPS;
    if (y > x && follows_pointer(part(b, x + 1)))
        return APART; // what a points to
    for (int i = 1; i <= x && i <= y; i++) {
        Overlap step = compare_steps(u, part(a, i), part(b, i));
        if (step == APART)
            return APART;
        if (step == PERHAPS)
            result = PERHAPS;
    }
    return result;
}

bool are_apart(const Unit *u, const Node *a, const Node *b)
{
    const Node *x = root_of(a), *y = root_of(b);
    if (!x || !y)
        return false;
    bool same = x->var || y->var ? x->var == y->var : !strcmp(x->name, y->name);
    return same ? compare_places(u, a, b) == APART : !is_elsewhere(a) && !is_elsewhere(b);
}

// ---------------------------------------------------------------------------------------------
// mentions
// ---------------------------------------------------------------------------------------------

const Node *user_of(const Node *n)
{
    const Node *user = n->parent;
    while (user && (user->kind == N_PAREN || user->kind == N_CAST || is_check(user)))
        user = user->parent;
    return user;
}

static Known *known_of(Values *v, const Node *root)
{
    static const Known nothing;
    if (root->var) {
        if (hmgeti(v->locals, root->var) < 0)
            hmput(v->locals, root->var, nothing);
        return &hmgetp(v->locals, root->var)->value;
    }
    if (shgeti(v->others, root->name) < 0)
        shput(v->others, root->name, nothing);
    return &shgetp(v->others, root->name)->value;
}

static bool is_lent(const Mention *m)
{
    if (m->place->kind == N_VAR)
        return m->place->var->cleanup != 0;
    if (!m->user || m->user->kind == N_ASM)
        return true;
    return !is_elsewhere(m->place) && (m->user->kind == N_ADDRESS || is_array(m->place));
}

static void mention(Values *v, const Node *root, Mention m)
{
    if (!root->var && !root->name)
        return;
    Known *known = known_of(v, root);
    arrput(known->all, m);
    known->lent |= is_lent(&m);
}

static bool assigns(const Node *n)
{
    return n->kind == N_ASSIGN || n->kind == N_COMPOUND_ASSIGN || n->kind == N_INCDEC;
}

static bool is_effect(const Node *n)
{
    return assigns(n) || (n->kind == N_CALL && !is_check(n)) || n->kind == N_ASM ||
           (n->kind == N_OTHER && n->has_effect);
}

// By their beginnings, which is mostly the order in which they come: bounds stand behind the
// initialiser in the tree.
static void put_in_order(const Node ***nodes, const Node *n)
{
    arrput(*nodes, n);
    for (ptrdiff_t i = arrlen(*nodes) - 1; i > 0 && (*nodes)[i - 1]->begin > n->begin; i--) {
        (*nodes)[i] = (*nodes)[i - 1];
        (*nodes)[i - 1] = n;
    }
}

// `nested`: in a function of GNU C's. When it runs is not looked at.
static void look_at(Values *v, const Node *n, bool nested)
{
    if (!n || n->kind == N_UNEVALUATED)
        return;
    if (n->kind == N_VAR && n->var)
        mention(v, n, (Mention){n, strip_parens(kid(n, 0)), n->parent});
    if (n->kind == N_LABEL || n->kind == N_CASE || n->kind == N_DEFAULT)
        put_in_order(&v->labels, n);
    if (n->kind == N_WHILE || n->kind == N_DO || n->kind == N_FOR || n->kind == N_DEFER)
        arrput(v->again, n);
    if (n->kind == N_DEFER || n->kind == N_CLEANUP)
        arrput(v->exits, n);
    if (is_effect(n))
        put_in_order(&v->effects, n);
    if (n->kind == N_REF) {
        const Node *place = largest_place(n), *user = user_of(place);
        bool given = user && user->kind == N_ASSIGN &&
                     strip_parens(kid(user, 0)) == part(place, depth_of(place));
        const Node *value = given && !nested ? strip_parens(kid(user, 1)) : NULL;
        mention(v, n, (Mention){place, value, nested ? NULL : user});
    }
    for (int i = 0; i < n->kid_count; i++)
        look_at(v, n->kids[i], nested || n->kind == N_LOCAL_DECL);
}

Values *find_values(const Func *f)
{
    Values *v = arena_alloc(f->unit->arena, sizeof *v);
    v->func = f;
    look_at(v, f->body, false);
    return v;
}

void free_values(Values *v)
{
    if (!v)
        return;
    for (ptrdiff_t i = 0; i < hmlen(v->locals); i++)
        arrfree(v->locals[i].value.all);
    for (ptrdiff_t i = 0; i < shlen(v->others); i++)
        arrfree(v->others[i].value.all);
    hmfree(v->locals);
    shfree(v->others);
    arrfree(v->labels);
    arrfree(v->again);
    arrfree(v->exits);
    arrfree(v->effects);
}

static const Known *find_known(const Values *v, const Node *place)
{
    const Node *root = root_of(place);
    Values *tables = (Values *)v; // stb_ds notes in them what it has found last
    ptrdiff_t i = root && root->var ? hmgeti(tables->locals, root->var) : -1;
    if (i >= 0)
        return &v->locals[i].value;
    i = root && !root->var && root->name ? shgeti(tables->others, root->name) : -1;
    return i >= 0 ? &v->others[i].value : NULL;
}

const Mention *mentions_of(const Values *v, const Node *place)
{
    const Known *known = find_known(v, place);
    return known ? known->all : NULL;
}

// Whether it begins with a local variable of which all mentions are known.
static bool is_from_own(const Values *v, const Node *place)
{
    const Node *root = root_of(place);
    return root && root->var && !root->var->is_static && !find_known(v, place)->lent;
}

bool is_own_place(const Values *v, const Node *place)
{
    return is_from_own(v, place) && !is_elsewhere(place);
}

// ---------------------------------------------------------------------------------------------
// which value reaches a place
// ---------------------------------------------------------------------------------------------

static bool lies_in(const Node *inner, const Node *outer)
{
    return outer->begin <= inner->begin && inner->end <= outer->end;
}

// Whether what runs `parent` surely runs its part n.
static bool always_runs(const Node *n, const Node *parent)
{
    switch ((NodeKind)parent->kind) {
    case N_IF:
    case N_WHILE:
    case N_SWITCH:
    case N_ANDOR:
    case N_COND:
        return kid(parent, 0) == n;
    case N_FOR:
        return kid(parent, 0) == n || kid(parent, 1) == n;
    case N_DO:
    case N_CASE:
    case N_DEFAULT:
    case N_LABEL:
    case N_DEFER:
    case N_CLEANUP:
    case N_SELECTION:
    case N_OTHER_STMT:
        return false;
    default:
        return true;
    }
}

// Whether every way to `at` leads past n, which stands before it, if none begins at a label between
// them.
static bool always_runs_before(const Node *n, const Node *at)
{
    for (; n->parent && !lies_in(at, n); n = n->parent)
        if (!always_runs(n, n->parent))
            return false;
    return true;
}

// The index of the first node, of some in order, that begins at a place or behind it.
static ptrdiff_t node_at(const Node *const *nodes, uint32_t begin)
{
    ptrdiff_t low = 0, high = arrlen(nodes);
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        if (nodes[middle]->begin < begin)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_between(const Node *const *nodes, uint32_t begin, uint32_t end)
{
    ptrdiff_t i = node_at(nodes, begin);
    return i < arrlen(nodes) && nodes[i]->begin < end;
}

// Whether a place behind `at` may be passed on the way to it, and `first` not again; anything
// behind it, or what is `around` both.
static bool comes_round(const Values *v, const Node *at, const Node *first, const Node **around)
{
    for (ptrdiff_t i = 0; i < arrlen(v->again); i++) {
        const Node *n = v->again[i];
        if (n->begin > at->begin)
            return false;
        if (!lies_in(at, n) || lies_in(first, n))
            continue;
        *around = n->kind == N_DEFER ? v->func->body : n;
        return true; // the outermost
    }
    return false;
}

static bool changes(const Mention *m)
{
    return m->value || m->user->kind == N_INCDEC ||
           (m->user->kind == N_COMPOUND_ASSIGN &&
            strip_parens(kid(m->user, 0)) == part(m->place, depth_of(m->place)));
}

// The index of the first mention that begins at a place or behind it.
static ptrdiff_t mention_at(const Mention *all, uint32_t begin)
{
    ptrdiff_t low = 0, high = arrlen(all);
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        if (all[middle].place->begin < begin)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// Whether an effect may change what lies behind a pointer, otherwise than by an assignment that is
// a mention.
static bool may_change(const Values *v, const Node *effect, const Node *place)
{
    const Node *target = assigns(effect) ? strip_parens(kid(effect, 0)) : NULL;
    if (!target || !is_from_own(v, target))
        return true;
    if (root_of(target)->var != root_of(place)->var)
        return is_elsewhere(target);
    return pointers_to(target) > 1 ||
           (effect->kind != N_ASSIGN && depth_of(target) < depth_of(place));
}

static bool stays_behind_pointer(const Values *v, const Node *place, const Mention *since,
                                 const Node *at)
{
    uint32_t begin = since->place->begin;
    for (const Node *e = since->place; e; e = e->parent)
        if (is_effect(e) && !lies_in(at, e) && may_change(v, e, place))
            return false;
    for (ptrdiff_t i = node_at(v->effects, begin); i < arrlen(v->effects); i++) {
        const Node *e = v->effects[i];
        if (e->begin >= at->begin)
            break;
        if (!lies_in(at, e) && !lies_in(e, since->value) && may_change(v, e, place))
            return false;
    }
    return true;
}

// Whether an exit runs between a mention and `at`, behind it, that stands before it and may give
// the place another value.
static bool changed_by_exit(const Values *v, const Node *place, const Mention *since,
                            const Node *at)
{
    const Mention *all = mentions_of(v, place);
    for (ptrdiff_t i = 0; i < arrlen(v->exits); i++) {
        const Node *exit = v->exits[i], *block = exit->parent;
        while (block && block->kind != N_BLOCK && block->kind != N_FOR)
            block = block->parent;
        if (exit->begin > since->place->begin)
            break;
        if (!block || !lies_in(since->place, block) || lies_in(at, block))
            continue;
        if (is_elsewhere(place))
            return true;
        for (ptrdiff_t k = mention_at(all, exit->begin);
             k < arrlen(all) && all[k].place->begin < exit->end; k++)
            if (changes(&all[k]) && compare_places(v->func->unit, place, all[k].place) != APART)
                return true;
    }
    return false;
}

const Mention *reaching(const Values *v, const Node *place, const Node *at)
{
    const Unit *u = v->func->unit;
    if (!is_from_own(v, place) || pointers_to(place) > 1)
        return NULL;
    const Mention *all = mentions_of(v, place), *last = NULL;
    ptrdiff_t behind = mention_at(all, at->begin);
    for (ptrdiff_t i = behind - 1; i >= 0 && !last; i--)
        // `p++` and `p += n` stay in the object that p points to.
        if (all[i].value && !lies_in(at, all[i].value) &&
            compare_places(u, place, all[i].place) != APART)
            last = &all[i];
    if (!last || depth_of(last->place) > depth_of(place) ||
        compare_places(u, part(place, depth_of(last->place)), last->place) != SAME ||
        !always_runs_before(last->place, at) ||
        is_between(v->labels, last->place->begin, at->begin) ||
        changed_by_exit(v, place, last, at) ||
        (is_elsewhere(place) && !stays_behind_pointer(v, place, last, at)))
        return NULL;
    const Node *around;
    if (!comes_round(v, at, last->place, &around))
        return last;
    if (is_elsewhere(place))
        return NULL;
    for (ptrdiff_t i = behind; i < arrlen(all) && all[i].place->begin < around->end; i++)
        if (changes(&all[i]) && compare_places(u, place, all[i].place) != APART)
            return NULL;
    return last;
}

// ---------------------------------------------------------------------------------------------
// values
// ---------------------------------------------------------------------------------------------

const Node *plain_value(const Node *value)
{
    const Node *n = strip_checks((Node *)value);
    while (n && n->kind == N_CAST && n->kid_count)
        n = strip_checks(n->kids[n->kid_count - 1]);
    return n;
}

bool is_null(const Unit *u, const Node *value)
{
    const Node *n = plain_value(value);
    if (!n)
        return false;
    if (n->kind == N_INIT_LIST) {
        for (int i = 0; i < n->kid_count; i++)
            if (!is_null(u, n->kids[i]))
                return false;
        return true;
    }
    return is_number(u, n) && token_is(u, token_at(u, n->begin), "0");
}

const Node *given_by(const Unit *u, const Mention *m, const Node *place)
{
    if (compare_places(u, m->place, place) == SAME)
        return m->value;
    if (depth_of(place) <= depth_of(m->place))
        return NULL;
    const Node *whole = given_by(u, m, strip_parens(kid(place, 0)));
    return whole ? initialiser_of(u, plain_value(whole), place) : NULL;
}
