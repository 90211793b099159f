// RUN: %run-both %s -Wno-implicit-fallthrough -Wno-empty-body
#include "Inputs/poll.h"
#include <stdio.h>
#include <stdbool.h>
static int fuel;
#define F (++fuel > 300)
static int tr(int x)
{
    printf("t%d ", x);
    return x;
}
enum color { RED, GREEN = 5, BLUE };
static async long long big(int n)
{
    await leaf(n);
    return n % 2 ? 0x7fffffff00000000LL + n : -5;
}
static async enum color col(int n)
{
    return await leaf(n) % 3 == 0 ? RED : await leaf(n) % 3 == 1 ? GREEN : BLUE;
}
static async bool yes(int n)
{
    return await leaf(n & 1);
}
// switch on various types, default in the middle
static async int sw(int n)
{
    int r = 0;
    switch (await big(n)) {
    case 0x7fffffff00000001LL:
        r += 1; /* fall through */
    default:
        r += await leaf(2);
        break;
    case -5:
        r += 4;
        break;
    case 0x7fffffff00000002LL ... 0x7fffffff00000005LL:
        r += await leaf(8);
        break;
    }
    switch (await col(n)) {
    case RED:
        r += 16;
        break;
    default:
        r += 32;
        __attribute__((fallthrough));
    case BLUE:
        r += 64;
    }
    switch ((int)await yes(n)) {
    case true:
        r += 128;
        break;
    case false:
        r += await leaf(256);
    }
    switch (await leaf(n)) {
    }
    switch (await leaf(n))
        ;
    switch (await leaf(n)) {
        int dead;
    case 3:
        dead = 5;
        (void)dead;
        int z;
        z = await leaf(5);
        r += z;
        break;
    case 4: {
        int q[2] = {await leaf(1), 2};
        r += q[0] + q[1];
    }
    }
    switch (await leaf(n))
    case 4:
    case 5:
        r += tr(await leaf(1000));
    switch (await leaf(n))
    default:
        r += 7;
    r &= 0xffff;
    switch (await leaf(n % 4))
        while (await leaf(r++) % 5) {
            if (F)
                break;
            __attribute__((fallthrough));
        case 2:
            r += 3;
            if (n > 5)
                break;
            __attribute__((fallthrough));
        default:
            r += await leaf(1);
            continue;
        case 3:
            r += 100;
        }
    switch (n) {
        for (;;) {
            if (F)
                break;
            __attribute__((fallthrough));
        case 1:
            if (await leaf(r++) > 300)
                goto xx;
            if (n == 99)
                return 5;
        }
    }
xx:
    return r;
}
static async int dead(int n)
{
    int r = 0;
    if (0) {
    L:
        if (F)
            return 5;
        r += await leaf(3);
        if (r > 20)
            return r;
    }
    while (0) {
    M:
        r += await leaf(100);
        if (F)
            return 3;
        break;
    }
    if (n == 3)
        goto M;
    if (n == 4)
        goto N;
    do {
        if (n == 5)
            continue;
    N:
        r += 1;
    } while (await leaf(0) && await leaf(5));
    if (r < 20 && r >= 0)
        goto L;
    return r;
    r += await leaf(5);
    goto Z;
    {
        await leaf(2);
    Z:
        return await leaf(9);
    }
}
async int f(int n)
{
    fuel = 0;
    int a = await sw(n), b = await dead(n);
    printf("%d %d\n", a, b);
    return a * 1000 + b;
}
