// The server of test/soak: sends back what comes, on N workers, with fewer descriptors than there
// are clients. Ends in order at SIGTERM, and says what it has done.
//
//   server WORKERS DESCRIPTORS
#include <asyncc.h>
#include <dirent.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

enum { BUF = 4096, SEND_BUF = 32 * 1024, RETRY_MS = 5, WORKERS_MAX = 16 };

static _Atomic long accepted, in_order, broken, full_tables, after_full_tables;

static async int echo(ac_io *io)
{
    char buf[BUF];
    int n;
    while ((n = await ac_read(io, buf, sizeof buf)) > 0) {
        n = await ac_write(io, buf, (size_t)n);
        if (n < 0)
            break;
    }
    return n;
}

// The same with memory only while there is something in it.
static async int echo_sparingly(ac_io *io)
{
    int rc;
    while ((rc = await ac_readable(io)) == 0) {
        char *buf = malloc(BUF);
        int n = buf ? ac_try_read(io, buf, BUF) : AC_ENOMEM;
        if (n > 0)
            rc = await ac_write(io, buf, (size_t)n);
        free(buf);
        if (n == AC_EAGAIN)
            continue;
        if (n <= 0)
            return n;
        if (rc < 0)
            break;
    }
    return rc;
}

static async void serve(ac_io *io, bool sparingly)
{
    int size = SEND_BUF;
    setsockopt(ac_io_fd(io), SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    int rc = sparingly ? await echo_sparingly(io) : await echo(io);
    if (rc == 0)
        in_order++;
    else
        broken++;
    await ac_io_close(io);
}

static async void accept_all(ac_listener *listener)
{
    bool was_full = false;
    for (;;) {
        ac_io *io;
        int rc = await ac_accept(&io, listener);
        if (rc == AC_ECANCELED)
            break;
        if (rc < 0) {
            full_tables += rc == AC_EMFILE;
            was_full = true;
            await ac_sleep(RETRY_MS);
            continue;
        }
        after_full_tables += was_full;
        was_full = false;
        ac_task *task = ac_spawn(serve(io, accepted++ % 2));
        if (task)
            ac_detach(task);
        else
            await ac_io_close(io);
    }
    ac_listener_close(listener);
}

static async int start(int port)
{
    ac_listener *listener;
    int rc = ac_tcp_listen_shared(&listener, "127.0.0.1", port, 0);
    if (rc < 0)
        return rc;
    port = ac_listener_port(listener);
    ac_detach(ac_spawn(accept_all(listener)));
    return port;
}

static int open_descriptors(void)
{
    int n = 0;
    DIR *dir = opendir("/proc/self/fd");
    while (dir && readdir(dir))
        n++;
    if (dir)
        closedir(dir);
    return n;
}

async int main(int argc, char **argv)
{
    sigset_t stop;
    if (argc != 3)
        return 2;
    int workers = ac_workers_start(atoi(argv[1])), port = 0, rc;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = (rlim_t)atoi(argv[2]);
    if (workers < 0 || setrlimit(RLIMIT_NOFILE, &files))
        return 1;
    for (int w = 0; w < workers; w++)
        if (await ac_remote_join(ac_spawn_on(w, start(port)), &port) < 0 || port < 0)
            return 1;
    printf("port %d\n", port);
    fflush(stdout);
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    await ac_signal_wait(&stop);
    ac_shutdown_report report;
    // The clients have ended by now.
    rc = await ac_shutdown(60000, &report);
    // What the loops hold, and the signal that was waited for, may be open; listeners are closed.
    printf("accepted %ld in_order %ld broken %ld full_tables %ld after_full_tables %ld rc %d "
           "cancelled %zu descriptors %d\n",
           accepted, in_order, broken, full_tables, after_full_tables, rc, report.cancelled,
           open_descriptors());
    return 0;
}
