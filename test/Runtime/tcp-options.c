// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// Listeners that share a port each get connections; others do not share it. Signs of life are asked
// for or not.
#include "check.h"
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

static int option(ac_tcp *tcp, int level, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    CHECK_EQ(getsockopt(ac_io_fd(tcp), level, name, &value, &length), 0);
    return value;
}

static async int options(void)
{
    ac_listener *l;
    ac_tcp *a, *b;
    CHECK_EQ(ac_tcp_listen(&l, "127.0.0.1", 0, 0), 0);
    CHECK_EQ(await ac_tcp_connect(&a, "127.0.0.1", ac_listener_port(l)), 0);
    CHECK_EQ(await ac_tcp_accept(&b, l), 0);
    CHECK_EQ(option(a, IPPROTO_TCP, TCP_NODELAY), 1);
    CHECK_EQ(option(b, IPPROTO_TCP, TCP_NODELAY), 1);
    CHECK_EQ(ac_tcp_nodelay(a, 0), 0);
    CHECK_EQ(option(a, IPPROTO_TCP, TCP_NODELAY), 0);
    CHECK_EQ(option(a, SOL_SOCKET, SO_KEEPALIVE), 0);
    CHECK_EQ(ac_tcp_keepalive(a, 77), 0);
    CHECK_EQ(option(a, SOL_SOCKET, SO_KEEPALIVE), 1);
    CHECK_EQ(option(a, IPPROTO_TCP, TCP_KEEPIDLE), 77);
    CHECK_EQ(option(a, IPPROTO_TCP, TCP_KEEPINTVL), 77);
    CHECK_EQ(ac_tcp_keepalive(a, 0), 0);
    CHECK_EQ(option(a, SOL_SOCKET, SO_KEEPALIVE), 0);
    CHECK_EQ(ac_tcp_keepalive(a, 10000000), AC_EINVAL);
    await ac_tcp_close(a);
    await ac_tcp_close(b);
    ac_listener_close(l);
    return 0;
}

static async int accept_and_close(ac_listener *l, int *count)
{
    ac_tcp *tcp;
    int rc;
    while ((rc = await ac_tcp_accept(&tcp, l)) == 0) {
        ++*count;
        await ac_tcp_close(tcp);
    }
    return rc;
}

static async int shared(void)
{
    enum { N = 200 };
    ac_listener *l, *m, *other;
    int counts[2] = {0};
    CHECK_EQ(ac_tcp_listen_shared(&l, "127.0.0.1", 0, 0), 0);
    int port = ac_listener_port(l);
    CHECK_EQ(ac_tcp_listen_shared(&m, "127.0.0.1", port, 0), 0);
    CHECK_EQ(ac_listener_port(m), port);
    CHECK_EQ(ac_tcp_listen(&other, "127.0.0.1", port, 0), AC_EADDRINUSE);
    ac_task *tasks[] = {ac_spawn(accept_and_close(l, &counts[0])),
                        ac_spawn(accept_and_close(m, &counts[1]))};
    for (int i = 0; i < N; i++) {
        ac_tcp *tcp;
        char c;
        CHECK_EQ(await ac_tcp_connect(&tcp, "127.0.0.1", port), 0);
        CHECK_EQ(await ac_read(tcp, &c, 1), 0); // it was accepted
        await ac_tcp_close(tcp);
    }
    CHECK_EQ(counts[0] + counts[1], N);
    CHECK(counts[0] > 0 && counts[1] > 0);
    ac_listener_close(l);
    ac_listener_close(m);
    for (int i = 0; i < 2; i++) {
        int r = 0;
        CHECK_EQ(await ac_join(tasks[i], &r), 0);
        CHECK_EQ(r, AC_ECANCELED);
    }
    return 0;
}

static async int test(void)
{
    await options();
    await shared();
    return 0;
}

int main(void)
{
    CHECK_EQ(ac_run(test()), 0);
}
