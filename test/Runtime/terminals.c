// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// Standard streams of every kind, and terminals: the descriptor that others share stays as it is.
#include "check.h"
#include <fcntl.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

static async int read_some(ac_io *io, char *buf, size_t n)
{
    return await ac_read(io, buf, n);
}

static async int exchange(int in, int out)
{
    ac_io *r, *w;
    char buf[100];
    int rc = 0;
    CHECK_EQ(ac_stdio_open(&r, in), 0);
    CHECK_EQ(ac_stdio_open(&w, out), 0);
    ac_task *t = ac_spawn(read_some(r, buf, sizeof buf));
    CHECK_EQ(await ac_write(w, "text\n", 5), 0);
    CHECK_EQ(await ac_join(t, &rc), 0);
    CHECK_EQ(rc, 5);
    CHECK(!memcmp(buf, "text\n", 5));
    await ac_io_close(r);
    await ac_io_close(w);
    CHECK(fcntl(in, F_GETFD) >= 0 && fcntl(out, F_GETFD) >= 0);
    return 0;
}

static async int kinds(void)
{
    int p[2], s[2];
    ac_io *io;
    char buf[10];
    CHECK_EQ(ac_stdio_open(&io, -1), AC_EBADF);
    CHECK(!io);
    CHECK_EQ(pipe(p), 0);
    await exchange(p[0], p[1]);
    CHECK(!(fcntl(p[0], F_GETFL) & O_NONBLOCK) && !(fcntl(p[1], F_GETFL) & O_NONBLOCK));
    close(p[0]);
    close(p[1]);
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, s), 0);
    await exchange(s[0], s[1]);
    close(s[0]);
    close(s[1]);
    // A file: its position is shared with the descriptor.
    int fd = open("/proc/self/cmdline", O_RDONLY);
    close(fd);
    FILE *f = tmpfile();
    CHECK(f && write(fileno(f), "12345", 5) == 5 && lseek(fileno(f), 1, SEEK_SET) == 1);
    CHECK_EQ(ac_stdio_open(&io, fileno(f)), 0);
    CHECK_EQ(await ac_read(io, buf, 2), 2);
    CHECK(!memcmp(buf, "23", 2));
    CHECK_EQ(await ac_read(io, buf, 10), 2);
    CHECK_EQ(await ac_read(io, buf, 10), 0);
    CHECK_EQ(await ac_write(io, "6", 1), 0);
    CHECK_EQ(lseek(fileno(f), 0, SEEK_CUR), 6);
    await ac_io_close(io);
    fclose(f);
    return 0;
}

// The end is read behind what is there; if the writer has not gone yet, when it goes.
static async void read_to_the_end(ac_io *io, int writer, bool early)
{
    char buf[10];
    int rc = -1;
    CHECK_EQ(await ac_read(io, buf, sizeof buf), 5);
    ac_task *t = ac_spawn(read_some(io, buf, sizeof buf));
    await ac_yield();
    CHECK(ac_has_ended(t) == early);
    if (!early)
        close(writer);
    CHECK_EQ(await ac_join(t, &rc), 0);
    CHECK_EQ(rc, 0);
    await ac_io_close(io);
}

// A FIFO whose writers have gone before it was opened anew, by the loop or by the program, ends all
// the same; and one that has a writer still does when that goes.
static async int fifo(void)
{
    char path[] = "/tmp/asyncc-fifo-XXXXXX", name[40];
    ac_io *io;
    CHECK(mkdtemp(path));
    snprintf(name, sizeof name, "%s/fifo", path);
    CHECK(!mkfifo(name, 0600));
    for (int early = 0; early < 2; early++) {
        int out = open(name, O_RDWR), in = open(name, O_RDONLY);
        CHECK(in >= 0 && out >= 0 && write(out, "text\n", 5) == 5);
        if (early)
            close(out);
        CHECK_EQ(ac_stdio_open(&io, in), 0);
        await read_to_the_end(io, out, early);
        close(in);
        int before = open(name, O_RDONLY | O_NONBLOCK);
        out = open(name, O_WRONLY);
        CHECK(before >= 0 && out >= 0 && write(out, "text\n", 5) == 5);
        if (early)
            close(out);
        in = open(name, O_RDONLY | O_NONBLOCK);
        close(before);
        CHECK_EQ(ac_io_open(&io, in), 0);
        await read_to_the_end(io, out, early);
    }
    CHECK(!unlink(name) && !rmdir(path));
    return 0;
}

