/// UDP sockets: datagrams, to and from anywhere.
///
/// A socket is an ac_io: ac_io_close closes it, ac_io_fd gives the descriptor for its options. It
/// serves one send and one receive at a time, which may belong to different tasks; a second one of
/// the same kind that finds another waiting gets AC_EBUSY. On the loop's thread only.
#ifndef ASYNCC_UDP_H
#define ASYNCC_UDP_H

#include <stddef.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>
#include <asyncc/dns.h>
#include <asyncc/io.h>

/// Makes a socket that is bound to `host` (a numeric address; NULL: all addresses of both kinds)
/// and `port` (0: a free one, see ac_udp_local). One for both kinds knows IPv4 peers as
/// ::ffff:a.b.c.d, and takes both forms of their addresses.
///
/// Returns 0 and gives the socket at `*out`, which ac_io_close ends; or an error, and `*out` is
/// NULL.
int ac_udp_bind(ac_io **out, const char *host, int port);

/// The same, on a port that other sockets of this machine may have, too, each made so. Of a datagram
/// to a group each member gets a copy.
int ac_udp_bind_shared(ac_io **out, const char *host, int port);

/// Receives from now on what is sent to `group` (a numeric address of multicast), too, on the network
/// interface of that name (NULL: the one that stands behind the address, as in "ff02::1:2%eth0", or
/// else the one that the system chooses), until ac_udp_leave or the close. The socket is bound to
/// all addresses, or to the group's.
///
/// Returns 0; AC_EINVAL: that is no address of a group, there is no such interface as stands behind
/// it, or two are named; AC_ENODEV: no interface of that name; AC_EADDRINUSE: it receives that
/// already; or an error.
int ac_udp_join(ac_io *io, const char *group, const char *interface);

/// Ends what ac_udp_join began. Returns 0; AC_EADDRNOTAVAIL: it had not; or an error as there.
int ac_udp_leave(ac_io *io, const char *group, const char *interface);

/// Which interface datagrams to groups leave by (NULL: the one that the system chooses), how many
/// routers they may pass (0 to 255; 1 unless told: none leaves the network), and whether members on
/// this machine get them, too (1 unless told 0). Each returns 0 or an error.
int ac_udp_multicast_interface(ac_io *io, const char *interface);
int ac_udp_multicast_ttl(ac_io *io, int ttl);
int ac_udp_multicast_loop(ac_io *io, int on);

/// Allows (1) or forbids (0, unless told) sending to all of a network. Returns 0 or an error.
int ac_udp_broadcast(ac_io *io, int on);

/// From now on the socket sends to `peer` only, and takes in only what comes from there; what came
/// before is received first. NULL: to and from anybody again, but that Linux lets a socket of IPv6,
/// or for both kinds, take in of IPv6 only what comes from its last peer's address: nothing, if
/// that was one of IPv4. One that is to hear others later is better made anew. A device that the
/// socket was bound to, by SO_BINDTODEVICE or the scope of its address, remains so.
///
/// Returns 0, or an error; then it is connected to nobody. AC_EPERM: it had a peer and was bound to
/// a device, and is to neither any more, since Linux before 5.7 does not permit binding it again
/// without CAP_NET_RAW.
int ac_udp_connect(ac_io *io, const ac_address *peer);

/// The address that the socket is bound to. Returns 0 or an error.
int ac_udp_local(const ac_io *io, ac_address *out);

/// Sends a datagram of `n` bytes, possibly none, to `to` (NULL: to the connected peer). Waits only
/// while the kernel has no room.
///
/// Returns 0 when the kernel has it; AC_ECANCELED, and it was not sent; AC_EMSGSIZE if it is too
/// long; AC_EBUSY; or an error, which may be that of an earlier datagram to the connected peer,
/// such as AC_ECONNREFUSED.
_Async int ac_udp_send(ac_io *io, const void *buf, size_t n, const ac_address *to)
    AC_LEAF(ac_udp_send);

/// Waits for a datagram and puts its first `n` bytes in `buf` and its sender's address in `*from`
/// (NULL: dropped).
///
/// Returns its length, possibly 0; more than `n` if it was cut; AC_ECANCELED if the task is
/// cancelled or the socket closed meanwhile, and no datagram is lost; AC_EBUSY; or an error, as in
/// ac_udp_send.
_Async int ac_udp_recv(ac_io *io, void *buf, size_t n, ac_address *from) AC_LEAF(ac_udp_recv);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

struct ac_udp_send__frame {
    int result;
    ac_io *io;
    const char *buf;
    size_t n;
    const ac_address *to;
};
ac_poll ac_udp_send__start(struct ac_udp_send__frame *, ac_context *, ac_io *io, const void *buf,
                           size_t n, const ac_address *to);
ac_poll ac_udp_send__resume(void *, ac_context *);
extern const ac_async_type ac_udp_send__type;

struct ac_udp_recv__frame {
    int result;
    ac_io *io;
    char *buf;
    size_t n;
    ac_address *from;
};
ac_poll ac_udp_recv__start(struct ac_udp_recv__frame *, ac_context *, ac_io *io, void *buf,
                           size_t n, ac_address *from);
ac_poll ac_udp_recv__resume(void *, ac_context *);
extern const ac_async_type ac_udp_recv__type;

#ifdef AC_DEBUG
#include <asyncc/debug.h>
#define ac_udp_send(it, ...) ac_udp_send(AC__HERE(io, "ac_udp_send", it), __VA_ARGS__)
#define ac_udp_recv(it, ...) ac_udp_recv(AC__HERE(io, "ac_udp_recv", it), __VA_ARGS__)
#endif

#endif
