// check_unlocks.c: what may give a lock back that is held. A part of the pass check, for
// check_locks.c.
//
//   pthread_mutex_unlock(&m);    the library's function, of this lock or of one that may be it
//   leave(&m);  drop(q);         another function that is given the lock, or what it is a part of
//   leave();                     one of this file that unlocks
//
// Requires: parse.
#include "check_locks.h"
#include "check_values.h"

#include <stdlib.h>
#include <string.h>

const char *called_name(const Node *call)
{
    const Node *f = strip_parens(kid(call, 0));
    return f && f->kind == N_REF && f->name ? f->name : "";
}

// Functions of these families do what their names say.
static bool is_of_library(const char *name)
{
    return !strncmp(name, "pthread_", 8) || !strncmp(name, "mtx_", 4) || !strncmp(name, "ac_", 3);
}

static bool unlocks(const char *name)
{
    size_t length = strlen(name);
    return is_of_library(name) && length > 6 && !strcmp(name + length - 6, "unlock");
}

// Whether an ordinary function that is given no lock may unlock one: it is defined in this file and
// does so, or is reached by a pointer.
static bool may_unlock(Unit *u, const Node *call)
{
    const Node *f = strip_parens(kid(call, 0));
    bool is_async = call->callee && call->callee->is_async;
    if (is_async || !shlen(u->unlockers))
        return false;
    return (f && f->type && f->type->pointee) || shgeti(u->unlockers, called_name(call)) >= 0;
}

// The functions of a file are named by the first word before `(` that stands in no braces.
void find_unlockers(Unit *u)
{
    sh_new_strdup(u->unlockers);
    int depth = 0, name = 0;
    for (int i = 0; i + 1 < (int)arrlen(u->tokens); i++) {
        depth += token_is(u, i, "{") - token_is(u, i, "}");
        bool ends = !depth && (token_is(u, i, ";") || token_is(u, i, "}"));
        bool calls = u->tokens[i].kind == T_IDENT && token_is(u, i + 1, "(");
        if (ends)
            name = 0;
        else if (calls && !depth && !name && !token_is(u, i, "__attribute__"))
            name = i;
        else if (calls && depth && name && unlocks(token_text(u, i)))
            shput(u->unlockers, token_text(u, name), true);
    }
}

static void look_at_call(Locks *l, const Node *n)
{
    const char *name = called_name(n);
    bool known = is_of_library(name), is_given = false;
    for (int i = 1; i < n->kid_count && !known; i++) {
        const Node *k = plain_value(n->kids[i]);
        if (!k || !k->type || !(k->type->pointee || k->type->is_array))
            continue;
        is_given = true;
        arrput(l->handed, k);
    }
    if (known ? unlocks(name) : !is_given && may_unlock(l->unit, n))
        arrput(l->unlocks, n);
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
        look_at(l, n->kids[i], deferred || n->kind == N_DEFER || n->kind == N_CLEANUP);
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

static bool is_unlock_of(const Locks *l, const Lock *lock, const Node *call)
{
    if (!is_of_library(called_name(call)))
        return true;
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

bool gives_back(const Locks *l, Lock *lock, uint32_t begin, uint32_t end)
{
    for (; lock->unlocked < arrlen(l->unlocks); lock->unlocked++) {
        const Node *call = l->unlocks[lock->unlocked];
        if (call->begin >= end)
            break;
        if (call->begin >= begin && is_unlock_of(l, lock, call))
            return true;
    }
    for (; lock->handed < arrlen(l->handed); lock->handed++) {
        const Node *pointer = l->handed[lock->handed];
        if (pointer->begin >= end)
            break;
        if (pointer->begin >= begin && may_give_back(l, lock, pointer))
            return true;
    }
    return false;
}

Lock begin_lock(const Locks *l, const char *unlock, const Node *call, uint32_t from)
{
    return (Lock){unlock, strip_checks(kid(call, 1)), node_at(l->unlocks, from),
                  node_at(l->handed, from)};
}

bool gives_back_at_end(const Locks *l, const Node *block, const char *unlock, const Node *call)
{
    for (ptrdiff_t i = node_at(l->exits, block->begin);
         i < arrlen(l->exits) && l->exits[i]->begin < block->end; i++) {
        const Node *exit = l->exits[i], *around = exit->parent;
        while (around && around->kind != N_BLOCK)
            around = around->parent;
        Lock lock = begin_lock(l, unlock, call, exit->begin);
        if (around == block &&
            (exit->kind == N_CLEANUP || gives_back(l, &lock, exit->begin, exit->end)))
            return true;
    }
    return false;
}

Locks look_at_body(Unit *u, const Node *body)
{
    Locks l = {.unit = u};
    look_at(&l, body, false);
    put_in_order(l.unlocks);
    put_in_order(l.awaits);
    put_in_order(l.handed);
    put_in_order(l.exits);
    return l;
}

void free_locks(Locks *l)
{
    arrfree(l->unlocks);
    arrfree(l->awaits);
    arrfree(l->handed);
    arrfree(l->exits);
}
