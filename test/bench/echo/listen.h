// What the servers on epoll and libuv share: the socket that listens, and one thread for each.
#ifndef LISTEN_H
#define LISTEN_H
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUF = 64 * 1024 };

static void must(int ok, const char *what)
{
    if (!ok) {
        perror(what);
        exit(1);
    }
}

// Listens on *port, 0: a free one.
static int listen_on(int *port)
{
    int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)*port)};
    socklen_t length = sizeof at;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    must(!bind(fd, (struct sockaddr *)&at, sizeof at) && !listen(fd, SOMAXCONN), "listen");
    getsockname(fd, (struct sockaddr *)&at, &length);
    *port = ntohs(at.sin_port);
    return fd;
}

// Calls serve(&fd) on N threads, N being argv[1], with a listening socket each.
static int run_workers(int argc, char **argv, void *(*serve)(void *))
{
    int n = argc > 1 ? atoi(argv[1]) : 1, port = 0, fds[64];
    pthread_t threads[64];
    struct rlimit files;
    must(n > 0 && n <= 64, "workers");
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    for (int i = 0; i < n; i++)
        fds[i] = listen_on(&port);
    printf("port %d\n", port);
    fflush(stdout);
    for (int i = 1; i < n; i++)
        must(!pthread_create(&threads[i], NULL, serve, &fds[i]), "thread");
    serve(&fds[0]);
    return 0;
}

#endif
