// shared_sync.c: mutex, rwlock, semaphore, notify, barrier, once between loops.
#include "shared.h"

// ---- permits: mutex, rwlock and semaphore (as in sync.c) ----

struct ac__shared_permits {
    ac__shared shared;
    int64_t taken, limit;
    /// The task that locked it alone and was told so, and its type, for messages. NULL: none was
    /// yet, or it was no task.
    _Atomic(const void *) owner;
    _Atomic(const ac_async_type *) holder;
};

struct ac_shared_mutex {
    ac__shared_permits permits;
};

struct ac_shared_rwlock {
    ac__shared_permits permits;
};

struct ac_shared_semaphore {
    ac__shared_permits permits;
};

static const uint32_t WRITER = UINT32_MAX; ///< takes as much as all the readers that there can be

static void settle_permits(ac__shared *shared, ac__shared_waiter *came)
{
    ac__shared_permits *p = (ac__shared_permits *)shared;
    ac__shared_waiter *w;
    (void)came;
    while ((w = shared->waiting.first) && p->taken + w->want <= p->limit) {
        p->taken += w->want;
        ac__shared_serve(shared, w, 0);
    }
}

static void *new_permits(int64_t taken, int64_t limit)
{
    ac__shared_permits *p = ac__shared_new(sizeof *p, settle_permits);
    if (p) {
        p->taken = taken;
        p->limit = limit;
    }
    return p;
}

static void own(ac__shared_permits *p, ac_strand *strand)
{
    strand = ac__root_of(strand);
    atomic_store_explicit(&p->owner, strand, memory_order_relaxed);
    atomic_store_explicit(&p->holder, strand ? strand->type : NULL, memory_order_relaxed);
}

static bool try_permits(ac__shared_permits *p, uint32_t want)
{
    ac__shared_waiter w = {.want = want};
    if (ac__shared_try(&p->shared, &w))
        return false;
    own(p, ac__current_strand());
    return true;
}

static ac_poll acquire(ac__shared_waiter *w, ac_context *cx, ac__shared_permits *p, uint32_t want)
{
    w->want = want;
    return ac__shared_start(w, cx, &p->shared);
}

// Behind a start or resume of an operation that may have locked it for its task alone.
static ac_poll owned(ac_poll poll, const ac__shared_waiter *w, ac_context *cx)
{
    if (poll == AC_READY && !w->result)
        own((ac__shared_permits *)w->of, cx->strand);
    return poll;
}

static void give_back(ac__shared_permits *p, const char *what)
{
    ac__shared_lock(&p->shared);
    if (unlikely(!p->taken))
        ac__fatal("%s: it is not locked", what);
    own(p, NULL);
    p->taken -= p->taken == p->limit ? p->limit : 1;
    ac__shared_unlock(&p->shared);
}

// Whether it is locked; *alone: by one who shares it with nobody.
static bool is_locked(ac__shared_permits *p, bool *alone)
{
    ac__shared_lock(&p->shared);
    bool locked = p->taken;
    *alone = p->taken == p->limit;
    ac__shared_unlock(&p->shared);
    return locked;
}

static const char *holder_of(ac__shared_permits *p)
{
    const ac_async_type *type = atomic_load_explicit(&p->holder, memory_order_relaxed);
    return type ? type->name : "?";
}

bool ac__shared_is_locked(ac__shared_permits *p)
{
    bool alone;
    return is_locked(p, &alone);
}

const char *ac__shared_other_holder(ac__shared_permits *p)
{
    bool alone;
    if (!is_locked(p, &alone) || !alone)
        return NULL;
    const void *owner = atomic_load_explicit(&p->owner, memory_order_relaxed);
    return owner == ac__current_root() ? NULL : holder_of(p);
}

// ---- mutex ----

ac_shared_mutex *ac_shared_mutex_new(void)
{
    return new_permits(0, 1);
}

void ac_shared_mutex_free(ac_shared_mutex *mutex)
{
    ac__shared_free((ac__shared *)mutex, "ac_shared_mutex_free");
}

ac_poll ac_shared_mutex_lock__start(struct ac_shared_mutex_lock__frame *f, ac_context *cx,
                                    ac_shared_mutex *mutex)
{
    return owned(acquire(&f->waiter, cx, &mutex->permits, 1), &f->waiter, cx);
}

