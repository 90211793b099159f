// RUN: %run-both %s
// Async functions that a typedef of their type declares.
#include "Inputs/poll.h"
typedef int fn(int, const char *const *, int (*)[2]);
static async fn later;
async fn outside;
async int f(int n) { int m[1][2] = {{1, 2}}; fn *p = later; return await later(n, 0, m) + await outside(n, 0, m) + await p(1, 0, m); }
static async int later(int n, const char *const *s, int (*m)[2]) { return await leaf(n) + (s == 0) + m[0][1]; }
async int outside(int n, const char *const *s, int (*m)[2]) { return await leaf(n) + (s == 0) + m[0][1]; }
