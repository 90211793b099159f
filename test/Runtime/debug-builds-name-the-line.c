// RUN: %asyncc -DAC_DEBUG %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// RUN: %asyncc --cc=clang-19 -DAC_DEBUG %sanitize -Wall -Wextra -Werror -c %s -o %t.o
// RUN: not --crash %t cancel 2>%t.err; not --crash %t join 2>>%t.err; not --crash %t detach 2>>%t.err
// RUN: not --crash %t abort 2>>%t.err; not --crash %t wake 2>>%t.err; not --crash %t resume 2>>%t.err
// RUN: not --crash %t closed 2>>%t.err; not --crash %t listener 2>>%t.err
// RUN: not --crash %t closed-process 2>>%t.err; not --crash %t closed-files 2>>%t.err
// RUN: not --crash %t unlock 2>>%t.err
// RUN: not --crash %t runlock 2>>%t.err; not --crash %t foreign 2>>%t.err
// RUN: not --crash %t wforeign 2>>%t.err; not --crash %t tried 2>>%t.err
// RUN: not --crash %t shared-foreign 2>>%t.err; not --crash %t shared-wforeign 2>>%t.err
// RUN: not --crash %t shared 2>>%t.err
// RUN: not --crash %t loop 2>>%t.err; not --crash %t task 2>>%t.err
// RUN: not --crash %t mutex 2>>%t.err; not --crash %t channel 2>>%t.err
// RUN: not --crash %t semaphore 2>>%t.err; not --crash %t notify 2>>%t.err
// RUN: not --crash %t barrier 2>>%t.err; not --crash %t once 2>>%t.err
// RUN: not --crash %t oneshot 2>>%t.err; not --crash %t broadcast 2>>%t.err
// RUN: not --crash %t receiver 2>>%t.err; not --crash %t watch 2>>%t.err
// RUN: not --crash %t process 2>>%t.err; not --crash %t files 2>>%t.err
// RUN: not --crash %t until 2>>%t.err; not --crash %t line 2>>%t.err
// RUN: not --crash %t exact 2>>%t.err; not --crash %t some 2>>%t.err
// RUN: not --crash %t put 2>>%t.err; not --crash %t flush 2>>%t.err; not --crash %t copy 2>>%t.err
// RUN: not --crash %t scope 2>>%t.err; not --crash %t scope-spawn 2>>%t.err
// RUN: not --crash %t dir 2>>%t.err; not --crash %t dir-close 2>>%t.err
// RUN: not --crash %t used-lock 2>>%t.err; not --crash %t used-trylock 2>>%t.err
// RUN: not --crash %t used-unlock 2>>%t.err; not --crash %t used-rdlock 2>>%t.err
// RUN: not --crash %t used-notify 2>>%t.err; not --crash %t used-once 2>>%t.err
// RUN: not --crash %t used-try-send 2>>%t.err; not --crash %t used-recv 2>>%t.err
// RUN: not --crash %t used-close 2>>%t.err; not --crash %t used-oneshot 2>>%t.err
// RUN: not --crash %t used-oneshot-close 2>>%t.err
// RUN: not --crash %t used-broadcast 2>>%t.err; not --crash %t used-receiver 2>>%t.err
// RUN: not --crash %t used-watch 2>>%t.err
// RUN: not --crash %t closed-line 2>>%t.err; not --crash %t closed-reader 2>>%t.err
// RUN: not --crash %t closed-put 2>>%t.err; not --crash %t closed-flush 2>>%t.err
// RUN: not --crash %t closed-copy 2>>%t.err; not --crash %t null-read 2>>%t.err
// RUN: not --crash %t null-accept 2>>%t.err; not --crash %t null-process 2>>%t.err
// RUN: not --crash %t null-watch 2>>%t.err; FileCheck %s <%t.err
// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t.release && %t.release
// A misuse in a debug build stops the program with a message that names the line; what is allowed
// goes on as ever.
#include "check.h"
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/uio.h>

static const char *misuse = "";

static bool is(const char *name)
{
    return !strcmp(misuse, name);
}

static async void nothing(void) {}

static async int waits(void)
{
    return await ac_sleep(UINT64_MAX);
}

