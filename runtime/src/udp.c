// udp.c: datagrams.
//
// As in stream.c the system calls are ours, on a non-blocking descriptor: a datagram that nobody
// waits for stays in the kernel, and one that was cut tells how long it was.
#include "stream.h"
#include <asyncc/udp.h>

static int bound(const ac_address *address)
{
    int off = 0;
    int fd = socket(address->any.sa_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    if (address->any.sa_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, &address->any, address->length)) {
        int rc = -errno;
        close(fd);
        return rc;
    }
    return fd;
}

static int bound_to(const char *host, int port)
{
    ac_address address;
    int rc = ac_address_parse(&address, host ? host : "::", port);
    int fd = rc ? rc : bound(&address);
    // A system without IPv6 has no address of both kinds.
    if (!host && (fd == AC_EAFNOSUPPORT || fd == AC_EADDRNOTAVAIL))
        return bound_to("0.0.0.0", port);
    return fd;
}

int ac_udp_bind(ac_io **out, const char *host, int port)
{
    ac_loop *loop = ac__loop();
    *out = NULL;
    ac_io *io = loop ? ac__socket_new(loop) : NULL;
    if (!io)
        return AC_ENOMEM;
    int fd = bound_to(host, port);
    io->io.fd = fd;
    if (fd < 0) {
        ac__io_close(&io->io);
        return fd;
    }
    *out = io;
    return 0;
}

// The form in which the socket takes an address: one of both kinds takes IPv4 ones mapped.
static const ac_address *fitted(ac_address *room, const ac_address *to, int fd)
{
    int family;
    socklen_t length = sizeof family;
    if (to->any.sa_family != AF_INET || getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &length) ||
        family != AF_INET6)
        return to;
    memset(room, 0, sizeof *room);
    room->v6.sin6_family = AF_INET6;
    room->v6.sin6_port = to->v4.sin_port;
    memset(room->v6.sin6_addr.s6_addr + 10, 0xff, 2);
    memcpy(room->v6.sin6_addr.s6_addr + 12, &to->v4.sin_addr, 4);
    room->length = sizeof room->v6;
    return room;
}

int ac_udp_connect(ac_io *io, const ac_address *peer)
{
    struct sockaddr nobody = {.sa_family = AF_UNSPEC};
    ac_address room;
    if (!peer)
        return connect(io->io.fd, &nobody, sizeof nobody) ? -errno : 0;
    peer = fitted(&room, peer, io->io.fd);
    return connect(io->io.fd, &peer->any, peer->length) ? -errno : 0;
}

int ac_udp_local(const ac_io *io, ac_address *out)
{
    out->length = sizeof out->v6;
    return getsockname(io->io.fd, &out->any, &out->length) ? -errno : 0;
}

// ---- ac_udp_send ----

ac_poll ac_udp_send__start(struct ac_udp_send__frame *f, ac_context *cx, ac_io *io, const void *buf,
                           size_t n, const ac_address *to)
{
    f->io = io;
    f->buf = buf;
    f->n = n;
    f->to = to;
    if (ac__spent(cx))
        return ac__io_postpone(&io->io.writer, cx, &f->result, &f->io);
    return ac_udp_send__resume(f, cx);
}

static ssize_t put(const struct ac_udp_send__frame *f)
{
    ac_address room;
    int fd = f->io->io.fd;
    const ac_address *to = f->to ? fitted(&room, f->to, fd) : NULL;
    ssize_t n;
    do
        n = sendto(fd, f->buf, f->n, MSG_NOSIGNAL, to ? &to->any : NULL, to ? to->length : 0);
    while (n < 0 && errno == EINTR);
    return n;
}

ac_poll ac_udp_send__resume(void *frame, ac_context *cx)
{
    struct ac_udp_send__frame *f = frame;
    ac_poll poll;
    if (!f->io)
        return AC_READY;
    ac__io *io = &f->io->io;
    if (ac__io_barred(io, &io->writer, cx, &f->result, &poll))
        return poll;
    if (io->seen & UV_WRITABLE) {
        ssize_t n = put(f);
        if (n >= 0 || errno != EAGAIN) {
            f->result = n < 0 ? -errno : 0;
            f->io->sent += n < 0 ? 0 : (size_t)n;
            if (n > 0)
                ac__count(&io->loop->counters.bytes_written, (uint64_t)n);
            io->writer = NULL;
            return AC_READY;
        }
        io->seen &= (uint8_t)~UV_WRITABLE;
    }
    return ac__io_wait(io, &io->writer, cx, UV_WRITABLE, &f->result);
}

AC__LEAF_INT(ac_udp_send, (ac_io * io, const void *buf, size_t n, const ac_address *to), io, buf, n,
             to)

// ---- ac_udp_recv ----

ac_poll ac_udp_recv__start(struct ac_udp_recv__frame *f, ac_context *cx, ac_io *io, void *buf,
                           size_t n, ac_address *from)
{
    f->io = io;
    f->buf = buf;
    f->n = n;
    f->from = from;
    if (ac__spent(cx))
        return ac__io_postpone(&io->io.reader, cx, &f->result, &f->io);
    return ac_udp_recv__resume(f, cx);
}

ac_poll ac_udp_recv__resume(void *frame, ac_context *cx)
{
    struct ac_udp_recv__frame *f = frame;
    ac_poll poll;
    if (!f->io)
        return AC_READY;
    ac__io *io = &f->io->io;
    if (ac__io_barred(io, &io->reader, cx, &f->result, &poll))
        return poll;
    if (io->seen & UV_READABLE) {
        ac_address none, *from = f->from ? f->from : &none;
        ssize_t got;
        do {
            from->length = sizeof from->v6;
            got = recvfrom(io->fd, f->buf, f->n, MSG_TRUNC, &from->any, &from->length);
        } while (got < 0 && errno == EINTR);
        // However short it is, another datagram may stand behind it.
        if (ac__got(f->io, got, 0, &f->result))
            return AC_READY;
    }
    return ac__io_wait(io, &io->reader, cx, UV_READABLE, &f->result);
}

AC__LEAF_INT(ac_udp_recv, (ac_io * io, void *buf, size_t n, ac_address *from), io, buf, n, from)
