// REQUIRES: libpq
// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %libpq-cflags %s -o %t -lpq && %run %t
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall %libpq-cflags %s -o %t -lpq && %run %t
// libpq's queries are awaited, over several connections at once. The server, in the same loop,
// speaks as much of the protocol as it takes: the answer to a query is as many rows as its last
// number says. With a connection string as its argument, the program asks that server instead.
#include "../Runtime/check.h"
#include <libpq-fe.h>

enum { CONNECTIONS = 8, QUERIES = 20 };

// ---- libpq, awaited ----

static async int pg_connect(PGconn **out, const char *what)
{
    PGconn *db = PQconnectStart(what);
    CHECK(db);
    *out = db;
    int rc = PQstatus(db) == CONNECTION_BAD ? AC_ECONNREFUSED : 0;
    PostgresPollingStatusType next = PGRES_POLLING_WRITING; // as its documentation says
    while (rc >= 0 && next != PGRES_POLLING_OK) {
        rc = await ac_poll_fd(PQsocket(db),
                              next == PGRES_POLLING_READING ? AC_READABLE : AC_WRITABLE);
        if (rc < 0)
            break;
        // It may close its socket and open another; nobody waits for it now.
        ac_poll_fd_end(PQsocket(db));
        next = PQconnectPoll(db);
        if (next == PGRES_POLLING_FAILED)
            rc = AC_ECONNREFUSED;
    }
    return rc < 0 ? rc : 0;
}

static void pg_end(PGconn *db)
{
    if (PQsocket(db) >= 0)
        ac_poll_fd_end(PQsocket(db));
    PQfinish(db);
}

// The last result of a query, or NULL: PQerrorMessage tells why, or this task is cancelled.
static async PGresult *pg_query(PGconn *db, const char *text)
{
    PGresult *last = NULL, *next;
    int flushed;
    if (PQsetnonblocking(db, 1) || !PQsendQuery(db, text))
        return NULL;
    while ((flushed = PQflush(db)) > 0) {
        int events = await ac_poll_fd(PQsocket(db), AC_READABLE | AC_WRITABLE);
        if (events < 0 || (events & AC_READABLE && !PQconsumeInput(db)))
            return NULL;
    }
    if (flushed < 0)
        return NULL;
    for (;;) {
        while (PQisBusy(db))
            if (await ac_poll_fd(PQsocket(db), AC_READABLE) < 0 || !PQconsumeInput(db)) {
                PQclear(last);
                return NULL;
            }
        if (!(next = PQgetResult(db)))
            return last;
        PQclear(last);
        last = next;
    }
}

// ---- a server ----

typedef struct message {
    size_t n;
    char bytes[4000];
} message;

static void add(message *m, const void *bytes, size_t n)
{
    CHECK(m->n + n <= sizeof m->bytes);
    memcpy(m->bytes + m->n, bytes, n);
    m->n += n;
}

static void add_number(message *m, unsigned long number, int bytes)
{
    while (bytes--)
        add(m, &(char){(char)(number >> 8 * bytes)}, 1);
}

static async int put(ac_writer *writer, char kind, const message *m)
{
    message head = {0};
    add(&head, &kind, 1);
    add_number(&head, m->n + 4, 4);
    int rc = await ac_writer_put(writer, head.bytes, head.n);
    return rc < 0 ? rc : await ac_writer_put(writer, m->bytes, m->n);
}

static async int ready(ac_writer *writer)
{
    int rc = await put(writer, 'Z', &(message){1, "I"});
    return rc < 0 ? rc : await ac_writer_flush(writer);
}

static async int rows(ac_writer *writer, const char *text)
{
    message m = {0};
    size_t end = strlen(text);
    while (end && !strchr("0123456789", text[end - 1]))
        end--;
    while (end && strchr("0123456789", text[end - 1]))
        end--;
    int n = atoi(text + end), rc;
    add_number(&m, 1, 2); // one column: its name, no table, text, of any length
    add(&m, "t", 2);
    add_number(&m, 0, 6);
    add_number(&m, 25, 4);
    add_number(&m, 0xffff, 2);
    add_number(&m, 0xffffffff, 4);
    add_number(&m, 0, 2);
    rc = await put(writer, 'T', &m);
    for (int i = 0; i < n && rc >= 0; i++) {
        if (i % 16 == 15)
            await ac_sleep(1);
        m.n = 0;
        add_number(&m, 1, 2);
        add_number(&m, 1, 4);
        add(&m, "x", 1);
        rc = await put(writer, 'D', &m);
    }
    if (rc < 0)
        return rc;
    return await put(writer, 'C', &(message){9, "SELECT 1"});
}