static async void handles(void)
{
    ac_task *t = ac_spawn(nothing());
    await ac_join(t, NULL);
    // CHECK: asyncc: {{.*}}debug-builds-name-the-line.c:[[#@LINE+2]]: ac_cancel: the task was joined or detached already
    if (is("cancel"))
        ac_cancel(t);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_join: the task was joined or detached already
    if (is("join"))
        await ac_join(t, NULL);
    t = ac_spawn(waits());
    ac_detach(t);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_detach: the task was joined or detached already
    if (is("detach"))
        ac_detach(t);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_abort: it is no task of this thread's loop, or is freed already
    if (is("abort"))
        ac_abort((ac_task *)&t);
    ac_detach(NULL);
    CHECK_EQ(ac_cancel(NULL), AC_ENOMEM);
    // The tasks of a scope may be told when they have ended.
    ac_scope (s) {
        ac_task *at_once = ac_spawn_in(s, nothing()), *later = ac_spawn_in(s, waits());
        ac_cancel(later);
        await ac_sleep(1);
        CHECK_EQ(ac_cancel(at_once), AC_ESRCH);
        CHECK_EQ(ac_cancel(later), AC_ESRCH);
    }
}

static async int yields(void)
{
    await ac_yield();
    return 0;
}

// What a leaf could do that holds too long to what it was given.
async int meddle(ac_task *t);
struct meddle__frame {
    int result, none;
};
ac_poll meddle__start(struct meddle__frame *f, ac_context *cx, ac_task *t)
{
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_wake: the task has ended
    if (is("wake"))
        ac_wake(cx->loop, &t->strand);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE-16]]: async function 'yields' resumed in state {{[0-9]}}, in which it does not wait
    if (is("resume"))
        t->strand.type->resume(ac_task_frame(t), cx);
    f->result = 0;
    return AC_READY;
}
ac_poll meddle__resume(void *frame, ac_context *cx)
{
    (void)frame, (void)cx;
    return AC_READY;
}
const ac_async_type meddle__type = {"meddle", sizeof(struct meddle__frame), sizeof(int),
                                           meddle__resume, (void (*)(void))meddle__start, NULL};

static async void ended_tasks(void)
{
    ac_task *t = ac_spawn(yields());
    await ac_sleep(1);
    await meddle(t);
    await ac_join(t, NULL);
}

// Ends with this one.
static const ac_process_options *const cat = &(ac_process_options){.file = "cat",
                                                                   .args = (char *[]){"cat", NULL},
                                                                   .in = AC_STDIO_PIPE,
                                                                   .out = AC_STDIO_NULL,
                                                                   .err = AC_STDIO_NULL};

static async void closed_objects(void)
{
    ac_io *a, *b;
    ac_listener *listener;
    ac_process *process;
    ac_io *pipes[3];
    ac_fs_watch *files;
    ac_fs_event event;
    char c;
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    CHECK_EQ(await ac_writev(b, (struct iovec[]){{"x", 1}, {"y", 1}}, 2), 0);
    CHECK_EQ(await ac_read(a, (char[2]){0, 0}, 2), 2);
    await ac_timeout(0, ac_read(a, &c, 1)); // libuv has a handle from now on, which lingers
    await ac_io_close(b);
    await ac_io_close(a);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_write: it is closed already
    if (is("closed"))
        await ac_write(a, "x", 1);
    CHECK_EQ(ac_tcp_listen(&listener, "127.0.0.1", 0, 0), 0);
    await ac_timeout(0, ac_accept(&a, listener));
    ac_listener_close(listener);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_listener_close: it is closed already
    if (is("listener"))
        ac_listener_close(listener);
    await ac_io_close(NULL);
    CHECK_EQ(ac_process_start(&process, cat, pipes), 0);
    CHECK_EQ(await ac_timeout(0, ac_process_wait(process, NULL)), AC_ETIMEDOUT);
    CHECK_EQ(ac_process_kill(process, SIGKILL), 0);
    ac_process_close(process);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_process_kill: it is closed already
    if (is("closed-process"))
        ac_process_kill(process, SIGKILL);
    ac_process_close(NULL);
    await ac_io_close(pipes[0]);
    CHECK_EQ(ac_fs_watch_open(&files, "/proc"), 0);
    CHECK_EQ(await ac_timeout(0, ac_fs_watch_next(files, &event)), AC_ETIMEDOUT);
    ac_fs_watch_close(files);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_fs_watch_close: it is closed already
    if (is("closed-files"))
        ac_fs_watch_close(files);
    ac_fs_watch_close(NULL);
}

