// What docs/semantics.md says of each operation. One that is told to stop before it starts does
// nothing, though it could go on at once; one that waits takes back what it has asked for. It returns
// AC_ECANCELED or AC_ETIMEDOUT, or, told by an abort, does not return.
// RUN: %asyncc %sanitize -O1 -g -Wall -Wextra -Werror %s -o %t && %t %t.file | FileCheck %s
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t %t.file | FileCheck %s
#include <asyncc.h>
#include <asyncc/dns.h>
#include <asyncc/udp.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { GO, WAIT }; // whether there is what an operation wants
#define CHECK(condition)                                                                           \
    ((condition) ? (void)0 : (fprintf(stderr, "%d: %s\n", __LINE__, #condition), abort()))

static ac_mutex mutexes[2];
static ac_rwlock locks[2] = {AC_RWLOCK_INIT, AC_RWLOCK_INIT};
static ac_semaphore semaphores[2] = {AC_SEMAPHORE_INIT(1), AC_SEMAPHORE_INIT(0)};
static ac_notify notices[2];
static ac_barrier barriers[2] = {AC_BARRIER_INIT(1), AC_BARRIER_INIT(2)};
static ac_once onces[2] = {AC_ONCE_INIT, AC_ONCE_INIT};
static int slots[6][1];
static ac_channel to_send[2] = {AC_CHANNEL_INIT(slots[0]), AC_CHANNEL_INIT(slots[1])};
static ac_channel to_receive[2] = {AC_CHANNEL_INIT(slots[2]), AC_CHANNEL_INIT(slots[3])};
static ac_oneshot oneshots[2] = {AC_ONESHOT_INIT(slots[4]), AC_ONESHOT_INIT(slots[5])};
static int heard[4];
static ac_broadcast broadcasts[2] = {AC_BROADCAST_INIT(heard), AC_BROADCAST_INIT(heard)};
static ac_receiver receivers[2];
static int watched[2];
static ac_watch watches[2] = {AC_WATCH_INIT(&watched[0]), AC_WATCH_INIT(&watched[1])};
static uint64_t seen[2];
static ac_shared_channel *shared_to_send[2], *shared_to_receive[2];
static ac_shared_mutex *shared_mutexes[2];
static ac_shared_rwlock *shared_locks[2];
static ac_shared_semaphore *shared_semaphores[2];
static ac_shared_notify *shared_notices[2];
static ac_shared_barrier *shared_barriers[2];
static ac_shared_once *shared_onces[2];
static ac_shared_oneshot *shared_oneshots[2];
static ac_shared_broadcast *shared_broadcasts[2];
static ac_shared_receiver shared_receivers[2];
static ac_shared_watch *shared_watches[2];
static uint64_t shared_seen[2];
static ac_interval intervals[2];
static ac_io *readers[2], *full[2], *datagrams[2], *passed[2], *peers[2];
static ac_io *buffered[2], *buffered_peers[2], *client;
static ac_reader reader_of[2];
static ac_writer writer_of[2];
static ac_listener *listeners[2];
static int pipes[2][2];
static ac_fs_watch *changes[2];
static sigset_t signals[2];
static ac_task *tasks[2];
static ac_remote *remotes[2];
static ac_process *processes[2];
static char *path, buffers[2][16], bytes[1 << 16], large[1 << 21];
static int file, value, calls;

static int counts(void *nothing)
{
    (void)nothing;
    __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
    return 0;
}

// Those that wait for others, and those that do not, or wait for a thread.
#define WAITING(X)                                                                                 \
    X(sleep, ac_sleep(way == GO ? 1 : UINT64_MAX))                                                 \
    X(sleep_until, ac_sleep_until(way == GO ? ac_now() + 1 : UINT64_MAX))                          \
    X(tick, ac_tick(&intervals[way]))                                                              \
    X(mutex_lock, ac_mutex_lock(&mutexes[way]))                                                    \
    X(rwlock_rdlock, ac_rwlock_rdlock(&locks[way]))                                                \
    X(rwlock_wrlock, ac_rwlock_wrlock(&locks[way]))                                                \
    X(semaphore_acquire, ac_semaphore_acquire(&semaphores[way], 1))                                \
    X(notify_wait, ac_notify_wait(&notices[way]))                                                  \
    X(barrier_wait, ac_barrier_wait(&barriers[way]))                                               \
    X(once_begin, ac_once_begin(&onces[way]))                                                      \
    X(send, ac_send(&to_send[way], &(int){5}))                                                     \
    X(recv, ac_recv(&to_receive[way], received))                                                   \
    X(oneshot_recv, ac_oneshot_recv(&oneshots[way], received))                                     \
    X(broadcast_recv, ac_broadcast_recv(&receivers[way], received))                                \
    X(watch_changed, ac_watch_changed(&watches[way], &seen[way], received))                        \
    X(shared_send, ac_shared_send(shared_to_send[way], &(int){5}))                                 \
    X(shared_recv, ac_shared_recv(shared_to_receive[way], received))                               \
    X(shared_mutex_lock, ac_shared_mutex_lock(shared_mutexes[way]))                                \
    X(shared_rwlock_rdlock, ac_shared_rwlock_rdlock(shared_locks[way]))                            \
    X(shared_rwlock_wrlock, ac_shared_rwlock_wrlock(shared_locks[way]))                            \
    X(shared_semaphore_acquire, ac_shared_semaphore_acquire(shared_semaphores[way], 1))            \
    X(shared_notify_wait, ac_shared_notify_wait(shared_notices[way]))                              \
    X(shared_barrier_wait, ac_shared_barrier_wait(shared_barriers[way]))                           \
    X(shared_once_begin, ac_shared_once_begin(shared_onces[way]))                                  \
    X(shared_oneshot_recv, ac_shared_oneshot_recv(shared_oneshots[way], received))                 \
    X(shared_broadcast_recv, ac_shared_broadcast_recv(&shared_receivers[way], received))           \
    X(shared_watch_changed,                                                                        \
      ac_shared_watch_changed(shared_watches[way], &shared_seen[way], received))                   \
    X(read, ac_read(readers[way], bytes, sizeof bytes))                                            \
    X(accept, ac_accept(&io, listeners[way]))                                                      \
    X(udp_recv, ac_udp_recv(datagrams[way], bytes, sizeof bytes, &from))                           \
    X(recv_fds, ac_recv_fds(passed[way], bytes, 1, fds, 1, &count))                                \
    X(reader_some, ac_reader_some(&reader_of[way], bytes, 1))                                      \
    X(reader_exact, ac_reader_exact(&reader_of[way], bytes, 1, &done))                             \
    X(reader_until, ac_reader_until(&reader_of[way], &line, '\n'))                                 \
    X(reader_line, ac_reader_line(&reader_of[way], &line))                                         \
    X(copy, ac_copy(&reader_of[way], peers[GO], &copied))                                     \
    X(poll_fd, ac_poll_fd(pipes[way][0], POLLIN))                                                  \
    X(signal_wait, ac_signal_wait(&signals[way]))                                                  \
    X(fs_watch_next, ac_fs_watch_next(changes[way], &event))                                       \
    X(join, ac_join(tasks[way], NULL))                                                             \
    X(process_wait, ac_process_wait(processes[way], NULL))                                         \
    X(remote_join, ac_remote_join(remotes[way], NULL))                                             \
    X(write, ac_write(full[way], large, way == GO ? 1 : sizeof large))                             \
    X(writev, ac_writev(full[way], &(struct iovec){large, way == GO ? 1 : sizeof large}, 1))       \
    X(sendfile, ac_sendfile(full[way], file, 0, way == GO ? 1 : sizeof large))                     \
    X(writer_flush, ac_writer_flush(&writer_of[way]))
#define OTHERS(X)                                                                                  \
    X(getaddrinfo, ac_getaddrinfo(&found, "127.0.0.1", "1", NULL))                                 \
    X(tcp_connect, ac_tcp_connect(&io, "127.0.0.1", ac_listener_port(listeners[WAIT])))            \
    X(unix_connect, ac_unix_connect(&io, "/nowhere"))                                              \
    X(send_fds, ac_send_fds(peers[GO], "x", 1, &file, 1))                                     \
    X(blocking, ac_blocking(counts, NULL))                                                         \
    X(blocking_copy, ac_blocking_copy(counts, &value, sizeof value, NULL))                         \
    X(open, ac_open(path, O_RDWR | O_CREAT | O_TRUNC, 0600))                                       \
    X(pread, ac_pread(file, &sink, 1, 0))                                                          \
    X(pwrite, ac_pwrite(file, "y", 1, 0))                                                          \
    X(fsync, ac_fsync(file))                                                                       \
    X(fdatasync, ac_fdatasync(file))                                                               \
    X(ftruncate, ac_ftruncate(file, 0))                                                            \
    X(stat, ac_stat(path, &st))                                                                    \
    X(lstat, ac_lstat(path, &st))                                                                  \
    X(fstat, ac_fstat(file, &st))                                                                  \
    X(rename, ac_rename(path, "/nowhere/at/all"))                                                  \
    X(unlink, ac_unlink(path))                                                                     \
    X(mkdir, ac_mkdir(path, 0700))                                                                 \
    X(rmdir, ac_rmdir(path))                                                                       \
    X(dir_open, ac_dir_open(&dir, "/"))                                                            \
    X(getnameinfo, ac_getnameinfo(&from, bytes, 10, NULL, 0, 0))

#define NUMBER(name, ...) DO_##name,
enum { WAITING(NUMBER) COUNT_WAITING, BEHIND = COUNT_WAITING - 1, OTHERS(NUMBER) COUNT };
#define NAME(name, ...) [DO_##name] = "ac_" #name,
static const char *const names[] = {WAITING(NAME) OTHERS(NAME)};

static async int operate(int which, int way)
{
    char *line;
    size_t done = 0;
    uint64_t copied = 0;
    int fds[1], count, *received = &value, sink;
    struct stat st;
    ac_address from;
    ac_io *io = NULL;
    ac_fs_event event;
    struct addrinfo *found = NULL;
    ac_dir *dir = NULL;
    switch (which) {
#define CASE(name, ...)                                                                            \
    case DO_##name:                                                                                \
        return await __VA_ARGS__;
        WAITING(CASE)
        OTHERS(CASE)
    }
    return 0;
}

static ac_task *running;
enum { CANCELLED, ABORTED, LATE, WAYS };

static int stop(int how)
{
    return how == CANCELLED ? ac_cancel(running) : how == ABORTED ? ac_abort(running) : 0;
}

static async int runs(int which, int way, int how)
{
    int rc = 0;
    if (how == LATE) {
        ac_deadline (way == GO ? 0 : 1) {
            if (way == GO)
                await ac_sleep(2);
            rc = await operate(which, way);
        }
        return rc;
    }
    if (way == WAIT)
        return await operate(which, way);
    await ac_yield(); // until `running` is known
    CHECK(stop(how) == 0);
    return await operate(which, way);
}

static async void try(int which, int way)
{
    int results[WAYS], joined[WAYS];
    for (int how = 0; how < WAYS; how++) {
        results[how] = 1;
        running = ac_spawn(runs(which, way, how));
        if (way == WAIT)
            CHECK(stop(how) == 0);
        joined[how] = await ac_join(running, &results[how]);
    }
    bool stopped = results[CANCELLED] == AC_ECANCELED && joined[CANCELLED] == AC_ETASKCANCELED;
    bool unwound = results[ABORTED] == 1 && joined[ABORTED] == AC_ETASKABORTED;
    bool late = results[LATE] == AC_ETIMEDOUT && joined[LATE] == 0;
    if (!stopped || !unwound || !late)
        printf("%s %s: cancelled %d %d, aborted %d %d, late %d %d\n", names[which],
               way == GO ? "before it starts" : "while it waits", joined[CANCELLED],
               results[CANCELLED], joined[ABORTED], results[ABORTED], joined[LATE], results[LATE]);
}

static async int sleeps(void)
{
    return await ac_sleep(UINT64_MAX);
}

// What is there to take, and what is not.
static async void prepare(void)
{
    ac_address to;
    char *args[] = {"sleep", "1000", NULL};
    ac_process_options options = {.file = "sleep", .args = args};
    CHECK(await ac_mutex_lock(&mutexes[WAIT]) == 0);
    CHECK(await ac_rwlock_wrlock(&locks[WAIT]) == 0);
    CHECK(await ac_once_begin(&onces[WAIT]) == 1);
    ac_notify_one(&notices[GO]);
    CHECK(ac_try_send(&to_send[WAIT], &(int){1}) == 0);
    CHECK(ac_try_send(&to_receive[GO], &(int){2}) == 0);
    CHECK(ac_oneshot_send(&oneshots[GO], &(int){3}) == 0);
    for (int i = 0; i < 2; i++) {
        receivers[i] = ac_broadcast_subscribe(&broadcasts[i]);
        shared_to_send[i] = ac_shared_channel_new(sizeof(int), 1);
        shared_to_receive[i] = ac_shared_channel_new(sizeof(int), 1);
        shared_mutexes[i] = ac_shared_mutex_new();
        shared_locks[i] = ac_shared_rwlock_new();
        shared_semaphores[i] = ac_shared_semaphore_new(i == GO);
        shared_notices[i] = ac_shared_notify_new();
        shared_barriers[i] = ac_shared_barrier_new(i == GO ? 1 : 2);
        shared_onces[i] = ac_shared_once_new();
        shared_oneshots[i] = ac_shared_oneshot_new(sizeof(int));
        shared_broadcasts[i] = ac_shared_broadcast_new(sizeof(int), 1);
        shared_receivers[i] = ac_shared_broadcast_subscribe(shared_broadcasts[i]);
        shared_watches[i] = ac_shared_watch_new(&value);
        ac_interval_start(&intervals[i], i == GO ? 1 : 1000000, AC_BURST);
        CHECK(ac_socketpair(&readers[i], &full[i]) == 0);
        CHECK(ac_socketpair(&passed[i], &peers[i]) == 0);
        CHECK(ac_socketpair(&buffered[i], &buffered_peers[i]) == 0);
        ac_reader_init(&reader_of[i], buffered[i], buffers[i], sizeof buffers[i]);
        ac_writer_init(&writer_of[i], full[i], large, sizeof large);
        CHECK(await ac_writer_put(&writer_of[i], large, i == GO ? 1 : sizeof large - 1) >= 0);
        CHECK(ac_udp_bind(&datagrams[i], "127.0.0.1", 0) == 0);
        CHECK(ac_tcp_listen(&listeners[i], "127.0.0.1", 0, 0) == 0);
        CHECK(pipe(pipes[i]) == 0);
        CHECK(ac_fs_watch_open(&changes[i], path) == 0);
        sigemptyset(&signals[i]);
        sigaddset(&signals[i], i == GO ? SIGUSR1 : SIGUSR2);
        // What has ended is joined also by who is told to stop.
        tasks[i] = ac_spawn(sleeps());
        remotes[i] = ac_spawn_on(0, sleeps());
        CHECK(ac_process_start(&processes[i], &options, NULL) == 0);
    }
    ac_broadcast_send(&broadcasts[GO], &(int){4});
    ac_watch_set(&watches[GO], &(int){5});
    CHECK(ac_shared_mutex_trylock(shared_mutexes[WAIT]) == 0);
    CHECK(ac_shared_rwlock_trywrlock(shared_locks[WAIT]) == 0);
    CHECK(await ac_shared_once_begin(shared_onces[WAIT]) == 1);
    ac_shared_notify_one(shared_notices[GO]);
    CHECK(ac_shared_oneshot_send(shared_oneshots[GO], &(int){8}) == 0);
    ac_shared_broadcast_send(shared_broadcasts[GO], &(int){9});
    ac_shared_watch_set(shared_watches[GO], &(int){10});
    CHECK(ac_shared_try_send(shared_to_send[WAIT], &(int){6}) == 0);
    CHECK(ac_shared_try_send(shared_to_receive[GO], &(int){7}) == 0);
    CHECK(write(pipes[GO][1], "p", 1) == 1);
    CHECK(await ac_write(full[GO], "r", 1) == 0);
    CHECK(await ac_write(buffered_peers[GO], "line\n", 5) == 0);
    CHECK(await ac_send_fds(peers[GO], "f", 1, &file, 1) == 0);
    CHECK(ac_udp_local(datagrams[GO], &to) == 0);
    CHECK(await ac_udp_send(datagrams[WAIT], "d", 1, &to) == 0);
    CHECK(await ac_tcp_connect(&client, "127.0.0.1", ac_listener_port(listeners[GO])) == 0);
}

// What the operations were not to take is there.
static async void nothing_was_taken(void)
{
    char byte = 0, *line;
    int fd = -1, count = 0, signal = 0;
    ac_io *accepted;
    ac_address from;
    struct stat st;
    CHECK(calls == 0);
    CHECK(await ac_mutex_lock(&mutexes[GO]) == 0);
    CHECK(await ac_rwlock_wrlock(&locks[GO]) == 0);
    CHECK(await ac_semaphore_acquire(&semaphores[GO], 1) == 0);
    CHECK(await ac_notify_wait(&notices[GO]) == 0);
    CHECK(await ac_once_begin(&onces[GO]) == 1);
    ac_mutex_unlock(&mutexes[WAIT]);
    ac_rwlock_unlock(&locks[WAIT]);
    CHECK(await ac_mutex_lock(&mutexes[WAIT]) == 0 && await ac_rwlock_rdlock(&locks[WAIT]) == 0);
    CHECK(ac_channel_len(&to_send[GO]) == 0 && ac_shared_channel_len(shared_to_send[GO]) == 0);
    CHECK(await ac_recv(&to_receive[GO], &value) == 0 && value == 2);
    CHECK(await ac_oneshot_recv(&oneshots[GO], &value) == 0 && value == 3);
    CHECK(await ac_broadcast_recv(&receivers[GO], &value) == 0 && value == 4);
    CHECK(await ac_watch_changed(&watches[GO], &seen[GO], &value) == 0 && value == 5);
    CHECK(await ac_shared_recv(shared_to_receive[GO], &value) == 0 && value == 7);
    CHECK(ac_shared_mutex_trylock(shared_mutexes[GO]) == 0);
    CHECK(ac_shared_rwlock_trywrlock(shared_locks[GO]) == 0);
    CHECK(ac_shared_semaphore_available(shared_semaphores[GO]) == 1);
    CHECK(await ac_shared_notify_wait(shared_notices[GO]) == 0);
    CHECK(await ac_shared_once_begin(shared_onces[GO]) == 1);
    ac_shared_mutex_unlock(shared_mutexes[WAIT]);
    ac_shared_rwlock_unlock(shared_locks[WAIT]);
    CHECK(ac_shared_mutex_trylock(shared_mutexes[WAIT]) == 0);
    CHECK(ac_shared_rwlock_tryrdlock(shared_locks[WAIT]) == 0);
    CHECK(await ac_shared_oneshot_recv(shared_oneshots[GO], &value) == 0 && value == 8);
    CHECK(await ac_shared_broadcast_recv(&shared_receivers[GO], &value) == 0 && value == 9);
    CHECK(await ac_shared_watch_changed(shared_watches[GO], &shared_seen[GO], &value) == 0);
    CHECK(value == 10);
    // One byte, and nothing of what was written while nobody read.
    CHECK(await ac_read(readers[GO], bytes, sizeof bytes) == 1 && bytes[0] == 'r');
    CHECK(await ac_recv_fds(passed[GO], &byte, 1, &fd, 1, &count) == 1 && count == 1);
    CHECK(await ac_close(fd) == 0);
    CHECK(await ac_timeout(1, ac_read(passed[GO], &byte, 1)) == AC_ETIMEDOUT);
    CHECK(await ac_udp_recv(datagrams[GO], bytes, sizeof bytes, &from) == 1 && bytes[0] == 'd');
    CHECK(await ac_accept(&accepted, listeners[GO]) == 0);
    await ac_io_close(accepted);
    CHECK(await ac_timeout(1, ac_accept(&accepted, listeners[WAIT])) == AC_ETIMEDOUT);
    CHECK(await ac_reader_line(&reader_of[GO], &line) == 4 && !strcmp(line, "line"));
    CHECK(read(pipes[GO][0], &byte, 1) == 1 && byte == 'p');
    for (int i = 0; i < 2; i++) {
        CHECK(ac_cancel(tasks[i]) == 0 && await ac_join(tasks[i], NULL) == AC_ETASKCANCELED);
        CHECK(ac_remote_cancel(remotes[i]) == 0);
        CHECK(await ac_remote_join(remotes[i], NULL) == AC_ETASKCANCELED);
        CHECK(ac_process_kill(processes[i], SIGKILL) == 0);
        CHECK(await ac_process_wait(processes[i], &signal) == 128 + SIGKILL);
    }
    CHECK(fstat(file, &st) == 0 && st.st_size == sizeof large && st.st_nlink == 1);
    CHECK(pread(file, &byte, 1, 0) == 1 && byte == 0);
}

async int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    path = argv[1];
    file = await ac_open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    CHECK(file >= 0 && await ac_ftruncate(file, sizeof large) == 0);
    await prepare();
    for (int which = 0; which < COUNT; which++)
        await try(which, GO);
    for (int which = 0; which < COUNT_WAITING; which++)
        await try(which, WAIT);
    await nothing_was_taken();
    // CHECK-NOT: {{.}}
    // CHECK: all is there
    printf("all is there\n");
    for (int i = 0; i < 2; i++) {
        ac_io *all[] = {readers[i], full[i], datagrams[i], passed[i], peers[i], buffered[i],
                        buffered_peers[i]};
        for (int k = 0; k < 7; k++)
            await ac_io_close(all[k]);
        ac_listener_close(listeners[i]);
        ac_fs_watch_close(changes[i]);
        ac_process_close(processes[i]);
        ac_shared_channel_free(shared_to_send[i]);
        ac_shared_channel_free(shared_to_receive[i]);
        ac_shared_mutex_free(shared_mutexes[i]);
        ac_shared_rwlock_free(shared_locks[i]);
        ac_shared_semaphore_free(shared_semaphores[i]);
        ac_shared_notify_free(shared_notices[i]);
        ac_shared_barrier_free(shared_barriers[i]);
        ac_shared_once_free(shared_onces[i]);
        ac_shared_oneshot_free(shared_oneshots[i]);
        ac_shared_broadcast_free(shared_broadcasts[i]);
        ac_shared_watch_free(shared_watches[i]);
        close(pipes[i][0]);
        close(pipes[i][1]);
    }
    await ac_io_close(client);
    return await ac_close(file);
}
