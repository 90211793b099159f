// A select over a channel, a socket and a timer, a million times: it takes no memory, and no value and
// no byte is lost when its branch is not the first, or is stopped. Counted, not timed.
// RUN: %asyncc %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// CHECK: {{^}}0 allocations
// CHECK-NEXT: {{^}}1000 bytes
#include <asyncc.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

#ifndef ROUNDS
#define ROUNDS 1000000
#endif
#ifndef BYTES
#define BYTES 1000
#endif
enum { FAILURES = 30 };
static long allocations;
extern void *(*ac__malloc)(size_t);
static void *(*malloc_before)(size_t);
static void *counting_malloc(size_t size)
{
    allocations++;
    return malloc_before(size);
}
static void *counting_uv_malloc(size_t size)
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

static int slots[4];
static ac_channel channel = AC_CHANNEL_INIT(slots);
static long sent, written, received, bytes;

static async int produce(void)
{
    int rc = 0;
    for (int i = 0; (rc = await ac_send(&channel, &i)) == 0; i++) {
        sent++;
        if (i % 3 == 0)
            await ac_yield();
    }
    return rc;
}

static async int write_now_and_then(ac_io *to)
{
    while (written < BYTES) {
        int rc = await ac_write(to, "x", 1);
        if (rc < 0)
            return rc;
        written++;
        await ac_sleep(0);
    }
    return 0;
}

static void check(long got, long expected)
{
    if (got != expected) {
        fprintf(stderr, "%ld, not %ld\n", got, expected);
        abort();
    }
}

// What the last read returned.
static async int read_on(ac_io *from)
{
    int got = 0;
    char byte;
    while (await ac_timeout(100, got = ac_read(from, &byte, 1)) == 0 && got == 1)
        bytes++;
    return got;
}

// Every value that was sent and every byte that was written was taken by some round, or is there still.
// An abort takes a round's results with it.
static async void take_the_rest(ac_io *from, ac_task *writer, bool has_all)
{
    int value;
    ac_channel_close(&channel);
    while (await ac_recv(&channel, &value) == 0)
        if (has_all)
            check(value, received++);
    await read_on(from);
    ac_cancel(writer);
    await ac_join(writer, NULL);
    int got = await read_on(from);
    if (!has_all)
        return;
    check(received, sent);
    if (got == AC_ECANCELED) // no system call has failed
        check(bytes, written);
    printf("%ld bytes\n", bytes);
}

async int main(void)
{
    malloc_before = ac__malloc;
    ac__malloc = counting_malloc;
    uv_replace_allocator(counting_uv_malloc, counting_realloc, counting_calloc, free);
    ac_io *from, *to;
    int rc = ac_socketpair(&from, &to);
    if (rc < 0)
        return rc;
    bool ended = false;
    ac_task *producer = ac_spawn(produce()), *writer = ac_spawn(write_now_and_then(to));
    defer {
        ac_cancel(producer);
        await ac_join(producer, NULL);
        await take_the_rest(from, writer, ended);
        await ac_io_close(from);
        await ac_io_close(to);
    }
    for (int round = 0, failures = 0; round < ROUNDS && failures < FAILURES; round++) {
        if (round == ROUNDS / 100) // until then, queues find their length
            allocations = 0;
        int value = -1, n = 0, got = 0, timer = 0;
        char byte = 0;
        int first = await ac_select(n = ac_recv(&channel, &value), got = ac_read(from, &byte, 1),
                                    timer = ac_sleep(1000000));
        if (n == 0) // also where it was not the first
            check(value, received++);
        bytes += got == 1;
        check(first == 0 || first == 1 || timer < 0, 1);
        failures += n < 0 && got < 0;
    }
    printf("%ld allocations\n", allocations);
    ended = true;
    return 0;
}
