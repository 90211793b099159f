// RUN: %asyncc -fsyntax-only %s 2>&1 | FileCheck %s --implicit-check-not=warning:
// RUN: %asyncc -fsyntax-only -Wlock-across-await %s 2>&1 | FileCheck %s --check-prefixes=CHECK,OURS --implicit-check-not=warning:
// RUN: %asyncc -c -Wno-pthread-lock-across-await %s -o %t.o 2>&1 | count 0
// RUN: not %asyncc -fsyntax-only -Werror=lock-across-await %s 2>&1 | FileCheck %s --check-prefix=ERROR
// ERROR: error: an await while '&ours' is held [-Werror=lock-across-await]
#include <asyncc.h>
#include <errno.h>
#include <pthread.h>
static pthread_mutex_t theirs = PTHREAD_MUTEX_INITIALIZER;
static ac_mutex ours;
async int g(int n);

async int held(int n)
{
    pthread_mutex_lock(&theirs);
    n++;
    // CHECK: [[#@LINE+1]]:10: warning: an await while '&theirs' is held [-Wpthread-lock-across-await]
    n += await g(n);
    // CHECK: [[#@LINE-4]]:5: note: it is taken here
    n += await g(n);
    pthread_mutex_unlock(&theirs);
    return n;
}

async int held_in_a_loop(int n)
{
    for (;;) {
        int rc = await ac_mutex_lock(&ours);
        if (rc < 0)
            return rc;
        // OURS: [[#@LINE+1]]:13: warning: an await while '&ours' is held [-Wlock-across-await]
        if (await g(n))
            n++;
        // OURS: note: it is taken here
        ac_mutex_unlock(&ours);
    }
}

async int given_back(int n)
{
    pthread_mutex_lock(&theirs);
    n++;
    pthread_mutex_unlock(&theirs);
    n = await g(n);
    pthread_mutex_lock(&theirs);
    if (n > 1) {
        pthread_mutex_unlock(&theirs);
        return await g(n);
    }
    pthread_mutex_unlock(&theirs);
    return (int)sizeof(await g(n));
}

async int held_if_it_was_taken(int n)
{
    if (pthread_mutex_lock(&theirs) == 0) {
        // CHECK: [[#@LINE+1]]:13: warning: an await while '&theirs' is held
        n = await g(n);
        // CHECK: [[#@LINE-3]]:9: note: it is taken here
        pthread_mutex_unlock(&theirs);
    }
    if (!pthread_mutex_trylock(&theirs)) {
        // CHECK: [[#@LINE+1]]:13: warning: an await while '&theirs' is held
        n = await g(n);
        // CHECK: [[#@LINE-3]]:10: note
        pthread_mutex_unlock(&theirs);
    }
    int rc;
    if ((rc = pthread_mutex_lock(&theirs)) != 0)
        return rc;
    // CHECK: [[#@LINE+1]]:9: warning: an await while '&theirs' is held
    n = await g(n);
    // CHECK: [[#@LINE-4]]:15: note
    pthread_mutex_unlock(&theirs);
    if (await ac_mutex_lock(&ours) < 0)
        return -1;
    // OURS: [[#@LINE+1]]:9: warning: an await while '&ours' is held
    n = await g(n);
    // OURS: note
    ac_mutex_unlock(&ours);
    return n;
}

async int held_until_the_exit(int n)
{
    pthread_mutex_lock(&theirs);
    defer { pthread_mutex_unlock(&theirs); }
    // CHECK: [[#@LINE+1]]:12: warning: an await while '&theirs' is held
    return await g(n);
    // CHECK: [[#@LINE-4]]:5: note
}

async int not_held(int n)
{
    if (pthread_mutex_trylock(&theirs) != 0)
        n = await g(n);
    else
        pthread_mutex_unlock(&theirs);
    if (pthread_mutex_lock(&theirs) == 0) {
        pthread_mutex_unlock(&theirs);
        n = await g(n);
    } else {
        return await g(n);
    }
    if (pthread_mutex_lock(&theirs) != 0)
        return await g(n);
    pthread_mutex_unlock(&theirs);
    pthread_mutex_trylock(&theirs);
    return await g(n); // who knows
}

