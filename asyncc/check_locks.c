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
//
// Looks along the statements of a block. What happens in a statement that both unlocks and awaits,
// or behind one that unlocks or jumps on some way, or hands the lock to a function that may unlock
// it, is not known, and nothing is said of it; nor behind the end of a block with a defer that
// unlocks or a cleanup, or where a jump may lead. Those of asyncc/sync.h are made for it, and are
// reported only if that is asked for. Requires: parse.
#include "asyncc.h"
#include "check_values.h"
#include "options.h"

#include <stdlib.h>
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

typedef struct {
    Unit *unit;
    // in the order of the text
    const Node **unlocks; // calls, of any lock
    const Node **awaits;  // but for those in defers
    const Node **handed;  // expressions that are given to other functions, pointers
    const Node **exits;   // defers and cleanups
} Locks;

static const char *called_name(const Node *call)
{
    const Node *f = strip_parens(kid(call, 0));
    return f && f->kind == N_REF && f->name ? f->name : "";
}

static bool unlocks(const char *name)
{
    size_t length = strlen(name);
    return length > 6 && !strcmp(name + length - 6, "unlock");
}

// Functions of these families do what their names say.
static bool is_of_library(const char *name)
{
    return !strncmp(name, "pthread_", 8) || !strncmp(name, "mtx_", 4) || !strncmp(name, "ac_", 3);
}

static void look_at_call(Locks *l, const Node *n)
{
    const char *name = called_name(n);
    bool known = is_of_library(name);
    if (known && unlocks(name))
        arrput(l->unlocks, n);
    for (int i = 1; i < n->kid_count && !known; i++) {
        const Node *k = plain_value(n->kids[i]);
        if (k && k->type && (k->type->pointee || k->type->is_array))
            arrput(l->handed, k);
    }
}

static void look_at(Locks *l, const Node *n, bool deferred)
{
    if (!n || n->kind == N_UNEVALUATED)
        return;
    if (n->kind == N_AWAIT && !deferred)
        arrput(l->awaits, n);
    if (n->kind == N_DEFER || n->kind == N_CLEANUP)
        arrput(l->exits, n);
    if (n->kind == N_CALL)
        look_at_call(l, n);
    for (int i = 0; i < n->kid_count; i++)
        look_at(l, n->kids[i], deferred || n->kind == N_DEFER);
}

static int compare_begins(const void *a, const void *b)
{
    const Node *x = *(const Node *const *)a, *y = *(const Node *const *)b;
    return (x->begin > y->begin) - (x->begin < y->begin);
}

static void put_in_order(const Node **nodes)
{
    if (nodes)
        qsort(nodes, arrlenu(nodes), sizeof *nodes, compare_begins);
}

// What a pointer is the address of; NULL: not known.
static const Node *place_at(const Node *pointer)
{
    const Node *n = strip_checks((Node *)pointer);
    return n && n->kind == N_ADDRESS ? strip_parens(kid(n, 0)) : NULL;
}

// A lock that is followed along the text, and the next places where it may be given back.
typedef struct {
    const char *unlock;
    const Node *what; // points to it
    ptrdiff_t unlocked, handed;
} Lock;

static bool is_unlock_of(const Locks *l, const Lock *lock, const Node *call)
{
    return !strcmp(called_name(call), lock->unlock) &&
           !are_apart(l->unit, place_at(kid(call, 1)), place_at(lock->what));
}

// Whether two expressions are one, but for parentheses and casts.
static bool is_same(const Unit *u, const Node *a, const Node *b)
{
    a = plain_value(a), b = plain_value(b);
    if (!a || !b || a->kind != b->kind)
        return false;
    if (a->kind != N_MEMBER && a->kind != N_ARROW && a->kind != N_ADDRESS && a->kind != N_DEREF) {
        size_t length = a->end - a->begin;
        return b->end - b->begin == length &&
               !memcmp(u->text + a->begin, u->text + b->begin, length);
    }
    bool picks = a->kind == N_MEMBER || a->kind == N_ARROW;
    int x = token_at(u, a->end) - 1, y = token_at(u, b->end) - 1;
    return is_same(u, kid(a, 0), kid(b, 0)) && (!picks || token_is(u, x, token_text(u, y)));
}

// Whether it is a pointer to the lock, or to what the lock is a part of or found by:
//
//   lock(&q->m);     &q->m   q        lock(&Q.m);      &Q.m   &Q
//   lock(m);         m   &m[0]        lock(&m[0]);     &m[0]   m
static bool leads_to(const Unit *u, const Node *pointer, const Lock *lock)
{
    const Node *n = plain_value(pointer), *what = plain_value(lock->what);
    if (is_same(u, n, what))
        return true;
    if (n && n->kind == N_ADDRESS)
        n = plain_value(kid(n, 0));
    if (n && n->kind == N_INDEX)
        n = plain_value(kid(n, 0));
    while (what && !is_same(u, n, what))
        what = what->kind == N_ADDRESS || what->kind == N_DEREF || what->kind == N_INDEX ||
                       what->kind == N_MEMBER || what->kind == N_ARROW
                   ? plain_value(kid(what, 0))
                   : NULL;
    return what;
}

