// udp.c: datagrams.
//
// As in stream.c the system calls are ours, on a non-blocking descriptor: a datagram that nobody
// waits for stays in the kernel, and one that was cut tells how long it was.
#include "stream.h"
#include <asyncc/udp.h>
#include <net/if.h>

static const struct sockaddr nobody = {.sa_family = AF_UNSPEC};

// A port that the kernel has chosen is given up when a peer is left (ac_udp_connect), one that was
// asked for is not. Nobody knows of it yet, so nothing is lost while it has none.
static int keep_port(int fd)
{
    ac_address at = {.length = sizeof at.v6};
    return getsockname(fd, &at.any, &at.length) || connect(fd, &nobody, sizeof nobody) ||
                   bind(fd, &at.any, at.length)
               ? -errno
               : 0;
}

static int bound(const ac_address *address, bool shared)
{
    int on = 1, off = 0;
    int fd = socket(address->any.sa_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    // Linux gives to all sockets of a port what comes for a group that one of the machine has
    // joined.
    setsockopt(fd, IPPROTO_IP, IP_MULTICAST_ALL, &off, sizeof off);
    if (address->any.sa_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_ALL, &off, sizeof off);
    if (shared)
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (address->any.sa_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    int rc = bind(fd, &address->any, address->length) ? -errno : 0;
    bool chosen = !rc && !ac_address_port(address);
    if (chosen)
        rc = keep_port(fd);
    if (!rc)
        return fd;
    close(fd);
    // Somebody else has asked for just this one meanwhile.
    return chosen && rc == AC_EADDRINUSE ? bound(address, shared) : rc;
}

static int bound_to(const char *host, int port, bool shared)
{
    ac_address address;
    int rc = ac_address_parse(&address, host ? host : "::", port);
    int fd = rc ? rc : bound(&address, shared);
    // A system without IPv6 has no address of both kinds.
    if (!host && (fd == AC_EAFNOSUPPORT || fd == AC_EADDRNOTAVAIL))
        return bound_to("0.0.0.0", port, shared);
    return fd;
}

static int udp_bind(ac_io **out, const char *host, int port, bool shared)
{
    ac_loop *loop = ac__loop();
    *out = NULL;
    ac_io *io = loop ? ac__socket_new(loop) : NULL;
    if (!io)
        return AC_ENOMEM;
    int fd = bound_to(host, port, shared);
    io->io.fd = fd;
    if (fd < 0) {
        ac__io_close(&io->io);
        return fd;
    }
    *out = io;
    return 0;
}

int ac_udp_bind(ac_io **out, const char *host, int port)
{
    return udp_bind(out, host, port, false);
}

int ac_udp_bind_shared(ac_io **out, const char *host, int port)
{
    return udp_bind(out, host, port, true);
}

static int family_of(int fd)
{
    int family = AF_UNSPEC;
    socklen_t length = sizeof family;
    getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &length);
    return family;
}

// The form in which the socket takes an address: one of both kinds takes IPv4 ones mapped.
static const ac_address *fitted(ac_address *room, const ac_address *to, int fd)
{
    if (to->any.sa_family != AF_INET || family_of(fd) != AF_INET6)
        return to;
    memset(room, 0, sizeof *room);
    room->v6.sin6_family = AF_INET6;
    room->v6.sin6_port = to->v4.sin_port;
    memset(room->v6.sin6_addr.s6_addr + 10, 0xff, 2);
    memcpy(room->v6.sin6_addr.s6_addr + 12, &to->v4.sin_addr, 4);
    room->length = sizeof room->v6;
    return room;
}

// Whether the socket is bound to a device, and which.
static bool device_of(int fd, char device[IFNAMSIZ])
{
    socklen_t length = IFNAMSIZ;
    return !getsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, device, &length) && length;
}

// Linux takes the device from the socket, too, which is right only if it came with the peer.
static int leave_peer(ac_io *io)
{
    char device[IFNAMSIZ] = "";
    int fd = io->io.fd;
    bool own = !io->lent && device_of(fd, device);
    if (connect(fd, &nobody, sizeof nobody))
        return -errno;
    io->lent = false;
    return own && setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, device, sizeof device) ? -errno : 0;
}

static bool has_peer(int fd)
{
    ac_address peer = {.length = sizeof peer.v6};
    return !getpeername(fd, &peer.any, &peer.length);
}

// A peer is left first: the socket would keep the local address by which it was reached.
int ac_udp_connect(ac_io *io, const ac_address *peer)
{
    ac_address room;
    char device[IFNAMSIZ];
    int fd = io->io.fd, rc = has_peer(fd) ? leave_peer(io) : 0;
    if (rc || !peer)
        return rc;
    bool own = device_of(fd, device);
    peer = fitted(&room, peer, fd);
    rc = connect(fd, &peer->any, peer->length) ? -errno : 0;
    io->lent = !own && device_of(fd, device); // the address has a scope
    if (rc && io->lent)
        leave_peer(io);
    return rc;
}

int ac_udp_local(const ac_io *io, ac_address *out)
{
    out->length = sizeof out->v6;
    return getsockname(io->io.fd, &out->any, &out->length) ? -errno : 0;
}

// ---- groups ----

// The interface's number at *index, 0: none is meant. 0 or AC_ENODEV.
static int find_interface(const char *name, unsigned *index)
{
    *index = name ? if_nametoindex(name) : 0;
    return name && !*index ? AC_ENODEV : 0;
}

