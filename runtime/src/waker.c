// waker.c: wakers, which outlive what they wake and work from any thread; and mail for loops.
//
// A waker names a cell of the loop's table by index and generation. Cells are never given back
// while the loop's memory exists, so that a stale waker finds a cell of another generation, not
// freed memory. The loop's thread wakes through the cell directly. Another thread posts mail that
// stands in the cell: marks it as posted, pushes it on a list that the loop takes whole in each
// turn, and, if the loop sleeps, rings its bell. A wake of a loop that is awake costs two atomic
// operations, no lock and no system call.
//
// The bell is a descriptor of our own. libuv's uv_async_t would do, but who is woken by it spins
// and yields until the waker's thread has come back from its system call, which that thread often
// cannot before.
//
// A cell may get a new owner between another thread's look at the generation and the loop's
// taking of the list; the new owner then sees one wake without reason, which every leaf tolerates.
//
// Life of the loop's memory: `refs` counts, from a number that it cannot fall below while the loop
// is open, what other threads add and consume; `held` what the loop's own thread does, without
// atomics. Closing adds the two up, and whoever brings the sum to zero frees the memory.
#include "readiness.h"
#include <errno.h>
#include <unistd.h>
#include <sys/eventfd.h>

ac__cell *ac__cell_at(ac_loop *loop, uint32_t handle)
{
    // Chunk k holds 64 << k cells.
    uint32_t i = handle / AC__CELL_CHUNK + 1;
    int k = 31 - __builtin_clz(i);
    uint32_t chunk_first = (uint32_t)AC__CELL_CHUNK * ((1u << k) - 1);
    return &loop->cells[k][handle - chunk_first];
}

// What was sent is taken behind it, in each turn; signals are told of by the bell alone.
static void on_bell(ac__watch *w, int events)
{
    eventfd_t rings;
    (void)events;
    eventfd_read(w->fd, &rings);
    ac__signals_take(w->loop);
}

int ac__wakers_open(ac_loop *loop)
{
    loop->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (loop->bell < 0)
        return -errno;
    int rc = ac__watch_own(loop, loop->bell, on_bell);
    if (rc) {
        close(loop->bell);
        return rc;
    }
    sem_init(&loop->awaken, 0, 0);
    pthread_mutex_init(&loop->lock, NULL);
    atomic_store_explicit(&loop->refs, AC__REFS_OPEN, memory_order_relaxed);
    loop->cell_count = 1; // handle 0 is none
    loop->open = true;
    return 0;
}

static uint32_t cell_new(ac_loop *loop)
{
    uint32_t handle = loop->cell_free;
    if (handle) {
        loop->cell_free = ac__cell_at(loop, handle)->free;
        return handle;
    }
    handle = loop->cell_count;
    uint32_t i = handle / AC__CELL_CHUNK + 1;
    int k = 31 - __builtin_clz(i);
    if (k >= AC__CELL_CHUNKS)
        return 0;
    if (!loop->cells[k]) {
        size_t bytes = ((size_t)AC__CELL_CHUNK << k) * sizeof(ac__cell);
        ac__cell *cells = ac__malloc(bytes);
        if (!cells)
            return 0;
        memset((void *)cells, 0, bytes);
        loop->cells[k] = cells;
    }
    loop->cell_count++;
    return handle;
}

static void take_wake(ac_loop *loop, ac__mail *mail)
{
    ac__cell *cell = (ac__cell *)((char *)mail - offsetof(ac__cell, mail));
    if (cell->strand)
        ac_wake(loop, cell->strand);
}

ac__cell *ac__strand_cell(ac_context *cx)
{
    ac_loop *loop = cx->loop;
    ac_strand *strand = cx->strand;
    if (!strand->handle) {
        strand->handle = cell_new(loop);
        if (!strand->handle)
            return NULL;
        ac__cell *cell = ac__cell_at(loop, strand->handle);
        cell->strand = strand;
        cell->mail.take = take_wake;
        return cell;
    }
    return ac__cell_at(loop, strand->handle);
}

ac_waker ac_waker_clone(ac_context *cx)
{
    ac_loop *loop = cx->loop;
    ac__cell *cell = ac__strand_cell(cx);
    if (!cell)
        return (ac_waker){0};
    loop->held++;
    return (ac_waker){cx->strand->handle, atomic_load_explicit(&cell->gen, memory_order_relaxed),
                      loop};
}

void ac__cell_release(ac_loop *loop, uint32_t handle)
{
    ac__cell *cell = ac__cell_at(loop, handle);
    cell->strand = NULL;
    atomic_fetch_add_explicit(&cell->gen, 1, memory_order_relaxed);
    cell->free = loop->cell_free;
    loop->cell_free = handle;
}

static bool own(const ac_waker *waker)
{
    return waker->loop == ac__current;
}

static void free_loop(ac_loop *loop)
{
    for (int k = 0; k < AC__CELL_CHUNKS; k++)
        ac__free(loop->cells[k]);
    sem_destroy(&loop->awaken);
    pthread_mutex_destroy(&loop->lock);
    ac__free(loop);
}

static void unref(ac_loop *loop, int64_t n)
{
    if (atomic_fetch_sub_explicit(&loop->refs, n, memory_order_acq_rel) == n)
        free_loop(loop);
}

ac_waker ac_waker_dup(const ac_waker *waker)
{
    if (waker->handle && own(waker))
        waker->loop->held++;
    else if (waker->handle)
        atomic_fetch_add_explicit(&waker->loop->refs, 1, memory_order_relaxed);
    return *waker;
}

