// tcp.c: options of TCP connections.
#include "stream.h"

int ac_tcp_nodelay(ac_tcp *tcp, int on)
{
    return setsockopt(tcp->io.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) ? -errno : 0;
}

int ac_tcp_keepalive(ac_tcp *tcp, int seconds)
{
    int fd = tcp->io.fd, on = seconds > 0;
    if (on && (setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &seconds, sizeof seconds) ||
               setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &seconds, sizeof seconds)))
        return -errno;
    return setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on) ? -errno : 0;
}

int ac_tcp_linger(ac_tcp *tcp, int seconds)
{
    // With more, close(2) would wait, also of a descriptor that does not block.
    if (seconds > 0)
        return AC_EINVAL;
    struct linger l = {.l_onoff = seconds == 0};
    return setsockopt(tcp->io.fd, SOL_SOCKET, SO_LINGER, &l, sizeof l) ? -errno : 0;
}

int ac_tcp_peer(const ac_tcp *tcp, char *buf, size_t size)
{
    ac_address address = {.length = sizeof address.v6};
    if (getpeername(tcp->io.fd, &address.any, &address.length))
        return -errno;
    if (address.any.sa_family != AF_INET && address.any.sa_family != AF_INET6)
        return AC_EINVAL;
    return ac_address_format(&address, buf, size);
}
