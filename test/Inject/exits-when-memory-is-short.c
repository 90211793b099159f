// A defer that awaits runs to its end also where memory is short: its frames, which the task's stack has
// no room for, come from the loop's reserve.
// RUN: %asyncc %sanitize -O1 -g -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --match-full-lines
// RUN: %python %S/../inject/everywhere --modes wake,abort --build %builddir --sanitize "%sanitize" --output %t %s
// CHECK: the exit has run
// CHECK-NEXT: ENOMEM
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>

extern void *(*ac__malloc)(size_t);

static void *no_memory(size_t size)
{
    (void)size;
    return NULL;
}

static async int deep(int n)
{
    char room[64];
    room[0] = (char)n;
    (void)*(volatile char *)room;
    await ac_yield();
    return n ? await deep(n - 1) : 0;
}

static async int work(void)
{
    defer {
        int rc = await deep(20) + await deep(20); // it is taken twice
        printf("the exit has run%s\n", rc ? "?" : "");
    }
    ac__malloc = no_memory;
    return await deep(1000);
}

async int main(void)
{
    int r;
    ac_task *task = ac_spawn(work());
    int rc = await ac_join(task, &r);
    ac__malloc = malloc;
    puts(ac_err_name(rc));
    return 0;
}
