// shared_channel.c: channel, oneshot, broadcast, watch between loops.
#include "channel.h"
#include "shared.h"
#include <limits.h>

// ---- channel ----

struct ac_shared_channel {
    ac__shared shared;
    ac_channel values; ///< its own lines stay empty
};

// All in line send, or all receive, but for the one that has just come.
static void settle_channel(ac__shared *shared, ac__shared_waiter *came)
{
    ac_channel *ch = &((ac_shared_channel *)shared)->values;
    ac__shared_waiter *first;
    (void)came;
    while ((first = shared->waiting.first)) {
        ac__shared_waiter *last = shared->waiting.last;
        ac__shared_waiter *receiver = first->receives ? first : last->receives ? last : NULL;
        ac__shared_waiter *sender = !first->receives ? first : !last->receives ? last : NULL;
        if (sender && ch->closed) {
            ac__shared_serve(shared, sender, AC_EPIPE);
        } else if (receiver && ch->len) {
            ac__slot_get(ch, receiver->value);
            ac__shared_serve(shared, receiver, 0);
        } else if (receiver && sender) {
            ac__copy(receiver->value, sender->value, ch->size);
            ac__shared_serve(shared, receiver, 0);
            ac__shared_serve(shared, sender, 0);
        } else if (sender && ch->len < ch->cap) {
            ac__slot_put(ch, sender->value);
            ac__shared_serve(shared, sender, 0);
        } else if (receiver && ch->closed) {
            ac__shared_serve(shared, receiver, AC_EOF);
        } else {
            break;
        }
    }
}

// An object of `object` bytes with room for values behind it. Its slots, or NULL: no memory.
static char *new_with_slots(void *out, size_t object, size_t size, size_t cap,
                            void (*settle)(ac__shared *, ac__shared_waiter *came))
{
    size_t bytes;
    void *new = NULL;
    if (ac__slots_size(&bytes, object, size, cap))
        new = ac__shared_new(bytes, settle);
    *(void **)out = new;
    return new ? (char *)new + object : NULL;
}

ac_shared_channel *ac_shared_channel_new(size_t size, size_t cap)
{
    ac_shared_channel *ch;
    char *slots = new_with_slots(&ch, sizeof *ch, size, cap, settle_channel);
    if (ch)
        ac_channel_init(&ch->values, slots, size, cap);
    return ch;
}

void ac_shared_channel_free(ac_shared_channel *ch)
{
    ac__shared_free((ac__shared *)ch, "ac_shared_channel_free");
}

void ac_shared_channel_close(ac_shared_channel *ch)
{
    ac__shared_lock(&ch->shared);
    ch->values.closed = true;
    ac__shared_unlock(&ch->shared);
}

size_t ac_shared_channel_len(ac_shared_channel *ch)
{
    ac__shared_lock(&ch->shared);
    size_t len = ch->values.len;
    ac__shared_unlock(&ch->shared);
    return len;
}

size_t ac_shared_channel_cap(const ac_shared_channel *ch)
{
    return ch->values.cap;
}

static int try_channel(ac_shared_channel *ch, bool receives, void *value)
{
    ac__shared_waiter w = {.receives = receives, .value = value};
    return ac__shared_try(&ch->shared, &w);
}

int ac_shared_try_send_bytes(ac_shared_channel *ch, const void *value, size_t size)
{
    ac__check_size("ac_shared_try_send", ch->values.size, size);
    return try_channel(ch, false, (void *)value);
}

int ac_shared_try_recv_bytes(ac_shared_channel *ch, void *value, size_t size)
{
    ac__check_size("ac_shared_try_recv", ch->values.size, size);
    return try_channel(ch, true, value);
}

ac_poll ac_shared_send_bytes__start(struct ac_shared_send_bytes__frame *f, ac_context *cx,
                                    ac_shared_channel *ch, const void *value, size_t size)
{
    ac__check_size("ac_shared_send", ch->values.size, size);
    f->waiter.receives = false;
    f->waiter.value = (void *)value;
    return ac__shared_start(&f->waiter, cx, &ch->shared);
}

