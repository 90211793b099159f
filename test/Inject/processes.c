// Disturbed at any place, a program that is fed and read ends or is left, its pipes are closed, and
// what comes back is what was sent.
// RUN: %python %S/../inject/everywhere --build %builddir --sanitize "%sanitize" --output %t %s -Wall -Wextra -Werror | FileCheck %s
// CHECK: wake {{.*}} places: ended {{[0-9]+$}}
// CHECK: cancel {{.*}} places: ETASKCANCELED {{[0-9]+}}
// CHECK: abort {{.*}} places: {{.*}}ETASKABORTED {{[0-9]+}}
// CHECK: cancel-self {{.*}} places: ETASKCANCELED {{[0-9]+}}, ended {{[0-9]+$}}
// CHECK: abort-self {{.*}} places: {{.*}}ETASKABORTED {{[0-9]+}}
// CHECK: malloc {{.*}} places: ENOMEM {{[0-9]+}}, ended {{[0-9]+$}}
#include <asyncc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { LENGTH = 200000 };

static async int feed(ac_io *to, const char *text)
{
    defer { await ac_io_close(to); }
    return await ac_write(to, text, LENGTH);
}

static async int drain(ac_io *from, const char *text)
{
    defer { await ac_io_close(from); }
    char buf[5000];
    int n, got = 0;
    while ((n = await ac_read(from, buf, sizeof buf)) > 0) {
        if (memcmp(buf, text + got, (size_t)n))
            abort();
        got += n;
    }
    return n < 0 ? n : got;
}

async int main(void)
{
    static char text[LENGTH];
    for (int i = 0; i < LENGTH; i++)
        text[i] = (char)(i * 7 + i / 251);
    ac_process *process;
    ac_io *pipes[3];
    ac_process_options options = {.file = "cat",
                                  .args = (char *[]){"cat", NULL},
                                  .in = AC_STDIO_PIPE,
                                  .out = AC_STDIO_PIPE};
    int rc = ac_process_start(&process, &options, pipes), sent = 0, got = 0;
    if (rc < 0)
        return rc;
    defer {
        ac_process_kill(process, SIGKILL);
        await ac_process_wait(process, NULL);
        ac_process_close(process);
    }
    await ac_all(sent = feed(pipes[0], text), got = drain(pipes[1], text));
    if (sent == 0 && got >= 0 && got != LENGTH)
        abort();
    return await ac_process_wait(process, NULL);
}
