// RUN: %runtime-cc %s -o %t && %run %t
// Resets, refusals, cancelling each operation, closing under one that waits.
#include "tcp.h"

FUTURE(connect_to, int, const char *host; int port; ac_tcp * *out;)
{
    BEGIN;
    AWAIT(ac_tcp_connect, f->out, f->host, f->port);
    END(f->leaf.ac_tcp_connect.result);
}

static char block[32 * 1024 * 1024], in[100];

// Accepts when there is something to be read.
FUTURE(accept_later, int, ac_listener *l; ac_tcp * *out; ac_io * sign;)
{
    BEGIN;
    *f->out = NULL;
    AWAIT(ac_read, f->sign, in, 1);
    AWAIT(ac_tcp_accept, f->out, f->l);
    END(f->leaf.ac_tcp_accept.result);
}

#define JOINED(task, code, value)                                                                  \
    AWAIT(ac_join, task, &f->r, 0);                                                                   \
    CHECK_EQ(f->leaf.ac_join.result, code);                                                        \
    CHECK_EQ(f->r, value)

FUTURE(root, int, PAIR_VARIABLES ac_listener *l2; int port; ac_tcp * c; size_t sent;
       ac_task * v; ac_io * from; ac_io * to;)
{
    BEGIN;
    // Nobody listens there any more.
    CHECK_EQ(ac_tcp_listen(&f->l, "127.0.0.1", 0, 0), 0);
    f->port = ac_listener_port(f->l);
    CHECK_EQ(ac_tcp_listen(&f->l2, "127.0.0.1", f->port, 0), AC_EADDRINUSE);
    CHECK(!f->l2);
    CHECK_EQ(ac_tcp_listen(&f->l2, "no number", 0, 0), AC_EINVAL);
    CHECK_EQ(ac_tcp_listen(&f->l2, "127.0.0.1", 70000, 0), AC_EINVAL);
    ac_listener_close(f->l);
    AWAIT(ac_tcp_connect, &f->c, "127.0.0.1", f->port);
    CHECK_EQ(f->leaf.ac_tcp_connect.result, AC_ECONNREFUSED);
    CHECK(!f->c);
    AWAIT(ac_tcp_connect, &f->c, "localhost", f->port);
    CHECK_EQ(f->leaf.ac_tcp_connect.result, AC_ECONNREFUSED);
    AWAIT(ac_tcp_connect, &f->c, NULL, 1);
    CHECK_EQ(f->leaf.ac_tcp_connect.result, AC_EINVAL);

    // A reset wakes reader and writer.
    PAIR;
    f->t = SPAWN(read_some, .c = f->a, .buf = in, .n = 10);
    f->u = SPAWN(write_all, .c = f->a, .buf = block, .n = sizeof block);
    AWAIT(ac_sleep, 5);
    CHECK_EQ(ac_tcp_linger(f->b, 1), AC_EINVAL);
    CHECK_EQ(ac_tcp_linger(f->b, 0), 0);
    AWAIT(ac_tcp_close, f->b);
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK(f->r == AC_ECONNRESET || f->r == 0);
    AWAIT(ac_join, f->u, &f->r, 0);
    CHECK(f->r == AC_ECONNRESET || f->r == AC_EPIPE);
    AWAIT(ac_write, f->a, "x", 1); // and no SIGPIPE
    CHECK_EQ(f->leaf.ac_write.result, AC_EPIPE);
    AWAIT(ac_tcp_close, f->a);

    // Cancelled operations leave a connection that works.
    PAIR;
    f->t = SPAWN(read_some, .c = f->a, .buf = in, .n = 10);
    AWAIT(ac_read, f->a, in, 10);
    CHECK_EQ(f->leaf.ac_read.result, AC_EBUSY);
    ac_cancel(f->t);
    JOINED(f->t, AC_ETASKCANCELED, AC_ECANCELED);
    AWAIT(ac_write, f->b, "abc", 3);
    AWAIT(ac_read, f->a, in, 10);
    CHECK_EQ(f->leaf.ac_read.result, 3);
    f->t = SPAWN(read_some, .c = f->a, .buf = in, .n = 10);
    AWAIT(ac_sleep, 2);
    ac_abort(f->t);
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK_EQ(f->leaf.ac_join.result, AC_ETASKABORTED);
    f->t = SPAWN(write_all, .c = f->a, .buf = block, .n = sizeof block);
    AWAIT(ac_sleep, 2);
    ac_cancel(f->t);
    JOINED(f->t, AC_ETASKCANCELED, AC_ECANCELED);
    f->sent = ac_tcp_sent(f->a);
    CHECK(f->sent > 0 && f->sent < sizeof block);
    while (f->sent > 0) {
        AWAIT(ac_read, f->b, block, f->sent);
        CHECK(f->leaf.ac_read.result > 0);
        f->sent -= (size_t)f->leaf.ac_read.result;
    }
    AWAIT(ac_write, f->a, "abcd", 4);
    AWAIT(ac_read, f->b, in, 10);
    CHECK_EQ(f->leaf.ac_read.result, 4);

    // Closed while others wait on it.
    f->t = SPAWN(read_some, .c = f->a, .buf = in, .n = 10);
    f->u = SPAWN(write_all, .c = f->a, .buf = block, .n = sizeof block);
    AWAIT(ac_sleep, 2);
    AWAIT(ac_tcp_close, f->a);
    JOINED(f->t, 0, AC_ECANCELED);
    JOINED(f->u, 0, AC_ECANCELED);
    // Closed before the waiter has ever been to the kernel's queue, in the same turn.
    f->t = SPAWN(read_some, .c = f->b, .buf = in, .n = sizeof in);
    AWAIT(ac_tcp_close, f->b);
    AWAIT(ac_join, f->t, &f->r, 0);

    // Accepts: cancelled, closed under, and the first in line is served first.
    CHECK_EQ(ac_tcp_listen(&f->l, "127.0.0.1", 0, 0), 0);
    f->t = SPAWN(accept_one, .l = f->l, .out = &f->a);
    f->u = SPAWN(accept_one, .l = f->l, .out = &f->b);
    ac_cancel(f->t);
    JOINED(f->t, AC_ETASKCANCELED, AC_ECANCELED);
    CHECK(!f->a);
    AWAIT(ac_tcp_connect, &f->c, "127.0.0.1", ac_listener_port(f->l));
    JOINED(f->u, 0, 0);
    CHECK(f->b);
    AWAIT(ac_tcp_close, f->b);
    AWAIT(ac_tcp_close, f->c);
    // Also if another one comes when there is a connection, and the first in line knows of it and has
    // not run yet.
    CHECK_EQ(ac_pipe(&f->from, &f->to), 0);
    f->t = SPAWN(accept_one, .l = f->l, .out = &f->a);
    f->u = SPAWN(accept_later, .l = f->l, .out = &f->b, .sign = f->from);
    AWAIT(ac_sleep, 1);
    CHECK_EQ(ac_try_write(f->to, "x", 1), 1);
    f->v = SPAWN(connect_to, .host = "127.0.0.1", .port = ac_listener_port(f->l), .out = &f->c);
    while (!f->a && !f->b)
        AWAIT(ac_yield);
    CHECK(f->a && !f->b);
    JOINED(f->t, 0, 0);
    JOINED(f->v, 0, 0);
    AWAIT(ac_tcp_close, f->a);
    AWAIT(ac_tcp_close, f->c);
    AWAIT(ac_tcp_connect, &f->c, "127.0.0.1", ac_listener_port(f->l));
    JOINED(f->u, 0, 0);
    AWAIT(ac_tcp_close, f->b);
    AWAIT(ac_tcp_close, f->c);
    AWAIT(ac_io_close, f->from);
    AWAIT(ac_io_close, f->to);
    f->t = SPAWN(accept_one, .l = f->l, .out = &f->a);
    f->u = SPAWN(accept_one, .l = f->l, .out = &f->b);
    AWAIT(ac_yield);
    ac_listener_close(f->l);
    JOINED(f->t, 0, AC_ECANCELED);
    JOINED(f->u, 0, AC_ECANCELED);
    ac_listener_close(NULL);

    // Connects: cancelled at once (a full backlog keeps one waiting), and in the resolver.
    CHECK_EQ(ac_tcp_listen(&f->l, "127.0.0.1", 0, 1), 0);
    for (f->i = 0; f->i < 8; f->i++) {
        f->t = SPAWN(connect_to, .host = "127.0.0.1", .port = ac_listener_port(f->l), .out = &f->c);
        AWAIT(ac_sleep, 1);
        ac_cancel(f->t);
        AWAIT(ac_join, f->t, &f->r, 0);
        CHECK(f->r == 0 || f->r == AC_ECANCELED);
        CHECK((f->r == 0) == (f->c != NULL));
        AWAIT(ac_tcp_close, f->c);
    }
    CHECK_EQ(f->r, AC_ECANCELED);
    ac_listener_close(f->l);
    f->t = SPAWN(connect_to, .host = "localhost", .port = 9, .out = &f->c);
    ac_cancel(f->t);
    JOINED(f->t, AC_ETASKCANCELED, AC_ECANCELED);
    f->t = SPAWN(connect_to, .host = "localhost", .port = 9, .out = &f->c);
    ac_abort(f->t);
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK_EQ(f->leaf.ac_join.result, AC_ETASKABORTED);

    // Left open: the loop closes them.
    PAIR;
    ac_detach(SPAWN(read_some, .c = f->a, .buf = in, .n = 10));
    CHECK_EQ(ac_tcp_listen(&f->l, "127.0.0.1", 0, 0), 0);
    ac_detach(SPAWN(accept_one, .l = f->l, .out = &f->c));
    END(0);
}

int main(void)
{
    RUN(root);
    RUN(root);
}
