// The client of test/bench/net, the same for all servers. One thread on plain epoll: what it costs
// itself must be little and always the same. Prints pairs of a name and a figure.
//
//   client echo PORT PID CONNECTIONS BYTES MS    each connection sends a message when it has the
//                                                last one back
//   client steady PORT PID CONNECTIONS BYTES MS RATE     so many messages a second, whether the last
//                                                ones are back or not: the time of each is counted
//                                                from when it is due
//   client accept PORT PID CONNECTIONS MS        as echo with one byte, and a new connection for
//                                                each
//   client count PORT PID CONNECTIONS BYTES MESSAGES     echo, for so many messages; prints nothing
//   client idle PORT PID CONNECTIONS             what memory the server takes for those that have
//                                                sent one message and wait
//
// PID is the server's process: CPU time is read from its clock, memory from /proc.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BYTES_MAX = 64 * 1024, WARM_MS = 300, EVENTS = 256 };

typedef struct connection {
    int fd;
    int sent, got; // of this message
    uint64_t began;
} connection;

static struct sockaddr_in server = {.sin_family = AF_INET};
static clockid_t server_clock;
static int bytes = 1, epoll;
static char out[BYTES_MAX], in[BYTES_MAX];

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static uint64_t ns_of(clockid_t clock)
{
    struct timespec t;
    if (clock_gettime(clock, &t))
        fail("clock_gettime");
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

// ---- latencies: 32 steps for each power of two ----

enum { STEPS = 32, BUCKETS = 64 * STEPS };
static uint64_t histogram[BUCKETS];

static void count(uint64_t ns)
{
    int log = ns < STEPS ? 0 : 63 - __builtin_clzll(ns) - 5;
    histogram[log * STEPS + (int)(ns >> log)]++;
}

static double quantile(double q)
{
    uint64_t all = 0, below = 0;
    for (int i = 0; i < BUCKETS; i++)
        all += histogram[i];
    for (int i = 0; i < BUCKETS; i++) {
        below += histogram[i];
        if ((double)below >= q * (double)all) {
            int log = i < 2 * STEPS ? 0 : i / STEPS - 1;
            return (double)((uint64_t)(i - log * STEPS) << log);
        }
    }
    return 0;
}

// ---- connections ----

static void begin(connection *c)
{
    int on = 1;
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    // Blocking: through loopback the server's backlog takes it at once, or as soon as it has room.
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&server, sizeof server))
        fail("connect");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct epoll_event e = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &e))
        fail("epoll_ctl");
}

// Resets it, so that no port is kept for a while.
static void end(connection *c)
{
    struct linger linger = {1, 0};
    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    close(c->fd);
}

static void send_rest(connection *c)
{
    while (c->sent < bytes) {
        ssize_t n = send(c->fd, out + c->sent, (size_t)(bytes - c->sent), MSG_DONTWAIT);
        if (n < 0 && errno == EAGAIN)
            return;
        if (n < 0)
            fail("send");
        c->sent += (int)n;
    }
}

// Whether the message is back.
static bool receive(connection *c)
{
    while (c->got < bytes) {
        size_t want = (size_t)(bytes - c->got);
        ssize_t n = recv(c->fd, in, want, MSG_DONTWAIT);
        if (n < 0 && errno == EAGAIN)
            return false;
        if (n <= 0)
            fail("recv");
        c->got += (int)n;
        // The rest brings an event of its own.
        if ((size_t)n < want)
            return false;
    }
    return true;
}

static void begin_message(connection *c, uint64_t due)
{
    c->sent = c->got = 0;
    c->began = due;
    send_rest(c);
}

// ---- runs ----

typedef struct mark {
    uint64_t now, cpu, messages;
} mark;

static uint64_t messages;

static mark here(void)
{
    return (mark){ns_of(CLOCK_MONOTONIC), ns_of(server_clock), messages};
}

static bool anew;          // a new connection for each message
static double steady_rate; // messages a second; 0: as fast as they come back
static connection *all, **idle;
static size_t connections, first_idle, in_flight;

// Exchanges messages for a while, or until `most` were.
static void exchange(uint64_t ms, uint64_t most)
{
    struct epoll_event events[EVENTS];
    uint64_t until = ns_of(CLOCK_MONOTONIC) + ms * 1000000;
    while (messages < most && ns_of(CLOCK_MONOTONIC) < until) {
        int n = epoll_wait(epoll, events, EVENTS, 1000);
        for (int i = 0; i < n; i++) {
            connection *c = events[i].data.ptr;
            send_rest(c);
            if (c->sent < bytes || !receive(c))
                continue;
            count(ns_of(CLOCK_MONOTONIC) - c->began);
            if (++messages >= most)
                continue;
            if (anew) {
                end(c);
                begin(c);
            }
            begin_message(c, ns_of(CLOCK_MONOTONIC));
        }
    }
}

