// A select over a channel, a socket and a timer, a million times: it takes no memory, and
// no value and no byte is lost when its branch is not the first. Counted, not timed.
// RUN: %asyncc %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// CHECK: {{^}}0 allocations
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

#ifndef ROUNDS
#define ROUNDS 1000000
#endif
enum { BYTES = 1000 };
static long allocations;
extern void *(*ac__malloc)(size_t);
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

static int slots[4];
static ac_channel channel = AC_CHANNEL_INIT(slots);
static long sent, to_send;

static async int produce(void)
{
    int rc = 0;
    for (int i = 0; rc == 0; i++) {
        sent++;
        rc = await ac_send(&channel, &i);
        if (i % 3 == 0)
            await ac_yield();
    }
    sent--;
    return rc;
}

static async int write_now_and_then(ac_io *to)
{
    while (to_send--) {
        int rc = await ac_write(to, "x", 1);
        if (rc < 0)
            return rc;
        await ac_sleep(0);
    }
    return 0;
}

async int main(void)
{
    ac__malloc = counting_malloc;
    uv_replace_allocator(counting_malloc, counting_realloc, counting_calloc, free);
    ac_io *from, *to;
    if (ac_socketpair(&from, &to))
        return 1;
    int value = -1, next = 0, received = 0, timer = 0, n = 0, got = 0, bytes = 0;
    char byte = 0;
    to_send = BYTES;
    ac_task *producer = ac_spawn(produce()), *writer = ac_spawn(write_now_and_then(to));
    for (int round = 0; round < ROUNDS; round++) {
        if (round == ROUNDS / 100) // until then, queues find their length
            allocations = 0;
        received = await ac_select(n = ac_recv(&channel, &value), got = ac_read(from, &byte, 1),
                                   timer = ac_sleep(1000000));
        if (n == 0 && value != next++) // also where it was not the first
            abort();
        bytes += got == 1;
        if (received < 0 || received > 1 || (received == 1 && got != 1) || timer != AC_ECANCELED)
            abort();
    }
    printf("%ld allocations\n", allocations);
    ac_cancel(producer);
    await ac_join(producer, NULL);
    ac_channel_close(&channel);
    while (await ac_recv(&channel, &value) == 0)
        if (value != next++)
            abort();
    if (next != sent)
        abort();
    // Every byte that was written was read by some round, or is there still.
    while (await ac_timeout(100, got = ac_read(from, &byte, 1)) == 0 && got == 1)
        bytes++;
    await ac_join(writer, NULL);
    if (bytes != BYTES)
        abort();
    await ac_io_close(from);
    await ac_io_close(to);
    return 0;
}
