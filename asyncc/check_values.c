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

#include <string.h>

#include "check_places.h"

// Mentions of places by one text, in the order of the text.
typedef struct {
    const Node *place; // one of them
    ptrdiff_t *given;  // indices in Known.all of those that give it a value
    ptrdiff_t *others; // and of those that change it otherwise
} Changes;

typedef struct {
    Mention *all;      // in the order of the text
    uint32_t *changed; // where those begin that change it
    struct {
        char *key;
        Changes value;
    } * changes; // by the text of the place
    // By the text of a place that was asked for: indices in `changes` of what may be changed with
    // it. The texts tell that, wherever the places stand.
    struct {
        char *key;
        ptrdiff_t *value;
    } * together;
    bool lent; // its address is taken, or what cannot be looked into uses it
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
    const Node *label;    // the first that is none
    const Node **again;   // loops and defers, which run later than their place in the text says
    const Node **exits;   // defers and cleanups
    const Node **effects; // by which what lies behind a pointer may change
    struct {
        const Node *key;
        int value;
    } * members; // of an N_MEMBER or N_ARROW: which of its record's members it is
};

// ---------------------------------------------------------------------------------------------
// places compared
// ---------------------------------------------------------------------------------------------

static int member_of(const Unit *u, Values *v, const Node *n)
{
    if (!v)
        return find_member(u, n);
    ptrdiff_t at = hmgeti(v->members, n);
    if (at >= 0)
        return v->members[at].value;
    int member = find_member(u, n);
    hmput(v->members, n, member);
    return member;
}

static bool stays(Values *v, const Var *var, const Node *a, const Node *b);

// Whether two expressions have one value wherever the way from a to b leads: numbers, and local
// variables that are not changed meanwhile.
static bool same_index(const Unit *u, Values *v, const Node *a, const Node *b, const Node *first,
                       const Node *second)
{
    unsigned long long x, y;
    a = strip_parens((Node *)a), b = strip_parens((Node *)b);
    if (!a || !b || a->kind != b->kind || a->kid_count != b->kid_count)
        return false;
    if (a->kind == N_REF)
        return v && a->var && a->var == b->var && stays(v, a->var, first, second);
    if (number_value(u, a, &x) && number_value(u, b, &y))
        return x == y;
    if (a->kind != N_BINARY && a->kind != N_UNARY && a->kind != N_CAST)
        return false;
    bool same = same_text(u, a, b);
    for (int i = 0; i < a->kid_count && same; i++)
        same = same_index(u, v, a->kids[i], b->kids[i], first, second);
    return same && a->kid_count;
}

// `first` and `second` are the places that the steps are parts of.
static Overlap compare_steps(const Unit *u, Values *v, const Node *a, const Node *b,
                             const Node *first, const Node *second)
{
    if (a->kind != b->kind)
        return PERHAPS;
    if (a->kind == N_DEREF)
        return SAME;
    if (a->kind == N_INDEX) {
        const Node *i = strip_parens(kid(a, 1)), *k = strip_parens(kid(b, 1));
        unsigned long long x, y;
        if (i && k && number_value(u, i, &x) && number_value(u, k, &y))
            return x == y ? SAME : APART;
        return same_index(u, v, i, k, first, second) ? SAME : PERHAPS;
    }
    size_t length, other;
    const char *x = member_name(u, a, &length), *y = member_name(u, b, &other);
    if (length == other && !memcmp(x, y, length))
        return SAME;
    return member_of(u, v, a) >= 0 && member_of(u, v, b) >= 0 ? APART : PERHAPS;
}

