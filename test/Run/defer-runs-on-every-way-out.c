// RUN: %run-both %s
#include "Inputs/poll.h"
#include <stdio.h>
struct item { char name[8]; int n; };
static int hidden = 7;
static int count(int *n) { return (*n)++; }

// A macro's second copy of its argument, in typeof, is not evaluated: nothing is deferred there.
#define VALUE(x) ({ __typeof__((x) + 0) value_ = (x); value_; })
static async int in_typeof(int n)
{
    int b = n;
    int sum = VALUE(({ defer { b++; } b * 10; }));
    sum += VALUE(({ defer { b += await leaf(2); } if (b > 50) return 7; b * 100; }) + await leaf(b));
    return sum + b;
}

static async int returns(int n)
{
    int a = n;
    defer { printf("[a %d]", a); }
    if (n == 0)
        return a++ + await leaf(1);
    int x = 1;
    defer {
        int hidden = x; // hides a global here
        await leaf(hidden);
        printf("[x %d %d]", x, hidden);
    }
    {
        defer { a += await leaf(2); x++; }
        if (n == 1)
            return await leaf(a);
    }
    defer { printf("[late %d]", hidden); }
    int hidden = 9; // not the one in the defer above
    return a + hidden;
}

static async void loops(int n)
{
    for (int i = 0; i < 4; i++) {
        defer { printf("[i %d]", i); await leaf(i); }
        if (i == n)
            continue;
        for (int k = 0;; k++) {
            defer { printf("[k %d]", k); }
            if (k == 2)
                break;
            if (n == 3 && i == 1)
                goto out;
            if (n == 2 && i == 3)
                return;
        }
    }
    int tries = 0;
    do {
        defer { tries++; }
        if (await leaf(tries) == 1)
            continue;
        defer { printf("[tries %d]", tries); }
    } while (await leaf(tries) < 3);
out:
    printf("[out]");
}

static async struct item makes(int n)
{
    struct item it = {"abc", n};
    defer { it.n = 0; }
    defer { await leaf(n); it.name[0] = 'z'; }
    if (n % 2)
        return it;
    const struct item copy = {"const", await leaf(n)};
    defer { printf("[%s %d]", copy.name, copy.n); }
    return copy;
}

static async int switches(int n)
{
    switch (n) {
    case 0: {
        defer { printf("[zero]"); }
        break;
    }
    case 1: {
        defer { printf("[one]"); await leaf(1); }
    }
        /* fall through */
    default:
        n++;
    }
    while (await leaf(n) < 6) {
        defer { n++; }
        switch (await leaf(n)) {
        case 3:
            continue;
        default: {
            defer { printf("[d %d]", n); }
            break;
        }
        }
        printf("[after]");
    }
    return n;
}

static async int nested(int n)
{
    int order = 0;
    defer {
        int inner = await leaf(n);
        defer { printf("[inner %d order %d]", inner, order); }
        for (int i = 0; i < 3; i++) {
            defer { order = order * 10 + i; await leaf(i); }
            if (i == 1)
                continue;
            if (n == 1)
                break;
        }
        printf("[outer]");
    }
again:
    if (count(&order) < 2) {
        defer { await leaf(1); }
        goto again;
    }
    int v = ({
        defer { printf("[in expression]"); }
        int w = n + order;
        if (w == 5)
            return w;
        w * 2;
    });
    return v;
}

static async int without_awaits(int n)
{
    defer { printf("[end]"); }
    if (n & 1)
        return n;
    defer { printf("[even]"); }
    return n + 1;
}

static async void empty(int n)
{
    defer {}
    defer { ; }
    for (;;) {
        defer {}
        if (n++ > 2)
            return;
    }
}

// Many ways through one exit, and addresses that live until it has run.
static async int many(int n)
{
    int *seen = NULL, sum = 0;
    defer { sum += await leaf(seen ? *seen : 1); printf("[sum %d]", sum); }
    int late = n * 2;
    seen = &late;
    if (n == 0) return 10;
    if (n == 1) goto a;
    if (n == 2) goto b;
    for (int i = 0;; i++) {
        int there = i;
        defer { await leaf(1); late += there; }
        if (i == n) goto c;
        if (i == 5) break;
        if (i == 7) return 3;
    }
    return late;
a:
    return await leaf(1);
b:
    late++;
c:
    return late + sum;
}

static async void left(int *n)
{
    await leaf(1);
    printf("[left %d]", *n);
}

// Statements that end where the one around them does.
static async int directly(int n)
{
    for (int i __attribute__((cleanup(left))) = 0; i < 2; i++)
        for (int k __attribute__((cleanup(left))) = 10 * i; k < 10 * i + 3; k++)
            if (n)
                for (int l __attribute__((cleanup(left))) = await leaf(100); l < 102; l++) {
                    if (k == n)
                        continue;
                    if (n == 3)
                        return k;
                    if (l == 100 + n)
                        break;
                }
    return n;
}

async int f(int n)
{
    int r = 0;
    for (int i = 0; i < 5; i++) {
        printf("%d: ", i);
        r += await returns(i) + await in_typeof(i);
        await loops(i);
        struct item it = await makes(i);
        r += it.n + it.name[0] + await switches(i) + await nested(i) + await without_awaits(i) + await many(i) + await directly(i);
        await empty(i);
        printf(" %d\n", r);
    }
    return r + n;
}