ac_poll ac_shared_mutex_lock__resume(void *frame, ac_context *cx)
{
    return owned(ac__shared_resume(frame, cx), frame, cx);
}

AC__LEAF_INT(ac_shared_mutex_lock, (ac_shared_mutex * mutex), mutex)

int ac_shared_mutex_trylock(ac_shared_mutex *mutex)
{
    return try_permits(&mutex->permits, 1) ? 0 : AC_EBUSY;
}

void ac_shared_mutex_unlock(ac_shared_mutex *mutex)
{
    give_back(&mutex->permits, "ac_shared_mutex_unlock");
}

const char *ac_shared_mutex_holder(ac_shared_mutex *mutex)
{
    return ac__shared_is_locked(&mutex->permits) ? holder_of(&mutex->permits) : NULL;
}

// ---- rwlock ----

ac_shared_rwlock *ac_shared_rwlock_new(void)
{
    return new_permits(0, WRITER);
}

void ac_shared_rwlock_free(ac_shared_rwlock *lock)
{
    ac__shared_free((ac__shared *)lock, "ac_shared_rwlock_free");
}

ac_poll ac_shared_rwlock_rdlock__start(struct ac_shared_rwlock_rdlock__frame *f, ac_context *cx,
                                       ac_shared_rwlock *lock)
{
    return acquire(&f->waiter, cx, &lock->permits, 1);
}

AC__SHARED_WAIT_LEAF(ac_shared_rwlock_rdlock, (ac_shared_rwlock * lock), lock)

ac_poll ac_shared_rwlock_wrlock__start(struct ac_shared_rwlock_wrlock__frame *f, ac_context *cx,
                                       ac_shared_rwlock *lock)
{
    return owned(acquire(&f->waiter, cx, &lock->permits, WRITER), &f->waiter, cx);
}

ac_poll ac_shared_rwlock_wrlock__resume(void *frame, ac_context *cx)
{
    return owned(ac__shared_resume(frame, cx), frame, cx);
}

AC__LEAF_INT(ac_shared_rwlock_wrlock, (ac_shared_rwlock * lock), lock)

int ac_shared_rwlock_tryrdlock(ac_shared_rwlock *lock)
{
    return try_permits(&lock->permits, 1) ? 0 : AC_EBUSY;
}

int ac_shared_rwlock_trywrlock(ac_shared_rwlock *lock)
{
    return try_permits(&lock->permits, WRITER) ? 0 : AC_EBUSY;
}

void ac_shared_rwlock_unlock(ac_shared_rwlock *lock)
{
    give_back(&lock->permits, "ac_shared_rwlock_unlock");
}

// ---- semaphore ----

// Its permits are counted below zero.
ac_shared_semaphore *ac_shared_semaphore_new(uint32_t n)
{
    return new_permits(-(int64_t)n, 0);
}

void ac_shared_semaphore_free(ac_shared_semaphore *semaphore)
{
    ac__shared_free((ac__shared *)semaphore, "ac_shared_semaphore_free");
}

ac_poll ac_shared_semaphore_acquire__start(struct ac_shared_semaphore_acquire__frame *f,
                                           ac_context *cx, ac_shared_semaphore *semaphore,
                                           uint32_t n)
{
    return acquire(&f->waiter, cx, &semaphore->permits, n);
}

AC__SHARED_WAIT_LEAF(ac_shared_semaphore_acquire, (ac_shared_semaphore * semaphore, uint32_t n),
                     semaphore, n)

int ac_shared_semaphore_tryacquire(ac_shared_semaphore *semaphore, uint32_t n)
{
    return try_permits(&semaphore->permits, n) ? 0 : AC_EAGAIN;
}

void ac_shared_semaphore_release(ac_shared_semaphore *semaphore, uint32_t n)
{
    ac__shared_lock(&semaphore->permits.shared);
    semaphore->permits.taken -= n;
    ac__shared_unlock(&semaphore->permits.shared);
}

int64_t ac_shared_semaphore_available(ac_shared_semaphore *semaphore)
{
    ac__shared_lock(&semaphore->permits.shared);
    int64_t available = -semaphore->permits.taken;
    ac__shared_unlock(&semaphore->permits.shared);
    return available;
}

