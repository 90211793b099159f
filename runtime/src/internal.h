// internal.h: what the files of the runtime share. One banner per file that owns the thing.
//
// A loop belongs to the thread that made it; nothing here takes a lock or is atomic, but the
// few fields of struct ac_loop that other threads' wakers touch (banner waker.c).
#ifndef _GNU_SOURCE
#define _GNU_SOURCE // accept4, pthread_getattr_np
#endif
#ifndef AC_INTERNAL_H
#define AC_INTERNAL_H

// The runtime defines the ordinary symbols of its leaves, so it sees the headers without the
// dialect's meaning for any of the words.
#undef AC_DEBUG // its operations are for users
#define ASYNCC_NO_KEYWORDS
#define ASYNCC_LOWERED
#include <asyncc.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <uv.h>

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

#if defined(__SANITIZE_ADDRESS__)
#define AC__ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define AC__ASAN 1
#endif
#endif
#ifdef AC__ASAN
#include <sanitizer/asan_interface.h>
#define ac__poison(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define ac__unpoison(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#else
#define ac__poison(p, n) ((void)0)
#define ac__unpoison(p, n) ((void)0)
#endif

typedef struct ac__watch ac__watch; // see readiness.h
typedef struct ac__io ac__io;

// ---- fatal.c: messages that end the program; memory ----

__attribute__((noreturn, cold, format(printf, 1, 2))) void ac__fatal(const char *format, ...);

/// Every allocation goes through these, so that tests can make the n-th one fail.
extern void *(*ac__malloc)(size_t size);
extern void (*ac__free)(void *p);

// ---- slab.c: memory for tasks ----

enum {
    AC__SLAB_STEP = 8,
    AC__SLAB_MAX = 1024, ///< larger tasks have blocks of their own
    AC__SLAB_CLASSES = AC__SLAB_MAX / AC__SLAB_STEP + 1,
};

typedef struct ac__page ac__page; ///< tasks of one size class

/// One task with memory of its own: a large one, or one that another loop has spawned.
typedef struct ac__block {
    struct ac__block *next, **pprev;
    ac_task task;
} ac__block;

typedef struct ac__class {
    ac_task *free; ///< linked by strand.next; the last one freed is the first reused
    ac__page *page;
} ac__class;

typedef struct ac__slab {
    ac__class classes[AC__SLAB_CLASSES];
    ac__page *pages;
    ac__block *blocks;
} ac__slab;

/// Room for a task with a frame of `size` bytes, nothing initialised but AC__TASK_BLOCK; or NULL.
ac_task *ac__task_alloc(ac_loop *loop, size_t size);
/// Takes back one that has memory of its own.
void ac__block_free(ac_task *task);
/// Makes a task known to ac__slab_walk, whose memory is not of the slab; and forgets it.
void ac__block_link(ac_loop *loop, ac__block *block);
void ac__block_unlink(ac__block *block);
/// Calls visit for every task that is in use.
void ac__slab_walk(ac_loop *loop, void (*visit)(ac_loop *, ac_task *, void *arg), void *arg);
/// Whether it is a task of this loop, or was one a moment ago; not for the root.
bool ac__slab_has(const ac_loop *loop, const ac_task *task);
void ac__slab_destroy(ac_loop *loop);

// ---- stack.c: segments of dynamic frames ----

enum { AC__SEGMENT_CLASSES = 5 }; // 256 B, 1 K, 4 K, 16 K, 64 K

typedef struct ac__segments {
    ac_stack *free[AC__SEGMENT_CLASSES];
    size_t kept;       ///< bytes in free[4], the only list that is bounded
    ac_stack *reserve; ///< for what runs shielded, once memory is short
    bool reserve_used;
} ac__segments;

/// Gives an empty segment back to the pool.
void ac__segment_free(ac_loop *loop, ac_stack *segment);
/// Makes the reserve. False: memory is short.
bool ac__segments_open(ac_loop *loop);
void ac__segments_destroy(ac_loop *loop);

// ---- strand.c: the executor ----

#ifdef AC__HOOKS
/// Called when a strand has suspended, in the runtime that test/inject builds.
void ac__hook_suspended(ac_loop *loop, ac_strand *strand);
#else
#define ac__hook_suspended(loop, strand) ((void)0)
#endif

/// Resumes ready strands, at most n.
void ac__run_ready(ac_loop *loop, int n);
/// A strand that was just started under `cx`, which ac__strand_begin filled, returned `poll`.
void ac__strand_started(ac_context *cx, ac_poll poll);

