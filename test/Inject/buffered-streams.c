// Disturbed at any place, a file goes through sendfile, a copy and a reader to somebody who polls
// for the answer: no byte is another one than was sent, and everything is closed.
// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: %python %S/../inject/everywhere --modes wake,cancel,abort,cancel-self,abort-self --build %builddir --sanitize "%sanitize" --output %t %s -Wall -Wextra -Werror -- %t.dir | FileCheck %s
// CHECK: wake {{.*}} places: ended {{[0-9]+$}}
// CHECK: cancel {{.*}} places: ETASKCANCELED {{[0-9]+}}
// CHECK: abort {{.*}} places: {{.*}}ETASKABORTED {{[0-9]+}}
// CHECK: cancel-self {{.*}} places: ETASKCANCELED {{[0-9]+}}
// CHECK: abort-self {{.*}} places: {{.*}}ETASKABORTED {{[0-9]+}}
#include <asyncc.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { LINES = 3000 };

static async int make_file(const char *dir, int *size)
{
    char path[300], text[LINES * 6 + 1];
    snprintf(path, sizeof path, "%s/file", dir);
    *size = 0;
    for (int i = 0; i < LINES; i++)
        *size += snprintf(text + *size, 7, "%05d\n", i);
    int fd = await ac_open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd < 0)
        return fd;
    bool good = false;
    defer
    {
        if (!good)
            await ac_close(fd);
    }
    int rc = await ac_pwrite(fd, text, (size_t)*size, 0);
    good = rc == 0;
    return good ? fd : rc;
}

static async int send_file(ac_io *to, int fd, int size)
{
    int rc = await ac_sendfile(to, fd, 0, (uint64_t)size);
    await ac_io_close(to);
    return rc;
}

static async int copy(ac_io *from, ac_io *to)
{
    char buf[1000];
    ac_reader r;
    uint64_t count = 0;
    ac_reader_init(&r, from, buf, sizeof buf);
    int rc = await ac_copy(&r, to, &count);
    await ac_io_close(from);
    await ac_io_close(to);
    return rc;
}

static async int count_lines(ac_io *from)
{
    char buf[100], *line;
    ac_reader r;
    int rc, n = 0;
    ac_reader_init(&r, from, buf, sizeof buf);
    while ((rc = await ac_reader_line(&r, &line)) >= 0)
        if (rc == 5 && atoi(line) != n++) // a shorter one is the last, of a copy that was stopped
            abort();
    await ac_io_close(from);
    return rc == AC_EOF ? n : rc;
}

static async int poll_a_while(int fd)
{
    int rc = 0;
    await ac_timeout(5, rc = ac_poll_fd(fd, AC_READABLE));
    return rc;
}

static async int run(int fd, int size)
{
    ac_io *a, *b, *c, *d;
    int foreign[2], got = 0;
    if (ac_socketpair(&a, &b) < 0)
        return AC_ENOMEM;
    if (ac_socketpair(&c, &d) < 0) {
        await ac_io_close(a);
        await ac_io_close(b);
        return AC_ENOMEM;
    }
    if (pipe(foreign))
        abort();
    defer
    {
        close(foreign[0]);
        close(foreign[1]);
    }
    await ac_all(send_file(a, fd, size), copy(b, c), got = count_lines(d),
                 poll_a_while(foreign[0]));
    return got;
}

async int main(int argc, char **argv)
{
    int size, fd = await make_file(argv[argc - 1], &size);
    if (fd < 0)
        return fd;
    defer
    {
        await ac_close(fd);
    }
    return await run(fd, size);
}