static pthread_mutex_t others[2];
struct guarded {
    pthread_mutex_t lock, second;
};

async int held_while_another_is_not(int n, struct guarded *g1, struct guarded *g2)
{
    pthread_mutex_lock(&theirs);
    pthread_mutex_lock(&others[0]);
    pthread_mutex_unlock(&others[0]);
    // CHECK: [[#@LINE+1]]:9: warning: an await while '&theirs' is held
    n = await g(n);
    // CHECK: [[#@LINE-5]]:5: note
    pthread_mutex_unlock(&theirs);
    pthread_mutex_lock(&g1->lock);
    pthread_mutex_lock(&g1->second);
    pthread_mutex_unlock(&g1->second);
    // CHECK: [[#@LINE+1]]:9: warning: an await while '&g1->lock' is held
    n = await g(n);
    // CHECK: [[#@LINE-5]]:5: note
    pthread_mutex_unlock(&g1->lock);
    pthread_mutex_lock(&g1->lock);
    pthread_mutex_unlock(&g2->lock); // perhaps the same
    n = await g(n);
    pthread_mutex_t *p = &theirs;
    pthread_mutex_lock(&theirs);
    pthread_mutex_unlock(p);
    n = await g(n);
    pthread_mutex_lock(&others[0]);
    pthread_mutex_unlock(&others[n]);
    return await g(n);
}

async int held_in_a_block(int n)
{
    pthread_mutex_lock(&theirs);
    {
        // CHECK: [[#@LINE+1]]:13: warning: an await while '&theirs' is held
        n = await g(n);
        // CHECK: [[#@LINE-4]]:5: note
        pthread_mutex_unlock(&theirs);
        n = await g(n);
    }
    return await g(n);
}

async int held_behind_blocks(int n)
{
    {
        pthread_mutex_lock(&theirs);
        n++;
    }
    // CHECK: [[#@LINE+1]]:9: warning: an await while '&theirs' is held
    n = await g(n);
    // CHECK: [[#@LINE-5]]:9: note
    pthread_mutex_unlock(&theirs);
    while (pthread_mutex_trylock(&theirs) != 0)
        n = await g(n);
    // CHECK: [[#@LINE+1]]:9: warning: an await while '&theirs' is held
    n = await g(n);
    // CHECK: [[#@LINE-4]]:12: note
    pthread_mutex_unlock(&theirs);
    while (pthread_mutex_trylock(&theirs))
        if (n++ > 3)
            break;
    return await g(n);
}

async int held_of_several_loops(ac_shared_mutex *m, ac_shared_rwlock *l, int n)
{
    int rc = await ac_shared_mutex_lock(m);
    if (rc < 0)
        return rc;
    ac_shared_mutex_unlock(m);
    if (await ac_shared_rwlock_wrlock(l) < 0)
        return -1;
    // OURS: [[#@LINE+1]]:9: warning: an await while 'l' is held [-Wlock-across-await]
    n = await g(n);
    ac_shared_rwlock_unlock(l);
    return n;
}

async int given_back_at_the_end(int n)
{
    {
        pthread_mutex_lock(&theirs);
        defer { pthread_mutex_unlock(&theirs); }
        n++;
    }
    n = await g(n);
    pthread_mutex_lock(&theirs);
    {
        defer { pthread_mutex_unlock(&theirs); }
        n++;
    }
    n = await g(n);
    {
        await ac_mutex_lock(&ours);
        defer { ac_mutex_unlock(&ours); }
        n++;
    }
    return await g(n);
}

static void unlock(pthread_mutex_t **p)
{
    pthread_mutex_unlock(*p);
}
static void give_back(pthread_mutex_t *p)
{
    pthread_mutex_unlock(p);
}

