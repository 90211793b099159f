// RUN: %runtime-cc %s -o %t && %run %t
// Each error code has its name and a meaning; what is no code has neither.
#include "check.h"
#include <errno.h>
#include <limits.h>

#define CODE(name)                                                                                 \
    {                                                                                              \
        AC_##name, #name                                                                           \
    }
static const struct {
    int code;
    const char *name;
} codes[] = {
    CODE(EPERM),
    CODE(ENOENT),
    CODE(ESRCH),
    CODE(EINTR),
    CODE(EIO),
    CODE(EBADF),
    CODE(EAGAIN),
    CODE(ENOMEM),
    CODE(EACCES),
    CODE(EFAULT),
    CODE(EBUSY),
    CODE(EEXIST),
    CODE(EXDEV),
    CODE(ENODEV),
    CODE(ENOTDIR),
    CODE(EISDIR),
    CODE(EINVAL),
    CODE(ENFILE),
    CODE(EMFILE),
    CODE(EFBIG),
    CODE(ENOSPC),
    CODE(EROFS),
    CODE(EPIPE),
    CODE(ERANGE),
    CODE(ENAMETOOLONG),
    CODE(ENOTEMPTY),
    CODE(EOVERFLOW),
    CODE(ESPIPE),
    CODE(ENOTSOCK),
    CODE(EDESTADDRREQ),
    CODE(EMSGSIZE),
    CODE(EPROTO),
    CODE(EPROTONOSUPPORT),
    CODE(ENOTSUP),
    CODE(EAFNOSUPPORT),
    CODE(EADDRINUSE),
    CODE(EADDRNOTAVAIL),
    CODE(ENETDOWN),
    CODE(ENETUNREACH),
    CODE(ECONNABORTED),
    CODE(ECONNRESET),
    CODE(ENOBUFS),
    CODE(EISCONN),
    CODE(ENOTCONN),
    CODE(ETIMEDOUT),
    CODE(ECONNREFUSED),
    CODE(EHOSTUNREACH),
    CODE(EALREADY),
    CODE(ECANCELED),
    CODE(EAI_ADDRFAMILY),
    CODE(EAI_AGAIN),
    CODE(EAI_BADFLAGS),
    CODE(EAI_FAIL),
    CODE(EAI_FAMILY),
    CODE(EAI_MEMORY),
    CODE(EAI_NODATA),
    CODE(EAI_NONAME),
    CODE(EAI_OVERFLOW),
    CODE(EAI_SERVICE),
    CODE(EAI_SOCKTYPE),
    CODE(UNKNOWN),
    CODE(EOF),
    CODE(ETASKCANCELED),
    CODE(ETASKABORTED),
    CODE(ERESULTSIZE),
};
enum { CODES = sizeof codes / sizeof *codes };

int main(void)
{
    for (int i = 0; i < CODES; i++) {
        CHECK(!strcmp(ac_err_name(codes[i].code), codes[i].name));
        if (codes[i].code != AC_UNKNOWN)
            CHECK(strcmp(ac_strerror(codes[i].code), "unknown error"));
    }
    CHECK(!strcmp(ac_strerror(0), "success") && !strcmp(ac_err_name(0), "OK"));
    // System calls may give any of the kernel's errors, also those that libuv does not know.
    CHECK(!strcmp(ac_err_name(-EDQUOT), "EDQUOT") && strstr(ac_strerror(-EDQUOT), "quota"));
    CHECK(!strcmp(ac_err_name(-ESTALE), "ESTALE") && strcmp(ac_strerror(-ESTALE), "unknown error"));
    static const int none[] = {1, 4095, -9999, INT_MIN, INT_MAX};
    for (int i = 0; i < 5; i++) {
        CHECK(!strcmp(ac_err_name(none[i]), "UNKNOWN"));
        CHECK(!strcmp(ac_strerror(none[i]), "unknown error"));
    }
}
