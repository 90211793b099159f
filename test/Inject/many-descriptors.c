// Descriptors with numbers beyond what libuv has room for: where its own allocation fails, libuv 1.44
// ends the program, so that one is left out; all others may fail.
// RUN: %python %S/../inject/everywhere --modes cancel,malloc,syscall --most 60 --build %builddir --sanitize "%sanitize" --output %t %s -Wall -Wextra -Werror | FileCheck %s
// CHECK: cancel {{.*}} places: ETASKCANCELED
// CHECK: malloc {{.*}} places: ENOMEM {{[0-9]+}}, ended {{[0-9]+$}}
// CHECK: syscall {{.*}} places: ended {{[0-9]+$}}
#include <asyncc.h>

async int main(void)
{
    enum { PAIRS = 20 };
    ac_io *ends[PAIRS][2] = {0};
    char byte;
    int rc = 0;
    defer {
        for (int i = 0; i < 2 * PAIRS; i++)
            await ac_io_close(ends[i / 2][i % 2]);
    }
    for (int i = 0; i < PAIRS && rc >= 0; i++) {
        rc = ac_socketpair(&ends[i][0], &ends[i][1]);
        if (rc == 0 && await ac_select(ac_sleep(0), rc = ac_read(ends[i][0], &byte, 1)) == 0 &&
            rc == AC_ECANCELED)
            rc = 0;
    }
    return rc;
}
