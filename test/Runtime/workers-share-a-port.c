// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// Each worker listens on one port: the kernel spreads the connections, each is served by the worker
// that accepted it, and after ac_shutdown nobody listens.
#include "check.h"
#include <stdatomic.h>

enum { WORKERS = 3, CONNECTIONS = 200 };
static _Atomic int accepted[WORKERS];

static async void serve(ac_tcp *tcp)
{
    char c = (char)ac_worker_self();
    CHECK_EQ(await ac_write(tcp, &c, 1), 0);
    CHECK_EQ(await ac_read(tcp, &c, 1), 0);
    await ac_tcp_close(tcp);
}

static async void accept_all(ac_listener *listener)
{
    ac_tcp *tcp;
    while (await ac_tcp_accept(&tcp, listener) == 0) {
        accepted[ac_worker_self()]++;
        ac_detach(ac_spawn(serve(tcp)));
    }
    ac_listener_close(listener);
}

static async int start(int port)
{
    ac_listener *listener;
    CHECK_EQ(ac_tcp_listen_shared(&listener, "127.0.0.1", port, 0), 0);
    port = ac_listener_port(listener);
    ac_detach(ac_spawn(accept_all(listener)));
    return port;
}

static async void root(void)
{
    int port = 0, served[WORKERS] = {0}, some = 0;
    ac_tcp *tcp;
    ac_shutdown_report r;
    CHECK_EQ(ac_workers_start(WORKERS), WORKERS);
    for (int w = 0; w < WORKERS; w++)
        CHECK_EQ(await ac_remote_join(ac_spawn_on(w, start(port)), &port), 0);
    for (int i = 0; i < CONNECTIONS; i++) {
        char w;
        CHECK_EQ(await ac_tcp_connect(&tcp, "127.0.0.1", port), 0);
        CHECK_EQ(await ac_read(tcp, &w, 1), 1);
        served[(int)w]++;
        await ac_tcp_close(tcp);
    }
    for (int w = 0; w < WORKERS; w++) {
        CHECK_EQ(served[w], accepted[w]);
        some += served[w] > 0;
    }
    CHECK(some > 1);
    CHECK_EQ(await ac_shutdown(60000, &r), 0);
    CHECK(r.running >= WORKERS);
    CHECK_EQ(await ac_tcp_connect(&tcp, "127.0.0.1", port), AC_ECONNREFUSED);
    // Nor does anybody listen who begins to now.
    ac_listener *late;
    CHECK_EQ(ac_tcp_listen(&late, "127.0.0.1", 0, 0), AC_ECANCELED);
    CHECK(!late);
    CHECK_EQ(ac_unix_listen(&late, "@asyncc-test-late", 0), AC_ECANCELED);
    CHECK(!late);
}

int main(void)
{
    ac_run(root());
}