AC__SHARED_WAIT_LEAF(ac_shared_send_bytes, (ac_shared_channel * ch, const void *value, size_t size),
                     ch, value, size)

ac_poll ac_shared_recv_bytes__start(struct ac_shared_recv_bytes__frame *f, ac_context *cx,
                                    ac_shared_channel *ch, void *value, size_t size)
{
    ac__check_size("ac_shared_recv", ch->values.size, size);
    f->waiter.receives = true;
    f->waiter.value = value;
    return ac__shared_start(&f->waiter, cx, &ch->shared);
}

AC__SHARED_WAIT_LEAF(ac_shared_recv_bytes, (ac_shared_channel * ch, void *value, size_t size), ch,
                     value, size)

// ---- oneshot ----

struct ac_shared_oneshot {
    ac_shared_channel channel;
};

ac_shared_oneshot *ac_shared_oneshot_new(size_t size)
{
    return (ac_shared_oneshot *)ac_shared_channel_new(size, 1);
}

void ac_shared_oneshot_free(ac_shared_oneshot *oneshot)
{
    ac__shared_free((ac__shared *)oneshot, "ac_shared_oneshot_free");
}

void ac_shared_oneshot_close(ac_shared_oneshot *oneshot)
{
    ac_shared_channel_close(&oneshot->channel);
}

int ac_shared_oneshot_send_bytes(ac_shared_oneshot *oneshot, const void *value, size_t size)
{
    ac_shared_channel *ch = &oneshot->channel;
    int rc = AC_EPIPE;
    ac__check_size("ac_shared_oneshot_send", ch->values.size, size);
    ac__shared_lock(&ch->shared);
    if (!ch->values.closed) {
        ac__slot_put(&ch->values, value);
        ch->values.closed = true;
        rc = 0;
    }
    ac__shared_unlock(&ch->shared);
    return rc;
}

// What is new is for all in line, each of which is settled as if it had just come.
static void settle_each(ac__shared *shared)
{
    ac__shared_waiter *next;
    for (ac__shared_waiter *w = shared->waiting.first; w; w = next) {
        next = w->next;
        shared->settle(shared, w);
    }
}

// ---- broadcast ----

struct ac_shared_broadcast {
    ac__shared shared;
    ac_broadcast values; ///< its own line stays empty
};

// The next value for the one that has come. Those who wait are served by each send and by the
// close.
static void settle_broadcast(ac__shared *shared, ac__shared_waiter *came)
{
    struct ac_shared_broadcast_recv_bytes__frame *f =
        (struct ac_shared_broadcast_recv_bytes__frame *)came;
    if (!came)
        return;
    ac_broadcast *b = &((ac_shared_broadcast *)shared)->values;
    int rc = ac__broadcast_next(b, &f->receiver->next, came->value);
    if (rc != AC_EAGAIN)
        ac__shared_serve(shared, came, rc);
}

ac_shared_broadcast *ac_shared_broadcast_new(size_t size, size_t cap)
{
    ac_shared_broadcast *b;
    if (!cap)
        return NULL;
    char *slots = new_with_slots(&b, sizeof *b, size, cap, settle_broadcast);
    if (b)
        ac_broadcast_init(&b->values, slots, size, cap);
    return b;
}

void ac_shared_broadcast_free(ac_shared_broadcast *b)
{
    ac__shared_free((ac__shared *)b, "ac_shared_broadcast_free");
}

void ac_shared_broadcast_close(ac_shared_broadcast *b)
{
    ac__shared_lock(&b->shared);
    b->values.closed = true;
    settle_each(&b->shared);
    ac__shared_unlock(&b->shared);
}

