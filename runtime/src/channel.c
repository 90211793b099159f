// channel.c: channel, oneshot, broadcast, watch.
#include "channel.h"
#include "waitqueue.h"

// ---- channel ----

void ac_channel_init(ac_channel *ch, void *slots, size_t size, size_t cap)
{
    *ch = (ac_channel){.size = size, .cap = cap, .slots = slots};
}

// NULL if memory is short.
static void *new_with_slots(size_t object, size_t size, size_t cap)
{
    size_t bytes;
    return ac__slots_size(&bytes, object, size, cap) ? ac__malloc(bytes) : NULL;
}

ac_channel *ac_channel_new(size_t size, size_t cap)
{
    ac_channel *ch = new_with_slots(sizeof *ch, size, cap);
    if (ch)
        ac_channel_init(ch, ch + 1, size, cap);
    return ch;
}

void ac_channel_free(ac_channel *ch)
{
    if (ch)
        ac_channel_close(ch);
    ac__free(ch);
}

static inline void *value_of(ac_waiter *receiver)
{
    return ((struct ac_recv_bytes__frame *)receiver)->value;
}

static inline const void *value_from(ac_waiter *sender)
{
    return ((struct ac_send_bytes__frame *)sender)->value;
}

static void settle(ac_channel *ch)
{
    if (unlikely(ch->closed))
        ac__serve_all(&ch->senders, AC_EPIPE);
    for (;;) {
        ac_waiter *r = ch->receivers.first, *s = ch->senders.first;
        if (r && ch->len) {
            ac__slot_get(ch, value_of(r));
            ac__serve(&ch->receivers, r, 0);
        } else if (s && ch->len < ch->cap) {
            ac__slot_put(ch, value_from(s));
            ac__serve(&ch->senders, s, 0);
        } else if (r && s) { // no capacity
            ac__copy(value_of(r), value_from(s), ch->size);
            ac__serve(&ch->receivers, r, 0);
            ac__serve(&ch->senders, s, 0);
        } else {
            break;
        }
    }
    // Receivers whose budget was spent have first claim to what is there.
    if (unlikely(ch->closed))
        ac__serve_all(&ch->receivers, AC_EOF);
}

void ac_channel_close(ac_channel *ch)
{
    ch->closed = true;
    settle(ch);
}

// The result, or AC_EAGAIN.
static inline int send_now(ac_channel *ch, const void *value)
{
    if (unlikely(ch->closed))
        return AC_EPIPE;
    if (ch->senders.first)
        return AC_EAGAIN;
    if (ch->receivers.first && !ch->len) {
        ac__copy(value_of(ch->receivers.first), value, ch->size);
        ac__serve(&ch->receivers, ch->receivers.first, 0);
        return 0;
    }
    if (ch->len == ch->cap)
        return AC_EAGAIN;
    ac__slot_put(ch, value);
    return 0;
}

static inline int recv_now(ac_channel *ch, void *value)
{
    if (ch->receivers.first)
        return AC_EAGAIN;
    if (likely(ch->len)) {
        ac__slot_get(ch, value);
        if (ch->senders.first)
            settle(ch);
        return 0;
    }
    if (ch->senders.first && !ch->closed) { // to a closed one they came too late
        ac__copy(value, value_from(ch->senders.first), ch->size);
        ac__serve(&ch->senders, ch->senders.first, 0);
        if (ch->senders.first) // behind one whose budget was spent there may be room
            settle(ch);
        return 0;
    }
    return ch->closed ? AC_EOF : AC_EAGAIN;
}

static void settle_send(void *frame)
{
    settle(((struct ac_send_bytes__frame *)frame)->of);
}

