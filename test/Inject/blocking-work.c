// Disturbed at any place, work in the pool's threads writes only where somebody waits for it, and
// what it has acquired is given back.
// RUN: %python %S/../inject/everywhere --build %builddir --sanitize "%sanitize" --output %t %s -Wall -Wextra -Werror | FileCheck %s
// CHECK: wake {{.*}} places: ended {{[0-9]+$}}
// CHECK: cancel {{.*}} places: ETASKCANCELED {{[0-9]+(, ended [0-9]+)?$}}
// CHECK: abort {{.*}} places: ETASKABORTED {{[0-9]+(, ended [0-9]+)?$}}
// CHECK: cancel-self {{.*}} places: ETASKCANCELED {{[0-9]+}}, ended {{[0-9]+$}}
// CHECK: abort-self {{.*}} places: ETASKABORTED {{[0-9]+}}, ended {{[0-9]+$}}
// CHECK: malloc {{.*}} places: ENOMEM {{[0-9]+}}, ended {{[0-9]+$}}
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int count(void *arg)
{
    int *n = arg;
    usleep(200);
    return (*n)++;
}

typedef struct {
    void *memory;
} owner;

static int acquire(void *copy)
{
    owner *o = copy;
    usleep(200);
    o->memory = malloc(100);
    return o->memory ? 0 : AC_ENOMEM;
}

static void give_back(void *copy)
{
    owner *o = copy;
    free(o->memory);
}

static async int work(int n)
{
    int counted = 0, begun = 0;
    for (int i = 0; i < n; i++) {
        begun += await ac_blocking(count, &counted) >= 0;
        if (counted != begun)
            abort();
        owner o = {NULL};
        if (await ac_blocking_copy(acquire, &o, sizeof o, give_back) == 0)
            free(o.memory);
    }
    return counted;
}

async int main(void)
{
    ac_task *tasks[6];
    for (int i = 0; i < 6; i++)
        tasks[i] = ac_spawn(work(2));
    for (int i = 0; i < 6; i++)
        if (await ac_join(tasks[i], NULL) == AC_ECANCELED) {
            ac_cancel(tasks[i]);
            ac_detach(tasks[i]);
        }
    return 0;
}
