// Who has ended, but was woken once more and still stands in the queue, has ended: a timeout that comes
// then is none, and a cancel or an abort has no effect.
// RUN: %asyncc %sanitize -g -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
#include <asyncc.h>
#include <asyncc/leaf.h>
#include <stdbool.h>
#include <stdio.h>

#ifndef OTHERS
#define OTHERS 1000 // more than are resumed between two looks at the clock
#endif
enum { LIMIT = 5 };

static bool too_late; // the machine was so slow that the time was over before it began to work

struct busy__frame {
    int result, none;
};
async int busy(void);
ac_poll busy__start(struct busy__frame *, ac_context *);
ac_poll busy__resume(void *, ac_context *);
extern const ac_async_type busy__type;

ac_poll busy__start(struct busy__frame *f, ac_context *cx)
{
    (void)f;
    return ac_requeue(cx);
}

// Wakes its strand, works until the time is over, and ends.
ac_poll busy__resume(void *frame, ac_context *cx)
{
    uint64_t end = ac_now() + 2 * LIMIT;
    too_late = ac_interrupted(cx);
    ac_wake(cx->loop, cx->strand);
    while (ac_now() < end)
        ;
    ((struct busy__frame *)frame)->result = 7;
    return AC_READY;
}

const ac_async_type busy__type = {"busy",       sizeof(struct busy__frame),  sizeof(int),
                                  busy__resume, (void (*)(void))busy__start, 0};

// So many are ready that the loop looks at its timers before it comes to the end of the queue.
static async void other(void)
{
    for (int i = 0; i < 3; i++)
        await ac_yield();
}

async int main(void)
{
    int rc, result, tries = 0;
    do {
        ac_scope(s)
        {
            for (int i = 0; i < OTHERS; i++)
                ac_spawn_in(s, other());
            rc = await ac_timeout(LIMIT, result = busy());
        }
    } while (too_late && tries++ < 50);
    // CHECK: {{^}}0 7
    printf("%d %d\n", rc, result);
    int (*const stop[])(ac_task *) = {ac_cancel, ac_abort};
    for (int i = 0; i < 2; i++) {
        ac_task *task = ac_spawn(busy());
        await ac_yield(); // behind it, and before it is taken out
        int told = stop[i](task), ended = ac_has_ended(task);
        result = 0;
        rc = await ac_join(task, &result);
        // CHECK-NEXT: {{^}}0 1 0 7
        // CHECK-NEXT: {{^}}0 1 0 7
        printf("%d %d %d %d\n", told, ended, rc, result);
    }
    return 0;
}
