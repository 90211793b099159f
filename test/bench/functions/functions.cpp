// The functions of test/bench/frames as C++20 coroutines; functions.c says more. What counts is the
// memory that coroutines ask for while one of them runs, with all that it awaits.
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

static size_t taken, most;
static std::coroutine_handle<> waiting[8]; // whom a leaf holds
static int waiters;

template <class T> struct Promise;

// A child that others wait for together: its continuation is this, marked in bit 0.
struct Joint {
    int left;
    bool first;
    std::coroutine_handle<> parent;
};

template <class T> struct [[nodiscard]] Task {
    using promise_type = Promise<T>;
    std::coroutine_handle<promise_type> handle;
    explicit Task(std::coroutine_handle<promise_type> h) : handle(h) {}
    Task(Task &&t) noexcept : handle(std::exchange(t.handle, {})) {}
    ~Task()
    {
        if (handle)
            handle.destroy();
    }
    bool await_ready() { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> parent)
    {
        handle.promise().next = (uintptr_t)parent.address();
        return handle;
    }
    T await_resume() { return handle.promise().take(); }
};

struct PromiseBase {
    uintptr_t next = 0;
    static void *operator new(size_t n)
    {
        taken += n;
        most = taken > most ? taken : most;
        return malloc(n);
    }
    static void operator delete(void *p, size_t n)
    {
        taken -= n;
        free(p);
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct Final {
        bool await_ready() noexcept { return false; }
        template <class P>
        std::coroutine_handle<> await_suspend(std::coroutine_handle<P> h) noexcept
        {
            uintptr_t next = h.promise().next;
            if (!next)
                return std::noop_coroutine();
            if (!(next & 1))
                return std::coroutine_handle<>::from_address((void *)next);
            auto *j = (Joint *)(next - 1);
            if (--j->left && !j->first)
                return std::noop_coroutine();
            return std::exchange(j->parent, std::noop_coroutine());
        }
        void await_resume() noexcept {}
    };
    Final final_suspend() noexcept { return {}; }
    void unhandled_exception() { abort(); }
};

template <class T> struct Promise : PromiseBase {
    T value;
    Task<T> get_return_object()
    {
        return Task<T>(std::coroutine_handle<Promise>::from_promise(*this));
    }
    void return_value(T v) { value = v; }
    T take() { return value; }
};
template <> struct Promise<void> : PromiseBase {
    Task<void> get_return_object()
    {
        return Task<void>(std::coroutine_handle<Promise>::from_promise(*this));
    }
    void return_void() {}
    void take() {}
};

// Waits for all, or for the first of several children.
template <size_t N, bool First> struct Children : Joint {
    Task<int> tasks[N];
    template <class... T>
    explicit Children(T &&...t) : Joint{(int)N, First, {}}, tasks{std::move(t)...}
    {
    }
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> h)
    {
        parent = h;
        for (auto &t : tasks) {
            t.handle.promise().next = (uintptr_t)(Joint *)this | 1;
            t.handle.resume();
        }
    }
    int await_resume() { return 0; }
};

extern volatile int answer;

// Leaves that wait once and keep so many words meanwhile.
struct leaf {
    unsigned char waited = 0;
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> h) { waiting[waiters++] = h; }
    int await_resume() { return answer; }
};
template <int N> struct Words {
    void *kept[N];
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> h) { waiting[waiters++] = h; }
    int await_resume() { return answer; }
};
struct net_connect : Words<3> {
    net_connect(void **out, const char *host, int)
    {
        kept[0] = (void *)out, kept[1] = (void *)host;
    }
};
struct net_accept : Words<5> {
    net_accept(void **out, void *listener) { kept[0] = (void *)out, kept[1] = listener; }
};
struct net_read : Words<3> {
    net_read(void *tcp, char *buf, size_t n) { kept[0] = tcp, kept[1] = buf, kept[2] = (void *)n; }
};
struct net_write : Words<3> {
    net_write(void *tcp, const char *buf, size_t n)
    {
        kept[0] = tcp, kept[1] = (void *)buf, kept[2] = (void *)n;
    }
};
struct net_close : Words<1> {
    net_close(void *tcp) { kept[0] = tcp; }
};
struct pause_ms : Words<4> {
    pause_ms(long ms) { kept[0] = (void *)ms; }
};
struct join : Words<2> {
    join(void *task) { kept[0] = task; }
};
struct signal_wait : Words<3> {
    signal_wait(const long *set) { kept[0] = (void *)set; }
};

