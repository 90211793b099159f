// error.c: names and meanings of error codes.
#include "internal.h"

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
SAME(EROFS);
SAME(EPIPE);
SAME(ERANGE);
SAME(ENOTEMPTY);
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

const char *ac_strerror(int error)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].code == error)
            return errors[i].text;
    return error == 0 ? "success" : "unknown error";
}

const char *ac_err_name(int error)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].code == error)
            return errors[i].name;
    return "UNKNOWN";
}