ac_poll ac_send_bytes__start(struct ac_send_bytes__frame *f, ac_context *cx, ac_channel *ch,
                             const void *value, size_t size)
{
    ac_poll poll;
    ac__check_size("ac_send", ch->size, size);
    f->of = ch;
    f->value = value;
    if (!ac__may_try(&ch->senders, &f->waiter, cx, &poll))
        return poll;
    f->result = send_now(ch, value);
    return f->result == AC_EAGAIN ? ac__line_up(&ch->senders, &f->waiter, cx) : AC_READY;
}

AC__WAIT_LEAF(ac_send_bytes, of->senders, settle_send,
              (ac_channel * ch, const void *value, size_t size), ch, value, size)

static void settle_recv(void *frame)
{
    settle(((struct ac_recv_bytes__frame *)frame)->of);
}

ac_poll ac_recv_bytes__start(struct ac_recv_bytes__frame *f, ac_context *cx, ac_channel *ch,
                             void *value, size_t size)
{
    ac_poll poll;
    ac__check_size("ac_recv", ch->size, size);
    f->of = ch;
    f->value = value;
    if (!ac__may_try(&ch->receivers, &f->waiter, cx, &poll))
        return poll;
    f->result = recv_now(ch, value);
    return f->result == AC_EAGAIN ? ac__line_up(&ch->receivers, &f->waiter, cx) : AC_READY;
}

AC__WAIT_LEAF(ac_recv_bytes, of->receivers, settle_recv,
              (ac_channel * ch, void *value, size_t size), ch, value, size)

int ac_try_send_bytes(ac_channel *ch, const void *value, size_t size)
{
    ac__check_size("ac_try_send", ch->size, size);
    return send_now(ch, value);
}

int ac_try_recv_bytes(ac_channel *ch, void *value, size_t size)
{
    ac__check_size("ac_try_recv", ch->size, size);
    return recv_now(ch, value);
}

// ---- oneshot ----

int ac_oneshot_send_bytes(ac_oneshot *oneshot, const void *value, size_t size)
{
    ac__check_size("ac_oneshot_send", oneshot->channel.size, size);
    int rc = send_now(&oneshot->channel, value);
    ac_channel_close(&oneshot->channel);
    return rc;
}

// ---- broadcast ----

void ac_broadcast_init(ac_broadcast *b, void *slots, size_t size, size_t cap)
{
    *b = (ac_broadcast){.size = size, .cap = cap, .slots = slots};
}

ac_broadcast *ac_broadcast_new(size_t size, size_t cap)
{
    ac_broadcast *b = cap ? new_with_slots(sizeof *b, size, cap) : NULL;
    if (b)
        ac_broadcast_init(b, b + 1, size, cap);
    return b;
}

void ac_broadcast_free(ac_broadcast *b)
{
    if (b)
        ac_broadcast_close(b);
    ac__free(b);
}

static void receive_all(ac_broadcast *b)
{
    while (b->receivers.first) {
        struct ac_broadcast_recv_bytes__frame *f =
            (struct ac_broadcast_recv_bytes__frame *)b->receivers.first;
        ac__serve(&b->receivers, &f->waiter, ac__broadcast_next(b, &f->receiver->next, f->value));
    }
}

void ac_broadcast_close(ac_broadcast *b)
{
    b->closed = true;
    receive_all(b);
}

int ac_broadcast_send_bytes(ac_broadcast *b, const void *value, size_t size)
{
    ac__check_size("ac_broadcast_send", b->size, size);
    int rc = ac__broadcast_put(b, value);
    if (!rc)
        receive_all(b);
    return rc;
}

// Values for all come with each send, and the end with the close, so here only one whose budget was
// spent may have one.
static void settle_receiver(void *frame)
{
    struct ac_broadcast_recv_bytes__frame *f = frame;
    int rc =
        f->result == AC__NONE ? ac__broadcast_next(f->of, &f->receiver->next, f->value) : AC_EAGAIN;
    if (rc != AC_EAGAIN)
        ac__end_wait(&f->of->receivers, &f->waiter, rc);
}

