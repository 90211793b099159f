// RUN: %run-both %s
// 6.5.2.5 Compound literals: of every kind, with awaits within, kept over awaits, as lvalues.
#include "Inputs/poll.h"
struct pair { int x, y; };
union either { int i; float f; };
static async int total(const int *p, int n) { int s = 0; while (n--) s = s * 3 + await leaf(p[n]); return s; }
static async int cross(struct pair a, const struct pair *b) { return a.x * await leaf(b->y) - a.y * b->x; }
// Operands that end with a literal, and are evaluated before a later operand awaits.
struct record { long m[6]; };
static async int first_two(int d, struct record *w, int n)
{
    return (int)w->m[0] + d + await leaf(n) + (int)w->m[1];
}
static async int both_of(int *p, int n) { return p[0] * 3 + await leaf(n) + p[1]; }
static int *itself(int *p) { return p; }
static async int as_operands(int n)
{
    int k = n, *p = &k, *q, s;
    s = await first_two(1, &(struct record){ { k--, n } }, n <= await leaf(3));
    s += await first_two(1, n ? &(struct record){ { k--, n } } : &(struct record){ { k++, 3 } }, n <= await leaf(3));
    s += await both_of(p = (int[]){ k--, await leaf(2) }, await leaf(1)); s += p[1];
    s += await both_of((k++, (int[]){ k--, 2 }), await leaf(1));
    s += await both_of((int[]){ k--, 2 } + 0, await leaf(1)); s += await both_of(n ? q = (int[]){ k--, 4 } : itself((int[]){ 5, k++ }), await leaf(n));
    s += await both_of(&((struct { int a[2]; }){ { k--, 7 } }).a[0], await leaf(3)); s += await both_of(*(int(*[1])[2]){ &(int[2]){ k--, 9 } }[0], await leaf(1));
    s += *(int *)(n > await leaf(2) ? (void *)(int[]){ k--, 3 } : (void *)&(int){ await leaf(2) });
    int *r = (int[]){ k--, await leaf(4) }; int *t = n ? r : (int[]){ k--, 2 }; s += *r + *t + await leaf(1) + r[1] + t[1];
    s += !(int[]){ k-- }; s += (&(struct record){ { k-- } })->m[await leaf(0)]; s += (p = &(int){ k-- }, await leaf(*p)); s += *p;
    return s;
}
// Tags and constants that are defined within an expression are known behind it, in their block.
struct tag { char c[3]; };
static async int first(const void *p, int n) { return *(const int *)p + await leaf(n); }
static async int headers(int n)
{
    int r = 0, w[3] = {1, 2, 3}, i;
    for (i = await leaf((int)sizeof(enum { LOW = 1, HIGH = 3 })) - (int)sizeof i; i < HIGH; i += LOW) r += i + await leaf(i);
    for (int k = 0, b[2] = {1, 2}; k < await first(&(struct in_cond { int m; char q[sizeof b]; }){2, {0}}, 1); k++) r += b[k & 1] * (int)sizeof(struct in_cond);
    for (; r < await first(&(struct alone { int m; char q[sizeof w]; }){240, {0}}, 1); r += (int)sizeof(struct alone)) w[0]++;
    while (await first(&(struct in_while { int a; char b[8]; }){r > 900, {0}}, 1) < 2) r += (int)sizeof(struct in_while) * 40;
    do r++; while (await first(&(struct in_do { int a; }){r & 7}, 1) < 3);
    if (await first(&(struct in_if { int a; enum { THREE = 3, FOUR } e; }){1, FOUR}, 0) == 1) r += (int)sizeof(struct in_if) + THREE;
    else r += (int)sizeof(struct in_if) * 100 + FOUR;
    switch (await first(&(union in_switch { int a; double d; }){2}, 1)) { case 3: r += (int)sizeof(union in_switch); }
    if (n) r += await first(&(struct tag { int a, c[9]; }){4, {0}}, 1); else r += 5;
    while (n--) r += await first(&(struct tag { int a, c[7]; }){4, {0}}, 1);
    return r + w[0] + (int)sizeof(struct tag);
}
static async int definitions(int n)
{
    int r = await first(&(struct tag { int a, b[5]; }){await leaf(n), {0}}, n), k = 3;
    struct tag x = {3, {n}}, *px = &x;
    { r += await first(&(struct tag { int a[9]; }){{2}}, n), r += (int)sizeof(struct tag) * 3; }
    r += px->a + await leaf((int)sizeof(struct tag)) + px->b[0];
again:
    r += await first(&(struct labelled { int a[3]; char m[sizeof x + sizeof(await leaf(1))]; }){{k}, {0}}, 1);
    if (k-- > 1) goto again;
    const void *kept = &(struct kept { int a; long l; }){n, 2};
    r += (int)sizeof(struct labelled) + await first(kept, 2) + (int)sizeof(struct kept);
    const int *colours = (int[]){(enum colour { RED = 4, GREEN, BLUE }){BLUE}, 2}, green = (int)sizeof(enum colour) + GREEN;
    r += colours[0] + await leaf(1) + colours[1] + green + RED;
    __auto_type own = (struct { int x; enum of_auto { Q = 3 } q; }){n, Q};
    __typeof__(own) *pown = &own;
    r += pown->x + await leaf(Q) + (int)sizeof(enum of_auto);
    int y = 2, z = y + await first(&(struct second { int a; char z[sizeof y]; }){1, {0}}, 1), size = (int)sizeof(struct second);
    r += ({ struct inner { int a; } i = {await leaf(2)}; i.a + (int)sizeof(struct inner); }) + z * size;
    r += await first(&(struct inner { int a[7]; }){{1}}, await leaf((int)sizeof(struct inner)));
    struct pair v = n > 2 ? *(struct pair *)&(struct other { int a, b; }){await leaf(n), 5} : (struct pair){1, 2};
    switch (r += v.y * (int)sizeof(struct other), n & 1) {
    case 0: r += await first(&(struct in_case { int a; }){await leaf(1)}, 1); r += (int)sizeof(struct in_case);
    }
    return r += await first(&(struct returned { int a; }){r}, 1) + (int)sizeof(struct returned);
}
async int f(int n)
{
    int r = await definitions(n) + await headers(n) + await total((int[]){1, await leaf(n), 3}, 3) + await total((const int[4]){[2] = await leaf(n)}, 4);
    r += await cross((struct pair){await leaf(1), n}, &(struct pair){.y = await leaf(n), .x = 2});
    r += (struct pair){n, await leaf(7)}.y + (int){await leaf(3)} + (union either){.i = await leaf(4)}.i;
    struct pair *p = &(struct pair){n, 0}, q = (struct pair){await leaf(5), 6};
    p->y = await leaf(p->x);
    (int){n} = await leaf(1);
    (int[2]){1, 2}[await leaf(1)] += await leaf(3);
    int *cell = &(int[]){5, await leaf(6), 7}[await leaf(1)];
    r += ++(int){n} + *cell + await leaf(*cell) + ((char[]){"text"})[await leaf(2)] + *cell;
    const char *s = (char[6]){"frame"};
    for (int i = 0; i < 3; i++) {
        int *fresh = (int[]){i, 0};
        fresh[1] += await leaf(i);
        r += fresh[0] * fresh[1];
    }
    if (await total((int[]){n}, 1) > 4 && (struct pair){1, 2}.x)
        r += (*&(struct pair){n, 3}).y;
    return r + p->x + p->y * 2 + q.x + q.y + s[await leaf(4)] + await as_operands(n);
}