#define HELPER static __attribute__((noinline))
volatile int sink, answer = 1;
HELPER void use(int n)
{
    sink = n;
}
HELPER int make(int n)
{
    return sink + n;
}
HELPER uint64_t make64(int n)
{
    return (uint64_t)sink + (uint64_t)n;
}
HELPER void fill(char *p, size_t n)
{
    memset(p, sink, n);
}
HELPER int sum(const char *p, size_t n)
{
    int s = 0;
    for (size_t i = 0; i < n; i++)
        s += p[i];
    return s;
}
HELPER void *start_task(void *tcp)
{
    return sink ? tcp : nullptr;
}

// ---------------------------------------------------------------------------------------------
// shapes
// ---------------------------------------------------------------------------------------------

static Task<int> one_int(int n)
{
    int x = make(n);
    int r = co_await leaf{};
    co_return x + r;
}

static Task<int> three_scoped_buffers()
{
    int s = 0;
    {
        char a[64];
        fill(a, sizeof a);
        s += co_await leaf{};
        s += sum(a, sizeof a);
    }
    {
        char b[64];
        fill(b, sizeof b);
        s += co_await leaf{};
        s += sum(b, sizeof b);
    }
    {
        char c[64];
        fill(c, sizeof c);
        s += co_await leaf{};
        s += sum(c, sizeof c);
    }
    co_return s;
}

static Task<int> three_buffers()
{
    int s = 0;
    char a[64], b[64], c[64];
    fill(a, sizeof a);
    s += co_await leaf{};
    s += sum(a, sizeof a);
    fill(b, sizeof b);
    s += co_await leaf{};
    s += sum(b, sizeof b);
    fill(c, sizeof c);
    s += co_await leaf{};
    s += sum(c, sizeof c);
    co_return s;
}

static Task<int> kib_to_second_await()
{
    char buf[1024];
    fill(buf, sizeof buf);
    int r = co_await leaf{};
    r += sum(buf, sizeof buf);
    co_return r + co_await leaf{};
}

static Task<int> kib_dead_before_await()
{
    char buf[1024];
    fill(buf, sizeof buf);
    int s = sum(buf, sizeof buf);
    co_return s + co_await leaf{};
}

static Task<int> arms_scoped(int n)
{
    int r;
    if (n) {
        char a[256];
        fill(a, sizeof a);
        r = co_await leaf{};
        r += sum(a, sizeof a);
    } else {
        char b[256];
        fill(b, sizeof b);
        r = co_await leaf{};
        r -= sum(b, sizeof b);
    }
    co_return r;
}

static Task<int> arms_on_top(int n)
{
    char a[256], b[256];
    int r;
    if (n) {
        fill(a, sizeof a);
        r = co_await leaf{};
        r += sum(a, sizeof a);
    } else {
        fill(b, sizeof b);
        r = co_await leaf{};
        r -= sum(b, sizeof b);
    }
    co_return r;
}

static Task<int> recursion(int n)
{
    if (!n)
        co_return co_await leaf{};
    int x = make(n);
    int r = co_await recursion(n - 1);
    co_return x + r;
}

static Task<int> child(int n)
{
    int r = co_await leaf{};
    co_return n + r;
}

static Task<int> loop_of_children(int n)
{
    int s = 0;
    for (int i = 0; i < n; i++)
        s += co_await child(i);
    co_return s;
}

static Task<int> two_joined(int n)
{
    Children<2, false> both(child(n), child(n + 1));
    co_await both;
    co_return both.tasks[0].await_resume() + both.tasks[1].await_resume();
}

static Task<int> chain_1(int n)
{
    int x = make(n);
    co_return co_await leaf{} + x;
}
static Task<int> chain_2(int n)
{
    int x = make(n);
    co_return co_await chain_1(n) + x;
}
static Task<int> chain_3(int n)
{
    int x = make(n);
    co_return co_await chain_2(n) + x;
}
static Task<int> chain_4(int n)
{
    int x = make(n);
    co_return co_await chain_3(n) + x;
}
static Task<int> chain_of_five(int n)
{
    int x = make(n);
    co_return co_await chain_4(n) + x;
}

