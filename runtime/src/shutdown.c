// shutdown.c: how tasks end that nobody waits for.
//
// The end comes in phases (AC__PHASE_…), each of which is brought to all workers: the crew's phase
// goes up, every loop is sent a mail, and whoever takes it does on its own thread what the phases
// up to there ask for. A loop alone does the same without mail. The root's loop leads: by the
// timers of ac_shutdown, or of ac__end_tasks when the root has ended.
//
// When all tasks of all workers have ended is told by crew->busy: it counts the loops that have
// tasks and the tasks that were posted and not taken yet. Only a task can start another, and a
// posted one is counted before its spawner can end, so that 0 stays 0.
#include "stream.h"
#include <stdio.h>

// ---- the phases, on each loop ----

// The kernel turns away whoever connects from now on. Closing is left to the listener's owner.
static void stop_listening(ac_loop *loop)
{
    for (ac__io *io = loop->ios; io; io = io->next)
        if (io->listens && !io->closing)
            ac__listener_stop((ac_listener *)io);
}

// The end concerns it: it has not ended, and is not the one that waits for the end.
static bool remains(const ac_loop *loop, const ac_task *task)
{
    return !ac__task_has_ended(task) && !(loop->shutdown && loop->shutdown->task == task);
}

static void end_task(ac_loop *loop, ac_task *task, void *none)
{
    (void)none;
    if (!remains(loop, task))
        return;
    task->strand.flags |= loop->ending;
    ac_wake(loop, &task->strand);
}

typedef struct {
    size_t count, length;
    char names[400];
} list;

static void add_name(ac_loop *loop, ac_task *task, void *arg)
{
    list *l = arg;
    if (!remains(loop, task))
        return;
    l->count++;
    int n = snprintf(l->names + l->length, sizeof l->names - l->length, "%s'%s'",
                     l->length ? ", " : "", task->strand.type->name);
    if (n > 0 && (size_t)n < sizeof l->names - l->length)
        l->length += (size_t)n;
    l->names[l->length] = 0; // names that do not fit are left out
}

static void report(ac_loop *loop)
{
    list l = {0};
    ac__slab_walk(loop, add_name, &l);
    if (l.count)
        fprintf(stderr, "asyncc: worker %d: %zu aborted task%s not ended: %s\n", loop->worker,
                l.count, l.count == 1 ? " has" : "s have", l.names);
}

// Does what is left to do up to `phase`.
static void bring_to(ac_loop *loop, int phase)
{
    while (loop->phase < phase) {
        loop->phase++;
        if (loop->phase == AC__PHASE_DRAIN)
            stop_listening(loop);
        else if (loop->phase == AC__PHASE_CANCEL)
            loop->ending |= AC_STRAND_CANCELED;
        else if (loop->phase == AC__PHASE_ABORT)
            loop->ending |= AC_STRAND_ABORTED;
        else if (loop->phase == AC__PHASE_REPORT)
            report(loop);
        if (loop->phase == AC__PHASE_CANCEL || loop->phase == AC__PHASE_ABORT)
            ac__slab_walk(loop, end_task, NULL);
    }
}

void ac__phase_taken(ac_loop *loop, ac__mail *mail)
{
    (void)mail;
    if (loop->crew) // the root's loop may have seen that all is idle before it took the mail
        bring_to(loop, atomic_load_explicit(&loop->crew->phase, memory_order_acquire));
}

// ---- for all, by the root's loop ----

static void lead_to(ac_loop *loop, int phase)
{
    ac__crew *crew = loop->crew;
    if (crew && atomic_load_explicit(&crew->phase, memory_order_relaxed) < phase) {
        atomic_store_explicit(&crew->phase, phase, memory_order_release);
        for (int i = 1; i < crew->n; i++)
            ac__post(crew->loops[i], &crew->loops[i]->phase_mail);
    }
    bring_to(loop, phase);
}

static bool is_idle(const ac_loop *loop)
{
    return ac__alive(loop) <= loop->exempt;
}

static bool all_idle(const ac_loop *loop)
{
    return loop->crew ? !atomic_load_explicit(&loop->crew->busy, memory_order_acquire)
                      : is_idle(loop);
}

void ac__idle_check(ac_loop *loop)
{
    ac__crew *crew = loop->crew;
    if (crew && loop->busy == is_idle(loop)) {
        loop->busy = !loop->busy;
        if (loop->busy)
            atomic_fetch_add_explicit(&crew->busy, 1, memory_order_relaxed);
        else if (atomic_fetch_sub_explicit(&crew->busy, 1, memory_order_acq_rel) == 1 &&
                 loop->worker)
            ac__post(crew->loops[0], &crew->loops[0]->phase_mail);
    }
    if (loop->shutdown && all_idle(loop))
        ac_wake(loop, loop->shutdown->strand);
}