// The list was empty: the loop may sleep, and is to look at what it was sent. Who comes later finds
// something in the list, and need not. In the one order of all these operations either the loop
// sees what was pushed when it is about to sleep, or we see here that it sleeps.
static void ring(ac_loop *loop)
{
    if (atomic_load(&loop->rest) == AC__AWAKE)
        return;
    int rest = atomic_exchange(&loop->rest, AC__AWAKE);
    if (rest == AC__SLEEPS) {
        sem_post(&loop->awaken);
    } else if (rest == AC__LISTENS) {
        pthread_mutex_lock(&loop->lock);
        if (loop->open)
            eventfd_write(loop->bell, 1);
        pthread_mutex_unlock(&loop->lock);
    }
}

static bool begin_rest(ac_loop *loop, enum ac__rest rest)
{
    atomic_store(&loop->rest, rest);
    if (!atomic_load(&loop->mail))
        return true;
    ac__wakers_awake(loop);
    return false;
}

static inline void pause_spinning(void)
{
#if defined __x86_64__
    __builtin_ia32_pause();
#elif defined __aarch64__
    __asm__ volatile("yield");
#endif
}

// Sleeping, and being woken from another core, takes longer than many an answer does. Where answers
// do not come while we spin (all run on one core, or they take long) it is tried seldom.
bool ac__wakers_spin(ac_loop *loop)
{
    enum { SPIN_NS = 20000, PASS_MAX = 1023 };
    if (loop->spins_to_pass) {
        loop->spins_to_pass--;
        return false;
    }
    uint64_t begin = uv_hrtime(), spun;
    do {
        for (int i = 0; i < 16; i++)
            pause_spinning();
        spun = uv_hrtime() - begin;
    } while (!atomic_load_explicit(&loop->mail, memory_order_relaxed) && spun < SPIN_NS);
    loop->spun_ns += spun;
    if (spun < SPIN_NS) {
        loop->spins_passed = 0;
        return true;
    }
    if (loop->spins_passed < PASS_MAX)
        loop->spins_passed = 2 * loop->spins_passed + 1;
    loop->spins_to_pass = loop->spins_passed;
    return false;
}

bool ac__wakers_listen(ac_loop *loop)
{
    return begin_rest(loop, AC__LISTENS);
}

// A post that is left from a sleep that we gave up wakes the next one without reason.
void ac__wakers_sleep(ac_loop *loop)
{
    if (begin_rest(loop, AC__SLEEPS))
        while (sem_wait(&loop->awaken))
            ;
}

void ac__wakers_awake(ac_loop *loop)
{
    atomic_store_explicit(&loop->rest, AC__AWAKE, memory_order_relaxed);
}

static void wake_remote(const ac_waker *waker)
{
    ac_loop *loop = waker->loop;
    ac__cell *cell = ac__cell_at(loop, waker->handle);
    if (atomic_load_explicit(&cell->gen, memory_order_relaxed) != waker->gen)
        return;
    ac__post(loop, &cell->mail);
}

void ac_waker_wake_by_ref(const ac_waker *waker)
{
    if (!waker->handle)
        return;
    if (!own(waker)) {
        wake_remote(waker);
        return;
    }
    ac__cell *cell = ac__cell_at(waker->loop, waker->handle);
    if (atomic_load_explicit(&cell->gen, memory_order_relaxed) == waker->gen)
        ac_wake(waker->loop, cell->strand);
}

void ac_waker_drop(ac_waker waker)
{
    if (!waker.handle)
        return;
    if (own(&waker))
        waker.loop->held--;
    else
        unref(waker.loop, 1);
}

void ac_waker_wake(ac_waker waker)
{
    ac_waker_wake_by_ref(&waker);
    ac_waker_drop(waker);
}

bool ac__post(ac_loop *loop, ac__mail *mail)
{
    // The exchange also publishes what the caller wrote before, if it is in line already.
    if (atomic_exchange_explicit(&mail->posted, 1, memory_order_acq_rel))
        return false;
    ac__mail *head = atomic_load_explicit(&loop->mail, memory_order_relaxed);
    do
        mail->next = head;
    while (!atomic_compare_exchange_weak_explicit(&loop->mail, &head, mail, memory_order_seq_cst,
                                                  memory_order_relaxed));
    if (!head)
        ring(loop);
    return true;
}

void ac__wakers_take(ac_loop *loop)
{
    if (!atomic_load_explicit(&loop->mail, memory_order_relaxed))
        return;
    ac__mail *list = atomic_exchange_explicit(&loop->mail, NULL, memory_order_acq_rel);
    ac__mail *ordered = NULL;
    while (list) {
        ac__mail *next = list->next;
        list->next = ordered;
        ordered = list;
        list = next;
    }
    while (ordered) {
        ac__mail *mail = ordered;
        ordered = mail->next;
        // From here on it may be posted again; so the mark falls before anything is done.
        atomic_exchange_explicit(&mail->posted, 0, memory_order_acq_rel);
        mail->take(loop, mail);
    }
}

bool ac__wakers_out(ac_loop *loop)
{
    // Whoever wakes first sends and then lets go: one that is gone by now can be seen to have sent.
    int64_t refs = atomic_load_explicit(&loop->refs, memory_order_acquire);
    return refs - AC__REFS_OPEN + loop->held > 0 || loop->submitted ||
           atomic_load_explicit(&loop->mail, memory_order_relaxed);
}

void ac__wakers_close(ac_loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    loop->open = false;
    pthread_mutex_unlock(&loop->lock);
    close(loop->bell);
}

void ac__loop_hold(ac_loop *loop)
{
    atomic_fetch_add_explicit(&loop->refs, 1, memory_order_relaxed);
}

void ac__loop_release(ac_loop *loop)
{
    unref(loop, 1);
}

void ac__wakers_unref(ac_loop *loop)
{
    unref(loop, AC__REFS_OPEN - loop->held);
}
