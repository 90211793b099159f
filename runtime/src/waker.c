// waker.c: wakers, which outlive what they wake and work from any thread; and mail for loops.
//
// A waker names a cell of the loop's table by index and generation. Cells are never given back
// while the loop's memory exists, so that a stale waker finds a cell of another generation, not
// freed memory. The loop's thread wakes through the cell directly. Another thread marks the cell as
// queued, pushes it on a list that the loop takes whole, and, if the list was empty, sends the
// uv_async_t: a wake while others are pending costs two atomic operations and no lock.
//
// A cell may get a new owner between another thread's look at the generation and the loop's
// taking of the list; the new owner then sees one wake without reason, which every leaf tolerates.
//
// Mail goes the same way, on a list of its own: what is posted brings the function that takes it.
//
// Life of the loop's memory: `refs` counts, from a number that it cannot fall below while the loop
// is open, what other threads add and consume; `held` what the loop's own thread does, without
// atomics. Closing adds the two up, and whoever brings the sum to zero frees the memory.
#include "internal.h"

ac__cell *ac__cell_at(ac_loop *loop, uint32_t handle)
{
    // Chunk k holds 64 << k cells.
    uint32_t i = handle / AC__CELL_CHUNK + 1;
    int k = 31 - __builtin_clz(i);
    uint32_t chunk_first = (uint32_t)AC__CELL_CHUNK * ((1u << k) - 1);
    return &loop->cells[k][handle - chunk_first];
}

// The loop's async stays out of the count of what keeps libuv's loop alive: the executor decides
// whether to wait for wakers.
static void on_async(uv_async_t *async)
{
    ac__wakers_take(async->data);
}

int ac__wakers_open(ac_loop *loop)
{
    int rc = uv_async_init(&loop->uv, &loop->async, on_async);
    if (rc)
        return rc;
    loop->async.data = loop;
    uv_unref((uv_handle_t *)&loop->async);
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

ac__cell *ac__strand_cell(ac_context *cx)
{
    ac_loop *loop = cx->loop;
    ac_strand *strand = cx->strand;
    if (!strand->handle) {
        strand->handle = cell_new(loop);
        if (!strand->handle)
            return NULL;
        ac__cell_at(loop, strand->handle)->strand = strand;
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

// Lets the loop look at what it was sent.
static void call(ac_loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    if (loop->open)
        uv_async_send(&loop->async);
    pthread_mutex_unlock(&loop->lock);
}

static void wake_remote(const ac_waker *waker)
{
    ac_loop *loop = waker->loop;
    ac__cell *cell = ac__cell_at(loop, waker->handle);
    if (atomic_load_explicit(&cell->gen, memory_order_relaxed) != waker->gen)
        return;
    // The exchange also publishes what the caller wrote before, if the cell is queued already.
    if (atomic_exchange_explicit(&cell->queued, 1, memory_order_acq_rel))
        return;
    ac__cell *head = atomic_load_explicit(&loop->woken, memory_order_relaxed);
    do
        cell->next = head;
    while (!atomic_compare_exchange_weak_explicit(&loop->woken, &head, cell, memory_order_acq_rel,
                                                  memory_order_relaxed));
    if (!head)
        call(loop);
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
    while (!atomic_compare_exchange_weak_explicit(&loop->mail, &head, mail, memory_order_acq_rel,
                                                  memory_order_relaxed));
    if (!head)
        call(loop);
    return true;
}

static void take_mail(ac_loop *loop)
{
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
        atomic_exchange_explicit(&mail->posted, 0, memory_order_acq_rel);
        mail->take(loop, mail);
    }
}

static void take_woken(ac_loop *loop)
{
    ac__cell *list = atomic_exchange_explicit(&loop->woken, NULL, memory_order_acq_rel);
    ac__cell *ordered = NULL;
    while (list) {
        ac__cell *next = list->next;
        list->next = ordered;
        ordered = list;
        list = next;
    }
    while (ordered) {
        ac__cell *cell = ordered;
        ordered = cell->next;
        // From here on the cell may be queued again; so the mark falls before the strand runs.
        atomic_exchange_explicit(&cell->queued, 0, memory_order_acq_rel);
        if (cell->strand)
            ac_wake(loop, cell->strand);
    }
}

void ac__wakers_take(ac_loop *loop)
{
    if (atomic_load_explicit(&loop->woken, memory_order_relaxed))
        take_woken(loop);
    if (atomic_load_explicit(&loop->mail, memory_order_relaxed))
        take_mail(loop);
}

bool ac__wakers_out(ac_loop *loop)
{
    // Whoever wakes first sends and then lets go: one that is gone by now can be seen to have sent.
    int64_t refs = atomic_load_explicit(&loop->refs, memory_order_acquire);
    return refs - AC__REFS_OPEN + loop->held > 0 ||
           atomic_load_explicit(&loop->woken, memory_order_relaxed) ||
           atomic_load_explicit(&loop->mail, memory_order_relaxed);
}

void ac__wakers_close(ac_loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    loop->open = false;
    pthread_mutex_unlock(&loop->lock);
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
