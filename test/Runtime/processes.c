// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// Child processes: their three pipes, ends and signals; programs that cannot be run; processes that
// are left; signals are at their defaults in the child.
#include "check.h"
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define SHELL(script, ...)                                                                         \
    (&(ac_process_options){.file = "sh", .args = (char *[]){"sh", "-c", script, NULL}, __VA_ARGS__})

static ac_shared_channel *gone;

static int free_descriptor(void)
{
    int fd = dup(0);
    close(fd);
    return fd;
}

static async int read_all(ac_io *io, char *buf, size_t size)
{
    size_t got = 0;
    int n;
    while ((n = await ac_read(io, buf + got, size - 1 - got)) > 0)
        got += (size_t)n;
    buf[got] = 0;
    await ac_io_close(io);
    return n < 0 ? n : (int)got;
}

static async int feed(ac_io *io, const char *data, size_t n)
{
    int rc = await ac_write(io, data, n);
    await ac_io_close(io);
    return rc;
}

// Errors go where the output goes: into its pipe, in order, to nobody, or where its descriptor goes.
static async void errors_with_the_output(void)
{
    ac_process *p;
    ac_io *io[3];
    char got[100];
    int ends[2];
    CHECK_EQ(ac_process_start(&p,
                              SHELL("echo 1; echo 2 >&2; echo 3; echo 4 >&2",
                                    .out = AC_STDIO_PIPE, .err = AC_STDIO_OUT),
                              io),
             0);
    CHECK(!io[0] && !io[2]);
    CHECK_EQ(await read_all(io[1], got, sizeof got), 8);
    CHECK(!strcmp(got, "1\n2\n3\n4\n"));
    CHECK_EQ(await ac_process_wait(p, NULL), 0);
    ac_process_close(p);
    CHECK_EQ(pipe(ends), 0);
    CHECK_EQ(ac_process_start(
                 &p, SHELL("echo 1; echo 2 >&2", .out = ends[1], .err = AC_STDIO_OUT), NULL),
             0);
    close(ends[1]);
    CHECK_EQ(ac_io_open(&io[0], ends[0]), 0);
    CHECK_EQ(await read_all(io[0], got, sizeof got), 4);
    CHECK(!strcmp(got, "1\n2\n"));
    CHECK_EQ(await ac_process_wait(p, NULL), 0);
    ac_process_close(p);
    CHECK_EQ(ac_process_start(
                 &p, SHELL("echo lost >&2", .out = AC_STDIO_NULL, .err = AC_STDIO_OUT), NULL),
             0);
    CHECK_EQ(await ac_process_wait(p, NULL), 0);
    ac_process_close(p);
    CHECK_EQ(ac_process_start(&p, SHELL("true", .out = AC_STDIO_OUT), NULL), AC_EINVAL);
    CHECK_EQ(ac_process_start(&p, SHELL("true", .in = AC_STDIO_OUT), NULL), AC_EINVAL);
}

static async int pipes(void)
{
    enum { N = 300000 };
    static char sent[N], got[N + 10], err[N + 10];
    ac_process *p;
    ac_io *io[3];
    int signal = 7, n = 0;
    for (int i = 0; i < N; i++)
        sent[i] = (char)('a' + i % 26);
    CHECK_EQ(ac_process_start(&p,
                              SHELL("tee /dev/stderr; exit 5", .in = AC_STDIO_PIPE,
                                    .out = AC_STDIO_PIPE, .err = AC_STDIO_PIPE),
                              io),
             0);
    CHECK(ac_process_pid(p) > 0);
    int m = 0, rc = 0;
    await ac_all(rc = feed(io[0], sent, N), n = read_all(io[1], got, sizeof got),
                 m = read_all(io[2], err, sizeof err));
    CHECK_EQ(rc, 0);
    CHECK_EQ(n, N);
    CHECK_EQ(m, N);
    CHECK(!memcmp(sent, got, N) && !memcmp(sent, err, N));
    CHECK_EQ(await ac_process_wait(p, &signal), 5);
    CHECK_EQ(signal, 0);
    CHECK_EQ(await ac_process_wait(p, NULL), 5);
    CHECK_EQ(ac_process_kill(p, SIGTERM), AC_ESRCH);
    ac_process_close(p);
    ac_process_close(NULL);
    return 0;
}

