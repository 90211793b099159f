// echo.c: a TCP echo server: every client gets back what it sends.
//
//   echo PORT [HOST]     HOST is a numeric address, 127.0.0.1 unless given; port 0: a free one
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
enum { RETRY_MS = 20 };

// Not in main's frame: the tasks that main leaves behind end after it.
static size_t connections;
static ac_task *grace; // runs while the server stops

static async void serve(ac_tcp *tcp)
{
    char buf[16 * 1024];
    int n;
    connections++;
    // 0: the client has said all; negative: it is gone, or the server stops.
    while ((n = await ac_read(tcp, buf, sizeof buf)) > 0)
        if (await ac_write(tcp, buf, (size_t)n) < 0)
            break;
    await ac_tcp_close(tcp);
    if (--connections == 0 && grace)
        ac_cancel(grace);
}

// Owns the listener.
static async void accept_all(ac_listener *listener, const char *host)
{
    // First main goes on and waits for signals: whoever reads this line may send one.
    await ac_yield();
    printf(strchr(host, ':') ? "echo: listening on [%s]:%d\n" : "echo: listening on %s:%d\n", host,
           ac_listener_port(listener));
    fflush(stdout);
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

static async void give_time(void)
{
    if (await ac_sleep(GRACE_MS) == 0)
        fprintf(stderr, "echo: time is up, connections that end now: %zu\n", connections);
}

static async void hurry(sigset_t stop)
{
    if (await ac_signal_wait(&stop) > 0)
        ac_cancel(grace);
}

// A port number, or -1.
static int parse_port(const char *text)
{
    char *end;
    long port = strtol(text, &end, 10);
    return *text && !*end && port >= 0 && port <= 65535 ? (int)port : -1;
}

async int main(int argc, char **argv)
{
    const char *host = argc > 2 ? argv[2] : "127.0.0.1";
    int port = argc == 2 || argc == 3 ? parse_port(argv[1]) : -1;
    if (port < 0) {
        fprintf(stderr, "usage: echo PORT [HOST]\n");
        return 2;
    }
    ac_listener *listener;
    int rc = ac_tcp_listen(&listener, host, port, 0);
    if (rc < 0) {
        fprintf(stderr, "echo: cannot listen on %s port %d: %s\n", host, port, ac_strerror(rc));
        return 1;
    }
    ac_task *acceptor = ac_spawn(accept_all(listener, host));

    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    rc = await ac_signal_wait(&stop);
    if (rc < 0)
        fprintf(stderr, "echo: cannot wait for signals: %s\n", ac_strerror(rc));

    ac_cancel(acceptor);
    await ac_join(acceptor, NULL);
    if (rc > 0 && connections > 0) {
        // The last connection wakes it before its time.
        grace = ac_spawn(give_time());
        ac_detach(ac_spawn(hurry(stop)));
        await ac_join(grace, NULL);
        grace = NULL;
    }
    // What is left is cancelled now: reads and writes fail, the connections are closed.
    return rc < 0;
}
