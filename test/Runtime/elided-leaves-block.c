// RUN: %runtime-cc -DASYNCC_ELIDE %s -o %t && %run %t
// In the elided build a leaf turns the thread's loop until it is done, and a task has ended when it
// is spawned. The loop of a thread ends with the thread.
#include "check.h"
#include <sys/uio.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

async int twice(int x)
{
    CHECK(await ac_sleep(2) == 0);
    await ac_yield();
    return 2 * x;
}

static int quiet_calls;
async void quiet(void)
{
    quiet_calls++;
}

static void *thread(void *none)
{
    (void)none;
    uint64_t t = ac_now();
    CHECK(ac_sleep(20) == 0);
    CHECK(ac_now() - t >= 20);
    // What was before the loop's first call is no time in which it was busy.
    ac_metrics m;
    CHECK(ac_metrics_get(NULL, AC_ALL_WORKERS, &m) == 0);
    CHECK(m.busy_ns < 5000000000 && ac_metrics_lag(&m, 1) < 5000000);
    return NULL;
}

static void *aborts(void *remote)
{
    CHECK(ac_remote_abort(remote) == 0);
    return NULL;
}

async int run(void)
{
    ac_task *t = ac_spawn(twice(21));
    int r = 0;
    CHECK(await ac_join(t, &r) == 0 && r == 42);
    ac_detach(ac_spawn(twice(1)));
    t = ac_spawn(quiet());
    CHECK(quiet_calls == 1 && await ac_join(t, NULL) == 0);
    ac_mutex mutex = AC_MUTEX_INIT;
    CHECK(await ac_mutex_lock(&mutex) == 0 && !strcmp(ac_mutex_holder(&mutex), "?"));
    ac_mutex_unlock(&mutex);
    // What comes too late for a task, from here or from another thread, has no effect.
    ac_remote *remote = ac_spawn_on(0, twice(3));
    pthread_t id;
    CHECK(ac_remote_cancel(remote) == 0);
    CHECK(pthread_create(&id, NULL, aborts, remote) == 0);
    pthread_join(id, NULL);
    CHECK(await ac_sleep(1) == 0);
    CHECK(await ac_remote_join(remote, &r) == 0 && r == 6);

    ac_listener *l;
    ac_tcp *a, *b;
    char buf[10];
    CHECK(ac_tcp_listen(&l, "127.0.0.1", 0, 0) == 0);
    CHECK(await ac_tcp_connect(&a, "localhost", ac_listener_port(l)) == 0);
    CHECK(await ac_tcp_accept(&b, l) == 0);
    CHECK(await ac_write(a, "hello", 5) == 0);
    CHECK(await ac_read(b, buf, sizeof buf) == 5 && !memcmp(buf, "hello", 5));
    CHECK(await ac_tcp_shutdown(a) == 0);
    CHECK(await ac_read(b, buf, sizeof buf) == 0);
    CHECK(await ac_tcp_close(a) == 0);
    CHECK(await ac_tcp_close(b) == 0);
    ac_listener_close(l);

    char name[40];
    snprintf(name, sizeof name, "@asyncc-elided-%d", (int)getpid());
    CHECK(ac_unix_listen(&l, name, 0) == 0);
    CHECK(await ac_unix_connect(&a, name) == 0);
    CHECK(await ac_accept(&b, l) == 0);
    int fds[2] = {0, -1}, count;
    CHECK(await ac_send_fds(a, "fd", 2, fds, 1) == 0);
    CHECK(await ac_recv_fds(b, buf, sizeof buf, fds + 1, 1, &count) == 2 && count == 1);
    CHECK(await ac_writev(b, (struct iovec[]){{"un", 2}, {"ix", 2}}, 2) == 0);
    CHECK(await ac_read(a, buf, sizeof buf) == 4 && !memcmp(buf, "unix", 4));
    CHECK(await ac_close(fds[1]) == 0);
    CHECK(await ac_io_close(a) == 0);
    CHECK(await ac_io_close(b) == 0);
    ac_listener_close(l);

    ac_reader reader;
    ac_writer w;
    char room[2][16], *part;
    size_t done = 0;
    uint64_t copied = 0;
    ac_io *c, *d;
    int file = await ac_open("/proc/self/exe", O_RDONLY, 0);
    CHECK(ac_socketpair(&a, &b) == 0 && ac_pipe(&c, &d) == 0);
    CHECK(await ac_sendfile(a, file, 1, 3) == 0); // of "\177ELF"
    CHECK(await ac_close(file) == 0);
    ac_writer_init(&w, a, room[0], sizeof room[0]);
    CHECK(await ac_writer_put(&w, ";1234rest", 9) == 0);
    CHECK(await ac_writer_flush(&w) == 0);
    CHECK(await ac_io_shutdown(a) == 0);
    ac_reader_init(&reader, b, room[1], sizeof room[1]);
    CHECK(await ac_reader_until(&reader, &part, ';') == 4 && !memcmp(part, "ELF;", 4));
    CHECK(await ac_reader_exact(&reader, buf, 4, &done) == 0 && !memcmp(buf, "1234", 4));
    CHECK(await ac_reader_some(&reader, buf, 1) == 1 && buf[0] == 'r');
    CHECK(await ac_copy(&reader, d, &copied) == 0 && copied == 3);
    CHECK(await ac_read(c, buf, sizeof buf) == 3 && !memcmp(buf, "est", 3));
    CHECK(await ac_io_close(a) == 0 && await ac_io_close(b) == 0);
    CHECK(await ac_io_close(c) == 0 && await ac_io_close(d) == 0);

    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    ac_tcp *none;
    CHECK(await ac_tcp_connect(&none, NULL, 1) == AC_EINVAL);
    return 5;
}

int main(void)
{
    pthread_t id;
    CHECK(ac_run(run()) == 5);
    CHECK(pthread_create(&id, NULL, thread, NULL) == 0);
    pthread_join(id, NULL);
}
