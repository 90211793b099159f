// Disturbed at any place, tasks that talk over pipes and unix sockets and hand on descriptors close
// what they hold, and no byte that is read is another one than was sent.
// RUN: %python %S/../inject/everywhere --build %builddir --sanitize "%sanitize" --output %t %s -Wall -Wextra -Werror | FileCheck %s
// CHECK: wake {{.*}} places: ended {{[0-9]+$}}
// CHECK: cancel {{.*}} places: ETASKCANCELED {{[0-9]+}}
// CHECK: abort {{.*}} places: {{.*}}ETASKABORTED {{[0-9]+}}
// CHECK: cancel-self {{.*}} places: ETASKCANCELED {{[0-9]+}}, ended {{[0-9]+$}}
// CHECK: abort-self {{.*}} places: ENOMEM {{[0-9]+}}, ETASKABORTED {{[0-9]+}}
// CHECK: malloc {{.*}} places: ENOMEM {{[0-9]+}}, ended {{[0-9]+$}}
#include <asyncc.h>
#include <sys/uio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PART = 100000, PARTS = 3, LENGTH = PART * PARTS };

static char byte_at(int i)
{
    return (char)(i * 7 + i / 251);
}

// Sends what is asked for through the writing end of a pipe, which it hands over.
static async int serve(ac_io *io, const char *text)
{
    defer
    {
        await ac_io_close(io);
    }
    char c;
    int rc = await ac_read(io, &c, 1);
    if (rc <= 0)
        return rc;
    int ends[2];
    if (pipe(ends))
        return AC_EMFILE;
    rc = await ac_send_fds(io, "p", 1, ends, 1);
    close(ends[0]);
    ac_io *writer;
    int opened = ac_io_open(&writer, ends[1]);
    if (opened < 0) {
        close(ends[1]);
        return opened;
    }
    defer
    {
        await ac_io_close(writer);
    }
    struct iovec v[PARTS];
    for (int i = 0; i < PARTS; i++)
        v[i] = (struct iovec){(char *)text + i * PART, PART};
    return rc < 0 ? rc : await ac_writev(writer, v, PARTS);
}

static async int read_all(ac_io *io)
{
    char buf[7000];
    int n, got = 0;
    while ((n = await ac_read(io, buf, sizeof buf)) > 0)
        for (int i = 0; i < n; i++)
            if (buf[i] != byte_at(got++))
                abort();
    return n < 0 ? n : got;
}

static async int client(const char *name)
{
    ac_io *io, *reader;
    int rc = await ac_unix_connect(&io, name), fd, count;
    char c;
    if (rc < 0)
        return rc;
    defer
    {
        await ac_io_close(io);
    }
    rc = await ac_write(io, "x", 1);
    if (rc < 0)
        return rc;
    rc = await ac_recv_fds(io, &c, 1, &fd, 1, &count);
    if (rc <= 0 || count != 1)
        return rc;
    rc = ac_io_open(&reader, fd);
    if (rc < 0) {
        close(fd);
        return rc;
    }
    defer
    {
        await ac_io_close(reader);
    }
    return await read_all(reader);
}

static async int accept_one(ac_listener *listener, const char *text)
{
    ac_io *io;
    int rc = await ac_accept(&io, listener);
    return rc < 0 ? rc : await serve(io, text);
}

async int main(void)
{
    static char text[LENGTH];
    char name[40];
    ac_listener *listener;
    int got = 0, served = 0;
    for (int i = 0; i < LENGTH; i++)
        text[i] = byte_at(i);
    snprintf(name, sizeof name, "@asyncc-inject-%d", (int)getpid());
    if (ac_unix_listen(&listener, name, 0) < 0)
        return 1;
    defer
    {
        ac_listener_close(listener);
    }
    // If one of the two fails the other shall not wait for it.
    await ac_try_all(got = client(name), served = accept_one(listener, text));
    if (got >= 0 && got != LENGTH && served == 0)
        abort();
    return got;
}