struct kib {
    char bytes[1024];
};

static Task<int> kib_argument(struct kib k)
{
    int r = co_await leaf{};
    co_return r + sum(k.bytes, sizeof k.bytes);
}

static Task<int> kib_argument_wrapped(struct kib k)
{
    co_return co_await kib_argument(k);
}

static Task<uint64_t> seven_u64()
{
    uint64_t a = make64(1);
    int r = co_await leaf{};
    uint64_t b = make64(r) + a;
    r = co_await leaf{};
    uint64_t c = make64(r) + b;
    r = co_await leaf{};
    uint64_t d = make64(r) + c;
    r = co_await leaf{};
    uint64_t e = make64(r) + d;
    r = co_await leaf{};
    uint64_t f = make64(r) + e;
    r = co_await leaf{};
    uint64_t g = make64(r) + f;
    r = co_await leaf{};
    co_return g + (uint64_t)r;
}

static Task<int> two_kib_scopes()
{
    int s = 0;
    {
        char a[1024];
        fill(a, sizeof a);
        s += co_await leaf{};
        s += sum(a, sizeof a);
    }
    {
        char b[1024];
        fill(b, sizeof b);
        s += co_await leaf{};
        s += sum(b, sizeof b);
    }
    co_return s;
}

static Task<int> kib_child()
{
    char buf[1024];
    fill(buf, sizeof buf);
    int r = co_await leaf{};
    co_return r + sum(buf, sizeof buf);
}

static Task<int> cold_kib_child(int n)
{
    if (__builtin_expect(n < 0, 0))
        co_return co_await kib_child();
    co_return co_await leaf{};
}

// ---------------------------------------------------------------------------------------------
// samples/echo.c
// ---------------------------------------------------------------------------------------------

static size_t connections;

static Task<void> echo_serve(void *tcp)
{
    char buf[16 * 1024];
    int n;
    connections++;
    while ((n = co_await net_read(tcp, buf, sizeof buf)) > 0)
        if (co_await net_write(tcp, buf, (size_t)n) < 0)
            break;
    co_await net_close(tcp);
    connections--;
}

static Task<void> echo_accept_all(void *listener, const char *host)
{
    co_await leaf{};
    use(strchr(host, ':') != nullptr);
    for (;;) {
        void *tcp;
        int rc = co_await net_accept(&tcp, listener);
        if (rc == -1)
            break;
        if (rc < 0) {
            co_await pause_ms(20);
            continue;
        }
        void *task = start_task(tcp);
        if (!task)
            co_await net_close(tcp);
    }
    use(listener != nullptr);
}

static Task<void> echo_give_time()
{
    if (co_await pause_ms(5000) == 0)
        use((int)connections);
}

static Task<void> echo_hurry(const long *stop)
{
    if (co_await signal_wait(stop) > 0)
        use(1);
}

static Task<int> echo_main(void *listener, void *grace)
{
    void *acceptor = start_task(listener);
    long stop[16];
    fill((char *)stop, sizeof stop);
    int rc = co_await signal_wait(stop);
    if (rc < 0)
        use(rc);
    co_await join(acceptor);
    if (rc > 0 && connections > 0)
        co_await join(grace);
    co_return rc < 0;
}

// ---------------------------------------------------------------------------------------------
// samples/fetch.c
// ---------------------------------------------------------------------------------------------

struct input {
    void *tcp;
    size_t begin, end;
    char buf[16 * 1024];
};

static Task<int> fetch_fill(struct input *in)
{
    memmove(in->buf, in->buf + in->begin, in->end - in->begin);
    in->end -= in->begin;
    in->begin = 0;
    if (in->end == sizeof in->buf)
        co_return -2;
    int n = co_await net_read(in->tcp, in->buf + in->end, sizeof in->buf - in->end);
    if (n > 0)
        in->end += (size_t)n;
    co_return n;
}

static Task<int> fetch_read_line(struct input *in, char **line)
{
    char *end;
    while (!(end = (char *)memchr(in->buf + in->begin, '\n', in->end - in->begin))) {
        int n = co_await fetch_fill(in);
        if (n <= 0)
            co_return n < 0 ? n : -3;
    }
    *line = in->buf + in->begin;
    in->begin = (size_t)(end + 1 - in->buf);
    *end = '\0';
    co_return 0;
}

