// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// Every allocation fails in turn, libuv's among them: workers are not started, tasks not spawned,
// joins unwind; nothing is lost, no descriptor is closed but those of loops, and the next run is
// sound.
#include "check.h"
#include <fcntl.h>
#include <stdatomic.h>
#include <uv.h>

extern void *(*ac__malloc)(size_t size);
extern void (*ac__free)(void *p);

static _Atomic long countdown = -1, live;
static _Atomic int failed;

static void *failing_malloc(size_t n)
{
    long left = atomic_load(&countdown);
    while (left >= 0 && !atomic_compare_exchange_weak(&countdown, &left, left - 1))
        continue;
    if (left == 0) {
        failed = 1;
        return NULL;
    }
    live++;
    return malloc(n);
}

static void *failing_calloc(size_t count, size_t size)
{
    void *p = failing_malloc(count * size);
    return p ? memset(p, 0, count * size) : NULL;
}

// Libuv ends the program if it cannot enlarge its table of descriptors.
static void *counting_realloc(void *p, size_t size)
{
    live += !p;
    return realloc(p, size);
}

static void counting_free(void *p)
{
    live -= p != NULL;
    free(p);
}

static async int add(int a, int b)
{
    await ac_yield();
    return a + b;
}

static async int ask(int worker)
{
    int got = 0;
    ac_remote *task = ac_spawn_on(worker, add(worker, 2));
    if (!task)
        return AC_ENOMEM;
    CHECK_EQ(await ac_remote_join(task, &got), 0);
    return got;
}

static async int root(void)
{
    int n = ac_workers_start(2), got = -1;
    CHECK(n == 2 || (n == AC_ENOMEM && failed));
    CHECK_EQ(ac_worker_count(), n == 2 ? 2 : 1);
    ac_task *task = ac_spawn(ask(ac_worker_count() - 1));
    int rc = await ac_join(task, &got);
    CHECK(rc == 0 || (rc == AC_ENOMEM && failed));
    if (rc == 0)
        CHECK(got == (n == 2 ? 3 : 2) || (got == AC_ENOMEM && failed));
    return 0;
}

int main(void)
{
    ac__malloc = failing_malloc;
    ac__free = counting_free;
    CHECK_EQ(uv_replace_allocator(failing_malloc, counting_realloc, failing_calloc, counting_free),
             0);
    CHECK(fcntl(0, F_GETFD) >= 0 || open("/dev/null", O_RDONLY) == 0);
    // The first ones are those of ac_run itself, without which it ends the program.
    for (long n = 7;; n++) {
        failed = 0;
        countdown = n;
        ac_run(root());
        countdown = -1;
        CHECK_EQ(live, 0);
        CHECK(fcntl(0, F_GETFD) >= 0);
        if (!failed)
            break;
        CHECK(n < 100);
    }
}
