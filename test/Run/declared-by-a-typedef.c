// RUN: %run-both %s
// Async functions that a typedef of their type declares, with the word in it or beside it.
#include "Inputs/poll.h"
typedef int fn(int, const char *const *, int (*)[2]);
static async fn later;
async fn outside;
typedef async int async_fn(int);
typedef async_fn same;
static async_fn first, second;
same third;
static async int named(int n)
{
    async_fn fourth, *p = second;
    return await first(n) + await second(n) + await third(n) + await fourth(n) + await p(1);
}
static async int first(int n) { return await leaf(n); }
static async int second(int n) { return n + 2; }
async int third(int n) { return await leaf(n) * 3; }
async int fourth(int n) { return await leaf(n) * 4; }
async int f(int n) { int m[1][2] = {{1, 2}}; fn *p = later; return await later(n, 0, m) + await outside(n, 0, m) + await p(1, 0, m) + await named(n); }
static async int later(int n, const char *const *s, int (*m)[2]) { return await leaf(n) + (s == 0) + m[0][1]; }
async int outside(int n, const char *const *s, int (*m)[2]) { return await leaf(n) + (s == 0) + m[0][1]; }
