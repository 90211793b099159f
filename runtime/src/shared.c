// shared.c: channels between loops.
//
// The channel's lock is held for a few instructions, never while anything is woken. Invariant at
// each unlock: nobody in line can be served. Whoever changes that serves the first in line: takes
// it out, gives it its value and result, and, behind the unlock, tells its loop, by mail that
// stands in the waiter.
//
//   TRY ──────▶ LINE ──served, told──▶ TOLD      the result is returned from here only
//                 └───stopped──────────▶         but not if it was served meanwhile: the mail is on
//                                                its way to this frame, so the operation waits for
//                                                it, and what it was given is not lost
//
// A waiter keeps the memory of its loop (loop->held), since whoever tells it needs that longer than
// the loop may last once it was told.
#include "channel.h"

typedef struct {
    ac__shared_waiter *first, *last;
} line;

struct ac_shared_channel {
    pthread_mutex_t lock;
    ac_channel values; ///< its own lines stay empty
    line senders, receivers;
};

enum { TRY, LINE, TOLD };

ac_shared_channel *ac_shared_channel_new(size_t size, size_t cap)
{
    ac_shared_channel *ch = ac__new_with_slots(sizeof *ch, size, cap);
    if (!ch)
        return NULL;
    pthread_mutexattr_t adaptive;
    pthread_mutexattr_init(&adaptive);
    pthread_mutexattr_settype(&adaptive, PTHREAD_MUTEX_ADAPTIVE_NP);
    pthread_mutex_init(&ch->lock, &adaptive);
    pthread_mutexattr_destroy(&adaptive);
    ac_channel_init(&ch->values, ch + 1, size, cap);
    ch->senders = ch->receivers = (line){0};
    return ch;
}

void ac_shared_channel_free(ac_shared_channel *ch)
{
    if (!ch)
        return;
    if (ch->senders.first || ch->receivers.first)
        ac__fatal("ac_shared_channel_free: operations wait on the channel");
    pthread_mutex_destroy(&ch->lock);
    ac__free(ch);
}

// ---- waiters ----

static void leave_line(line *l, ac__shared_waiter *w)
{
    *(w->prev ? &w->prev->next : &l->first) = w->next;
    *(w->next ? &w->next->prev : &l->last) = w->prev;
}

static void told(ac_loop *loop, ac__mail *mail)
{
    ac__shared_waiter *w = (ac__shared_waiter *)((char *)mail - offsetof(ac__shared_waiter, mail));
    w->state = TOLD;
    ac_wake(loop, w->strand);
}

static void line_up(line *l, ac__shared_waiter *w, ac_context *cx)
{
    w->state = LINE;
    w->served = 0;
    w->strand = cx->strand;
    w->loop = cx->loop;
    w->mail.take = told;
    atomic_store_explicit(&w->mail.posted, 0, memory_order_relaxed);
    w->next = NULL;
    w->prev = l->last;
    *(l->last ? &l->last->next : &l->first) = w;
    l->last = w;
    cx->loop->held++;
}

// Takes the first one out and gives it its result; it is told behind the unlock.
static ac__shared_waiter *serve(line *l, int result)
{
    ac__shared_waiter *w = l->first;
    leave_line(l, w);
    w->next = NULL;
    w->result = result;
    w->served = 1;
    return w;
}

static void tell(ac__shared_waiter *w)
{
    if (!w)
        return;
    ac_loop *loop = w->loop;
    if (loop == ac__current) {
        loop->held--;
        told(loop, &w->mail);
    } else {
        ac__post(loop, &w->mail); // from here on the frame may be gone
        ac__loop_release(loop);
    }
}

// ---- sending and receiving, under the lock ----

// The result, or AC_EAGAIN. *served is to be told, if it is somebody.
static int send_now(ac_shared_channel *ch, void *value, ac__shared_waiter **served)
{
    *served = NULL;
    if (ch->values.closed)
        return AC_EPIPE;
    if (ch->receivers.first) {
        ac__copy(ch->receivers.first->value, value, ch->values.size);
        *served = serve(&ch->receivers, 0);
        return 0;
    }
    if (ch->values.len == ch->values.cap)
        return AC_EAGAIN;
    ac__slot_put(&ch->values, value);
    return 0;
}

static int recv_now(ac_shared_channel *ch, void *value, ac__shared_waiter **served)
{
    ac__shared_waiter *sender = ch->senders.first;
    *served = NULL;
    if (ch->values.len)
        ac__slot_get(&ch->values, value);
    else if (sender)
        ac__copy(value, sender->value, ch->values.size);
    else
        return ch->values.closed ? AC_EOF : AC_EAGAIN;
    if (!sender)
        return 0;
    if (ch->values.cap)
        ac__slot_put(&ch->values, sender->value);
    *served = serve(&ch->senders, 0);
    return 0;
}