static ac_mutex mutex = AC_MUTEX_INIT;
static ac_rwlock rwlock = AC_RWLOCK_INIT;
static ac_channel channel;
static ac_task *task_of_main;
static ac_io *io_of_main;
static ac_process *process_of_main;
static ac_fs_watch *files_of_main;

static async void locks(void)
{
    int rc;
    CHECK_EQ(await ac_mutex_lock(&mutex), 0);
    ac_mutex_unlock(&mutex);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_mutex_unlock: the mutex is not locked
    if (is("unlock"))
        ac_mutex_unlock(&mutex);
    CHECK_EQ(await ac_timeout(100, rc = ac_rwlock_rdlock(&rwlock)), 0);
    ac_rwlock_unlock(&rwlock);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_rwlock_unlock: the lock is not locked
    if (is("runlock"))
        ac_rwlock_unlock(&rwlock);
    CHECK_EQ(rc, 0);
    // Commas within arguments are no commas between them.
    CHECK_EQ(ac_rwlock_tryrdlock(&(ac_rwlock)AC_RWLOCK_INIT), 0);
    CHECK_EQ(ac_mutex_trylock(&(ac_mutex){{{0}, 0, 0, 0}}), 0);
}

static async int lock_both(void)
{
    int rc = await ac_mutex_lock(&mutex);
    return rc ? rc : await ac_rwlock_wrlock(&rwlock);
}

static async void unlock_both(void)
{
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_mutex_unlock: it is held by another task, 'all'
    if (is("foreign"))
        ac_mutex_unlock(&mutex);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_rwlock_unlock: it is held by another task, 'all'
    if (is("wforeign"))
        ac_rwlock_unlock(&rwlock);
}

static async void lock_and_wait(void)
{
    CHECK_EQ(await ac_mutex_lock(&mutex), 0);
    ac_mutex_unlock(&mutex);
}

static async void by_trying(ac_mutex *m)
{
    CHECK_EQ(ac_mutex_trylock(m), 0);
    await ac_sleep(1);
    ac_mutex_unlock(m);
}

// A task is one, whatever branches it has; what it starts is another.
static async void holders(void)
{
    int rc;
    await ac_all(rc = lock_both(), nothing());
    CHECK_EQ(rc, 0);
    CHECK(!strcmp(ac_mutex_holder(&mutex), "all"));
    await ac_join(ac_spawn(unlock_both()), NULL);
    ac_task *waits_for_it = ac_spawn(lock_and_wait());
    await ac_all(nothing(), nothing());
    ac_mutex_unlock(&mutex); // after the spawn and the branches it is still this task that runs
    ac_rwlock_unlock(&rwlock);
    CHECK_EQ(await ac_join(waits_for_it, NULL), 0);
    ac_task *tries = ac_spawn(by_trying(&mutex));
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_mutex_unlock: it is held by another task, 'by_trying'
    if (is("tried"))
        ac_mutex_unlock(&mutex);
    CHECK_EQ(await ac_join(tries, NULL), 0);
    // What is given to the one in line is its own.
    await ac_all(nothing(), rc = ac_mutex_lock(&mutex));
    CHECK_EQ(rc, 0);
    CHECK(!strcmp(ac_mutex_holder(&mutex), "all"));
    ac_task *next = ac_spawn(lock_and_wait());
    ac_mutex_unlock(&mutex);
    CHECK_EQ(await ac_join(next, NULL), 0);
}

static ac_shared_mutex *shared_mutex;
static ac_shared_rwlock *shared_rwlock;

static async void unlock_shared(void)
{
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_shared_mutex_unlock: it is held by another task, 'all'
    if (is("shared-foreign"))
        ac_shared_mutex_unlock(shared_mutex);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_shared_rwlock_unlock: it is held by another task, 'all'
    if (is("shared-wforeign"))
        ac_shared_rwlock_unlock(shared_rwlock);
}

