// loop.c: a thread's loop, from its making to its end; running and blocking calls.
//
// A turn: ask the kernel if nothing is ready or enough time has gone by, then resume a batch of
// ready strands. What the kernel has told is worked off before it is asked again: descriptors are
// watched level-triggered, so it would look at all of those again and tell the same. It tells of up
// to 1024 at once; so those told of are resumed also in between, whenever a batch of events was
// told. Timers are ours (wheel.c), and looked at in each turn; libuv's only timer bounds the time
// that the loop sleeps.
#include "pool.h"
#include "readiness.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>
#include <sys/syscall.h>

_Thread_local ac_loop *ac__current;
_Atomic bool ac__loops_ended;

// ---- turning ----

static void on_timer(uv_timer_t *timer)
{
    ((ac_loop *)timer->data)->uv_timer_at = 0;
}

static void expire(ac_loop *loop, uint64_t now)
{
    ac_timer *t = ac__wheel_advance(&loop->wheel, now);
    while (t) {
        ac_timer *next = t->next;
        if (unlikely(t->who & AC__WHO_ALARM))
            ((ac__alarm *)t)->ring(loop, (ac__alarm *)t);
        else if (unlikely(t->who & AC__WHO_DEADLINE))
            ac__deadline_expired(loop, (ac__deadline *)t);
        else if (unlikely(t->who & AC__WHO_GROUP))
            ac__group_timeout(loop, (ac_group *)(t->who & ~(uintptr_t)AC__WHO_GROUP));
        else
            ac_wake(loop, (ac_strand *)t->who);
        t = next;
    }
}

// Nothing is due before `next`: does libuv's timer end the sleep in time?
static bool is_bounded(const ac_loop *loop, uint64_t next)
{
    return next == UINT64_MAX || (loop->uv_timer_at && loop->uv_timer_at <= next);
}

// Lets it do so. One that is armed for an earlier time stays: firing in vain once is cheaper than
// arming anew for each timer that comes and goes. False: a timer is due.
static bool bound_sleep(ac_loop *loop, uint64_t now)
{
    ac__wheel_settle(&loop->wheel, now);
    if (is_bounded(loop, loop->wheel.next))
        return true;
    uint64_t next = ac__wheel_next(&loop->wheel);
    if (is_bounded(loop, next))
        return true;
    now = ac_now();
    if (next <= now)
        return false;
    uv_update_time(&loop->uv);
    uv_timer_start(&loop->uv_timer, on_timer, next - now, 0);
    loop->uv_timer_at = next;
    return true;
}

