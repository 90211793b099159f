// The functions of test/bench/frames in the dialect; functions.rs and functions.cpp hold the same.
// Leaves are models with as many words as the real ones keep, the same in all three languages.
// Helpers are not inlined, so that what they are given is really there.
#include <asyncc.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

// A leaf that waits once and keeps `words` words meanwhile.
#define LEAF(name, words, ...)                                                                     \
    struct name##__frame {                                                                         \
        union {                                                                                    \
            int result;                                                                            \
            void *kept[words];                                                                     \
        };                                                                                         \
    };                                                                                             \
    async int name(__VA_ARGS__);                                                                   \
    ac_poll name##__resume(void *, ac_context *);                                                  \
    extern const ac_async_type name##__type

struct leaf__frame {
    union {
        int result;
        unsigned char waited;
    };
};
async int leaf(void);
ac_poll leaf__start(struct leaf__frame *, ac_context *);
ac_poll leaf__resume(void *, ac_context *);
extern const ac_async_type leaf__type;

LEAF(net_connect, 3, void **out, const char *host, int port);
ac_poll net_connect__start(struct net_connect__frame *, ac_context *, void **, const char *, int);
LEAF(net_accept, 5, void **out, void *listener);
ac_poll net_accept__start(struct net_accept__frame *, ac_context *, void **, void *);
LEAF(net_read, 3, void *tcp, ac_noescape char *buf, size_t n);
ac_poll net_read__start(struct net_read__frame *, ac_context *, void *, char *, size_t);
LEAF(net_write, 3, void *tcp, ac_noescape const char *buf, size_t n);
ac_poll net_write__start(struct net_write__frame *, ac_context *, void *, const char *, size_t);
LEAF(net_close, 1, void *tcp);
ac_poll net_close__start(struct net_close__frame *, ac_context *, void *);
LEAF(pause_ms, 4, long ms);
ac_poll pause_ms__start(struct pause_ms__frame *, ac_context *, long);
LEAF(join, 2, void *task);
ac_poll join__start(struct join__frame *, ac_context *, void *);
LEAF(signal_wait, 3, const long *set);
ac_poll signal_wait__start(struct signal_wait__frame *, ac_context *, const long *);

#define HELPER static __attribute__((noinline))
extern volatile int sink;
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
    return sink ? tcp : NULL;
}

// ---------------------------------------------------------------------------------------------
// shapes
// ---------------------------------------------------------------------------------------------

async int one_int(int n)
{
    int x = make(n);
    int r = await leaf();
    return x + r;
}

async int three_scoped_buffers(void)
{
    int s = 0;
    {
        char a[64];
        fill(a, sizeof a);
        s += await leaf();
        s += sum(a, sizeof a);
    }
    {
        char b[64];
        fill(b, sizeof b);
        s += await leaf();
        s += sum(b, sizeof b);
    }
    {
        char c[64];
        fill(c, sizeof c);
        s += await leaf();
        s += sum(c, sizeof c);
    }
    return s;
}

async int three_buffers(void)
{
    int s = 0;
    char a[64], b[64], c[64];
    fill(a, sizeof a);
    s += await leaf();
    s += sum(a, sizeof a);
    fill(b, sizeof b);
    s += await leaf();
    s += sum(b, sizeof b);
    fill(c, sizeof c);
    s += await leaf();
    s += sum(c, sizeof c);
    return s;
}

async int kib_to_second_await(void)
{
    char buf[1024];
    fill(buf, sizeof buf);
    int r = await leaf();
    r += sum(buf, sizeof buf);
    return r + await leaf();
}

async int kib_dead_before_await(void)
{
    char buf[1024];
    fill(buf, sizeof buf);
    int s = sum(buf, sizeof buf);
    return s + await leaf();
}

async int arms_scoped(int n)
{
    int r;
    if (n) {
        char a[256];
        fill(a, sizeof a);
        r = await leaf();
        r += sum(a, sizeof a);
    } else {
        char b[256];
        fill(b, sizeof b);
        r = await leaf();
        r -= sum(b, sizeof b);
    }
    return r;
}

async int arms_on_top(int n)
{
    char a[256], b[256];
    int r;
    if (n) {
        fill(a, sizeof a);
        r = await leaf();
        r += sum(a, sizeof a);
    } else {
        fill(b, sizeof b);
        r = await leaf();
        r -= sum(b, sizeof b);
    }
    return r;
}

