// RUN: %runtime-cc %s -o %t && %run %t
// The timer wheel does what a sorted list does: random arming, disarming and advancing. Timers are
// armed for a time, or for a span that begins when somebody looks at the clock.
#include "../../runtime/src/internal.h"
#include "check.h"

enum { N = 3000 };
static ac_timer timers[N];
static uint64_t deadline[N], order[N];
static bool armed[N];
static uint64_t spans[N]; // of those whose time has not begun
static uint64_t seed = 88172645463325252u;

static uint64_t rnd(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    return seed ^= seed << 17;
}

static uint64_t stamp;

static void settle(uint64_t now)
{
    uint64_t last = 0;
    // In the order in which they were armed, which `order` tells until then.
    for (;;) {
        int first = -1;
        for (int i = 0; i < N; i++)
            if (armed[i] && spans[i] && order[i] >= last && (first < 0 || order[i] < order[first]))
                first = i;
        if (first < 0)
            break;
        last = order[first];
        deadline[first] = spans[first] < UINT64_MAX - 1 - now ? now + 1 + spans[first] : UINT64_MAX;
        spans[first] = 0;
        order[first] = stamp++;
    }
}

static void run(uint64_t start, int steps)
{
    ac__wheel *w = calloc(1, sizeof *w);
    uint64_t now = start, fired = 0;
    ac__wheel_begin(w, now);
    memset(timers, 0, sizeof timers);
    memset(armed, 0, sizeof armed);
    memset(spans, 0, sizeof spans);
    for (int step = 0; step < steps; step++) {
        for (int k = (int)(rnd() % 40); k > 0; k--) {
            int i = (int)(rnd() % N);
            if (armed[i]) {
                ac_timer_disarm(&timers[i]);
                armed[i] = false;
                spans[i] = 0;
            } else if (rnd() % 2) {
                spans[i] = rnd() % 50 ? 1 + rnd() % 300 : UINT64_MAX - rnd() % 2;
                order[i] = stamp++;
                armed[i] = true;
                ac__wheel_insert_fresh(w, &timers[i], spans[i]);
            } else {
                uint64_t ms = 1 + (rnd() & (((uint64_t)2 << rnd() % 40) - 1));
                if (rnd() % 4 == 0)
                    ms = 1 + rnd() % 8;
                if (ms > UINT64_MAX - 1 - now)
                    continue;
                deadline[i] = now + ms;
                order[i] = stamp++;
                armed[i] = true;
                ac__wheel_insert(w, &timers[i], deadline[i]);
            }
        }
        if (rnd() % 2) { // who looks for the next one has looked at the clock
            settle(now);
            ac__wheel_settle(w, now);
        }
        uint64_t first = UINT64_MAX;
        for (int i = 0; i < N; i++)
            if (armed[i] && !spans[i] && deadline[i] < first)
                first = deadline[i];
        uint64_t next = ac__wheel_next(w);
        CHECK(next <= first && (first == UINT64_MAX || next > now));
        CHECK((next == UINT64_MAX) == (first == UINT64_MAX));
        uint64_t step_ms = rnd() % 3 ? rnd() % 100 : rnd() & (((uint64_t)2 << rnd() % 34) - 1);
        if (rnd() % 8 == 0 && next != UINT64_MAX)
            step_ms = next - now;
        if (step_ms > UINT64_MAX - 1 - now)
            step_ms = 0;
        now += step_ms;
        settle(now);
        uint64_t last = 0, last_order = 0;
        for (ac_timer *t = ac__wheel_advance(w, now); t; t = t->next) {
            long i = t - timers;
            CHECK(armed[i] && deadline[i] == t->at && t->at <= now && !t->prev);
            CHECK(t->at > last || (t->at == last && order[i] > last_order));
            last = t->at;
            last_order = order[i];
            armed[i] = false;
            fired++;
        }
        for (int i = 0; i < N; i++)
            CHECK(!armed[i] || deadline[i] > now);
    }
    CHECK(fired > 0);
    free(w);
}

int main(void)
{
    run(0, 3000);
    run(1234567, 3000);
    run(((uint64_t)1 << 36) - 3, 2000);
    run(UINT64_MAX - 100000, 500);
}