async int given_back_by_others(int n)
{
    {
        pthread_mutex_lock(&theirs);
        pthread_mutex_t *held __attribute__((cleanup(unlock), unused)) = &theirs;
        n++;
    }
    n = await g(n);
    pthread_mutex_lock(&theirs);
    give_back(&theirs);
    n += ({
        pthread_mutex_lock(&theirs);
        int got = n;
        pthread_mutex_unlock(&theirs);
        got;
    });
    n = await g(n);
    pthread_mutex_lock(&others[0]);
    pthread_mutex_unlock(&others[0u]);
    return await g(n);
}

static struct guarded own;
static void give_back_own(struct guarded *g)
{
    pthread_mutex_unlock(&g->lock);
}
static void give_back_any(void *p)
{
    pthread_mutex_unlock((pthread_mutex_t *)p);
}
async int h(struct guarded *g1, int n);

async int given_back_in_other_words(int n, struct guarded *g1, pthread_mutex_t *m)
{
    pthread_mutex_lock(&g1->lock);
    give_back_own(g1);
    n = await g(n);
    pthread_mutex_lock(&own.lock);
    give_back_own(&own);
    n = await g(n);
    pthread_mutex_lock(m);
    give_back_any((void *)m);
    n = await g(n);
    pthread_mutex_lock(m);
    give_back(&m[0]);
    n = await g(n);
    pthread_mutex_lock(&m[0]);
    give_back(m);
    n = await g(n);
    pthread_mutex_lock(&others[0]);
    give_back(others);
    n = await g(n);
    void (*by_pointer)(pthread_mutex_t *) = give_back;
    pthread_mutex_lock(&g1->lock);
    (*by_pointer)(&(g1->lock));
    n = await g(n);
    pthread_mutex_lock(&(*g1).lock);
    give_back_own((g1));
    n = await g(n);
    pthread_mutex_lock(&g1->lock);
    // CHECK: [[#@LINE+1]]:9: warning: an await while '&g1->lock' is held
    n = await h(g1, n);
    // CHECK: [[#@LINE-3]]:5: note
    pthread_mutex_unlock(&g1->lock);
    pthread_mutex_lock(&g1->lock);
    give_back(&g1->second);
    give_back(m);
    // CHECK: [[#@LINE+1]]:9: warning: an await while '&g1->lock' is held
    n = await g(n);
    // CHECK: [[#@LINE-5]]:5: note
    pthread_mutex_unlock(&g1->lock);
    return n;
}

async int jumps(int n)
{
    switch (n) {
    case 0:
        n++;
        pthread_mutex_lock(&theirs);
        break;
    case 1:
        return await g(n);
    case 2:
        pthread_mutex_lock(&theirs);
        // CHECK: [[#@LINE+1]]:13: warning: an await while '&theirs' is held
        n = await g(n);
        // CHECK: [[#@LINE-3]]:9: note
        break;
    }
    pthread_mutex_unlock(&theirs);
    for (;;) {
        pthread_mutex_lock(&theirs);
        break;
        await g(n);
    }
    if (n > 3)
        goto out;
    goto out;
wait:
    n = await g(n);
out:
    pthread_mutex_unlock(&theirs);
    if (n < 2)
        goto wait;
    return n;
}

async int held_by_other_conditions(int n, const struct timespec *until)
{
    if (pthread_mutex_timedlock(&theirs, until) == 0) {
        // CHECK: [[#@LINE+1]]:13: warning: an await while '&theirs' is held
        n = await g(n);
        // CHECK: [[#@LINE-3]]:9: note
        pthread_mutex_unlock(&theirs);
    }
    if (0 == pthread_mutex_lock(&theirs))
        // CHECK: [[#@LINE+1]]:13: warning: an await while '&theirs' is held
        n = await g(n);
        // CHECK: [[#@LINE-3]]:14: note
    pthread_mutex_unlock(&theirs);
    if (pthread_mutex_lock(&theirs))
        return 1;
    else
        // CHECK: [[#@LINE+1]]:13: warning: an await while '&theirs' is held
        n = await g(n);
        // CHECK: [[#@LINE-5]]:9: note
    pthread_mutex_unlock(&theirs);
    return n;
}

#define LOCK(m)                                                                                    \
    do {                                                                                           \
        pthread_mutex_lock(m);                                                                     \
    } while (0)