ac_shared_receiver ac_shared_broadcast_subscribe(ac_shared_broadcast *b)
{
    ac__shared_lock(&b->shared);
    ac_shared_receiver receiver = {b, b->values.sent};
    ac__shared_unlock(&b->shared);
    return receiver;
}

int ac_shared_broadcast_send_bytes(ac_shared_broadcast *b, const void *value, size_t size)
{
    ac__check_size("ac_shared_broadcast_send", b->values.size, size);
    ac__shared_lock(&b->shared);
    int rc = ac__broadcast_put(&b->values, value);
    if (!rc)
        settle_each(&b->shared);
    ac__shared_unlock(&b->shared);
    return rc;
}

ac_poll ac_shared_broadcast_recv_bytes__start(struct ac_shared_broadcast_recv_bytes__frame *f,
                                              ac_context *cx, ac_shared_receiver *receiver,
                                              void *value, size_t size)
{
    ac_shared_broadcast *b = receiver->of;
    ac__check_size("ac_shared_broadcast_recv", b->values.size, size);
    f->receiver = receiver;
    f->waiter.value = value;
    return ac__shared_start(&f->waiter, cx, &b->shared);
}

AC__SHARED_WAIT_LEAF(ac_shared_broadcast_recv_bytes,
                     (ac_shared_receiver * receiver, void *value, size_t size), receiver, value,
                     size)

// ---- watch ----

struct ac_shared_watch {
    ac__shared shared;
    ac_watch value; ///< its own line stays empty
};

static void settle_watch(ac__shared *shared, ac__shared_waiter *came)
{
    struct ac_shared_watch_changed_bytes__frame *f =
        (struct ac_shared_watch_changed_bytes__frame *)came;
    if (!came)
        return;
    int rc = ac__watch_look(&((ac_shared_watch *)shared)->value, f->seen, came->value);
    if (rc != AC_EAGAIN)
        ac__shared_serve(shared, came, rc);
}

ac_shared_watch *ac_shared_watch_new_bytes(const void *value, size_t size)
{
    ac_shared_watch *w;
    char *slot = new_with_slots(&w, sizeof *w, size, 1, settle_watch);
    if (!w)
        return NULL;
    ac_watch_init(&w->value, slot, size);
    ac__copy(slot, value, size);
    return w;
}

void ac_shared_watch_free(ac_shared_watch *w)
{
    ac__shared_free((ac__shared *)w, "ac_shared_watch_free");
}

void ac_shared_watch_close(ac_shared_watch *w)
{
    ac__shared_lock(&w->shared);
    w->value.closed = true;
    settle_each(&w->shared);
    ac__shared_unlock(&w->shared);
}

int ac_shared_watch_set_bytes(ac_shared_watch *w, const void *value, size_t size)
{
    ac__check_size("ac_shared_watch_set", w->value.size, size);
    ac__shared_lock(&w->shared);
    int rc = ac__watch_put(&w->value, value);
    if (!rc)
        settle_each(&w->shared);
    ac__shared_unlock(&w->shared);
    return rc;
}

uint64_t ac_shared_watch_get_bytes(ac_shared_watch *w, void *value, size_t size)
{
    ac__check_size("ac_shared_watch_get", w->value.size, size);
    ac__shared_lock(&w->shared);
    uint64_t version = ac_watch_get_bytes(&w->value, value, size);
    ac__shared_unlock(&w->shared);
    return version;
}

ac_poll ac_shared_watch_changed_bytes__start(struct ac_shared_watch_changed_bytes__frame *f,
                                             ac_context *cx, ac_shared_watch *w, uint64_t *seen,
                                             void *value, size_t size)
{
    ac__check_size("ac_shared_watch_changed", w->value.size, size);
    f->seen = seen;
    f->waiter.value = value;
    return ac__shared_start(&f->waiter, cx, &w->shared);
}

AC__SHARED_WAIT_LEAF(ac_shared_watch_changed_bytes,
                     (ac_shared_watch * w, uint64_t *seen, void *value, size_t size), w, seen,
                     value, size)
