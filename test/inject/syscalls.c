// System calls of the runtime and of libuv, between them and the C library: the K-th one fails
// (INJECT=syscall:K), with an error that it could have.
//
// Not among them are those whose failure makes libuv 1.44 end the program itself, by function in
// docs/semantics.md; and close, after whose failure nobody can know whether the descriptor is open.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <termios.h>
#include <unistd.h>

/// inject.c: counts the call; whether it is to fail.
bool inject_syscall(const char *name);

static bool of_libuv(const void *caller)
{
    Dl_info info;
    return dladdr(caller, &info) && info.dli_fname && strstr(info.dli_fname, "libuv.so");
}

#define REAL(name)                                                                                 \
    static __typeof__(&name) real;                                                                 \
    if (!real)                                                                                     \
        real = (__typeof__(&name))dlsym(RTLD_NEXT, #name);

#define CALL_IF(condition, result, name, params, error, ...)                                       \
    result name params                                                                             \
    {                                                                                              \
        REAL(name)                                                                                 \
        if ((condition) && inject_syscall(#name)) {                                                \
            errno = error;                                                                         \
            return -1;                                                                             \
        }                                                                                          \
        return real(__VA_ARGS__);                                                                  \
    }
#define CALL(...) CALL_IF(true, __VA_ARGS__)
#define CALL_NOT_OF_LIBUV(...) CALL_IF(!of_libuv(__builtin_return_address(0)), __VA_ARGS__)

CALL(int, socket, (int a, int b, int c), EMFILE, a, b, c)
CALL(int, socketpair, (int a, int b, int c, int d[2]), EMFILE, a, b, c, d)
CALL(int, bind, (int a, const struct sockaddr *b, socklen_t c), EADDRINUSE, a, b, c)
CALL(int, listen, (int a, int b), EADDRINUSE, a, b)
CALL(int, accept, (int a, struct sockaddr *b, socklen_t *c), EMFILE, a, b, c)
CALL(int, accept4, (int a, struct sockaddr *b, socklen_t *c, int d), EMFILE, a, b, c, d)
CALL(int, connect, (int a, const struct sockaddr *b, socklen_t c), ENETUNREACH, a, b, c)
CALL(int, getsockopt, (int a, int b, int c, void *d, socklen_t *e), ENOBUFS, a, b, c, d, e)
CALL(int, setsockopt, (int a, int b, int c, const void *d, socklen_t e), ENOBUFS, a, b, c, d, e)
CALL(int, getsockname, (int a, struct sockaddr *b, socklen_t *c), ENOBUFS, a, b, c)
CALL(int, getpeername, (int a, struct sockaddr *b, socklen_t *c), ENOBUFS, a, b, c)
CALL(int, shutdown, (int a, int b), ENOTCONN, a, b)
CALL(ssize_t, send, (int a, const void *b, size_t c, int d), ECONNRESET, a, b, c, d)
CALL(ssize_t, recv, (int a, void *b, size_t c, int d), ECONNRESET, a, b, c, d)
CALL(ssize_t, sendmsg, (int a, const struct msghdr *b, int c), ECONNRESET, a, b, c)
CALL(ssize_t, recvmsg, (int a, struct msghdr *b, int c), ECONNRESET, a, b, c)
CALL(ssize_t, readv, (int a, const struct iovec *b, int c), EIO, a, b, c)
CALL(ssize_t, writev, (int a, const struct iovec *b, int c), EIO, a, b, c)
CALL(ssize_t, preadv2, (int a, const struct iovec *b, int c, off_t d, int e), EIO, a, b, c, d, e)
CALL(ssize_t, pwritev2, (int a, const struct iovec *b, int c, off_t d, int e), EIO, a, b, c, d, e)
CALL(ssize_t, sendto,
     (int a, const void *b, size_t c, int d, const struct sockaddr *e, socklen_t f), ENETUNREACH, a,
     b, c, d, e, f)
CALL(ssize_t, recvfrom, (int a, void *b, size_t c, int d, struct sockaddr *e, socklen_t *f), EIO, a,
     b, c, d, e, f)
CALL(ssize_t, sendfile, (int a, int b, off_t *c, size_t d), EIO, a, b, c, d)
CALL(ssize_t, pread, (int a, void *b, size_t c, off_t d), EIO, a, b, c, d)
CALL(ssize_t, pwrite, (int a, const void *b, size_t c, off_t d), ENOSPC, a, b, c, d)
CALL(int, fsync, (int a), EIO, a)
CALL(int, fdatasync, (int a), EIO, a)
CALL(int, ftruncate, (int a, off_t b), EIO, a, b)
CALL(int, stat, (const char *a, struct stat *b), ENOENT, a, b)
CALL(int, lstat, (const char *a, struct stat *b), ENOENT, a, b)
CALL(int, mkdir, (const char *a, mode_t b), ENOSPC, a, b)
CALL(int, rmdir, (const char *a), EBUSY, a)
CALL(int, rename, (const char *a, const char *b), EXDEV, a, b)
CALL(int, unlink, (const char *a), EBUSY, a)
CALL(int, poll, (struct pollfd * a, nfds_t b, int c), ENOMEM, a, b, c)
CALL(pid_t, fork, (void), EAGAIN, )
CALL(int, dup2, (int a, int b), EMFILE, a, b)
CALL(int, kill, (pid_t a, int b), EPERM, a, b)
CALL(int, eventfd, (unsigned a, int b), EMFILE, a, b)
CALL(int, epoll_create1, (int a), EMFILE, a)
// To cease to watch a descriptor cannot fail while it is open.
CALL_IF(b != EPOLL_CTL_DEL && !of_libuv(__builtin_return_address(0)), int, epoll_ctl,
        (int a, int b, int c, struct epoll_event *d), ENOSPC, a, b, c, d)
CALL(int, inotify_init1, (int a), EMFILE, a)
CALL(int, inotify_add_watch, (int a, const char *b, uint32_t c), ENOSPC, a, b, c)
CALL(int, fstat, (int a, struct stat *b), EIO, a, b)
CALL_NOT_OF_LIBUV(ssize_t, read, (int a, void *b, size_t c), EIO, a, b, c)
CALL_NOT_OF_LIBUV(ssize_t, write, (int a, const void *b, size_t c), EIO, a, b, c)

// A child that was just forked makes libuv's pipe for signals anew, which has to succeed.
static pid_t program;
__attribute__((constructor)) static void begin(void)
{
    program = getpid();
}
CALL_IF(getpid() == program, int, pipe2, (int a[2], int b), EMFILE, a, b)

CALL(int, tcgetattr, (int a, struct termios *b), EIO, a, b)
CALL(int, tcsetattr, (int a, int b, const struct termios *c), EIO, a, b, c)

int pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*run)(void *), void *arg)
{
    REAL(pthread_create)
    if (!of_libuv(__builtin_return_address(0)) && inject_syscall("pthread_create"))
        return EAGAIN;
    return real(thread, attr, run, arg);
}