#define UNLOCK(m)                                                                                  \
    do {                                                                                           \
        pthread_mutex_unlock(m);                                                                   \
    } while (0)

async int held_by_macros(int n)
{
    LOCK(&theirs);
    // CHECK: [[#@LINE+1]]:9: warning: an await while '&theirs' is held
    n = await g(n);
    // CHECK: [[#@LINE-3]]:5: note
    UNLOCK(&theirs);
    return n;
}

async int held_by_loops(int n)
{
    for (pthread_mutex_lock(&theirs); n; n--)
        // CHECK: [[#@LINE+1]]:9: warning: an await while '&theirs' is held
        await g(n);
        // CHECK: [[#@LINE-3]]:10: note
    pthread_mutex_unlock(&theirs);
    // CHECK: [[#@LINE+1]]:53: warning: an await while '&theirs' is held
    for (int rc = pthread_mutex_lock(&theirs); rc < await g(n); rc++)
        n++;
    // CHECK: [[#@LINE-2]]:19: note
    pthread_mutex_unlock(&theirs);
    for (pthread_mutex_lock(&theirs); n; n--)
        ;
    // CHECK: [[#@LINE+1]]:9: warning: an await while '&theirs' is held
    n = await g(n);
    // CHECK: [[#@LINE-4]]:10: note
    pthread_mutex_unlock(&theirs);
    // OURS: [[#@LINE+1]]:56: warning: an await while '&ours' is held
    for (int rc = await ac_mutex_lock(&ours); rc; rc = await g(n))
        n++;
    // OURS: note
    ac_mutex_unlock(&ours);
    do
        await ac_yield();
    while (pthread_mutex_trylock(&theirs) != 0);
    // CHECK: [[#@LINE+1]]:9: warning: an await while '&theirs' is held
    n = await g(n);
    // CHECK: [[#@LINE-3]]:12: note
    pthread_mutex_unlock(&theirs);
    for (; pthread_mutex_trylock(&theirs);)
        await ac_yield();
    // CHECK: [[#@LINE+1]]:9: warning: an await while '&theirs' is held
    n = await g(n);
    // CHECK: [[#@LINE-4]]:12: note
    pthread_mutex_unlock(&theirs);
    while (pthread_mutex_trylock(&theirs) == 0) {
        // CHECK: [[#@LINE+1]]:13: warning: an await while '&theirs' is held
        n = await g(n);
        // CHECK: [[#@LINE-3]]:12: note
        pthread_mutex_unlock(&theirs);
    }
    return n;
}

async int not_held_by_loops(int n)
{
    for (pthread_mutex_lock(&theirs); n; n--) {
        pthread_mutex_unlock(&theirs);
        await g(n);
        pthread_mutex_lock(&theirs);
    }
    pthread_mutex_unlock(&theirs);
    for (pthread_mutex_lock(&theirs); n; n--, pthread_mutex_unlock(&theirs))
        n++;
    n = await g(n);
    for (pthread_mutex_trylock(&theirs); n; n--)
        await g(n); // who knows
    for (; n; pthread_mutex_unlock(&theirs)) {
        pthread_mutex_lock(&theirs);
        n--;
    }
    n = await g(n);
    do {
        if (n > 2)
            break;
        await ac_yield();
    } while (pthread_mutex_trylock(&theirs));
    n = await g(n);
    do {
        n = await g(n);
        pthread_mutex_lock(&theirs);
        pthread_mutex_unlock(&theirs);
    } while (n);
    do
        n = await g(n);
    while (pthread_mutex_trylock(&theirs) == 0);
    do {
        pthread_mutex_lock(&theirs);
        n--;
    } while (n);
    n = await g(n); // in front of it, a jump leads back to the lock
    while (pthread_mutex_trylock(&theirs) == 0) {
        pthread_mutex_unlock(&theirs);
        n = await g(n);
    }
    LOCK(&theirs);
    UNLOCK(&theirs);
    return await g(n);
}

static void leave(void)
{
    pthread_mutex_unlock(&theirs);
}