static async void lock_and_wait_shared(void)
{
    CHECK_EQ(await ac_shared_mutex_lock(shared_mutex), 0);
    ac_shared_mutex_unlock(shared_mutex);
}

static async void shared_holders(void)
{
    shared_mutex = ac_shared_mutex_new();
    shared_rwlock = ac_shared_rwlock_new();
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_shared_mutex_unlock: it is not locked
    if (is("shared"))
        ac_shared_mutex_unlock(shared_mutex);
    CHECK(!ac_shared_mutex_holder(shared_mutex));
    CHECK_EQ(ac_shared_mutex_trylock(shared_mutex), 0);
    CHECK(!strcmp(ac_shared_mutex_holder(shared_mutex), "all"));
    ac_task *next = ac_spawn(lock_and_wait_shared());
    CHECK_EQ(await ac_shared_rwlock_wrlock(shared_rwlock), 0);
    await ac_join(ac_spawn(unlock_shared()), NULL);
    ac_shared_mutex_unlock(shared_mutex);
    CHECK_EQ(await ac_join(next, NULL), 0);
    int rc;
    CHECK_EQ(await ac_timeout(UINT64_MAX, rc = ac_shared_mutex_lock(shared_mutex)), 0);
    CHECK_EQ(rc, 0);
    CHECK(!strcmp(ac_shared_mutex_holder(shared_mutex), "all"));
    ac_shared_mutex_unlock(shared_mutex);
    ac_shared_rwlock_unlock(shared_rwlock);
    // Readers unlock for each other.
    CHECK_EQ(await ac_shared_rwlock_rdlock(shared_rwlock), 0);
    CHECK_EQ(ac_shared_rwlock_tryrdlock(shared_rwlock), 0);
    ac_shared_rwlock_unlock(shared_rwlock);
    ac_shared_rwlock_unlock(shared_rwlock);
    ac_shared_mutex_free(shared_mutex);
    ac_shared_rwlock_free(shared_rwlock);
}

static ac_semaphore semaphore = AC_SEMAPHORE_INIT(0);
static ac_notify notify = AC_NOTIFY_INIT;
static ac_barrier barrier = AC_BARRIER_INIT(2);
static ac_once once = AC_ONCE_INIT;
static ac_oneshot oneshot;
static ac_broadcast broadcast;
static ac_watch watch;

static async int elsewhere(void)
{
    int n = 0;
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_write: it belongs to another thread's loop
    if (is("loop"))
        await ac_write(io_of_main, "x", 1);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_cancel: it is no task of this thread's loop, or is freed already
    if (is("task"))
        ac_cancel(task_of_main);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_mutex_unlock: tasks of another thread's loop wait for it
    if (is("mutex"))
        ac_mutex_unlock(&mutex);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_send: tasks of another thread's loop wait for it
    if (is("channel"))
        await ac_send(&channel, &n);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_semaphore_release: tasks of another thread's loop wait for it
    if (is("semaphore"))
        ac_semaphore_release(&semaphore, 1);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_notify_one: tasks of another thread's loop wait for it
    if (is("notify"))
        ac_notify_one(&notify);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_barrier_wait: tasks of another thread's loop wait for it
    if (is("barrier"))
        await ac_barrier_wait(&barrier);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_once_end: tasks of another thread's loop wait for it
    if (is("once"))
        ac_once_end(&once, true);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_oneshot_send: tasks of another thread's loop wait for it
    if (is("oneshot"))
        ac_oneshot_send(&oneshot, &n);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_broadcast_send: tasks of another thread's loop wait for it
    if (is("broadcast"))
        ac_broadcast_send(&broadcast, &n);
    ac_receiver receiver = ac_broadcast_subscribe(&broadcast);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_broadcast_recv: tasks of another thread's loop wait for it
    if (is("receiver"))
        await ac_broadcast_recv(&receiver, &n);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_watch_set: tasks of another thread's loop wait for it
    if (is("watch"))
        ac_watch_set(&watch, &n);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_process_wait: it belongs to another thread's loop
    if (is("process"))
        await ac_process_wait(process_of_main, NULL);
    ac_fs_event event;
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_fs_watch_next: it belongs to another thread's loop
    if (is("files"))
        await ac_fs_watch_next(files_of_main, &event);
    return 0;
}

