// The peers of awaits.c that have a loop: asio's coroutines.
#include "measure.h"
#include <utility> // asio.hpp forgets it

#include <boost/asio.hpp>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;

static awaitable<void> yields(long n)
{
    auto executor = co_await asio::this_coro::executor;
    for (long i = 0; i < n; i++)
        co_await asio::post(executor, use_awaitable);
}

static long asleep;
static awaitable<void> sleeper(long ms)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(ms));
    co_await timer.async_wait(use_awaitable);
    asleep--;
}

static void sleepers(asio::io_context &loop, long n, long ms)
{
    for (bool warm : {false, true}) {
        double before = resident(), start = now_ns();
        for (asleep = 0; asleep < n; asleep++)
            asio::co_spawn(loop, sleeper(ms), asio::detached);
        loop.restart();
        loop.poll(); // which begins them
        double spawned = now_ns();
        if (!warm)
            printf("bytes %f\ncold %f\n", (resident() - before) / (double)n,
                   (spawned - start) / (double)n);
        else
            printf("warm %f\n", (spawned - start) / (double)n);
        loop.run();
        printf(warm ? "fire %f\n" : "fire_cold %f\n", (now_ns() - spawned) / (double)n);
    }
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    long n = argc > 2 ? strtol(argv[2], nullptr, 10) : 0;
    long depth = argc > 3 ? strtol(argv[3], nullptr, 10) : 1000;
    asio::io_context loop(1);
    if (n <= 0)
        return 2;
    if (!strcmp(name, "sleepers")) {
        sleepers(loop, n, depth);
    } else if (!strcmp(name, "tasks")) {
        for (long i = 0; i < depth; i++)
            asio::co_spawn(loop, yields(n / depth), asio::detached);
        double start = now_ns();
        loop.run();
        printf("ns %f\n", (now_ns() - start) / (double)n);
    } else {
        return 2;
    }
    return 0;
}