static uint64_t count_of(const _Atomic uint64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

// The loop was away from the kernel until `now`.
static void count_lag(ac_loop *loop, uint64_t now)
{
    uint64_t ns = now - loop->polled_ns - loop->spun_ns, us = ns / 1000;
    int bucket = us ? 64 - __builtin_clzll(us) : 0;
    ac__count(&loop->counters.busy_ns, ns);
    ac__count(&loop->counters.lag[bucket < AC_LAG_BUCKETS ? bucket : AC_LAG_BUCKETS - 1], 1);
}

static bool uv_has_work(ac_loop *loop)
{
    uv_unref((uv_handle_t *)&loop->uv_keeper);
    bool has = uv_loop_alive(&loop->uv);
    uv_ref((uv_handle_t *)&loop->uv_keeper);
    return has;
}

// Libuv's timer may still be armed for one of ours that is no more: what waits for nothing else is
// not to wait for that. Descriptors that nobody waits for any more are not looked for: there may be
// thousands.
static void forget_timer(ac_loop *loop)
{
    if (!loop->uv_timer_at || ac__watches_any(loop) || ac__wheel_next(&loop->wheel) != UINT64_MAX)
        return;
    uv_timer_stop(&loop->uv_timer);
    loop->uv_timer_at = 0;
}

// The time when it was asked.
static uint64_t ask_kernel(ac_loop *loop, bool sleep, uint64_t now)
{
    count_lag(loop, now);
    if (sleep)
        sleep = bound_sleep(loop, now / 1000000);
    loop->events = 0;
    loop->resumed_ns = loop->spun_ns = 0;
    if (sleep)
        forget_timer(loop);
    bool alive = ac__watches_any(loop) || uv_has_work(loop) || ac__signals_awaited(loop);
    uint64_t woken = loop->front.woken;
    // Only another thread can wake us otherwise.
    if (sleep && !alive && !ac__wakers_out(loop) && !loop->crew && !ac__remotes_out(loop))
        ac__fatal("deadlock: %zu task%s, none of which can ever go on", ac__alive(loop),
                  ac__alive(loop) == 1 ? "" : "s");
    if (alive || loop->processes) {
        ac__watches_ask(loop, sleep && ac__wakers_listen(loop));
        ac__wakers_awake(loop);
    } else if (sleep) {
        ac__wakers_sleep(loop);
    }
    uint64_t told = loop->front.woken;
    loop->told = told > woken ? told : 0;
    // Away from the kernel for as long as strands were resumed meanwhile.
    now = uv_hrtime();
    loop->polled_ns = now - loop->resumed_ns;
    return now;
}

void ac__event_told(ac_loop *loop)
{
    if (++loop->events % AC__BATCH)
        return;
    uint64_t begin = uv_hrtime(), now = begin, told = loop->front.woken;
    do {
        ac__wakers_take(loop);
        expire(loop, now / 1000000);
        ac__run_ready(loop, AC__BATCH);
        now = uv_hrtime();
    } while (count_of(&loop->counters.resumed) < told);
    loop->resumed_ns += now - begin;
}

// A look at the clock takes as long as the resumes of several strands that do little.
static int next_batch(ac_loop *loop, uint64_t now)
{
    uint64_t took = now - loop->looked_ns;
    if (took > AC__LOOK_NS)
        loop->batch = AC__BATCH;
    else if (took < AC__LOOK_NS / 2 && loop->batch < AC__BATCH_MAX)
        loop->batch *= 2;
    loop->looked_ns = now;
    return loop->batch;
}

void ac__turn(ac_loop *loop)
{
    bool sleep = !ac__any_ready(loop);
    if (loop->ended_ios)
        ac__io_free_ended(loop);
    // What has come is taken behind the kernel's: it may end the loop, which must not sleep then.
    if (sleep && loop->crew && loop->crew->n > 1 && ac__wakers_spin(loop))
        sleep = false;
    uint64_t now = uv_hrtime();
    // The queue is in order: when so many have left it, those that were told of have.
    if (sleep ||
        (now - loop->polled_ns >= AC__POLL_NS && count_of(&loop->counters.resumed) >= loop->told))
        now = ask_kernel(loop, sleep, now);
    ac__wakers_take(loop);
    expire(loop, now / 1000000);
    ac__run_ready(loop, next_batch(loop, now));
    if (unlikely(loop->watched))
        ac__idle_check(loop);
}

// ---- making and ending ----

static pthread_key_t at_exit_key;
static pthread_once_t first_loop_once = PTHREAD_ONCE_INIT;

static void close_uv(ac_loop *loop)
{
    uv_close((uv_handle_t *)&loop->uv_timer, NULL);
    uv_close((uv_handle_t *)&loop->uv_keeper, NULL);
    uv_run(&loop->uv, UV_RUN_DEFAULT);
    int rc = uv_loop_close(&loop->uv);
    if (rc)
        ac__fatal("cannot close the loop: %s", ac_strerror(rc));
}

// Ends what belongs to the loop, but not what the thread knows of it.
void ac__loop_close(ac_loop *loop)
{
    ac__loops_ended = true;
    ac__io_close_all(loop);
    ac__signals_close(loop);
    ac__watches_close(loop);
    ac__processes_close(loop);
    ac__pool_settle(loop);
    ac__wakers_close(loop);
    close_uv(loop);
    ac__signals_free(loop);
    ac__remotes_free(loop);
    ac__slab_destroy(loop);
    ac__segments_destroy(loop);
    ac__wakers_unref(loop);
}

void ac__loop_leave(ac_loop *loop)
{
    ac__loop_close(loop);
    ac__current = NULL;
    pthread_setspecific(at_exit_key, NULL);
}

// A thread that ends with a loop that no ac_run has closed: it made blocking calls.
static void thread_ends(void *loop)
{
    ac__current = loop;
    if (!((ac_loop *)loop)->running)
        ac__loop_leave(loop);
}

static void first_loop(void)
{
    struct sigaction action;
    pthread_key_create(&at_exit_key, thread_ends);
    // A peer that has gone is an error of the write, not the end of the program.
    if (!sigaction(SIGPIPE, NULL, &action) && action.sa_handler == SIG_DFL) {
        action.sa_handler = SIG_IGN;
        sigaction(SIGPIPE, &action, NULL);
    }
}

void ac__hold_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
            continue;
        int null = open("/dev/null", O_RDWR); // the lowest number that is free
        if (null > STDERR_FILENO)
            close(null);
    }
}

ac_loop *ac__loop_new(int *error)
{
    ac__hold_standard_streams();
    *error = AC_ENOMEM;
    ac_loop *loop = ac__malloc(sizeof *loop);
    if (!loop)
        return NULL;
    memset((void *)loop, 0, sizeof *loop);
    loop->front.end = &loop->front.first;
    loop->taken = ac__queue_end(loop);
    loop->cx = (ac_context){.stack = &loop->front.none, .link = &loop->head, .loop = loop};
    loop->shutdown_ms = AC__SHUTDOWN_MS;
    loop->batch = AC__BATCH;
    ac__wheel_begin(&loop->wheel, ac_now());
    if (!ac__segments_open(loop)) {
        ac__free(loop);
        return NULL;
    }
    *error = uv_loop_init(&loop->uv);
    if (*error) {
        // libuv leaves it open if what it makes after it fails. Before it makes anything it sets
        // all to 0, and then what are descriptors to -1.
        if (loop->uv.emfile_fd == -1 && loop->uv.backend_fd >= 0)
            close(loop->uv.backend_fd);
        ac__segments_destroy(loop);
        ac__free(loop);
        return NULL;
    }
    uv_timer_init(&loop->uv, &loop->uv_timer);
    loop->uv_timer.data = loop;
    uv_async_init(&loop->uv, &loop->uv_keeper, NULL);
    *error = ac__watches_open(loop);
    if (!*error && (*error = ac__wakers_open(loop)))
        ac__watches_close(loop);
    if (*error) {
        close_uv(loop);
        ac__segments_destroy(loop);
        ac__free(loop);
        return NULL;
    }
    pthread_once(&first_loop_once, first_loop);
    return loop;
}

