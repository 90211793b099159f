// waitqueue.h: the line in which operations wait, and how each of them starts and resumes.
//
// An operation is in line from the moment at which it cannot, or may not yet, have what it wants
// until it is given its result, by whoever made that possible, or leaves because it was stopped.
// It is taken out of line and its result stored in one step, before its strand runs; so its resume
// touches the object no more, which may be gone by then, and a cancel comes too late.
//
// Each object has a `settle`, which serves everyone in line who can be served. Invariant: whenever
// control leaves the object, nobody in line can be served, except while one of them is queued whose
// budget was spent at its start: that one settles when it is resumed.
#ifndef AC_WAITQUEUE_H
#define AC_WAITQUEUE_H
#include "internal.h"
#include <limits.h>

enum { AC__NONE = INT_MIN };

/// Puts `w` at the end of the line.
static inline ac_poll ac__line_up(ac_waitqueue *line, ac_waiter *w, ac_context *cx)
{
    if (unlikely(line->first && line->loop != cx->loop))
        ac__fatal("an object is waited for on the loops of two threads");
    line->loop = cx->loop;
    line->length++;
    w->result = AC__NONE;
    w->strand = cx->strand;
    w->next = NULL;
    w->prev = line->last;
    *(line->last ? &line->last->next : &line->first) = w;
    line->last = w;
    return AC_PENDING;
}

/// Takes `w` out of the line: its operation has ended with `result`.
static inline void ac__end_wait(ac_waitqueue *line, ac_waiter *w, int result)
{
    *(w->prev ? &w->prev->next : &line->first) = w->next;
    *(w->next ? &w->next->prev : &line->last) = w->prev;
    line->length--;
    w->result = result;
}

/// Wakes the strand of one in line.
static inline void ac__wake_waiter(ac_waitqueue *line, ac_waiter *w)
{
    if (unlikely(line->loop != ac__current))
        ac__fatal("an object with waiting tasks is used on another thread than theirs");
    ac_wake(line->loop, w->strand);
}

/// Gives `w` its result.
static inline void ac__serve(ac_waitqueue *line, ac_waiter *w, int result)
{
    ac__wake_waiter(line, w);
    ac__end_wait(line, w, result);
}

static inline void ac__serve_all(ac_waitqueue *line, int result)
{
    while (line->first)
        ac__serve(line, line->first, result);
}

/// How a start begins. True: it may try to have what it wants. False: it returns *poll.
static inline bool ac__may_try(ac_waitqueue *line, ac_waiter *w, ac_context *cx, ac_poll *poll)
{
    int stopped = ac_interrupted(cx);
    if (unlikely(stopped)) {
        w->result = stopped;
        *poll = stopped == AC_ABORTED ? AC_UNWIND : ac__ready(cx);
        return false;
    }
    if (likely(!ac__spent(cx)))
        return true;
    ac__line_up(line, w, cx);
    *poll = ac_requeue(cx);
    return false;
}

/// The whole of a resume. settle(frame) serves those in line, or this one only if none but it can
/// be concerned.
static inline ac_poll ac__waited(ac_waitqueue *line, ac_waiter *w, ac_context *cx,
                                 void (*settle)(void *frame))
{
    if (likely(w->result != AC__NONE))
        return AC_READY;
    int stopped = ac_interrupted(cx);
    if (stopped)
        ac__end_wait(line, w, stopped);
    settle(w);
    if (w->result == AC__NONE)
        return AC_PENDING;
    return stopped == AC_ABORTED ? AC_UNWIND : AC_READY;
}

/// In the elided build whatever could end a wait has run already, or never will.
static inline ac_poll ac__no_wait(ac_poll poll, const char *name)
{
    if (unlikely(poll == AC_PENDING)) {
        // Who writes ac_recv gets ac_recv_bytes.
        const char *bytes = strstr(name, "_bytes");
        ac__fatal("%.*s would wait for ever: in the elided build nothing else runs meanwhile",
                  (int)(bytes ? (size_t)(bytes - name) : strlen(name)), name);
    }
    return poll;
}

/// Defines what the leaf `name` has beside its start: resume, descriptor, blocking form.
#define AC__WAIT_LEAF(name, line, settle, params, ...)                                             \
    ac_poll name##__resume(void *frame, ac_context *cx)                                            \
    {                                                                                              \
        struct name##__frame *f = frame;                                                           \
        /* The address of the line is computed only, not read, when the object may be gone. */     \
        return ac__waited(&f->line, &f->waiter, cx, settle);                                       \
    }                                                                                              \
    AC__WAIT_SYMBOL(name, params, __VA_ARGS__)

/// The same but for the resume.
#define AC__WAIT_SYMBOL(name, params, ...)                                                         \
    AC__LEAF_SYMBOL_INT(name, params, __VA_ARGS__)                                                 \
    ac__block_end(&cx, &b.strand, ac__no_wait(name##__start(&b.frame, &cx, __VA_ARGS__), #name));  \
    return b.frame.result;                                                                         \
    }

#endif
