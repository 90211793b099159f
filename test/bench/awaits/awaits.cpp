// The peers of awaits.c as C++20 coroutines: tasks that begin when they are awaited, with symmetric
// transfer, and a bare ring of those that are ready.
#include "measure.h"
#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

// The value, about which the compiler knows nothing any more. No instruction.
static inline long opaque(long x)
{
    __asm__ volatile("" : "+r"(x));
    return x;
}

static volatile long sink;

struct [[nodiscard]] Task {
    struct promise_type {
        std::coroutine_handle<> parent = std::noop_coroutine();
        long value;
        Task get_return_object()
        {
            return Task{std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        std::suspend_always initial_suspend() noexcept { return {}; }
        struct Final {
            bool await_ready() noexcept { return false; }
            std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> h) noexcept
            {
                return h.promise().parent;
            }
            void await_resume() noexcept {}
        };
        Final final_suspend() noexcept { return {}; }
        void return_value(long v) noexcept { value = v; }
        void unhandled_exception() { abort(); }
    };
    std::coroutine_handle<promise_type> handle;
    explicit Task(std::coroutine_handle<promise_type> h) : handle(h) {}
    Task(Task &&t) noexcept : handle(std::exchange(t.handle, {})) {}
    ~Task()
    {
        if (handle)
            handle.destroy();
    }
    bool await_ready() noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> parent) noexcept
    {
        handle.promise().parent = parent;
        return handle;
    }
    long await_resume() noexcept { return handle.promise().value; }
};

static std::coroutine_handle<> innermost; // whom who resumes without a loop resumes
struct Once {
    bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) noexcept { innermost = h; }
    void await_resume() noexcept {}
};

static std::coroutine_handle<> ring[4096];
static unsigned ring_begin, ring_end;
struct Yield {
    bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) noexcept { ring[ring_end++ % 4096] = h; }
    void await_resume() noexcept {}
};
static void run_ring()
{
    while (ring_begin != ring_end)
        ring[ring_begin++ % 4096].resume();
}

static Task step(long x)
{
    if (x < 0)
        co_await Yield{};
    co_return opaque(x) + 1;
}

static Task ready(long n)
{
    long x = 0;
    for (long i = 0; i < n; i++)
        x = co_await step(x);
    co_return x;
}

static Task level(long levels)
{
    if (levels > 1)
        co_return co_await level(levels - 1) + 1;
    long count = 0;
    do {
        co_await Once{};
        count++;
    } while (opaque(count) >= 0);
    co_return count;
}

static Task yields(long n)
{
    long i = 0;
    while (i < n) {
        co_await Yield{};
        i++;
    }
    co_return i;
}

static Task yields_below(long n, long levels)
{
    if (levels > 1)
        co_return co_await yields_below(n, levels - 1) + 1;
    co_return co_await yields(n);
}

// Begins at once, and frees itself.
struct Detached {
    struct promise_type {
        Detached get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { abort(); }
    };
};

__attribute__((noinline)) static Detached nothing(long x)
{
    opaque(x);
    co_return;
}

enum { FIB = 20, FIB_CALLS = 21891, TREE = 65535 };
static Task fib(int n)
{
    if (n < 2)
        co_return n;
    long a = co_await fib(n - 1);
    co_return a + co_await fib(n - 2);
}

static Task fibs(long n)
{
    long x = 0;
    for (long i = 0; i < n; i++)
        x += co_await fib((int)opaque(FIB));
    co_return x;
}

struct Node {
    Node *left, *right;
    long value;
};
static Node nodes[TREE];

static Task walk(const Node *t)
{
    if (!t)
        co_return 0;
    long left = co_await walk(t->left);
    co_return left + t->value + co_await walk(t->right);
}

static Task walks(long n)
{
    long x = 0;
    for (long i = 0; i < n; i++)
        x += co_await walk(&nodes[opaque(0)]);
    co_return x;
}

static double timed(Task task, long n)
{
    double start = now_ns();
    task.handle.resume();
    run_ring();
    sink = task.handle.promise().value;
    return (now_ns() - start) / (double)n;
}

static double resumes(long levels, long n)
{
    Task task = level(levels);
    task.handle.resume();
    double start = now_ns();
    for (long i = 0; i < n; i++)
        innermost.resume();
    return (now_ns() - start) / (double)n;
}

static double tasks(long n, long count)
{
    std::vector<Task> all;
    for (long i = 0; i < count; i++) {
        all.push_back(yields(n / count));
        all.back().handle.resume();
    }
    double start = now_ns();
    run_ring();
    return (now_ns() - start) / (double)n;
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    long n = argc > 2 ? strtol(argv[2], nullptr, 10) : 0;
    long depth = argc > 3 ? strtol(argv[3], nullptr, 10) : 1000;
    double ns;
    if (n <= 0)
        return 2;
    for (long i = 0; i < TREE; i++)
        nodes[i] = {2 * i + 1 < TREE ? &nodes[2 * i + 1] : nullptr,
                    2 * i + 2 < TREE ? &nodes[2 * i + 2] : nullptr, i};
    if (!strcmp(name, "ready")) {
        ns = timed(ready(n), n);
    } else if (!strcmp(name, "resume")) {
        ns = resumes(depth, n);
    } else if (!strcmp(name, "yield")) {
        ns = timed(yields_below(n, depth), n);
    } else if (!strcmp(name, "tasks")) {
        ns = tasks(n, depth);
    } else if (!strcmp(name, "spawn")) {
        ns = now_ns();
        for (long i = 0; i < n; i++)
            nothing(i);
        ns = (now_ns() - ns) / (double)n;
    } else if (!strcmp(name, "fib")) {
        ns = timed(fibs(n), n * FIB_CALLS);
    } else if (!strcmp(name, "tree")) {
        ns = timed(walks(n), n * (2 * TREE + 1));
    } else {
        return 2;
    }
    printf("ns %f\n", ns);
    return 0;
}