void ac__loop_adopt(ac_loop *loop)
{
    pthread_setspecific(at_exit_key, loop);
    ac__current = loop;
}

static ac_loop *make_loop(int *error)
{
    ac_loop *loop = ac__loop_new(error);
    if (loop)
        ac__loop_adopt(loop);
    return loop;
}

ac_loop *ac__loop(void)
{
    int error;
    return ac__current ? ac__current : make_loop(&error);
}

void ac_set_shutdown_timeout(uint64_t ms)
{
    ac_loop *loop = ac__loop();
    if (loop)
        loop->shutdown_ms = ms;
}

void ac__alarm_set(ac_loop *loop, ac__alarm *alarm, uint64_t ms)
{
    ac_strand none = {0};
    ac_context cx = {.loop = loop, .strand = &none};
    ac_timer_arm(&cx, &alarm->timer, ms);
    alarm->timer.who = AC__WHO_ALARM;
}

// ---- entering ----

// Starts nest up to 64 KiB deep on the C stack, less if the thread's stack is small.
static char *cstack_bound(void)
{
    char *here = __builtin_frame_address(0);
    char *bound = here - AC__CSTACK;
    pthread_attr_t attr;
    void *low;
    size_t size;
    // The main thread's stack is large, and asking for it costs reading /proc.
    if (syscall(SYS_gettid) == getpid() || pthread_getattr_np(pthread_self(), &attr))
        return bound;
    if (!pthread_attr_getstack(&attr, &low, &size)) {
        char *half = (char *)low + (here - (char *)low) / 2;
        if (bound < half)
            bound = half;
    }
    pthread_attr_destroy(&attr);
    return bound;
}

void ac__loop_run(ac_loop *loop)
{
    loop->running = true;
    loop->cx.cstack_min = cstack_bound();
    loop->budget = AC__BUDGET;
    loop->polled_ns = uv_hrtime();
}

static ac_loop *enter(const char *what, const char *name)
{
    int error = 0;
    ac_loop *loop = ac__current;
    if (loop && loop->running)
        ac__fatal("%s%s inside a running task", what, name);
    if (!loop && !(loop = make_loop(&error)))
        ac__fatal("%s%s: cannot make a loop: %s", what, name, ac_strerror(error));
    ac__loop_run(loop);
    return loop;
}

void *ac_run_begin(ac_context *sub, const ac_async_type *type)
{
    ac_loop *loop = enter("ac_run", "");
    // The root stands outside of the loop's memory: its result is read after the loop has ended.
    ac_task *root = ac__malloc(sizeof *root + type->size);
    if (!root)
        ac__fatal("ac_run: out of memory");
    root->joiner = NULL;
    ac__count(&loop->counters.spawned, 1);
    loop->rooted = true;
    ac__context_begin(sub, &loop->cx, loop->front.current);
    ac__strand_begin(sub, &root->strand, type, sizeof *root, AC__TASK_LIVE | AC__TASK_ROOT, 0);
    return ac_task_frame(root);
}

void ac_run_end(ac_context *sub, void *frame, ac_poll poll)
{
    ac_task *root = (ac_task *)frame - 1;
    ac_loop *loop = sub->loop;
    ac__strand_started(sub, poll);
    while (!(root->strand.index & AC__TASK_ENDED))
        ac__turn(loop);
    if (root->strand.index & AC__TASK_UNWOUND)
        ac__fatal("out of memory: async function '%s', run by ac_run, has no result",
                  root->strand.type->name);
    ac__end_tasks(loop);
    ac__loop_leave(loop);
}

void ac_run_free(void *frame)
{
    ac__free((ac_task *)frame - 1);
}

void ac__block_begin(ac_context *cx, ac_strand *strand, const ac_async_type *type)
{
    ac_loop *loop = enter("blocking call of ", type->name);
    ac__context_begin(cx, &loop->cx, loop->front.current);
    ac__strand_begin(cx, strand, type, sizeof *strand, 0, AC_STRAND_INNER);
}

void ac__block_end(ac_context *cx, ac_strand *strand, ac_poll poll)
{
    ac_loop *loop = cx->loop;
    ac__strand_started(cx, poll);
    // A strand that is still queued must not leave: it stands on the C stack.
    while (strand->next || !(strand->flags & AC_STRAND_DONE))
        ac__turn(loop);
    loop->running = false;
}
