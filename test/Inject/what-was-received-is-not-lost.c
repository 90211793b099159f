// Whatever disturbs a select over a channel and a socket, each value and each byte that was sent is
// received once, in order: by the branch whose operation took it, whether that won, lost, or was
// cancelled meanwhile; or else it is still where it was sent to. (Not if the task is aborted, or unwinds
// for lack of memory: results of branches go with it.)
// RUN: %python %S/../inject/everywhere --modes wake,cancel,cancel-self,expire,syscall --most 60 --build %builddir --sanitize "%sanitize" --output %t %s -Wall -Wextra -Werror | FileCheck %s
// CHECK: wake {{.*}} places: ended {{[0-9]+$}}
// CHECK: cancel {{.*}} places: ETASKCANCELED
// CHECK: cancel-self {{.*}} places: ETASKCANCELED
// CHECK: expire {{.*}} places: ended {{[0-9]+$}}
// CHECK: syscall {{.*}} of {{[1-9][0-9]*}} places: {{.*}}ended
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>

enum { COUNT = 12 };
static int slots[2], sent, taken;
static unsigned char written, read_back;
static ac_channel channel = AC_CHANNEL_INIT(slots);

static async int produce(void)
{
    for (int i = 0; i < COUNT; i++) {
        int rc = await ac_send(&channel, &i);
        if (rc < 0)
            return rc;
        sent++;
        if (i % 3 == 0)
            await ac_yield();
    }
    return 0;
}

static async int writes(ac_io *to)
{
    for (int i = 0; i < COUNT; i++) {
        int rc = await ac_write(to, &(unsigned char){written}, 1);
        if (rc < 0)
            return rc;
        written++;
        if (i % 2)
            await ac_sleep(i % 4 / 3);
    }
    return 0;
}

static void check(const char *what, int got, int expected)
{
    if (got == expected)
        return;
    fprintf(stderr, "%s: %d, not %d\n", what, got, expected);
    abort();
}

static void took(int value)
{
    check("value", value, taken++);
}

static void took_byte(unsigned char byte)
{
    check("byte", byte, read_back++);
}

// Where nobody sends any more.
static async void take_the_rest(ac_io *from)
{
    int value;
    unsigned char byte;
    while (ac_try_recv(&channel, &value) == 0)
        took(value);
    check("values", taken, sent);
    while (read_back < written) {
        int n = await ac_read(from, &byte, 1);
        if (n < 0) // a system call that fails takes nothing
            n = await ac_read(from, &byte, 1);
        check("bytes left", n, 1);
        took_byte(byte);
    }
}

async int main(void)
{
    ac_io *from, *to;
    int rc = ac_socketpair(&from, &to);
    if (rc < 0)
        return rc;
    defer {
        await ac_io_close(from);
        await ac_io_close(to);
    }
    ac_task *tasks[] = {ac_spawn(produce()), ac_spawn(writes(to))};
    defer {
        for (int i = 0; i < 2; i++) {
            ac_cancel(tasks[i]);
            await ac_join(tasks[i], NULL);
        }
        await take_the_rest(from);
    }
    // One that sends may have been stopped: nothing comes any more.
    for (int failures = 0; failures < 30 && (taken < COUNT || read_back < COUNT);) {
        int value = -1, got = -1, n = -1;
        unsigned char byte = 0;
        await ac_select(n = ac_recv(&channel, &value), got = ac_read(from, &byte, 1),
                        ac_sleep(1));
        if (n == 0)
            took(value);
        if (got == 1)
            took_byte(byte);
        failures += n < 0 && got < 0;
    }
    return 0;
}
