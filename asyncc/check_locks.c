// check_locks.c: locks that are held across an await. A part of the pass check.
//
//   pthread_mutex_lock(&m);      held from here on
//   n += await f();              reported: another task of this thread may want it, for ever
//   pthread_mutex_unlock(&m);    no longer
//
//   if (pthread_mutex_lock(&m) == 0) {    held within
//   if (pthread_mutex_lock(&m))
//       return;                           held behind
//   while (pthread_mutex_trylock(&m))
//       await ac_yield();                 held behind
//   for (pthread_mutex_lock(&m); n; n--)  held within and behind
//   int rc = pthread_mutex_lock(&m);
//   if (rc)
//       await report(rc);                 not held within
//
// Looks along the statements of a block. What happens in a statement that both unlocks and awaits,
// or behind one that unlocks or jumps on some way, or calls what may unlock (check_unlocks.c), is
// not known, and nothing is said of it; nor behind the end of a block with a defer that unlocks or
// a cleanup, or where a jump may lead. Those of asyncc/sync.h are made for it, and are reported
// only if that is asked for. Requires: parse.
#include "check_locks.h"
#include "check_places.h"
#include "check_values.h"
#include "options.h"

#include <string.h>

static const struct {
    const char *lock, *unlock;
    Lint lint;
    bool tries; // what is held hangs on the result
} pairs[] = {
    {"pthread_mutex_lock", "pthread_mutex_unlock", LINT_PTHREAD_LOCK, false},
    {"pthread_spin_lock", "pthread_spin_unlock", LINT_PTHREAD_LOCK, false},
    {"pthread_rwlock_rdlock", "pthread_rwlock_unlock", LINT_PTHREAD_LOCK, false},
    {"pthread_rwlock_wrlock", "pthread_rwlock_unlock", LINT_PTHREAD_LOCK, false},
    {"mtx_lock", "mtx_unlock", LINT_PTHREAD_LOCK, false},
    {"pthread_mutex_trylock", "pthread_mutex_unlock", LINT_PTHREAD_LOCK, true},
    {"pthread_spin_trylock", "pthread_spin_unlock", LINT_PTHREAD_LOCK, true},
    {"pthread_rwlock_tryrdlock", "pthread_rwlock_unlock", LINT_PTHREAD_LOCK, true},
    {"pthread_rwlock_trywrlock", "pthread_rwlock_unlock", LINT_PTHREAD_LOCK, true},
    {"mtx_trylock", "mtx_unlock", LINT_PTHREAD_LOCK, true},
    {"pthread_mutex_timedlock", "pthread_mutex_unlock", LINT_PTHREAD_LOCK, true},
    {"pthread_mutex_clocklock", "pthread_mutex_unlock", LINT_PTHREAD_LOCK, true},
    {"pthread_rwlock_timedrdlock", "pthread_rwlock_unlock", LINT_PTHREAD_LOCK, true},
    {"pthread_rwlock_timedwrlock", "pthread_rwlock_unlock", LINT_PTHREAD_LOCK, true},
    {"mtx_timedlock", "mtx_unlock", LINT_PTHREAD_LOCK, true},
    {"ac_mutex_lock", "ac_mutex_unlock", LINT_LOCK, false},
    {"ac_rwlock_rdlock", "ac_rwlock_unlock", LINT_LOCK, false},
    {"ac_rwlock_wrlock", "ac_rwlock_unlock", LINT_LOCK, false},
    {"ac_shared_mutex_lock", "ac_shared_mutex_unlock", LINT_LOCK, false},
    {"ac_shared_rwlock_rdlock", "ac_shared_rwlock_unlock", LINT_LOCK, false},
    {"ac_shared_rwlock_wrlock", "ac_shared_rwlock_unlock", LINT_LOCK, false},
};

// What takes a lock.
typedef struct {
    const Node *call;
    int pair;
    const Var *tells;  // a variable that tells whether it was taken, or NULL
    const Node *value; // that it was given then
} Taken;

static const Node *await_in(const Locks *l, const Node *n)
{
    ptrdiff_t i = n->has_await && n->kind != N_DEFER ? node_at(l->awaits, n->begin) : -1;
    return i >= 0 && i < arrlen(l->awaits) && l->awaits[i]->begin < n->end ? l->awaits[i] : NULL;
}

