// stdio.c: standard streams of any kind, and terminals.
//
// O_NONBLOCK belongs to the open file, which other processes share, a shell for instance. So pipes
// and terminals are opened anew through /proc, and only what cannot be, a socket, is made
// non-blocking.
#include "stream.h"
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>

// Whether opening it anew gives the same thing. Files and disks would have a position of their own,
// and many devices are something new each time, as is the side of a pseudo terminal that types.
static bool can_be_opened_anew(int fd, mode_t mode)
{
    int number;
    return S_ISFIFO(mode) || (S_ISCHR(mode) && isatty(fd) && ioctl(fd, TIOCGPTN, &number));
}

// A non-blocking descriptor of the same file, or an error.
static int opened_anew(int fd)
{
    char path[40];
    struct stat st;
    int flags = fcntl(fd, F_GETFL), anew = -1;
    if (flags < 0 || fstat(fd, &st))
        return -errno;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (can_be_opened_anew(fd, st.st_mode))
        anew = open(path, (flags & (O_ACCMODE | O_APPEND)) | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (anew < 0)
        anew = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (anew < 0)
        return -errno;
    // A file never makes anybody wait for an event.
    if (!S_ISREG(st.st_mode) && !S_ISBLK(st.st_mode) && fcntl(anew, F_SETFL, flags | O_NONBLOCK)) {
        int rc = -errno;
        close(anew);
        return rc;
    }
    return anew;
}

int ac_stdio_open(ac_io **out, int fd)
{
    ac_loop *loop = ac__loop();
    struct stat st;
    *out = NULL;
    ac_io *io = loop ? ac__socket_new(loop) : NULL;
    if (!io)
        return AC_ENOMEM;
    int anew = opened_anew(fd), rc = anew < 0 ? anew : 0;
    io->io.fd = anew;
    if (!rc && fstat(anew, &st))
        rc = -errno;
    if (!rc && (rc = ac__can_watch(loop, anew)) == AC_EPERM) {
        io->file = true;
        rc = 0;
    }
    if (rc) {
        ac__io_close(&io->io);
        return rc;
    }
    io->socket = S_ISSOCK(st.st_mode);
    io->named = S_ISFIFO(st.st_mode);
    *out = io;
    return 0;
}

int ac_tty_size(const ac_io *io, int *columns, int *rows)
{
    struct winsize size;
    if (ioctl(io->io.fd, TIOCGWINSZ, &size))
        return -errno;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

int ac_tty_raw(ac_io *io, struct termios *before)
{
    if (tcgetattr(io->io.fd, before))
        return -errno;
    struct termios raw = *before;
    cfmakeraw(&raw);
    return tcsetattr(io->io.fd, TCSADRAIN, &raw) ? -errno : 0;
}

int ac_tty_restore(ac_io *io, const struct termios *before)
{
    return tcsetattr(io->io.fd, TCSADRAIN, before) ? -errno : 0;
}
