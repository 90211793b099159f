// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// RUN: %runtime-cc -DASYNCC_ELIDE %s -o %t.elided && %t.elided
// UDP: datagrams keep their bounds, also empty ones; one that was cut tells how long it was; the
// sender is told; a peer that is not there is an error; a stopped wait loses none; members of a
// group get each a copy; what a socket is bound to it keeps from one peer to another.
#include "check.h"
#include <asyncc/dns.h>
#include <asyncc/udp.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <stdbool.h>
#include <unistd.h>

static async int exchange(const char *host)
{
    ac_io *a, *b;
    ac_address at_a, at_b, from;
    char in[100], text[64];
    CHECK_EQ(ac_udp_bind(&a, host, 0), 0);
    CHECK_EQ(ac_udp_bind(&b, host, 0), 0);
    CHECK_EQ(ac_udp_local(a, &at_a), 0);
    CHECK_EQ(ac_udp_local(b, &at_b), 0);
    CHECK(ac_address_port(&at_b) > 0);
    // Several that stand in line, one of them empty.
    CHECK_EQ(await ac_udp_send(a, "first", 5, &at_b), 0);
    CHECK_EQ(await ac_udp_send(a, NULL, 0, &at_b), 0);
    CHECK_EQ(await ac_udp_send(a, "the third", 9, &at_b), 0);
    CHECK_EQ(await ac_udp_recv(b, in, sizeof in, &from), 5);
    CHECK(!memcmp(in, "first", 5));
    CHECK_EQ(ac_address_port(&from), ac_address_port(&at_a));
    CHECK_EQ(ac_address_format(&from, text, sizeof text), 0);
    CHECK(strstr(text, strchr(host, ':') ? "[::1]:" : "127.0.0.1:"));
    CHECK_EQ(await ac_udp_recv(b, in, sizeof in, NULL), 0);
    // Cut, and the rest of it does not come as another one.
    memset(in, '.', sizeof in);
    CHECK_EQ(await ac_udp_recv(b, in, 3, &from), 9);
    CHECK(!memcmp(in, "the.", 4));
    CHECK_EQ(await ac_udp_send(b, "answer", 6, &from), 0);
    CHECK_EQ(await ac_udp_recv(a, in, sizeof in, &from), 6);
    CHECK_EQ(ac_address_port(&from), ac_address_port(&at_b));
    // Connected: only the peer is heard, and its end is told.
    CHECK_EQ(await ac_udp_send(a, "x", 1, NULL), AC_EDESTADDRREQ);
    CHECK_EQ(ac_udp_connect(a, &at_b), 0);
    CHECK_EQ(await ac_udp_send(a, "direct", 6, NULL), 0);
    CHECK_EQ(await ac_udp_recv(b, in, sizeof in, NULL), 6);
    CHECK_EQ(ac_io_sent(a), 5 + 9 + 6);
    static char large[70000];
    CHECK_EQ(await ac_udp_send(a, large, sizeof large, NULL), AC_EMSGSIZE);
    CHECK_EQ(await ac_io_close(b), 0);
    CHECK_EQ(await ac_udp_send(a, "nobody", 6, NULL), 0);
    CHECK_EQ(await ac_udp_recv(a, in, sizeof in, NULL), AC_ECONNREFUSED);
    CHECK_EQ(ac_udp_connect(a, NULL), 0);
    CHECK_EQ(await ac_udp_send(a, "x", 1, NULL), AC_EDESTADDRREQ);
    // It is where it was, also for those who send to it.
    CHECK_EQ(ac_udp_local(a, &from), 0);
    CHECK_EQ(ac_address_port(&from), ac_address_port(&at_a));
    CHECK_EQ(ac_udp_bind(&b, host, 0), 0);
    CHECK_EQ(await ac_udp_send(b, "again", 5, &at_a), 0);
    CHECK_EQ(await ac_udp_recv(a, in, sizeof in, NULL), 5);
    CHECK_EQ(await ac_io_close(b), 0);
    CHECK_EQ(await ac_io_close(a), 0);
    return 0;
}