/// The strand of the task to which the one that runs belongs; NULL: none runs, or a blocking call,
/// which is no task.
ac_strand *ac__current_root(void);
/// The one that runs itself.
ac_strand *ac__current_strand(void);
ac_strand *ac__root_of(ac_strand *strand);

// ---- task.c ----

/// State of a task, in strand.index (which numbers the branches of a group in other strands).
enum ac__task_state {
    AC__TASK_LIVE = 1,     ///< the memory is in use
    AC__TASK_ENDED = 2,    ///< the result is there, or AC__TASK_UNWOUND
    AC__TASK_UNWOUND = 4,  ///< ended without a result
    AC__TASK_DETACHED = 8, ///< free it when it ends
    AC__TASK_BLOCK = 16,   ///< memory of its own, not from a page
    AC__TASK_ROOT = 32,    ///< memory belongs to ac_run_free
    AC__TASK_CHILD = 64,   ///< of a scope, which joiner points to
    AC__TASK_REMOTE = 128, ///< of an ac_remote
};

/// ac_spawn_begin of a task that has `size` bytes behind its head.
ac_task *ac__spawn_begin(ac_context *sub, ac_context *cx, const ac_async_type *type, size_t size);

/// The strand of a task has ended and is not queued any more.
void ac__task_over(ac_loop *loop, ac_task *task);

/// Whether it has ended, also if the queue has not let go of it yet.
bool ac__task_has_ended(const ac_task *task);

/// Whether the handle was consumed: the memory is free, or the task detached.
bool ac__task_consumed(const ac_task *task);

/// What a join of a task that has ended gives: the result at *out, and the code.
int ac__join_collect(const ac_task *task, void *out);
/// Whether there is room for another result than the task's, by the joiner's `size`: an error, or
/// 0.
int ac__join_misfit(const ac_task *task, const void *out, uint32_t size);

/// Makes a task of one that has ended with this result; behind its head it takes so much.
size_t ac__ended_size(size_t size);
void ac__ended_task(ac_task *task, const void *result, size_t size);

// ---- scope.c ----

/// The bytes behind the head of a task of a scope.
size_t ac__child_size(const ac_async_type *type);
ac_scope *ac__scope_of(ac_task *task);
/// Handles of a scope's tasks, which may be used when those have ended: that of one which ended as
/// it began, and memory that was one's until it is reused.
bool ac__is_gone(const ac_task *task);
bool ac__was_scopes(const ac_task *task);
/// What the task's scope was told, AC_STRAND_…
unsigned ac__scope_told(ac_task *task);
/// The task of a scope has ended; its memory is freed next.
void ac__child_over(ac_loop *loop, ac_task *task);

// ---- section.c ----

typedef struct ac__deadline ac__deadline;
typedef struct ac__binding ac__binding;

void ac__deadline_expired(ac_loop *loop, ac__deadline *deadline);
/// What is bound in the running strand, without what is around it.
ac__binding *ac__bindings(ac_context *cx);

// ---- group.c ----

/// Who awaits the group of a branch; what the group was told, AC_STRAND_…
ac_strand *ac__group_parent(const ac_strand *branch);
unsigned ac__told_by_group(const ac_strand *branch);
/// Whether the strand is, or who awaits the group of which it is a branch.
_Bool ac__is_shielded(const ac_strand *strand);

/// A branch has ended; one that had ended is not queued any more either.
void ac__branch_ended(ac_loop *loop, ac_strand *branch, ac_poll poll);
void ac__branch_over(ac_loop *loop, ac_strand *branch);
void ac__group_timeout(ac_loop *loop, ac_group *group);

// ---- wheel.c: timers ----

enum { AC__WHEEL_LEVELS = 11 }; // of 6 bits each

typedef struct ac__wheel {
    uint64_t now;                        ///< everything due until now has been taken out
    uint64_t next;                       ///< before it there is nothing to do
    uint64_t occupied[AC__WHEEL_LEVELS]; ///< slots that may hold timers
    ac_timer fresh;   ///< a ring of those that wait for a look at the clock; `at` is their span
    uint32_t n_fresh; ///< how many came there since the last one
    ac_timer slots[AC__WHEEL_LEVELS][64]; ///< rings through these, oldest first; zeros: empty, too
} ac__wheel;

