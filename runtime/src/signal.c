// signal.c: waiting for signals.
//
// A signal that anybody has ever waited for stays caught when nobody waits, and is remembered when
// it comes then: without that, one that comes between two waits would kill the process.
//
// The handler is not libuv's. That one writes each signal into a pipe and drops those for which
// there is no room, so that a flood of one signal loses others. Ours marks the signal in each loop
// that catches it and rings the loop's bell. It runs on any thread at any time, so it takes no
// lock: a loop that ends takes itself out of the list, and waits until no handler runs any more
// that may have seen it there.
//
// SIGCHLD has libuv's handler, which it installs for child processes; one signal cannot have two.
#include "internal.h"
#include <errno.h>
#include <unistd.h>
#include <sys/eventfd.h>

enum { SIGNALS = 64 };

struct ac__signals {
    struct ac_signal_wait__frame *first, **last;
    uint64_t pending;  ///< came while nobody waited; signal n is bit n - 1, here and below
    uv_signal_t child; ///< for SIGCHLD
    // What the handler looks at.
    ac_loop *loop;
    _Atomic(ac__signals *) next;
    _Atomic uint64_t caught, came;
};

static _Atomic(ac__signals *) all;
static _Atomic int handling; ///< threads that are in the handler

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; ///< for changes of the list, and for:
static int catching[SIGNALS];                            ///< how many loops do
static struct sigaction before[SIGNALS];                 ///< what the signal did

static uint64_t bit_of(int number)
{
    return (uint64_t)1 << (number - 1);
}

static int lowest_of(uint64_t mask)
{
    return __builtin_ctzll(mask) + 1;
}

static uint64_t mask_of(const sigset_t *set)
{
    uint64_t mask = 0;
    for (int number = 1; number <= SIGNALS; number++)
        if (sigismember(set, number) == 1)
            mask |= bit_of(number);
    return mask;
}

// One that has come already, and was not taken yet, has rung the bell.
static void on_signal(int number)
{
    uint64_t bit = bit_of(number);
    int error = errno;
    atomic_fetch_add(&handling, 1);
    for (ac__signals *t = atomic_load(&all); t; t = atomic_load(&t->next))
        if (atomic_load(&t->caught) & bit && !(atomic_fetch_or(&t->came, bit) & bit))
            eventfd_write(t->loop->bell, 1);
    atomic_fetch_sub(&handling, 1);
    errno = error;
}

// ---- telling who waits ----

static void leave(ac__signals *t, struct ac_signal_wait__frame *f)
{
    *f->pprev = f->next;
    if (f->next)
        f->next->pprev = f->pprev;
    else
        t->last = f->pprev;
    f->pprev = NULL;
}

static void tell(ac__signals *t, int number)
{
    struct ac_signal_wait__frame *next;
    bool told = false;
    for (struct ac_signal_wait__frame *f = t->first; f; f = next) {
        next = f->next;
        if (f->mask & bit_of(number)) {
            leave(t, f);
            f->result = number;
            ac_wake(t->loop, f->strand);
            told = true;
        }
    }
    if (!told)
        t->pending |= bit_of(number);
}

static void on_child(uv_signal_t *handle, int number)
{
    tell(handle->data, number);
}

void ac__signals_take(ac_loop *loop)
{
    ac__signals *t = loop->signals;
    uint64_t came = t ? atomic_exchange(&t->came, 0) & atomic_load(&t->caught) : 0;
    for (; came; came &= came - 1)
        tell(t, lowest_of(came));
}

bool ac__signals_awaited(const ac_loop *loop)
{
    return loop->signals && loop->signals->first;
}

// ---- catching ----

static ac__signals *table(ac_loop *loop)
{
    if (!loop->signals) {
        ac__signals *t = ac__malloc(sizeof *t);
        if (!t)
            return NULL;
        memset((void *)t, 0, sizeof *t);
        t->last = &t->first;
        t->loop = loop;
        uv_signal_init(&loop->uv, &t->child); // fails only for a loop's first one, which is libuv's
        uv_unref((uv_handle_t *)&t->child);
        t->child.data = t;
        loop->signals = t;
        pthread_mutex_lock(&lock);
        atomic_store(&t->next, atomic_load(&all));
        atomic_store(&all, t);
        pthread_mutex_unlock(&lock);
    }
    return loop->signals;
}