static void count(void)
{
    pthread_mutex_trylock(&theirs);
}

async void closed(int *p);

async int not_held_behind_what_unlocks(int n)
{
    pthread_mutex_lock(&theirs);
    leave();
    await g(n);
    void (*by_pointer)(void) = leave;
    pthread_mutex_lock(&theirs);
    by_pointer();
    await g(n);
    pthread_mutex_lock(&theirs), n++, pthread_mutex_unlock(&theirs);
    await g(n);
    int a = (pthread_mutex_lock(&theirs), n), b = (pthread_mutex_unlock(&theirs), a);
    await g(b);
    for (pthread_mutex_lock(&theirs), n++, pthread_mutex_unlock(&theirs); n; n--)
        await g(n);
    pthread_mutex_lock(&theirs);
    int kept __attribute__((cleanup(closed))) = n;
    pthread_mutex_unlock(&theirs);
    pthread_mutex_lock(&theirs);
    count();
    // CHECK: [[#@LINE+1]]:9: warning: an await while '&theirs' is held
    n = await g(n);
    // CHECK: [[#@LINE-4]]:5: note
    return n;
}

async int not_held_where_it_was_not_taken(int n)
{
    int rc = pthread_mutex_lock(&theirs);
    if (rc) {
        await g(rc);
        return -1;
    }
    pthread_mutex_unlock(&theirs);
    rc = pthread_mutex_lock(&theirs);
    if (rc != 0)
        return await g(rc);
    pthread_mutex_unlock(&theirs);
    bool taken = pthread_mutex_lock(&theirs) == 0;
    if (!taken)
        n = await g(n);
    else
        pthread_mutex_unlock(&theirs);
    int locked = await ac_mutex_lock(&ours);
    if (locked < 0) {
        await g(1);
        return locked;
    }
    ac_mutex_unlock(&ours);
    rc = pthread_mutex_lock(&theirs);
    while (rc) {
        await ac_yield();
        rc = pthread_mutex_lock(&theirs);
    }
    pthread_mutex_unlock(&theirs);
    if (pthread_mutex_lock(&theirs))
        n = await g(n);
    else
        pthread_mutex_unlock(&theirs);
    if (pthread_mutex_trylock(&theirs))
        n++;
    return await g(n); // who knows
}

#define MUST(succeeds) __extension__({ if (succeeds) ; else by_hand(1); }) // as assert is

async int held_behind_what_must_succeed(int n, void by_hand(int))
{
    MUST(pthread_mutex_lock(&theirs) == 0);
    // CHECK: [[#@LINE+1]]:5: warning: an await while '&theirs' is held
    await g(n);
    // CHECK: [[#@LINE-3]]:10: note
    pthread_mutex_unlock(&theirs);
    return n;
}

async int held_where_it_was_taken(int n, void by_hand(int))
{
    int rc = pthread_mutex_lock(&theirs);
    if (rc)
        return rc;
    // CHECK: [[#@LINE+1]]:5: warning: an await while '&theirs' is held
    await g(n);
    // CHECK: [[#@LINE-5]]:14: note
    pthread_mutex_unlock(&theirs);
    if ((rc = pthread_mutex_lock(&theirs)) != 0)
        by_hand(rc);
    // CHECK: [[#@LINE+1]]:5: warning: an await while '&theirs' is held
    await g(n);
    // CHECK: [[#@LINE-4]]:15: note
    pthread_mutex_unlock(&theirs);
    while (pthread_mutex_trylock(&theirs) == EBUSY)
        await ac_yield();
    // CHECK: [[#@LINE+1]]:5: warning: an await while '&theirs' is held
    await g(n);
    // CHECK: [[#@LINE-4]]:12: note
    pthread_mutex_unlock(&theirs);
    bool taken = pthread_mutex_lock(&theirs) == 0;
    if (taken) {
        // CHECK: [[#@LINE+1]]:13: warning: an await while '&theirs' is held
        n = await g(n);
        // CHECK: [[#@LINE-4]]:18: note
        pthread_mutex_unlock(&theirs);
    }
    return n;
}