static async int both_kinds(void)
{
    ac_io *a, *b, *c;
    ac_address at_a, to, from;
    char in[100], text[64];
    CHECK_EQ(ac_udp_bind(&a, NULL, 0), 0);
    CHECK_EQ(ac_udp_local(a, &at_a), 0);
    CHECK_EQ(ac_udp_bind(&b, "127.0.0.1", 0), 0);
    CHECK_EQ(ac_address_parse(&to, "127.0.0.1", ac_address_port(&at_a)), 0);
    CHECK_EQ(await ac_udp_send(b, "v4", 2, &to), 0);
    CHECK_EQ(await ac_udp_recv(a, in, sizeof in, &from), 2);
    CHECK_EQ(ac_address_format(&from, text, sizeof text), 0);
    CHECK(!strncmp(text, "[::ffff:127.0.0.1]:", 19) || !strncmp(text, "127.0.0.1:", 10));
    CHECK_EQ(await ac_udp_send(a, "back", 4, &from), 0);
    CHECK_EQ(await ac_udp_recv(b, in, sizeof in, &from), 4);
    // The plain form of an IPv4 address is good, too.
    CHECK_EQ(ac_udp_local(b, &to), 0);
    CHECK_EQ(await ac_udp_send(a, "plain", 5, &to), 0);
    CHECK_EQ(await ac_udp_recv(b, in, sizeof in, &from), 5);
    CHECK_EQ(ac_udp_connect(a, &to), 0);
    CHECK_EQ(await ac_udp_send(a, "joined", 6, NULL), 0);
    CHECK_EQ(await ac_udp_recv(b, in, sizeof in, &from), 6);
    CHECK_EQ(ac_udp_bind(&c, "127.0.0.1", ac_address_port(&to)), AC_EADDRINUSE);
    CHECK(!c);
    CHECK_EQ(ac_udp_bind(&c, "no number", 0), AC_EINVAL);
    CHECK_EQ(ac_udp_bind(&c, NULL, 70000), AC_EINVAL);
    await ac_io_close(a);
    await ac_io_close(b);
    return 0;
}

// From one peer to another, by another interface or of the other kind, and what is no peer at all.
static async int other_peers(void)
{
    static const char *const hosts[] = {"127.0.0.1", "127.0.0.2", "::1"};
    ac_io *a, *peers[3];
    ac_address at_a, at[3], from, nobody = {.length = sizeof nobody.v4};
    char in[10];
    CHECK_EQ(ac_udp_bind(&a, NULL, 0), 0);
    CHECK_EQ(ac_udp_local(a, &at_a), 0);
    for (int i = 0; i < 3; i++) {
        CHECK_EQ(ac_udp_bind(&peers[i], hosts[i], 0), 0);
        CHECK_EQ(ac_udp_local(peers[i], &at[i]), 0);
    }
    for (int i = 0; i < 7; i++) {
        ac_io *peer = peers[i % 3];
        CHECK_EQ(ac_udp_connect(a, &at[i % 3]), 0);
        CHECK_EQ(await ac_udp_send(a, "there", 5, NULL), 0);
        CHECK_EQ(await ac_udp_recv(peer, in, sizeof in, &from), 5);
        CHECK_EQ(ac_address_port(&from), ac_address_port(&at_a));
        CHECK_EQ(await ac_udp_send(peer, "back", 4, &from), 0);
        CHECK_EQ(await ac_udp_recv(a, in, sizeof in, NULL), 4);
    }
    // It has left the last one, and has none.
    nobody.any.sa_family = AF_UNIX;
    CHECK(ac_udp_connect(a, &nobody) < 0);
    CHECK_EQ(await ac_udp_send(a, "x", 1, NULL), AC_EDESTADDRREQ);
    for (int i = 0; i < 3; i++)
        await ac_io_close(peers[i]);
    await ac_io_close(a);
    // One of IPv4, from the loopback interface to what lies beyond, and back.
    CHECK_EQ(ac_udp_bind(&a, "0.0.0.0", 0), 0);
    CHECK_EQ(ac_address_parse(&at[0], "127.0.0.1", 9), 0);
    CHECK_EQ(ac_address_parse(&at[1], "192.0.2.1", 9), 0);
    CHECK_EQ(ac_udp_connect(a, &at[0]), 0);
    int rc = ac_udp_connect(a, &at[1]);
    CHECK(rc == 0 || rc == AC_ENETUNREACH); // a machine without a network
    CHECK_EQ(ac_udp_connect(a, &at[0]), 0);
    await ac_io_close(a);
    return 0;
}

static int option(ac_io *io, int level, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    CHECK_EQ(getsockopt(ac_io_fd(io), level, name, &value, &length), 0);
    return value;
}