// One task for each of them, that waits until it is told.
static async void wait_for_all(void)
{
    int n;
    uint64_t seen = 0;
    ac_receiver receiver = ac_broadcast_subscribe(&broadcast);
    int rc[7];
    await ac_all(rc[0] = ac_semaphore_acquire(&semaphore, 1), rc[1] = ac_notify_wait(&notify),
                 rc[2] = ac_barrier_wait(&barrier), rc[3] = ac_once_begin(&once),
                 rc[4] = ac_oneshot_recv(&oneshot, &n), rc[5] = ac_broadcast_recv(&receiver, &n),
                 rc[6] = ac_watch_changed(&watch, &seen, &n));
    for (int i = 0; i < 7; i++)
        CHECK_EQ(rc[i], i == 3 ? 1 : 0);
    ac_once_end(&once, true);
}

static async int lock(void)
{
    return await ac_mutex_lock(&mutex);
}

static async int receive(void)
{
    int n;
    return await ac_recv(&channel, &n);
}

static async void other_loops(void)
{
    ac_io *other, *pipes[3];
    ac_channel_init(&channel, NULL, sizeof(int), 0);
    CHECK_EQ(ac_socketpair(&io_of_main, &other), 0);
    CHECK_EQ(ac_process_start(&process_of_main, cat, pipes), 0);
    CHECK_EQ(ac_fs_watch_open(&files_of_main, "/proc"), 0);
    CHECK_EQ(await ac_mutex_lock(&mutex), 0);
    task_of_main = ac_spawn(lock());
    ac_detach(ac_spawn(receive()));
    int slots[3] = {0}, n = 1;
    ac_oneshot_init(&oneshot, &slots[0], sizeof n);
    ac_broadcast_init(&broadcast, &slots[1], sizeof n, 1);
    ac_watch_init(&watch, &slots[2], sizeof n);
    CHECK_EQ(await ac_once_begin(&once), 1);
    ac_task *all = ac_spawn(wait_for_all());
    CHECK_EQ(ac_workers_start(2), 2);
    CHECK_EQ(await ac_remote_join(ac_spawn_on(1, elsewhere()), NULL), 0);
    ac_mutex_unlock(&mutex);
    CHECK_EQ(await ac_join(task_of_main, NULL), 0);
    ac_channel_close(&channel);
    ac_semaphore_release(&semaphore, 1);
    ac_notify_one(&notify);
    CHECK_EQ(await ac_barrier_wait(&barrier), 1);
    ac_once_end(&once, false);
    CHECK_EQ(ac_oneshot_send(&oneshot, &n), 0);
    CHECK_EQ(ac_broadcast_send(&broadcast, &n), 0);
    CHECK_EQ(ac_watch_set(&watch, &n), 0);
    CHECK_EQ(await ac_join(all, NULL), 0);
    await ac_io_close(io_of_main);
    await ac_io_close(other);
    await ac_io_close(pipes[0]);
    CHECK_EQ(ac_process_kill(process_of_main, SIGKILL), 0);
    ac_process_close(process_of_main);
    ac_fs_watch_close(files_of_main);
}

// What is in use on the loop of main although nobody waits for it.
static ac_mutex used_mutex;
static ac_rwlock used_rwlock;
static ac_notify used_notify;
static ac_once used_once;
static int used_room[4];
static ac_channel used_channel = AC_CHANNEL_INIT(used_room);
static ac_oneshot used_oneshot = AC_ONESHOT_INIT(&used_room[0]);
static ac_broadcast used_broadcast = AC_BROADCAST_INIT(used_room);
static ac_receiver used_receiver;
static ac_watch used_watch = AC_WATCH_INIT(&used_room[0]);
static ac_scope *scope_of_main;
static ac_dir *dir_of_main;
static ac_reader reader_of_main;
static ac_writer writer_of_main;

