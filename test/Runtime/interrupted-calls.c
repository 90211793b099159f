// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// A system call that a signal interrupts is made again: nobody sees it, whatever was waited for, and
// nothing is lost or done twice.
#include "check.h"
#include <asyncc/udp.h>
#include <asyncc/unix.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static int interrupted;

// Every other one is, of each function.
#define CALL(name, params, ...)                                                                    \
    ssize_t name params                                                                            \
    {                                                                                              \
        static __typeof__(&name) real;                                                             \
        static unsigned calls;                                                                     \
        if (!real)                                                                                 \
            real = (__typeof__(&name))dlsym(RTLD_NEXT, #name);                                     \
        if (calls++ % 2 == 0) {                                                                    \
            interrupted++;                                                                         \
            errno = EINTR;                                                                         \
            return -1;                                                                             \
        }                                                                                          \
        return real(__VA_ARGS__);                                                                  \
    }

CALL(recv, (int fd, void *buf, size_t n, int flags), fd, buf, n, flags)
CALL(send, (int fd, const void *buf, size_t n, int flags), fd, buf, n, flags)
CALL(recvmsg, (int fd, struct msghdr *m, int flags), fd, m, flags)
CALL(sendmsg, (int fd, const struct msghdr *m, int flags), fd, m, flags)
CALL(sendto, (int fd, const void *buf, size_t n, int flags, const struct sockaddr *to, socklen_t size),
     fd, buf, n, flags, to, size)
CALL(recvfrom, (int fd, void *buf, size_t n, int flags, struct sockaddr *from, socklen_t *size), fd,
     buf, n, flags, from, size)
CALL(sendfile, (int to, int from, off_t *offset, size_t n), to, from, offset, n)

enum { BYTES = 3 * 1024 * 1024 }; // more than a socket takes at once

static async void put(ac_io *io, const char *out)
{
    // Ready at once, and behind waits.
    CHECK_EQ(await ac_write(io, out, BYTES), 0);
    struct iovec v[] = {{(char *)out, 100}, {(char *)out + 100, BYTES - 100}};
    CHECK_EQ(await ac_writev(io, v, 2), 0);
    FILE *file = tmpfile();
    CHECK(file && fwrite(out, BYTES, 1, file) == 1 && !fflush(file));
    CHECK_EQ(await ac_sendfile(io, fileno(file), 0, BYTES), 0);
    fclose(file);
    for (size_t at = 0; at < BYTES;) {
        int n = ac_try_write(io, out + at, BYTES - at);
        if (n == AC_EAGAIN) {
            await ac_yield();
            continue;
        }
        CHECK(n > 0);
        at += (size_t)n;
    }
    int fds[2], pipe_fds[2];
    CHECK(!pipe(pipe_fds));
    fds[0] = pipe_fds[0], fds[1] = pipe_fds[1];
    CHECK_EQ(await ac_send_fds(io, "fds", 3, fds, 2), 0);
    CHECK(!close(fds[0]) && !close(fds[1]));
    CHECK_EQ(await ac_io_close(io), 0);
}

static async void get(ac_io *io, const char *out)
{
    static char in[BYTES];
    for (int round = 0; round < 4; round++) {
        for (size_t at = 0; at < BYTES;) {
            int n;
            if (round % 2) {
                CHECK_EQ(await ac_readable(io), 0);
                n = ac_try_read(io, in + at, BYTES - at);
                if (n == AC_EAGAIN)
                    continue;
            } else {
                n = await ac_read(io, in + at, BYTES - at);
            }
            CHECK(n > 0);
            at += (size_t)n;
        }
        CHECK(!memcmp(in, out, BYTES));
    }
    int fds[2], count;
    CHECK_EQ(await ac_recv_fds(io, in, 3, fds, 2, &count), 3);
    CHECK_EQ(count, 2);
    CHECK(write(fds[1], "x", 1) == 1 && read(fds[0], in, 1) == 1);
    CHECK(!close(fds[0]) && !close(fds[1]));
    CHECK_EQ(await ac_read(io, in, sizeof in), 0);
    CHECK_EQ(await ac_io_close(io), 0);
}

static async void datagrams(void)
{
    ac_io *a, *b;
    ac_address at, from;
    char in[8];
    CHECK_EQ(ac_udp_bind(&a, "127.0.0.1", 0), 0);
    CHECK_EQ(ac_udp_bind(&b, "127.0.0.1", 0), 0);
    CHECK_EQ(ac_udp_local(b, &at), 0);
    for (int i = 0; i < 5; i++) {
        CHECK_EQ(await ac_udp_send(a, "again", 5, &at), 0);
        CHECK_EQ(await ac_udp_recv(b, in, sizeof in, &from), 5);
        CHECK(!memcmp(in, "again", 5));
    }
    CHECK_EQ(await ac_timeout(20, ac_udp_recv(b, in, sizeof in, &from)), AC_ETIMEDOUT);
    CHECK_EQ(await ac_io_close(a), 0);
    CHECK_EQ(await ac_io_close(b), 0);
}

async int main(void)
{
    static char out[BYTES];
    ac_io *a, *b;
    for (size_t i = 0; i < BYTES; i++)
        out[i] = (char)(i * 31 >> 3);
    CHECK_EQ(ac_socketpair(&a, &b), 0);
    await ac_all(put(a, out), get(b, out), datagrams());
    CHECK(interrupted > 30);
    return 0;
}
