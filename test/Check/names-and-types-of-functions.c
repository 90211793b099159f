// RUN: not %asyncc %s 2>&1 | FileCheck %s --implicit-check-not=error:
#include "../Run/Inputs/poll.h"
struct g__frame { int mine; };
// CHECK: [[#@LINE+1]]:1: error: 'struct g__frame' is the name that the frame of async function 'g' needs
static async int g(int n) { return await leaf(n); }
// CHECK: [[#@LINE+1]]:1: error: async function 'within' has a parameter of a type that its parameter list defines
async int within(__typeof__(struct own { int x; }) *p, int n) { return n + p->x; }
// CHECK: [[#@LINE+1]]:1: error: async function 'h' has a parameter of a type that its parameter list defines
async int h(struct { int a; } *x) { return await leaf(x->a); }
typedef int named;
async int old(named);
// CHECK: [[#@LINE+1]]:1: error: async function 'old' needs a prototype
async int old(n) int n; { return await g(n); }
// CHECK: [[#@LINE+1]]:1: error: async function 'older' needs a prototype
async int older(n, m) { return await g(n + m); }
async int f(int n) { return await g(n); }
