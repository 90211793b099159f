// A client of test/soak: many tasks at once, each of which goes through sessions of all kinds until
// the time is up. What it sends is a function of the session and the place, so that a byte that was
// lost, doubled or changed is seen.
//
//   client PORT TASKS SECONDS SEED
//
// Asking for the server's name takes long, and is often given up; the pool's few threads answer few
// at a time.
#include <asyncc.h>
#include <dlfcn.h>
#include <netdb.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUF = 4096, SEND_BUF = 32 * 1024, SLOW_NAME_MS = 200, ASKING_MAX = 6 };

enum kind { COMES, STALLS, HALF_CLOSES, RESETS, FLOODS, IDLES, ASKS, KINDS };
static const char *const names[KINDS] = {"comes",  "stalls", "half_closes", "resets",
                                         "floods", "idles",  "asks"};
static long sessions[KINDS], given_up, overflowed, asking;

static int port;
static uint64_t end_ms;

// libuv's question comes here, on a thread of its pool.
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **result)
{
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **) =
        (int (*)(const char *, const char *, const struct addrinfo *, struct addrinfo **))dlsym(
            RTLD_NEXT, "getaddrinfo");
    static _Atomic unsigned calls;
    usleep(calls++ * 37 % SLOW_NAME_MS * 1000);
    return real(node, service, hints, result);
}

typedef struct session {
    ac_io *io;
    uint64_t key;    // what is sent
    size_t total;    // how much
    uint64_t random; // for what chance decides
    enum kind kind;
    bool heard; // something came back
    bool lost;  // the kernel gave it up before the server knew of it
} session;

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    return z ^ z >> 29;
}

static unsigned char byte_at(uint64_t key, size_t i)
{
    return (unsigned char)((key + i * 0x9e3779b97f4a7c15u) >> 37);
}

__attribute__((noreturn)) static void wrong(const session *s, const char *what, long long a,
                                            long long b)
{
    fprintf(stderr, "client: %s, key %llu, %zu bytes: %s: %lld, %lld\n", names[s->kind],
            (unsigned long long)s->key, s->total, what, a, b);
    _exit(1);
}

// When too many connect at once, the server's kernel may never let a connection into the line of
// those to be accepted, though the client's has called it connected, and resets it after a while.
static bool lost(session *s, int rc)
{
    if (!s->heard && (rc == AC_ECONNRESET || rc == AC_EPIPE))
        s->lost = true;
    return s->lost;
}

static async int send_all(session *s, size_t from, size_t to)
{
    unsigned char buf[BUF];
    while (from < to && !s->lost) {
        size_t n = 1 + next_random(&s->random) % sizeof buf;
        n = n < to - from ? n : to - from;
        for (size_t i = 0; i < n; i++)
            buf[i] = byte_at(s->key, from + i);
        int rc = await ac_write(s->io, buf, n);
        if (rc < 0 && lost(s, rc))
            break;
        if (rc < 0)
            wrong(s, "write", rc, (long long)from);
        from += n;
    }
    return 0;
}

static async int receive_all(session *s, size_t from, size_t to)
{
    unsigned char buf[BUF];
    while (from < to && !s->lost) {
        int n = await ac_read(s->io, buf, to - from < sizeof buf ? to - from : sizeof buf);
        if (n < 0 && lost(s, n))
            break;
        if (n <= 0)
            wrong(s, "read", n, (long long)from);
        s->heard = true;
        for (int i = 0; i < n; i++)
            if (buf[i] != byte_at(s->key, from + (size_t)i))
                wrong(s, "byte", buf[i], (long long)(from + (size_t)i));
        from += (size_t)n;
    }
    return 0;
}

// Nothing but the end follows.
static async void expect_end(session *s)
{
    char c;
    int n = await ac_read(s->io, &c, 1);
    if (n != 0 && !s->lost)
        wrong(s, "end", n, 0);
}

static async int receive_late(session *s, size_t to)
{
    await ac_sleep(next_random(&s->random) % 2000);
    return await receive_all(s, 0, to);
}

static async void exchange(session *s)
{
    struct linger reset = {1, 0};
    size_t half = s->total / 2;
    switch (s->kind) {
    case IDLES:
        await ac_sleep(next_random(&s->random) % 1000);
        break;
    case STALLS:
        await send_all(s, 0, half);
        await ac_sleep(next_random(&s->random) % 1000);
        await send_all(s, half, s->total);
        await receive_all(s, 0, s->total);
        break;
    case HALF_CLOSES:
        await ac_all(send_all(s, 0, s->total), receive_all(s, 0, half));
        await ac_io_shutdown(s->io);
        await receive_all(s, half, s->total);
        await expect_end(s);
        break;
    case RESETS:
        await ac_all(send_all(s, 0, s->total), receive_all(s, 0, half));
        setsockopt(ac_io_fd(s->io), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        break;
    case FLOODS: // until neither side's kernel takes more, and the server waits to write
        await ac_all(send_all(s, 0, s->total), receive_late(s, s->total));
        break;
    default:
        for (size_t at = 0, n; at < s->total && !s->lost; at += n) {
            n = s->total - at < 500 ? s->total - at : 500;
            await send_all(s, at, at + n);
            await receive_all(s, at, at + n);
        }
        break;
    }
}

static async int reach(session *s)
{
    int rc = 0, late = 0;
    if (s->kind == ASKS)
        late = await ac_timeout(next_random(&s->random) % (2 * SLOW_NAME_MS),
                                rc = ac_tcp_connect(&s->io, "localhost", port));
    else
        rc = await ac_tcp_connect(&s->io, "127.0.0.1", port);
    // A late one that was there already is as good as any.
    return rc == AC_ECANCELED && late == AC_ETIMEDOUT ? late : rc;
}

static async void one_session(uint64_t random)
{
    session s = {.key = next_random(&random), .kind = next_random(&random) % KINDS};
    int size = SEND_BUF;
    s.random = next_random(&random);
    s.total = s.kind == IDLES    ? 0
              : s.kind == FLOODS ? 1024 * 1024
                                 : 1 + next_random(&random) % (16 * 1024);
    if (s.kind == ASKS && asking >= ASKING_MAX)
        s.kind = COMES;
    asking += s.kind == ASKS;
    int rc = await reach(&s);
    asking -= s.kind == ASKS;
    if (rc == AC_ETIMEDOUT) {
        given_up++;
        return;
    }
    if (rc < 0)
        wrong(&s, "connect", rc, 0);
    setsockopt(ac_io_fd(s.io), SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    await exchange(&s);
    await ac_io_close(s.io);
    if (s.lost)
        overflowed++;
    else
        sessions[s.kind]++;
}

static async void many(uint64_t seed, int tasks)
{
    await ac_sleep(next_random(&seed) % (uint64_t)tasks); // not all at once
    while (ac_now() < end_ms)
        await one_session(next_random(&seed));
}

async int main(int argc, char **argv)
{
    struct rlimit files;
    if (argc != 5)
        return 2;
    port = atoi(argv[1]);
    end_ms = ac_now() + (uint64_t)atoi(argv[3]) * 1000;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    uint64_t seed = (uint64_t)atoll(argv[4]);
    ac_scope(s)
    {
        for (int i = 0, n = atoi(argv[2]); i < n; i++)
            if (!ac_spawn_in(s, many(next_random(&seed), n)))
                return 1;
    }
    for (int k = 0; k < KINDS; k++)
        printf("%s %ld ", names[k], sessions[k]);
    printf("given_up %ld overflowed %ld\n", given_up, overflowed);
    return 0;
}
