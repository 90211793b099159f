// Disturbed at any place, the server and its clients end, close what they opened, and no byte that
// was read is another one than was sent.
// RUN: %python %S/../inject/everywhere --modes wake,cancel,abort --build %builddir --sanitize "%sanitize" --output %t %s -Wall -Wextra -Werror | FileCheck %s
// CHECK: wake {{.*}} places: ended {{[0-9]+$}}
// CHECK: cancel {{.*}} places: ETASKCANCELED
// CHECK: abort {{.*}} places: ETASKABORTED
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLIENTS = 3, LENGTH = 200000 };

static char byte_at(int client, int i)
{
    return (char)(client * 31 + i * 7 + i / 251);
}

static void check(char byte, int client, int i)
{
    if (byte == byte_at(client, i))
        return;
    fprintf(stderr, "client %d: byte %d is wrong\n", client, i);
    abort();
}

static async int serve(ac_tcp *tcp)
{
    char buf[5000];
    int n;
    while ((n = await ac_read(tcp, buf, sizeof buf)) > 0)
        if ((n = await ac_write(tcp, buf, (size_t)n)) < 0)
            break;
    await ac_tcp_close(tcp);
    return n;
}

static async int accept_clients(ac_listener *listener)
{
    ac_task *tasks[CLIENTS];
    int count = 0, rc = 0;
    while (count < CLIENTS) {
        ac_tcp *tcp;
        rc = await ac_tcp_accept(&tcp, listener);
        if (rc < 0)
            break;
        tasks[count] = ac_spawn(serve(tcp));
        if (tasks[count])
            count++;
        else
            await ac_tcp_close(tcp);
    }
    while (count > 0)
        if (await ac_join(tasks[--count], NULL) == AC_ECANCELED) {
            // The handle is still ours: pass the request on.
            ac_cancel(tasks[count]);
            ac_detach(tasks[count]);
        }
    return rc;
}

static async int send_all(ac_tcp *tcp, int client)
{
    char buf[LENGTH];
    for (int i = 0; i < LENGTH; i++)
        buf[i] = byte_at(client, i);
    int rc = await ac_write(tcp, buf, sizeof buf);
    return rc < 0 ? rc : await ac_tcp_shutdown(tcp);
}

static async int client(int number, int port)
{
    ac_tcp *tcp;
    int rc = await ac_tcp_connect(&tcp, "127.0.0.1", port), got = 0, n = 0;
    if (rc < 0)
        return rc;
    ac_task *sender = ac_spawn(send_all(tcp, number));
    char buf[3000];
    while (sender && (n = await ac_read(tcp, buf, sizeof buf)) > 0)
        for (int i = 0; i < n; i++)
            check(buf[i], number, got++);
    ac_cancel(sender);
    if (await ac_join(sender, NULL) == AC_ECANCELED)
        ac_detach(sender);
    await ac_tcp_close(tcp);
    return n < 0 ? n : got;
}

async int main(void)
{
    ac_listener *listener;
    int rc = ac_tcp_listen(&listener, "127.0.0.1", 0, 0), sum = 0;
    if (rc < 0)
        return 1;
    ac_task *server = ac_spawn(accept_clients(listener)), *clients[CLIENTS];
    for (int i = 0; i < CLIENTS; i++)
        clients[i] = ac_spawn(client(i, ac_listener_port(listener)));
    for (int i = 0; i < CLIENTS; i++) {
        int got = 0;
        rc = await ac_join(clients[i], &got);
        if (rc == AC_ECANCELED) {
            ac_cancel(clients[i]);
            ac_detach(clients[i]);
        }
        sum += got;
    }
    ac_cancel(server);
    if (await ac_join(server, NULL) == AC_ECANCELED)
        ac_detach(server);
    ac_listener_close(listener);
    printf("%d bytes\n", sum);
    return 0;
}