static async void answer(ac_io *io)
{
    char in[4096], out[4096], head[5], text[1000];
    ac_reader reader;
    ac_writer writer;
    int rc;
    ac_reader_init(&reader, io, in, sizeof in);
    ac_writer_init(&writer, io, out, sizeof out);
    for (bool greeted = false;; greeted = true) {
        size_t done = 0, skip = !greeted, n; // a greeting has no kind
        head[0] = 0;
        if (await ac_reader_exact(&reader, head + skip, sizeof head - skip, &done) < 0)
            break;
        const unsigned char *size = (unsigned char *)head + 1;
        n = ((size_t)size[0] << 24 | (size_t)size[1] << 16 | (size_t)size[2] << 8 | size[3]) - 4;
        done = 0;
        if (n >= sizeof text || await ac_reader_exact(&reader, text, n, &done) < 0)
            break;
        text[n] = 0;
        if (!greeted)
            rc = await put(&writer, 'R', &(message){4, {0}});
        else if (head[0] == 'Q' && !strcmp(text, "fail"))
            rc = await put(&writer, 'E', &(message){22, "SERROR\0C42601\0Mfailed\0"});
        else if (head[0] == 'Q')
            rc = await rows(&writer, text);
        else
            break;
        if (rc < 0 || await ready(&writer) < 0)
            break;
    }
    await ac_io_close(io);
}

static async void serve(ac_listener *listener)
{
    ac_io *io;
    ac_scope(s) while (await ac_accept(&io, listener) == 0) ac_spawn_in(s, answer(io));
}

// ---- what is done with it ----

static async void query(const char *server, int id)
{
    PGconn *db;
    int rc = await pg_connect(&db, server);
    defer
    {
        pg_end(db);
    }
    if (rc < 0)
        fprintf(stderr, "%s\n", PQerrorMessage(db));
    CHECK_EQ(rc, 0);
    for (int i = 0; i < QUERIES; i++) {
        char text[100];
        int n = id * i;
        snprintf(text, sizeof text, "select 'x' from generate_series(1, %d)", n);
        PGresult *r = await pg_query(db, text);
        CHECK(r && PQresultStatus(r) == PGRES_TUPLES_OK);
        CHECK_EQ(PQntuples(r), n);
        CHECK(!n || !strcmp(PQgetvalue(r, n - 1, 0), "x"));
        PQclear(r);
    }
    PGresult *r = await pg_query(db, "fail");
    CHECK(r && PQresultStatus(r) == PGRES_FATAL_ERROR);
    PQclear(r);
}

static async void wait_long(const char *server)
{
    PGconn *db;
    PGresult *r = NULL;
    CHECK_EQ(await pg_connect(&db, server), 0);
    defer
    {
        pg_end(db);
    }
    CHECK_EQ(await ac_timeout(20, r = pg_query(db, "select pg_sleep(100000)")), AC_ETIMEDOUT);
    CHECK(!r);
}

async int main(int argc, char **argv)
{
    ac_listener *listener;
    char own[100];
    CHECK_EQ(ac_tcp_listen(&listener, "127.0.0.1", 0, 0), 0);
    ac_task *accepting = ac_spawn(serve(listener));
    snprintf(own, sizeof own,
             "host=127.0.0.1 port=%d user=ours dbname=ours sslmode=disable gssencmode=disable",
             ac_listener_port(listener));
    const char *server = argc > 1 ? argv[1] : own;
    ac_scope(s) for (int i = 0; i < CONNECTIONS; i++) ac_spawn_in(s, query(server, i));
    await wait_long(server);
    ac_cancel(accepting);
    CHECK_EQ(await ac_join(accepting, NULL), AC_ETASKCANCELED);
    ac_listener_close(listener);
    PGconn *db;
    CHECK_EQ(await pg_connect(&db, own), AC_ECONNREFUSED);
    pg_end(db);
    return 0;
}
