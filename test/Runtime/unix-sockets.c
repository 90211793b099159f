// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %t %t.dir
// Unix sockets: names, a full backlog, a full table of descriptors, and descriptors that are passed
// on: those that come are closed-on-exec, those for which there is no room are closed. Not under valgrind,
// which closes what is accepted beyond its own limit.
#include "check.h"
#include <fcntl.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static char path[108];

static int free_descriptor(void)
{
    int fd = dup(0);
    close(fd);
    return fd;
}

static async int accept_one(ac_listener *l, ac_io **out)
{
    return await ac_accept(out, l);
}

static async int connect_to(ac_io **out)
{
    return await ac_unix_connect(out, path);
}

static async int names(void)
{
    ac_listener *l, *m;
    ac_io *a, *b;
    char longer[200], in[10];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = 0;
    CHECK_EQ(await ac_unix_connect(&a, path), AC_ENOENT);
    CHECK(!a);
    CHECK_EQ(await ac_unix_connect(&a, longer), AC_EINVAL);
    CHECK_EQ(await ac_unix_connect(&a, NULL), AC_EINVAL);
    CHECK_EQ(ac_unix_listen(&l, longer, 0), AC_EINVAL);
    CHECK_EQ(ac_unix_listen(&l, "", 0), AC_EINVAL);
    CHECK(!l);
    for (int abstract = 0; abstract < 2; abstract++) {
        char name[200];
        snprintf(name, sizeof name, "%s%s", abstract ? "@" : "", abstract ? "asyncc-test" : path);
        if (abstract)
            snprintf(name, sizeof name, "@asyncc-test-%d", (int)getpid());
        CHECK_EQ(ac_unix_listen(&l, name, 0), 0);
        CHECK_EQ(ac_listener_port(l), AC_EINVAL);
        CHECK_EQ(ac_unix_listen(&m, name, 0), AC_EADDRINUSE);
        CHECK(!m);
        CHECK_EQ(await ac_unix_connect(&a, name), 0);
        CHECK_EQ(await ac_accept(&b, l), 0);
        CHECK_EQ(await ac_write(a, "hello", 5), 0);
        CHECK_EQ(await ac_read(b, in, sizeof in), 5);
        CHECK_EQ(await ac_io_shutdown(a), 0);
        CHECK_EQ(await ac_read(b, in, sizeof in), 0);
        await ac_io_close(a);
        await ac_io_close(b);
        CHECK_EQ(access(path, F_OK), abstract ? -1 : 0);
        ac_listener_close(l);
        CHECK_EQ(access(path, F_OK), -1);
        CHECK_EQ(await ac_unix_connect(&a, name), abstract ? AC_ECONNREFUSED : AC_ENOENT);
    }
    return 0;
}

static async int full_backlog(void)
{
    enum { N = 6 };
    ac_listener *l;
    ac_io *ends[N], *peer;
    ac_task *tasks[N];
    int r = 0, connected = 0;
    CHECK_EQ(ac_unix_listen(&l, path, 1), 0);
    for (int i = 0; i < N; i++)
        tasks[i] = ac_spawn(connect_to(&ends[i]));
    for (int i = 0; i < N; i++)
        connected += ends[i] != NULL;
    CHECK(connected < N - 1);
    // One that waits is cancelled; the others come as there is room for them.
    ac_cancel(tasks[N - 1]);
    CHECK_EQ(await ac_join(tasks[N - 1], &r), AC_ETASKCANCELED);
    CHECK_EQ(r, AC_ECANCELED);
    CHECK(!ends[N - 1]);
    for (int i = 0; i < N - 1; i++) {
        CHECK_EQ(await ac_accept(&peer, l), 0);
        await ac_io_close(peer);
    }
    for (int i = 0; i < N - 1; i++) {
        CHECK_EQ(await ac_join(tasks[i], &r), 0);
        CHECK_EQ(r, 0);
        await ac_io_close(ends[i]);
    }
    ac_listener_close(l);
    return 0;
}

