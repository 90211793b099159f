// unix.c: unix sockets, and the descriptors that they carry.
#include "stream.h"
#include <limits.h>
#include <stddef.h>

enum { MAX_FDS = 253 }; // the kernel's SCM_MAX_FD
// Its SCM_PIDFD, which glibc does not name yet: the sender's, if the socket has SO_PASSPIDFD.
enum { MESSAGE_PIDFD = 4 };

// The address of a path. Its length, or an error.
static int address_of(struct sockaddr_un *address, const char *path)
{
    size_t n = path ? strlen(path) : 0;
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (!n || n >= sizeof address->sun_path)
        return AC_EINVAL;
    memcpy(address->sun_path, path, n);
    if (*path != '@')
        return sizeof *address;
    address->sun_path[0] = 0;
    return (int)(offsetof(struct sockaddr_un, sun_path) + n);
}

// A socket that listens, and *bound, if its name must be removed. The descriptor, or an error.
static int listen_on(const struct sockaddr_un *address, int length, int backlog, bool *bound)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    *bound = !bind(fd, (const struct sockaddr *)address, (socklen_t)length);
    if (*bound && !listen(fd, backlog > 0 ? backlog : SOMAXCONN))
        return fd;
    int rc = -errno;
    close(fd);
    return rc;
}

int ac_unix_listen(ac_listener **out, const char *path, int backlog)
{
    ac_loop *loop;
    struct sockaddr_un address;
    bool bound = false;
    int rc = ac__may_listen(out, &loop), length = address_of(&address, path);
    if (rc || length < 0)
        return rc ? rc : length;
    int fd = listen_on(&address, length, backlog, &bound);
    rc = ac__listener_new(out, loop, fd);
    if (!rc)
        memcpy((*out)->path, address.sun_path, sizeof address.sun_path);
    else if (fd >= 0)
        close(fd);
    if (rc && bound && address.sun_path[0])
        unlink(address.sun_path);
    return rc;
}

// ---- ac_unix_connect ----

static int begin(struct ac_unix_connect__frame *f)
{
    struct sockaddr_un address;
    int length = address_of(&address, f->path);
    if (length < 0)
        return length;
    if (!connect(f->io->io.fd, (struct sockaddr *)&address, (socklen_t)length))
        return 0;
    return errno == EINTR ? AC_EAGAIN : -errno;
}

static int prepare(struct ac_unix_connect__frame *f, ac_context *cx, const char *path)
{
    if (!path || strlen(path) >= sizeof f->path)
        return AC_EINVAL;
    strcpy(f->path, path);
    f->io = ac__socket_new(cx->loop);
    if (!f->io)
        return AC_ENOMEM;
    f->io->io.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    return f->io->io.fd < 0 ? -errno : begin(f);
}

static void finish(struct ac_unix_connect__frame *f, int rc)
{
    ac_timer_disarm(&f->timer);
    if (rc && f->io) {
        ac__io_close(&f->io->io);
        f->io = NULL;
    }
    *f->out = f->io;
    f->result = rc;
    f->delay = -1;
}

// The backlog is full, of which no event tells when it is not any more.
static ac_poll try_later(struct ac_unix_connect__frame *f, ac_context *cx)
{
    ac_timer_arm(cx, &f->timer, (uint64_t)f->delay);
    if (f->delay < 64)
        f->delay *= 2;
    return AC_PENDING;
}

ac_poll ac_unix_connect__start(struct ac_unix_connect__frame *f, ac_context *cx, ac_io **out,
                               const char *path)
{
    int rc = ac_interrupted(cx);
    f->out = out;
    f->io = NULL;
    f->delay = 1;
    f->timer.prev = NULL;
    *out = NULL;
    if (rc == AC_ABORTED)
        return AC_UNWIND;
    if (!rc)
        rc = prepare(f, cx, path);
    if (rc == AC_EAGAIN)
        return try_later(f, cx);
    finish(f, rc);
    return ac__ready(cx);
}

ac_poll ac_unix_connect__resume(void *frame, ac_context *cx)
{
    struct ac_unix_connect__frame *f = frame;
    if (f->delay < 0)
        return AC_READY;
    int stopped = ac_interrupted(cx);
    if (!stopped && f->timer.prev)
        return AC_PENDING;
    int rc = stopped ? stopped : begin(f);
    if (rc == AC_EAGAIN)
        return try_later(f, cx);
    finish(f, rc);
    return rc == AC_ABORTED ? AC_UNWIND : AC_READY;
}

AC__LEAF_INT(ac_unix_connect, (ac_io * *out, const char *path), out, path)

