// time.c: the clock, sleeping, and ticking.
#include "internal.h"
#include <limits.h>

uint64_t ac_now(void)
{
    uint64_t now = uv_hrtime() / 1000000;
    // Who compares the clock with the timers shall see these begin where they were armed.
    if (ac__current && ac__current->wheel.n_fresh)
        ac__wheel_settle(&ac__current->wheel, now);
    return now;
}

void ac_timer_arm(ac_context *cx, ac_timer *timer, uint64_t ms)
{
    ac__wheel *wheel = &cx->loop->wheel;
    timer->who = (uintptr_t)cx->strand;
    // From the loop's last look at the clock, which may be long ago, it would fire early.
    if (unlikely(ac__wheel_insert_fresh(wheel, timer, ms)))
        ac__wheel_settle(wheel, uv_hrtime() / 1000000);
}

// The running strand is woken when the clock shows `at`, which has not come.
static void arm_at(ac_context *cx, ac_timer *timer, uint64_t at)
{
    timer->who = (uintptr_t)cx->strand;
    ac__wheel_insert(&cx->loop->wheel, timer, at);
}

void ac_timer_disarm(ac_timer *timer)
{
    if (!timer->prev)
        return;
    timer->prev->next = timer->next;
    timer->next->prev = timer->prev;
    timer->prev = NULL;
}

// Sleeps for a turn of the ready queue.
static ac_poll take_turn(struct ac_sleep__frame *f, ac_context *cx)
{
    f->timer.prev = NULL;
    f->timer.at = 0;
    return ac_requeue(cx);
}

static ac_poll stopped_before(struct ac_sleep__frame *f, ac_context *cx, int stopped)
{
    if (stopped == AC_ABORTED)
        return AC_UNWIND;
    if (ac__spent(cx))
        return take_turn(f, cx);
    f->result = stopped;
    return AC_READY;
}

ac_poll ac_sleep__start(struct ac_sleep__frame *f, ac_context *cx, uint64_t ms)
{
    int stopped = ac_interrupted(cx);
    if (unlikely(stopped))
        return stopped_before(f, cx, stopped);
    if (!ms)
        return take_turn(f, cx);
    ac_timer_arm(cx, &f->timer, ms);
    return AC_PENDING;
}

ac_poll ac_sleep__resume(void *frame, ac_context *cx)
{
    struct ac_sleep__frame *f = frame;
    int stopped = 0;
    bool turn = !f->timer.at;
    if (f->timer.prev || turn) {
        stopped = ac_interrupted(cx);
        if (!stopped && !turn)
            return AC_PENDING;
        ac_timer_disarm(&f->timer);
        if (stopped == AC_ABORTED)
            return AC_UNWIND;
    }
    f->result = stopped;
    return AC_READY;
}

AC__LEAF_INT(ac_sleep, (uint64_t ms), ms)

ac_poll ac_sleep_until__start(struct ac_sleep_until__frame *f, ac_context *cx, uint64_t at)
{
    int stopped = ac_interrupted(cx);
    if (unlikely(stopped))
        return stopped_before(&f->sleep, cx, stopped);
    if (at <= ac_now())
        return take_turn(&f->sleep, cx);
    arm_at(cx, &f->sleep.timer, at);
    return AC_PENDING;
}

ac_poll ac_sleep_until__resume(void *frame, ac_context *cx)
{
    return ac_sleep__resume(frame, cx);
}

AC__LEAF_INT(ac_sleep_until, (uint64_t at), at)

uint64_t ac_until(uint64_t at)
{
    uint64_t now = ac_now();
    return at <= now ? 0 : at == UINT64_MAX ? at : at - now;
}

// ---- intervals ----

static uint64_t later(uint64_t at, uint64_t ms)
{
    return __builtin_add_overflow(at, ms, &at) ? UINT64_MAX : at;
}

void ac_interval_start(ac_interval *interval, uint64_t period, ac_missed missed)
{
    interval->period = period ? period : 1;
    interval->next = later(ac_now(), interval->period);
    interval->missed = missed;
}

// The tick has come: whatever was missed, it counts as taken.
static int take_tick(ac_interval *i, uint64_t now)
{
    uint64_t late = now > i->next ? (now - i->next) / i->period : 0;
    switch (i->missed) {
    case AC_BURST:
        i->next = later(i->next, i->period);
        break;
    case AC_SKIP:
        i->next = later(i->next + late * i->period, i->period);
        break;
    case AC_DELAY:
        i->next = later(now, i->period);
        break;
    }
    return late < INT_MAX ? (int)late : INT_MAX;
}

ac_poll ac_tick__start(struct ac_tick__frame *f, ac_context *cx, ac_interval *interval)
{
    int stopped = ac_interrupted(cx);
    uint64_t now = ac_now();
    f->interval = interval;
    f->waits = 0;
    f->timer.prev = NULL;
    if (stopped == AC_ABORTED)
        return AC_UNWIND;
    if (!stopped && interval->next > now) {
        f->waits = 1;
        arm_at(cx, &f->timer, interval->next);
        return AC_PENDING;
    }
    f->result = stopped ? stopped : take_tick(interval, now);
    return ac__ready(cx);
}

ac_poll ac_tick__resume(void *frame, ac_context *cx)
{
    struct ac_tick__frame *f = frame;
    if (!f->waits)
        return AC_READY;
    if (!f->timer.prev) {
        f->result = take_tick(f->interval, ac_now());
        return AC_READY;
    }
    int stopped = ac_interrupted(cx);
    if (!stopped)
        return AC_PENDING;
    ac_timer_disarm(&f->timer);
    f->result = stopped;
    return stopped == AC_ABORTED ? AC_UNWIND : AC_READY;
}

AC__LEAF_INT(ac_tick, (ac_interval * interval), interval)