static async int surroundings(void)
{
    ac_process *p;
    ac_io *io[3];
    char got[100];
    char *env[] = {"NAME=value", "PATH=/usr/bin:/bin", NULL};
    CHECK_EQ(ac_process_start(&p,
                              SHELL("echo $NAME; pwd; cat", .env = env, .cwd = "/",
                                    .in = AC_STDIO_NULL, .out = AC_STDIO_PIPE),
                              io),
             0);
    CHECK(!io[0] && !io[2]);
    await read_all(io[1], got, sizeof got);
    CHECK(!strcmp(got, "value\n/\n"));
    CHECK_EQ(await ac_process_wait(p, NULL), 0);
    ac_process_close(p);
    // A descriptor of ours.
    int ends[2];
    CHECK_EQ(pipe(ends), 0);
    CHECK_EQ(ac_process_start(&p, SHELL("echo there >&2", .err = ends[1]), NULL), 0);
    close(ends[1]);
    CHECK_EQ(await ac_process_wait(p, NULL), 0);
    CHECK_EQ(read(ends[0], got, sizeof got), 6);
    close(ends[0]);
    ac_process_close(p);
    // SIGPIPE, which we ignore, is at its default there.
    int signal = 0;
    CHECK_EQ(ac_process_start(&p, SHELL("kill -PIPE $$; exit 3"), NULL), 0);
    CHECK_EQ(await ac_process_wait(p, &signal), 128 + SIGPIPE);
    CHECK_EQ(signal, SIGPIPE);
    ac_process_close(p);
    CHECK_EQ(ac_process_start(&p, SHELL("test $(ps -o sid= -p $$) = $$", .detached = true), NULL),
             0);
    ac_process_close(p);
    return 0;
}

static async int failures(void)
{
    ac_process *p;
    ac_io *io[3];
    char *args[] = {"x", NULL};
    ac_process_options o = {
        .file = "/none/none", .args = args, .in = AC_STDIO_PIPE, .out = AC_STDIO_PIPE};
    CHECK_EQ(ac_process_start(&p, &o, io), AC_ENOENT);
    CHECK(!p && !io[0] && !io[1] && !io[2]);
    o.file = "/etc/passwd";
    CHECK_EQ(ac_process_start(&p, &o, io), AC_EACCES);
    CHECK_EQ(ac_process_start(&p, &o, NULL), AC_EINVAL);
    CHECK_EQ(ac_process_start(&p, SHELL("", .in = -3), io), AC_EINVAL);
    CHECK_EQ(ac_process_start(&p, SHELL("", .cwd = "/none"), io), AC_ENOENT);
    CHECK_EQ(ac_process_start(&p, &(ac_process_options){.args = args}, io), AC_EINVAL);
    CHECK(!p);
    return 0;
}

static async int wait_for(ac_process *p)
{
    return await ac_process_wait(p, NULL);
}

static char order[20];

static async void waits_as(char name, ac_process *p)
{
    CHECK_EQ(await ac_process_wait(p, NULL), 128 + SIGTERM);
    order[strlen(order)] = name;
}

static async int in_order(void)
{
    ac_process *p;
    memset(order, 0, sizeof order);
    CHECK_EQ(ac_process_start(&p, SHELL("exec sleep 100"), NULL), 0);
    ac_task *first = ac_spawn(waits_as('f', p)), *last;
    for (char name = 'a'; name < 'e'; name++)
        ac_detach(ac_spawn(waits_as(name, p)));
    last = ac_spawn(waits_as('l', p));
    ac_abort(first);
    ac_abort(last);
    CHECK_EQ(await ac_join(first, NULL), AC_ETASKABORTED);
    CHECK_EQ(await ac_join(last, NULL), AC_ETASKABORTED);
    ac_detach(ac_spawn(waits_as('e', p)));
    CHECK_EQ(ac_process_kill(p, SIGTERM), 0);
    CHECK_EQ(await ac_process_wait(p, NULL), 128 + SIGTERM);
    CHECK(!strcmp(order, "abcde"));
    ac_process_close(p);
    return 0;
}