// No descriptor is left for the connection: it waits, and is accepted once there is one.
static async int full_table(void)
{
    ac_listener *l;
    ac_io *a, *b, *c;
    struct rlimit old, low;
    int r = 0;
    CHECK_EQ(ac_unix_listen(&l, path, 0), 0);
    ac_task *t = ac_spawn(accept_one(l, &b));
    CHECK_EQ(await ac_unix_connect(&a, path), 0);
    CHECK_EQ(getrlimit(RLIMIT_NOFILE, &old), 0);
    low = old;
    low.rlim_cur = (rlim_t)free_descriptor();
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
    CHECK_EQ(await ac_join(t, &r), 0);
    CHECK_EQ(r, AC_EMFILE);
    CHECK(!b);
    CHECK_EQ(await ac_accept(&b, l), AC_EMFILE);
    CHECK_EQ(await ac_unix_connect(&c, path), AC_EMFILE);
    CHECK_EQ(ac_pipe(&b, &c), AC_EMFILE);
    CHECK_EQ(ac_socketpair(&b, &c), AC_EMFILE);
    CHECK(!b && !c);
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &old), 0);
    CHECK_EQ(await ac_accept(&b, l), 0);
    await ac_io_close(a);
    await ac_io_close(b);
    ac_listener_close(l);
    return 0;
}

static void fill(int *fds, int n)
{
    for (int i = 0; i < n; i++)
        CHECK((fds[i] = open("/dev/null", O_RDONLY)) >= 0);
}

static void drop(const int *fds, int n)
{
    for (int i = 0; i < n; i++)
        CHECK_EQ(close(fds[i]), 0);
}

static async int receive(ac_io *io, char *buf, size_t n, int *fds, int max, int *count)
{
    return await ac_recv_fds(io, buf, n, fds, max, count);
}

static async int descriptors(void)
{
    ac_io *a, *b;
    int fds[300], got[300], count = 5, r = 0, lowest = free_descriptor();
    char in[100];
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    // One that waits, and what it is given works.
    int ends[2];
    CHECK_EQ(pipe(ends), 0);
    ac_task *t = ac_spawn(receive(b, in, sizeof in, got, 300, &count));
    CHECK_EQ(await ac_send_fds(a, "one", 3, ends, 1), 0);
    CHECK_EQ(await ac_join(t, &r), 0);
    CHECK_EQ(r, 3);
    CHECK_EQ(count, 1);
    CHECK(fcntl(got[0], F_GETFD) & FD_CLOEXEC);
    CHECK_EQ(write(ends[1], "pipe", 4), 4);
    CHECK_EQ(read(got[0], in, sizeof in), 4);
    drop(got, 1);
    drop(ends, 2);
    // The most that there can be; bytes without any; and none that were asked for.
    fill(fds, 253);
    CHECK_EQ(await ac_send_fds(a, "many", 4, fds, 253), 0);
    CHECK_EQ(await ac_send_fds(a, "none", 4, fds, 0), 0);
    CHECK_EQ(await ac_recv_fds(b, in, 4, got, 300, &count), 4);
    CHECK_EQ(count, 253);
    drop(got, 253);
    CHECK_EQ(await ac_recv_fds(b, in, 4, got, 300, &count), 4);
    CHECK_EQ(count, 0);
    // And with what the socket was told to bring besides.
    CHECK_EQ(setsockopt(ac_io_fd(b), SOL_SOCKET, SO_PASSCRED, &(int){1}, sizeof(int)), 0);
    CHECK_EQ(await ac_send_fds(a, "more", 4, fds, 253), 0);
    CHECK_EQ(await ac_recv_fds(b, in, 4, got, 300, &count), 4);
    CHECK_EQ(count, 253);
    drop(got, 253);
    CHECK_EQ(setsockopt(ac_io_fd(b), SOL_SOCKET, SO_PASSCRED, &(int){0}, sizeof(int)), 0);
    // Less room than descriptors, and none at all.
    CHECK_EQ(await ac_send_fds(a, "some", 4, fds, 10), 0);
    CHECK_EQ(await ac_recv_fds(b, in, sizeof in, got, 4, &count), 4);
    CHECK_EQ(count, 10);
    drop(got, 4);
    CHECK_EQ(await ac_send_fds(a, "some", 4, fds, 3), 0);
    CHECK_EQ(await ac_read(b, in, sizeof in), 4);
    drop(fds, 253);
    // No descriptor is left for those that come.
    struct rlimit old, low;
    fill(fds, 2);
    CHECK_EQ(await ac_send_fds(a, "full", 4, fds, 2), 0);
    drop(fds, 2);
    CHECK_EQ(getrlimit(RLIMIT_NOFILE, &old), 0);
    low = old;
    low.rlim_cur = (rlim_t)free_descriptor() + 1;
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
    CHECK_EQ(await ac_recv_fds(b, in, sizeof in, got, 4, &count), 4);
    CHECK_EQ(count, AC_EMFILE);
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &old), 0);
    // What is wrong.
    CHECK_EQ(await ac_send_fds(a, "", 0, fds, 1), AC_EINVAL);
    CHECK_EQ(await ac_send_fds(a, "x", 1, fds, 254), AC_EINVAL);
    CHECK_EQ(await ac_send_fds(a, "x", 1, (int[]){-1}, 1), AC_EBADF);
    CHECK_EQ(await ac_recv_fds(b, in, 0, got, 4, &count), AC_EINVAL);
    // Cancelled, nothing is lost.
    t = ac_spawn(receive(b, in, sizeof in, got, 4, &count));
    ac_cancel(t);
    CHECK_EQ(await ac_join(t, &r), AC_ETASKCANCELED);
    CHECK_EQ(r, AC_ECANCELED);
    await ac_io_close(a);
    CHECK_EQ(await ac_recv_fds(b, in, sizeof in, got, 4, &count), 0);
    await ac_io_close(b);
    CHECK_EQ(free_descriptor(), lowest);
    return 0;
}

