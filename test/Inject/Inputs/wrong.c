// What the driver must find. A leaf written by hand does what no compiled code does.
#include <asyncc.h>
#include <asyncc/leaf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

struct wrong__frame {
    int result, none;
};
async int wrong(void);
ac_poll wrong__start(struct wrong__frame *, ac_context *);
ac_poll wrong__resume(void *, ac_context *);
extern const ac_async_type wrong__type;

static int *kept;

#ifdef AC__HOOKS
static void tell(ac_context *cx, int exit, enum ac__exit_event event)
{
    ac__hook_exit(cx, "wrong", exit, event);
}

static void misbehave(ac_context *cx)
{
#if defined(NEVER)
    tell(cx, 7, AC__EXIT_ENTERED);
#elif defined(TWICE)
    tell(cx, 7, AC__EXIT_ENTERED);
    for (int i = 0; i < 2; i++) {
        tell(cx, 7, AC__EXIT_BEGINS);
        tell(cx, 7, AC__EXIT_ENDED);
    }
#elif defined(OUT_OF_TURN)
    tell(cx, 7, AC__EXIT_ENTERED);
    tell(cx, 8, AC__EXIT_ENTERED);
    tell(cx, 7, AC__EXIT_BEGINS);
#elif defined(DESCRIPTOR)
    (void)cx, (void)tell, (void)open("/dev/null", O_RDONLY);
#elif defined(LEAK)
    static void *volatile leaked;
    (void)cx, (void)tell;
    leaked = malloc(40);
    leaked = NULL;
#elif defined(FRAME)
    // One that is never given back.
    ac_stack *before = cx->stack;
    (void)tell, (void)ac_push(cx, 100000);
    cx->stack = before;
#else
    (void)cx, (void)tell;
#endif
}
#else
#define misbehave(cx) ((void)(cx))
#endif

ac_poll wrong__start(struct wrong__frame *f, ac_context *cx)
{
    misbehave(cx);
    kept = &f->result;
    return ac_requeue(cx);
}

ac_poll wrong__resume(void *frame, ac_context *cx)
{
    ((struct wrong__frame *)frame)->result = ac_interrupted(cx) == AC_ECANCELED ? AC_ECANCELED : 0;
    return AC_READY;
}

const ac_async_type wrong__type = {"wrong", sizeof(struct wrong__frame), sizeof(int), wrong__resume,
                                   (void (*)(void))wrong__start, 0};

static void late_write(void)
{
    *kept = 1;
}

static async void in_a_task(void)
{
    (void)await wrong();
}

async int main(void)
{
    int rc = await wrong();
#if defined(ABORTS)
    if (rc)
        abort();
#elif defined(LATE_WRITE)
    late_write();
#elif defined(LATE_WRITE_TO_TASK)
    await ac_join(ac_spawn(in_a_task()), NULL);
    late_write();
#else
    (void)late_write;
#endif
    (void)in_a_task;
    await ac_yield();
    return rc;
}