// Of these, which take what they take, the types in the headers have no names for it.
#define CALL_VARIADIC(condition, result, name, params, error, ...)                                 \
    result failing_##name params __asm__(#name);                                                   \
    result failing_##name params                                                                   \
    {                                                                                              \
        static result(*real) params;                                                               \
        if (!real)                                                                                 \
            *(void **)&real = dlsym(RTLD_NEXT, #name);                                             \
        if ((condition) && inject_syscall(#name)) {                                                \
            errno = error;                                                                         \
            return -1;                                                                             \
        }                                                                                          \
        return real(__VA_ARGS__);                                                                  \
    }

CALL_VARIADIC(true, int, ioctl, (int a, unsigned long b, long c), ENOTTY, a, b, c)
CALL_VARIADIC(true, int, fcntl, (int a, int b, long c), EINVAL, a, b, c)
CALL_VARIADIC(true, int, open, (const char *a, int b, long c), EMFILE, a, b, c)
CALL_VARIADIC(true, int, fcntl64, (int a, int b, long c), EINVAL, a, b, c)
CALL_VARIADIC(true, int, open64, (const char *a, int b, long c), EMFILE, a, b, c)
CALL_VARIADIC(a == SYS_getdents64, long, syscall, (long a, long b, long c, long d), EIO, a, b, c, d)
