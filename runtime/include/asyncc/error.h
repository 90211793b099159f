/// Error codes: negative, the same as libuv's (on Linux -errno), and a few of our own.
#ifndef ASYNCC_ERROR_H
#define ASYNCC_ERROR_H

enum ac_error {
    AC_EPERM = -1,
    AC_ENOENT = -2,
    AC_ESRCH = -3, ///< the task was joined or detached already
    AC_EINTR = -4,
    AC_EIO = -5,
    AC_EBADF = -9,
    AC_EAGAIN = -11,
    AC_ENOMEM = -12,
    AC_EACCES = -13,
    AC_EFAULT = -14,
    AC_EBUSY = -16, ///< another task is doing the same on this object
    AC_EEXIST = -17,
    AC_EXDEV = -18,
    AC_ENODEV = -19,
    AC_ENOTDIR = -20,
    AC_EISDIR = -21,
    AC_EINVAL = -22,
    AC_ENFILE = -23,
    AC_EMFILE = -24,
    AC_EFBIG = -27,
    AC_ENOSPC = -28,
    AC_ESPIPE = -29,
    AC_EROFS = -30,
    AC_EPIPE = -32,
    AC_ERANGE = -34,
    AC_ENAMETOOLONG = -36,
    AC_ENOTEMPTY = -39,
    AC_EOVERFLOW = -75,
    AC_ENOTSOCK = -88,
    AC_EDESTADDRREQ = -89,
    AC_EMSGSIZE = -90,
    AC_EPROTO = -71,
    AC_EPROTONOSUPPORT = -93,
    AC_ENOTSUP = -95,
    AC_EAFNOSUPPORT = -97,
    AC_EADDRINUSE = -98,
    AC_EADDRNOTAVAIL = -99,
    AC_ENETDOWN = -100,
    AC_ENETUNREACH = -101,
    AC_ECONNABORTED = -103,
    AC_ECONNRESET = -104,
    AC_ENOBUFS = -105,
    AC_EISCONN = -106,
    AC_ENOTCONN = -107,
    AC_ETIMEDOUT = -110,
    AC_ECONNREFUSED = -111,
    AC_EHOSTUNREACH = -113,
    AC_EALREADY = -114,
    AC_ECANCELED = -125, ///< the calling task was cancelled, or the object closed meanwhile
    AC_EAI_ADDRFAMILY = -3000,
    AC_EAI_AGAIN = -3001,
    AC_EAI_BADFLAGS = -3002,
    AC_EAI_FAIL = -3004,
    AC_EAI_FAMILY = -3005,
    AC_EAI_MEMORY = -3006,
    AC_EAI_NODATA = -3007,
    AC_EAI_NONAME = -3008, ///< no such host
    AC_EAI_OVERFLOW = -3009,
    AC_EAI_SERVICE = -3010,
    AC_EAI_SOCKTYPE = -3011,
    AC_UNKNOWN = -4094,
    AC_EOF = -4095,
    AC_ETASKCANCELED = -5001, ///< from a join: the task was cancelled before it ended
    AC_ETASKABORTED = -5002,  ///< from a join: the task was aborted and has no result
    AC_ERESULTSIZE = -5003,   ///< from a join: the task's result has another size
};

/// What an error means, in English; "success" for 0, "unknown error" for a code that is none.
/// Constant strings, from any thread.
const char *ac_strerror(int error);

/// The name of an error code, as "ECONNREFUSED"; "OK" for 0, "UNKNOWN" for a code that is none.
const char *ac_err_name(int error);

#endif