static async void buffered_elsewhere(void)
{
    char c, *line;
    size_t done = 0;
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_reader_until: it belongs to another thread's loop
    if (is("until"))
        await ac_reader_until(&reader_of_main, &line, '.');
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_reader_line: it belongs to another thread's loop
    if (is("line"))
        await ac_reader_line(&reader_of_main, &line);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_reader_exact: it belongs to another thread's loop
    if (is("exact"))
        await ac_reader_exact(&reader_of_main, &c, 1, &done);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_reader_some: it belongs to another thread's loop
    if (is("some"))
        await ac_reader_some(&reader_of_main, &c, 1);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_writer_put: it belongs to another thread's loop
    if (is("put"))
        await ac_writer_put(&writer_of_main, "x", 1);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_writer_flush: it belongs to another thread's loop
    if (is("flush"))
        await ac_writer_flush(&writer_of_main);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_copy: it belongs to another thread's loop
    if (is("copy"))
        await ac_copy(&reader_of_main, NULL, NULL);
}

static async int used_elsewhere(void)
{
    int n = 0;
    ac_dir_entry entry;
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_scope_cancel: it belongs to another thread's loop
    if (is("scope"))
        ac_scope_cancel(scope_of_main);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_spawn_in: it belongs to another thread's loop
    if (is("scope-spawn"))
        ac_spawn_in(scope_of_main, nothing());
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_dir_next: it belongs to another thread's loop
    if (is("dir"))
        await ac_dir_next(dir_of_main, &entry);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_dir_close: it belongs to another thread's loop
    if (is("dir-close"))
        ac_dir_close(dir_of_main);
    await buffered_elsewhere();
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_mutex_lock: it belongs to another thread's loop
    if (is("used-lock"))
        await ac_mutex_lock(&used_mutex);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_mutex_trylock: it belongs to another thread's loop
    if (is("used-trylock"))
        ac_mutex_trylock(&used_mutex);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_mutex_unlock: it belongs to another thread's loop
    if (is("used-unlock"))
        ac_mutex_unlock(&used_mutex);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_rwlock_rdlock: it belongs to another thread's loop
    if (is("used-rdlock"))
        await ac_rwlock_rdlock(&used_rwlock);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_notify_one: it belongs to another thread's loop
    if (is("used-notify"))
        ac_notify_one(&used_notify);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_once_begin: it belongs to another thread's loop
    if (is("used-once"))
        await ac_once_begin(&used_once);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_try_send: it belongs to another thread's loop
    if (is("used-try-send"))
        ac_try_send(&used_channel, &n);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_recv: it belongs to another thread's loop
    if (is("used-recv"))
        await ac_recv(&used_channel, &n);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_channel_close: it belongs to another thread's loop
    if (is("used-close"))
        ac_channel_close(&used_channel);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_oneshot_send: it belongs to another thread's loop
    if (is("used-oneshot"))
        ac_oneshot_send(&used_oneshot, &n);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_oneshot_close: it belongs to another thread's loop
    if (is("used-oneshot-close"))
        ac_oneshot_close(&used_oneshot);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_broadcast_send: it belongs to another thread's loop
    if (is("used-broadcast"))
        ac_broadcast_send(&used_broadcast, &n);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_broadcast_recv: it belongs to another thread's loop
    if (is("used-receiver"))
        await ac_broadcast_recv(&used_receiver, &n);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_watch_set: it belongs to another thread's loop
    if (is("used-watch"))
        ac_watch_set(&used_watch, &n);
    return 0;
}