// ---- the root has ended ----

static void next_phase(ac_loop *loop, ac__alarm *alarm)
{
    lead_to(loop, loop->phase + 1);
    if (loop->phase < AC__PHASE_REPORT)
        ac__alarm_set(loop, alarm, loop->shutdown_ms);
}

void ac__end_tasks(ac_loop *loop)
{
    ac__alarm alarm = {.ring = next_phase};
    if (loop->shutdown) {
        ac_wake(loop, loop->shutdown->strand);
        loop->shutdown = NULL;
    }
    loop->exempt = 0;
    if (!loop->crew && is_idle(loop))
        return;
    lead_to(loop, AC__PHASE_CANCEL);
    ac__alarm_set(loop, &alarm, loop->shutdown_ms);
    ac__idle_check(loop);
    while (!all_idle(loop))
        ac__turn(loop);
    ac_timer_disarm(&alarm.timer);
    if (loop->crew)
        ac__crew_stop(loop);
}

// ---- ac_shutdown ----

// Those on their way are looked for first: a task that begins meanwhile is not missed.
static size_t running(const ac_loop *loop)
{
    ac__crew *crew = loop->crew;
    if (!crew)
        return ac__alive(loop) - loop->exempt;
    size_t n = (size_t)atomic_load_explicit(&crew->under_way, memory_order_acquire);
    for (int i = 0; i < crew->n; i++)
        n += ac__alive(crew->loops[i]);
    return n - loop->exempt;
}

static void leave(ac_loop *loop, struct ac_shutdown__frame *f)
{
    ac_timer_disarm(&f->timer);
    loop->shutdown = NULL;
    loop->exempt = 0;
    loop->watched = loop->crew;
}

ac_poll ac_shutdown__start(struct ac_shutdown__frame *f, ac_context *cx, uint64_t grace_ms,
                           ac_shutdown_report *out)
{
    ac_loop *loop = cx->loop;
    if (ac_interrupted(cx) == AC_ABORTED)
        return AC_UNWIND;
    f->result = loop->worker ? AC_EINVAL : AC_EALREADY;
    if (loop->worker || loop->shutdown || loop->ended)
        return AC_READY;
    f->strand = cx->strand;
    f->task = (ac_task *)ac__root_of(cx->strand);
    f->report = out;
    f->timer = (ac_timer){0};
    loop->shutdown = f;
    loop->exempt = loop->rooted + (f->task && !(f->task->strand.index & AC__TASK_ROOT));
    loop->watched = true;
    f->got = (ac_shutdown_report){.running = running(loop)};
    f->phase = AC__PHASE_DRAIN;
    lead_to(loop, f->phase);
    ac_timer_arm(cx, &f->timer, grace_ms);
    ac__idle_check(loop); // nothing may be there to end
    return ac_shutdown__resume(f, cx);
}

ac_poll ac_shutdown__resume(void *frame, ac_context *cx)
{
    struct ac_shutdown__frame *f = frame;
    ac_loop *loop = cx->loop;
    int stopped = ac_interrupted(cx);
    if (loop->shutdown != f || stopped == AC_ABORTED) {
        // The root has ended, and its end goes on with it; or nobody is to wait any more.
        ac_timer_disarm(&f->timer);
        if (loop->shutdown == f)
            leave(loop, f);
        f->result = AC_ECANCELED;
        return stopped == AC_ABORTED ? AC_UNWIND : AC_READY;
    }
    if (all_idle(loop)) {
        leave(loop, f);
        if (f->report)
            *f->report = f->got;
        f->result = f->phase == AC__PHASE_DRAIN ? 0 : AC_ETIMEDOUT;
        return AC_READY;
    }
    bool late = !f->timer.prev;
    if (late || (stopped && f->phase == AC__PHASE_DRAIN)) {
        ac_timer_disarm(&f->timer);
        f->phase++;
        if (f->phase == AC__PHASE_CANCEL)
            f->got.cancelled = running(loop);
        else if (f->phase == AC__PHASE_ABORT)
            f->got.aborted = running(loop);
        lead_to(loop, f->phase);
        ac_timer_arm(cx, &f->timer, f->phase < AC__PHASE_REPORT ? loop->shutdown_ms : UINT64_MAX);
    }
    return AC_PENDING;
}

AC__LEAF_INT(ac_shutdown, (uint64_t grace_ms, ac_shutdown_report *report), grace_ms, report)