/// The wheel must be zeroed.
void ac__wheel_begin(ac__wheel *wheel, uint64_t now);
/// `at` must be later than wheel->now; UINT64_MAX: never.
void ac__wheel_insert(ac__wheel *wheel, ac_timer *timer, uint64_t at);
/// Puts the timer to those whose `ms` milliseconds begin with the next look at the clock, which
/// must follow soon: true.
bool ac__wheel_insert_fresh(ac__wheel *wheel, ac_timer *timer, uint64_t ms);
/// The clock shows `now`: the time of all these begins, in the order in which they came.
void ac__wheel_settle(ac__wheel *wheel, uint64_t now);
/// Advances to `now` and returns the timers that are due, linked by next, in the order of their
/// deadlines and, for the same one, of their insertion. Each is disarmed already.
ac_timer *ac__wheel_advance(ac__wheel *wheel, uint64_t now);
/// A time not later than the next deadline, at which ac__wheel_advance has something to do.
/// UINT64_MAX: no timer is armed.
uint64_t ac__wheel_next(ac__wheel *wheel);

/// In ac_timer.who: it is an ac_group's; the timer is the first member of an ac__alarm, or of an
/// ac__deadline.
enum { AC__WHO_GROUP = 1, AC__WHO_ALARM = 2, AC__WHO_DEADLINE = 4 };
typedef struct ac__alarm {
    ac_timer timer;
    void (*ring)(ac_loop *, struct ac__alarm *);
} ac__alarm;
/// Rings after `ms` milliseconds. It begins zeroed, and is disarmed by ac_timer_disarm.
void ac__alarm_set(ac_loop *loop, ac__alarm *alarm, uint64_t ms);

// ---- waker.c: cells, the way in from other threads ----

enum { AC__CELL_CHUNKS = 26, AC__CELL_CHUNK = 64 };
/// `refs` starts so high that it cannot fall to zero before the loop closes.
#define AC__REFS_OPEN ((int64_t)1 << 62)

/// Whether a loop is to be woken when it is sent something.
enum ac__rest {
    AC__AWAKE,   ///< no: it looks before it sleeps
    AC__LISTENS, ///< by the bell, from its sleep in the kernel for whatever comes
    AC__SLEEPS,  ///< by its semaphore: it waits for other threads only
};

typedef struct ac__cell {
    ac_strand *strand; ///< NULL: the strand has ended; loop thread only
    ac__mail mail;     ///< a wake from another thread
    _Atomic uint32_t gen;
    uint32_t free;    ///< link of the free cells
    uint32_t shields; ///< how many shields the strand has begun and not ended since some time
    uint32_t expired; ///< how many of its deadlines have come
    ac__deadline *deadlines; ///< of the strand, innermost first
    ac__binding *bindings;
} ac__cell;

/// Posts it, from any thread, unless it is in line already: false. Sees to it that `take` is called
/// on the loop's thread, with all that was written before visible. The loop must be open.
bool ac__post(ac_loop *loop, ac__mail *mail);

int ac__wakers_open(ac_loop *loop);
/// Takes over what other threads have woken and posted.
void ac__wakers_take(ac_loop *loop);
ac__cell *ac__cell_at(ac_loop *loop, uint32_t handle);
/// The running strand's own; NULL if memory is short.
ac__cell *ac__strand_cell(ac_context *cx);
/// The strand of this cell has ended.
void ac__cell_release(ac_loop *loop, uint32_t handle);
/// Whether something may still come from other threads, or has come and was not taken.
bool ac__wakers_out(ac_loop *loop);
/// The loop has nothing to do: waits for other threads for a moment, if that has helped before.
/// True: something has come.
bool ac__wakers_spin(ac_loop *loop);
/// The loop is about to sleep in the kernel, where the bell wakes it, until it says that it is
/// awake. False: something has come that it has to take.
bool ac__wakers_listen(ac_loop *loop);
void ac__wakers_awake(ac_loop *loop);
/// Sleeps until something comes from another thread.
void ac__wakers_sleep(ac_loop *loop);
/// Closes the way in.
void ac__wakers_close(ac_loop *loop);
/// Keeps the loop's memory also after its end, as a waker does; from any thread.
void ac__loop_hold(ac_loop *loop);
void ac__loop_release(ac_loop *loop);
/// The loop has ended: its memory is freed now, or when the last waker is gone.
void ac__wakers_unref(ac_loop *loop);

// ---- work.c: requests in the thread pool ----

