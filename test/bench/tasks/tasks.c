// What test/bench/concurrency measures, in the dialect. Prints pairs of a name and a figure.
//
//   tasks scope N         a set of N tasks: ns to start and end one; ns for one to be woken
//   tasks group 4|128     the same for the branches of a group
//   tasks tree N          N tasks, each with up to ten children, are cancelled: ns for one
//   tasks select N        N rounds over a channel, a socket, a timer: ns for one, allocations in
//   all
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <uv.h>

enum { WAKES = 200000 };

static double now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

// ---- members of a set, each of which waits for its own notice ----

static ac_notify *notices;
static long woken;
static bool ending;

static async int member(long i)
{
    for (;;) {
        int rc = await ac_notify_wait(&notices[i]);
        if (rc || ending)
            return rc;
        woken++;
    }
}

static void begin(long n)
{
    notices = calloc((size_t)n, sizeof *notices);
    if (!notices)
        abort();
}

// The order is not that in which they stand in memory.
static async double wake_some(long n)
{
    double start = now_ns();
    for (long i = 0; i < WAKES; i++) {
        ac_notify_one(&notices[i * 7919 % n]);
        while (woken <= i)
            await ac_yield();
    }
    return (now_ns() - start) / WAKES;
}

static void end(long n)
{
    ending = true;
    for (long i = 0; i < n; i++)
        ac_notify_one(&notices[i]);
}

static async void scope(long n)
{
    begin(n);
    double start = now_ns(), wakes = 0, waking = 0;
    ac_scope(s)
    {
        for (long i = 0; i < n; i++)
            if (!ac_spawn_in(s, member(i)))
                abort();
        waking = now_ns();
        wakes = await wake_some(n);
        waking = now_ns() - waking;
        end(n);
    }
    printf("member %f\nwake %f\n", (now_ns() - start - waking) / (double)n, wakes);
}

#define FOUR(i) member(i), member((i) + 1), member((i) + 2), member((i) + 3)
#define SIXTEEN(i) FOUR(i), FOUR((i) + 4), FOUR((i) + 8), FOUR((i) + 12)
#define SIXTY_FOUR(i) SIXTEEN(i), SIXTEEN((i) + 16), SIXTEEN((i) + 32), SIXTEEN((i) + 48)

static async double wake_and_end(long n)
{
    double wakes = await wake_some(n);
    end(n);
    return wakes;
}

static async void group(long n)
{
    double wakes = 0;
    begin(n);
    if (n == 4)
        await ac_all(FOUR(0), wakes = wake_and_end(n));
    else if (n == 128)
        await ac_all(SIXTY_FOUR(0), SIXTY_FOUR(64), wakes = wake_and_end(n));
    else
        abort();
    printf("wake %f\n", wakes);
}

// ---- a tree ----

static long alive;

static async void node(long first, long behind)
{
    alive++;
    defer
    {
        alive--;
    }
    ac_scope(s)
    {
        // The first is this one; the others are shared out.
        long rest = behind - first - 1, part = (rest + 9) / 10;
        for (long i = first + 1; i < behind; i += part)
            if (!ac_spawn_in(s, node(i, i + part < behind ? i + part : behind)))
                abort();
        await ac_sleep(3600 * 1000);
        break; // which cancels them
    }
}

static async void tree(long n)
{
    ac_task *task = ac_spawn(node(0, n));
    await ac_yield();
    if (alive != n)
        abort();
    double start = now_ns();
    ac_cancel(task);
    await ac_join(task, NULL);
    printf("cancel %f\n", (now_ns() - start) / (double)n);
    if (alive)
        abort();
}

// ---- select in a loop ----

extern void *(*ac__malloc)(size_t);
static long allocations;

static void *counting_malloc(size_t size)
{
    allocations++;
    return malloc(size);
}

static void *counting_calloc(size_t n, size_t size)
{
    allocations++;
    return calloc(n, size);
}

static void *counting_realloc(void *p, size_t size)
{
    allocations++;
    return realloc(p, size);
}

static async int produce(ac_channel *channel)
{
    int rc = 0;
    for (long i = 0; rc == 0; i++)
        rc = await ac_send(channel, &i);
    return rc;
}

static async void selects(long n)
{
    long slots[1], value = -1; // most rounds wait
    ac_channel channel = AC_CHANNEL_INIT(slots);
    ac_io *from, *to;
    char byte;
    if (ac_socketpair(&from, &to))
        abort();
    ac_task *producer = ac_spawn(produce(&channel));
    double start = now_ns();
    for (long i = 0; i < n; i++) {
        int got = 0, rc = 0, slept = 0;
        if (i == n / 100) // until then, what is kept for later finds its size
            allocations = 0;
        int first = await ac_select(rc = ac_recv(&channel, &value), got = ac_read(from, &byte, 1),
                                    slept = ac_sleep(3600 * 1000));
        if (first || rc || value != i || got > 0 || !slept)
            abort();
    }
    printf("round %f\nallocations %ld\n", (now_ns() - start) / (double)n, allocations);
    ac_cancel(producer);
    await ac_join(producer, NULL);
    await ac_io_close(from);
    await ac_io_close(to);
}

async int main(int argc, char **argv)
{
    ac__malloc = counting_malloc;
    uv_replace_allocator(counting_malloc, counting_realloc, counting_calloc, free);
    long n = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
    if (n <= 0)
        return 2;
    if (!strcmp(argv[1], "scope"))
        await scope(n);
    else if (!strcmp(argv[1], "group"))
        await group(n);
    else if (!strcmp(argv[1], "tree"))
        await tree(n);
    else if (!strcmp(argv[1], "select"))
        await selects(n);
    else
        return 2;
    return 0;
}
