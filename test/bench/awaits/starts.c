// What begins and ends often: branches of groups, tasks that wait once, a tree whose leaves wait.
#include "awaits.h"
#include <stdlib.h>

static async long ready(long x)
{
    if (x < 0)
        await ac_yield();
    return x + 1;
}

async double pairs(long n)
{
    long a = 0, b = 0;
    double start = now_ns();
    for (long i = 0; i < n; i++)
        await ac_all(a = ready(a), b = ready(b));
    if (opaque(a) != n || opaque(b) != n)
        abort();
    return (now_ns() - start) / (double)n;
}

static async int turn(void)
{
    await ac_yield();
    return 0;
}

// Seven sleep, until the eighth has had its turn.
async double rounds(long n)
{
    int a, b, c, d, e, f, g, h;
    double start = now_ns();
    for (long i = 0; i < n; i++) {
        await ac_select(a = ac_sleep(60000), b = ac_sleep(60000), c = ac_sleep(60000),
                        d = ac_sleep(60000), e = turn(), f = ac_sleep(60000), g = ac_sleep(60000),
                        h = ac_sleep(60000));
        if (e || a != AC_ECANCELED || a != b || a != c || a != d || a != f || a != g || a != h)
            abort();
    }
    return (now_ns() - start) / (double)n;
}

static long under_way;

static async void waits_once(void)
{
    await ac_yield();
    under_way--;
}

async double spawns_waiting(long n)
{
    double start = now_ns();
    for (long i = 0; i < n; i += 100) {
        for (under_way = 0; under_way < 100; under_way++)
            ac_detach(ac_spawn(waits_once()));
        while (under_way)
            await ac_yield();
    }
    return (now_ns() - start) / (double)n;
}

static async long leaves(int depth)
{
    if (!depth) {
        await ac_yield();
        return 1;
    }
    return await leaves(depth - 1) + await leaves(depth - 1) + 1;
}

enum { DEPTH = 15, CALLS = (2 << DEPTH) - 1 };

async double bushes(long n)
{
    double start = now_ns();
    for (long i = 0; i < n; i++)
        if (await leaves(DEPTH) != CALLS)
            abort();
    return (now_ns() - start) / (double)n / CALLS;
}
