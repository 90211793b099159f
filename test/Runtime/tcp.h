// What the tests of TCP share: a listener on a free port and a pair of connections.
#ifndef TCP_H
#define TCP_H
#include "check.h"

FUTURE(accept_one, int, ac_listener *l; ac_tcp * *out;)
{
    BEGIN;
    AWAIT(ac_tcp_accept, f->out, f->l);
    END(f->leaf.ac_tcp_accept.result);
}

FUTURE(read_some, int, ac_tcp *c; char *buf; size_t n;)
{
    BEGIN;
    AWAIT(ac_read, f->c, f->buf, f->n);
    END(f->leaf.ac_read.result);
}

FUTURE(write_all, int, ac_tcp *c; const char *buf; size_t n;)
{
    BEGIN;
    AWAIT(ac_write, f->c, f->buf, f->n);
    END(f->leaf.ac_write.result);
}

// In a future with the variables l, t, r, a and b: a and b are the two ends of a new connection.
#define PAIR                                                                                       \
    CHECK_EQ(ac_tcp_listen(&f->l, "127.0.0.1", 0, 0), 0);                                          \
    f->t = SPAWN(accept_one, .l = f->l, .out = &f->b);                                             \
    AWAIT(ac_tcp_connect, &f->a, "127.0.0.1", ac_listener_port(f->l));                             \
    CHECK_EQ(f->leaf.ac_tcp_connect.result, 0);                                                    \
    AWAIT(ac_join, f->t, &f->r, 0);                                                                   \
    CHECK_EQ(f->r, 0);                                                                             \
    ac_listener_close(f->l)

#define PAIR_VARIABLES                                                                             \
    ac_listener *l;                                                                                \
    ac_task *t;                                                                                    \
    ac_task *u;                                                                                    \
    int r;                                                                                         \
    int i;                                                                                         \
    ac_tcp *a;                                                                                     \
    ac_tcp *b;

#endif
