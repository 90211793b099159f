// Disturbed at any place, what is done in a shielded section is done, and sections are left.
// How often it suspends hangs on the time that it takes, so the last places may be too late.
// RUN: %python %S/../inject/everywhere --build %builddir --sanitize "%sanitize" --output %t %s -Wall -Wextra -Werror | FileCheck %s
// CHECK: wake {{.*}} places: ended {{[0-9]+$}}
// CHECK: cancel {{.*}} places: ETASKCANCELED
// CHECK: abort {{.*}} places: ETASKABORTED
// CHECK: cancel-self {{.*}} places: ETASKCANCELED
// CHECK: abort-self {{.*}} places: {{.*}}ETASKABORTED
// CHECK: malloc {{.*}} places: ENOMEM {{[0-9]+}}, ended {{[0-9]+$}}
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>

static ac_local name;
static int halves;

static void none_is_half_done(void)
{
    if (halves) {
        fprintf(stderr, "%d things are half done\n", halves);
        abort();
    }
}

static async int both_halves(void)
{
    int rc = 0;
    ac_shielded {
        halves++;
        rc = await ac_sleep(1);
        if (rc < 0)
            abort();
        await ac_all(ac_yield(), ac_sleep(1));
        ac_deadline (2)
            rc = await ac_sleep(60000);
        if (rc != AC_ETIMEDOUT)
            abort();
        halves--;
    }
    return await ac_sleep(0);
}

static async int named(const char *expected)
{
    defer {
        ac_with_local (&name, "exit") {
            await ac_yield();
            if (*(const char *)await ac_local_get(&name) != 'e')
                abort();
        }
    }
    int rc = await ac_sleep(1);
    if (await ac_local_get(&name) != expected)
        abort();
    return rc;
}

async int main(void)
{
    atexit(none_is_half_done);
    static char outer[] = "outer", inner[] = "inner";
    int rc = 0, b = 0;
    ac_with_local (&name, outer) {
        for (int i = 0; i < 2; i++) {
            ac_deadline (3) {
                ac_with_local (&name, inner)
                    await ac_all(rc = named(inner), b = both_halves());
                if (i)
                    rc = await ac_sleep(60000);
            }
            ac_scope (s) {
                if (!ac_spawn_in(s, named(outer)))
                    return AC_ENOMEM;
            }
        }
        rc = await named(outer);
    }
    return rc + b;
}