int ac_shared_try_send_bytes(ac_shared_channel *ch, const void *value, size_t size)
{
    ac__shared_waiter *served;
    ac__check_size("ac_shared_try_send", ch->values.size, size);
    pthread_mutex_lock(&ch->lock);
    int rc = send_now(ch, (void *)value, &served);
    pthread_mutex_unlock(&ch->lock);
    tell(served);
    return rc;
}

int ac_shared_try_recv_bytes(ac_shared_channel *ch, void *value, size_t size)
{
    ac__shared_waiter *served;
    ac__check_size("ac_shared_try_recv", ch->values.size, size);
    pthread_mutex_lock(&ch->lock);
    int rc = recv_now(ch, value, &served);
    pthread_mutex_unlock(&ch->lock);
    tell(served);
    return rc;
}

void ac_shared_channel_close(ac_shared_channel *ch)
{
    ac__shared_waiter *all = NULL, **end = &all;
    pthread_mutex_lock(&ch->lock);
    ch->values.closed = true;
    while (ch->senders.first) {
        *end = serve(&ch->senders, AC_EPIPE);
        end = &(*end)->next;
    }
    while (ch->receivers.first) {
        *end = serve(&ch->receivers, AC_EOF);
        end = &(*end)->next;
    }
    pthread_mutex_unlock(&ch->lock);
    while (all) {
        ac__shared_waiter *next = all->next;
        tell(all);
        all = next;
    }
}

size_t ac_shared_channel_len(ac_shared_channel *ch)
{
    pthread_mutex_lock(&ch->lock);
    size_t len = ch->values.len;
    pthread_mutex_unlock(&ch->lock);
    return len;
}

size_t ac_shared_channel_cap(const ac_shared_channel *ch)
{
    return ch->values.cap;
}

// ---- ac_shared_send, ac_shared_recv ----

// What comes before a try, or of a wait. True: *poll is to be returned.
static bool over(line *l, ac__shared_waiter *w, ac_context *cx, ac_poll *poll)
{
    ac_shared_channel *ch = w->of;
    *poll = AC_READY;
    if (w->state == TOLD)
        return true;
    int stopped = ac_interrupted(cx);
    if (!stopped && w->state == TRY)
        return false;
    *poll = AC_PENDING;
    if (!stopped)
        return true;
    if (w->state == LINE) {
        pthread_mutex_lock(&ch->lock);
        bool served = w->served;
        if (!served)
            leave_line(l, w);
        pthread_mutex_unlock(&ch->lock);
        if (served)
            return true;
        cx->loop->held--;
    }
    w->result = stopped;
    *poll = stopped == AC_ABORTED ? AC_UNWIND : AC_READY;
    return true;
}

static ac_poll resume(line *l, ac__shared_waiter *w, ac_context *cx,
                      int (*now)(ac_shared_channel *, void *value, ac__shared_waiter **served))
{
    ac_shared_channel *ch = w->of;
    ac__shared_waiter *served;
    ac_poll poll;
    if (over(l, w, cx, &poll))
        return poll;
    pthread_mutex_lock(&ch->lock);
    int rc = now(ch, w->value, &served);
    if (rc == AC_EAGAIN)
        line_up(l, w, cx);
    pthread_mutex_unlock(&ch->lock);
    tell(served);
    if (rc == AC_EAGAIN)
        return AC_PENDING;
    w->result = rc;
    return AC_READY;
}

static ac_poll start(ac__shared_waiter *w, ac_context *cx, ac_shared_channel *ch, void *value,
                     ac_poll (*resume)(void *frame, ac_context *cx))
{
    w->of = ch;
    w->value = value;
    w->state = TRY;
    return ac__spent(cx) ? ac_requeue(cx) : resume(w, cx);
}

ac_poll ac_shared_send_bytes__start(struct ac_shared_send_bytes__frame *f, ac_context *cx,
                                    ac_shared_channel *ch, const void *value, size_t size)
{
    ac__check_size("ac_shared_send", ch->values.size, size);
    return start(&f->waiter, cx, ch, (void *)value, ac_shared_send_bytes__resume);
}

ac_poll ac_shared_send_bytes__resume(void *frame, ac_context *cx)
{
    ac__shared_waiter *w = frame;
    return resume(&w->of->senders, w, cx, send_now);
}

AC__LEAF_INT(ac_shared_send_bytes, (ac_shared_channel * ch, const void *value, size_t size), ch,
             value, size)

ac_poll ac_shared_recv_bytes__start(struct ac_shared_recv_bytes__frame *f, ac_context *cx,
                                    ac_shared_channel *ch, void *value, size_t size)
{
    ac__check_size("ac_shared_recv", ch->values.size, size);
    return start(&f->waiter, cx, ch, value, ac_shared_recv_bytes__resume);
}

ac_poll ac_shared_recv_bytes__resume(void *frame, ac_context *cx)
{
    ac__shared_waiter *w = frame;
    return resume(&w->of->receivers, w, cx, recv_now);
}

AC__LEAF_INT(ac_shared_recv_bytes, (ac_shared_channel * ch, void *value, size_t size), ch, value,
             size)