async int recursion(int n)
{
    if (!n)
        return await leaf();
    int x = make(n);
    int r = await recursion(n - 1);
    return x + r;
}

static async int child(int n)
{
    int r = await leaf();
    return n + r;
}

async int loop_of_children(int n)
{
    int s = 0;
    for (int i = 0; i < n; i++)
        s += await child(i);
    return s;
}

async int two_joined(int n)
{
    int a, b;
    await ac_all(a = child(n), b = child(n + 1));
    return a + b;
}

static async int chain_1(int n)
{
    int x = make(n);
    return await leaf() + x;
}
static async int chain_2(int n)
{
    int x = make(n);
    return await chain_1(n) + x;
}
static async int chain_3(int n)
{
    int x = make(n);
    return await chain_2(n) + x;
}
static async int chain_4(int n)
{
    int x = make(n);
    return await chain_3(n) + x;
}
async int chain_of_five(int n)
{
    int x = make(n);
    return await chain_4(n) + x;
}

struct kib {
    char bytes[1024];
};

async int kib_argument(struct kib k)
{
    int r = await leaf();
    return r + sum(k.bytes, sizeof k.bytes);
}

async int kib_argument_wrapped(struct kib k)
{
    return await kib_argument(k);
}

async uint64_t seven_u64(void)
{
    uint64_t a = make64(1);
    int r = await leaf();
    uint64_t b = make64(r) + a;
    r = await leaf();
    uint64_t c = make64(r) + b;
    r = await leaf();
    uint64_t d = make64(r) + c;
    r = await leaf();
    uint64_t e = make64(r) + d;
    r = await leaf();
    uint64_t f = make64(r) + e;
    r = await leaf();
    uint64_t g = make64(r) + f;
    r = await leaf();
    return g + (uint64_t)r;
}

async int two_kib_scopes(void)
{
    int s = 0;
    {
        char a[1024];
        fill(a, sizeof a);
        s += await leaf();
        s += sum(a, sizeof a);
    }
    {
        char b[1024];
        fill(b, sizeof b);
        s += await leaf();
        s += sum(b, sizeof b);
    }
    return s;
}

static async int kib_child(void)
{
    char buf[1024];
    fill(buf, sizeof buf);
    int r = await leaf();
    return r + sum(buf, sizeof buf);
}

async int cold_kib_child(int n)
{
    if (__builtin_expect(n < 0, 0))
        return await kib_child();
    return await leaf();
}

// ---------------------------------------------------------------------------------------------
// samples/echo.c
// ---------------------------------------------------------------------------------------------

extern size_t connections;

async void echo_serve(void *tcp)
{
    char buf[16 * 1024];
    int n;
    connections++;
    while ((n = await net_read(tcp, buf, sizeof buf)) > 0)
        if (await net_write(tcp, buf, (size_t)n) < 0)
            break;
    await net_close(tcp);
    connections--;
}

async void echo_accept_all(void *listener, const char *host)
{
    await leaf();
    use(strchr(host, ':') != NULL);
    for (;;) {
        void *tcp;
        int rc = await net_accept(&tcp, listener);
        if (rc == -1)
            break;
        if (rc < 0) {
            await pause_ms(20);
            continue;
        }
        void *task = start_task(tcp);
        if (!task)
            await net_close(tcp);
    }
    use(listener != NULL);
}

async void echo_give_time(void)
{
    if (await pause_ms(5000) == 0)
        use((int)connections);
}

async void echo_hurry(const long *stop)
{
    if (await signal_wait(stop) > 0)
        use(1);
}

async int echo_main(void *listener, void *grace)
{
    void *acceptor = start_task(listener);
    long stop[16];
    fill((char *)stop, sizeof stop);
    int rc = await signal_wait(stop);
    if (rc < 0)
        use(rc);
    await join(acceptor);
    if (rc > 0 && connections > 0)
        await join(grace);
    return rc < 0;
}

// ---------------------------------------------------------------------------------------------
// samples/fetch.c
// ---------------------------------------------------------------------------------------------

struct input {
    void *tcp;
    size_t begin, end;
    char buf[16 * 1024];
};