ac_poll ac_broadcast_recv_bytes__start(struct ac_broadcast_recv_bytes__frame *f, ac_context *cx,
                                       ac_receiver *rx, void *value, size_t size)
{
    ac_poll poll;
    ac_broadcast *b = rx->of;
    ac__check_size("ac_broadcast_recv", b->size, size);
    f->of = b;
    f->receiver = rx;
    f->value = value;
    if (!ac__may_try(&b->receivers, &f->waiter, cx, &poll))
        return poll;
    f->result = ac__broadcast_next(b, &rx->next, value);
    return f->result == AC_EAGAIN ? ac__line_up(&b->receivers, &f->waiter, cx) : AC_READY;
}

AC__WAIT_LEAF(ac_broadcast_recv_bytes, of->receivers, settle_receiver,
              (ac_receiver * receiver, void *value, size_t size), receiver, value, size)

// ---- watch ----

void ac_watch_init(ac_watch *w, void *slot, size_t size)
{
    *w = (ac_watch){.size = size, .slots = slot};
}

ac_watch *ac_watch_new_bytes(const void *value, size_t size)
{
    ac_watch *w = new_with_slots(sizeof *w, size, 1);
    if (!w)
        return NULL;
    ac_watch_init(w, w + 1, size);
    ac__copy(w->slots, value, size);
    return w;
}

void ac_watch_free(ac_watch *w)
{
    if (w)
        ac_watch_close(w);
    ac__free(w);
}

void ac_watch_close(ac_watch *w)
{
    w->closed = true;
    while (w->receivers.first) {
        struct ac_watch_changed_bytes__frame *f =
            (struct ac_watch_changed_bytes__frame *)w->receivers.first;
        ac__serve(&w->receivers, &f->waiter, ac__watch_look(w, f->seen, f->value));
    }
}

// Those who wait stay in line and look when they run, so that they see the latest value.
int ac_watch_set_bytes(ac_watch *w, const void *value, size_t size)
{
    ac__check_size("ac_watch_set", w->size, size);
    if (w->closed)
        return AC_EPIPE;
    ac__copy(w->slots, value, size);
    w->version++;
    for (ac_waiter *r = w->receivers.first; r; r = r->next)
        ac__wake_waiter(&w->receivers, r);
    return 0;
}

uint64_t ac_watch_get_bytes(const ac_watch *w, void *value, size_t size)
{
    ac__check_size("ac_watch_get", w->size, size);
    ac__copy(value, w->slots, size);
    return w->version;
}

static void settle_watch(void *frame)
{
    struct ac_watch_changed_bytes__frame *f = frame;
    int rc = f->result == AC__NONE ? ac__watch_look(f->of, f->seen, f->value) : AC_EAGAIN;
    if (rc != AC_EAGAIN)
        ac__end_wait(&f->of->receivers, &f->waiter, rc);
}

ac_poll ac_watch_changed_bytes__start(struct ac_watch_changed_bytes__frame *f, ac_context *cx,
                                      ac_watch *w, uint64_t *seen, void *value, size_t size)
{
    ac_poll poll;
    ac__check_size("ac_watch_changed", w->size, size);
    f->of = w;
    f->seen = seen;
    f->value = value;
    if (!ac__may_try(&w->receivers, &f->waiter, cx, &poll))
        return poll;
    f->result = ac__watch_look(w, seen, value);
    return f->result == AC_EAGAIN ? ac__line_up(&w->receivers, &f->waiter, cx) : AC_READY;
}

// A value that was set before it was stopped comes first.
ac_poll ac_watch_changed_bytes__resume(void *frame, ac_context *cx)
{
    struct ac_watch_changed_bytes__frame *f = frame;
    if (f->result == AC__NONE)
        settle_watch(f);
    return ac__waited(&f->of->receivers, &f->waiter, cx, settle_watch);
}

AC__WAIT_SYMBOL(ac_watch_changed_bytes, (ac_watch * w, uint64_t *seen, void *value, size_t size), w,
                seen, value, size)
