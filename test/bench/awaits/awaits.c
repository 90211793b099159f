// What test/bench/await measures, in the dialect and plainly. awaits.rs, awaits.cpp, asio.cpp and
// awaits.go do the same work.
//
//   awaits CASE N [DEPTH]     prints pairs of a name and a figure; ns are those of one of N
#include "awaits.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static volatile long sink;

// ---- awaits that are ready ----

static inline async long step(long x)
{
    if (x < 0)
        await ac_yield();
    return opaque(x) + 1;
}

static inline long step_plainly(long x)
{
    if (x < 0)
        wait_plainly();
    return opaque(x) + 1;
}

__attribute__((noinline)) static async long step_called(long x)
{
    if (x < 0)
        await ac_yield();
    return opaque(x) + 1;
}

__attribute__((noinline)) static long step_called_plainly(long x)
{
    if (x < 0)
        wait_plainly();
    return opaque(x) + 1;
}

// The loops are functions of their own, so that nothing else lives in them.
#define READY(name, expression)                                                                    \
    static async long name##_loop(long n)                                                          \
    {                                                                                              \
        long x = 0;                                                                                \
        for (long i = 0; i < n; i++)                                                               \
            x = await expression;                                                                  \
        return x;                                                                                  \
    }                                                                                              \
    static async double name(long n)                                                               \
    {                                                                                              \
        double start = now_ns();                                                                   \
        sink = await name##_loop(n);                                                               \
        return (now_ns() - start) / (double)n;                                                     \
    }
#define PLAIN(name, expression)                                                                    \
    static long name##_loop(long n)                                                                \
    {                                                                                              \
        long x = 0;                                                                                \
        for (long i = 0; i < n; i++)                                                               \
            x = expression;                                                                        \
        return x;                                                                                  \
    }                                                                                              \
    static double name(long n)                                                                     \
    {                                                                                              \
        double start = now_ns();                                                                   \
        sink = name##_loop(n);                                                                     \
        return (now_ns() - start) / (double)n;                                                     \
    }

static async long (*volatile pointer)(long) = step_elsewhere;
static long (*volatile pointer_plainly)(long) = step_elsewhere_plainly;

READY(ready_inlined, step(x))
PLAIN(plain_inlined, step_plainly(x))
READY(ready_called, step_called(x))
PLAIN(plain_called, step_called_plainly(x))
READY(ready_elsewhere, step_elsewhere(x))
PLAIN(plain_elsewhere, step_elsewhere_plainly(x))
READY(ready_pointer, pointer(x))
PLAIN(plain_pointer, pointer_plainly(x))

// ---- resuming ----

async long level_1(void)
{
    long count = 0;
    do {
        await once();
        count++;
    } while (opaque(count) >= 0);
    return count;
}

#define LEVEL(n, below)                                                                            \
    static async long inner_##n(void)                                                              \
    {                                                                                              \
        return await below() + 1;                                                                  \
    }
LEVEL(2, level_1)
LEVEL(3, inner_2)
LEVEL(4, inner_3)
LEVEL(5, inner_4)
LEVEL(6, inner_5)
LEVEL(7, inner_6)
LEVEL(8, inner_7)
LEVEL(9, inner_8)
async long level_10(void)
{
    return await inner_9() + 1;
}

// ---- yielding ----

// Libuv's calls of the kernel come here first.
static long kernel_calls;
int epoll_pwait(int fd, void *events, int n, int timeout, const void *mask)
{
    kernel_calls++;
    return (int)syscall(SYS_epoll_pwait, fd, events, n, timeout, mask, 8);
}
int epoll_wait(int fd, void *events, int n, int timeout)
{
    return epoll_pwait(fd, events, n, timeout, NULL);
}

static async long yields_some(long n)
{
    long i = 0;
    while (i < n) {
        await ac_yield();
        i++;
    }
    return i;
}

#define YIELDS(level, below)                                                                       \
    static async long yields_##level(long n)                                                       \
    {                                                                                              \
        return await below(n) + 1;                                                                 \
    }
