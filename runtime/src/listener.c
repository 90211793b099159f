// listener.c: listening and accepting.
#include "stream.h"
#include <fcntl.h>

// A socket that listens. The descriptor, or an error.
static int listen_on(const ac_address *address, int backlog, bool shared)
{
    int on = 1, off = 0;
    int fd = socket(address->any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); // what it accepts inherits it
    if (shared)
        setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    if (address->any.sa_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, &address->any, address->length) || listen(fd, backlog > 0 ? backlog : SOMAXCONN)) {
        int rc = -errno;
        close(fd);
        return rc;
    }
    return fd;
}

static int listen_at(const char *host, int port, int backlog, bool shared)
{
    ac_address address;
    int rc = ac_address_parse(&address, host ? host : "::", port);
    int fd = rc ? rc : listen_on(&address, backlog, shared);
    // A system without IPv6 has no address of both kinds.
    if (!host && (fd == AC_EAFNOSUPPORT || fd == AC_EADDRNOTAVAIL))
        return listen_at("0.0.0.0", port, backlog, shared);
    return fd;
}

int ac__listener_new(ac_listener **out, ac_loop *loop, int fd)
{
    *out = NULL;
    if (fd < 0)
        return fd;
    ac_listener *l = ac__io_new(loop, sizeof *l);
    if (!l)
        return AC_ENOMEM;
    l->last = &l->first;
    l->io.fd = fd;
    l->io.listens = true;
    *out = l;
    return 0;
}

int ac__may_listen(ac_listener **out, ac_loop **loop)
{
    *out = NULL;
    *loop = ac__loop();
    if (!*loop)
        return AC_ENOMEM;
    return (*loop)->phase >= AC__PHASE_DRAIN ? AC_ECANCELED : 0;
}

static int tcp_listen(ac_listener **out, const char *host, int port, int backlog, bool shared)
{
    ac_loop *loop;
    int rc = ac__may_listen(out, &loop);
    if (rc)
        return rc;
    int fd = listen_at(host, port, backlog, shared);
    rc = ac__listener_new(out, loop, fd);
    if (!rc)
        (*out)->tcp = true;
    else if (fd >= 0)
        close(fd);
    return rc;
}

int ac_tcp_listen(ac_listener **out, const char *host, int port, int backlog)
{
    return tcp_listen(out, host, port, backlog, false);
}

int ac_tcp_listen_shared(ac_listener **out, const char *host, int port, int backlog)
{
    return tcp_listen(out, host, port, backlog, true);
}

// The value of an option that is a number, or an error.
static int option(int fd, int name)
{
    int value;
    socklen_t length = sizeof value;
    return getsockopt(fd, SOL_SOCKET, name, &value, &length) ? -errno : value;
}

int ac_listener_open(ac_listener **out, int fd)
{
    ac_loop *loop;
    int rc = ac__may_listen(out, &loop);
    if (rc)
        return rc;
    int listens = option(fd, SO_ACCEPTCONN), domain = option(fd, SO_DOMAIN);
    if (listens < 0)
        return listens == AC_EBADF ? AC_EBADF : AC_EINVAL;
    if (!listens || option(fd, SO_TYPE) != SOCK_STREAM)
        return AC_EINVAL;
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK))
        return -errno;
    rc = ac__listener_new(out, loop, fd);
    if (!rc)
        (*out)->tcp = domain == AF_INET || domain == AF_INET6;
    return rc;
}

int ac_listener_fd(const ac_listener *listener)
{
    return listener->io.fd;
}

int ac_listener_port(const ac_listener *listener)
{
    ac_address address = {.length = sizeof address.v6};
    if (!listener->tcp)
        return AC_EINVAL;
    return getsockname(listener->io.fd, &address.any, &address.length) ? -errno
                                                                       : ac_address_port(&address);
}

void ac__listener_remove_file(ac__io *io)
{
    ac_listener *l = (ac_listener *)io;
    if (l->path[0])
        unlink(l->path);
}

