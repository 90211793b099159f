// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// What an int cannot count is no line; a file's own position is no place to send from; a descriptor that the kernel
// brings and nobody asked ac_recv_fds for is closed.
#include "check.h"
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef SO_PASSPIDFD
#define SO_PASSPIDFD 76
#endif

static int open_descriptors(void)
{
    int n = 0;
    DIR *list = opendir("/proc/self/fd");
    while (list && readdir(list))
        n++;
    if (list)
        closedir(list);
    return n;
}

// A buffer with zeros for its pages, none of them in memory of its own.
static async int long_lines(ac_io *from)
{
    size_t size = (size_t)INT_MAX + 4096;
    char *buf = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0), *line;
    if (buf == MAP_FAILED)
        return 0;
    ac_reader r;
    ac_reader_init(&r, from, buf, size);
    r.end = size - 1;
    buf[(size_t)INT_MAX] = '\n';
    CHECK(await ac_reader_until(&r, &line, '\n') == AC_ENOBUFS);
    CHECK(await ac_reader_line(&r, &line) == AC_ENOBUFS);
    r.begin = 1;
    CHECK(await ac_reader_until(&r, &line, '\n') == INT_MAX && line == buf + 1);
    buf[(size_t)INT_MAX] = 0;
    r.begin = 0;
    CHECK(await ac_reader_line(&r, &line) == AC_ENOBUFS); // at the end of the stream
    munmap(buf, size);
    return 0;
}

static async int descriptors_of_senders(void)
{
    ac_io *a, *b;
    int on = 1, fds[2], count;
    char byte;
    CHECK(ac_socketpair(&a, &b) == 0);
    if (setsockopt(ac_io_fd(b), SOL_SOCKET, SO_PASSPIDFD, &on, sizeof on) == 0) {
        int before = open_descriptors(), sent = STDERR_FILENO;
        CHECK(await ac_write(a, "x", 1) == 0);
        CHECK(await ac_recv_fds(b, &byte, 1, fds, 2, &count) == 1 && count == 0);
        CHECK(await ac_send_fds(a, "y", 1, &sent, 1) == 0);
        CHECK(await ac_recv_fds(b, &byte, 1, fds, 2, &count) == 1 && count == 1);
        close(fds[0]);
        CHECK(open_descriptors() == before);
    }
    (void)await ac_io_close(a);
    (void)await ac_io_close(b);
    return 0;
}

async int main(void)
{
    ac_io *a, *b;
    CHECK(ac_socketpair(&a, &b) == 0);
    int fd = open("/proc/self/exe", O_RDONLY);
    CHECK(fd >= 0);
    CHECK(await ac_sendfile(a, fd, -1, 10) == AC_EINVAL && lseek(fd, 0, SEEK_CUR) == 0);
    CHECK(await ac_sendfile(a, fd, INT64_MIN, 10) == AC_EINVAL);
    close(fd);
    (void)await ac_io_close(a);
    await long_lines(b);
    (void)await ac_io_close(b);
    await descriptors_of_senders();
    return 0;
}
