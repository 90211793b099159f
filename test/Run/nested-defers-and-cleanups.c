// RUN: %run-both %s -Wno-implicit-fallthrough -Wno-empty-body
#include "Inputs/poll.h"
#include <stdio.h>
static int fuel;
#define F (++fuel > 200)
static void say(int *p)
{
    printf("c%d ", *p);
}
static async void asay(int *p)
{
    await leaf(1);
    printf("a%d ", *p);
}
#define CL __attribute__((cleanup(say)))
#define ACL __attribute__((cleanup(asay)))
static async int d1(int n)
{
    int s = 0;
    for (int i = 0; i < 4; i++) {
        int x CL = i;
        defer {
            await leaf(1);
            printf("d%d ", i);
            s++;
            defer {
                printf("inner ");
            }
            for (int k = 0; k < 2; k++) {
                defer {
                    await leaf(k);
                    printf("k%d ", k);
                }
                if (k == n)
                    break;
                if (k == 0)
                    continue;
            }
        }
        switch ((n + i) % 4) {
        case 0: {
            defer {
                printf("s0 ");
                await leaf(1);
            }
            if (n > 5)
                continue;
            break;
        }
        case 1: {
            int y ACL = 10 + i;
            s += await leaf(y);
            if (n == 2)
                return s;
        }
            /* fall through */
        case 2:
            s += ({
                int z ACL = 20;
                int w CL = 30;
                await leaf(w);
                if (n == 7)
                    break;
                z + w;
            });
            break;
        default: {
            defer {
                s += 100;
            }
            goto cont;
        }
        }
        if (s > 200)
            goto out;
    cont:;
    }
out:
    return s;
}
static async int d2(int n)
{
    int i = 0;
again:
    if (F)
        return 5;
    {
        defer {
            printf("[%d] ", i);
        }
        int q ACL = i;
        i++;
        if (i < n)
            goto again;
        do {
            defer {
                await leaf(2);
                printf("do%d ", i);
            }
            if (i % 2)
                continue;
            i++;
        } while (await leaf(i) % 3 && i++ < 9);
    }
    defer {
        printf("last%d ", i);
    }
    return ({
               defer {
                   i += 1000;
               }
               int r = i + await leaf(n);
               if (n == 3)
                   return r + 7;
               r;
           }) +
           i;
}
static async int d3(int n)
{
    defer {
        printf("outer ");
    }
    if (n & 1) {
        defer {
            {
                defer {
                    await leaf(1);
                    printf("x ");
                }
                {
                    defer {
                        printf("y ");
                    }
                    await leaf(2);
                }
            }
        }
        if (n & 2)
            return await leaf(n);
        while (1) {
            int v ACL = n;
            defer {
                n++;
            }
            if (n > 6)
                break;
            if (F)
                return 9;
            if (await leaf(n) % 2)
                continue;
            n++;
        }
    } else
        for (int k = 0;; k++) {
            int v ACL = k, u CL = k + 50;
            if (k == n)
                return k;
            if (await leaf(k) == 3)
                goto done;
        }
    n += 10;
done:
    return n;
}
static async void d4(int n)
{
    defer {
        printf("v ");
    }
    if (n == 1)
        return;
    {
        int x ACL = 5;
        (void)x;
        if (n == 2)
            return;
    }
    defer {
        printf("w ");
        await leaf(1);
    }
    if (n == 3)
        return;
    await leaf(3);
}
struct big {
    int a[20];
};
static async struct big d5(int n)
{
    struct big b = {{n}};
    defer {
        b.a[0] = 99;
        await leaf(1);
    }
    {
        int x ACL = b.a[0];
        if (n == 1)
            return (struct big){{await leaf(7), 3}};
    }
    return b;
}
async int f(int n)
{
    fuel = 0;
    int a = await d1(n);
    printf("\n");
    fuel = 0;
    int b = await d2(n);
    printf("\n");
    fuel = 0;
    int c = await d3(n);
    await d4(n);
    struct big g = await d5(n);
    printf("\n");
    return a + b * 100 + c * 10000 + g.a[0];
}
