// stack.c: the segments that hold a strand's dynamic frames.
//
// A strand without dynamic frames has the loop's own empty segment, in which nothing fits; the
// first push takes 256 bytes from the loop's pool, later segments are four times as large as the
// one before, up to 64 K. Frames never move. A segment that a pop has emptied goes back at once,
// unless it is the strand's first: that one goes back when the strand suspends or ends, so that a
// loop of ready awaits does not come here each time. Its frames begin a little further up, where
// ac_pop does not take it for emptied.
//
// Where there is no memory for a frame its strand unwinds. Clean-up that awaits must not fail for
// the same reason, so what runs shielded may then take the loop's reserve, if nobody has it.
#include "internal.h"

enum {
    SMALLEST = 256,
    LARGEST = 64 * 1024,
    FLOOR = 8,               ///< bytes below the frames of a strand's first segment
    KEEP = 64 * 1024 * 1024, ///< bytes of largest segments that a loop keeps for later
    RESERVE = 4 * 1024,
};

static size_t segment_size(const ac_stack *segment)
{
    return (size_t)(segment->end - (const char *)segment);
}

static int class_of(size_t size)
{
    return (__builtin_ctzll(size) - 8) / 2;
}

bool ac__segments_open(ac_loop *loop)
{
    ac_stack *reserve = ac__malloc(RESERVE);
    loop->segments.reserve = reserve;
    if (reserve)
        reserve->end = (char *)reserve + RESERVE;
    return reserve;
}

static ac_stack *take_reserve(ac_context *cx, size_t need)
{
    ac__segments *s = &cx->loop->segments;
    if (need > RESERVE || s->reserve_used || !ac__is_shielded(cx->strand))
        return NULL;
    s->reserve_used = true;
    ac__unpoison(s->reserve + 1, RESERVE - sizeof *s->reserve);
    return s->reserve;
}

void *ac__push_segment(ac_context *cx, size_t size)
{
    ac_loop *loop = cx->loop;
    ac_stack *prev = cx->stack;
    // The first segment, empty but too small, is not needed below a larger one.
    bool prev_empty = prev != &loop->front.none && prev->sp == (char *)(prev + 1) + FLOOR;
    bool first = prev == &loop->front.none || prev_empty;
    size_t want = prev == &loop->front.none ? SMALLEST : segment_size(prev) * 4;
    size_t need = sizeof(ac_stack) + (first ? FLOOR : 0) + size;
    while (want < need && want < LARGEST)
        want *= 4;
    if (want > LARGEST)
        want = LARGEST;
    ac_stack *segment = NULL;
    if (likely(want >= need)) {
        ac_stack **pool = &loop->segments.free[class_of(want)];
        segment = *pool;
        if (segment) {
            *pool = segment->prev;
            ac__unpoison(segment + 1, want - sizeof *segment);
            if (want == LARGEST)
                loop->segments.kept -= LARGEST;
        }
    } else {
        want = need;
    }
    if (!segment) {
        segment = ac__malloc(want);
        if (segment)
            segment->end = (char *)segment + want;
        else if (!(segment = take_reserve(cx, need)))
            return NULL;
    }
    if (unlikely(prev_empty)) {
        cx->stack = prev->prev;
        ac__segment_free(loop, prev);
    }
    segment->prev = cx->stack;
    segment->top = NULL;
    segment->sp = (char *)segment + need;
    cx->stack = segment;
    return segment->sp - size + sizeof(ac_frame);
}

void ac__pop_segment(ac_context *cx)
{
    ac_stack *segment = cx->stack;
    cx->stack = segment->prev;
    ac__segment_free(cx->loop, segment);
}

void ac__segment_free(ac_loop *loop, ac_stack *segment)
{
    size_t size = segment_size(segment);
    if (segment == loop->segments.reserve) {
        loop->segments.reserve_used = false;
        ac__poison(segment + 1, size - sizeof *segment);
        return;
    }
    if (size > LARGEST || (size == LARGEST && loop->segments.kept >= KEEP)) {
        ac__free(segment);
        return;
    }
    if (size == LARGEST)
        loop->segments.kept += LARGEST;
    segment->prev = loop->segments.free[class_of(size)];
    loop->segments.free[class_of(size)] = segment;
    ac__poison(segment + 1, size - sizeof *segment);
}

void ac__segments_destroy(ac_loop *loop)
{
    ac__unpoison(loop->segments.reserve, RESERVE);
    ac__free(loop->segments.reserve);
    for (int i = 0; i < AC__SEGMENT_CLASSES; i++)
        while (loop->segments.free[i]) {
            ac_stack *segment = loop->segments.free[i];
            loop->segments.free[i] = segment->prev;
            ac__unpoison(segment, segment_size(segment));
            ac__free(segment);
        }
}
