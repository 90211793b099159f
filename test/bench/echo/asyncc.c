// The echo server in the dialect: a task for each connection.
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { BUF = 64 * 1024, WORKERS_MAX = 64 };

static char *copy(ac_noescape const char *from, size_t n)
{
    char *to = malloc(n);
    return to ? memcpy(to, from, n) : NULL;
}

// Memory for a message is needed only between reading and writing it: none stays in the frame.
static async void serve(ac_tcp *tcp)
{
    int rc = 0;
    while (rc >= 0 && await ac_readable(tcp) == 0) {
        char buf[BUF];
        int n = ac_try_read(tcp, buf, sizeof buf);
        if (n == AC_EAGAIN)
            continue;
        if (n <= 0)
            break;
        int put = ac_try_write(tcp, buf, (size_t)n);
        if (put == n)
            continue;
        if (put == AC_EAGAIN)
            put = 0;
        char *rest = put < 0 ? NULL : copy(buf + put, (size_t)(n - put));
        if (!rest)
            break;
        rc = await ac_write(tcp, rest, (size_t)(n - put));
        free(rest);
    }
    await ac_tcp_close(tcp);
}

static async void accept_all(ac_listener *listener)
{
    ac_tcp *tcp;
    int rc;
    while ((rc = await ac_tcp_accept(&tcp, listener)) == 0)
        ac_detach(ac_spawn(serve(tcp)));
    fprintf(stderr, "accept: %s\n", ac_strerror(rc));
}

// The port, or an error.
static async int start(int port)
{
    ac_listener *listener;
    int rc = ac_tcp_listen_shared(&listener, "127.0.0.1", port, 0);
    if (rc < 0)
        return rc;
    ac_detach(ac_spawn(accept_all(listener)));
    return ac_listener_port(listener);
}

async int main(int argc, char **argv)
{
    int n = ac_workers_start(argc > 1 ? atoi(argv[1]) : 1), port = 0;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    for (int w = 0; w < n; w++)
        if (await ac_remote_join(ac_spawn_on(w, start(port)), &port) < 0 || port < 0)
            return 1;
    printf("port %d\n", port);
    fflush(stdout);
    return await ac_sleep(UINT64_MAX) < 0;
}
