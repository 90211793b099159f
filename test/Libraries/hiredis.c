// REQUIRES: hiredis
// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t -lhiredis && %run %t
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall -Wextra -Werror %s -o %t -lhiredis && %run %t
// hiredis' commands are awaited: a task waits for what its connection asks for. The server, in the
// same loop, speaks as much of the protocol as SET, GET and WAIT take.
#include "../Runtime/check.h"
#include <hiredis/async.h>
#include <hiredis/hiredis.h>

enum { TASKS = 20, ROUNDS = 50 };

// ---- a connection of hiredis, driven by a task ----

typedef struct redis {
    redisAsyncContext *context; // NULL: it has ended, with `driver`
    int fd, want;               // AC_READABLE, AC_WRITABLE
    ac_notify changed;
} redis;

static async void drive(redis *r)
{
    await ac_yield(); // a task starts at once: hiredis is not to be called from its own calls
    while (r->context) {
        int want = r->want, events;
        if (!want) {
            if (await ac_notify_wait(&r->changed) < 0)
                break;
            continue;
        }
        events = await ac_poll_fd(r->fd, want);
        if (events < 0 && want == r->want)
            break;
        if (events > 0 && events & AC_WRITABLE)
            redisAsyncHandleWrite(r->context);
        if (events > 0 && events & AC_READABLE && r->context)
            redisAsyncHandleRead(r->context);
    }
    free(r);
}

static void change(redis *r, int want)
{
    if (want == r->want)
        return;
    r->want = want;
    ac_poll_fd_end(r->fd); // whoever waits does so for something else now
    ac_notify_one(&r->changed);
}

static void add_read(void *r)
{
    change(r, ((redis *)r)->want | AC_READABLE);
}

static void del_read(void *r)
{
    change(r, ((redis *)r)->want & ~AC_READABLE);
}

static void add_write(void *r)
{
    change(r, ((redis *)r)->want | AC_WRITABLE);
}

static void del_write(void *r)
{
    change(r, ((redis *)r)->want & ~AC_WRITABLE);
}

static void cleanup(void *data)
{
    redis *r = data;
    r->context = NULL;
    change(r, 0);
    ac_notify_one(&r->changed);
}

static void attach(redisAsyncContext *context)
{
    redis *r = malloc(sizeof *r);
    CHECK(r && !context->err);
    *r = (redis){context, context->c.fd, 0, AC_NOTIFY_INIT};
    context->ev.data = r;
    context->ev.addRead = add_read;
    context->ev.delRead = del_read;
    context->ev.addWrite = add_write;
    context->ev.delWrite = del_write;
    context->ev.cleanup = cleanup;
    ac_detach(ac_spawn(drive(r)));
}

// A command cannot be taken back: its answer outlives who waits for it.
typedef struct command {
    char answer[100];
    bool done, failed, abandoned;
    ac_notify told;
} command;

static void on_reply(redisAsyncContext *context, void *reply, void *data)
{
    (void)context;
    command *c = data;
    redisReply *r = reply;
    if (c->abandoned) {
        free(c);
        return;
    }
    c->done = true;
    c->failed = !r || r->type == REDIS_REPLY_ERROR;
    if (r && r->str)
        snprintf(c->answer, sizeof c->answer, "%s", r->str);
    ac_notify_one(&c->told);
}

// The answer in `out`. 0, AC_ECONNRESET or AC_ECANCELED.
static async int ask(redisAsyncContext *context, char out[100], int argc, const char **argv)
{
    command *c = malloc(sizeof *c);
    CHECK(c);
    *c = (command){.told = AC_NOTIFY_INIT};
    if (redisAsyncCommandArgv(context, on_reply, c, argc, argv, NULL) != REDIS_OK) {
        free(c);
        return AC_ECONNRESET;
    }
    while (!c->done) {
        int rc = await ac_notify_wait(&c->told);
        if (rc < 0) {
            c->abandoned = true;
            return rc;
        }
    }
    int rc = c->failed ? AC_ECONNRESET : 0;
    memcpy(out, c->answer, sizeof c->answer);
    free(c);
    return rc;
}

// ---- a server ----

// The next of the arguments of a command, which is shorter than `size`.
static async bool argument(ac_reader *reader, char *buf, size_t size)
{
    char *line;
    size_t done = 0;
    if (await ac_reader_line(reader, &line) < 0 || line[0] != '$')
        return false;
    size_t length = strtoul(line + 1, NULL, 10);
    if (length + 2 > size || await ac_reader_exact(reader, buf, length + 2, &done) < 0)
        return false;
    buf[length] = 0;
    return true;
}

static async void answer(ac_io *io)
{
    static char values[TASKS][100];
    char memory[4096], *line, name[100], key[100], value[100], reply[200];
    ac_reader reader;
    ac_reader_init(&reader, io, memory, sizeof memory);
    while (await ac_reader_line(&reader, &line) > 0 && line[0] == '*') {
        int argc = atoi(line + 1), n;
        if (!await argument(&reader, name, sizeof name) ||
            !await argument(&reader, key, sizeof key) ||
            (argc == 3 && !await argument(&reader, value, sizeof value)))
            break;
        if (!strcmp(name, "WAIT"))
            await ac_sleep(100000);
        char *at = values[atoi(key) % TASKS];
        if (argc == 3) {
            strcpy(at, value);
            n = snprintf(reply, sizeof reply, "+OK\r\n");
        } else {
            n = snprintf(reply, sizeof reply, "$%zu\r\n%s\r\n", strlen(at), at);
        }
        if (await ac_write(io, reply, (size_t)n) < 0)
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

static async void set_and_get(redisAsyncContext *context, int id)
{
    char key[20], value[20], out[100];
    snprintf(key, sizeof key, "%d", id);
    for (int i = 0; i < ROUNDS; i++) {
        snprintf(value, sizeof value, "%d.%d", id, i);
        CHECK_EQ(await ask(context, out, 3, (const char *[]){"SET", key, value}), 0);
        CHECK(!strcmp(out, "OK"));
        CHECK_EQ(await ask(context, out, 2, (const char *[]){"GET", key}), 0);
        CHECK(!strcmp(out, value));
    }
}

async int main(void)
{
    ac_listener *listener;
    char out[100];
    int late, rc = 0;
    CHECK_EQ(ac_tcp_listen(&listener, "127.0.0.1", 0, 0), 0);
    ac_task *server = ac_spawn(serve(listener));
    redisAsyncContext *context = redisAsyncConnect("127.0.0.1", ac_listener_port(listener));
    CHECK(context);
    attach(context);
    ac_scope(s) for (int i = 0; i < TASKS; i++) ac_spawn_in(s, set_and_get(context, i));
    late = await ac_timeout(20, rc = ask(context, out, 2, (const char *[]){"WAIT", "1"}));
    CHECK_EQ(late, AC_ETIMEDOUT);
    CHECK_EQ(rc, AC_ECANCELED);
    // The server goes away: who waits is told.
    ac_task *last = ac_spawn(ask(context, out, 2, (const char *[]){"WAIT", "1"}));
    ac_cancel(server);
    CHECK_EQ(await ac_join(server, NULL), AC_ETASKCANCELED);
    CHECK_EQ(await ac_join(last, &rc), 0);
    CHECK_EQ(rc, AC_ECONNRESET);
    ac_listener_close(listener);
    return 0;
}