/// Begins work that a leaf's frame holds; the leaf's start returns this. `run` is called on a
/// thread of the pool, and what it returns is the result, unless the task is told to stop before.
ac_poll ac__work_start(ac_work *work, ac_context *cx, int (*run)(ac_work *));
/// The same for work that a task which was told to stop has done all the same.
ac_poll ac__work_start_always(ac_work *work, ac_context *cx, int (*run)(ac_work *));
/// Instead of the start: the leaf has its result at once.
ac_poll ac__work_end(ac_work *work, ac_context *cx, int result);
/// The leaf's resume.
ac_poll ac__work_resume(ac_work *work, ac_context *cx);

// ---- signal.c ----

typedef struct ac__signals ac__signals;
/// Takes over what has come: tells who waits.
void ac__signals_take(ac_loop *loop);
/// Whether somebody waits.
bool ac__signals_awaited(const ac_loop *loop);
/// Must stand before the bell is closed.
void ac__signals_close(ac_loop *loop);
/// After the loop's handles are closed.
void ac__signals_free(ac_loop *loop);

// ---- dir.c ----

ac_loop *ac__dir_loop(const ac_dir *dir);

// ---- process.c ----

void ac__processes_close(ac_loop *loop);
ac_loop *ac__process_loop(const ac_process *process);
/// Whether its owner has closed it.
bool ac__process_left(const ac_process *process);

// ---- remote.c: tasks that another loop has spawned ----

/// The task has ended, and is not queued any more.
void ac__remote_over(ac_loop *loop, ac_task *task);
/// Frees those whose handles were left behind. All have ended.
void ac__remotes_free(ac_loop *loop);
/// Whether a handle is out by which a task of the loop that has not ended could be cancelled.
bool ac__remotes_out(ac_loop *loop);

// ---- workers.c ----

typedef struct ac__crew ac__crew;
struct ac__crew {
    int n;
    _Atomic int phase;       ///< of the end, for all
    _Atomic unsigned ending; ///< what all tasks were told
    /// Loops that have something to run, and tasks that are on their way to one: all have ended
    /// when this is 0, since nobody is left who could start another.
    _Atomic int64_t busy;
    ac_loop **loops;
    pthread_t *threads; ///< [0] is unused: the thread that started the others
};

/// The worker's loop; the program ends if there is none.
ac_loop *ac__worker_loop(ac_loop *loop, int worker, const char *what);
/// Stops and waits for the other workers, all of which are idle.
void ac__crew_stop(ac_loop *loop);

// ---- shutdown.c: how tasks end that nobody waits for ----

/// Those of a second end follow those of the first, with numbers of their own.
enum ac__phase {
    AC__PHASE_NONE,
    AC__PHASE_DRAIN,          ///< nothing is accepted any more
    AC__PHASE_CANCEL,         ///< tasks are cancelled
    AC__PHASE_ABORT,          ///< tasks are aborted
    AC__PHASE_REPORT,         ///< those that are left are named
    AC__PHASE_STOP = INT_MAX, ///< all have ended: the workers' threads end, too
};

/// The root has ended: ends what remains, on all workers.
void ac__end_tasks(ac_loop *loop);
/// A batch has run: perhaps it was the last one.
void ac__idle_check(ac_loop *loop);
/// Brings the loop to the crew's phase.
void ac__phase_taken(ac_loop *loop, ac__mail *mail);

// ---- loop.c ----

enum {
    AC__BATCH = 61,         ///< resumes between two looks at the clock
    AC__BATCH_MAX = 244,    ///< where they take next to no time
    AC__LOOK_NS = 2000,     ///< more than that is not next to no time
    AC__POLL_NS = 20000,    ///< and the kernel is asked when this much time has gone by
    AC__BUDGET = 128,       ///< operations that end at once per resume
    AC__CSTACK = 64 * 1024, ///< depth of nested starts on the C stack
    AC__SHUTDOWN_MS = 5000,
};

/// What a loop counts. Its thread writes, others read: so these are atomic, but never locked.
typedef struct ac__counters {
    _Atomic uint64_t spawned, ended; ///< tasks; spawned: by this loop for itself
    _Atomic uint64_t sent, taken;    ///< those that it has spawned on others, others on it
    _Atomic uint64_t woken, resumed; ///< strands, into the ready queue and out of it
    _Atomic uint64_t bytes_read, bytes_written;
    _Atomic uint64_t busy_ns;
    _Atomic uint64_t lag[AC_LAG_BUCKETS];
} ac__counters;

