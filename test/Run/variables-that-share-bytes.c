// What never holds a value at the same time shares bytes of the frame; what does must not.
// RUN: %run-both %s
#include "Inputs/poll.h"
#include <stdio.h>
#include <string.h>
#include <stdlib.h>

static void fill(char *p, int n, int c) { memset(p, c, (unsigned)n); }
static int sum(const char *p, int n)
{
    int s = 0;
    for (int i = 0; i < n; i++)
        s += p[i];
    return s;
}
static int copy(const char *from, char *to, int n)
{
    for (int i = 0; i < n; i++)
        to[n - 1 - i] = from[i];
    return n;
}
static char *kept;
static char *keep(char *p) { return kept = p; }

// The source ends where the copy begins, in one call.
static async int copied(int n)
{
    char a[32], b[32];
    fill(a, 32, n);
    a[3] = 7;
    int r = await leaf(1);
    r += copy(a, b, 32);
    r += await leaf(2);
    return r + b[28] + sum(b, 32);
}

// One after the other, in a loop, backwards, in arms and in cases.
static async int in_turn(int n)
{
    char a[40], b[24], c[16];
    int s = 0;
    for (int i = 0; i < 3; i++) {
        fill(a, 40, i + n);
        s += await leaf(i);
        s += sum(a, 40);
        fill(b, 24, i);
        s += await leaf(i) + sum(b, 24);
        if (i == 1) {
            fill(c, 16, 3);
            await leaf(9);
            s += sum(c, 16);
            continue;
        }
        switch (await leaf(i)) {
        case 0:
            fill(c, 16, 5);
            /* fall through */
        case 1:
            s += await leaf(4) + (i ? 0 : sum(c, 16));
            break;
        default:
            fill(a, 40, await leaf(2));
            s -= sum(a, 40);
        }
    }
    return s;
}

// What a loop carries round, written at its end and read at its beginning.
static async int carried(int n)
{
    char last[16], now[16];
    fill(last, 16, 1);
    int s = 0;
    for (int i = 0; i < n; i++) {
        fill(now, 16, i + await leaf(i));
        s += sum(last, 16) + await leaf(1);
        copy(now, last, 16);
    }
    return s + sum(last, 16);
}

// A value read where its await left it, and a write in the same expression.
struct wide { int v[6]; };
static async struct wide wide(int n)
{
    struct wide w = {{0}};
    for (int i = 0; i < 6; i++)
        w.v[i] = await leaf(n) + i;
    return w;
}
static int all(const int *v) { return v[0] + 10 * v[1] + 100 * v[5]; }
static int both(const int *v, struct wide *w)
{
    w->v[0] = 1000;
    return all(v);
}
static async int in_place(int n)
{
    struct wide w, x;
    int y[4], r = await leaf(n) + (y[2] = 5);
    r += both((await wide(n)).v, &w);
    r += await leaf(w.v[0]) + y[2];
    x = await wide(r & 7);
    r += x.v[3] + (await wide(2)).v[4] + (fill((char *)&w, sizeof w, 0), w.v[0]);
    await leaf(1);
    return r + all(x.v) + w.v[5] + y[2];
}

// An address that something else keeps, and one that a variable holds.
static async int elsewhere(int n)
{
    char a[20];
    int s = 0;
    fill(keep(a), 20, n);
    {
        char b[20];
        fill(b, 20, 1);
        s += await leaf(2);
        s += sum(b, 20);
    }
    kept[3]++;
    s += await leaf(1) + sum(kept, 20);
    char c[20], *q = c + 2, *z = NULL;
    fill(c, 20, 3);
    for (int i = 0; i < 2; i++) {
        char d[20];
        z = i ? z : q + i;
        fill(d, 20, 4);
        s += await leaf(i);
        s += sum(d, 20);
    }
    return s + *z + sum(q, 10);
}

// The same, through everything that an address can pass.
static char *second(char *a, char *b) { return a ? b : a; }
static void keep_if(char *p) { kept = p ?: kept; }
struct holder { char *p; int n; };
static async int passed(int n)
{
    char a[12], b[12], c[12], d[12], e[12], *list[2];
    struct holder h = {.p = a + 1, .n = 2}, *to = &h;
    char *m = memchr(memset(b, n, 12), n, 12), *k;
    k = (fill(c, 12, 2), (n ? c : a));
    list[1] = d;
    fill(a, 12, 1);
    fill(list[1], 12, 4);
    char *o = ({ char *inner = e; fill(e, 12, 6); inner + 1; });
    int s = await leaf(n);
    {
        char x[12], y[12];
        fill(x, 12, 9);
        fill(y, 12, 9);
        s += await leaf(2) + sum(x, 12);
        s += sum(y, 12);
    }
    char **v = &k;
    return s + *m + to->p[h.n] + **v + list[1][3] + *second(a, o) + (int)strlen("x");
}

