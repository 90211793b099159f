// The echo server on nothing but epoll: each connection is registered once, level-triggered; one
// read and one write for a message. A connection has memory of its own only while a peer does not
// take what was written.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "listen.h"
#include <errno.h>
#include <sys/epoll.h>

enum { EVENTS = 1024 };

typedef struct connection {
    int fd;
    char *rest; // not yet written; NULL: it reads
    size_t from, to;
} connection;

static void watch(int epoll, int op, connection *c, uint32_t events)
{
    struct epoll_event e = {.events = events, .data.ptr = c};
    must(!epoll_ctl(epoll, op, c->fd, &e), "epoll_ctl");
}

static void end(connection *c)
{
    close(c->fd);
    free(c->rest);
    free(c);
}

static void accept_one(int epoll, int listener)
{
    int on = 1, fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (fd < 0)
        return;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connection *c = calloc(1, sizeof *c);
    must(!!c, "connection");
    c->fd = fd;
    watch(epoll, EPOLL_CTL_ADD, c, EPOLLIN);
}

static void readable(int epoll, connection *c, char *buf)
{
    ssize_t n = recv(c->fd, buf, BUF, 0);
    if (n < 0 && errno == EAGAIN)
        return;
    if (n <= 0) {
        end(c);
        return;
    }
    ssize_t put = send(c->fd, buf, (size_t)n, MSG_NOSIGNAL);
    if (put == n)
        return;
    if (put < 0 && errno != EAGAIN) {
        end(c);
        return;
    }
    if (put < 0)
        put = 0;
    c->to = (size_t)(n - put);
    c->from = 0;
    c->rest = malloc(c->to);
    must(!!c->rest, "rest");
    memcpy(c->rest, buf + put, c->to);
    watch(epoll, EPOLL_CTL_MOD, c, EPOLLOUT);
}

static void writable(int epoll, connection *c)
{
    ssize_t put = send(c->fd, c->rest + c->from, c->to - c->from, MSG_NOSIGNAL);
    if (put < 0 && errno == EAGAIN)
        return;
    if (put < 0) {
        end(c);
        return;
    }
    c->from += (size_t)put;
    if (c->from < c->to)
        return;
    free(c->rest);
    c->rest = NULL;
    watch(epoll, EPOLL_CTL_MOD, c, EPOLLIN);
}

static void *serve(void *listener)
{
    struct epoll_event events[EVENTS];
    connection accepting = {.fd = *(int *)listener};
    char *buf = malloc(BUF);
    int epoll = epoll_create1(0);
    must(epoll >= 0 && buf, "epoll");
    watch(epoll, EPOLL_CTL_ADD, &accepting, EPOLLIN);
    for (;;) {
        int n = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < n; i++) {
            connection *c = events[i].data.ptr;
            if (c == &accepting)
                accept_one(epoll, c->fd);
            else if (c->rest)
                writable(epoll, c);
            else
                readable(epoll, c, buf);
        }
    }
    return NULL;
}

int main(int argc, char **argv)
{
    return run_workers(argc, argv, serve);
}