// Released: who has seen the end of a task sees that it was spawned.
static inline void ac__count(_Atomic uint64_t *counter, uint64_t n)
{
    uint64_t before = atomic_load_explicit(counter, memory_order_relaxed);
    atomic_store_explicit(counter, before + n, memory_order_release);
}

struct ac_loop {
    // What each turn looks at, side by side: behind a sleep it is in no cache.
    ac_front front;
    ac_strand *taken; ///< the rest of what was taken out of the queue, which comes first
    int budget;
    bool running;        ///< inside ac_run or a blocking call
    uint8_t ending;      ///< flags that new tasks start with: the root has ended
    bool watched;        ///< ac__idle_check is to look after each batch
    bool uv_ready;       ///< libuv is to run
    ac_context cx;       ///< of strands that are resumed
    ac_frame *head;      ///< the chain that is hung into it
    uint64_t polled_ns;  ///< when the kernel was last asked
    uint64_t looked_ns;  ///< when the last batch began
    uint64_t resumed_ns; ///< time in which strands ran while the kernel was asked
    uint64_t spun_ns;    ///< since the kernel was asked
    uint64_t told;       ///< counters.woken after the kernel had told something; 0: it told nothing
    int batch;           ///< how large the last one was
    uint32_t events;     ///< of descriptors, told while the kernel is asked
    int epoll;
    int watching;        ///< how many descriptors
    ac__watch **watches; ///< by descriptor, in chunks (watch.c)
    int watches_size;    ///< chunks that the table has room for
    int worker;          ///< its number in crew
    ac__crew *crew;      ///< NULL: a loop alone
    ac__io *ended_ios;
    uint64_t uv_timer_at; ///< 0: not armed
    ac__counters counters;
    ac__wheel wheel;

    uv_loop_t uv;
    uv_async_t uv_keeper; ///< never sent: keeps libuv's loop from ending before it looks
    uv_timer_t uv_timer;
    ac__segments segments;
    ac__slab slab;
    ac__io *ios;
    ac__signals *signals;
    ac_process *processes;
    int ended_count; ///< ended_ios

    // The end.
    bool rooted; ///< inside ac_run, whose root has not ended
    bool ended;  ///< the root has
    bool busy;   ///< counts in crew->busy
    int phase;   ///< how far the end has come here, AC__PHASE_…
    uint64_t shutdown_ms;
    ac__alarm end;                       ///< of the root's loop: the next phase
    size_t exempt;                       ///< tasks that the end spares
    struct ac_shutdown__frame *shutdown; ///< who waits for the end

    int submitted; ///< requests that the pool has not given back yet

    // The part that is shared with other threads: from `mail` on.
    int64_t held; ///< clones minus the wakers that this thread consumed
    uint32_t cell_count, cell_free;
    ac__cell *cells[AC__CELL_CHUNKS];
    int bell; ///< an eventfd; rung by other threads when the loop sleeps, and by signals
    uint16_t spins_passed, spins_to_pass; ///< sleeps without spinning: last time, and from now on
    char apart[64];                       ///< from what the loop's thread writes all the time
    _Atomic(ac__mail *) mail;
    _Atomic int rest; ///< enum ac__rest; whoever makes it AC__AWAKE wakes the loop
    sem_t awaken;
    _Atomic int64_t refs;
    pthread_mutex_t lock;
    bool open;           ///< under lock: the bell may be rung
    ac_remote *remotes;  ///< under lock: spawned here by other loops, the handle not consumed yet
    ac__mail phase_mail; ///< the crew's phase has changed
};

extern _Thread_local ac_loop *ac__current;
/// Whether one has: from then on an address that was kept may be another loop's.
extern _Atomic bool ac__loops_ended;

/// Whether descriptors are watched besides the loop's own, libuv's set and the bell.
static inline bool ac__watches_any(const ac_loop *loop)
{
    return loop->watching > 2;
}

static inline bool ac__any_ready(const ac_loop *loop)
{
    return loop->taken != ac__queue_end(loop) || loop->front.end != &loop->front.first;
}

/// Lets others see how many strands have become ready.
static inline void ac__show_woken(ac_loop *loop)
{
    atomic_store_explicit(&loop->counters.woken, loop->front.woken, memory_order_relaxed);
}

/// Tasks that have not ended; from any thread, for which it is a number of a moment ago.
static inline size_t ac__alive(const ac_loop *loop)
{
    uint64_t ended = atomic_load_explicit(&loop->counters.ended, memory_order_relaxed);
    uint64_t begun = atomic_load_explicit(&loop->counters.spawned, memory_order_relaxed) +
                     atomic_load_explicit(&loop->counters.taken, memory_order_relaxed);
    return begun > ended ? (size_t)(begun - ended) : 0;
}