// A socket that is bound to a device remains so, whatever its peers.
static async int devices(void)
{
    ac_io *a;
    ac_address at, nowhere = {.length = sizeof nowhere.v4};
    int lo = (int)if_nametoindex("lo");
    nowhere.any.sa_family = AF_UNIX;
    CHECK_EQ(ac_udp_bind(&a, "0.0.0.0", 0), 0);
    if (setsockopt(ac_io_fd(a), SOL_SOCKET, SO_BINDTODEVICE, "lo", 3)) {
        fprintf(stderr, "skipped: sockets bound to devices, which is not permitted\n");
        await ac_io_close(a);
        return 0;
    }
    for (int i = 1; i < 4; i++) {
        char host[32];
        snprintf(host, sizeof host, "127.0.0.%d", i);
        CHECK_EQ(ac_address_parse(&at, host, 9), 0);
        CHECK_EQ(ac_udp_connect(a, &at), 0);
        CHECK_EQ(option(a, SOL_SOCKET, SO_BINDTOIFINDEX), lo);
    }
    CHECK(ac_udp_connect(a, &nowhere) < 0);
    CHECK_EQ(option(a, SOL_SOCKET, SO_BINDTOIFINDEX), lo);
    CHECK_EQ(ac_udp_connect(a, &at), 0);
    CHECK_EQ(ac_udp_connect(a, NULL), 0);
    CHECK_EQ(ac_udp_connect(a, NULL), 0);
    CHECK_EQ(option(a, SOL_SOCKET, SO_BINDTOIFINDEX), lo);
    await ac_io_close(a);
    return 0;
}

// One that the peer's address has brought goes with the peer.
static async int devices_of_peers(const char *group, const char *interface)
{
    ac_io *io;
    ac_address to, near, far;
    char scoped[64];
    int index = (int)if_nametoindex(interface);
    snprintf(scoped, sizeof scoped, "%s%%%s", group, interface);
    CHECK_EQ(ac_address_parse(&to, scoped, 9), 0);
    CHECK_EQ(ac_address_parse(&near, "::1", 9), 0);
    CHECK_EQ(ac_address_parse(&far, "fe80::1%lo", 9), 0);
    CHECK_EQ(ac_udp_bind(&io, "::", 0), 0);
    for (int i = 0; i < 2; i++) {
        CHECK_EQ(ac_udp_connect(io, &to), 0);
        CHECK_EQ(option(io, SOL_SOCKET, SO_BINDTOIFINDEX), index);
        CHECK_EQ(ac_udp_connect(io, &near), 0);
        CHECK_EQ(option(io, SOL_SOCKET, SO_BINDTOIFINDEX), 0);
    }
    // Nothing goes there, on most machines, and then it is bound to nothing.
    if (ac_udp_connect(io, &far))
        CHECK_EQ(option(io, SOL_SOCKET, SO_BINDTOIFINDEX), 0);
    await ac_io_close(io);
    return 0;
}