Overlap compare_places(const Unit *u, Values *v, const Node *a, const Node *b)
{
    int x = depth_of(a), y = depth_of(b);
    Overlap result = x == y ? SAME : PERHAPS;
    if (y > x && follows_pointer(part(b, x + 1)))
        return APART; // what a points to
    for (int i = 1; i <= x && i <= y; i++) {
        Overlap step = compare_steps(u, v, part(a, i), part(b, i), a, b);
        if (step == APART)
            return APART;
        if (step == PERHAPS && part(a, i)->kind != N_INDEX)
            return PERHAPS; // parts of a union, of which nothing more is known
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
    return same ? compare_places(u, NULL, a, b) == APART : !is_elsewhere(a) && !is_elsewhere(b);
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

static bool changes(const Mention *m)
{
    return m->value || m->user->kind == N_INCDEC ||
           (m->user->kind == N_COMPOUND_ASSIGN &&
            strip_parens(kid(m->user, 0)) == part(m->place, depth_of(m->place)));
}

// What the place is called: of an N_VAR it is the name.
static char *text_of(const Unit *u, const Node *place)
{
    bool whole = place->kind == N_VAR;
    uint32_t begin = whole ? place->name_offset : place->begin;
    size_t length = whole ? strlen(place->var->name) : place->end - place->begin;
    return arena_strndup(u->arena, u->text + begin, length);
}

static Changes *changes_of(const Unit *u, Known *known, const Node *place)
{
    char *key = text_of(u, place);
    if (shgeti(known->changes, key) < 0)
        shput(known->changes, key, (Changes){.place = place});
    return &shgetp(known->changes, key)->value;
}

static void mention(Values *v, const Node *root, Mention m)
{
    if (!root->var && !root->name)
        return;
    Known *known = known_of(v, root);
    arrput(known->all, m);
    known->lent |= is_lent(&m);
    if (!m.user || !changes(&m))
        return;
    ptrdiff_t index = arrlen(known->all) - 1;
    Changes *at = changes_of(v->func->unit, known, m.place);
    if (m.value)
        arrput(at->given, index);
    else
        arrput(at->others, index);
    arrput(known->changed, m.place->begin);
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
    if (n->kind == N_LABEL && !v->label)
        v->label = n;
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

static void free_known(Known *k)
{
    arrfree(k->all);
    arrfree(k->changed);
    for (ptrdiff_t i = 0; i < shlen(k->changes); i++) {
        arrfree(k->changes[i].value.given);
        arrfree(k->changes[i].value.others);
    }
    for (ptrdiff_t i = 0; i < shlen(k->together); i++)
        arrfree(k->together[i].value);
    shfree(k->changes);
    shfree(k->together);
}

void free_values(Values *v)
{
    if (!v)
        return;
    for (ptrdiff_t i = 0; i < hmlen(v->locals); i++)
        free_known(&v->locals[i].value);
    for (ptrdiff_t i = 0; i < shlen(v->others); i++)
        free_known(&v->others[i].value);
    hmfree(v->locals);
    shfree(v->others);
    arrfree(v->labels);
    arrfree(v->again);
    arrfree(v->exits);
    arrfree(v->effects);
    hmfree(v->members);
}

static Known *find_known(Values *v, const Node *place)
{
    const Node *root = root_of(place);
    ptrdiff_t i = root && root->var ? hmgeti(v->locals, root->var) : -1;
    if (i >= 0)
        return &v->locals[i].value;
    i = root && !root->var && root->name ? shgeti(v->others, root->name) : -1;
    return i >= 0 ? &v->others[i].value : NULL;
}

const Mention *mentions_of(Values *v, const Node *place)
{
    const Known *known = find_known(v, place);
    return known ? known->all : NULL;
}

ptrdiff_t count_given(Values *v, const Node *place)
{
    const Known *known = find_known(v, place);
    return known ? shlen(known->changes) : 0;
}

// How many of some indices, which are sorted, are less.
static ptrdiff_t count_before(const ptrdiff_t *indices, ptrdiff_t index)
{
    return LOWER_BOUND(i, 0, arrlen(indices), indices[i] < index);
}

const Mention *last_given(Values *v, const Node *place, ptrdiff_t nth, uint32_t before)
{
    const Known *known = find_known(v, place);
    const ptrdiff_t *given = known->changes[nth].value.given;
    ptrdiff_t count = count_before(given, mention_at(known->all, before));
    return count ? &known->all[given[count - 1]] : NULL;
}

// The indices in Known.changes of what is not apart from the place.
static const ptrdiff_t *changed_together(Values *v, Known *known, const Node *place)
{
    const Unit *u = v->func->unit;
    char *key = text_of(u, place);
    ptrdiff_t at = shgeti(known->together, key), *found = NULL;
    if (at >= 0)
        return known->together[at].value;
    for (ptrdiff_t i = 0; i < shlen(known->changes); i++)
        if (compare_places(u, v, place, known->changes[i].value.place) != APART)
            arrput(found, i);
    shput(known->together, key, found);
    return found;
}

// Whether it begins with a local variable of which all mentions are known.
static bool is_from_own(Values *v, const Node *place)
{
    const Node *root = root_of(place);
    return root && root->var && !root->var->is_static && !find_known(v, place)->lent;
}

bool is_own_place(Values *v, const Node *place)
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

ptrdiff_t node_at(const Node *const *nodes, uint32_t begin)
{
    return LOWER_BOUND(i, 0, arrlen(nodes), nodes[i]->begin < begin);
}

static bool is_between(const Node *const *nodes, uint32_t begin, uint32_t end)
{
    ptrdiff_t i = node_at(nodes, begin);
    return i < arrlen(nodes) && nodes[i]->begin < end;
}

// Whether a place behind `at` may be passed on the way to it, and `first` not again; anything
// behind it, or what is `around` both.
static bool comes_round(Values *v, const Node *at, const Node *first, const Node **around)
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

ptrdiff_t mention_at(const Mention *all, uint32_t begin)
{
    return LOWER_BOUND(i, 0, arrlen(all), all[i].place->begin < begin);
}

const Node *way_back(Values *v, const Node *to, const Node *from)
{
    for (ptrdiff_t i = 0; i < arrlen(v->again) && v->again[i]->begin <= to->begin; i++)
        if (lies_in(to, v->again[i]) && v->again[i]->kind == N_DEFER)
            return v->func->body;
    const Node *around = from;
    for (const Node *n = from; n; n = n->parent)
        if ((n->kind == N_WHILE || n->kind == N_DO || n->kind == N_FOR) && lies_in(to, n))
            around = n;
    bool jumps = v->label && v->label->begin <= to->begin;
    return jumps ? v->func->body : around != from ? around : NULL;
}

ptrdiff_t first_on_way_back(Values *v, const Mention *all, const Node *from)
{
    const Node *around = from;
    for (const Node *n = from; n; n = n->parent)
        if (n->kind == N_WHILE || n->kind == N_DO || n->kind == N_FOR)
            around = n;
    return v->label || arrlen(v->exits) ? 0 : mention_at(all, around->begin);
}

// Whether a local variable surely has one value at both of two places, whatever is done between
// them: the way from the first to the other is one by the text, and nothing on it changes it.
static bool stays(Values *v, const Var *var, const Node *a, const Node *b)
{
    const Node *first = a->begin <= b->begin ? a : b, *last = first == a ? b : a;
    ptrdiff_t at = hmgeti(v->locals, var);
    if (at < 0 || v->locals[at].value.lent || var->is_static || var->type->is_volatile ||
        !always_runs_before(first, last) || is_between(v->labels, first->begin, last->end))
        return false;
    const Node *around;
    uint32_t end = comes_round(v, last, first, &around) ? around->end : last->end;
    const uint32_t *changed = v->locals[at].value.changed;
    ptrdiff_t next = LOWER_BOUND(i, 0, arrlen(changed), changed[i] < first->begin);
    return next == arrlen(changed) || changed[next] >= end;
}

// Whether an effect may change what lies behind a pointer, otherwise than by an assignment that is
// a mention.
static bool may_change(Values *v, const Node *effect, const Node *place)
{
    const Node *target = assigns(effect) ? strip_parens(kid(effect, 0)) : NULL;
    if (!target || !is_from_own(v, target))
        return true;
    if (root_of(target)->var != root_of(place)->var)
        return is_elsewhere(target);
    return pointers_to(target) > 1 ||
           (effect->kind != N_ASSIGN && depth_of(target) < depth_of(place));
}

static bool stays_behind_pointer(Values *v, const Node *place, const Mention *since, const Node *at)
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
static bool changed_by_exit(Values *v, const Node *place, const Mention *since, const Node *at)
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
            if (changes(&all[k]) && compare_places(v->func->unit, v, place, all[k].place) != APART)
                return true;
    }
    return false;
}

const Mention *reaching(Values *v, const Node *place, const Node *at)
{
    const Unit *u = v->func->unit;
    if (!is_from_own(v, place) || pointers_to(place) > 1)
        return NULL;
    Known *known = find_known(v, place);
    const Mention *all = known->all, *last = NULL;
    ptrdiff_t behind = mention_at(all, at->begin);
    const ptrdiff_t *together = changed_together(v, known, place);
    for (ptrdiff_t i = 0; i < arrlen(together); i++) {
        // `p++` and `p += n` stay in the object that p points to.
        const ptrdiff_t *given = known->changes[together[i]].value.given;
        ptrdiff_t k = count_before(given, behind);
        while (k && lies_in(at, all[given[k - 1]].value))
            k--;
        if (k && (!last || &all[given[k - 1]] > last))
            last = &all[given[k - 1]];
    }
    if (!last || depth_of(last->place) > depth_of(place) ||
        compare_places(u, v, part(place, depth_of(last->place)), last->place) != SAME ||
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
    ptrdiff_t end = mention_at(all, around->end);
    for (ptrdiff_t i = 0; i < arrlen(together); i++) {
        const Changes *c = &known->changes[together[i]].value;
        if (count_before(c->given, behind) < count_before(c->given, end) ||
            count_before(c->others, behind) < count_before(c->others, end))
            return NULL;
    }
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

const Node *given_by(Values *v, const Mention *m, const Node *place)
{
    const Unit *u = v->func->unit;
    if (compare_places(u, v, m->place, place) == SAME)
        return m->value;
    if (depth_of(place) <= depth_of(m->place))
        return NULL;
    const Node *whole = given_by(v, m, strip_parens(kid(place, 0)));
    return whole ? initialiser_of(u, plain_value(whole), place) : NULL;
}
