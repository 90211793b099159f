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
//
// Looks along the statements of a block. What happens in a statement that both unlocks and awaits,
// or behind one that unlocks or jumps on some way, is not known, and nothing is said of it. Those
// of asyncc/sync.h are made for it, and are reported only if that is asked for. Requires: parse.
#include "asyncc.h"
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
    {"ac_mutex_lock", "ac_mutex_unlock", LINT_LOCK, false},
    {"ac_rwlock_rdlock", "ac_rwlock_unlock", LINT_LOCK, false},
    {"ac_rwlock_wrlock", "ac_rwlock_unlock", LINT_LOCK, false},
    {"ac_shared_mutex_lock", "ac_shared_mutex_unlock", LINT_LOCK, false},
    {"ac_shared_rwlock_rdlock", "ac_shared_rwlock_unlock", LINT_LOCK, false},
    {"ac_shared_rwlock_wrlock", "ac_shared_rwlock_unlock", LINT_LOCK, false},
};

// What a pointer is the address of; NULL: not known.
static const Node *place_at(const Node *pointer)
{
    const Node *n = strip_checks((Node *)pointer);
    return n && n->kind == N_ADDRESS ? strip_parens(kid(n, 0)) : NULL;
}

// A call of `name` in n, which may be of the object that `what` points to.
static const Node *find_call(const Unit *u, const Node *n, const char *name, const Node *what)
{
    if (!n || n->kind == N_UNEVALUATED)
        return NULL;
    const Node *f = n->kind == N_CALL ? strip_parens(kid(n, 0)) : NULL;
    if (f && f->kind == N_REF && !strcmp(f->name, name) &&
        !are_apart(u, place_at(kid(n, 1)), place_at(what)))
        return n;
    const Node *found = NULL;
    for (int i = 0; i < n->kid_count && !found; i++)
        found = find_call(u, n->kids[i], name, what);
    return found;
}

// The statements of a block from the i-th on, before which `call` takes a lock; those behind the
// block, too, if it is but a part of another. What is unlocked by a defer is held to the end of its
// block.
static void follow(Unit *u, const Node *block, int i, const Node *call, int pair)
{
    enum { FAR = 1000 }; // statements
    const Node *what = strip_checks(kid(call, 1));
    for (int far = 0; what && far < FAR; far++) {
        if (i == block->kid_count) {
            const Node *inner = block;
            block = inner->parent;
            if (!block || block->kind != N_BLOCK)
                return;
            for (i = 1; block->kids[i - 1] != inner;)
                i++;
            continue;
        }
        const Node *statement = block->kids[i++];
        const Node *await = first_await(statement, false);
        if (statement->kind == N_DEFER)
            continue;
        if (find_call(u, statement, pairs[pair].unlock, what)) {
            if (statement->kind != N_BLOCK)
                return;
            block = statement;
            i = 0;
            continue;
        }
        if (!await)
            continue;
        diag_lint(u, await->begin, pairs[pair].lint, W_LOCK,
                  arena_strndup(u->arena, u->text + what->begin, what->end - what->begin));
        diag(u, call->begin, NOTE_LOCK);
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
    bool compares = n->kind == N_BINARY && held_by(u, kid(n, 0), call) == IF_FALSE && kid(n, 1) &&
                    token_is(u, token_at(u, n->kids[1]->begin), "0");
    int sign = compares ? operator_token(u, n) : 0;
    if (compares && token_is(u, sign, "=="))
        return IF_TRUE;
    return compares && (token_is(u, sign, "!=") || token_is(u, sign, "<")) ? IF_FALSE : UNKNOWN;
}

static bool leaves(const Node *n)
{
    if (n && n->kind == N_BLOCK)
        return leaves(kid(n, n->kid_count - 1));
    return n && (n->kind == N_RETURN || n->kind == N_BREAK || n->kind == N_CONTINUE ||
                 n->kind == N_GOTO);
}

// An `if` whose condition takes the lock: the i-th statement of a block.
static void follow_if(Unit *u, const Node *block, int i, const Node *call, int pair)
{
    const Node *n = block->kids[i];
    Held held = held_by(u, kid(n, 0), call);
    const Node *within = held == UNKNOWN ? NULL : kid(n, held == IF_TRUE ? 1 : 2);
    if (within && within->kind == N_BLOCK)
        follow(u, within, 0, call, pair);
    if (held == IF_FALSE && !within && leaves(kid(n, 1)))
        follow(u, block, i + 1, call, pair);
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

// The calls in the i-th statement of a block, or in the condition of an `if` or `while` that it is.
static void find_locks(Unit *u, const Node *block, int i, const Node *n)
{
    if (!n || n->kind == N_UNEVALUATED)
        return;
    const Node *statement = block->kids[i];
    int pair = n->kind == N_CALL ? pair_of(n) : -1;
    if (pair >= 0 && is_asked(u, pairs[pair].lint)) {
        if (statement->kind == N_IF)
            follow_if(u, block, i, n, pair);
        else if (statement->kind == N_WHILE) {
            // Tried until it is there.
            if (held_by(u, kid(statement, 0), n) == IF_FALSE && !has_jump(kid(statement, 1)))
                follow(u, block, i + 1, n, pair);
        } else if (!pairs[pair].tries)
            follow(u, block, i + 1, n, pair);
    }
    for (int k = 0; k < n->kid_count; k++)
        find_locks(u, block, i, n->kids[k]);
}

void check_locks(Unit *u, const Node *n)
{
    if (!n || !u->options)
        return;
    for (int i = 0; i < n->kid_count; i++)
        check_locks(u, n->kids[i]);
    for (int i = 0; n->kind == N_BLOCK && i < n->kid_count; i++) {
        Node *statement = n->kids[i];
        if (statement->kind == N_EXPR_STMT || statement->kind == N_DECL)
            find_locks(u, n, i, statement);
        else if (statement->kind == N_IF || statement->kind == N_WHILE)
            find_locks(u, n, i, kid(statement, 0));
    }
}
