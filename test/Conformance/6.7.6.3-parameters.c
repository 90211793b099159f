// RUN: %run-both %s
// 6.7.6.3 Parameters of array type: bounds that vary are not needed; qualifiers and static in brackets.
#pragma GCC diagnostic ignored "-Wpragmas"
#pragma GCC diagnostic ignored "-Wunknown-warning-option"
#pragma GCC diagnostic ignored "-Wvla-parameter"
#pragma GCC diagnostic ignored "-Warray-parameter"
#pragma GCC diagnostic ignored "-Wrestrict"
#pragma GCC diagnostic ignored "-Wdeprecated-non-prototype"
#include "Inputs/poll.h"
static async int sum(int n, int a[n]);
static async int twice(int n, int a[static n], int b[const restrict n + 1], char *const s[static const n]);
static async int sum(int n, int a[*]);
async int ext(int, int [*], int b[*]);
static async int sum(int n, int a[n]) { int s = 0; for (int i = 0; i < n; i++) s += await leaf(a[i]); return s; }
async int ext(int n, int a[n], int b[n * 2]) { return n > 1 ? await sum(n, a) + b[0] + await ext(n - 1, a + 1, b) : *a; }
static async int twice(int n, int a[static n], int b[const restrict n + 1], char *const s[static const n]) { await leaf(n); return a[0] + b[1] + s[0][0] + await sum(n, b); }
static async int no(int n, int a[n]) { return n + a[0]; }
async int con(int a[const 3], int b[const restrict static 2], int *c, int (d)[const 2], const int e[3], const int*, volatile int h[3], int m[][2]);
// Arrays for parameters with bounds, where the frame of an earlier callee lay.
static async int path(const int g[3][3], int from, int to[static 6]) { for (int i = 0; i < 6; i++) to[i] = g[from][i % 3] + await leaf(i); return to[5]; }
__attribute__((noinline)) static void digest(unsigned char out[32], int n) { for (int i = 0; i < 32; i++) out[i] = (unsigned char)(n + i); }
__attribute__((noinline)) static void reads(const void *p) { (void)p; }
static async int with_bounds(int n)
{
    int kept[36] = {1};
    unsigned char out[32];
    reads(kept);
    int r = await leaf(n);
    digest(out, r), reads(out);
    return r + await leaf(out[2]) + kept[3] + out[3];
}
static async int with_static(int n)
{
    int g[3][3] = {{1, 2, 3}, {[1] = n}}, to[6], r;
    g[0][await leaf(2)] += n % 3;
    r = await path((const int (*)[3])g, 0, to);
    for (int i = 0; i < 6; i++) r += to[i];
    return r + await path((const int (*)[3])g, 1, &to[0]);
}
// Their addresses are taken over an await.
static struct { int x; } nameless[3] = {{3}, {4}, {5}};
typedef char *list[];
static void skip(int *argc, char ***argv) { --*argc, ++*argv; }
static async int options(int argc, char *argv[], list more) { skip(&argc, &argv); skip(&argc, &more); await leaf(1); return argc + argv[0][0] + more[1][0]; }
static async int of_nameless(int n, __typeof__(nameless[0]) v[], __typeof__(nameless) w) { __typeof__(w) *p = &w; await leaf(n); ++*p; v++; await leaf(1); return v->x + w->x * 10; }
// Of function type, without a name, in prototypes: which `(` begins the list?
typedef int (*old)();
static int inc(int x) { return x + 1; }
static int look(__typeof__(nameless[0]) x) { return x.x; }
static int (*choose(int i))(char);
static async int unnamed_1(int (), int);
static async int unnamed_2(int (int x), int (char (short)));
static async int unnamed_3(int ((int)), int (((int x))), int (*(int))(char));
static async int unnamed_4(int ([4]), int (*)[2], int *([]), int (__typeof__(nameless[0])));
static int cut(char c) { return c; }
static int (*choose(int i))(char) { return i ? cut : 0; }
static char narrow(short s) { return (char)s; }
static int of_narrow(char g(short)) { return g(259); }
static async int unnamed_1(old p, int n) { return p(await leaf(n)); }
static async int unnamed_2(int p(int), int q(char (short))) { return p(await leaf(3)) + q(narrow); }
static async int unnamed_3(int a(int), int b(int), int (*c(int))(char)) { return c(a(b(await leaf(2))))('x'); }
static async int unnamed_4(int *a, int (*b)[2], int **c, int d(__typeof__(nameless[0]))) { return a[3] + await leaf(b[0][1]) + *c[0] + d(nameless[1]); }
async int unnamed(int n)
{
    int a[4] = {1, 2, 3, n}, b[2] = {4, 5}, *c[] = {b};
    return await unnamed_1((old)inc, n) + await unnamed_2(inc, of_narrow) + await unnamed_3(inc, inc, choose) + await unnamed_4(a, &b, c, look);
}
async int f(int n)
{
    int a[5] = {1, n, 3, 4, 5}; char *s[] = {"a", "b", "c"};
    int (*p)(int, int *) = sum;
    return await unnamed(n) + await options(n, s, s) + await of_nameless(n, nameless, nameless) + await with_bounds(n) + await with_static(n) + await sum(4, a) + await ext(3, a, a + 1) + await twice(3, a, a + 1, s) + await p(2, a) + await no(1, a) + await con(a, a, a, a, a, a, a, (int[2][2]){{1,2},{3}});
}
typedef int arr[3]; typedef const int carr[3];
async int con(int a[const 3], int b[const restrict static 2], arr c, int (d)[const 2], const arr e, carr g, volatile arr h, int m[const][2]) { await leaf(1); return a[1] + b[0] + c[2] + d[1] + e[0] + g[1] + h[2] + m[1][0]; }
async int con2(int [const 3], arr, int (*)[2], int [][2]);