static Task<int> fetch_send_request(void *tcp, const char *host, const char *path)
{
    char request[4096];
    int n = snprintf(request, sizeof request, "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n", path, host);
    if (n < 0 || (size_t)n >= sizeof request)
        co_return 2;
    int rc = co_await net_write(tcp, request, (size_t)n);
    co_return rc < 0 ? 4 : 0;
}

static Task<int> fetch_read_head(struct input *in, long long *length)
{
    char *line;
    int rc = co_await fetch_read_line(in, &line);
    if (rc < 0)
        co_return 5;
    int code = make(line[0]);
    if (code < 200 || code > 299)
        co_return 6;
    while ((rc = co_await fetch_read_line(in, &line)) == 0 && *line)
        if (line[0] == 'C')
            *length = make(line[1]);
    co_return rc < 0 ? 5 : 0;
}

static Task<int> fetch_copy_body(struct input *in, long long length)
{
    long long copied = 0;
    int n = 1;
    while (n > 0) {
        size_t part = in->end - in->begin;
        if (length >= 0 && (long long)part > length - copied)
            part = (size_t)(length - copied);
        use(sum(in->buf + in->begin, part));
        copied += (long long)part;
        in->begin += part;
        n = copied == length ? 0 : co_await fetch_fill(in);
    }
    co_return n < 0 ? 5 : copied < length ? 6 : 0;
}

static Task<int> fetch_fetch(const char *host, int port, const char *path)
{
    struct input in = {};
    long long length = -1;
    int rc = co_await net_connect(&in.tcp, host, port);
    if (rc < 0)
        co_return 3;
    rc = co_await fetch_send_request(in.tcp, host, path);
    if (rc == 0)
        rc = co_await fetch_read_head(&in, &length);
    if (rc == 0)
        rc = co_await fetch_copy_body(&in, length);
    co_await net_close(in.tcp);
    co_return rc;
}

static Task<int> fetch_main(const char *host, int port, const char *path)
{
    if (port < 1 || port > 65535)
        co_return 2;
    co_return co_await fetch_fetch(host, port, path);
}

// ---------------------------------------------------------------------------------------------
// what guides to asynchronous programming show
// ---------------------------------------------------------------------------------------------

static Task<int> delay(long ms)
{
    co_await pause_ms(ms);
    co_return 0;
}

static Task<int> read_then_write(void *tcp)
{
    char buf[512];
    int n = co_await net_read(tcp, buf, sizeof buf);
    if (n <= 0)
        co_return n;
    int s = sum(buf, (size_t)n);
    n = co_await net_write(tcp, buf, (size_t)n);
    co_return n < 0 ? n : s;
}

static Task<int> get_data(int id)
{
    co_await pause_ms(10);
    co_return id * 2;
}

static Task<int> process(int data)
{
    int before = make(data);
    co_await pause_ms(10);
    co_return data - before;
}

static Task<int> four_steps(int id)
{
    int data = co_await get_data(id);
    int processed = co_await process(data);
    int saved = co_await get_data(processed);
    co_return data + processed + saved;
}

static Task<int> self_reference()
{
    char buf[128];
    fill(buf, sizeof buf);
    char *p = buf + make(3);
    int r = co_await leaf{};
    co_return r + *p;
}

static Task<int> borrowed(const char *text, size_t length)
{
    int r = co_await leaf{};
    co_return r + sum(text, length);
}

static Task<void> yield_once()
{
    co_await leaf{};
}

static Task<int> unfold(int n)
{
    int state = 0, total = 0;
    while (state < n) {
        co_await leaf{};
        total += state;
        state = make(state);
    }
    co_return total;
}

static Task<int> chunks()
{
    int items[8], s = 0;
    for (int i = 0; i < 8; i++)
        items[i] = co_await leaf{};
    for (int i = 0; i < 8; i++)
        s += items[i];
    co_return s;
}

static Task<int> sensor(int readings, double limit)
{
    double total = 0;
    int alerts = 0;
    for (int i = 0; i < readings; i++) {
        co_await pause_ms(100);
        double t = make(i);
        total += t;
        if (t > limit) {
            co_await net_write(nullptr, "alert", 5);
            alerts++;
        }
    }
    co_return alerts + (int)total;
}

