// REQUIRES: libcurl
// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t -lcurl && %run %t
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall -Wextra -Werror %s -o %t -lcurl && %run %t
// libcurl's transfers are awaited: its sockets are watched by tasks, its timer is one, and a
// transfer that is cancelled leaves nothing behind. The server is in the same loop.
#include "../Runtime/check.h"
#include <curl/curl.h>

enum { TRANSFERS = 40, PIECE = 10000, PIECES = 5 };
_Static_assert(CURL_POLL_IN == AC_READABLE && CURL_POLL_OUT == AC_WRITABLE, "the same words");

// ---- libcurl's multi handle, driven by tasks ----

typedef struct client {
    CURLM *multi;
    ac_scope *tasks;
    uint64_t due; // 0: never
    ac_notify changed;
    int sockets; // that are watched
} client;

typedef struct socket_watch {
    client *client;
    curl_socket_t fd;
    int what; // CURL_POLL_…
} socket_watch;

typedef struct transfer {
    CURLcode result;
    bool done;
    ac_notify told;
} transfer;

static void act(client *c, curl_socket_t fd, int events)
{
    int running, left;
    CHECK_EQ(curl_multi_socket_action(c->multi, fd, events, &running), CURLM_OK);
    for (CURLMsg *m; (m = curl_multi_info_read(c->multi, &left));) {
        transfer *t;
        curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&t);
        t->result = m->data.result;
        t->done = true;
        ac_notify_one(&t->told);
    }
}

static async void watch(socket_watch *w)
{
    w->client->sockets++;
    await
    ac_yield(); // a task starts at once: libcurl, which calls on_socket, must not be called from it
    while (w->what != CURL_POLL_REMOVE) {
        int want = w->what, events = await ac_poll_fd(w->fd, want);
        if (events > 0)
            act(w->client, w->fd, events);
        else if (w->what == want)
            break; // this task is cancelled
    }
    w->client->sockets--;
    free(w);
}

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *user, void *known)
{
    (void)easy;
    client *c = user;
    socket_watch *w = known;
    if (w) {
        w->what = what;
        ac_poll_fd_end(fd); // whoever waits does so for something else now
        return 0;
    }
    w = malloc(sizeof *w);
    CHECK(w);
    *w = (socket_watch){c, fd, what};
    curl_multi_assign(c->multi, fd, w);
    ac_spawn_in(c->tasks, watch(w));
    return 0;
}

static int on_timer(CURLM *multi, long ms, void *user)
{
    (void)multi;
    client *c = user;
    c->due = ms < 0 ? 0 : ac_now() + (uint64_t)ms;
    ac_notify_one(&c->changed);
    return 0;
}

static async void keep_time(client *c)
{
    for (;;) {
        int rc = 0, late = 0;
        if (c->due)
            late = await ac_timeout(ac_until(c->due), rc = ac_notify_wait(&c->changed));
        else
            rc = await ac_notify_wait(&c->changed);
        if (late == AC_ETIMEDOUT) {
            c->due = 0;
            act(c, CURL_SOCKET_TIMEOUT, 0);
        } else if (late < 0 || rc < 0) {
            return;
        }
    }
}

static async CURLcode perform(client *c, CURL *easy)
{
    transfer t = {0};
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &t);
    CHECK_EQ(curl_multi_add_handle(c->multi, easy), CURLM_OK);
    defer
    {
        curl_multi_remove_handle(c->multi, easy);
    }
    while (!t.done)
        if (await ac_notify_wait(&t.told) < 0)
            return CURLE_ABORTED_BY_CALLBACK;
    return t.result;
}

// ---- a server: "/N" is N pieces of a body, with pauses; "/never" has no end ----

static async void answer(ac_io *io)
{
    char request[4096], piece[PIECE];
    size_t n = 0;
    memset(piece, 'x', sizeof piece);
    do {
        int got = await ac_read(io, request + n, sizeof request - 1 - n);
        if (got <= 0)
            break;
        n += (size_t)got;
        request[n] = 0;
        if (!strstr(request, "\r\n\r\n"))
            continue;
        int pieces = atoi(request + sizeof "GET /" - 1);
        char head[100];
        int length = snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n",
                              pieces ? pieces * PIECE : 1);
        int rc = await ac_write(io, head, (size_t)length);
        for (int i = 0; i < pieces && rc >= 0; i++) {
            await ac_sleep(1);
            rc = await ac_write(io, piece, sizeof piece);
        }
        if (rc < 0)
            break;
        n = 0;
    } while (n < sizeof request - 1);
    await ac_io_close(io);
}

static async void serve(ac_listener *listener)
{
    ac_io *io;
    ac_scope(s) while (await ac_accept(&io, listener) == 0) ac_spawn_in(s, answer(io));
}

// ---- what is done with it ----

static size_t count(char *data, size_t size, size_t n, void *user)
{
    (void)data;
    *(size_t *)user += size * n;
    return size * n;
}

static async CURLcode get(client *c, int port, const char *path, size_t *bytes)
{
    char url[100];
    CURL *easy = curl_easy_init();
    CHECK(easy);
    defer
    {
        curl_easy_cleanup(easy);
    }
    snprintf(url, sizeof url, "http://127.0.0.1:%d/%s", port, path);
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, count);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, bytes);
    return await perform(c, easy);
}

static int finished;

static async void get_pieces(client *c, int port, int pieces)
{
    char path[20];
    size_t bytes = 0;
    snprintf(path, sizeof path, "%d", pieces);
    CHECK_EQ(await get(c, port, path, &bytes), CURLE_OK);
    CHECK_EQ(bytes, pieces * PIECE);
    finished++;
}

static async void transfers(client *c, ac_listener *listener)
{
    int port = ac_listener_port(listener);
    size_t bytes = 0;
    ac_scope(s) for (int i = 0; i < TRANSFERS; i++)
        ac_spawn_in(s, get_pieces(c, port, 1 + i % PIECES));
    CHECK_EQ(finished, TRANSFERS);
    // One that never ends is cancelled, and its socket is not watched any more.
    CURLcode code = CURLE_OK;
    CHECK_EQ(await ac_timeout(20, code = get(c, port, "never", &bytes)), AC_ETIMEDOUT);
    CHECK_EQ(code, CURLE_ABORTED_BY_CALLBACK);
    CHECK_EQ(await get(c, port, "2", &bytes), CURLE_OK);
    CHECK_EQ(bytes, 2 * PIECE);
    ac_listener_close(listener);
    CHECK_EQ(await get(c, 1, "", &bytes), CURLE_COULDNT_CONNECT);
}

async int main(void)
{
    client c = {.multi = curl_multi_init(), .changed = AC_NOTIFY_INIT};
    ac_listener *listener;
    CHECK(c.multi);
    curl_multi_setopt(c.multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(c.multi, CURLMOPT_SOCKETDATA, &c);
    curl_multi_setopt(c.multi, CURLMOPT_TIMERFUNCTION, on_timer);
    curl_multi_setopt(c.multi, CURLMOPT_TIMERDATA, &c);
    CHECK_EQ(ac_tcp_listen(&listener, "127.0.0.1", 0, 0), 0);
    ac_task *server = ac_spawn(serve(listener));
    ac_scope(s)
    {
        c.tasks = s;
        ac_spawn_in(s, keep_time(&c));
        await transfers(&c, listener);
        curl_multi_cleanup(c.multi); // ends its sockets by on_socket
        ac_scope_cancel(s);
    }
    CHECK_EQ(c.sockets, 0);
    ac_cancel(server);
    await ac_join(server, NULL);
    curl_global_cleanup();
    return 0;
}
