// echo.c: a TCP echo server: every client gets back what it sends.
//
//   echo [--workers N] PORT [HOST]
//
// HOST is a numeric address, 127.0.0.1 unless given; port 0: a free one. N threads serve, each its
// own share of the connections; 1 unless given, 0: one for each core.
//
// One task serves each connection. SIGINT or SIGTERM stops the server in order: it takes no new
// connections and gives those that are open some time to end. A second signal, or the end of that
// time, ends them.
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef GRACE_MS // how long open connections may go on when the server stops
#define GRACE_MS 5000
#endif
enum { RETRY_MS = 20, WORKERS_MAX = 64 };

static async void serve(ac_tcp *tcp)
{
    char buf[16 * 1024];
    int n;
    // 0: the client has said all; negative: it is gone, or the server stops.
    while ((n = await ac_read(tcp, buf, sizeof buf)) > 0)
        if (await ac_write(tcp, buf, (size_t)n) < 0)
            break;
    await ac_tcp_close(tcp);
}

// Owns the listener.
static async void accept_all(ac_listener *listener)
{
    for (;;) {
        ac_tcp *tcp;
        int rc = await ac_tcp_accept(&tcp, listener);
        if (rc == AC_ECANCELED)
            break;
        if (rc < 0) {
            // No descriptors or no memory: the client waits until other connections have ended.
            await ac_sleep(RETRY_MS);
            continue;
        }
        ac_task *task = ac_spawn(serve(tcp));
        if (task)
            ac_detach(task);
        else
            await ac_tcp_close(tcp);
    }
    ac_listener_close(listener);
}

struct listening {
    ac_listener *listener;
    int port; // or an error
};

// On the worker that is to accept. All is in the result: main may be gone when it begins.
static async struct listening listen_at(const char *host, int port)
{
    struct listening on = {0};
    // A port that is shared could be another server's, too, so one worker does without.
    int rc = ac_worker_count() > 1 ? ac_tcp_listen_shared(&on.listener, host, port, 0)
                                   : ac_tcp_listen(&on.listener, host, port, 0);
    on.port = rc < 0 ? rc : ac_listener_port(on.listener);
    return on;
}

static async void announce(const char *host, int port)
{
    // First main goes on and waits for signals: whoever reads this line may send one.
    await ac_yield();
    printf(strchr(host, ':') ? "echo: listening on [%s]:%d\n" : "echo: listening on %s:%d\n", host,
           port);
    fflush(stdout);
}

// A number from 0 to `most`, or -1.
static int parse_number(const char *text, long most)
{
    char *end;
    long n = strtol(text, &end, 10);
    return *text && !*end && n >= 0 && n <= most ? (int)n : -1;
}

async int main(int argc, char **argv)
{
    int workers = 1, rc = 0;
    if (argc > 2 && !strcmp(argv[1], "--workers")) {
        workers = parse_number(argv[2], WORKERS_MAX);
        argc -= 2;
        argv += 2;
    }
    const char *host = argc > 2 ? argv[2] : "127.0.0.1";
    int port = argc == 2 || argc == 3 ? parse_number(argv[1], 65535) : -1;
    if (port < 0 || workers < 0) {
        fprintf(stderr, "usage: echo [--workers N] PORT [HOST]\n");
        return 2;
    }
    workers = ac_workers_start(workers);
    if (workers < 0) {
        fprintf(stderr, "echo: cannot start workers: %s\n", ac_strerror(workers));
        return 1;
    }
    ac_listener *listeners[WORKERS_MAX];
    for (int w = 0; w < workers && w < WORKERS_MAX; w++) {
        struct listening on = {0};
        rc = await ac_remote_join(ac_spawn_on(w, listen_at(host, port)), &on);
        if (rc < 0 || on.port < 0) {
            fprintf(stderr, "echo: cannot listen on %s port %d: %s\n", host, port,
                    ac_strerror(rc < 0 ? rc : on.port));
            return 1;
        }
        listeners[w] = on.listener;
        port = on.port; // the one that is free for the first is the others', too
    }
    ac_detach(ac_spawn(announce(host, port)));
    for (int w = 0; w < workers && w < WORKERS_MAX; w++)
        ac_remote_detach(ac_spawn_on(w, accept_all(listeners[w])));

    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    rc = await ac_signal_wait(&stop);
    if (rc < 0) {
        fprintf(stderr, "echo: cannot wait for signals: %s\n", ac_strerror(rc));
        return 1;
    }
    // A second signal cancels it, which ends the time of grace.
    ac_shutdown_report report = {0};
    int ended = await ac_select(rc = ac_shutdown(GRACE_MS, &report), ac_signal_wait(&stop));
    if (ended == 0 && report.cancelled)
        fprintf(stderr, "echo: time is up, connections that were ended: %zu\n", report.cancelled);
    return 0;
}
