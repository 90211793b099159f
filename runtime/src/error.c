// error.c: names and meanings of error codes.
#include "internal.h"

#include <string.h>

#define SAME(name) _Static_assert((int)AC_##name == (int)UV_##name, "AC_" #name " is libuv's")
SAME(EPERM);
SAME(ENOENT);
SAME(ESRCH);
SAME(EINTR);
SAME(EIO);
SAME(EBADF);
SAME(EAGAIN);
SAME(ENOMEM);
SAME(EACCES);
SAME(EFAULT);
SAME(EBUSY);
SAME(EEXIST);
SAME(EXDEV);
SAME(ENODEV);
SAME(ENOTDIR);
SAME(EISDIR);
SAME(EINVAL);
SAME(ENFILE);
SAME(EMFILE);
SAME(EFBIG);
SAME(ENOSPC);
SAME(ESPIPE);
SAME(EROFS);
SAME(EPIPE);
SAME(ERANGE);
SAME(ENAMETOOLONG);
SAME(ENOTEMPTY);
SAME(EOVERFLOW);
SAME(ENOTSOCK);
SAME(EDESTADDRREQ);
SAME(EMSGSIZE);
SAME(EPROTO);
SAME(EPROTONOSUPPORT);
SAME(ENOTSUP);
SAME(EAFNOSUPPORT);
SAME(EADDRINUSE);
SAME(EADDRNOTAVAIL);
SAME(ENETDOWN);
SAME(ENETUNREACH);
SAME(ECONNABORTED);
SAME(ECONNRESET);
SAME(ENOBUFS);
SAME(EISCONN);
SAME(ENOTCONN);
SAME(ETIMEDOUT);
SAME(ECONNREFUSED);
SAME(EHOSTUNREACH);
SAME(EALREADY);
SAME(ECANCELED);
SAME(EAI_ADDRFAMILY);
SAME(EAI_AGAIN);
SAME(EAI_BADFLAGS);
SAME(EAI_FAIL);
SAME(EAI_FAMILY);
SAME(EAI_MEMORY);
SAME(EAI_NODATA);
SAME(EAI_NONAME);
SAME(EAI_OVERFLOW);
SAME(EAI_SERVICE);
SAME(EAI_SOCKTYPE);
SAME(UNKNOWN);
SAME(EOF);

// libuv's own functions allocate for a code that they do not know, so they are not asked.
static const struct {
    int code;
    const char *name, *text;
} errors[] = {
#define ROW(name, text) {UV_##name, #name, text},
    UV_ERRNO_MAP(ROW)
#undef ROW
        {AC_ETASKCANCELED, "ETASKCANCELED", "task was cancelled"},
    {AC_ETASKABORTED, "ETASKABORTED", "task was aborted"},
    {AC_ERESULTSIZE, "ERESULTSIZE", "the task's result has another size"},
};

// System calls may give errors that libuv does not list. The C library has names and constant texts
// for all of them.
static bool is_errno(int error)
{
    return error < 0 && error >= -4095;
}

const char *ac_strerror(int error)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].code == error)
            return errors[i].text;
    if (error == 0)
        return "success";
    const char *text = is_errno(error) ? strerrordesc_np(-error) : NULL;
    return text ? text : "unknown error";
}

const char *ac_err_name(int error)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].code == error)
            return errors[i].name;
    if (error == 0)
        return "OK";
    const char *name = is_errno(error) ? strerrorname_np(-error) : NULL;
    return name ? name : "UNKNOWN";
}