static async void used_here(void)
{
    int n = 1;
    ac_io *other;
    char in[8], out[8];
    CHECK_EQ(await ac_dir_open(&dir_of_main, "/proc"), 0);
    CHECK_EQ(ac_socketpair(&io_of_main, &other), 0);
    ac_reader_init(&reader_of_main, io_of_main, in, sizeof in);
    ac_writer_init(&writer_of_main, io_of_main, out, sizeof out);
    CHECK_EQ(await ac_writer_put(&writer_of_main, "y", 1), 0);
    CHECK_EQ(await ac_mutex_lock(&used_mutex), 0);
    CHECK_EQ(await ac_rwlock_rdlock(&used_rwlock), 0);
    ac_notify_one(&used_notify);
    CHECK_EQ(await ac_once_begin(&used_once), 1);
    ac_once_end(&used_once, true);
    CHECK_EQ(ac_try_send(&used_channel, &n), 0);
    CHECK_EQ(ac_oneshot_send(&used_oneshot, &n), 0);
    used_receiver = ac_broadcast_subscribe(&used_broadcast);
    CHECK_EQ(ac_broadcast_send(&used_broadcast, &n), 0);
    CHECK_EQ(ac_watch_set(&used_watch, &n), 0);
    ac_scope (s) {
        scope_of_main = s;
        CHECK_EQ(await ac_remote_join(ac_spawn_on(1, used_elsewhere()), NULL), 0);
        ac_spawn_in(s, waits());
        ac_scope_cancel(s);
    }
    ac_mutex_unlock(&used_mutex);
    ac_rwlock_unlock(&used_rwlock);
    CHECK_EQ(await ac_recv(&used_channel, &n), 0);
    ac_channel_close(&used_channel);
    CHECK_EQ(await ac_broadcast_recv(&used_receiver, &n), 0);
    ac_dir_close(NULL);
    await ac_io_close(other);
    await ac_io_close(io_of_main);
}

// What is as it was before its first use may go to another loop, and memory may become what it was
// before.
typedef struct {
    ac_mutex mutex;
    ac_rwlock rwlock;
    ac_semaphore semaphore;
    ac_notify notify;
    ac_barrier barrier;
    ac_once once;
    int slots[5];
    ac_channel channel;
    ac_oneshot oneshot;
    ac_broadcast broadcast;
    ac_watch watch;
} objects;

static void init_all(objects *o)
{
    int n = 0;
    ac_mutex_init(&o->mutex);
    ac_rwlock_init(&o->rwlock);
    ac_semaphore_init(&o->semaphore, 2);
    ac_notify_init(&o->notify);
    ac_barrier_init(&o->barrier, 1);
    ac_once_init(&o->once);
    ac_channel_init(&o->channel, &o->slots[0], sizeof n, 2);
    ac_oneshot_init(&o->oneshot, &o->slots[2], sizeof n);
    ac_broadcast_init(&o->broadcast, &o->slots[3], sizeof n, 1);
    ac_watch_init(&o->watch, &o->slots[4], sizeof n);
}

static async void cancel_scope(ac_scope *s)
{
    ac_spawn_in(s, nothing());
    ac_scope_cancel(s);
}

static async int use_and_leave_idle(objects *o)
{
    int n = 1;
    ac_scope (s) {
        ac_spawn_in(s, cancel_scope(s));
        await ac_all(cancel_scope(s), nothing());
    }
    CHECK_EQ(await ac_mutex_lock(&o->mutex), 0);
    ac_mutex_unlock(&o->mutex);
    CHECK_EQ(ac_rwlock_trywrlock(&o->rwlock), 0);
    ac_rwlock_unlock(&o->rwlock);
    CHECK_EQ(ac_semaphore_tryacquire(&o->semaphore, 1), 0);
    ac_semaphore_release(&o->semaphore, 1);
    ac_notify_one(&o->notify);
    CHECK_EQ(await ac_notify_wait(&o->notify), 0);
    CHECK_EQ(await ac_barrier_wait(&o->barrier), 1);
    CHECK_EQ(await ac_once_begin(&o->once), 1);
    ac_once_end(&o->once, false);
    CHECK_EQ(ac_try_send(&o->channel, &n), 0);
    CHECK_EQ(await ac_recv(&o->channel, &n), 0);
    CHECK_EQ(await ac_timeout(0, ac_recv(&o->channel, &n)), AC_ETIMEDOUT);
    return 0;
}

static async int use(objects *o)
{
    int n = 1;
    ac_receiver receiver = ac_broadcast_subscribe(&o->broadcast);
    await use_and_leave_idle(o);
    CHECK_EQ(ac_mutex_trylock(&o->mutex), 0);
    CHECK_EQ(ac_rwlock_tryrdlock(&o->rwlock), 0);
    CHECK_EQ(ac_semaphore_tryacquire(&o->semaphore, 2), 0);
    ac_notify_one(&o->notify);
    CHECK_EQ(await ac_once_begin(&o->once), 1);
    CHECK_EQ(ac_try_send(&o->channel, &n), 0);
    ac_channel_close(&o->channel);
    CHECK_EQ(ac_oneshot_send(&o->oneshot, &n), 0);
    CHECK_EQ(ac_broadcast_send(&o->broadcast, &n), 0);
    CHECK_EQ(await ac_broadcast_recv(&receiver, &n), 0);
    CHECK_EQ(ac_watch_set(&o->watch, &n), 0);
    ac_watch_close(&o->watch);
    return 0;
}