static async int stopped(void)
{
    ac_process *p;
    int r = 0, signal = 0;
    CHECK_EQ(ac_process_start(&p, SHELL("exec sleep 100"), NULL), 0);
    ac_task *t = ac_spawn(wait_for(p)), *u = ac_spawn(wait_for(p)), *v = ac_spawn(wait_for(p));
    ac_cancel(u);
    CHECK_EQ(await ac_join(u, &r), AC_ETASKCANCELED);
    CHECK_EQ(r, AC_ECANCELED);
    ac_abort(v);
    CHECK_EQ(await ac_join(v, &r), AC_ETASKABORTED);
    CHECK_EQ(ac_process_kill(p, 0), 0);
    CHECK_EQ(ac_process_kill(p, SIGTERM), 0);
    CHECK_EQ(await ac_join(t, &r), 0);
    CHECK_EQ(r, 128 + SIGTERM);
    CHECK_EQ(await ac_process_wait(p, &signal), 128 + SIGTERM);
    CHECK_EQ(signal, SIGTERM);
    ac_process_close(p);
    // Closed under one that waits, and left running: its end is taken note of.
    CHECK_EQ(ac_process_start(&p, SHELL("exec sleep 100"), NULL), 0);
    int pid = ac_process_pid(p);
    t = ac_spawn(wait_for(p));
    ac_process_close(p);
    CHECK_EQ(await ac_join(t, &r), 0);
    CHECK_EQ(r, AC_ECANCELED);
    CHECK_EQ(kill(pid, SIGKILL), 0);
    while (kill(pid, 0) == 0)
        await ac_sleep(1);
    // Many at once; one that is never closed.
    ac_process *many[20];
    for (int i = 0; i < 20; i++) {
        char script[30];
        snprintf(script, sizeof script, "exit %d", i);
        CHECK_EQ(ac_process_start(&many[i], SHELL(script), NULL), 0);
    }
    for (int i = 19; i >= 0; i--) {
        CHECK_EQ(await ac_process_wait(many[i], NULL), i);
        if (i)
            ac_process_close(many[i]);
    }
    return 0;
}

// Sends whether the child has gone without a trace.
static void *look_for(void *child)
{
    siginfo_t info;
    int rc = 0;
    for (int ms = 0; ms < 60000 && rc == 0; ms++) {
        usleep(1000);
        rc = waitid(P_PID, (id_t)*(int *)child, &info, WEXITED | WNOHANG | WNOWAIT);
    }
    ac_shared_try_send(gone, &rc);
    return NULL;
}

// The end of one that was left is taken note of also while nothing but other threads can go on, or
// other tasks always do.
static async int left_alone(bool busy)
{
    ac_process *p;
    pthread_t thread;
    int rc = 0;
    gone = ac_shared_channel_new(sizeof(int), 1);
    CHECK_EQ(ac_process_start(&p, SHELL("exit 1"), NULL), 0);
    int pid = ac_process_pid(p);
    ac_process_close(p);
    CHECK_EQ(pthread_create(&thread, NULL, look_for, &pid), 0);
    while (busy && ac_shared_channel_len(gone) == 0)
        await ac_yield();
    CHECK_EQ(await ac_shared_recv(gone, &rc), 0);
    CHECK_EQ(rc, -1);
    pthread_join(thread, NULL);
    ac_shared_channel_free(gone);
    return 0;
}

static async int test(void)
{
    int fd = free_descriptor();
    await pipes();
    await errors_with_the_output();
    await surroundings();
    await failures();
    await in_order();
    await stopped();
    await left_alone(false);
    await left_alone(true);
    CHECK_EQ(free_descriptor(), fd);
    return 0;
}

int main(void)
{
    ac_run(ac_sleep(0)); // what libuv opens once and for good
    CHECK_EQ(ac_run(test()), 0);
    CHECK_EQ(ac_run(test()), 0);
}
