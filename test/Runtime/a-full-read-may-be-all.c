// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// A read that fills its buffer is followed by another one where more is to be expected, which was
// there the last time; not where messages are as long as the buffer, or are datagrams. Calls are
// counted.
#include "check.h"
#include <asyncc/udp.h>
#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

enum { ROUNDS = 400, PIECE = 1024, PIECES = 16 };

static int in_vain, asked;

ssize_t recv(int fd, void *buf, size_t n, int flags)
{
    ssize_t (*real)(int, void *, size_t, int) =
        (ssize_t(*)(int, void *, size_t, int))dlsym(RTLD_NEXT, "recv");
    ssize_t got = real(fd, buf, n, flags);
    in_vain += got < 0 && errno == EAGAIN;
    return got;
}

ssize_t recvfrom(int fd, void *buf, size_t n, int flags, struct sockaddr *from, socklen_t *length)
{
    ssize_t (*real)(int, void *, size_t, int, struct sockaddr *, socklen_t *) =
        (ssize_t(*)(int, void *, size_t, int, struct sockaddr *, socklen_t *))dlsym(RTLD_NEXT,
                                                                                    "recvfrom");
    ssize_t got = real(fd, buf, n, flags, from, length);
    in_vain += got < 0 && errno == EAGAIN;
    return got;
}

// libuv's calls come here.
int epoll_wait(int epoll, struct epoll_event *events, int most, int ms)
{
    int (*real)(int, struct epoll_event *, int, int) =
        (int (*)(int, struct epoll_event *, int, int))dlsym(RTLD_NEXT, "epoll_wait");
    asked++;
    return real(epoll, events, most, ms);
}

int epoll_pwait(int epoll, struct epoll_event *events, int most, int ms, const sigset_t *set)
{
    int (*real)(int, struct epoll_event *, int, int, const sigset_t *) =
        (int (*)(int, struct epoll_event *, int, int, const sigset_t *))dlsym(RTLD_NEXT,
                                                                              "epoll_pwait");
    asked++;
    return real(epoll, events, most, ms, set);
}

// Reads messages in pieces, and answers each with a byte.
static async void answer(ac_io *io, int pieces)
{
    char buf[PIECE];
    for (int i = 0; i < ROUNDS; i++) {
        for (int k = 0; k < pieces; k++)
            CHECK_EQ(await ac_read(io, buf, sizeof buf), PIECE);
        CHECK_EQ(await ac_write(io, "", 1), 0);
    }
}

static async void talk(int pieces)
{
    static const char message[PIECE * PIECES];
    char reply[2];
    ac_io *a, *b;
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    in_vain = asked = 0;
    ac_task *t = ac_spawn(answer(a, pieces));
    for (int i = 0; i < ROUNDS; i++) {
        CHECK_EQ(await ac_write(b, message, (size_t)(PIECE * pieces)), 0);
        CHECK_EQ(await ac_read(b, reply, sizeof reply), 1);
    }
    CHECK_EQ(await ac_join(t, NULL), 0);
    await ac_io_close(a);
    await ac_io_close(b);
}

static async void receive(ac_io *io)
{
    char c;
    for (int i = 0; i < ROUNDS; i++)
        CHECK_EQ(await ac_udp_recv(io, &c, 1, NULL), 1);
}

static async void talk_by_datagrams(void)
{
    ac_address at;
    ac_io *a, *b;
    CHECK_EQ(ac_udp_bind(&a, "127.0.0.1", 0), 0);
    CHECK_EQ(ac_udp_bind(&b, "127.0.0.1", 0), 0);
    CHECK_EQ(ac_udp_local(a, &at), 0);
    in_vain = asked = 0;
    ac_task *t = ac_spawn(receive(a));
    for (int i = 0; i < ROUNDS; i++) {
        CHECK_EQ(await ac_udp_send(b, "", 1, &at), 0);
        await ac_sleep(1);
    }
    CHECK_EQ(await ac_join(t, NULL), 0);
    await ac_io_close(a);
    await ac_io_close(b);
}

async int main(void)
{
    await talk(1);
    CHECK(in_vain < ROUNDS / 4);
    await talk(PIECES); // one call in vain for each message is less than an event for each piece
    CHECK(asked < 4 * ROUNDS);
    await talk_by_datagrams();
    CHECK(in_vain < ROUNDS / 4);
    return 0;
}