// More bytes than the socket holds: the descriptors come with the first of them, once.
static async int send_many(ac_io *io, const char *buf, size_t n, int fd)
{
    return await ac_send_fds(io, buf, n, &fd, 1);
}

static async int long_message(void)
{
    enum { N = 1000000 };
    static char out[N], in[N];
    ac_io *a, *b;
    int fd, count = 0, sum = 0, r = 0;
    size_t got = 0;
    for (int i = 0; i < N; i++)
        out[i] = (char)(i * 7 + i / 255);
    fill(&fd, 1);
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    ac_task *t = ac_spawn(send_many(a, out, N, fd));
    while (got < N) {
        int taken, n = await ac_recv_fds(b, in + got, N - got, &taken, 1, &count);
        CHECK(n > 0);
        CHECK_EQ(count, got == 0);
        if (count)
            drop(&taken, 1);
        sum += count;
        got += (size_t)n;
    }
    CHECK_EQ(sum, 1);
    CHECK_EQ(await ac_join(t, &r), 0);
    CHECK_EQ(r, 0);
    CHECK(!memcmp(in, out, N));
    drop(&fd, 1);
    await ac_io_close(a);
    await ac_io_close(b);
    return 0;
}

static async int left_open(void)
{
    ac_listener *l;
    ac_io *io;
    CHECK_EQ(ac_unix_listen(&l, path, 0), 0);
    CHECK_EQ(access(path, F_OK), 0);
    CHECK_EQ(await ac_timeout(1, ac_accept(&io, l)), AC_ETIMEDOUT);
    return 0;
}

static async int test(void)
{
    await names();
    await full_backlog();
    await full_table();
    await descriptors();
    await long_message();
    return 0;
}

int main(int argc, char **argv)
{
    CHECK_EQ(argc, 2);
    CHECK_EQ(chdir(argv[1]), 0);
    snprintf(path, sizeof path, "socket");
    CHECK_EQ(ac_run(test()), 0);
    // What is left open is closed with the loop, and its file goes with it.
    CHECK_EQ(ac_run(left_open()), 0);
    CHECK_EQ(access(path, F_OK), -1);
}
