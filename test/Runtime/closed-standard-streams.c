// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// A program whose standard streams are closed, at its start or later, has nothing else in their
// place, nor have its children; and its loop ends.
#include "check.h"
#include <asyncc/process.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

static void close_all(void)
{
    for (int fd = 0; fd < 3; fd++)
        close(fd);
}

static bool are_null(void)
{
    struct stat null, st;
    bool all = !stat("/dev/null", &null);
    for (int fd = 0; fd < 3; fd++)
        all = all && !fstat(fd, &st) && st.st_rdev == null.st_rdev;
    return all;
}

static async int run(const char *script, int what)
{
    ac_process *process;
    ac_io *pipes[3];
    ac_process_options options = {.file = "sh",
                                  .args = (char *[]){"sh", "-c", (char *)script, NULL},
                                  .in = what,
                                  .out = what,
                                  .err = what};
    int rc = ac_process_start(&process, &options, pipes);
    if (rc < 0)
        return rc;
    rc = await ac_process_wait(process, NULL);
    ac_process_close(process);
    for (int i = 0; i < 3; i++)
        await ac_io_close(pipes[i]);
    return rc;
}

static async int test(void)
{
    static const char script[] =
        "for n in 0 1 2; do [ /dev/fd/$n -ef /dev/null ] || exit 1; done; exit 7";
    // Before the loop was made, and in the running loop.
    for (int i = 0; i < 2; i++) {
        CHECK(i || are_null());
        CHECK_EQ(await run(script, AC_STDIO_INHERIT), 7);
        CHECK(are_null());
        close_all();
        CHECK_EQ(await run("exit 8", AC_STDIO_PIPE), 8);
        close_all();
        CHECK_EQ(await run(script, AC_STDIO_NULL), 7);
        close_all();
    }
    // What keeps a program from being run is told.
    ac_process *process;
    ac_process_options none = {.file = "/none/none", .args = (char *[]){"none", NULL}};
    CHECK_EQ(ac_process_start(&process, &none, NULL), AC_ENOENT);
    close_all();
    return 0;
}

int main(void)
{
    stderr = fdopen(fcntl(STDERR_FILENO, F_DUPFD, 100), "w");
    for (int i = 0; i < 2; i++) {
        close_all();
        CHECK_EQ(ac_run(test()), 0);
    }
}