void ac_listener_close(ac_listener *l)
{
    if (!l)
        return;
    for (struct ac_accept__frame *f = l->first; f; f = f->next)
        ac_wake(l->io.loop, f->strand);
    if (l->spare)
        ac__io_close(&l->spare->io);
    l->spare = NULL;
    ac__listener_remove_file(&l->io);
    ac__io_close(&l->io);
}

// Not shutdown(2), which would end the socket for other programs that share it, too.
void ac__listener_stop(ac_listener *l)
{
    ac__io_close_fd(&l->io);
    for (struct ac_accept__frame *f = l->first; f; f = f->next)
        ac_wake(l->io.loop, f->strand);
}

// ---- ac_accept ----

static void leave(struct ac_accept__frame *f)
{
    ac_listener *l = f->listener;
    if (!f->pprev)
        return;
    *f->pprev = f->next;
    if (f->next)
        f->next->pprev = f->pprev;
    else
        l->last = f->pprev;
    f->pprev = NULL;
    l->io.reader = l->first ? l->first->strand : NULL;
    ac__io_release(&l->io);
}

static void wait_in_line(struct ac_accept__frame *f, ac_context *cx)
{
    ac_listener *l = f->listener;
    if (f->pprev)
        return;
    f->strand = cx->strand;
    f->next = NULL;
    f->pprev = l->last;
    *l->last = f;
    l->last = &f->next;
    l->io.reader = l->first->strand;
}

// Errors of a connection that is gone already; the next one may be sound (accept(2)).
static bool of_the_connection(int error)
{
    switch (error) {
    case EINTR:
    case ECONNABORTED:
    case EPROTO:
    case ENETDOWN:
    case ENOPROTOOPT:
    case EHOSTDOWN:
    case ENONET:
    case EHOSTUNREACH:
    case EOPNOTSUPP:
    case ENETUNREACH:
        return true;
    default:
        return false;
    }
}

// A connection at *out, or AC_EAGAIN, or another error.
static int try_accept(ac_listener *l, ac_io **out)
{
    int fd;
    // The object first: without memory the connection stays in the kernel.
    if (!l->spare && !(l->spare = ac__socket_new(l->io.loop)))
        return AC_ENOMEM;
    do
        fd = accept4(l->io.fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    while (fd < 0 && of_the_connection(errno));
    if (fd < 0)
        return -errno;
    l->spare->io.fd = fd;
    *out = l->spare;
    l->spare = NULL;
    return 0;
}

ac_poll ac_accept__start(struct ac_accept__frame *f, ac_context *cx, ac_io **out,
                         ac_listener *listener)
{
    f->out = out;
    f->listener = listener;
    f->pprev = NULL;
    *out = NULL;
    if (ac__spent(cx)) {
        wait_in_line(f, cx); // so that a close in another task does not free the listener
        return ac_requeue(cx);
    }
    return ac_accept__resume(f, cx);
}

ac_poll ac_accept__resume(void *frame, ac_context *cx)
{
    struct ac_accept__frame *f = frame;
    ac_listener *l = f->listener;
    int stopped = ac_interrupted(cx);
    int rc = l->io.closing || cx->loop->phase >= AC__PHASE_DRAIN ? AC_ECANCELED : stopped;
    if (!rc) {
        rc = AC_EAGAIN;
        if ((!l->first || l->first == f) && l->io.seen & UV_READABLE) {
            rc = try_accept(l, f->out);
            if (rc == AC_EAGAIN)
                ac__io_found_none(&l->io);
            else if (!rc)
                ac__io_found_all(&l->io);
        }
        if (rc == AC_EAGAIN) {
            wait_in_line(f, cx);
            rc = ac__io_watch(&l->io, UV_READABLE);
            if (!rc)
                return AC_PENDING;
        }
    }
    leave(f);
    f->result = rc;
    return stopped == AC_ABORTED && rc ? AC_UNWIND : AC_READY;
}

AC__LEAF_INT(ac_accept, (ac_io * *out, ac_listener *listener), out, listener)