YIELDS(2, yields_some)
YIELDS(3, yields_2)
YIELDS(4, yields_3)
YIELDS(5, yields_4)
YIELDS(6, yields_5)
YIELDS(7, yields_6)
YIELDS(8, yields_7)
YIELDS(9, yields_8)
YIELDS(10, yields_9)

static async double yields_embedded(long n, long levels)
{
    double start = now_ns();
    sink = levels == 1 ? await yields_some(n) : await yields_10(n);
    return (now_ns() - start) / (double)n;
}

static double deep_ns;

static async long yields_below(long n, long levels)
{
    if (levels)
        return await yields_below(n, levels - 1) + 1;
    deep_ns = now_ns();
    long yields = await yields_some(n);
    deep_ns = (now_ns() - deep_ns) / (double)n;
    return yields;
}

static async double yields_dynamic(long n, long levels)
{
    sink = await yields_below(n, levels);
    return deep_ns;
}

static async double tasks(long n, long count)
{
    double start = 0;
    ac_scope(s)
    {
        for (long i = 0; i < count; i++)
            if (!ac_spawn_in(s, yields_some(n / count)))
                abort();
        start = now_ns();
    }
    return (now_ns() - start) / (double)n;
}

static ac_notify notices[7];

static async int listener(long i)
{
    return await ac_notify_wait(&notices[i]);
}

static async double yields_then_notifies(long n)
{
    double ns = await yields_embedded(n, 1);
    for (int i = 0; i < 7; i++)
        ac_notify_one(&notices[i]);
    return ns;
}

static async double group(long n)
{
    double ns;
    await ac_all(listener(0), listener(1), listener(2), ns = yields_then_notifies(n), listener(3),
                 listener(4), listener(5), listener(6));
    return ns;
}

// ---- tasks ----

static async long nothing(long x)
{
    return opaque(x);
}

static async double spawns(long n)
{
    double start = now_ns();
    for (long i = 0; i < n; i++)
        ac_detach(ac_spawn(nothing(i)));
    return (now_ns() - start) / (double)n;
}

static async double joins(long n)
{
    long x = 0, r;
    double start = now_ns();
    for (long i = 0; i < n; i++) {
        if (await ac_join(ac_spawn(nothing(i)), &r))
            abort();
        x += r;
    }
    sink = x;
    return (now_ns() - start) / (double)n;
}

static long asleep;

static async void sleeper(uint64_t ms)
{
    await ac_sleep(ms);
    asleep--;
}

static async void sleepers(long n, uint64_t ms)
{
    for (int warm = 0; warm < 2; warm++) {
        double before = resident();
        double start = now_ns();
        for (asleep = 0; asleep < n; asleep++) {
            ac_task *task = ac_spawn(sleeper(ms));
            if (!task)
                abort();
            ac_detach(task);
        }
        double spawned = now_ns();
        if (!warm)
            printf("bytes %f\ncold %f\n", (resident() - before) / (double)n,
                   (spawned - start) / (double)n);
        else
            printf("warm %f\n", (spawned - start) / (double)n);
        while (asleep)
            await ac_sleep(100);
        printf(warm ? "fire %f\n" : "fire_cold %f\n", (now_ns() - spawned) / (double)n);
    }
}

// ---- recursion ----

static async long fib(int n)
{
    return n < 2 ? n : await fib(n - 1) + await fib(n - 2);
}

static long fib_plainly(int n)
{
    return n < 2 ? n : fib_plainly(n - 1) + fib_plainly(n - 2);
}

enum { FIB = 20, FIB_CALLS = 21891, TREE = 65535 };

struct node {
    struct node *left, *right;
    long value;
};

static struct node nodes[TREE];

static void grow(void)
{
    for (long i = 0; i < TREE; i++) {
        nodes[i].value = i;
        nodes[i].left = 2 * i + 1 < TREE ? &nodes[2 * i + 1] : NULL;
        nodes[i].right = 2 * i + 2 < TREE ? &nodes[2 * i + 2] : NULL;
    }
}

