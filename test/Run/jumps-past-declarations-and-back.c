// RUN: %run-both %s -Wno-implicit-fallthrough -Wno-empty-body
#include "Inputs/poll.h"
#include <stdio.h>
static int fuel;
#define F (++fuel > 200)
// value survives a backward jump past the declaration, then a forward jump past it
static async int b1(int n)
{
    int s = 0, round = 0;
again:
    if (F)
        return -1;
    s += await leaf(1);
    if (round++ > 0)
        goto past;
    int x = n + 3;
past:
    s += await leaf(x);
    x += 2;
    if (round < 4)
        goto again;
    return s * 10 + x;
}
// arrays, addresses
static async int b2(int n)
{
    int s = 0, round = 0;
    int *p = 0;
again:
    if (F)
        return -1;
    if (p)
        s += *p + await leaf(1);
    if (round++ > 0)
        goto past;
    int a[3] = {n, n + 1, await leaf(2)};
    p = a + 1;
past:;
    s += a[0] + await leaf(a[2]);
    a[1]++;
    a[2] += *p;
    if (round < 4)
        goto again;
    return s;
}
// jump into a nested block that conditionally reads
static async int b3(int n)
{
    int s = 0, i = 0;
top:
    if (F)
        return -1;
    s += await leaf(i);
    if (i == 1)
        goto in;
    {
        int x;
        x = n;
    in:
        if (i != 1)
            s += x;
        s += await leaf(2);
        if (i != 1)
            s += x;
        x = 7;
        s += await leaf(x);
        if (i++ < 3)
            goto top;
        s += x;
    }
    return s;
}
// jump past declarations in a switch, then used across awaits
static async int b4(int n)
{
    int s = 0;
    for (int i = 0; i < 4; i++) {
        switch ((n + i) % 4) {
            int k;
            struct {
                int a, b;
            } st;
            int arr[2];
        case 0:
            k = await leaf(4);
            s += k;
            break;
        case 1:
            st.a = 2;
            st.b = await leaf(3);
            s += st.a * st.b;
            {
            case 2:
                arr[0] = 1;
                arr[1] = await leaf(arr[0]);
            }
            s += arr[0] + arr[1];
            if (i > 1)
                continue;
            break;
        default: {
            int q = 4;
            if (0) {
            case 3:
                q = 9;
            }
            s += await leaf(q);
            s += q;
        }
        }
        s += 100;
    }
    return s;
}
static async int b5(int n)
{
    int s = 0;
    for (int i = 0, j = await leaf(n); i < 5 && ({ await leaf(i + 1); }); i++, j += await leaf(2)) {
        if (i == n) {
            goto mid;
        }
        for (;;) {
            s += j;
            if (await leaf(i) & 1)
                break;
        mid:
            s++;
            if (await leaf(s) % 3 == 0) {
                i++;
                goto next;
            }
            if (s > 100)
                goto out;
            if (F)
                goto out;
        next:
            if (await leaf(j) > s)
                continue;
            break;
        }
    }
    do {
        s++;
        if (s % 2)
            continue;
        if (F)
            break;
        s += 2;
    } while (await leaf(s) % 7 && ({
                 int z = await leaf(3);
                 z;
             }));
out:
    return s;
}
async int f(int n)
{
    int r[5];
    fuel = 0;
    r[0] = await b1(n);
    fuel = 0;
    r[1] = await b2(n);
    fuel = 0;
    r[2] = await b3(n);
    fuel = 0;
    r[3] = await b4(n);
    fuel = 0;
    r[4] = await b5(n);
    for (int i = 0; i < 5; i++)
        printf("%d ", r[i]);
    return 0;
}
