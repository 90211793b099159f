// RUN: not %asyncc %s 2>&1 | FileCheck %s
// A file that ends within an attribute or a list of parameters is the compiler's to report.
// CHECK: error: expected
#include "../Run/Inputs/poll.h"
async int f(int n) { return await leaf(n); }
async int g(int n) __attribute__((nonnull(