// Both members get what is sent to the group, until they leave, and nobody else.
static async int groups(const char *host, const char *group, const char *other,
                        const char *interface)
{
    ac_io *a, *b, *sender;
    ac_address at, to;
    char in[10];
    CHECK_EQ(ac_udp_bind_shared(&a, host, 0), 0);
    CHECK_EQ(ac_udp_local(a, &at), 0);
    int port = ac_address_port(&at);
    CHECK_EQ(ac_udp_bind(&b, host, port), AC_EADDRINUSE);
    CHECK_EQ(ac_udp_bind_shared(&b, host, port), 0);
    CHECK_EQ(ac_udp_bind(&sender, host, 0), 0);
    CHECK_EQ(ac_address_parse(&to, group, port), 0);
    CHECK_EQ(ac_udp_join(a, group, interface), 0);
    CHECK_EQ(ac_udp_join(a, group, interface), AC_EADDRINUSE);
    CHECK_EQ(ac_udp_join(b, group, interface), 0);
    CHECK_EQ(ac_udp_join(a, group, "no such"), AC_ENODEV);
    CHECK_EQ(ac_udp_join(a, "127.0.0.1", interface), AC_EINVAL);
    CHECK_EQ(ac_udp_join(a, "a name", interface), AC_EINVAL);
    CHECK_EQ(ac_udp_leave(a, other, interface), AC_EADDRNOTAVAIL);
    CHECK_EQ(ac_udp_multicast_interface(sender, "no such"), AC_ENODEV);
    CHECK_EQ(ac_udp_multicast_interface(sender, interface), 0);
    CHECK_EQ(ac_udp_multicast_ttl(sender, 256), AC_EINVAL);
    CHECK_EQ(ac_udp_multicast_ttl(sender, -1), AC_EINVAL);
    CHECK_EQ(ac_udp_multicast_ttl(sender, 0), 0); // not beyond this machine
    CHECK_EQ(await ac_udp_send(sender, "to all", 6, &to), 0);
    CHECK_EQ(await ac_udp_recv(a, in, sizeof in, NULL), 6);
    CHECK_EQ(await ac_udp_recv(b, in, sizeof in, NULL), 6);
    // What leaves by the loopback interface comes back whatever this says.
    CHECK_EQ(option(sender, IPPROTO_IP, IP_MULTICAST_LOOP), 1);
    CHECK_EQ(ac_udp_multicast_loop(sender, 0), 0);
    CHECK_EQ(option(sender, IPPROTO_IP, IP_MULTICAST_LOOP), 0);
    CHECK_EQ(option(sender, IPPROTO_IP, IP_MULTICAST_TTL), 0);
    if (host == NULL || strchr(host, ':')) {
        CHECK_EQ(option(sender, IPPROTO_IPV6, IPV6_MULTICAST_LOOP), 0);
        CHECK_EQ(option(sender, IPPROTO_IPV6, IPV6_MULTICAST_HOPS), 0);
    }
    CHECK_EQ(ac_udp_multicast_loop(sender, 2), 0);
    CHECK_EQ(option(sender, IPPROTO_IP, IP_MULTICAST_LOOP), 1);
    CHECK_EQ(ac_udp_leave(a, group, interface), 0);
    CHECK_EQ(ac_udp_leave(a, group, interface), AC_EADDRNOTAVAIL);
    CHECK_EQ(ac_udp_leave(b, group, interface), 0);
    CHECK_EQ(ac_udp_join(b, group, interface), 0);
    CHECK_EQ(await ac_udp_send(sender, "to b", 4, &to), 0);
    CHECK_EQ(await ac_udp_recv(b, in, sizeof in, NULL), 4);
    CHECK_EQ(ac_try_read(b, in, sizeof in), AC_EAGAIN);
    CHECK_EQ(ac_try_read(a, in, sizeof in), AC_EAGAIN); // which has left
    await ac_io_close(a);
    await ac_io_close(b);
    await ac_io_close(sender);
    return 0;
}

// An interface by which the groups of IPv6 are reached, the loopback one if it can be; NULL: none.
static const char *interface_for(const ac_address *group)
{
    static char found[IF_NAMESIZE];
    struct if_nameindex *all = if_nameindex();
    CHECK(all);
    found[0] = 0;
    for (struct if_nameindex *i = all; i->if_index && strcmp(found, "lo"); i++) {
        int fd = socket(AF_INET6, SOCK_DGRAM, 0), index = (int)i->if_index;
        if (fd < 0)
            break;
        if (!setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, &index, sizeof index) &&
            !connect(fd, &group->any, group->length) && (!found[0] || !strcmp(i->if_name, "lo")))
            strcpy(found, i->if_name);
        close(fd);
    }
    if_freenameindex(all);
    return found[0] ? found : NULL;
}

// The interface may stand behind the group's address.
static async int scopes(const char *group, const char *interface)
{
    ac_io *io;
    char scoped[64], wrong[64];
    snprintf(scoped, sizeof scoped, "%s%%%s", group, interface);
    snprintf(wrong, sizeof wrong, "%s%%%u", group, if_nametoindex(interface) + 1);
    CHECK_EQ(ac_udp_bind(&io, "::", 0), 0);
    CHECK_EQ(ac_udp_join(io, scoped, NULL), 0);
    CHECK_EQ(ac_udp_join(io, group, interface), AC_EADDRINUSE); // the same
    CHECK_EQ(ac_udp_leave(io, scoped, interface), 0);
    CHECK_EQ(ac_udp_join(io, group, interface), 0);
    CHECK_EQ(ac_udp_leave(io, scoped, NULL), 0);
    CHECK_EQ(ac_udp_join(io, wrong, interface), AC_EINVAL);
    CHECK_EQ(ac_udp_join(io, scoped, "no such"), AC_ENODEV);
    snprintf(wrong, sizeof wrong, "%s%%nosuch", group);
    CHECK_EQ(ac_udp_join(io, wrong, NULL), AC_EINVAL);
    CHECK_EQ(ac_udp_leave(io, wrong, NULL), AC_EINVAL);
    await ac_io_close(io);
    return 0;
}