// What an async function does with what the lock is a part of is mostly something else.
static bool may_give_back(const Locks *l, const Lock *lock, const Node *pointer)
{
    const Node *call = user_of(pointer);
    bool is_async = call && call->callee && call->callee->is_async;
    return is_async ? is_same(l->unit, pointer, lock->what) : leads_to(l->unit, pointer, lock);
}

// Whether the statement n may give the lock back. Those that are asked for come in the order of the
// text, so that each place is looked at once.
static bool gives_back(const Locks *l, Lock *lock, const Node *n)
{
    for (; lock->unlocked < arrlen(l->unlocks); lock->unlocked++) {
        const Node *call = l->unlocks[lock->unlocked];
        if (call->begin >= n->end)
            break;
        if (call->begin >= n->begin && is_unlock_of(l, lock, call))
            return true;
    }
    for (; lock->handed < arrlen(l->handed); lock->handed++) {
        const Node *pointer = l->handed[lock->handed];
        if (pointer->begin >= n->end)
            break;
        if (pointer->begin >= n->begin && may_give_back(l, lock, pointer))
            return true;
    }
    return false;
}

// From a statement on.
static Lock begin_lock(const Locks *l, int pair, const Node *call, const Node *from)
{
    return (Lock){pairs[pair].unlock, strip_checks(kid(call, 1)), node_at(l->unlocks, from->begin),
                  node_at(l->handed, from->begin)};
}

static const Node *await_in(const Locks *l, const Node *n)
{
    ptrdiff_t i = n->has_await && n->kind != N_DEFER ? node_at(l->awaits, n->begin) : -1;
    return i >= 0 && i < arrlen(l->awaits) && l->awaits[i]->begin < n->end ? l->awaits[i] : NULL;
}