static async void handed_over(void)
{
    objects o;
    for (int i = 0; i < 4; i++) {
        init_all(&o);
        for (int k = 0; k < 4; k++)
            CHECK_EQ(await ac_remote_join(ac_spawn_on(k % 2, use_and_leave_idle(&o)), NULL), 0);
        CHECK_EQ(await ac_remote_join(ac_spawn_on(i % 2, use(&o)), NULL), 0);
    }
}

// A loop that has ended has nothing any more.
static objects left;

static async void after_the_end(void)
{
    int n = 1;
    CHECK_EQ(ac_mutex_trylock(&left.mutex), AC_EBUSY);
    CHECK_EQ(await ac_notify_wait(&left.notify), 0);
    CHECK_EQ(ac_try_send(&left.channel, &n), AC_EPIPE);
    CHECK_EQ(await ac_recv(&left.channel, &n), 0);
    CHECK_EQ(ac_watch_set(&left.watch, &n), AC_EPIPE);
    ac_dir_close(dir_of_main);
}

static void *on_another_thread(void *none)
{
    ac_run(after_the_end());
    return none;
}

// What stands in the buffers does not concern the stream.
static async void closed_buffered(void)
{
    ac_io *a, *b;
    char in[8], out[8], rest[2], *line;
    size_t done = 0;
    ac_reader reader;
    ac_writer writer;
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    CHECK_EQ(await ac_write(b, "a\nbcd.e", 7), 0);
    ac_reader_init(&reader, a, in, sizeof in);
    ac_writer_init(&writer, a, out, sizeof out);
    CHECK_EQ(await ac_reader_line(&reader, &line), 1);
    await ac_timeout(0, ac_read(a, rest, 1)); // libuv has a handle from now on, which lingers
    await ac_io_close(b);
    await ac_io_close(a);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_reader_line: it is closed already
    if (is("closed-line"))
        await ac_reader_line(&reader, &line);
    CHECK_EQ(await ac_reader_some(&reader, rest, 1), 1);
    CHECK_EQ(await ac_reader_until(&reader, &line, '.'), 3);
    CHECK_EQ(await ac_reader_exact(&reader, rest, 1, &done), 0);
    CHECK_EQ(await ac_writer_flush(&writer), 0);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_reader_some: it is closed already
    if (is("closed-reader"))
        await ac_reader_some(&reader, rest, 1);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_writer_put: it is closed already
    if (is("closed-put"))
        await ac_writer_put(&writer, "x", 1);
    writer.end = 1;
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_writer_flush: it is closed already
    if (is("closed-flush"))
        await ac_writer_flush(&writer);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_copy: it is closed already
    if (is("closed-copy"))
        await ac_copy(&reader, writer.io, NULL);
}

static async void nothing_there(void)
{
    ac_io *none = NULL;
    char c;
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_read: it is NULL
    if (is("null-read"))
        await ac_read(none, &c, 1);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_accept: it is NULL
    if (is("null-accept"))
        await ac_accept(&none, NULL);
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_process_wait: it is NULL
    if (is("null-process"))
        await ac_process_wait(NULL, (int[2]){1, 2}); // commas, as without debug
    // CHECK: asyncc: {{.*}}.c:[[#@LINE+2]]: ac_fs_watch_next: it is NULL
    if (is("null-watch"))
        await ac_fs_watch_next(NULL, NULL);
}

static async void all(void)
{
    await handles();
    await ended_tasks();
    await closed_objects();
    await locks();
    await holders();
    await shared_holders();
    await other_loops();
    await used_here();
    await handed_over();
    init_all(&left);
    await use(&left);
    await closed_buffered();
    await nothing_there();
}

int main(int argc, char **argv)
{
    if (argc > 1)
        misuse = argv[1];
    ac_run(all());
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, on_another_thread, NULL), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
}