/// This thread's loop, made when first asked for. NULL: no memory or descriptors.
ac_loop *ac__loop(void);

/// A loop that no thread has yet; NULL: *error says why. A thread takes it as its own, lets it run
/// tasks, turns it once, and leaves and frees it. One that no thread has is only closed.
ac_loop *ac__loop_new(int *error);
/// Opens /dev/null in place of standard streams that are closed: libuv ends the program rather than
/// close a descriptor of theirs, and a child would inherit what has got its number.
void ac__hold_standard_streams(void);
void ac__loop_adopt(ac_loop *loop);
void ac__loop_run(ac_loop *loop);
void ac__turn(ac_loop *loop);
void ac__loop_leave(ac_loop *loop);
void ac__loop_close(ac_loop *loop);

/// At the end of what tells the holder of a descriptor: may resume what is ready.
void ac__event_told(ac_loop *loop);

/// Running a leaf in ordinary code: begin enters the thread's loop with `strand`, behind which the
/// frame stands, end turns the loop until it has ended.
void ac__block_begin(ac_context *cx, ac_strand *strand, const ac_async_type *type);
void ac__block_end(ac_context *cx, ac_strand *strand, ac_poll poll);

// What every leaf has beside start and resume: the descriptor, the ordinary symbol through which a
// pointer calls it, and the blocking form that the elided build calls. The symbol begins with GOT,
// gives the result to INTO (NULL: none), and ends with BACK.
#define AC__LEAF_COMMON(T, rsize, name, params, GOT, INTO, BACK, ...)                              \
    AC__LEAF_SYMBOL(T, rsize, name, params, GOT, INTO, BACK, __VA_ARGS__)                          \
    T name##__blocking params;                                                                     \
    T name##__blocking params                                                                      \
    {                                                                                              \
        struct {                                                                                   \
            ac_strand strand;                                                                      \
            struct name##__frame frame;                                                            \
        } b;                                                                                       \
        ac_context cx;                                                                             \
        ac__block_begin(&cx, &b.strand, &name##__type);

// The same without the blocking form.
#define AC__LEAF_SYMBOL(T, rsize, name, params, GOT, INTO, BACK, ...)                              \
    const ac_async_type name##__type = {#name,          sizeof(struct name##__frame),  rsize,      \
                                        name##__resume, (void (*)(void))name##__start, NULL};      \
    _Static_assert(sizeof(struct name##__frame) % 8 == 0, "frames are multiples of 8");            \
    T name params                                                                                  \
    {                                                                                              \
        GOT;                                                                                       \
        ac_request *rq = ac_take_request((void (*)(void))name, #name);                             \
        struct name##__frame *fr = ac_request_frame(rq, &name##__type);                            \
        ac_poll p = fr ? name##__start(fr, rq->cx __VA_OPT__(, ) __VA_ARGS__) : AC_UNWIND;         \
        ac_request_end(rq, &name##__type, fr, p, INTO);                                            \
        BACK;                                                                                      \
    }

#define AC__LEAF_SYMBOL_INT(name, params, ...)                                                     \
    AC__LEAF_COMMON(int, sizeof(int), name, params, int got = 0, &got, return got, __VA_ARGS__)

#define AC__LEAF_INT(name, params, ...)                                                            \
    AC__LEAF_SYMBOL_INT(name, params, __VA_ARGS__)                                                 \
    ac__block_end(&cx, &b.strand, name##__start(&b.frame, &cx, __VA_ARGS__));                      \
    return b.frame.result;                                                                         \
    }

#define AC__LEAF_VOID(name)                                                                        \
    AC__LEAF_COMMON(void, 0, name, (void), , NULL, )                                               \
    ac__block_end(&cx, &b.strand, name##__start(&b.frame, &cx));                                   \
    }

/// One immediate result; true: leave the work to the resume.
static inline bool ac__spent(ac_context *cx)
{
    return unlikely(--cx->loop->budget < 0);
}

/// The poll of a leaf whose result is there, and whose resume only says so: at once, or when others
/// have had a turn.
static inline ac_poll ac__ready(ac_context *cx)
{
    return ac__spent(cx) ? ac_requeue(cx) : AC_READY;
}

static inline void *ac__strand_frame(ac_strand *strand)
{
    return (uint64_t *)strand + strand->base;
}

#endif