static async int wake_later(int fd)
{
    await ac_sleep(5);
    CHECK(write(fd, "x", 1) == 1);
    return 0;
}

// A socket that another process, which has it too, makes blocking holds nobody up.
static async int made_blocking(void)
{
    int s[2], rc = 0;
    char buf[10];
    ac_io *io;
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, s), 0);
    CHECK_EQ(ac_stdio_open(&io, s[0]), 0);
    CHECK(!fcntl(s[0], F_SETFL, fcntl(s[0], F_GETFL) & ~O_NONBLOCK));
    ac_task *t = ac_spawn(wake_later(s[1]));
    CHECK_EQ(ac_try_read(io, buf, sizeof buf), AC_EAGAIN);
    CHECK_EQ(await ac_read(io, buf, sizeof buf), 1);
    CHECK_EQ(await ac_join(t, &rc), 0);
    while ((rc = ac_try_write(io, buf, sizeof buf)) > 0)
        ;
    CHECK_EQ(rc, AC_EAGAIN);
    await ac_io_close(io);
    close(s[0]);
    close(s[1]);
    return 0;
}

static async int terminal(void)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), columns, rows;
    CHECK(master >= 0 && !grantpt(master) && !unlockpt(master));
    int slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
    CHECK(slave >= 0);
    struct winsize size = {.ws_col = 80, .ws_row = 24};
    CHECK_EQ(ioctl(slave, TIOCSWINSZ, &size), 0);
    ac_io *tty, *keys;
    char buf[100];
    int rc = 0;
    CHECK_EQ(ac_stdio_open(&tty, slave), 0);
    CHECK(!(fcntl(slave, F_GETFL) & O_NONBLOCK));
    CHECK_EQ(ac_tty_size(tty, &columns, &rows), 0);
    CHECK(columns == 80 && rows == 24);
    // Line by line, then key by key.
    ac_task *t = ac_spawn(read_some(tty, buf, sizeof buf));
    CHECK_EQ(write(master, "ab", 2), 2);
    await ac_sleep(2);
    CHECK_EQ(write(master, "c\n", 2), 2);
    CHECK_EQ(await ac_join(t, &rc), 0);
    CHECK_EQ(rc, 4);
    CHECK(!memcmp(buf, "abc\n", 4));
    struct termios before, after;
    CHECK_EQ(ac_tty_raw(tty, &before), 0);
    t = ac_spawn(read_some(tty, buf, sizeof buf));
    CHECK_EQ(write(master, "x", 1), 1);
    CHECK_EQ(await ac_join(t, &rc), 0);
    CHECK_EQ(rc, 1);
    CHECK_EQ(ac_tty_restore(tty, &before), 0);
    CHECK_EQ(tcgetattr(slave, &after), 0);
    CHECK_EQ(after.c_lflag, before.c_lflag);
    CHECK_EQ(await ac_write(tty, "out", 3), 0);
    // The other side of a terminal: opened anew, its device would be that of a new terminal.
    CHECK_EQ(ac_stdio_open(&keys, master), 0);
    // The kernel hands over what was echoed before, and what was written, at once or one by one.
    for (int n = 0; n < 3 || memcmp(buf + n - 3, "out", 3); n += rc) {
        CHECK_EQ(await ac_timeout(5000, rc = ac_read(keys, buf + n, sizeof buf - n)), 0);
        CHECK(rc > 0);
    }
    CHECK_EQ(await ac_write(keys, "in\n", 3), 0);
    CHECK_EQ(await ac_timeout(5000, rc = ac_read(tty, buf, sizeof buf)), 0);
    CHECK(rc == 3 && !memcmp(buf, "in\n", 3));
    await ac_io_close(keys);
    await ac_io_close(tty);
    close(slave);
    close(master);
    CHECK_EQ(ac_pipe(&tty, &keys), 0);
    CHECK(ac_tty_size(tty, &columns, &rows) < 0 && ac_tty_raw(tty, &before) < 0);
    await ac_io_close(tty);
    await ac_io_close(keys);
    return 0;
}

static async int test(void)
{
    await kinds();
    await fifo();
    await made_blocking();
    await terminal();
    return 0;
}

int main(void)
{
    CHECK_EQ(ac_run(test()), 0);
}