// Sends messages at a steady rate, each by the connection that has been idle longest. Looks for
// answers without sleeping, since a sleep takes longer than the time between two messages.
static void exchange_steadily(uint64_t ms)
{
    struct epoll_event events[EVENTS];
    uint64_t start = ns_of(CLOCK_MONOTONIC), due = start, now = start, begun = 0;
    while (now < start + ms * 1000000) {
        while (due <= now && in_flight < connections) {
            begin_message(idle[first_idle], due);
            first_idle = (first_idle + 1) % connections;
            in_flight++;
            due = start + (uint64_t)((double)++begun * 1e9 / steady_rate);
        }
        int n = epoll_wait(epoll, events, EVENTS, 0);
        now = ns_of(CLOCK_MONOTONIC);
        for (int i = 0; i < n; i++) {
            connection *c = events[i].data.ptr;
            if (!c->began)
                continue; // it has no message under way
            send_rest(c);
            if (c->sent < bytes || !receive(c))
                continue;
            count(ns_of(CLOCK_MONOTONIC) - c->began);
            c->began = 0;
            messages++;
            idle[(first_idle + connections - in_flight--) % connections] = c;
        }
    }
}

static void exchange_for(uint64_t ms)
{
    if (steady_rate > 0)
        exchange_steadily(ms);
    else
        exchange(ms, UINT64_MAX);
}

static void measure(uint64_t ms)
{
    exchange_for(WARM_MS);
    memset(histogram, 0, sizeof histogram);
    mark from = here();
    exchange_for(ms);
    mark to = here();
    double n = (double)(to.messages - from.messages);
    printf("rate %f\n", n * 1e9 / (double)(to.now - from.now));
    printf("cpu %f\n", (double)(to.cpu - from.cpu) / n);
    printf("p50 %f\np99 %f\n", quantile(0.5), quantile(0.99));
}

static double resident(const char *pid)
{
    char path[64], line[256];
    double kib = -1;
    snprintf(path, sizeof path, "/proc/%s/status", pid);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "VmRSS: %lf", &kib) == 1)
            break;
    if (!f || kib < 0)
        fail(path);
    fclose(f);
    return kib * 1024;
}

int main(int argc, char **argv)
{
    struct rlimit files;
    if (argc < 5)
        return 2;
    int n = atoi(argv[4]);
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server.sin_port = htons((uint16_t)atoi(argv[2]));
    if (clock_getcpuclockid(atoi(argv[3]), &server_clock))
        fail("clock_getcpuclockid");
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    epoll = epoll_create1(0);
    connections = (size_t)n;
    all = calloc(connections + 1, sizeof *all);
    idle = calloc(connections + 1, sizeof *idle);
    if (epoll < 0 || !all || !idle)
        fail("client");
    memset(out, 'x', sizeof out);
    if (!strcmp(argv[1], "idle") && argc == 5) {
        bytes = 64;
        begin(&all[n]);
        begin_message(&all[n], 1);
        exchange(UINT32_MAX, 1); // what is made once is there
        double before = resident(argv[3]);
        for (int i = 0; i < n; i++) {
            begin(&all[i]);
            begin_message(&all[i], 1);
            exchange(UINT32_MAX, 2 + (uint64_t)i);
        }
        printf("memory %f\n", (resident(argv[3]) - before) / n);
        return 0;
    }
    anew = !strcmp(argv[1], "accept");
    bool counts = !strcmp(argv[1], "count"), steady = !strcmp(argv[1], "steady");
    if (argc != (anew ? 6 : steady ? 8 : 7))
        return 2;
    bytes = anew ? 1 : atoi(argv[5]);
    steady_rate = steady ? atof(argv[7]) : 0;
    for (int i = 0; i < n; i++) {
        begin(&all[i]);
        idle[i] = &all[i];
    }
    for (int i = 0; i < n && !steady; i++)
        begin_message(&all[i], ns_of(CLOCK_MONOTONIC));
    if (counts)
        exchange(UINT32_MAX, (uint64_t)atoi(argv[6]));
    else
        measure((uint64_t)atoi(argv[anew ? 5 : 6]));
    return 0;
}
