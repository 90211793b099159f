// The peer of awaits.c that is nothing but libuv: callbacks and handles of one's own. What waits
// for its turn is a uv_idle_t, what sleeps a uv_timer_t in memory of its own.
#include "measure.h"
#include <string.h>
#include <uv.h>

typedef struct turns {
    uv_idle_t idle;
    long left;
} turns;

static void on_turn(uv_idle_t *idle)
{
    if (!--((turns *)idle)->left)
        uv_idle_stop(idle);
}

static double take_turns(uv_loop_t *loop, long n, long count)
{
    turns *all = calloc((size_t)count, sizeof *all);
    if (!all)
        abort();
    for (long i = 0; i < count; i++) {
        all[i].left = n / count;
        uv_idle_init(loop, &all[i].idle);
        uv_idle_start(&all[i].idle, on_turn);
    }
    double start = now_ns();
    uv_run(loop, UV_RUN_DEFAULT);
    return (now_ns() - start) / (double)n;
}

static void on_closed(uv_handle_t *timer)
{
    free(timer);
}

static void on_time(uv_timer_t *timer)
{
    uv_close((uv_handle_t *)timer, on_closed);
}

static void sleepers(uv_loop_t *loop, long n, long ms)
{
    for (int warm = 0; warm < 2; warm++) {
        double before = resident(), start = now_ns();
        uv_update_time(loop);
        for (long i = 0; i < n; i++) {
            uv_timer_t *timer = malloc(sizeof *timer);
            if (!timer)
                abort();
            uv_timer_init(loop, timer);
            uv_timer_start(timer, on_time, (uint64_t)ms, 0);
        }
        double spawned = now_ns();
        if (!warm)
            printf("bytes %f\ncold %f\n", (resident() - before) / (double)n,
                   (spawned - start) / (double)n);
        else
            printf("warm %f\n", (spawned - start) / (double)n);
        uv_run(loop, UV_RUN_DEFAULT);
        printf(warm ? "fire %f\n" : "fire_cold %f\n", (now_ns() - spawned) / (double)n);
    }
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    long n = argc > 2 ? strtol(argv[2], NULL, 10) : 0;
    long depth = argc > 3 ? strtol(argv[3], NULL, 10) : 1000;
    uv_loop_t loop;
    if (n <= 0 || uv_loop_init(&loop))
        return 2;
    if (!strcmp(name, "sleepers"))
        sleepers(&loop, n, depth);
    else if (!strcmp(name, "tasks"))
        printf("ns %f\n", take_turns(&loop, n, depth));
    else
        return 2;
    return 0;
}
