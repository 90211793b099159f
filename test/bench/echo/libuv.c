// The echo server on libuv's callbacks: the limit for a server on libuv. All connections of a loop
// read into one buffer, what was read is written at once with uv_try_write, and only what a peer
// does not take is copied and queued; meanwhile nothing is read. Nothing is allocated for a
// message.
#include "listen.h"
#include <stddef.h>
#include <uv.h>

typedef struct connection {
    uv_tcp_t tcp; // the first member
    uv_write_t write;
    char *rest; // what is queued
} connection;

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    (void)suggested;
    *buf = uv_buf_init(handle->loop->data, BUF);
}

static void on_closed(uv_handle_t *handle)
{
    free(((connection *)handle)->rest);
    free(handle);
}

static void end(connection *c)
{
    if (!uv_is_closing((uv_handle_t *)c))
        uv_close((uv_handle_t *)c, on_closed);
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf);

static void on_written(uv_write_t *write, int status)
{
    connection *c = (connection *)write->handle;
    free(c->rest);
    c->rest = NULL;
    if (status || uv_read_start((uv_stream_t *)c, on_alloc, on_read))
        end(c);
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    connection *c = (connection *)stream;
    if (n == 0)
        return;
    if (n < 0) {
        end(c);
        return;
    }
    uv_buf_t out = uv_buf_init(buf->base, (unsigned)n);
    int put = uv_try_write(stream, &out, 1);
    if (put == n)
        return;
    if (put < 0 && put != UV_EAGAIN) {
        end(c);
        return;
    }
    if (put < 0)
        put = 0;
    c->rest = malloc((size_t)(n - put));
    must(!!c->rest, "rest");
    memcpy(c->rest, buf->base + put, (size_t)(n - put));
    out = uv_buf_init(c->rest, (unsigned)(n - put));
    uv_read_stop(stream);
    if (uv_write(&c->write, stream, &out, 1, on_written))
        end(c);
}

static void on_connection(uv_stream_t *listener, int status)
{
    connection *c = status ? NULL : calloc(1, sizeof *c);
    if (!c)
        return;
    uv_tcp_init(listener->loop, &c->tcp);
    if (uv_accept(listener, (uv_stream_t *)c) || uv_tcp_nodelay(&c->tcp, 1) ||
        uv_read_start((uv_stream_t *)c, on_alloc, on_read))
        end(c);
}

static void *serve(void *fd)
{
    uv_loop_t loop;
    uv_tcp_t listener;
    must(!uv_loop_init(&loop) && (loop.data = malloc(BUF)), "loop");
    must(!uv_tcp_init(&loop, &listener) && !uv_tcp_open(&listener, *(int *)fd) &&
             !uv_listen((uv_stream_t *)&listener, SOMAXCONN, on_connection),
         "listen");
    uv_run(&loop, UV_RUN_DEFAULT);
    return NULL;
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    return run_workers(argc, argv, serve);
}
