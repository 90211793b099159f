// channel.h: values in slots, for the channels of one loop and those of several.
#ifndef AC_CHANNEL_H
#define AC_CHANNEL_H
#include "internal.h"
#include <limits.h>

// Sizes of one machine word are worth a comparison: no call.
static inline void ac__copy(void *to, const void *from, size_t size)
{
    if (size == sizeof(uint64_t))
        memcpy(to, from, sizeof(uint64_t));
    else if (size == sizeof(uint32_t))
        memcpy(to, from, sizeof(uint32_t));
    else if (size)
        memcpy(to, from, size);
}

static inline void ac__check_size(const char *what, size_t size, size_t given)
{
    if (unlikely(size != given))
        ac__fatal("%s: a value of %zu bytes where values have %zu", what, given, size);
}

// The bytes of an object of `object` bytes with room for values behind it. False: too many.
static inline bool ac__slots_size(size_t *bytes, size_t object, size_t size, size_t cap)
{
    return !__builtin_mul_overflow(size, cap, bytes) &&
           !__builtin_add_overflow(*bytes, object, bytes);
}

// The channel's values: a new last one, and the first one, taken out.
static inline void ac__slot_put(ac_channel *ch, const void *value)
{
    size_t i = ch->head + ch->len++;
    if (i >= ch->cap)
        i -= ch->cap;
    ac__copy(ch->slots + i * ch->size, value, ch->size);
}

static inline void ac__slot_get(ac_channel *ch, void *value)
{
    ac__copy(value, ch->slots + ch->head * ch->size, ch->size);
    ch->len--;
    if (++ch->head == ch->cap)
        ch->head = 0;
}

// The next value of a receiver that has come to the one with number *next. How many it has missed,
// AC_EOF, or AC_EAGAIN: there is none.
static inline int ac__broadcast_next(const ac_broadcast *b, uint64_t *next, void *value)
{
    uint64_t missed = 0;
    if (*next == b->sent)
        return b->closed ? AC_EOF : AC_EAGAIN;
    if (b->sent - *next > b->cap) {
        missed = b->sent - *next - b->cap;
        *next += missed;
    }
    ac__copy(value, b->slots + (*next)++ % b->cap * b->size, b->size);
    return missed > INT_MAX ? INT_MAX : (int)missed;
}

// 0 or AC_EPIPE.
static inline int ac__broadcast_put(ac_broadcast *b, const void *value)
{
    if (b->closed)
        return AC_EPIPE;
    ac__copy(b->slots + b->sent++ % b->cap * b->size, value, b->size);
    return 0;
}

// The value, if it is another than the one seen: 0, AC_EOF, or AC_EAGAIN: it is the same.
static inline int ac__watch_look(const ac_watch *w, uint64_t *seen, void *value)
{
    if (*seen == w->version)
        return w->closed ? AC_EOF : AC_EAGAIN;
    *seen = w->version;
    ac__copy(value, w->slots, w->size);
    return 0;
}

// 0 or AC_EPIPE.
static inline int ac__watch_put(ac_watch *w, const void *value)
{
    if (w->closed)
        return AC_EPIPE;
    ac__copy(w->slots, value, w->size);
    w->version++;
    return 0;
}

#endif