static Task<int> joined_three(int n)
{
    Children<3, false> all(get_data(n), get_data(n + 1), get_data(n + 2));
    co_await all;
    co_return all.tasks[0].await_resume() + all.tasks[1].await_resume() +
        all.tasks[2].await_resume();
}

static Task<int> with_timeout(int n)
{
    Children<2, true> one(get_data(n), delay(1000));
    co_await one;
    co_return one.tasks[0].handle.done() ? one.tasks[0].await_resume() : -1;
}

static Task<int> retry(void *tcp, int attempts)
{
    long wait = 100;
    for (int i = 0; i < attempts; i++) {
        int rc = co_await net_write(tcp, "hello", 5);
        if (rc >= 0)
            co_return rc;
        co_await pause_ms(wait);
        wait *= 2;
    }
    co_return -1;
}

struct breaker {
    int failures, limit;
    long open_until;
};

static Task<int> through_breaker(struct breaker *b, void *tcp)
{
    if (b->failures >= b->limit && make(0) < b->open_until)
        co_return -1;
    int rc = co_await net_write(tcp, "hello", 5);
    if (rc < 0)
        b->failures++;
    else
        b->failures = 0;
    co_return rc;
}

static Task<int> cleaned_up(const char *host)
{
    void *tcp;
    int rc = co_await net_connect(&tcp, host, 80);
    if (rc < 0)
        co_return rc;
    char buf[256];
    rc = co_await net_read(tcp, buf, sizeof buf);
    if (rc > 0)
        rc = sum(buf, (size_t)rc);
    co_await net_close(tcp);
    co_return rc;
}

static Task<int> until_flag(const volatile int *stop)
{
    int turns = 0;
    while (!*stop) {
        co_await pause_ms(10);
        turns++;
    }
    co_return turns;
}

static Task<int> fallback(const char *first, const char *second)
{
    void *tcp;
    int rc = co_await net_connect(&tcp, first, 80);
    if (rc < 0) {
        use(rc);
        rc = co_await net_connect(&tcp, second, 80);
    }
    if (rc < 0)
        co_return rc;
    co_await net_close(tcp);
    co_return 0;
}

static Task<int> partial_failures(int n)
{
    int good = 0, bad = 0;
    for (int i = 0; i < n; i++) {
        int r = co_await get_data(i);
        if (r >= 0)
            good += r;
        else
            bad++;
    }
    co_return good - bad;
}

static Task<int> read_message(void *tcp, char *body, size_t size)
{
    unsigned char head[4];
    int n = co_await net_read(tcp, (char *)head, sizeof head);
    if (n < 4)
        co_return -1;
    size_t length = head[0] | (size_t)head[1] << 8;
    if (length > size)
        co_return -2;
    size_t got = 0;
    while (got < length) {
        n = co_await net_read(tcp, body + got, length - got);
        if (n <= 0)
            co_return -3;
        got += (size_t)n;
    }
    co_return (int) length;
}

static Task<int> serve_messages(void *tcp)
{
    int served = 0;
    for (;;) {
        char request[512], response[512];
        int n = co_await read_message(tcp, request, sizeof request);
        if (n < 0)
            break;
        int s = sum(request, (size_t)n);
        fill(response, sizeof response);
        response[0] = (char)s;
        if (co_await net_write(tcp, response, sizeof response) < 0)
            break;
        served++;
    }
    co_await net_close(tcp);
    co_return served;
}

struct record {
    int id;
    char text[60];
};

static Task<int> stage(void *from, void *to)
{
    int count = 0;
    struct record r;
    while (co_await net_read(from, (char *)&r, sizeof r) > 0) {
        r.id = make(r.id);
        co_await net_write(to, (const char *)&r, sizeof r);
        count++;
    }
    co_return count;
}

static Task<int> health_check(const char *host, int port)
{
    void *tcp;
    int rc = co_await net_connect(&tcp, host, port);
    if (rc < 0)
        co_return 0;
    char answer[256];
    rc = co_await net_write(tcp, "GET /health HTTP/1.0\r\n\r\n", 24);
    if (rc >= 0)
        rc = co_await net_read(tcp, answer, sizeof answer);
    int good = rc > 0 && sum(answer, (size_t)rc) > 0;
    co_await net_close(tcp);
    co_return good;
}