async int fetch_fill(struct input *in)
{
    memmove(in->buf, in->buf + in->begin, in->end - in->begin);
    in->end -= in->begin;
    in->begin = 0;
    if (in->end == sizeof in->buf)
        return -2;
    int n = await net_read(in->tcp, in->buf + in->end, sizeof in->buf - in->end);
    if (n > 0)
        in->end += (size_t)n;
    return n;
}

async int fetch_read_line(struct input *in, char **line)
{
    char *end;
    while (!(end = memchr(in->buf + in->begin, '\n', in->end - in->begin))) {
        int n = await fetch_fill(in);
        if (n <= 0)
            return n < 0 ? n : -3;
    }
    *line = in->buf + in->begin;
    in->begin = (size_t)(end + 1 - in->buf);
    *end = '\0';
    return 0;
}

async int fetch_send_request(void *tcp, const char *host, const char *path)
{
    char request[4096];
    int n = snprintf(request, sizeof request, "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n", path, host);
    if (n < 0 || (size_t)n >= sizeof request)
        return 2;
    int rc = await net_write(tcp, request, (size_t)n);
    return rc < 0 ? 4 : 0;
}

async int fetch_read_head(struct input *in, long long *length)
{
    char *line;
    int rc = await fetch_read_line(in, &line);
    if (rc < 0)
        return 5;
    int code = make(line[0]);
    if (code < 200 || code > 299)
        return 6;
    while ((rc = await fetch_read_line(in, &line)) == 0 && *line)
        if (line[0] == 'C')
            *length = make(line[1]);
    return rc < 0 ? 5 : 0;
}

async int fetch_copy_body(struct input *in, long long length)
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
        n = copied == length ? 0 : await fetch_fill(in);
    }
    return n < 0 ? 5 : copied < length ? 6 : 0;
}

async int fetch_fetch(const char *host, int port, const char *path)
{
    struct input in = {0};
    long long length = -1;
    int rc = await net_connect(&in.tcp, host, port);
    if (rc < 0)
        return 3;
    rc = await fetch_send_request(in.tcp, host, path);
    if (rc == 0)
        rc = await fetch_read_head(&in, &length);
    if (rc == 0)
        rc = await fetch_copy_body(&in, length);
    await net_close(in.tcp);
    return rc;
}

async int fetch_main(const char *host, int port, const char *path)
{
    if (port < 1 || port > 65535)
        return 2;
    return await fetch_fetch(host, port, path);
}

// ---------------------------------------------------------------------------------------------
// what guides to asynchronous programming show
// ---------------------------------------------------------------------------------------------

async int delay(long ms)
{
    await pause_ms(ms);
    return 0;
}

async int read_then_write(void *tcp)
{
    char buf[512];
    int n = await net_read(tcp, buf, sizeof buf);
    if (n <= 0)
        return n;
    int s = sum(buf, (size_t)n);
    n = await net_write(tcp, buf, (size_t)n);
    return n < 0 ? n : s;
}

static async int get_data(int id)
{
    await pause_ms(10);
    return id * 2;
}

static async int process(int data)
{
    int before = make(data);
    await pause_ms(10);
    return data - before;
}

async int four_steps(int id)
{
    int data = await get_data(id);
    int processed = await process(data);
    int saved = await get_data(processed);
    return data + processed + saved;
}

async int self_reference(void)
{
    char buf[128];
    fill(buf, sizeof buf);
    char *p = buf + make(3);
    int r = await leaf();
    return r + *p;
}

async int borrowed(const char *text, size_t length)
{
    int r = await leaf();
    return r + sum(text, length);
}

async void yield_once(void)
{
    await leaf();
}

async int unfold(int n)
{
    int state = 0, total = 0;
    while (state < n) {
        await leaf();
        total += state;
        state = make(state);
    }
    return total;
}

async int chunks(void)
{
    int items[8], s = 0;
    for (int i = 0; i < 8; i++)
        items[i] = await leaf();
    for (int i = 0; i < 8; i++)
        s += items[i];
    return s;
}

async int sensor(int readings, double limit)
{
    double total = 0;
    int alerts = 0;
    for (int i = 0; i < readings; i++) {
        await pause_ms(100);
        double t = make(i);
        total += t;
        if (t > limit) {
            await net_write(NULL, "alert", 5);
            alerts++;
        }
    }
    return alerts + (int)total;
}

