// channel.h: values in slots, for the channels of one loop and those of several.
#ifndef AC_CHANNEL_H
#define AC_CHANNEL_H
#include "internal.h"

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

// An object of `object` bytes with room for values behind it; NULL if memory is short.
static inline void *ac__new_with_slots(size_t object, size_t size, size_t cap)
{
    size_t bytes;
    if (__builtin_mul_overflow(size, cap, &bytes) || __builtin_add_overflow(bytes, object, &bytes))
        return NULL;
    return ac__malloc(bytes);
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

#endif
