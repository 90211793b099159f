// What size.c holds.
#include <coroutine>

long work(long x);

struct Leaf {
    long x;
    bool await_ready() { return false; }
    bool await_suspend(std::coroutine_handle<>);
    long await_resume() { return x; }
};

struct Task {
    struct promise_type {
        std::coroutine_handle<> parent;
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
        void unhandled_exception() {}
    };
    std::coroutine_handle<promise_type> handle;
};

#define ONE                                                                                        \
    x = work(x);                                                                                   \
    y += co_await Leaf{x};
#define EIGHT ONE ONE ONE ONE ONE ONE ONE ONE

Task awaits(long x, long y)
{
    EIGHT
#ifdef MORE
    EIGHT
#endif
    co_return x + y;
}