// Whether something that runs at the block's end may give the lock back.
static bool gives_back_at_end(const Locks *l, const Node *block, int pair, const Node *call)
{
    for (ptrdiff_t i = node_at(l->exits, block->begin);
         i < arrlen(l->exits) && l->exits[i]->begin < block->end; i++) {
        const Node *exit = l->exits[i], *around = exit->parent;
        while (around && around->kind != N_BLOCK)
            around = around->parent;
        Lock lock = begin_lock(l, pair, call, exit);
        if (around == block && (exit->kind == N_CLEANUP || gives_back(l, &lock, exit)))
            return true;
    }
    return false;
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

static void report(const Locks *l, const Node *await, const Node *what, const Node *call, int pair)
{
    Unit *u = l->unit;
    diag_lint(u, await->begin, pairs[pair].lint, false, W_LOCK,
              arena_strndup(u->arena, u->text + what->begin, what->end - what->begin));
    diag(u, call->begin, NOTE_LOCK);
}

// What stands in a block around this one, and ends with it: the block itself or, in macros, the
// `do { … } while (0)` that it is the body of; NULL: it is another statement's body.
static const Node *part_of_block(const Unit *u, const Node *block)
{
    const Node *n = block->parent;
    if (n && n->kind == N_DO && n->kids[0] == block && kid(n, 1) && kid(n, 1)->kind == N_LEAF &&
        token_is(u, token_at(u, kid(n, 1)->begin), "0"))
        block = n;
    return block->parent && block->parent->kind == N_BLOCK ? block : NULL;
}

// The statements of a block from the i-th on, before which `call` takes a lock; those behind the
// block, too, if it is but a part of another. What is unlocked by a defer is held to the end of its
// block.
static void follow(const Locks *l, const Node *block, int i, const Node *call, int pair)
{
    enum { FAR = 1000 }; // statements
    if (i == block->kid_count && !part_of_block(l->unit, block))
        return;
    Lock lock = begin_lock(l, pair, call, i < block->kid_count ? block->kids[i] : call);
    for (int far = 0; lock.what && far < FAR; far++) {
        if (i == block->kid_count) {
            const Node *inner = part_of_block(l->unit, block);
            if (!inner || gives_back_at_end(l, block, pair, call))
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
        if (gives_back(l, &lock, statement)) {
            if (statement->kind != N_BLOCK)
                return;
            block = statement;
            i = 0;
            continue;
        }
        if (await)
            report(l, await, lock.what, call, pair);
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

typedef enum { UNKNOWN, IF_TRUE, IF_FALSE } Held;

// When a condition on the result of `call`, 0 for success, says that the lock is held.
static Held held_by(const Unit *u, const Node *condition, const Node *call)
{
    const Node *n = strip_parens((Node *)condition);
    if (!n)
        return UNKNOWN;
    if (n == call)
        return IF_FALSE;
    if (n->kind == N_AWAIT || n->kind == N_ASSIGN)
        return held_by(u, kid(n, n->kid_count - 1), call);
    if (n->kind == N_UNARY && token_is(u, token_at(u, n->begin), "!")) {
        Held inner = held_by(u, kid(n, 0), call);
        return inner == IF_FALSE ? IF_TRUE : inner == IF_TRUE ? IF_FALSE : UNKNOWN;
    }
    if (n->kind != N_BINARY)
        return UNKNOWN;
    bool last = held_by(u, kid(n, 1), call) == IF_FALSE; // 0 == lock()
    bool compares = last ? is_zero(u, kid(n, 0))
                         : held_by(u, kid(n, 0), call) == IF_FALSE && is_zero(u, kid(n, 1));
    int sign = compares ? operator_token(u, n) : 0;
    if (compares && token_is(u, sign, "=="))
        return IF_TRUE;
    bool other = compares && (token_is(u, sign, "!=") || (!last && token_is(u, sign, "<")));
    return other ? IF_FALSE : UNKNOWN;
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

// An `if` whose condition takes the lock: the i-th statement of a block.
static void follow_if(const Locks *l, const Node *block, int i, const Node *call, int pair)
{
    const Node *n = statement_of(block->kids[i]);
    Held held = held_by(l->unit, kid(n, 0), call);
    const Node *within = held == UNKNOWN ? NULL : kid(n, held == IF_TRUE ? 1 : 2);
    const Node *await = within ? await_in(l, within) : NULL;
    Lock lock = begin_lock(l, pair, call, within ? within : n);
    bool given_back = lock.what && within && gives_back(l, &lock, within);
    if (within && within->kind == N_BLOCK)
        follow(l, within, 0, call, pair);
    else if (await && lock.what && !given_back)
        report(l, await, lock.what, call, pair);
    if (held == IF_FALSE && !await && !given_back && leaves(kid(n, 1)))
        follow(l, block, i + 1, call, pair);
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
static void follow_condition(const Locks *l, const Node *block, int i, const Node *call, int pair)
{
    const Node *n = statement_of(block->kids[i]), *body = kid(n, body_of(n));
    Held held = held_by(l->unit, kid(n, condition_of(n)), call);
    if (held == IF_FALSE && !has_jump(body)) // tried until it is there
        follow(l, block, i + 1, call, pair);
    else if (held == IF_TRUE && body && body->kind == N_BLOCK)
        follow(l, body, 0, call, pair);
}

// A `for` whose first part takes the lock: the i-th statement of a block.
static void follow_for(const Locks *l, const Node *block, int i, const Node *call, int pair)
{
    const Node *n = statement_of(block->kids[i]), *await = NULL;
    Lock lock = begin_lock(l, pair, call, call);
    for (int k = 1; k < n->kid_count; k++) {
        const Node *part = kid(n, k);
        if (part && gives_back(l, &lock, part))
            return;
        if (part && !await)
            await = await_in(l, part);
    }
    if (await && lock.what)
        report(l, await, lock.what, call, pair);
    else if (!await)
        follow(l, block, i + 1, call, pair);
}

// The calls in the i-th statement of a block, or in the part `n` of an `if` or loop that it is; not
// those in blocks within, which are looked at themselves.
static void find_locks(const Locks *l, const Node *block, int i, const Node *n)
{
    if (!n || n->kind == N_UNEVALUATED || n->kind == N_BLOCK)
        return;
    const Node *statement = statement_of(block->kids[i]);
    int pair = n->kind == N_CALL ? pair_of(n) : -1;
    if (pair >= 0 && is_asked(l->unit, pairs[pair].lint)) {
        if (statement->kind == N_IF)
            follow_if(l, block, i, n, pair);
        else if (is_loop(statement) && !in_first_part(n, statement))
            follow_condition(l, block, i, n, pair);
        else if (is_loop(statement) && !pairs[pair].tries)
            follow_for(l, block, i, n, pair);
        else if (!pairs[pair].tries)
            follow(l, block, i + 1, n, pair);
    }
    for (int k = 0; k < n->kid_count; k++)
        find_locks(l, block, i, n->kids[k]);
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
            find_locks(l, n, i, statement);
        else if (statement->kind == N_IF)
            find_locks(l, n, i, kid(statement, 0));
        else if (is_loop(statement))
            find_locks(l, n, i, kid(statement, condition_of(statement)));
        if (statement->kind == N_FOR)
            find_locks(l, n, i, kid(statement, 0));
    }
}

void check_locks(Unit *u, const Node *body)
{
    if (!body || !u->options)
        return;
    Locks l = {.unit = u};
    look_at(&l, body, false);
    put_in_order(l.unlocks);
    put_in_order(l.awaits);
    put_in_order(l.handed);
    put_in_order(l.exits);
    check_blocks(&l, body);
    arrfree(l.unlocks);
    arrfree(l.awaits);
    arrfree(l.handed);
    arrfree(l.exits);
}
