// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// Of what the kernel tells at once, strands run before all of it is told. A descriptor that one of
// them closes is not told any more, nor is another one that gets its number.
#include "check.h"
#include <fcntl.h>
#include <stdbool.h>
#include <unistd.h>

enum { MANY = 400 }; // several batches

static int foreign[2], again[2];
static bool told_foreign, done;

static async int wait_for(int fd)
{
    return await ac_poll_fd(fd, AC_READABLE);
}

static async int wait_for_foreign(void)
{
    int rc = await wait_for(foreign[0]);
    told_foreign = true;
    return rc;
}

// The first one that runs closes the descriptor of which the kernel has told last.
static async void take(ac_io *io)
{
    char c;
    CHECK_EQ(await ac_read(io, &c, 1), 1);
    if (done)
        return;
    done = true;
    CHECK(!told_foreign);
    ac_poll_fd_end(foreign[0]);
    close(foreign[0]);
    CHECK_EQ(pipe2(again, O_NONBLOCK), 0);
    CHECK_EQ(again[0], foreign[0]);
    CHECK_EQ(await wait_for(again[0]), AC_READABLE);
    CHECK_EQ(read(again[0], &c, 1), 1);
    CHECK_EQ(c, 'n');
}

static async int root(void)
{
    static ac_io *from[MANY], *to[MANY];
    static ac_task *tasks[MANY];
    int rc;
    for (int i = 0; i < MANY; i++) {
        CHECK_EQ(ac_pipe(&from[i], &to[i]), 0);
        tasks[i] = ac_spawn(take(from[i]));
    }
    CHECK_EQ(pipe2(foreign, O_NONBLOCK), 0);
    ac_task *last = ac_spawn(wait_for_foreign());
    await ac_sleep(1); // all wait
    for (int i = 0; i < MANY; i++)
        CHECK_EQ(await ac_write(to[i], "o", 1), 0);
    CHECK_EQ(write(foreign[1], "o", 1), 1);
    await ac_sleep(20);
    CHECK(done);
    CHECK_EQ(write(again[1], "n", 1), 1);
    CHECK_EQ(await ac_join(last, &rc), 0);
    CHECK_EQ(rc, AC_ECANCELED);
    for (int i = 0; i < MANY; i++) {
        CHECK_EQ(await ac_join(tasks[i], NULL), 0);
        await ac_io_close(from[i]);
        await ac_io_close(to[i]);
    }
    close(foreign[1]);
    close(again[0]);
    close(again[1]);
    return 0;
}

int main(void)
{
    CHECK_EQ(ac_run(root()), 0);
}
