// RUN: %asyncc --cc=gcc %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 %sanitize -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// What is said of the function around a declaration is not said of it: neither that it does not return nor how large
// its frame may be; nor is what one declarator says the other's. And a type that the specifiers define may have
// attributes.
// CHECK: 3 65 7 5 8 9 11 2
#include <asyncc.h>
#include <stdio.h>
#include <string.h>

static async int give(int n)
{
    await ac_yield();
    return n;
}

async int __attribute__((cold)) returns(int n), ends(int n) __attribute__((noreturn)), returns_too(int n);

async int returns(int n)
{
    return n + await give(1);
}

async int ends(int n)
{
    for (;;)
        await ac_sleep((unsigned)n);
}

async int returns_too(int n)
{
    if (!n)
        await ends(n);
    return n + await give(2);
}

static async _Noreturn void serve(int n)
{
    async int later(int);
    printf(" %d\n", await later(n));
    for (;;)
        await ac_sleep(1000);
}

static async async_frame_max(96) int small(int n)
{
    async int large(int);
    return await large(n);
}

static async struct __attribute__((packed)) pair {
    char c;
    int n;
} packed(void)
{
    return (struct pair){1, await give(7)};
}

async_frame_max(200) static async union __attribute((aligned(8))) __attribute__((unused)) number {
    int i;
    char c;
} aligned(void)
{
    return (union number){.i = await give(5)};
}

static async enum __attribute__((packed)) colour { RED = 8, GREEN } coloured(void)
{
    return await give(1) ? RED : GREEN;
}

async int later(int n)
{
    return n + await give(1);
}

async int large(int n)
{
    char text[200];
    memset(text, n, sizeof text);
    await give(1);
    return text[3];
}

async int main(void)
{
    printf("%d", await later(2));
    printf(" %d %d %d %d", await small('A'), (await packed()).n, (await aligned()).i, await coloured());
    printf(" %d %d", await returns(8), await returns_too(9));
    ac_task *server = ac_spawn(serve(1));
    if (!server)
        return 1;
    await ac_sleep(1);
    ac_abort(server);
    (void)await ac_join(server, NULL);
    return 0;
}
