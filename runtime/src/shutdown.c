// shutdown.c: how tasks end that nobody waits for.
//
// An end comes in phases (AC__PHASE_…), each of which is brought to all workers: the crew's phase
// goes up, every loop is sent a mail, and whoever takes it does on its own thread what the phases
// up to there ask for. A loop alone does the same without mail. The root's loop leads, by an alarm.
//
// There may be several ends: ac_shutdown begins one, which spares the root and its caller, and the
// end of the root begins another, which spares nobody. The phases of each are numbered behind those
// of the one before, so that a number tells which one it belongs to.
//
// When all tasks of all workers have ended is told by crew->busy: it counts the loops that have
// tasks and the tasks that were posted and not taken yet. Only a task can start another, and a
// posted one is counted before its spawner can end, so that 0 stays 0, unless those that the end
// spares begin others: whoever waits for the end looks again, and goes on with the phases.
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

static void stop_task(ac_loop *loop, ac_task *task, void *flag)
{
    if (!remains(loop, task))
        return;
    task->strand.flags |= *(const uint8_t *)flag;
    ac_wake(loop, &task->strand);
}

// Also those that begin later.
static void stop_tasks(ac_loop *loop, uint8_t flag)
{
    loop->ending |= flag;
    ac__slab_walk(loop, stop_task, &flag);
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

// Of which end a phase is, from 1; 0: AC__PHASE_NONE.
static int end_of(int phase)
{
    return (phase + AC__PHASE_REPORT - 1) / AC__PHASE_REPORT;
}

// What it asks for: AC__PHASE_DRAIN to AC__PHASE_REPORT.
static int step_of(int phase)
{
    return phase - (end_of(phase) - 1) * AC__PHASE_REPORT;
}

// Behind the last one of the end that the loop has come to.
static int next_end(const ac_loop *loop)
{
    return end_of(loop->phase) * AC__PHASE_REPORT;
}

// Does what is left to do up to `phase`, of its end alone.
static void bring_to(ac_loop *loop, int phase)
{
    if (end_of(loop->phase) < end_of(phase))
        loop->phase = (end_of(phase) - 1) * AC__PHASE_REPORT;
    while (loop->phase < phase)
        switch (step_of(++loop->phase)) {
        case AC__PHASE_DRAIN:
            stop_listening(loop);
            break;
        case AC__PHASE_CANCEL:
            stop_tasks(loop, AC_STRAND_CANCELED);
            break;
        case AC__PHASE_ABORT:
            stop_tasks(loop, AC_STRAND_ABORTED);
            break;
        case AC__PHASE_REPORT:
            report(loop);
            break;
        }
}

void ac__phase_taken(ac_loop *loop, ac__mail *mail)
{
    (void)mail;
    if (!loop->crew) // the root's loop may have seen that all is idle before it took the mail
        return;
    int phase = atomic_load_explicit(&loop->crew->phase, memory_order_acquire);
    if (phase == AC__PHASE_STOP) {
        loop->phase = phase;
        return;
    }
    // What an earlier end has told others, if the next one had begun before its mail was taken.
    unsigned told = atomic_load_explicit(&loop->crew->ending, memory_order_relaxed);
    if (told & ~(unsigned)loop->ending)
        stop_tasks(loop, (uint8_t)told);
    bring_to(loop, phase);
}

// ---- for all, by the root's loop ----

static void lead_to(ac_loop *loop, int phase)
{
    ac__crew *crew = loop->crew;
    bring_to(loop, phase);
    if (!crew || atomic_load_explicit(&crew->phase, memory_order_relaxed) >= phase)
        return;
    atomic_store_explicit(&crew->ending, loop->ending, memory_order_relaxed);
    atomic_store_explicit(&crew->phase, phase, memory_order_release);
    for (int i = 1; i < crew->n; i++)
        ac__post(crew->loops[i], &crew->loops[i]->phase_mail);
}

// Nobody waits for an end any more, which spares nobody.
static void leave(ac_loop *loop)
{
    loop->shutdown = NULL;
    loop->exempt = 0;
    loop->watched = loop->crew;
}

static bool is_idle(const ac_loop *loop)
{
    return ac__alive(loop) <= loop->exempt;
}

// Its own tasks are counted: the crew is told of them only behind the turn.
static bool all_idle(const ac_loop *loop)
{
    return is_idle(loop) &&
           (!loop->crew || !atomic_load_explicit(&loop->crew->busy, memory_order_acquire));
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
    if (loop->worker || !all_idle(loop))
        return;
    if (loop->shutdown) {
        ac_wake(loop, loop->shutdown->strand);
    } else if (!loop->ended && (loop->exempt || loop->end.timer.prev)) { // its caller was aborted
        ac_timer_disarm(&loop->end.timer);
        leave(loop);
    }
}

// Of all tasks that the end concerns, how many there are. Each is counted by the loop that spawned
// it, so that one which is taken meanwhile is not counted twice; those that have ended are looked
// for first, so that none is missed.
static size_t running(const ac_loop *loop)
{
    ac__crew *crew = loop->crew;
    if (!crew)
        return ac__alive(loop) - loop->exempt;
    uint64_t ended = loop->exempt, spawned = 0;
    for (int i = 0; i < crew->n; i++)
        ended += atomic_load_explicit(&crew->loops[i]->counters.ended, memory_order_acquire);
    for (int i = 0; i < crew->n; i++) {
        const ac__counters *c = &crew->loops[i]->counters;
        spawned += atomic_load_explicit(&c->spawned, memory_order_relaxed);
        spawned += atomic_load_explicit(&c->sent, memory_order_relaxed);
    }
    return spawned > ended ? (size_t)(spawned - ended) : 0;
}

// Goes on to the next phase, and by the alarm to those behind it.
static void next_phase(ac_loop *loop, ac__alarm *alarm)
{
    ac__idle_check(loop);
    if (all_idle(loop))
        return;
    struct ac_shutdown__frame *f = loop->shutdown;
    int step = step_of(loop->phase + 1);
    if (f && step == AC__PHASE_CANCEL)
        f->got.cancelled = running(loop);
    else if (f && step == AC__PHASE_ABORT)
        f->got.aborted = running(loop);
    lead_to(loop, loop->phase + 1);
    if (step < AC__PHASE_REPORT)
        ac__alarm_set(loop, alarm, loop->shutdown_ms);
}

// Begins an end in the phase `step`, for `ms` milliseconds.
static void begin_end(ac_loop *loop, int step, uint64_t ms)
{
    ac_timer_disarm(&loop->end.timer);
    loop->end.ring = next_phase;
    lead_to(loop, next_end(loop) + step);
    ac__alarm_set(loop, &loop->end, ms);
    ac__idle_check(loop); // nothing may be there to end
}

// ---- the root has ended ----

void ac__end_tasks(ac_loop *loop)
{
    if (loop->shutdown) {
        ac_wake(loop, loop->shutdown->strand);
        loop->shutdown = NULL;
    }
    loop->exempt = 0;
    if (loop->crew || !is_idle(loop))
        begin_end(loop, AC__PHASE_CANCEL, loop->shutdown_ms);
    while (!all_idle(loop))
        ac__turn(loop);
    ac_timer_disarm(&loop->end.timer);
    if (loop->crew)
        ac__crew_stop(loop);
}

// ---- ac_shutdown ----

static ac_poll over(struct ac_shutdown__frame *f, ac_context *cx, int result)
{
    f->strand = NULL;
    f->result = result;
    return ac__ready(cx);
}

ac_poll ac_shutdown__start(struct ac_shutdown__frame *f, ac_context *cx, uint64_t grace_ms,
                           ac_shutdown_report *out)
{
    ac_loop *loop = cx->loop;
    if (ac_interrupted(cx) == AC_ABORTED)
        return AC_UNWIND;
    if (loop->worker || loop->shutdown || loop->ended)
        return over(f, cx, loop->worker ? AC_EINVAL : AC_EALREADY);
    f->strand = cx->strand;
    f->task = (ac_task *)ac__root_of(cx->strand);
    f->report = out;
    loop->shutdown = f;
    loop->exempt = loop->rooted + (f->task && !(f->task->strand.index & AC__TASK_ROOT));
    loop->watched = true;
    f->got = (ac_shutdown_report){.running = running(loop)};
    begin_end(loop, AC__PHASE_DRAIN, grace_ms);
    return ac_shutdown__resume(f, cx);
}

ac_poll ac_shutdown__resume(void *frame, ac_context *cx)
{
    struct ac_shutdown__frame *f = frame;
    ac_loop *loop = cx->loop;
    if (!f->strand)
        return AC_READY;
    int stopped = ac_interrupted(cx);
    bool in_grace = step_of(loop->phase) == AC__PHASE_DRAIN;
    bool waits = loop->shutdown == f && !loop->ended;
    if (waits && all_idle(loop)) {
        ac_timer_disarm(&loop->end.timer);
        leave(loop);
        if (f->report)
            *f->report = f->got;
        return over(f, cx, in_grace ? 0 : AC_ETIMEDOUT);
    }
    if (!waits || stopped == AC_ABORTED) {
        // The root has ended, and all that is left with it; or nobody is to wait any more.
        if (loop->shutdown == f) {
            loop->shutdown = NULL;
            loop->exempt = loop->rooted; // while the end goes on
        }
        f->result = AC_ECANCELED;
        return stopped == AC_ABORTED ? AC_UNWIND : AC_READY;
    }
    // All was idle when the alarm rang, and is no more: the next phase is due.
    bool missed = !loop->end.timer.prev && step_of(loop->phase) < AC__PHASE_REPORT;
    if ((stopped && in_grace) || missed) {
        ac_timer_disarm(&loop->end.timer);
        next_phase(loop, &loop->end);
    }
    return AC_PENDING;
}

AC__LEAF_INT(ac_shutdown, (uint64_t grace_ms, ac_shutdown_report *report), grace_ms, report)
