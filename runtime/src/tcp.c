// tcp.c: reading, writing and closing a connection.
//
// Descriptors are non-blocking and the system calls are ours, so that bytes go straight from and
// to the caller's buffer, and a cancelled wait leaves nothing behind in the kernel. A call is tried
// first unless the last one has shown that it would find nothing (ac__io.seen).
#include "tcp.h"
#include <limits.h>
#include <stdio.h>

int ac__tcp_address(struct sockaddr_storage *address, const char *host, int port)
{
    if (port < 0 || port > 65535)
        return AC_EINVAL;
    if (!uv_ip4_addr(host, port, (struct sockaddr_in *)address))
        return sizeof(struct sockaddr_in);
    if (!uv_ip6_addr(host, port, (struct sockaddr_in6 *)address))
        return sizeof(struct sockaddr_in6);
    return AC_EINVAL;
}

// ---- ac_read ----

ac_poll ac_read__start(struct ac_read__frame *f, ac_context *cx, ac_tcp *tcp, void *buf, size_t n)
{
    f->tcp = tcp;
    f->buf = buf;
    f->n = n > INT_MAX ? INT_MAX : n;
    if (ac__spent(cx))
        return ac__io_postpone(&tcp->io.reader, cx, &f->result, &f->tcp);
    return ac_read__resume(f, cx);
}

ac_poll ac_read__resume(void *frame, ac_context *cx)
{
    struct ac_read__frame *f = frame;
    ac_poll poll;
    if (!f->tcp)
        return AC_READY;
    ac__io *io = &f->tcp->io;
    if (ac__io_barred(io, &io->reader, cx, &f->result, &poll))
        return poll;
    if (!f->n) {
        io->reader = NULL;
        f->result = AC_EINVAL;
        return AC_READY;
    }
    if (io->seen & UV_READABLE) {
        ssize_t got;
        do
            got = recv(io->fd, f->buf, f->n, 0);
        while (got < 0 && errno == EINTR);
        if (got < 0 && errno == EAGAIN) {
            io->seen &= (uint8_t)~UV_READABLE;
        } else {
            f->result = got < 0 ? -errno : (int)got;
            // Fewer bytes than asked for: the next call would find none. The end of the stream
            // stays readable for ever.
            if (got > 0 && (size_t)got < f->n)
                io->seen &= (uint8_t)~UV_READABLE;
            io->reader = NULL;
            return AC_READY;
        }
    }
    return ac__io_wait(io, &io->reader, cx, UV_READABLE, &f->result);
}

AC__LEAF_INT(ac_read, (ac_tcp * tcp, void *buf, size_t n), tcp, buf, n)

// ---- ac_write ----

ac_poll ac_write__start(struct ac_write__frame *f, ac_context *cx, ac_tcp *tcp, const void *buf,
                        size_t n)
{
    f->tcp = tcp;
    f->buf = buf;
    f->n = n;
    if (ac__spent(cx))
        return ac__io_postpone(&tcp->io.writer, cx, &f->result, &f->tcp);
    return ac_write__resume(f, cx);
}

ac_poll ac_write__resume(void *frame, ac_context *cx)
{
    struct ac_write__frame *f = frame;
    ac_poll poll;
    if (!f->tcp)
        return AC_READY;
    ac__io *io = &f->tcp->io;
    if (ac__io_barred(io, &io->writer, cx, &f->result, &poll))
        return poll;
    while (f->n && io->seen & UV_WRITABLE) {
        ssize_t put = send(io->fd, f->buf, f->n, MSG_NOSIGNAL);
        if (put >= 0) {
            f->buf += put;
            f->tcp->sent += (size_t)put;
            f->n -= (size_t)put;
            if (f->n) // the send buffer is full
                io->seen &= (uint8_t)~UV_WRITABLE;
        } else if (errno == EAGAIN) {
            io->seen &= (uint8_t)~UV_WRITABLE;
        } else if (errno != EINTR) {
            f->result = -errno;
            io->writer = NULL;
            return AC_READY;
        }
    }
    if (!f->n) {
        f->result = 0;
        io->writer = NULL;
        return AC_READY;
    }
    return ac__io_wait(io, &io->writer, cx, UV_WRITABLE, &f->result);
}

AC__LEAF_INT(ac_write, (ac_tcp * tcp, const void *buf, size_t n), tcp, buf, n)

size_t ac_tcp_sent(const ac_tcp *tcp)
{
    return tcp->sent;
}

// ---- ac_tcp_shutdown, ac_tcp_close: neither waits ----

ac_poll ac_tcp_shutdown__start(struct ac_tcp_shutdown__frame *f, ac_context *cx, ac_tcp *tcp)
{
    (void)cx;
    f->tcp = tcp;
    if (tcp->io.writer)
        f->result = AC_EBUSY;
    else
        f->result = shutdown(tcp->io.fd, SHUT_WR) ? -errno : 0;
    return AC_READY;
}

ac_poll ac_tcp_shutdown__resume(void *frame, ac_context *cx)
{
    (void)frame, (void)cx;
    ac_bad_resume(&ac_tcp_shutdown__type, 0);
}

AC__LEAF_INT(ac_tcp_shutdown, (ac_tcp * tcp), tcp)

ac_poll ac_tcp_close__start(struct ac_tcp_close__frame *f, ac_context *cx, ac_tcp *tcp)
{
    (void)cx;
    f->result = 0;
    if (tcp)
        ac__io_close(&tcp->io);
    return AC_READY;
}

ac_poll ac_tcp_close__resume(void *frame, ac_context *cx)
{
    (void)frame, (void)cx;
    ac_bad_resume(&ac_tcp_close__type, 0);
}

AC__LEAF_INT(ac_tcp_close, (ac_tcp * tcp), tcp)

// ---- options ----

int ac_tcp_nodelay(ac_tcp *tcp, int on)
{
    return setsockopt(tcp->io.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) ? -errno : 0;
}

int ac_tcp_linger(ac_tcp *tcp, int seconds)
{
    struct linger l = {.l_onoff = seconds >= 0, .l_linger = seconds >= 0 ? seconds : 0};
    return setsockopt(tcp->io.fd, SOL_SOCKET, SO_LINGER, &l, sizeof l) ? -errno : 0;
}

int ac_tcp_peer(const ac_tcp *tcp, char *buf, size_t size)
{
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    char host[64];
    if (getpeername(tcp->io.fd, (struct sockaddr *)&address, &length))
        return -errno;
    bool v6 = address.ss_family == AF_INET6;
    int rc = v6 ? uv_ip6_name((struct sockaddr_in6 *)&address, host, sizeof host)
                : uv_ip4_name((struct sockaddr_in *)&address, host, sizeof host);
    if (rc)
        return rc;
    // The port stands at the same place in both.
    int port = ntohs(((struct sockaddr_in *)&address)->sin_port);
    int n = snprintf(buf, size, v6 ? "[%s]:%d" : "%s:%d", host, port);
    return n < 0 || (size_t)n >= size ? AC_ENOBUFS : 0;
}
