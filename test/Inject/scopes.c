// Disturbed at any place, a scope's block is left when its tasks have ended, which have run their
// exits; they use what the block declares until then.
// RUN: %python %S/../inject/everywhere --build %builddir --sanitize "%sanitize" --output %t %s -Wall -Wextra -Werror | FileCheck %s
// CHECK: wake {{.*}} places: ended {{[0-9]+$}}
// CHECK: cancel {{.*}} places: ETASKCANCELED {{[0-9]+$}}
// An abort while the scope that is left by `return` waits comes too late.
// CHECK: abort {{.*}} places: ETASKABORTED
// CHECK: cancel-self {{.*}} places: ETASKCANCELED {{[0-9]+}}, ended {{[0-9]+$}}
// CHECK: abort-self {{.*}} places: {{.*}}ETASKABORTED
// CHECK: malloc {{.*}} places: ENOMEM {{[0-9]+}}, ended {{[0-9]+$}}
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>

static int in_blocks, tasks;

static void all_were_left(void)
{
    if (in_blocks || tasks) {
        fprintf(stderr, "%d blocks and %d tasks were not left\n", in_blocks, tasks);
        abort();
    }
}

struct shared {
    int magic, running, done;
};

static void check(struct shared *s)
{
    if (s->magic != 42) {
        fprintf(stderr, "the block's variables are gone\n");
        abort();
    }
}

static async int works(struct shared *s, int n)
{
    tasks++;
    s->running++;
    defer { await ac_yield(); check(s); s->running--; tasks--; }
    for (int i = 0; i < n; i++) {
        int rc = await ac_sleep(i % 2);
        check(s);
        if (rc < 0)
            return rc;
    }
    s->done++;
    return n;
}

static async int recursive(struct shared *s, int n)
{
    return n == 0 ? await works(s, 2) : await recursive(s, n - 1);
}

static async int grows(ac_scope *scope, struct shared *s, int n)
{
    if (n && (!ac_spawn_in(scope, grows(scope, s, n - 1)) || !ac_spawn_in(scope, works(s, 1))))
        return AC_ENOMEM;
    return await works(s, n);
}

static async int block(int way)
{
    int rc = 0;
    for (int i = 0; i < 2; i++) {
        in_blocks++;
        struct shared outside = {42, 0, 0};
        defer {
            in_blocks--;
            if (outside.running)
                abort();
        }
        ac_scope (s) {
            struct shared inside = {42, 0, 0}, *shared = &(struct shared){42, 0, 0};
            if (!ac_spawn_in(s, works(&inside, 2)) || !ac_spawn_in(s, recursive(&outside, way)) ||
                !ac_spawn_in(s, grows(s, shared, 2)))
                return AC_ENOMEM;
            if (way == 0)
                continue;
            ac_scope (inner)
                ac_spawn_in(inner, works(&outside, 1));
            rc = await ac_sleep(1);
            if (way == 1)
                return i;
            if (way == 2)
                break;
            if (way == 3)
                goto out;
        }
        if (outside.running)
            abort();
    }
out:
    return rc;
}

async int main(void)
{
    atexit(all_were_left);
    int a = 0, b = 0, rc = 0;
    for (int way = 0; way < 5; way++)
        rc = await block(way);
    // A scope in a branch that is cancelled.
    await ac_select(a = ac_sleep(1), b = block(4));
    return rc + a + b;
}