static bool leaves(const Node *n)
{
    if (n && n->kind == N_BLOCK)
        return leaves(kid(n, n->kid_count - 1));
    if (n && n->kind == N_IF)
        return leaves(kid(n, 1)) && leaves(kid(n, 2));
    return n && (n->kind == N_RETURN || n->kind == N_BREAK || n->kind == N_CONTINUE ||
                 n->kind == N_GOTO || n->kind == N_INDIRECT_GOTO);
}

static bool may_be_jumped_to(const Node *n)
{
    return n->kind == N_LABEL || n->kind == N_CASE || n->kind == N_DEFAULT;
}

static void report(const Locks *l, const Node *await, const Node *what, const Taken *t)
{
    Unit *u = l->unit;
    diag_lint(u, await->begin, pairs[t->pair].lint, false, W_LOCK,
              arena_strndup(u->arena, u->text + what->begin, what->end - what->begin));
    diag(u, t->call->begin, NOTE_LOCK);
}

// What stands in a block around this one, and ends with it: the block itself or, in macros, the
// `do { … } while (0)` or `({ … });` that it is the body of; NULL: it is another statement's body.
static const Node *part_of_block(const Unit *u, const Node *block)
{
    const Node *n = block->parent;
    if (n && n->kind == N_DO && n->kids[0] == block && kid(n, 1) && kid(n, 1)->kind == N_LEAF &&
        token_is(u, token_at(u, kid(n, 1)->begin), "0"))
        block = n;
    while (n && n->kids[n->kid_count - 1] == block &&
           (n->kind == N_STMT_EXPR || n->kind == N_PAREN || n->kind == N_CAST ||
            n->kind == N_COMMA || n->kind == N_EXPR_STMT))
        block = n, n = n->parent;
    return block->parent && block->parent->kind == N_BLOCK ? block : NULL;
}

// Behind its labels.
static const Node *statement_of(const Node *n)
{
    while (n && may_be_jumped_to(n))
        n = kid(n, n->kid_count - 1);
    return n;
}

static bool is_zero(const Unit *u, const Node *n)
{
    int token = n ? token_at(u, n->begin) : 0;
    return n && (token_is(u, token, "0") || token_is(u, token, "thrd_success"));
}

// A number or a constant of an enum that is not 0.
static bool is_other(const Unit *u, const Node *n)
{
    n = plain_value(n);
    return n && !is_zero(u, n) && (n->is_enumerator || is_number(u, n));
}

typedef enum { UNKNOWN, IF_TRUE, IF_FALSE } Held;

// When a condition on what the call returned, 0 for success, says that the lock is held.
static Held held_by(const Unit *u, const Node *condition, const Taken *t)
{
    const Node *n = plain_value(condition);
    if (!n)
        return UNKNOWN;
    if (n == t->call)
        return IF_FALSE;
    if (n->kind == N_REF && n->var && n->var == t->tells)
        return held_by(u, t->value, &(Taken){.call = t->call});
    if (n->kind == N_AWAIT || n->kind == N_ASSIGN)
        return held_by(u, kid(n, n->kid_count - 1), t);
    if (n->kind == N_UNARY && token_is(u, token_at(u, n->begin), "!")) {
        Held inner = held_by(u, kid(n, 0), t);
        return inner == IF_FALSE ? IF_TRUE : inner == IF_TRUE ? IF_FALSE : UNKNOWN;
    }
    if (n->kind != N_BINARY)
        return UNKNOWN;
    bool last = held_by(u, kid(n, 1), t) == IF_FALSE; // 0 == lock()
    const Node *other = kid(n, last ? 0 : 1);
    if (!last && held_by(u, kid(n, 0), t) != IF_FALSE)
        return UNKNOWN;
    int sign = operator_token(u, n);
    if (token_is(u, sign, "==") && is_other(u, other)) // trylock() == EBUSY
        return IF_FALSE;
    if (!is_zero(u, other))
        return UNKNOWN;
    bool fails = token_is(u, sign, "!=") || (!last && token_is(u, sign, "<"));
    return token_is(u, sign, "==") ? IF_TRUE : fails ? IF_FALSE : UNKNOWN;
}

static bool names(const Node *n, const Var *v)
{
    if (!n || (n->kind == N_REF && n->var == v))
        return n;
    for (int i = 0; i < n->kid_count; i++)
        if (names(n->kids[i], v))
            return true;
    return false;
}

