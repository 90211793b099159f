// RUN: %run-both %s -Wno-implicit-fallthrough -Wno-empty-body
#include "Inputs/poll.h"
#include <stdio.h>
// statement expressions with jumps, nested, labels local
#define TRY(x)                                                                                     \
    ({                                                                                             \
        int rc_ = (x);                                                                             \
        if (rc_ == 7)                                                                              \
            return -rc_;                                                                           \
        rc_;                                                                                       \
    })
static int fuel;
#define F (++fuel > 300)
static async int a1(int n)
{
    int s = 0;
    for (int i = 0; i < 5; i++) {
        s += ({
                 if (i == n % 5)
                     continue;
                 await leaf(i);
             }) +
             TRY(await leaf(i + n % 3));
        s += ({
            int k = i;
            if (s > 40)
                break;
            ({
                if (s > 30)
                    goto out;
                await leaf(k);
            });
        });
    }
out:
    return s + ({
               __label__ x;
               int q = 0;
           x:
               if (F)
                   return 9;
               q += 1 + await leaf(2);
               if (q < n)
                   goto x;
               q;
           });
}
static async int a2(int n)
{
    int r = 0;
    {
        __label__ again, end;
        int c = 0;
    again:
        if (F)
            return c;
        c += await leaf(1);
        if (c > n)
            goto end;
        {
            __label__ again;
            int d = 0;
        again:
            if (d++ < 2)
                goto again;
            r += d;
        }
        goto again;
    end:
        r += c;
    }
    void *p = &&one;
    int t = 0;
    static void *tab[] = {&&one, &&two, &&three, &&done};
    goto *p;
one:
    if (F)
        return 1;
    r += await leaf(1);
    t++;
    goto *tab[n % 4];
two:
    if (F)
        return 7;
    r += 10;
    if (t++ > 4)
        goto done;
    goto *tab[(await leaf(n) + t) % 4];
three:
    if (F)
        return 7;
    r += await leaf(100);
    if (t++ > 4)
        goto done;
    goto *(await leaf(n) > 3 ? &&two : tab[3]);
done:
    return r;
}
static int *keep;
static async int a3(int n)
{
    int r = 0, i = 0;
again:;
    int x;
    if (i == 0) {
        x = 5;
        keep = &x;
    } else if (keep == &x)
        r += 100;
    x += await leaf(1);
    int y = 3;
    y += await leaf(1);
    r += x + y;
    if (i++ < n && !F)
        goto again;
    return r;
}
// Its type is told by the text, once more.
typedef int four __attribute__((vector_size(16)));
#define NEXT(e)               \
    ({                        \
        __label__ out, never; \
        four r_ = (e);        \
        if (r_[0] == 3)       \
            goto out;         \
        if (r_[0] == 1000)    \
            goto never;       \
        r_ += 1;              \
    never:                    \
    out:                      \
        r_;                   \
    })
static async int a4(int n)
{
    four v = NEXT(((four){await leaf(n), 1, 2, 3})) + NEXT(((four){await leaf(n + 1), 4, 5, 6}));
    return v[0] * 10 + v[3];
}
async int f(int n)
{
    fuel = 0;
    int a = await a1(n), b = await a2(n), c = await a3(n) + await a4(n);
    printf("%d %d %d\n", a, b, c);
    return a + b + c;
}