static int begin(ac__signals *t, int number)
{
    struct sigaction ours = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    int rc = 0, *loops = &catching[number - 1];
    if (number == SIGCHLD)
        return uv_signal_start(&t->child, on_child, SIGCHLD);
    sigfillset(&ours.sa_mask);
    pthread_mutex_lock(&lock);
    if (*loops == 0 && sigaction(number, &ours, &before[number - 1]))
        rc = -errno;
    else
        ++*loops;
    pthread_mutex_unlock(&lock);
    return rc;
}

static void end(ac__signals *t, uint64_t mask)
{
    if (mask & bit_of(SIGCHLD))
        uv_signal_stop(&t->child);
    pthread_mutex_lock(&lock);
    for (uint64_t left = mask & ~bit_of(SIGCHLD); left; left &= left - 1) {
        int i = __builtin_ctzll(left);
        if (--catching[i] == 0)
            sigaction(i + 1, &before[i], NULL);
    }
    pthread_mutex_unlock(&lock);
    atomic_fetch_and(&t->caught, ~mask);
    atomic_fetch_and(&t->came, ~mask);
    t->pending &= ~mask;
}

// Catches those of the mask from now on, or, with an error, none more than before. The program may
// have been started with signals blocked, which would never come.
static int begin_all(ac__signals *t, uint64_t mask)
{
    uint64_t begun = 0, left = mask & ~atomic_load(&t->caught);
    sigset_t set;
    sigemptyset(&set);
    for (; left; left &= left - 1) {
        int number = lowest_of(left);
        atomic_fetch_or(&t->caught, bit_of(number)); // it may come at once
        int rc = begin(t, number);
        if (rc) {
            atomic_fetch_and(&t->caught, ~bit_of(number));
            end(t, begun);
            return rc;
        }
        begun |= bit_of(number);
        sigaddset(&set, number);
    }
    if (begun)
        pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    return 0;
}

void ac_signal_default(const sigset_t *set)
{
    ac__signals *t = ac__current ? ac__current->signals : NULL;
    if (!t)
        return;
    uint64_t mask = mask_of(set) & atomic_load(&t->caught);
    for (struct ac_signal_wait__frame *f = t->first; f; f = f->next)
        mask &= ~f->mask;
    end(t, mask);
}

void ac__signals_close(ac_loop *loop)
{
    ac__signals *t = loop->signals;
    if (!t)
        return;
    end(t, atomic_load(&t->caught));
    pthread_mutex_lock(&lock);
    _Atomic(ac__signals *) *at = &all;
    while (atomic_load(at) != t)
        at = &atomic_load(at)->next;
    atomic_store(at, atomic_load(&t->next));
    pthread_mutex_unlock(&lock);
    while (atomic_load(&handling))
        usleep(100); // sched_yield would not let one of lower priority go on
    uv_close((uv_handle_t *)&t->child, NULL);
}

void ac__signals_free(ac_loop *loop)
{
    ac__free(loop->signals);
    loop->signals = NULL;
}

// ---- ac_signal_wait ----

ac_poll ac_signal_wait__start(struct ac_signal_wait__frame *f, ac_context *cx, const sigset_t *set)
{
    ac__signals *t = NULL;
    int rc = ac_interrupted(cx);
    if (rc == AC_ABORTED)
        return AC_UNWIND;
    f->mask = mask_of(set);
    f->pprev = NULL;
    f->strand = cx->strand;
    if (!rc && !f->mask)
        rc = AC_EINVAL;
    if (!rc && !(t = table(cx->loop)))
        rc = AC_ENOMEM;
    if (!rc)
        rc = begin_all(t, f->mask);
    if (!rc && t->pending & f->mask) {
        rc = lowest_of(t->pending & f->mask);
        t->pending &= ~bit_of(rc);
    }
    if (rc) {
        f->result = rc;
        return ac__ready(cx);
    }
    f->next = NULL;
    f->pprev = t->last;
    *t->last = f;
    t->last = &f->next;
    return AC_PENDING;
}

ac_poll ac_signal_wait__resume(void *frame, ac_context *cx)
{
    struct ac_signal_wait__frame *f = frame;
    if (f->pprev) {
        int stopped = ac_interrupted(cx);
        if (!stopped)
            return AC_PENDING;
        leave(cx->loop->signals, f);
        if (stopped == AC_ABORTED)
            return AC_UNWIND;
        f->result = stopped;
    }
    return AC_READY;
}

AC__LEAF_INT(ac_signal_wait, (const sigset_t *set), set)