// By what is not seen at once: the last value is kept in spite of a label, of a missing operand; what
// looks like a statement initialises an array; a pointer bears a known function's name.
static char *listed;
static void keep_in_list(char *p)
{
    char *list[] = {p++};
    listed = list[0];
}
static async int hidden(int n)
{
    typedef long pair __attribute__((vector_size(2 * sizeof(long))));
    static char *(*strlen)(char *) = keep;
    char a[40], b[40], c[40], d[40];
    fill(c, 40, n + 2);
    fill(d, 40, n + 3);
    keep_in_list(c);
    pair both = {(long)d, 0};
    char *in_vector = (char *)both[0];
    strlen(b);
    char *by_pointer = kept;
    fill(a, 40, n);
    fill(b, 40, n + 1);
    keep_if(a);
    char *p = ({ __label__ end; if (n > 3) goto end; n++; end: b; });
    _Complex double z[2] = {n, 2};
    double *part = &__real__ z[1], *chosen_part = &_Generic(n, default: __imag__ z[0]);
    *chosen_part = 3;
    long chosen = n, *same = &_Generic(n, int: chosen, default: n);
    int s = await leaf(n);
    {
        char x[90];
        fill(x, 90, 9);
        s += await leaf(2) + sum(x, 90);
    }
    return s + sum(kept, 40) + sum(p, 40) + (int)*part + (int)*same + (int)*chosen_part +
           sum(listed, 39) + sum(in_vector, 40) + sum(by_pointer, 40);
}

// Functions that keep nothing, with addresses in every kind of argument; what one of them returns.
static void lend(char *p, int n)
{
    for (int i = 0; i < n; i++)
        *p++ += (char)i;
}
static char *behind(char *p) { return p + 4; }
static async int use_both(char *a, char *b, int n)
{
    char *end = a + n, mine[16];
    fill(mine, 16, n);
    while (a < end) {
        *a++ += (char)await leaf(1);
        *b += 2;
    }
    return sum(mine, 16) + *b;
}
static async int lent(int n)
{
    char a[16], b[16], c[16], d[16], *p, *q = NULL;
    fill(a, 16, n);
    lend(a + 2, 8);
    fill(b, 16, n);
    int s = await use_both(a, b, 16);
    s += sum(a, 16);
    fill(c, 16, 5);
    p = behind(c);
    q = n ? p + 1 : q ? q : p;
    s += await leaf(3);
    fill(d, 16, 6);
    s += await use_both(d, (char[2]){1, 2}, 9) + sum(d, 16);
    s += *p + *q;
    for (int i = 0; i < 3; i++) {
        char e[16], *r = i ? e + i : NULL;
        fill(e, 16, i);
        if (r)
            s += await leaf(*r);
        char g[16];
        strcpy(g, "text");
        s += await leaf(i) + (r ? r[1] : 0) + (int)strlen(strchr(g, 'x'));
    }
    return s;
}

// A jump back past a declaration does not end an object.
static async int backwards(int n)
{
    int s = 0, turns = 0, *p = NULL;
again:;
    int x;
    if (p)
        *p = 40;
    p = &x;
    if (!turns++) {
        s += await leaf(n);
        goto again;
    }
    x = 2;
    char other[8];
    fill(other, 8, 1);
    s += await leaf(1);
    *p += 5;
    return s + x + sum(other, 8);
}

// Parameters, results and what is left in a block by a jump.
struct many { char c[48]; };
static async struct many parameters(struct many a, int n, struct many b)
{
    struct many r = a;
    r.c[0] = (char)await leaf(n);
    r.c[1] = (char)(b.c[1] + await leaf(a.c[2]));
    return r;
}
static async int ends(int n)
{
    int s = 0;
    for (int i = 0; i < 4; i++) {
        struct many a, b = {{0}};
        fill(a.c, 48, i);
        if (i == 2)
            continue;
        b = await parameters(a, i, (struct many){{1, 2, 3}});
        s += sum(b.c, 48);
        if (i == n)
            break;
        s += a.c[5];
    }
    struct many c;
    fill(c.c, 48, 1);
    s += await leaf(0);
    return s + c.c[4];
}

// Operands are evaluated in any order: gcc begins with the last argument.
static async int three(struct many a, struct many *b, int c)
{
    return await leaf(sum(a.c, 48)) * 3 + sum(b->c, 48) + c;
}
static struct many *filled(struct many *m, int c)
{
    fill(m->c, 48, c);
    return m;
}
static int add(int a, int b, int c) { return a + b + c; }
static async struct many full(int c)
{
    struct many m = {{(char)await leaf(c), 2, 3}};
    return m;
}
static async int unordered(int n)
{
    struct many b, c;
    int s = await three(await full(1), &(struct many){{(char)await leaf(5), 8}}, await leaf(n));
    struct many a = await full(2), d = await full(3);
    s += await leaf(1);
    s += await three(a, filled(&b, 3), 2);
    a = await full(4);
    s += await leaf(1);
    s += await three(a, &(struct many){{6, 7, 8}}, await leaf(0));
    a = await full(5);
    s += await leaf(1);
    s += add(a.c[0] + a.c[2], sum((c = d).c, 48), ({ d = a; d.c[1]; }));
    s += await leaf(2) + c.c[1];
    s += add((a.c[2] = 6), (d.c[1] = 7), filled(&b, 8)->c[3]);
    return s + await leaf(4) + b.c[5];
}

async int f(int n)
{
    int r = await copied(n);
    r = (r & 0xffff) * 31 + await in_turn(n);
    r = (r & 0xffff) * 31 + await carried(n);
    r = (r & 0xffff) * 31 + await in_place(n);
    r = (r & 0xffff) * 31 + await elsewhere(n);
    r = (r & 0xffff) * 31 + await passed(n);
    r = (r & 0xffff) * 31 + await hidden(n);
    r = (r & 0xffff) * 31 + await lent(n);
    r = (r & 0xffff) * 31 + await backwards(n);
    r = (r & 0xffff) * 31 + await ends(n);
    r = (r & 0xffff) * 31 + await unordered(n);
    return r;
}
