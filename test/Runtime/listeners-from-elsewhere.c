// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t %t.dir
// Listeners of descriptors that others have opened, and that others share: they go on to listen
// when one of them has been closed or shut down.
#include "check.h"
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char path[108];

static int tcp_socket(bool listens)
{
    struct sockaddr_in any = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), buffer = 4096;
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(fd >= 0);
    CHECK_EQ(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer), 0);
    CHECK_EQ(bind(fd, (struct sockaddr *)&any, sizeof any), 0);
    if (listens)
        CHECK_EQ(listen(fd, 5), 0);
    return fd;
}

static int option(int fd, int level, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    CHECK_EQ(getsockopt(fd, level, name, &value, &length), 0);
    return value;
}

// A connection through it carries a byte each way.
static async void serves(ac_listener *l)
{
    ac_tcp *a, *b;
    char c = 0;
    CHECK_EQ(await ac_tcp_connect(&a, "127.0.0.1", ac_listener_port(l)), 0);
    CHECK_EQ(await ac_accept(&b, l), 0);
    CHECK_EQ(await ac_write(a, "x", 1), 0);
    CHECK_EQ(await ac_read(b, &c, 1), 1);
    CHECK_EQ(await ac_write(b, &c, 1), 0);
    CHECK_EQ(await ac_read(a, &c, 1), 1);
    CHECK_EQ(c, 'x');
    CHECK_EQ(option(ac_io_fd(b), IPPROTO_TCP, TCP_NODELAY), 0);
    CHECK_EQ(option(ac_io_fd(b), SOL_SOCKET, SO_RCVBUF),
             option(ac_listener_fd(l), SOL_SOCKET, SO_RCVBUF));
    await ac_io_close(a);
    await ac_io_close(b);
}

static async void its_options_remain(void)
{
    ac_listener *l;
    int fd = tcp_socket(true);
    CHECK_EQ(ac_listener_open(&l, fd), 0);
    CHECK_EQ(ac_listener_fd(l), fd);
    CHECK(fcntl(fd, F_GETFL) & O_NONBLOCK);
    await serves(l);
    ac_listener_close(l);
    CHECK_EQ(fcntl(fd, F_GETFL), -1);
    CHECK_EQ(errno, EBADF);
}

// Of others nothing is made, and nothing is taken.
static async void not_of_others(void)
{
    ac_listener *l;
    int idle = tcp_socket(false), datagrams = socket(AF_INET, SOCK_DGRAM, 0);
    int packets = socket(AF_UNIX, SOCK_SEQPACKET, 0), ends[2];
    struct sockaddr_un none = {.sun_family = AF_UNIX};
    CHECK_EQ(bind(packets, (struct sockaddr *)&none, sizeof none.sun_family), 0); // any name
    CHECK_EQ(listen(packets, 5), 0);
    CHECK_EQ(pipe(ends), 0);
    int wrong[] = {idle, datagrams, packets, ends[0]};
    for (int i = 0; i < 4; i++) {
        CHECK_EQ(ac_listener_open(&l, wrong[i]), AC_EINVAL);
        CHECK(!l);
        CHECK(!(fcntl(wrong[i], F_GETFL) & O_NONBLOCK));
        close(wrong[i]);
        CHECK_EQ(ac_listener_open(&l, wrong[i]), AC_EBADF);
    }
    CHECK_EQ(ac_listener_open(&l, -1), AC_EBADF);
    close(ends[1]);
}

static async void its_path_remains(void)
{
    ac_listener *l;
    ac_io *a, *b;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    strcpy(address.sun_path, path);
    CHECK_EQ(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    CHECK_EQ(listen(fd, 5), 0);
    CHECK_EQ(ac_listener_open(&l, fd), 0);
    CHECK_EQ(ac_listener_port(l), AC_EINVAL);
    CHECK_EQ(await ac_unix_connect(&a, path), 0);
    CHECK_EQ(await ac_accept(&b, l), 0);
    await ac_io_close(a);
    await ac_io_close(b);
    ac_listener_close(l);
    CHECK_EQ(access(path, F_OK), 0);
}

// Returns a copy of a listener's descriptor, with a connection in line that has come after the end.
static async int shut_down(int *client)
{
    ac_listener *l, *m;
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    CHECK_EQ(ac_tcp_listen(&l, "127.0.0.1", 0, 0), 0);
    int copy = dup(ac_listener_fd(l));
    CHECK_EQ(await ac_shutdown(0, NULL), 0);
    CHECK(ac_listener_fd(l) < 0);
    CHECK(ac_listener_port(l) < 0);
    CHECK_EQ(ac_listener_open(&m, copy), AC_ECANCELED);
    CHECK(!m);
    CHECK_EQ(getsockname(copy, (struct sockaddr *)&address, &length), 0);
    *client = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(connect(*client, (struct sockaddr *)&address, length), 0);
    ac_listener_close(l);
    return copy;
}

static async void goes_on(int copy, int client)
{
    ac_listener *l;
    ac_io *a, *b;
    char c = 0;
    CHECK_EQ(ac_listener_open(&l, copy), 0);
    CHECK_EQ(ac_io_open(&a, client), 0);
    CHECK_EQ(await ac_accept(&b, l), 0);
    CHECK_EQ(await ac_write(a, "y", 1), 0);
    CHECK_EQ(await ac_read(b, &c, 1), 1);
    CHECK_EQ(c, 'y');
    await ac_io_close(a);
    await ac_io_close(b);
    ac_listener_close(l);
}

int main(int argc, char **argv)
{
    int client, copy;
    CHECK_EQ(argc, 2);
    snprintf(path, sizeof path, "%s/socket", argv[1]);
    ac_run(its_options_remain());
    ac_run(not_of_others());
    ac_run(its_path_remains());
    copy = ac_run(shut_down(&client));
    ac_run(goes_on(copy, client));
}
