// RUN: %run-both %s
// What only looks like a variable of the frame: parameters and members that types declare, members in
// offsetof, constants of inner blocks behind attributes or in a defer, and `constexpr`, which is a
// name before C23. And an attribute between a parameter's name and its bound.
#include "Inputs/poll.h"
#include <stddef.h>
#include <stdio.h>

struct members {
    int n;
    int s[4];
};
char n[100]; // what the hidden variables would be taken for

static async int more(int *p)
{
    await leaf(*p);
    return ++*p;
}

static async int called_constexpr(int turns)
{
    int constexpr = 3, k = turns;
    constexpr += 1;
    k = await more(&k);
    constexpr += k;
    return constexpr;
}

static async int last_of(int n, int a [[maybe_unused]] [n])
{
    await leaf(n);
    return a[n - 1];
}

static async int declared_in_types(void (*take)(int))
{
    int n = 1, m = 2, sum = await more(&n);
    sum += await more(&m);
    sum += _Generic(take, void (*)(int n): 10, default: 20);
    sum += _Generic(&sum, struct other { int m; } *: 1, default: 2);
    sum += _Generic(&sum, int *: 3, void (*)(char *n, struct members *m): 4);
    _Alignas(sizeof(struct { int m; int n; })) char bytes[16] = {0};
    await more(&n);
    bytes[0] = (char)n;
    return sum + bytes[0] + m;
}

static async int members_of_offsets(int k)
{
    int s = 0, n = 3;
    s += await more(&n);
    _Alignas(__builtin_offsetof(struct members, n) + 8) char a[4] = {1};
    __attribute__((aligned(offsetof(struct members, s) * 2))) char b[4] = {1};
    await more(&n);
    s += a[0] + b[0];
    enum { FIRST = offsetof(struct members, s), SECOND };
    await more(&s);
    return s + FIRST + SECOND + k + await more(&n);
}

static async int constants_of_inner_blocks(int k)
{
    int s = 0, n = 3;
    s += await more(&n);
    {
        if (k > 1) [[]] {
            enum { n = 7 };
            s += n;
        }
        s += k + _Generic(&s, __typeof__(&n): 2, default: 100);
        _Alignas(sizeof n) char buffer[4];
        await more(&n);
        s += __alignof__(buffer) == sizeof n;
    }
    await more(&n);
    return s + n;
}

async int f(int turns)
{
    int a[3] = {1, 2, 3};
    printf("%d", await called_constexpr(turns));
    printf(" %d", await called_constexpr(turns));
    printf(" %d", await last_of(3, a));
    printf(" %d", await declared_in_types(NULL));
    printf(" %d", await members_of_offsets(2));
    printf(" %d\n", await constants_of_inner_blocks(turns + 2));
    return 0;
}
