// sync.c: mutex, rwlock, semaphore, notify, barrier, once.
#include "waitqueue.h"

// ---- permits: mutex, rwlock and semaphore ----
//
// Something can be had while `taken` stays within a limit, which is a constant of each type: a
// mutex's only one; all the readers that there can be, or one writer who takes as much; and for a
// semaphore none, since its permits are counted below zero.

enum { MUTEX = 1, SEMAPHORE = 0 };
static const uint32_t RWLOCK = UINT32_MAX;

static inline bool take(ac__permits *p, uint32_t want, int64_t limit, ac_strand *by)
{
    if (p->taken + want > limit)
        return false;
    p->taken += want;
    by = ac__root_of(by);
    p->holder = by ? by->type : NULL;
    p->owner = by;
    return true;
}

static inline bool take_past_nobody(ac__permits *p, uint32_t want, int64_t limit)
{
    return !p->line.first && take(p, want, limit, ac__current_strand());
}

static inline void pass_on(ac__permits *p, int64_t limit)
{
    ac_waiter *w;
    while ((w = p->line.first) && take(p, w->want, limit, w->strand))
        ac__serve(&p->line, w, 0);
}

static inline ac_poll acquire(ac_waiter *w, ac_context *cx, ac__permits *p, uint32_t want,
                              int64_t limit)
{
    ac_poll poll;
    w->want = want;
    if (!ac__may_try(&p->line, w, cx, &poll))
        return poll;
    if (p->line.first || !take(p, want, limit, cx->strand))
        return ac__line_up(&p->line, w, cx);
    w->result = 0;
    return AC_READY;
}

// ---- mutex ----

static void settle_mutex(void *frame)
{
    struct ac_mutex_lock__frame *f = frame;
    pass_on(&f->of->permits, MUTEX);
}

ac_poll ac_mutex_lock__start(struct ac_mutex_lock__frame *f, ac_context *cx, ac_mutex *mutex)
{
    f->of = mutex;
    return acquire(&f->waiter, cx, &mutex->permits, 1, MUTEX);
}

AC__WAIT_LEAF(ac_mutex_lock, of->permits.line, settle_mutex, (ac_mutex * mutex), mutex)

int ac_mutex_trylock(ac_mutex *mutex)
{
    return take_past_nobody(&mutex->permits, 1, MUTEX) ? 0 : AC_EBUSY;
}

void ac_mutex_unlock(ac_mutex *mutex)
{
    if (unlikely(!mutex->permits.taken))
        ac__fatal("ac_mutex_unlock: the mutex is not locked");
    mutex->permits.taken = 0;
    if (mutex->permits.line.first)
        pass_on(&mutex->permits, MUTEX);
}

const char *ac_mutex_holder(const ac_mutex *mutex)
{
    if (!mutex->permits.taken)
        return NULL;
    return mutex->permits.holder ? mutex->permits.holder->name : "?";
}

// ---- rwlock ----

static void settle_rdlock(void *frame)
{
    struct ac_rwlock_rdlock__frame *f = frame;
    pass_on(&f->of->permits, RWLOCK);
}

ac_poll ac_rwlock_rdlock__start(struct ac_rwlock_rdlock__frame *f, ac_context *cx, ac_rwlock *lock)
{
    f->of = lock;
    return acquire(&f->waiter, cx, &lock->permits, 1, RWLOCK);
}

AC__WAIT_LEAF(ac_rwlock_rdlock, of->permits.line, settle_rdlock, (ac_rwlock * lock), lock)

static void settle_wrlock(void *frame)
{
    struct ac_rwlock_wrlock__frame *f = frame;
    pass_on(&f->of->permits, RWLOCK);
}

ac_poll ac_rwlock_wrlock__start(struct ac_rwlock_wrlock__frame *f, ac_context *cx, ac_rwlock *lock)
{
    f->of = lock;
    return acquire(&f->waiter, cx, &lock->permits, RWLOCK, RWLOCK);
}

AC__WAIT_LEAF(ac_rwlock_wrlock, of->permits.line, settle_wrlock, (ac_rwlock * lock), lock)

int ac_rwlock_tryrdlock(ac_rwlock *lock)
{
    return take_past_nobody(&lock->permits, 1, RWLOCK) ? 0 : AC_EBUSY;
}

int ac_rwlock_trywrlock(ac_rwlock *lock)
{
    return take_past_nobody(&lock->permits, RWLOCK, RWLOCK) ? 0 : AC_EBUSY;
}

void ac_rwlock_unlock(ac_rwlock *lock)
{
    if (unlikely(!lock->permits.taken))
        ac__fatal("ac_rwlock_unlock: the lock is not locked");
    lock->permits.taken -= lock->permits.taken == RWLOCK ? RWLOCK : 1;
    pass_on(&lock->permits, RWLOCK);
}

