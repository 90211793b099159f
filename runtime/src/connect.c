// connect.c: connecting, to a numeric address at once, to a name after asking the resolver.
//
// A connection that is being made belongs to the leaf; cancelling closes it, unless it has
// succeeded already.
#include "stream.h"
#include "dns.h"
#include <poll.h>
#include <stdio.h>

static int resolve(struct ac_tcp_connect__frame *f, ac_context *cx, const char *host, int port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
    char service[16];
    snprintf(service, sizeof service, "%d", port);
    return ac__resolve_begin(&f->resolve, cx, host, service, &hints);
}

static void drop(struct ac_tcp_connect__frame *f)
{
    if (!f->tcp)
        return;
    f->tcp->io.writer = NULL;
    ac__io_close(&f->tcp->io);
    f->tcp = NULL;
}

// Begins to connect. 0: connected; AC_EALREADY: on its way; or an error, and there is no f->tcp.
static int begin(struct ac_tcp_connect__frame *f, ac_context *cx, const struct sockaddr *address,
                 socklen_t length)
{
    int on = 1, rc;
    ac_tcp *tcp = f->tcp = ac__socket_new(cx->loop);
    if (!tcp)
        return AC_ENOMEM;
    tcp->io.fd = socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (tcp->io.fd < 0) {
        rc = -errno;
    } else {
        setsockopt(tcp->io.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (!connect(tcp->io.fd, address, length))
            return 0;
        rc = -errno;
        if (rc == AC_EINTR || rc == -EINPROGRESS) {
            tcp->io.seen = 0;
            rc = ac__io_watch(&tcp->io, UV_WRITABLE);
            if (!rc) {
                tcp->io.writer = cx->strand;
                return AC_EALREADY;
            }
        }
    }
    drop(f);
    return rc;
}

// What has become of the connection on its way: as begin.
static int look(struct ac_tcp_connect__frame *f, bool stopped)
{
    ac__io *io = &f->tcp->io;
    int error;
    socklen_t length = sizeof error;
    // When told to stop, one last look: a connection that was made is not lost.
    if (!(io->seen & UV_WRITABLE)) {
        struct pollfd p = {.fd = io->fd, .events = POLLOUT};
        if (!stopped || poll(&p, 1, 0) != 1)
            return AC_EALREADY;
    }
    if (getsockopt(io->fd, SOL_SOCKET, SO_ERROR, &error, &length))
        error = errno;
    if (error) {
        drop(f);
        return -error;
    }
    io->seen = UV_READABLE | UV_WRITABLE;
    io->writer = NULL;
    return 0;
}

// Tries the addresses that remain, after `rc` of the one before.
static int next_address(struct ac_tcp_connect__frame *f, ac_context *cx, int rc)
{
    struct ac__resolve *r = f->resolve;
    while (rc && rc != AC_EALREADY && r && r->next) {
        const struct addrinfo *a = r->next;
        r->next = a->ai_next;
        rc = begin(f, cx, a->ai_addr, a->ai_addrlen);
    }
    return rc;
}

static ac_poll finish(struct ac_tcp_connect__frame *f, int rc)
{
    if (f->resolve)
        ac__resolve_end(f->resolve);
    if (rc)
        drop(f);
    *f->out = f->tcp;
    f->result = rc;
    return AC_READY;
}

ac_poll ac_tcp_connect__start(struct ac_tcp_connect__frame *f, ac_context *cx, ac_tcp **out,
                              const char *host, int port)
{
    ac_address address;
    int rc = ac_interrupted(cx);
    f->out = out;
    f->tcp = NULL;
    f->resolve = NULL;
    f->result = 0;
    *out = NULL;
    if (rc == AC_ABORTED)
        return AC_UNWIND;
    if (!rc) {
        if (!ac_address_parse(&address, host, port)) {
            rc = begin(f, cx, &address.any, address.length);
        } else if (!host || port < 0 || port > 65535) {
            rc = AC_EINVAL;
        } else {
            rc = resolve(f, cx, host, port);
            if (!rc)
                return AC_PENDING;
        }
        if (rc == AC_EALREADY)
            return AC_PENDING;
    }
    if (ac__spent(cx)) {
        f->result = rc;
        return ac_requeue(cx);
    }
    return finish(f, rc);
}

ac_poll ac_tcp_connect__resume(void *frame, ac_context *cx)
{
    struct ac_tcp_connect__frame *f = frame;
    int stopped = ac_interrupted(cx);
    int rc = f->result;
    if (f->tcp && f->tcp->io.writer == cx->strand) {
        rc = look(f, stopped);
        if (rc && rc != AC_EALREADY && !stopped)
            rc = next_address(f, cx, rc);
    } else if (f->resolve) {
        rc = AC_EALREADY;
        if (f->resolve->answered) {
            rc = f->resolve->status;
            if (!rc && !stopped)
                rc = next_address(f, cx, AC_EAI_NONAME);
        }
    }
    // It goes on, or has failed, or would have gone on: the request to stop is the answer.
    if (stopped && (rc || !f->tcp)) {
        finish(f, stopped);
        return stopped == AC_ABORTED ? AC_UNWIND : AC_READY;
    }
    return rc == AC_EALREADY ? AC_PENDING : finish(f, rc);
}

AC__LEAF_INT(ac_tcp_connect, (ac_tcp * *out, const char *host, int port), out, host, port)
