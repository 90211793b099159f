// Disturbed at any place, groups end with all their branches ended, and what those opened closed.
// RUN: %python %S/../inject/everywhere --build %builddir --sanitize "%sanitize" --output %t %s -Wall -Wextra -Werror | FileCheck %s
// CHECK: wake {{.*}} places: ended {{[0-9]+$}}
// CHECK: cancel {{.*}} places: ETASKCANCELED
// CHECK: abort {{.*}} places: ETASKABORTED
// Of a branch alone: the others are stopped, and the task unwinds.
// CHECK: cancel-self {{.*}} places: ETASKCANCELED {{[0-9]+}}, ended {{[0-9]+$}}
// CHECK: abort-self {{.*}} places: ENOMEM {{[0-9]+}}, ETASKABORTED {{[0-9]+}}, ended {{[0-9]+$}}
// CHECK: malloc {{.*}} places: ENOMEM {{[0-9]+$}}
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>

static int open_things;

static void nothing_is_open(void)
{
    if (open_things) {
        fprintf(stderr, "%d are left open\n", open_things);
        abort();
    }
}

static async int works(int n)
{
    open_things++;
    defer { await ac_yield(); open_things--; }
    for (int i = 0; i < n; i++) {
        int rc = await ac_sleep(i % 2);
        if (rc < 0)
            return rc;
    }
    return n;
}

static async int recursive(int n)
{
    open_things++;
    defer { open_things--; }
    return n == 0 ? await works(2) : await recursive(n - 1);
}

static async int pair(int n)
{
    int (*again)(int) = recursive;
    int a = 0, b = 0;
    int rc = await ac_try_all(a = works(n), b = again(n));
    return rc < 0 ? rc : a + b;
}

async int main(void)
{
    atexit(nothing_is_open);
    int a = 0, b = 0, c = 0, d = 0;
    await ac_all(a = works(2), b = pair(1), c = recursive(2));
    int which = await ac_select(a = works(3), b = pair(3), ac_timeout(2, c = ac_all(d = works(4))));
    int rc = await ac_timeout(1, which = ac_select(a = pair(2), works(5)));
    return rc < 0 ? rc : which + a + b + c + d;
}