// ---- notify ----

struct ac_shared_notify {
    ac__shared shared;
    bool noticed;
};

static void settle_notify(ac__shared *shared, ac__shared_waiter *came)
{
    ac_shared_notify *notify = (ac_shared_notify *)shared;
    (void)came;
    if (notify->noticed && shared->waiting.first) {
        notify->noticed = false;
        ac__shared_serve(shared, shared->waiting.first, 0);
    }
}

ac_shared_notify *ac_shared_notify_new(void)
{
    return ac__shared_new(sizeof(ac_shared_notify), settle_notify);
}

void ac_shared_notify_free(ac_shared_notify *notify)
{
    ac__shared_free((ac__shared *)notify, "ac_shared_notify_free");
}

ac_poll ac_shared_notify_wait__start(struct ac_shared_notify_wait__frame *f, ac_context *cx,
                                     ac_shared_notify *notify)
{
    return ac__shared_start(&f->waiter, cx, &notify->shared);
}

AC__SHARED_WAIT_LEAF(ac_shared_notify_wait, (ac_shared_notify * notify), notify)

void ac_shared_notify_one(ac_shared_notify *notify)
{
    ac__shared_lock(&notify->shared);
    notify->noticed = true;
    ac__shared_unlock(&notify->shared);
}

void ac_shared_notify_all(ac_shared_notify *notify)
{
    ac__shared *shared = &notify->shared;
    ac__shared_lock(shared);
    while (shared->waiting.first)
        ac__shared_serve(shared, shared->waiting.first, 0);
    ac__shared_unlock(shared);
}

// ---- barrier ----

struct ac_shared_barrier {
    ac__shared shared;
    uint32_t n;
};

static void settle_barrier(ac__shared *shared, ac__shared_waiter *came)
{
    uint32_t n = ((ac_shared_barrier *)shared)->n;
    (void)came;
    if (shared->waiting.length >= n)
        while (n-- > 0)
            ac__shared_serve(shared, shared->waiting.first, n == 0);
}

ac_shared_barrier *ac_shared_barrier_new(uint32_t n)
{
    ac_shared_barrier *barrier = ac__shared_new(sizeof *barrier, settle_barrier);
    if (barrier)
        barrier->n = n ? n : 1;
    return barrier;
}

void ac_shared_barrier_free(ac_shared_barrier *barrier)
{
    ac__shared_free((ac__shared *)barrier, "ac_shared_barrier_free");
}

ac_poll ac_shared_barrier_wait__start(struct ac_shared_barrier_wait__frame *f, ac_context *cx,
                                      ac_shared_barrier *barrier)
{
    return ac__shared_start(&f->waiter, cx, &barrier->shared);
}

AC__SHARED_WAIT_LEAF(ac_shared_barrier_wait, (ac_shared_barrier * barrier), barrier)

// ---- once ----

enum { TO_DO, DOING, DONE };

struct ac_shared_once {
    ac__shared shared;
    int state;
};

static void settle_once(ac__shared *shared, ac__shared_waiter *came)
{
    ac_shared_once *once = (ac_shared_once *)shared;
    (void)came;
    while (shared->waiting.first && once->state != DOING) {
        ac__shared_serve(shared, shared->waiting.first, once->state == TO_DO);
        if (once->state == TO_DO)
            once->state = DOING;
    }
}

ac_shared_once *ac_shared_once_new(void)
{
    return ac__shared_new(sizeof(ac_shared_once), settle_once);
}

void ac_shared_once_free(ac_shared_once *once)
{
    ac__shared_free((ac__shared *)once, "ac_shared_once_free");
}

ac_poll ac_shared_once_begin__start(struct ac_shared_once_begin__frame *f, ac_context *cx,
                                    ac_shared_once *once)
{
    return ac__shared_start(&f->waiter, cx, &once->shared);
}

AC__SHARED_WAIT_LEAF(ac_shared_once_begin, (ac_shared_once * once), once)

void ac_shared_once_end(ac_shared_once *once, bool done)
{
    ac__shared_lock(&once->shared);
    if (unlikely(once->state != DOING))
        ac__fatal("ac_shared_once_end: nobody is doing it");
    once->state = done ? DONE : TO_DO;
    ac__shared_unlock(&once->shared);
}
