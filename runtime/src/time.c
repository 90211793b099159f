// time.c: the clock, and sleeping.
#include "internal.h"

uint64_t ac_now(void)
{
    return uv_hrtime() / 1000000;
}

// A timer that never fires still has to look armed: it is linked to itself.
static void arm_never(ac_timer *timer)
{
    timer->next = NULL;
    timer->pprev = &timer->next;
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
    if (!timer->pprev)
        return;
    *timer->pprev = timer->next;
    if (timer->next)
        timer->next->pprev = timer->pprev;
    timer->pprev = NULL;
}

ac_poll ac_sleep__start(struct ac_sleep__frame *f, ac_context *cx, uint64_t ms)
{
    int stopped = ac_interrupted(cx);
    f->timer.pprev = NULL;
    f->turn = 1;
    if (unlikely(stopped)) {
        if (stopped == AC_ABORTED)
            return AC_UNWIND;
        if (ac__spent(cx))
            return ac_requeue(cx);
        f->result = stopped;
        return AC_READY;
    }
    if (ms == 0)
        return ac_requeue(cx);
    f->turn = 0;
    ac_timer_arm(cx, &f->timer, ms);
    return AC_PENDING;
}

ac_poll ac_sleep__resume(void *frame, ac_context *cx)
{
    struct ac_sleep__frame *f = frame;
    int stopped = 0;
    if (f->timer.pprev || f->turn) {
        stopped = ac_interrupted(cx);
        if (!stopped && !f->turn)
            return AC_PENDING;
        ac_timer_disarm(&f->timer);
        if (stopped == AC_ABORTED)
            return AC_UNWIND;
    }
    f->result = stopped;
    return AC_READY;
}

AC__LEAF_INT(ac_sleep, (uint64_t ms), ms)