// The variable that takes what the call returned, or a condition on it.
static void find_what_tells(const Unit *u, Taken *t)
{
    const Node *n = t->call;
    while (n->parent && n->kind != N_VAR && n->kind != N_ASSIGN && n->kind != N_BLOCK)
        n = n->parent;
    const Node *target = n->kind == N_ASSIGN ? strip_parens(kid(n, 0)) : n;
    const Node *value = kid(n, n->kind == N_ASSIGN ? 1 : 0);
    if (target->kind != N_BLOCK && held_by(u, value, t) != UNKNOWN)
        t->tells = target->var, t->value = value;
}

static bool is_held_behind(const Locks *, const Node *branches, const Taken *);

// The statements of a block from the i-th on, before which a lock is taken; those behind the block,
// too, if it is but a part of another. What is unlocked by a defer is held to the end of its block.
static void follow(const Locks *l, const Node *block, int i, const Taken *t)
{
    enum { FAR = 1000 }; // statements
    const char *unlock = pairs[t->pair].unlock;
    if (i == block->kid_count && !part_of_block(l->unit, block))
        return;
    Lock lock =
        begin_lock(l, unlock, t->call, (i < block->kid_count ? block->kids[i] : t->call)->begin);
    for (int far = 0; lock.what && far < FAR; far++) {
        if (i == block->kid_count) {
            const Node *inner = part_of_block(l->unit, block);
            if (!inner || gives_back_at_end(l, block, unlock, t->call))
                return;
            block = inner->parent;
            for (i = 1; block->kids[i - 1] != inner;)
                i++;
            continue;
        }
        const Node *statement = block->kids[i++], *await = await_in(l, statement);
        if (statement->kind == N_DEFER)
            continue;
        if (may_be_jumped_to(statement))
            return;
        bool asks = t->tells && names(statement, t->tells);
        if (asks && statement->kind == N_IF && names(kid(statement, 0), t->tells)) {
            if (!is_held_behind(l, statement, t))
                return;
            continue;
        }
        if (gives_back(l, &lock, statement->begin, statement->end)) {
            if (statement->kind != N_BLOCK)
                return;
            block = statement;
            i = 0;
            continue;
        }
        if (await && !asks)
            report(l, await, lock.what, t);
        if (await || leaves(statement))
            return;
    }
}

// The pair that a call's function is the first of; -1: none.
static int pair_of(const Node *call)
{
    const Node *f = strip_parens(kid(call, 0));
    size_t length = f && f->kind == N_REF ? strlen(f->name) : 0;
    if (length < 4 || strcmp(f->name + length - 4, "lock"))
        return -1;
    for (int k = 0; k < (int)(sizeof pairs / sizeof *pairs); k++)
        if (!strcmp(f->name, pairs[k].lock))
            return k;
    return -1;
}

static bool is_asked(const Unit *u, Lint lint)
{
    return lint == LINT_PTHREAD_LOCK ? lint_is_on(u->options, lint, true)
                                     : u->options->lint_asked[lint] > 0 && !u->options->no_warnings;
}

static bool is_loop(const Node *n)
{
    return n->kind == N_WHILE || n->kind == N_DO || n->kind == N_FOR;
}

static bool in_first_part(const Node *n, const Node *loop)
{
    return loop->kind == N_FOR && kid(loop, 0) && n->end <= kid(loop, 0)->end;
}

static int condition_of(const Node *loop)
{
    return loop->kind == N_WHILE ? 0 : 1;
}

static int body_of(const Node *loop)
{
    return loop->kind == N_DO ? 0 : loop->kind == N_WHILE ? 1 : 3;
}

// Looks into an `if` whose condition takes the lock, or asks whether it was taken. To take one
// fails rarely, to try it does not.
static bool is_held_behind(const Locks *l, const Node *n, const Taken *t)
{
    Held held = held_by(l->unit, kid(n, 0), t);
    if (held == UNKNOWN)
        return false;
    const Node *within = kid(n, held == IF_TRUE ? 1 : 2);
    const Node *await = within ? await_in(l, within) : NULL;
    Lock lock = begin_lock(l, pairs[t->pair].unlock, t->call, within ? within->begin : n->end);
    bool given_back = lock.what && within && gives_back(l, &lock, within->begin, within->end);
    if (within && within->kind == N_BLOCK)
        follow(l, within, 0, t);
    else if (await && lock.what && !given_back)
        report(l, await, lock.what, t);
    return !await && !given_back && !leaves(within) &&
           (!pairs[t->pair].tries || leaves(kid(n, held == IF_TRUE ? 2 : 1)));
}

