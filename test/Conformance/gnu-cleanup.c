// RUN: %run-both %s
// GNU C: __attribute__((cleanup(f))), left and met by awaits in every way.
#include "Inputs/poll.h"
#include <stdbool.h>
#include <stdio.h>
struct big { int a[12]; };
static void done(int *p) { printf("(%d)", *p); }
static void done_both(int (*p)[2]) { printf("(%d %d)", (*p)[0], (*p)[1]); }
static void done_big(struct big *p) { printf("(big %d %d)", p->a[0], p->a[2]); }
static void done_local(void *p) { printf("(local %d)", *(int *)p); }
static void done_const(const int *p) { printf("(c%d)", *p); }
static async void slowly(int *p) { await leaf(1); printf("(slow %d)", *p); await leaf(1); }
static async int counts(int *p) { printf("(count %d)", *p); return await leaf(*p); }
#define TRY(call) __extension__({ int rc_ = (call); if (rc_ < 0) return rc_; rc_; })

static async int ends(int n)
{
    __attribute__((cleanup(done))) int a = n;
    if (await leaf(n) == 3)
        return a++;
    int b __attribute__((cleanup(slowly))) = await leaf(a * 2), c = 7;
    int d __attribute__((__cleanup__(counts))) = 5, e __attribute__((cleanup(done))) = TRY(await leaf(n - 1));
    if (n == 2)
        return a + b + d + e;
    // What stands among the specifiers holds for all, and before what a declarator adds.
    int __attribute__((cleanup(done))) g = 8, __attribute__((cleanup(slowly))) h = await leaf(9);
    __attribute__((cleanup(done))) int __attribute__((cleanup(slowly), cleanup(counts))) i = await leaf(10);
    return c + g + h + i;
}

static async int loops(int n)
{
    int sum = 0;
    for (int i __attribute__((cleanup(done))) = 0; i < await leaf(4); i++) {
        int d __attribute__((cleanup(slowly))) = 10 * i;
        if (i == n)
            continue;
        if (await leaf(n) == 5)
            break;
        sum += d;
    }
    do {
        int k __attribute__((cleanup(done))) = await leaf(sum);
        if (sum++ % 2)
            continue;
        while (true) {
            const int m __attribute__((cleanup(done_const))) = sum;
            await leaf(1);
            if (m > 2)
                break;
            if (n == 4)
                goto out;
            sum++;
        }
        if (k > 100)
            return k;
    } while (await leaf(sum) < 60);
out:
    for (int i __attribute__((cleanup(done))) = 0, k = 3; i < k; i += await leaf(1))
        if (i == 1)
            goto end;
end:
    return sum;
}

static async int switches(int n)
{
    int x = 0;
    switch (await leaf(n)) {
    case 0:
        x = 9;
        await leaf(1);
        break;
    case 1: {
        int y __attribute__((cleanup(done))) = await leaf(4);
        if (y)
            x = y + 1;
    }
        /* fall through */
    case 2:
        x = 11;
        return await leaf(x);
    default:
        x = 12;
    }
    return 0;
}

static async int backwards(int n)
{
    int rounds = 0;
again:;
    int a __attribute__((cleanup(done))) = rounds;
    int b[2] __attribute__((cleanup(done_both))) = {await leaf(n), a};
    if (++rounds < n)
        goto again;
    {
        int c __attribute__((cleanup(done))) = b[0];
        if (rounds++ == n && await leaf(n) > 2)
            goto again;
    }
    return a;
}

static async int in_expressions(int n)
{
    int x = ({
        int t __attribute__((cleanup(done))) = await leaf(n);
        t * 2;
    }) + ({
        int u __attribute__((cleanup(slowly))) = n;
        if (u == 3)
            return 33;
        u + 1;
    });
    int y = ({ int v __attribute__((cleanup(done))) = n; v + 4; }); // without an await
    return x * 10 + y;
}

static async struct big by_value(int n)
{
    struct big r __attribute__((cleanup(done_big))) = {{n}};
    r.a[1] = await leaf(n);
    if (n == 2)
        return (struct big){{1, 2, r.a[1]}};
    r.a[2] = 7;
    return r;
}

static async bool truth(int n)
{
    int a __attribute__((cleanup(slowly))) = n;
    await leaf(n);
    return a > 2;
}

static async void nothing(int n)
{
    struct { int i; } local __attribute__((cleanup(done_local))) = {n};
    await leaf(local.i);
    if (local.i == 1)
        return;
    __auto_type other __attribute__((cleanup(done))) = local.i;
    await leaf(other);
    return (void)printf("void");
}

static async int deep(int n)
{
    int a __attribute__((cleanup(done))) = n;
    for (int i = 0; i < 3; i++) {
        int b __attribute__((cleanup(slowly))) = i;
        switch (n) {
        case 1:
            for (;;) {
                int c __attribute__((cleanup(done))) = await leaf(i);
                if (c == 1)
                    return 100 + c;
                if (c == 0)
                    goto next;
                break;
            }
            break;
        default:
            if (await leaf(i) == 1)
                goto next;
            if (i == 2)
                goto out;
        }
    next:;
        a += b;
    }
out:
    return a;
}

async int f(int n)
{
    int r = 0;
    n &= 3;
    for (int i = 0; i < 6; i++) {
        r += await ends(i) + await loops(i) + await switches(i) + await backwards(i) + await in_expressions(i);
        struct big b = await by_value(i);
        r += b.a[0] + b.a[1] * 2 + b.a[2] * 3 + await truth(i);
        await nothing(i);
        r += await deep(i);
        printf(" %d\n", r);
    }
    return r + n;
}
