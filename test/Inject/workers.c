// Disturbed at any place, tasks on other workers are joined or freed, and the workers end.
// RUN: %python %S/../inject/everywhere --modes wake,cancel,abort,cancel-self,abort-self,expire,malloc,syscall --build %builddir --sanitize "%sanitize" --output %t %s -Wall -Wextra -Werror | FileCheck %s
// CHECK: wake {{.*}} places: ended {{[0-9]+$}}
// CHECK: cancel {{.*}} places: ETASKCANCELED
// CHECK: abort {{.*}} places: ETASKABORTED
// CHECK: syscall {{.*}} places: ended
#include <asyncc.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static _Atomic int inside;

static void all_have_ended(void)
{
    if (inside) {
        fprintf(stderr, "%d functions have not run their exits\n", inside);
        abort();
    }
}

static async int answer(int n)
{
    inside++;
    defer { inside--; }
    await ac_yield();
    await ac_sleep(1);
    return n + 1;
}

static async int ask(int worker, int n)
{
    int got = 0;
    ac_remote *task = ac_spawn_on(worker, answer(n));
    if (!task)
        return AC_ENOMEM;
    int rc = await ac_remote_join(task, &got);
    return rc < 0 ? rc : got;
}

// What goes through comes out: the values' sum is the same on both sides.
static _Atomic int sent, received;

static async int send_some(ac_shared_channel *ch, int n)
{
    int rc = 0;
    for (int i = 1; i <= n && rc == 0; i++) {
        rc = await ac_shared_send(ch, &i);
        if (rc == 0)
            sent += i;
    }
    return rc;
}

static async int receive_some(ac_shared_channel *ch, int n)
{
    int got, rc = 0;
    while (n-- > 0 && (rc = await ac_shared_recv(ch, &got)) == 0)
        received += got;
    return rc;
}

static ac_shared_channel *ch; // freed when all have ended

static void nothing_is_lost(void)
{
    for (int n; ch && ac_shared_try_recv(ch, &n) == 0;)
        received += n;
    ac_shared_channel_free(ch);
    if (sent != received) {
        fprintf(stderr, "%d was sent, %d received\n", sent, received);
        abort();
    }
}

static async void exchange(int worker)
{
    int a = 0, b = 0;
    ch = ac_shared_channel_new(sizeof(int), 1);
    if (!ch)
        return;
    ac_remote_detach(ac_spawn_on(worker, receive_some(ch, 4)));
    ac_remote_detach(ac_spawn_on(worker, send_some(ch, 4)));
    await ac_all(a = send_some(ch, 4), b = receive_some(ch, 4));
    if (a < 0 || b < 0)
        ac_shared_channel_close(ch);
}

static async int serve(ac_listener *listener)
{
    ac_tcp *tcp;
    int rc;
    while ((rc = await ac_tcp_accept(&tcp, listener)) == 0)
        await ac_tcp_close(tcp);
    return rc;
}

async int main(void)
{
    ac_listener *listener;
    int a = 0, b = 0, n;
    atexit(all_have_ended);
    atexit(nothing_is_lost);
    await ac_yield(); // the loop on which something is suspended first is the one that is disturbed
    n = ac_workers_start(2);
    if (n < 0)
        return 1;
    await ac_all(a = ask(n - 1, 1), b = ask(0, 2));
    await exchange(n - 1);
    await ac_timeout(1, a = ask(n - 1, 1));
    ac_remote_detach(ac_spawn_on(n - 1, answer(3)));
    if (ac_tcp_listen(&listener, "127.0.0.1", 0, 0) < 0)
        return 1;
    ac_task *server = ac_spawn(serve(listener));
    if (server)
        ac_detach(server);
    n = await ac_shutdown(100, NULL);
    ac_listener_close(listener);
    return a < 0 || b < 0 ? -1 : n;
}
