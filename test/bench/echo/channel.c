// What test/bench/net measures of channels, in the dialect: ns for one value to be sent and
// received through a bounded channel of 64, between two tasks of one worker (local), or of two
// (shared).
#include <asyncc.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { VALUES = 2000000, CAPACITY = 64 };

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static async int send_local(ac_channel *channel)
{
    int rc = 0;
    for (int64_t i = 0; i < VALUES && rc == 0; i++)
        rc = await ac_send(channel, &i);
    ac_channel_close(channel);
    return rc;
}

static async int64_t receive_local(ac_channel *channel)
{
    int64_t i, sum = 0;
    while (await ac_recv(channel, &i) == 0)
        sum += i;
    return sum;
}

static async int send_shared(ac_shared_channel *channel)
{
    int rc = 0;
    for (int64_t i = 0; i < VALUES && rc == 0; i++)
        rc = await ac_shared_send(channel, &i);
    ac_shared_channel_close(channel);
    return rc;
}

static async int64_t receive_shared(ac_shared_channel *channel)
{
    int64_t i, sum = 0;
    while (await ac_shared_recv(channel, &i) == 0)
        sum += i;
    return sum;
}

async int main(int argc, char **argv)
{
    int64_t sum = 0;
    uint64_t begin;
    if (argc == 2 && !strcmp(argv[1], "shared")) {
        ac_shared_channel *channel = ac_shared_channel_new(sizeof(int64_t), CAPACITY);
        if (!channel || ac_workers_start(2) != 2)
            return 1;
        begin = now_ns();
        ac_remote_detach(ac_spawn_on(1, send_shared(channel)));
        sum = await receive_shared(channel);
        ac_shared_channel_free(channel);
    } else {
        ac_channel *channel = ac_channel_new(sizeof(int64_t), CAPACITY);
        if (!channel)
            return 1;
        begin = now_ns();
        ac_task *sender = ac_spawn(send_local(channel));
        sum = await receive_local(channel);
        await ac_join(sender, NULL);
        ac_channel_free(channel);
    }
    printf("ns %f\n", (double)(now_ns() - begin) / VALUES);
    return sum != (int64_t)VALUES * (VALUES - 1) / 2;
}