async int joined_three(int n)
{
    int a, b, c;
    await ac_all(a = get_data(n), b = get_data(n + 1), c = get_data(n + 2));
    return a + b + c;
}

async int with_timeout(int n)
{
    int r;
    if (await ac_select(r = get_data(n), pause_ms(1000)))
        return -1;
    return r;
}

async int retry(void *tcp, int attempts)
{
    long wait = 100;
    for (int i = 0; i < attempts; i++) {
        int rc = await net_write(tcp, "hello", 5);
        if (rc >= 0)
            return rc;
        await pause_ms(wait);
        wait *= 2;
    }
    return -1;
}

struct breaker {
    int failures, limit;
    long open_until;
};

async int through_breaker(struct breaker *b, void *tcp)
{
    if (b->failures >= b->limit && make(0) < b->open_until)
        return -1;
    int rc = await net_write(tcp, "hello", 5);
    if (rc < 0)
        b->failures++;
    else
        b->failures = 0;
    return rc;
}

async int cleaned_up(const char *host)
{
    void *tcp;
    int rc = await net_connect(&tcp, host, 80);
    if (rc < 0)
        return rc;
    char buf[256];
    rc = await net_read(tcp, buf, sizeof buf);
    if (rc > 0)
        rc = sum(buf, (size_t)rc);
    await net_close(tcp);
    return rc;
}

async int until_flag(const volatile int *stop)
{
    int turns = 0;
    while (!*stop) {
        await pause_ms(10);
        turns++;
    }
    return turns;
}

async int fallback(const char *first, const char *second)
{
    void *tcp;
    int rc = await net_connect(&tcp, first, 80);
    if (rc < 0) {
        use(rc);
        rc = await net_connect(&tcp, second, 80);
    }
    if (rc < 0)
        return rc;
    await net_close(tcp);
    return 0;
}

async int partial_failures(int n)
{
    int good = 0, bad = 0;
    for (int i = 0; i < n; i++) {
        int r = await get_data(i);
        if (r >= 0)
            good += r;
        else
            bad++;
    }
    return good - bad;
}

async int read_message(void *tcp, char *body, size_t size)
{
    unsigned char head[4];
    int n = await net_read(tcp, (char *)head, sizeof head);
    if (n < 4)
        return -1;
    size_t length = head[0] | (size_t)head[1] << 8;
    if (length > size)
        return -2;
    size_t got = 0;
    while (got < length) {
        n = await net_read(tcp, body + got, length - got);
        if (n <= 0)
            return -3;
        got += (size_t)n;
    }
    return (int)length;
}

async int serve_messages(void *tcp)
{
    int served = 0;
    for (;;) {
        char request[512], response[512];
        int n = await read_message(tcp, request, sizeof request);
        if (n < 0)
            break;
        int s = sum(request, (size_t)n);
        fill(response, sizeof response);
        response[0] = (char)s;
        if (await net_write(tcp, response, sizeof response) < 0)
            break;
        served++;
    }
    await net_close(tcp);
    return served;
}

struct record {
    int id;
    char text[60];
};

async int stage(void *from, void *to)
{
    int count = 0;
    struct record r;
    while (await net_read(from, (char *)&r, sizeof r) > 0) {
        r.id = make(r.id);
        await net_write(to, (const char *)&r, sizeof r);
        count++;
    }
    return count;
}

async int health_check(const char *host, int port)
{
    void *tcp;
    int rc = await net_connect(&tcp, host, port);
    if (rc < 0)
        return 0;
    char answer[256];
    rc = await net_write(tcp, "GET /health HTTP/1.0\r\n\r\n", 24);
    if (rc >= 0)
        rc = await net_read(tcp, answer, sizeof answer);
    int good = rc > 0 && sum(answer, (size_t)rc) > 0;
    await net_close(tcp);
    return good;
}

async int balanced(const char *const *hosts, int count)
{
    for (int i = 0; i < count; i++) {
        const char *host = hosts[make(i) % count];
        if (!await health_check(host, 80))
            continue;
        int rc = await cleaned_up(host);
        if (rc >= 0)
            return rc;
    }
    return -1;
}
