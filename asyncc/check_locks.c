// check_locks.c: locks that are held across an await. A part of the pass check.
//
//   pthread_mutex_lock(&m);      held from here on
//   n += await f();              reported: another task of this thread may want it, for ever
//   pthread_mutex_unlock(&m);    no longer
//
// Looks along the statements of a block. What happens in a statement that both unlocks and awaits,
// or behind one that unlocks or jumps on some way, is not known, and nothing is said of it. Those
// of asyncc/sync.h are made for it, and are reported only if that is asked for. Requires: parse.
#include "asyncc.h"
#include "options.h"

#include <string.h>

static const struct {
    const char *lock, *unlock;
    Lint lint;
} pairs[] = {
    {"pthread_mutex_lock", "pthread_mutex_unlock", LINT_PTHREAD_LOCK},
    {"pthread_spin_lock", "pthread_spin_unlock", LINT_PTHREAD_LOCK},
    {"pthread_rwlock_rdlock", "pthread_rwlock_unlock", LINT_PTHREAD_LOCK},
    {"pthread_rwlock_wrlock", "pthread_rwlock_unlock", LINT_PTHREAD_LOCK},
    {"mtx_lock", "mtx_unlock", LINT_PTHREAD_LOCK},
    {"ac_mutex_lock", "ac_mutex_unlock", LINT_LOCK},
    {"ac_rwlock_rdlock", "ac_rwlock_unlock", LINT_LOCK},
    {"ac_rwlock_wrlock", "ac_rwlock_unlock", LINT_LOCK},
};

static const Node *find_call(const Node *n, const char *name)
{
    if (!n || n->kind == N_UNEVALUATED)
        return NULL;
    const Node *f = n->kind == N_CALL ? strip_parens(kid(n, 0)) : NULL;
    if (f && f->kind == N_REF && !strcmp(f->name, name))
        return n;
    const Node *found = NULL;
    for (int i = 0; i < n->kid_count && !found; i++)
        found = find_call(n->kids[i], name);
    return found;
}

// The statements behind the i-th of a block, which takes a lock by `call`.
static void follow(Unit *u, const Node *block, int i, const Node *call, int pair)
{
    const Node *what = kid(call, 1);
    for (i++; what && i < block->kid_count; i++) {
        const Node *statement = block->kids[i];
        const Node *await = first_await(statement, false);
        if (find_call(statement, pairs[pair].unlock))
            return;
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

// The calls in the i-th statement of a block.
static void find_locks(Unit *u, const Node *block, int i, const Node *n)
{
    if (!n || n->kind == N_UNEVALUATED)
        return;
    int pair = n->kind == N_CALL ? pair_of(n) : -1;
    if (pair >= 0 && is_asked(u, pairs[pair].lint))
        follow(u, block, i, n, pair);
    for (int k = 0; k < n->kid_count; k++)
        find_locks(u, block, i, n->kids[k]);
}

void check_locks(Unit *u, const Node *n)
{
    if (!n || !u->options)
        return;
    for (int i = 0; i < n->kid_count; i++)
        check_locks(u, n->kids[i]);
    for (int i = 0; n->kind == N_BLOCK && i < n->kid_count; i++)
        if (n->kids[i]->kind == N_EXPR_STMT || n->kids[i]->kind == N_DECL)
            find_locks(u, n, i, n->kids[i]);
}
