// Disturbed at any place, a server that is found by name answers datagrams or not, and everything
// that was opened or answered is given back.
// RUN: %python %S/../inject/everywhere --build %builddir --sanitize "%sanitize" --output %t %s -Wall -Wextra -Werror | FileCheck %s
// CHECK: wake {{.*}} places: ended {{[0-9]+$}}
// CHECK: cancel {{.*}} places: ETASKCANCELED {{[0-9]+}}
// CHECK: abort {{.*}} places: {{.*}}ETASKABORTED {{[0-9]+}}
// CHECK: cancel-self {{.*}} places: ETASKCANCELED {{[0-9]+}}, ended {{[0-9]+$}}
// CHECK: abort-self {{.*}} places: ENOMEM {{[0-9]+}}, ETASKABORTED {{[0-9]+}}
// CHECK: malloc {{.*}} places: ENOMEM {{[0-9]+}}, ended {{[0-9]+$}}
#include <asyncc.h>
#include <asyncc/dns.h>
#include <asyncc/udp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static async int serve(ac_io *io)
{
    char buf[100];
    ac_address from;
    int n;
    while ((n = await ac_udp_recv(io, buf, sizeof buf, &from)) > 0)
        if ((n = await ac_udp_send(io, buf, (size_t)n, &from)) < 0)
            break;
    return n;
}

static async int find(ac_address *out, int port)
{
    struct addrinfo *list, hints = {.ai_family = AF_INET, .ai_socktype = SOCK_DGRAM};
    char service[20], name[200];
    snprintf(service, sizeof service, "%d", port);
    int rc = await ac_getaddrinfo(&list, "localhost", service, &hints);
    if (rc < 0)
        return rc;
    rc = ac_address_copy(out, list->ai_addr);
    ac_freeaddrinfo(list);
    return rc < 0 ? rc : await ac_getnameinfo(out, name, sizeof name, NULL, 0, 0);
}

static async int ask(int port)
{
    ac_address to;
    ac_io *io;
    int rc = await find(&to, port), answered = 0;
    if (rc < 0)
        return rc;
    rc = ac_udp_bind(&io, "127.0.0.1", 0);
    if (rc < 0)
        return rc;
    defer
    {
        await ac_io_close(io);
    }
    for (int i = 0; i < 5; i++) {
        char out[20], in[20];
        int n = snprintf(out, sizeof out, "question %d", i);
        rc = await ac_udp_send(io, out, (size_t)n, &to);
        // The server may have been stopped.
        int late = rc < 0 ? rc : await ac_timeout(20, rc = ac_udp_recv(io, in, sizeof in, NULL));
        if (late < 0 || rc < 0)
            break;
        if (rc != n || memcmp(in, out, (size_t)n))
            abort();
        answered++;
    }
    return answered;
}

async int main(void)
{
    ac_io *io;
    ac_address at;
    if (ac_udp_bind(&io, "127.0.0.1", 0) < 0)
        return 1;
    defer
    {
        await ac_io_close(io);
    }
    if (ac_udp_local(io, &at) < 0)
        return 1;
    ac_task *server = ac_spawn(serve(io));
    int answered = await ask(ac_address_port(&at));
    ac_cancel(server);
    if (await ac_join(server, NULL) == AC_ECANCELED)
        ac_detach(server);
    return answered;
}
