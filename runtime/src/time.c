// time.c: the clock, sleeping, and ticking.
#include "internal.h"
#include <limits.h>

uint64_t ac_now(void)
{
    return uv_hrtime() / 1000000;
}

// A timer that never fires still has to look armed: it is linked to itself.
static void arm_never(ac_timer *timer)
{
    timer->next = timer->prev = timer;
    timer->at = UINT64_MAX;
}

void ac_timer_arm(ac_context *cx, ac_timer *timer, uint64_t ms)
{
    ac__wheel *wheel = &cx->loop->wheel;
    // The clock is read anew: the loop's last reading may be long ago, and the timer would fire
    // early. The tick that is running does not count.
    uint64_t at = uv_hrtime() / 1000000 + 1;
    timer->who = (uintptr_t)cx->strand;
    if (__builtin_add_overflow(at, ms, &at) || at == UINT64_MAX)
        arm_never(timer);
    else
        ac__wheel_insert(wheel, timer, at > wheel->now ? at : wheel->now + 1);
}

void ac_timer_disarm(ac_timer *timer)
{
    if (!timer->prev)
        return;
    timer->prev->next = timer->next;
    timer->next->prev = timer->prev;
    timer->prev = NULL;
}

// Sleeps for a turn of the ready queue, or for `ms` and what is left of the running millisecond.
static ac_poll sleep_for(struct ac_sleep__frame *f, ac_context *cx, bool turn, uint64_t ms)
{
    int stopped = ac_interrupted(cx);
    f->timer.prev = NULL;
    f->timer.at = 0;
    if (unlikely(stopped)) {
        if (stopped == AC_ABORTED)
            return AC_UNWIND;
        if (ac__spent(cx))
            return ac_requeue(cx);
        f->result = stopped;
        return AC_READY;
    }
    if (turn)
        return ac_requeue(cx);
    ac_timer_arm(cx, &f->timer, ms);
    return AC_PENDING;
}

ac_poll ac_sleep__start(struct ac_sleep__frame *f, ac_context *cx, uint64_t ms)
{
    return sleep_for(f, cx, ms == 0, ms);
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

// The span to be armed so that a timer fires when the clock shows `at`, which has not come: arming
// does not count the millisecond that is running.
static uint64_t span(uint64_t at, uint64_t now)
{
    return at == UINT64_MAX ? at : at - now - 1;
}

ac_poll ac_sleep_until__start(struct ac_sleep_until__frame *f, ac_context *cx, uint64_t at)
{
    uint64_t now = ac_now();
    return at <= now ? sleep_for(&f->sleep, cx, true, 0)
                     : sleep_for(&f->sleep, cx, false, span(at, now));
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
    uint64_t late = (now - i->next) / i->period;
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
        ac_timer_arm(cx, &f->timer, span(interval->next, now));
        return AC_PENDING;
    }
    f->result = stopped ? stopped : take_tick(interval, now);
    return ac__spent(cx) ? ac_requeue(cx) : AC_READY;
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
