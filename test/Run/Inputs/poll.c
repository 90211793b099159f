// Calls f(0) … f(9) and prints the values: elided, or polled by hand under three schedules.
#include "poll.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef ASYNCC_ELIDE
int f(int n);
int leaf(int n)
{
    return n;
}
int main(void)
{
    for (int schedule = 0; schedule < 3; schedule++)
        for (int n = 0; n < 10; n++)
            printf("%d\n", f(n));
}
#else
struct f__frame;
ac_poll f__start(struct f__frame *, ac_context *, int);
extern const ac_async_type f__type;
static int schedule, calls;
ac_poll leaf__start(struct leaf__frame *fr, ac_context *cx, int n)
{
    (void)cx;
    fr->result = fr->n = n;
    return schedule == 0 || (schedule == 1 && calls++ % 2) ? AC_READY : AC_PENDING;
}
ac_poll leaf__resume(void *frame, ac_context *cx)
{
    struct leaf__frame *fr = frame;
    (void)cx;
    fr->result = fr->n;
    // A spurious resume now and then.
    return calls++ % 3 == 2 ? AC_PENDING : AC_READY;
}
void ac_bad_resume(const char *name, unsigned state)
{
    printf("bad resume of %s in state %u\n", name, state);
    exit(1);
}
void ac_not_awaited(const char *name)
{
    printf("%s not awaited\n", name);
    exit(1);
}
static ac_request no_request;
_Thread_local ac_request *ac_requested = &no_request;
static struct {
    ac_stack head;
    char frames[65536];
} segment;
void *ac__push_segment(ac_context *cx, size_t size)
{
    return (void)cx, (void)size, NULL;
}
void ac__pop_segment(ac_context *cx)
{
    (void)cx;
}
// There are no deadlines here.
void ac__hide_deadlines(ac_context *cx)
{
    (void)cx;
}
void ac__show_deadlines(ac_context *cx)
{
    (void)cx;
}
void *ac_request_frame(ac_request *request, const ac_async_type *type)
{
    return ac_push(request->cx, type->size);
}
void ac_request_end(ac_request *request, const ac_async_type *type, void *frame, ac_poll poll,
                    void *result)
{
    if (poll == AC_READY) {
        memcpy(result, frame, type->result);
        ac_pop(request->cx, frame);
    } else {
        ac_request_report(request, type, frame, poll);
    }
}
// What a resumed function finds on the C stack must not be what it left there.
static __attribute__((noinline)) void scribble(void)
{
    volatile char junk[8192];
    for (size_t i = 0; i < sizeof junk; i++)
        junk[i] = (char)(0xa5 + i);
}
// Resumes the innermost dynamic frame, then those that wait for it, then the base frame.
static ac_poll step(ac_context *cx, void *base)
{
    for (ac_frame *top = segment.head.top;;) {
        ac_frame *inner = NULL;
        cx->link = &inner;
        ac_poll p = top ? top->type->resume(top + 1, cx) : f__type.resume(base, cx);
        if (p == AC_PENDING) {
            *cx->link = top;
            segment.head.top = inner;
            return p;
        }
        if (!top)
            return p;
        cx->child = top + 1;
        cx->poll = p;
        top = top->parent;
    }
}
ac_poll ac_requeue(ac_context *cx)
{
    return (void)cx, AC_PENDING;
}
int main(void)
{
    for (schedule = 0; schedule < 3; schedule++)
        for (int n = 0; n < 10; n++) {
            segment.head =
                (ac_stack){NULL, segment.frames, segment.frames + sizeof segment.frames, NULL};
            ac_frame *inner = NULL;
            ac_strand strand = {.stack = &segment.head};
            ac_context cx = {.strand = &strand, .stack = &segment.head, .link = &inner};
            char *body = malloc(f__type.size);
            memset(body, 0x5a, f__type.size);
            ac_poll p = f__start((void *)body, &cx, n);
            *cx.link = NULL;
            segment.head.top = p == AC_PENDING ? inner : NULL;
            while (p == AC_PENDING) {
                scribble();
                p = step(&cx, body);
            }
            if (strand.flags)
                printf("still shielded\n");
            if (segment.head.sp != segment.frames)
                printf("frames are left on the stack\n");
            printf("%d\n", *(int *)body);
            free(body);
        }
}
#endif
