// RUN: %asyncc --cc=gcc %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 -O2 %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --emit=layout %s | FileCheck %s --check-prefix=FRAME
// A function of another library that is called as one of the C library's may keep what it is given.
// CHECK: 7 8 9
#include <asyncc.h>
#include <stdio.h>
#include <string.h>
#include "Inputs/another-library.h"

// FRAME: sends
// FRAME: message
// FRAME: other
static async int sends(struct message **queue)
{
    struct message message = {7, NULL}, other = {0, NULL};
    send(queue, &message);
    memset(&other, 0, sizeof other);
    recv(queue, &other);
    await ac_yield();
    printf("%d ", (*queue)->n);
    await ac_yield();
    return (*queue)->next->n;
}

static async void overwrites(struct message **queue)
{
    volatile char junk[200];
    memset((char *)junk, 1, sizeof junk);
    if (*queue) // else there was no memory for the other branch
        (*queue)->next->n = 8;
    await ac_yield();
}

async int main(void)
{
    struct message *queue = NULL;
    int n = 0;
    await ac_all(n = sends(&queue), overwrites(&queue));
    printf("%d %d\n", n, n + 1);
    return 0;
}
