// wheel.c: a hierarchical timer wheel.
//
// Time is a number of 64 bits, cut into digits of 6: level 0 has a slot for each value of the
// lowest digit, level 1 of the next one, and so on. A timer stands at the level of the highest
// digit in which its deadline differs from now. When now's digit of that level reaches the
// timer's, the slot is emptied and its timers fall to lower levels, or are due.
//
// Invariant: in each level only slots above now's own digit hold timers. So the slot a timer is
// in never changes by the mere passing of time, and slots below are empty when one falls into them,
// which keeps timers of the same deadline in the order of their insertion.
//
// A slot is a ring: so a timer is put behind the others of it, and taken out from anywhere, without
// a look at the slot, and each timer of a slot that falls, most of them in no cache, is touched
// once. Disarming leaves the slot's bit behind; whoever looks for the next slot clears bits of
// empty ones. So the time that is kept of the next slot may be too early, by which nothing is lost
// but a look.
//
// Most timers never come to that: what they bound ends in the turn of the loop in which it began.
// So a timer waits in a ring of fresh ones, and is given its deadline when somebody looks at the
// clock.
#include "internal.h"

// The clock is not left alone for more than so many timers, while they are in the cache.
enum { FRESH = 64 };

void ac__wheel_begin(ac__wheel *wheel, uint64_t now)
{
    wheel->now = now;
    wheel->fresh.next = wheel->fresh.prev = &wheel->fresh;
}

static void append(ac_timer *ring, ac_timer *timer)
{
    timer->next = ring;
    timer->prev = ring->prev;
    ring->prev->next = timer;
    ring->prev = timer;
}

// The level at which it stands now.
static int insert(ac__wheel *wheel, ac_timer *timer)
{
    int level = (63 - __builtin_clzll(timer->at ^ wheel->now)) / 6;
    int slot = (int)(timer->at >> (6 * level) & 63);
    ac_timer *ring = &wheel->slots[level][slot];
    if (unlikely(!ring->next))
        ring->next = ring->prev = ring;
    append(ring, timer);
    wheel->occupied[level] |= (uint64_t)1 << slot;
    return level;
}

void ac__wheel_insert(ac__wheel *wheel, ac_timer *timer, uint64_t at)
{
    timer->at = at;
    if (at == UINT64_MAX) {
        // A timer that never fires still has to look armed.
        timer->next = timer->prev = timer;
        return;
    }
    int shift = 6 * insert(wheel, timer);
    uint64_t begin = at >> shift << shift;
    if (begin < wheel->next)
        wheel->next = begin;
}

bool ac__wheel_insert_fresh(ac__wheel *wheel, ac_timer *timer, uint64_t ms)
{
    timer->at = ms;
    append(&wheel->fresh, timer);
    return ++wheel->n_fresh >= FRESH;
}

void ac__wheel_settle(ac__wheel *wheel, uint64_t now)
{
    if (!wheel->n_fresh)
        return;
    ac_timer *ring = &wheel->fresh, *t = ring->next;
    ring->next = ring->prev = ring;
    wheel->n_fresh = 0;
    while (t != ring) {
        ac_timer *next = t->next;
        uint64_t at = now + 1; // the millisecond that is running does not count
        if (__builtin_add_overflow(at, t->at, &at))
            at = UINT64_MAX;
        ac__wheel_insert(wheel, t, at);
        t = next;
    }
}

// When the slot begins: now's higher digits, the slot's, and zeros.
static uint64_t begin(const ac__wheel *wheel, int level, int slot)
{
    int shift = 6 * level;
    uint64_t above = shift + 6 >= 64 ? 0 : wheel->now >> (shift + 6) << (shift + 6);
    return above | (uint64_t)slot << shift;
}

// The lowest level with a slot that holds a timer, its slot in *slot, and when that begins in
// wheel->next; -1: none. A lower level's timers all come before a higher one's.
static int first(ac__wheel *wheel, int *slot)
{
    for (int level = 0; level < AC__WHEEL_LEVELS; level++)
        while (wheel->occupied[level]) {
            *slot = __builtin_ctzll(wheel->occupied[level]);
            ac_timer *ring = &wheel->slots[level][*slot];
            if (ring->next != ring) {
                wheel->next = begin(wheel, level, *slot);
                return level;
            }
            wheel->occupied[level] &= wheel->occupied[level] - 1;
        }
    wheel->next = UINT64_MAX;
    return -1;
}

uint64_t ac__wheel_next(ac__wheel *wheel)
{
    int slot;
    first(wheel, &slot);
    return wheel->next;
}

ac_timer *ac__wheel_advance(ac__wheel *wheel, uint64_t now)
{
    ac_timer *due = NULL, **tail = &due;
    ac__wheel_settle(wheel, now);
    int slot, level;
    while (wheel->next <= now && (level = first(wheel, &slot)) >= 0 && wheel->next <= now) {
        uint64_t at = wheel->now = wheel->next;
        wheel->occupied[level] &= ~((uint64_t)1 << slot);
        ac_timer *ring = &wheel->slots[level][slot], *t = ring->next;
        ring->next = ring->prev = ring;
        while (t != ring) {
            ac_timer *next = t->next;
            if (t->at <= at) {
                t->prev = NULL;
                *tail = t;
                tail = &t->next;
            } else {
                insert(wheel, t);
            }
            t = next;
        }
    }
    *tail = NULL;
    if (now > wheel->now)
        wheel->now = now;
    return due;
}