// The interface that is meant, by its name or by the address's own scope: both may tell it.
static int interface_of(const ac_address *group, const char *name, unsigned *index)
{
    int rc = find_interface(name, index);
    unsigned scope = group->any.sa_family == AF_INET6 ? group->v6.sin6_scope_id : 0;
    if (!rc && scope && *index && *index != scope)
        return AC_EINVAL;
    if (scope)
        *index = scope;
    return rc;
}

// IPv4's options are good for a socket of both kinds, too.
static int membership(ac_io *io, const char *group, const char *interface, int v4, int v6)
{
    ac_address address;
    unsigned index;
    int rc = ac_address_parse(&address, group, 0);
    if (!rc)
        rc = interface_of(&address, interface, &index);
    if (rc)
        return rc;
    if (address.any.sa_family == AF_INET6) {
        struct ipv6_mreq request = {address.v6.sin6_addr, index};
        rc = setsockopt(io->io.fd, IPPROTO_IPV6, v6, &request, sizeof request);
    } else {
        struct ip_mreqn request = {.imr_multiaddr = address.v4.sin_addr, .imr_ifindex = (int)index};
        rc = setsockopt(io->io.fd, IPPROTO_IP, v4, &request, sizeof request);
    }
    return rc ? -errno : 0;
}

int ac_udp_join(ac_io *io, const char *group, const char *interface)
{
    return membership(io, group, interface, IP_ADD_MEMBERSHIP, IPV6_ADD_MEMBERSHIP);
}

int ac_udp_leave(ac_io *io, const char *group, const char *interface)
{
    return membership(io, group, interface, IP_DROP_MEMBERSHIP, IPV6_DROP_MEMBERSHIP);
}

// Sets an option of both protocols, as far as the socket has them.
static int set_both(ac_io *io, int v4, const void *value4, socklen_t size4, int v6, int value6)
{
    if (setsockopt(io->io.fd, IPPROTO_IP, v4, value4, size4))
        return -errno;
    if (family_of(io->io.fd) != AF_INET6)
        return 0;
    return setsockopt(io->io.fd, IPPROTO_IPV6, v6, &value6, sizeof value6) ? -errno : 0;
}

int ac_udp_multicast_interface(ac_io *io, const char *interface)
{
    unsigned index;
    int rc = find_interface(interface, &index);
    struct ip_mreqn request = {.imr_ifindex = (int)index};
    return rc ? rc
              : set_both(io, IP_MULTICAST_IF, &request, sizeof request, IPV6_MULTICAST_IF,
                         (int)index);
}

int ac_udp_multicast_ttl(ac_io *io, int ttl)
{
    if (ttl < 0 || ttl > 255)
        return AC_EINVAL;
    return set_both(io, IP_MULTICAST_TTL, &ttl, sizeof ttl, IPV6_MULTICAST_HOPS, ttl);
}

int ac_udp_multicast_loop(ac_io *io, int on)
{
    on = !!on;
    return set_both(io, IP_MULTICAST_LOOP, &on, sizeof on, IPV6_MULTICAST_LOOP, on);
}

int ac_udp_broadcast(ac_io *io, int on)
{
    return setsockopt(io->io.fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on) ? -errno : 0;
}

// ---- ac_udp_send ----

static bool send_once(struct ac_udp_send__frame *f)
{
    ac_address room;
    ac__io *io = &f->io->io;
    if (!(io->seen & UV_WRITABLE))
        return false;
    const ac_address *to = f->to ? fitted(&room, f->to, io->fd) : NULL;
    ssize_t put = sendto(io->fd, f->buf, f->n, MSG_NOSIGNAL | MSG_DONTWAIT, to ? &to->any : NULL,
                         to ? to->length : 0);
    if (put < 0 && errno == EINTR)
        return false;
    if (put < 0 && errno == EAGAIN) {
        io->seen &= (uint8_t)~UV_WRITABLE;
        return false;
    }
    f->result = put < 0 ? -errno : 0;
    if (put > 0) {
        f->io->sent += (size_t)put;
        ac__count(&io->loop->counters.bytes_written, (uint64_t)put);
    }
    return true;
}

AC__IO_LEAF(ac_udp_send, io, writer, send_once,
            (ac_io * io, const void *buf, size_t n, const ac_address *to), io, buf, n, to)

ac_poll ac_udp_send__start(struct ac_udp_send__frame *f, ac_context *cx, ac_io *io, const void *buf,
                           size_t n, const ac_address *to)
{
    f->io = io;
    f->buf = buf;
    f->n = n;
    f->to = to;
    return ac_udp_send__begin(f, cx);
}

// ---- ac_udp_recv ----

static bool recv_once(struct ac_udp_recv__frame *f)
{
    ac_address none, *from = f->from ? f->from : &none;
    if (!(f->io->io.seen & UV_READABLE))
        return false;
    from->length = sizeof from->v6;
    ssize_t got =
        recvfrom(f->io->io.fd, f->buf, f->n, MSG_TRUNC | MSG_DONTWAIT, &from->any, &from->length);
    // However short it is, another datagram may stand behind it.
    return ac__got(f->io, got, 0, &f->result);
}

AC__IO_LEAF(ac_udp_recv, io, reader, recv_once, (ac_io * io, void *buf, size_t n, ac_address *from),
            io, buf, n, from)

ac_poll ac_udp_recv__start(struct ac_udp_recv__frame *f, ac_context *cx, ac_io *io, void *buf,
                           size_t n, ac_address *from)
{
    f->io = io;
    f->buf = buf;
    f->n = n;
    f->from = from;
    return ac_udp_recv__begin(f, cx);
}
