// Stages joined by channels, whose frames are dynamic and whose functions are called through
// pointers: disturbed at any place, they end, and no value that was received comes twice or in
// another order.
// RUN: %python %S/../inject/everywhere --modes wake,cancel,abort --build %builddir --sanitize "%sanitize" --output %t %s -Wall -Wextra -Werror | FileCheck %s
// CHECK: wake {{.*}} places: ended {{[0-9]+$}}
// CHECK: cancel {{.*}} places: ETASKCANCELED {{[0-9]+$}}
// CHECK: abort {{.*}} places: ETASKABORTED {{[0-9]+$}}
#include <asyncc.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

typedef async int (*transform)(int);
typedef struct {
    ac_channel *from, *to;
    transform change;
} stage;

static async int twice(int x)
{
    await ac_yield();
    return 2 * x;
}

static async int count_down(int x)
{
    if (x == 0)
        return await ac_sleep(0);
    int rc = await count_down(x - 1);
    return rc < 0 ? rc : rc + 1;
}

static async int run_stage(stage s)
{
    int value, rc;
    while ((rc = await ac_recv(s.from, &value)) == 0) {
        value = await s.change(value);
        if (value < 0)
            break;
        if ((rc = await ac_send(s.to, &value)) < 0)
            break;
    }
    // Those before and behind it shall not wait for ever.
    ac_channel_close(s.from);
    ac_channel_close(s.to);
    return rc;
}

static async int produce(ac_channel *to, int n)
{
    int rc = 0;
    for (int i = 1; i <= n && rc == 0; i++)
        rc = await ac_send(to, &i);
    ac_channel_close(to);
    return rc;
}

async int main(void)
{
    enum { N = 8, STAGES = 3 };
    static const transform transforms[STAGES] = {twice, count_down, twice};
    static int slots[STAGES + 1][2];
    static ac_channel channels[STAGES + 1] = {
        AC_CHANNEL_INIT(slots[0]), AC_CHANNEL_INIT(slots[1]), AC_CHANNEL_INIT(slots[2]),
        AC_CHANNEL_INIT(slots[3])};
    ac_task *tasks[STAGES + 1] = {ac_spawn(produce(&channels[0], N))};
    bool complete = tasks[0];
    for (int i = 0; i < STAGES; i++) {
        stage s = {&channels[i], &channels[i + 1], transforms[i]};
        tasks[i + 1] = ac_spawn(run_stage(s));
        complete &= tasks[i + 1] != NULL;
    }
    int value, last = 0, count = 0;
    while (complete && await ac_recv(&channels[STAGES], &value) == 0) {
        if (value != last + 4)
            abort();
        last = value;
        count++;
    }
    for (int i = 0; i <= STAGES; i++) {
        ac_cancel(tasks[i]);
        if (await ac_join(tasks[i], NULL) == AC_ECANCELED)
            ac_detach(tasks[i]);
    }
    printf("%d values\n", count);
    return 0;
}