static async long walk(const struct node *t)
{
    return t ? await walk(t->left) + t->value + await walk(t->right) : 0;
}

static long walk_plainly(const struct node *t)
{
    return t ? walk_plainly(t->left) + t->value + walk_plainly(t->right) : 0;
}

static async double fibs(long n)
{
    double start = now_ns();
    for (long i = 0; i < n; i++)
        sink = await fib((int)opaque(FIB));
    return (now_ns() - start) / (double)n / FIB_CALLS;
}

static double fibs_plainly(long n)
{
    double start = now_ns();
    for (long i = 0; i < n; i++)
        sink = fib_plainly((int)opaque(FIB));
    return (now_ns() - start) / (double)n / FIB_CALLS;
}

static async double walks(long n)
{
    grow();
    double start = now_ns();
    for (long i = 0; i < n; i++)
        sink = await walk(&nodes[opaque(0)]);
    return (now_ns() - start) / (double)n / (2 * TREE + 1);
}

static double walks_plainly(long n)
{
    grow();
    double start = now_ns();
    for (long i = 0; i < n; i++)
        sink = walk_plainly(&nodes[opaque(0)]);
    return (now_ns() - start) / (double)n / (2 * TREE + 1);
}

static void print_stack(const char *when)
{
    char line[256];
    FILE *f = fopen("/proc/self/status", "r");
    long kib;
    if (!f)
        abort();
    while (fgets(line, sizeof line, f)) {
        if (sscanf(line, "VmStk: %ld", &kib) == 1)
            printf("stack_%s %ld\n", when, kib);
        if (sscanf(line, "VmRSS: %ld", &kib) == 1)
            printf("resident_%s %ld\n", when, kib);
    }
    fclose(f);
}

async int main(int argc, char **argv)
{
    long n = argc > 2 ? strtol(argv[2], NULL, 10) : 0, depth = 1000;
    const char *name = argc > 1 ? argv[1] : "";
    double ns;
    if (n <= 0)
        return 2;
    if (argc > 3)
        depth = strtol(argv[3], NULL, 10);
#define CASE(which, call) else if (!strcmp(name, #which)) ns = call;
    if (!strcmp(name, "sleepers")) {
        await sleepers(n, (uint64_t)depth);
        return 0;
    }
    if (!strcmp(name, "stack")) {
        print_stack("before");
        ns = await ready_called(n);
        print_stack("after");
    }
    CASE(ready_inlined, await ready_inlined(n))
    CASE(plain_inlined, plain_inlined(n))
    CASE(ready_called, await ready_called(n))
    CASE(plain_called, plain_called(n))
    CASE(ready_elsewhere, await ready_elsewhere(n))
    CASE(plain_elsewhere, plain_elsewhere(n))
    CASE(ready_pointer, await ready_pointer(n))
    CASE(plain_pointer, plain_pointer(n))
    CASE(resume_1, resume_one(n))
    CASE(resume_10, resume_ten(n))
    CASE(by_hand, resume_by_hand(n))
    CASE(yield_embedded, await yields_embedded(n, depth))
    CASE(yield_dynamic, await yields_dynamic(n, depth))
    CASE(tasks, await tasks(n, depth))
    CASE(group, await group(n))
    CASE(spawn, await spawns(n))
    CASE(join, await joins(n))
    CASE(spawn_waiting, await spawns_waiting(n))
    CASE(pairs, await pairs(n))
    CASE(rounds, await rounds(n))
    CASE(bushes, await bushes(n))
    CASE(fib, await fibs(n))
    CASE(plain_fib, fibs_plainly(n))
    CASE(tree, await walks(n))
    CASE(plain_tree, walks_plainly(n))
    else return 2;
    printf("ns %f\nkernel %f\n", ns, (double)kernel_calls / (double)n);
    return 0;
}
