// tcp.c: addresses and options of TCP connections.
#include "stream.h"
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