static Task<int> balanced(const char *const *hosts, int count)
{
    for (int i = 0; i < count; i++) {
        const char *host = hosts[make(i) % count];
        if (!co_await health_check(host, 80))
            continue;
        int rc = co_await cleaned_up(host);
        if (rc >= 0)
            co_return rc;
    }
    co_return -1;
}

// Runs a coroutine to its end: each leaf goes on when it has waited.
template <class T> static size_t measure(T (*make)())
{
    sink = 0;
    answer = 1;
    taken = most = 0;
    {
        T task = make();
        task.handle.resume();
        for (int turns = 0; waiters && turns < 100 && !task.handle.done(); turns++) {
            auto h = waiting[0];
            waiters--;
            memmove(waiting, waiting + 1, sizeof *waiting * (size_t)waiters);
            h.resume();
        }
        waiters = 0;
    }
    return most;
}
// Not inlined, so that its frame is not taken for a variable of `measure`.
#define BYTES(name, ...) measure(+[]() __attribute__((noinline)) { return name(__VA_ARGS__); })
#define MEASURE(name, ...) printf("%s %zu\n", #name, BYTES(name, __VA_ARGS__))

static struct input in;
static long words[16];
static struct kib kib;
static struct breaker closed = {0, 1, 0};

int main()
{
    static char *line = in.buf;
    static long long length;
    static volatile int flag;
    static char body[8];
    static const char *const hosts[] = {"h"};
    MEASURE(one_int, 1);
    MEASURE(three_scoped_buffers);
    MEASURE(three_buffers);
    MEASURE(kib_to_second_await);
    MEASURE(kib_dead_before_await);
    MEASURE(arms_scoped, 1);
    MEASURE(arms_on_top, 1);
    MEASURE(loop_of_children, 2);
    MEASURE(two_joined, 1);
    MEASURE(chain_of_five, 1);
    MEASURE(kib_argument, kib);
    MEASURE(kib_argument_wrapped, kib);
    MEASURE(seven_u64);
    MEASURE(two_kib_scopes);
    MEASURE(cold_kib_child, 1);
    MEASURE(echo_serve, nullptr);
    MEASURE(echo_accept_all, nullptr, "h");
    MEASURE(echo_give_time);
    MEASURE(echo_hurry, words);
    MEASURE(echo_main, nullptr, nullptr);
    MEASURE(fetch_fill, &in);
    in.begin = in.end = 0;
    MEASURE(fetch_read_line, &in, &line);
    in.begin = in.end = 0;
    MEASURE(fetch_send_request, nullptr, "h", "/");
    MEASURE(fetch_read_head, &in, &length);
    in.begin = in.end = 0;
    MEASURE(fetch_copy_body, &in, 4);
    in.begin = in.end = 0;
    MEASURE(fetch_fetch, "h", 1, "/");
    MEASURE(fetch_main, "h", 1, "/");
    MEASURE(delay, 1);
    MEASURE(read_then_write, nullptr);
    MEASURE(four_steps, 1);
    MEASURE(self_reference);
    MEASURE(borrowed, "text", 4);
    MEASURE(yield_once);
    MEASURE(unfold, 1);
    MEASURE(chunks);
    MEASURE(sensor, 2, 0.5);
    MEASURE(joined_three, 1);
    MEASURE(with_timeout, 1);
    MEASURE(retry, nullptr, 1);
    MEASURE(through_breaker, &closed, nullptr);
    MEASURE(cleaned_up, "h");
    MEASURE(until_flag, &flag);
    MEASURE(fallback, "h", "i");
    MEASURE(partial_failures, 1);
    MEASURE(read_message, nullptr, body, sizeof body);
    MEASURE(serve_messages, nullptr);
    MEASURE(stage, nullptr, nullptr);
    MEASURE(health_check, "h", 1);
    MEASURE(balanced, hosts, 1);
    // Of the recursion what one more level adds.
    size_t one = BYTES(recursion, 1);
    printf("recursion %zu\n", (BYTES(recursion, 11) - one) / 10);
}