// On these no datagram leaves the machine: the groups are the interface's own.
static async int groups_of_ipv6(void)
{
    static const char group[] = "ff11::61:7", other[] = "ff11::61:8";
    ac_address to;
    CHECK_EQ(ac_address_parse(&to, group, 9), 0);
    const char *interface = interface_for(&to);
    if (!interface) {
        fprintf(stderr, "skipped: groups of IPv6, to which this machine has no way\n");
        return 0;
    }
    await groups("::", group, other, interface);
    await scopes(group, interface);
    await devices_of_peers(group, interface);
    await groups(NULL, group, other, interface);
    return 0;
}

static async int broadcasts(void)
{
    ac_io *io;
    ac_address all;
    CHECK_EQ(ac_udp_bind(&io, "127.0.0.1", 0), 0);
    CHECK_EQ(ac_address_parse(&all, "127.255.255.255", 9), 0);
    CHECK_EQ(await ac_udp_send(io, "x", 1, &all), AC_EACCES);
    CHECK_EQ(ac_udp_broadcast(io, 1), 0);
    CHECK_EQ(await ac_udp_send(io, "x", 1, &all), 0);
    CHECK_EQ(ac_udp_broadcast(io, 0), 0);
    CHECK_EQ(await ac_udp_send(io, "x", 1, &all), AC_EACCES);
    await ac_io_close(io);
    return 0;
}

#ifndef ASYNCC_ELIDE
static async int receive(ac_io *io, char *buf, size_t n, ac_address *from)
{
    return await ac_udp_recv(io, buf, n, from);
}

static async int stopped(void)
{
    ac_io *a, *b;
    ac_address at_b, from;
    char in[10];
    int r = 0;
    CHECK_EQ(ac_udp_bind(&a, "127.0.0.1", 0), 0);
    CHECK_EQ(ac_udp_bind(&b, "127.0.0.1", 0), 0);
    CHECK_EQ(ac_udp_local(b, &at_b), 0);
    ac_task *t = ac_spawn(receive(b, in, sizeof in, &from));
    CHECK_EQ(await ac_udp_recv(b, in, sizeof in, NULL), AC_EBUSY);
    CHECK_EQ(await ac_udp_send(a, "x", 1, &at_b), 0);
    ac_cancel(t);
    CHECK_EQ(await ac_join(t, &r), AC_ETASKCANCELED);
    CHECK_EQ(r, AC_ECANCELED);
    CHECK_EQ(await ac_udp_recv(b, in, sizeof in, NULL), 1);
    t = ac_spawn(receive(b, in, sizeof in, NULL));
    CHECK_EQ(await ac_udp_send(a, "xy", 2, &at_b), 0);
    CHECK_EQ(await ac_join(t, &r), 0);
    CHECK_EQ(r, 2);
    t = ac_spawn(receive(b, in, sizeof in, NULL));
    await ac_yield();
    await ac_io_close(b);
    CHECK_EQ(await ac_join(t, &r), 0);
    CHECK_EQ(r, AC_ECANCELED);
    // Enough at once to spend every turn's budget many times.
    CHECK_EQ(ac_udp_bind(&b, "127.0.0.1", 0), 0);
    CHECK_EQ(ac_udp_local(b, &at_b), 0);
    for (int i = 0; i < 1000; i++) {
        CHECK_EQ(await ac_udp_send(a, &i, sizeof i, &at_b), 0);
        int got = -1;
        CHECK_EQ(await ac_udp_recv(b, (char *)&got, sizeof got, NULL), (int)sizeof got);
        CHECK_EQ(got, i);
    }
    await ac_io_close(a);
    return 0; // b is left to the loop
}
#endif

static async int test(void)
{
    await exchange("127.0.0.1");
    await exchange("::1");
    await both_kinds();
    await other_peers();
    await devices();
    await groups("0.0.0.0", "239.255.61.7", "239.255.61.8", "lo");
    await groups(NULL, "239.255.61.7", "239.255.61.8", "lo");
    await groups_of_ipv6();
    await broadcasts();
#ifndef ASYNCC_ELIDE
    await stopped();
#endif
    return 0;
}

int main(void)
{
    CHECK_EQ(ac_run(test()), 0);
}