// ---- semaphore ----

static void settle_semaphore(void *frame)
{
    struct ac_semaphore_acquire__frame *f = frame;
    pass_on(&f->of->permits, SEMAPHORE);
}

ac_poll ac_semaphore_acquire__start(struct ac_semaphore_acquire__frame *f, ac_context *cx,
                                    ac_semaphore *semaphore, uint32_t n)
{
    f->of = semaphore;
    return acquire(&f->waiter, cx, &semaphore->permits, n, SEMAPHORE);
}

AC__WAIT_LEAF(ac_semaphore_acquire, of->permits.line, settle_semaphore,
              (ac_semaphore * semaphore, uint32_t n), semaphore, n)

int ac_semaphore_tryacquire(ac_semaphore *semaphore, uint32_t n)
{
    return take_past_nobody(&semaphore->permits, n, SEMAPHORE) ? 0 : AC_EAGAIN;
}

void ac_semaphore_release(ac_semaphore *semaphore, uint32_t n)
{
    semaphore->permits.taken -= n;
    pass_on(&semaphore->permits, SEMAPHORE);
}

// ---- notify ----

static inline void give_notice(ac_notify *n)
{
    if (n->noticed && n->line.first) {
        n->noticed = false;
        ac__serve(&n->line, n->line.first, 0);
    }
}

static void settle_notify(void *frame)
{
    give_notice(((struct ac_notify_wait__frame *)frame)->of);
}

ac_poll ac_notify_wait__start(struct ac_notify_wait__frame *f, ac_context *cx, ac_notify *n)
{
    ac_poll poll;
    f->of = n;
    if (!ac__may_try(&n->line, &f->waiter, cx, &poll))
        return poll;
    if (n->line.first || !n->noticed)
        return ac__line_up(&n->line, &f->waiter, cx);
    n->noticed = false;
    f->result = 0;
    return AC_READY;
}

AC__WAIT_LEAF(ac_notify_wait, of->line, settle_notify, (ac_notify * notify), notify)

// One that is in line only because its budget was spent has the notice that was kept.
void ac_notify_one(ac_notify *notify)
{
    give_notice(notify);
    if (notify->line.first)
        ac__serve(&notify->line, notify->line.first, 0);
    else
        notify->noticed = true;
}

void ac_notify_all(ac_notify *notify)
{
    give_notice(notify);
    ac__serve_all(&notify->line, 0);
}

// ---- barrier ----

static void let_pass(ac_barrier *b)
{
    while (b->line.first && b->line.length >= b->n)
        for (uint32_t i = b->n ? b->n : 1; i-- > 0;)
            ac__serve(&b->line, b->line.first, i == 0);
}

static void settle_barrier(void *frame)
{
    let_pass(((struct ac_barrier_wait__frame *)frame)->of);
}

ac_poll ac_barrier_wait__start(struct ac_barrier_wait__frame *f, ac_context *cx, ac_barrier *b)
{
    ac_poll poll;
    f->of = b;
    if (!ac__may_try(&b->line, &f->waiter, cx, &poll))
        return poll;
    let_pass(b);
    if (b->line.length + 1 < b->n)
        return ac__line_up(&b->line, &f->waiter, cx);
    ac__serve_all(&b->line, 0);
    f->result = 1;
    return AC_READY;
}

AC__WAIT_LEAF(ac_barrier_wait, of->line, settle_barrier, (ac_barrier * barrier), barrier)

// ---- once ----

enum { TO_DO, DOING, DONE };

static void go_on(ac_once *o)
{
    if (o->state == DONE) {
        ac__serve_all(&o->line, 0);
    } else if (o->state == TO_DO && o->line.first) {
        o->state = DOING;
        ac__serve(&o->line, o->line.first, 1);
    }
}

static void settle_once(void *frame)
{
    go_on(((struct ac_once_begin__frame *)frame)->of);
}

ac_poll ac_once_begin__start(struct ac_once_begin__frame *f, ac_context *cx, ac_once *o)
{
    ac_poll poll;
    f->of = o;
    if (!ac__may_try(&o->line, &f->waiter, cx, &poll))
        return poll;
    if (o->state != DONE && (o->line.first || o->state == DOING))
        return ac__line_up(&o->line, &f->waiter, cx);
    f->result = o->state == TO_DO;
    if (f->result)
        o->state = DOING;
    return AC_READY;
}

AC__WAIT_LEAF(ac_once_begin, of->line, settle_once, (ac_once * once), once)

void ac_once_end(ac_once *once, bool done)
{
    if (unlikely(once->state != DOING))
        ac__fatal("ac_once_end: nobody is doing it");
    once->state = done ? DONE : TO_DO;
    go_on(once);
}