static bool has_jump(const Node *n)
{
    if (!n)
        return false;
    if (n->kind == N_BREAK || n->kind == N_GOTO || n->kind == N_INDIRECT_GOTO)
        return true;
    for (int i = 0; i < n->kid_count; i++)
        if (has_jump(n->kids[i]))
            return true;
    return false;
}

// A loop whose condition takes the lock: the i-th statement of a block.
static void follow_condition(const Locks *l, const Node *block, int i, const Taken *t)
{
    const Node *n = statement_of(block->kids[i]), *body = kid(n, body_of(n));
    Held held = held_by(l->unit, kid(n, condition_of(n)), t);
    if (held == IF_FALSE && !has_jump(body)) // tried until it is there
        follow(l, block, i + 1, t);
    else if (held == IF_TRUE && body && body->kind == N_BLOCK)
        follow(l, body, 0, t);
}

// A `for` whose first part takes the lock: the i-th statement of a block.
static void follow_for(const Locks *l, const Node *block, int i, const Taken *t)
{
    const Node *n = statement_of(block->kids[i]), *await = NULL;
    Lock lock = begin_lock(l, pairs[t->pair].unlock, t->call, t->call->end);
    for (int k = 1; k < n->kid_count; k++) {
        const Node *part = kid(n, k);
        if (part && gives_back(l, &lock, part->begin, part->end))
            return;
        if (part && !await)
            await = await_in(l, part);
    }
    if (await && lock.what)
        report(l, await, lock.what, t);
    else if (!await)
        follow(l, block, i + 1, t);
}

// What takes a lock in the i-th statement of a block, in a part that ends at `end`.
static void follow_taken(const Locks *l, const Node *block, int i, Taken *t, uint32_t end)
{
    const Node *statement = statement_of(block->kids[i]);
    Lock lock = begin_lock(l, pairs[t->pair].unlock, t->call, t->call->end);
    if (!lock.what || gives_back(l, &lock, t->call->end, end))
        return;
    find_what_tells(l->unit, t);
    if (is_loop(statement) && !in_first_part(t->call, statement))
        follow_condition(l, block, i, t);
    else if (is_loop(statement) && !pairs[t->pair].tries)
        follow_for(l, block, i, t);
    else if (statement->kind == N_IF ? is_held_behind(l, statement, t) : !pairs[t->pair].tries)
        follow(l, block, i + 1, t);
}

// The calls in the i-th statement of a block, or in the part of an `if` or loop that it is, which
// ends at `end`; not those in blocks within, which are looked at themselves.
static void find_locks(const Locks *l, const Node *block, int i, const Node *n, uint32_t end)
{
    if (!n || n->kind == N_UNEVALUATED || n->kind == N_BLOCK)
        return;
    int pair = n->kind == N_CALL ? pair_of(n) : -1;
    if (pair >= 0 && is_asked(l->unit, pairs[pair].lint))
        follow_taken(l, block, i, &(Taken){.call = n, .pair = pair}, end);
    for (int k = 0; k < n->kid_count; k++)
        find_locks(l, block, i, n->kids[k], end);
}

static void find_locks_in(const Locks *l, const Node *block, int i, const Node *part)
{
    if (part)
        find_locks(l, block, i, part, part->end);
}

static void check_blocks(const Locks *l, const Node *n)
{
    if (!n)
        return;
    for (int i = 0; i < n->kid_count; i++)
        check_blocks(l, n->kids[i]);
    for (int i = 0; n->kind == N_BLOCK && i < n->kid_count; i++) {
        const Node *statement = statement_of(n->kids[i]);
        if (!statement)
            continue;
        if (statement->kind == N_EXPR_STMT || statement->kind == N_DECL)
            find_locks_in(l, n, i, statement);
        else if (statement->kind == N_IF)
            find_locks_in(l, n, i, kid(statement, 0));
        else if (is_loop(statement))
            find_locks_in(l, n, i, kid(statement, condition_of(statement)));
        if (statement->kind == N_FOR)
            find_locks_in(l, n, i, kid(statement, 0));
    }
}

void check_locks(Unit *u, const Node *body)
{
    if (!body || !u->options)
        return;
    Locks l = look_at_body(u, body);
    check_blocks(&l, body);
    free_locks(&l);
}