int ac_socketpair(ac_io **a, ac_io **b)
{
    int fds[2];
    *a = *b = NULL;
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds)
               ? -errno
               : ac__io_pair(a, b, fds, true);
}

// ---- ac_send_fds ----

// With room for what else a socket may be told to bring: credentials, labels, times.
typedef union control {
    struct cmsghdr header;
    char room[CMSG_SPACE(MAX_FDS * sizeof(int)) + 512];
} control;

// One system call for what remains. As ac__put.
static ssize_t put_some(struct ac_send_fds__frame *f)
{
    control c;
    struct iovec v = {(void *)f->buf, f->n};
    struct msghdr message = {.msg_iov = &v, .msg_iovlen = 1};
    if (f->count) {
        size_t size = (size_t)f->count * sizeof(int);
        memset(&c, 0, sizeof c);
        message.msg_control = &c;
        message.msg_controllen = CMSG_SPACE(size);
        c.header.cmsg_level = SOL_SOCKET;
        c.header.cmsg_type = SCM_RIGHTS;
        c.header.cmsg_len = CMSG_LEN(size);
        memcpy(CMSG_DATA(&c.header), f->fds, size);
    }
    return ac__put(f->io, sendmsg(f->io->io.fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT), f->n);
}

static bool send_all(struct ac_send_fds__frame *f)
{
    ssize_t put = f->n && f->count >= 0 && f->count <= MAX_FDS ? 0 : AC_EINVAL;
    while (put >= 0 && f->n && f->io->io.seen & UV_WRITABLE) {
        put = put_some(f);
        if (put > 0) {
            f->buf += put;
            f->n -= (size_t)put;
            f->count = 0;
        }
    }
    f->result = put < 0 ? (int)put : 0;
    return put < 0 || !f->n;
}

AC__IO_LEAF(ac_send_fds, io, writer, send_all,
            (ac_io * io, const void *buf, size_t n, const int *fds, int count), io, buf, n, fds,
            count)

ac_poll ac_send_fds__start(struct ac_send_fds__frame *f, ac_context *cx, ac_io *io, const void *buf,
                           size_t n, const int *fds, int count)
{
    f->io = io;
    f->buf = buf;
    f->n = n;
    f->fds = fds;
    f->count = count;
    return ac_send_fds__begin(f, cx);
}

// ---- ac_recv_fds ----

// Hands over the descriptors of a message, and closes those for which there is no room.
static void take_fds(struct ac_recv_fds__frame *f, struct msghdr *message)
{
    bool lost = message->msg_flags & MSG_CTRUNC;
    int count = 0;
    for (struct cmsghdr *h = CMSG_FIRSTHDR(message); h; h = CMSG_NXTHDR(message, h)) {
        bool asked = h->cmsg_type == SCM_RIGHTS;
        if (h->cmsg_level != SOL_SOCKET || (!asked && h->cmsg_type != MESSAGE_PIDFD))
            continue;
        int n = (int)((h->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        for (int i = 0; i < n; i++, count += asked) {
            int fd;
            memcpy(&fd, CMSG_DATA(h) + (size_t)i * sizeof fd, sizeof fd);
            if (asked && count < f->max && !lost)
                f->fds[count] = fd;
            else
                close(fd);
        }
    }
    *f->count = lost ? AC_EMFILE : count;
}

static bool recv_once(struct ac_recv_fds__frame *f)
{
    control c;
    struct iovec v = {f->buf, f->n};
    struct msghdr message = {
        .msg_iov = &v, .msg_iovlen = 1, .msg_control = &c, .msg_controllen = sizeof c};
    if (!f->n) {
        f->result = AC_EINVAL;
        return true;
    }
    if (!(f->io->io.seen & UV_READABLE))
        return false;
    ssize_t got = recvmsg(f->io->io.fd, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (got >= 0)
        take_fds(f, &message);
    // The kernel stops before the next message that carries descriptors: there may be more.
    return ac__got(f->io, got, got >= 0 ? (size_t)got : 0, &f->result);
}

AC__IO_LEAF(ac_recv_fds, io, reader, recv_once,
            (ac_io * io, void *buf, size_t n, int *fds, int max, int *count), io, buf, n, fds, max,
            count)

ac_poll ac_recv_fds__start(struct ac_recv_fds__frame *f, ac_context *cx, ac_io *io, void *buf,
                           size_t n, int *fds, int max, int *count)
{
    f->io = io;
    f->buf = buf;
    f->n = n > INT_MAX ? INT_MAX : n;
    f->fds = fds;
    f->max = max;
    f->count = count;
    *count = 0;
    return ac_recv_fds__begin(f, cx);
}
