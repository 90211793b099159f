// RUN: %runtime-cc %s -o %t && %run %t
// Many connections that echo; a large payload past a slow reader; half-close; several acceptors.
#include "tcp.h"

enum { BIG = 16 * 1024 * 1024 };

FUTURE(echo, int, ac_tcp *c; char buf[1000]; int n;)
{
    BEGIN;
    for (;;) {
        AWAIT(ac_read, f->c, f->buf, sizeof f->buf);
        f->n = f->leaf.ac_read.result;
        if (f->n <= 0)
            break;
        AWAIT(ac_write, f->c, f->buf, (size_t)f->n);
        CHECK_EQ(f->leaf.ac_write.result, 0);
    }
    CHECK_EQ(f->n, 0);
    AWAIT(ac_tcp_close, f->c);
    END(0);
}

FUTURE(server, int, ac_listener *l; ac_tcp * c; int n;)
{
    BEGIN;
    while (f->n-- > 0) {
        AWAIT(ac_tcp_accept, &f->c, f->l);
        CHECK_EQ(f->leaf.ac_tcp_accept.result, 0);
        ac_detach(SPAWN(echo, .c = f->c));
    }
    END(0);
}

FUTURE(client, int, int port; const char *host; ac_tcp * c; int i; char out[50]; char in[50];
       size_t got; char peer[64];)
{
    BEGIN;
    AWAIT(ac_tcp_connect, &f->c, f->host, f->port);
    CHECK_EQ(f->leaf.ac_tcp_connect.result, 0);
    CHECK_EQ(ac_tcp_peer(f->c, f->peer, sizeof f->peer), 0);
    CHECK(strrchr(f->peer, ':') && atoi(strrchr(f->peer, ':') + 1) == f->port);
    CHECK_EQ(ac_tcp_peer(f->c, f->peer, 5), AC_ENOBUFS);
    for (f->i = 0; f->i < 100; f->i++) {
        snprintf(f->out, sizeof f->out, "message %d of %p", f->i, (void *)f);
        AWAIT(ac_write, f->c, f->out, sizeof f->out);
        CHECK_EQ(f->leaf.ac_write.result, 0);
        for (f->got = 0; f->got < sizeof f->in; f->got += (size_t)f->leaf.ac_read.result) {
            AWAIT(ac_read, f->c, f->in + f->got, sizeof f->in - f->got);
            CHECK(f->leaf.ac_read.result > 0);
        }
        CHECK(!memcmp(f->in, f->out, sizeof f->in));
    }
    CHECK_EQ(ac_tcp_sent(f->c), 5000);
    AWAIT(ac_tcp_shutdown, f->c);
    AWAIT(ac_read, f->c, f->in, sizeof f->in);
    CHECK_EQ(f->leaf.ac_read.result, 0);
    AWAIT(ac_read, f->c, f->in, sizeof f->in); // the end of the stream stays
    CHECK_EQ(f->leaf.ac_read.result, 0);
    AWAIT(ac_tcp_close, f->c);
    END(0);
}

FUTURE(slow_reader, int, ac_tcp *c; char *buf; size_t got;)
{
    BEGIN;
    for (;;) {
        AWAIT(ac_read, f->c, f->buf + f->got, BIG + 1 - f->got);
        if (f->leaf.ac_read.result <= 0)
            break;
        f->got += (size_t)f->leaf.ac_read.result;
        if (f->got < BIG / 2) {
            AWAIT(ac_sleep, 1);
        }
    }
    CHECK_EQ(f->leaf.ac_read.result, 0);
    END((int)f->got);
}

FUTURE(root, int, PAIR_VARIABLES ac_task *many[60]; char *p; char *q; int port;)
{
    BEGIN;
    CHECK_EQ(ac_tcp_listen(&f->l, "127.0.0.1", 0, 0), 0);
    f->port = ac_listener_port(f->l);
    CHECK(f->port > 0);
    f->t = SPAWN(server, .l = f->l, .n = 20);
    f->u = SPAWN(server, .l = f->l, .n = 40);
    for (f->i = 0; f->i < 60; f->i++)
        f->many[f->i] =
            SPAWN(client, .port = f->port, .host = f->i % 10 ? "127.0.0.1" : "localhost");
    for (f->i = 0; f->i < 60; f->i++)
        AWAIT(ac_join, f->many[f->i], NULL, 0);
    AWAIT(ac_join, f->t, NULL, 0);
    AWAIT(ac_join, f->u, NULL, 0);
    ac_listener_close(f->l);

    // All addresses of both kinds.
    CHECK_EQ(ac_tcp_listen(&f->l, NULL, 0, 5), 0);
    f->t = SPAWN(server, .l = f->l, .n = 1);
    f->u = SPAWN(client, .port = ac_listener_port(f->l), .host = "127.0.0.1");
    AWAIT(ac_join, f->u, NULL, 0);
    AWAIT(ac_join, f->t, NULL, 0);
    ac_listener_close(f->l);

    PAIR;
    f->p = malloc(BIG);
    f->q = malloc(BIG + 1);
    for (int i = 0; i < BIG; i++)
        f->p[i] = (char)(i * 2654435761u >> 13);
    f->t = SPAWN(slow_reader, .c = f->b, .buf = f->q);
    f->u = SPAWN(write_all, .c = f->a, .buf = f->p, .n = BIG);
    AWAIT(ac_write, f->a, "x", 1);
    CHECK_EQ(f->leaf.ac_write.result, AC_EBUSY);
    AWAIT(ac_tcp_shutdown, f->a);
    CHECK_EQ(f->leaf.ac_tcp_shutdown.result, AC_EBUSY);
    AWAIT(ac_join, f->u, &f->r, 0);
    CHECK_EQ(f->r, 0);
    CHECK_EQ(ac_tcp_sent(f->a), BIG);
    AWAIT(ac_tcp_shutdown, f->a);
    CHECK_EQ(f->leaf.ac_tcp_shutdown.result, 0);
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK_EQ(f->r, BIG);
    CHECK(!memcmp(f->p, f->q, BIG));
    // The other direction is still open.
    AWAIT(ac_write, f->b, "still", 5);
    CHECK_EQ(f->leaf.ac_write.result, 0);
    AWAIT(ac_read, f->a, f->q, 10);
    CHECK_EQ(f->leaf.ac_read.result, 5);
    AWAIT(ac_read, f->a, f->q, 0);
    CHECK_EQ(f->leaf.ac_read.result, AC_EINVAL);
    AWAIT(ac_write, f->a, f->q, 0);
    CHECK_EQ(f->leaf.ac_write.result, 0);
    AWAIT(ac_tcp_close, f->a);
    AWAIT(ac_tcp_close, f->b);
    AWAIT(ac_tcp_close, NULL);
    free(f->p);
    free(f->q);
    END(0);
}

int main(void)
{
    RUN(root);
}
